"""A passkey opens the key of its owner, with the secret that it alone works out; what stands in the tables opens nothing."""

import os

import pytest

from dalil.record.actions import Refused
from dalil.record.sealed import compartment
from dalil.record.sealed.identities import make_identity
from dalil.record.sealed.models import KeyHolder, Passkey, SealedRead
from dalil.record.sealed.passkeys import MOST, add_passkey, passkeys_of, remove_passkey

CREDENTIAL, SALT, SECRET = b"telephone", os.urandom(32), os.urandom(32)
TOLD = {"name": "telephone", "credential": CREDENTIAL, "salt": SALT, "secret": SECRET}


@pytest.fixture
def quick_locks(monkeypatch):
    """Locking costs a second on purpose; here it is a join, so that a story of ten passkeys takes none."""
    from dalil.record.sealed import passkeys

    def unlock(locked, secret):
        kept, identity = bytes(locked).decode().split("|")
        if kept != secret:
            raise Refused("wrong_passphrase", "this passphrase does not open your key")
        return identity

    monkeypatch.setattr(passkeys, "lock_identity", lambda identity, secret: f"{secret}|{identity}".encode())
    monkeypatch.setattr(passkeys, "unlock_identity", unlock)


def refused(type_, call, *args, **facts):
    with pytest.raises(Refused) as caught:
        call(*args, **facts)
    assert caught.value.type == type_


def test_a_passkey_opens_and_no_other_secret_does(opened, tariq, keys):
    made = add_passkey(tariq, **TOLD, identity=keys["tariq"])
    again = compartment.unlock(tariq, passkey=(CREDENTIAL, SECRET))
    assert again.secret == opened.secret
    for credential, secret in ((CREDENTIAL, os.urandom(32)), (b"another", SECRET)):
        refused("passkey_unknown", compartment.unlock, tariq, passkey=(credential, secret))
    logged = SealedRead.objects.order_by("-pk").values_list("what", "fields")
    assert [*logged[:3]] == [("failed", []), ("failed", []), ("opened", ["passkey"])]
    kept = bytes(made.kept_identity)
    assert SECRET not in kept and SECRET.hex().encode() not in kept and keys["tariq"].encode() not in kept


def test_only_who_opens_their_key_today_adds_a_passkey(opened, tariq, layla, keys, quick_locks):
    refused("has_no_key", add_passkey, layla, **TOLD, identity=keys["layla"])
    refused("anothers_identity", add_passkey, tariq, **TOLD, identity=make_identity())
    refused("identity_is_yours", add_passkey, tariq, **TOLD, passphrase="olive harbour candle tractor seven rivers")
    assert not Passkey.objects.exists()


@pytest.mark.parametrize("told", [{"secret": b""}, {"secret": b"short"}, {"salt": b""}, {"credential": b""}])
def test_what_is_no_secret_locks_nothing(opened, tariq, keys, told):
    refused("passkey_gave_no_secret", add_passkey, tariq, **TOLD | told, identity=keys["tariq"])


def test_a_passkey_opens_nothing_once_it_is_removed(opened, tariq, layla, keys, quick_locks):
    made = add_passkey(tariq, **TOLD, identity=keys["tariq"])
    refused("passkey_known", add_passkey, tariq, **TOLD, identity=keys["tariq"])
    refused("passkey_unknown", remove_passkey, layla, made.pk)
    remove_passkey(tariq, made.pk)
    assert passkeys_of(tariq) == []
    refused("passkey_unknown", compartment.unlock, tariq, passkey=(CREDENTIAL, SECRET))


def test_who_is_removed_leaves_no_passkey_behind(both, opened, tariq, layla, keys, quick_locks):
    add_passkey(layla, **TOLD, identity=keys["layla"])
    compartment.remove(opened, KeyHolder.objects.get(user=layla), actor=tariq, reason="left the house")
    assert not Passkey.objects.exists()
    refused("not_an_officer", compartment.unlock, layla, passkey=(CREDENTIAL, SECRET))


def test_a_person_has_a_few_passkeys_and_no_endless_list(opened, tariq, keys, quick_locks):
    for each in range(MOST):
        add_passkey(tariq, **TOLD | {"credential": bytes([each])}, identity=keys["tariq"])
    refused("too_many_passkeys", add_passkey, tariq, **TOLD, identity=keys["tariq"])
