"""Opening the compartment with a passkey: the identity of an officer, locked under a secret that only the passkey works out.

WebAuthn's `prf` extension: given a salt, a passkey answers with 32 bytes that are the same each time and leave it only after its owner has
shown themselves to it. https://www.w3.org/TR/webauthn-3/#prf-extension. Salt and locked identity stand here; the secret never does.
"""

from __future__ import annotations

from collections.abc import Sequence

from django.contrib.auth.models import User

from dalil.record.actions.transaction import Refused, writing
from dalil.record.sealed.identities import lock_identity, recipient_of, unlock_identity
from dalil.record.sealed.models import KeyHolder, Passkey

SECRET = SALT = 32
"""Bytes of what a passkey answers, and of what it is asked."""
LONGEST_CREDENTIAL = 1023
"""Bytes of the name that a passkey goes by (WebAuthn, 4, "Credential ID")."""
MOST = 10


def passkeys_of(user: User) -> Sequence[Passkey]:
    """Return the passkeys that open the key of a person, oldest first."""
    return list(Passkey.objects.filter(holder__user=user, holder__removed_at=None))


def add_passkey(
    user: User, *, name: str, credential: bytes, salt: bytes, secret: bytes, passphrase: str = "", identity: str = ""
) -> Passkey:
    """Let a passkey open a person's key too. Returns it.

    name: what the person calls it. credential: by which the browser finds it. salt, secret: what it was asked, and what it answered.
    passphrase, identity: one of them opens the key today, as in `compartment.unlock`.
    Raises Refused where the person has no key, for a wrong passphrase or identity, and for a secret that is none.
    """
    holder = KeyHolder.objects.filter(user=user, removed_at=None).first()
    if holder is None:
        raise Refused("has_no_key", "you have no key of the compartment yet")
    _check_sizes(credential, salt, secret)
    if len(passkeys_of(user)) >= MOST:
        raise Refused("too_many_passkeys", "you have {most} passkeys already; remove one first", {"most": MOST})
    if not identity and not holder.kept_identity:
        raise Refused("identity_is_yours", "your key is not kept here; open with the identity that you hold")
    own = identity or unlock_identity(holder.kept_identity, passphrase)
    if recipient_of(own) != holder.recipient:
        raise Refused("anothers_identity", "this identity is not the one that was admitted")
    locked = lock_identity(own, secret.hex())
    with writing():
        if Passkey.objects.filter(credential=credential).exists():
            raise Refused("passkey_known", "this passkey opens a key already")
        return Passkey.objects.create(holder=holder, name=name, credential=credential, salt=salt, kept_identity=locked)


def identity_under(holder: KeyHolder, credential: bytes, secret: bytes) -> str:
    """Return the identity of a holder that a passkey opens with its secret. Raises Refused where it does not."""
    found = Passkey.objects.filter(holder=holder, credential=credential).first()
    if found is None:
        raise Refused("passkey_unknown", "this passkey does not open your key")
    try:
        return unlock_identity(found.kept_identity, secret.hex())
    except Refused as error:
        raise Refused("passkey_unknown", "this passkey does not open your key") from error


def remove_passkey(user: User, number: int) -> None:
    """Let a passkey of a person open nothing any more. Raises Refused where they have no such passkey."""
    with writing():
        gone, _ = Passkey.objects.filter(holder__user=user, pk=number).delete()
    if not gone:
        raise Refused("passkey_unknown", "this passkey does not open your key")


def _check_sizes(credential: bytes, salt: bytes, secret: bytes) -> None:
    if not 0 < len(credential) <= LONGEST_CREDENTIAL or len(salt) != SALT or len(secret) != SECRET:
        raise Refused("passkey_gave_no_secret", "this passkey gave no secret that a key could be locked under")
