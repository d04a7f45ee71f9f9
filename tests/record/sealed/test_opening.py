"""Who opens the compartment, with what; who is admitted and removed; how it stays open in one session and no longer."""

from datetime import timedelta

import pytest
from django.utils import timezone

from dalil.record.actions import Refused
from dalil.record.sealed import compartment, openings
from dalil.record.sealed.identities import make_identity, recipient_of
from dalil.record.sealed.models import KeyHolder, Opening, SealedRead, WrappedSecret
from dalil.record.sealed.persons import change_person, enter_person, read_person

PHRASE = "olive harbour candle tractor seven rivers"


def refused(type_, call, *args, **facts):
    with pytest.raises(Refused) as caught:
        call(*args, **facts)
    assert caught.value.type == type_
    return str(caught.value)


def test_an_officer_opens_with_the_passphrase_and_with_no_other(tariq):
    compartment.set_up(tariq, passphrase=PHRASE)
    assert compartment.unlock(tariq, passphrase=PHRASE).generation == 1
    refused("wrong_passphrase", compartment.unlock, tariq, passphrase=PHRASE + "s")
    assert [each.what for each in SealedRead.objects.order_by("pk")] == ["opened", "failed"]


def test_a_passphrase_that_can_be_guessed_is_refused(tariq):
    for weak in ("Damascus2011", "tariqtariqtariq", "qwerty12345", ""):
        refused("weak_passphrase", compartment.set_up, tariq, passphrase=weak)
    assert not compartment.is_set_up() and not KeyHolder.objects.exists()


def test_five_wrong_tries_make_only_their_own_account_wait(both, tariq, layla, keys):
    for _ in range(5):
        refused("anothers_identity", compartment.unlock, layla, identity=make_identity())
    said = refused("too_many_wrong_tries", compartment.unlock, layla, identity=keys["layla"])
    assert "5 times" in said and "15 minutes" in said
    assert compartment.unlock(tariq, identity=keys["tariq"])


def test_nobody_opens_who_was_not_admitted(opened, layla, keys):
    refused("not_an_officer", compartment.unlock, layla, identity=keys["layla"])
    compartment.make_holder(layla, recipient=recipient_of(keys["layla"]))
    refused("not_an_officer", compartment.unlock, layla, identity=keys["layla"])


def test_what_is_pasted_and_is_no_key_is_refused_in_words(opened, tariq):
    assert "AGE-SECRET-KEY-1" in refused("not_an_identity", compartment.unlock, tariq, identity="my key")
    refused("not_a_recipient", compartment.make_holder, tariq, recipient="age1nonsense")


def test_a_lost_passphrase_loses_nothing_while_another_officer_stands(both, opened, witness, tariq, layla, keys):
    hers = compartment.unlock(layla, identity=keys["layla"])
    lost = KeyHolder.objects.get(user=tariq)
    hers = compartment.remove(hers, lost, actor=layla, reason="forgotten passphrase")
    again = compartment.make_holder(tariq, recipient=recipient_of(fresh := make_identity()))
    compartment.admit(hers, again, actor=layla)
    his = compartment.unlock(tariq, identity=fresh)
    assert read_person(his, witness, actor=tariq)["name"].text.startswith("Canary")


def test_who_was_removed_opens_nothing_any_more_and_the_others_do(both, opened, witness, tariq, layla, keys):
    hers = compartment.unlock(layla, identity=keys["layla"])
    fresh = compartment.remove(opened, both, actor=tariq, reason="left")
    refused("not_an_officer", compartment.unlock, layla, identity=keys["layla"])
    refused("key_does_not_open", read_person, hers, witness, actor=layla)
    refused("keys_changed", enter_person, hers, "witness", {"name": "n"}, actor=layla)
    assert fresh.generation == 2 and fresh.secret != opened.secret
    his = compartment.unlock(tariq, identity=keys["tariq"])
    assert read_person(his, witness, actor=tariq)["phone"].text == "+963 944 555 017"
    assert not WrappedSecret.objects.filter(generation__number=1).exists()


def test_keys_that_a_removed_officer_copied_read_nothing_that_is_written_later(both, opened, witness, tariq):
    before = {each.number for each in witness.data_keys.all()}
    fresh = compartment.remove(opened, both, actor=tariq, reason="left")
    change_person(fresh, witness, {"address": "moved"}, actor=tariq, seen={})
    assert witness.versions.get(field="address").key_number not in before


def test_the_last_officer_is_not_removed(opened, tariq):
    refused("last_officer", compartment.remove, opened, KeyHolder.objects.get(user=tariq), actor=tariq, reason="r")


def test_a_holder_who_was_written_into_the_table_is_not_sealed_to(both, opened, tariq):
    """Somebody with the database, and no key, adds themselves among the officers and waits for the next rotation."""
    KeyHolder.objects.create(user=None, recipient=recipient_of(make_identity()), admitted_at=timezone.now())
    refused("holder_not_admitted", compartment.remove, opened, both, actor=tariq, reason="left")


def test_the_recovery_key_opens_and_a_new_one_takes_its_place(opened, recovery, witness, tariq, keys):
    found = compartment.unlock_with_recovery(recovery, actor=tariq)
    assert read_person(found, witness, actor=tariq)["name"].text.startswith("Canary")
    another = compartment.replace_recovery(found, actor=tariq)
    refused("not_the_recovery_key", compartment.unlock_with_recovery, recovery, actor=tariq)
    assert compartment.unlock_with_recovery(another, actor=tariq).generation == 2
    assert compartment.unlock(tariq, identity=keys["tariq"]).generation == 2


def test_it_stays_open_for_the_session_that_opened_it_and_for_no_other(opened, tariq, layla):
    cookie = openings.keep_open(opened, user=tariq, session="s1")
    assert openings.find_open(cookie, user=tariq, session="s1").secret == opened.secret
    for stranger in ((cookie, tariq, "s2"), (cookie, layla, "s1"), ("A" * 44, tariq, "s1"), ("", tariq, "s1")):
        assert openings.find_open(stranger[0], user=stranger[1], session=stranger[2]) is None


def test_it_closes_after_idle_time_after_hours_and_for_an_account_that_is_closed(opened, tariq, settings):
    cookie = openings.keep_open(opened, user=tariq, session="s1")
    Opening.objects.update(used_at=timezone.now() - timedelta(minutes=settings.DALIL_SEALED_MINUTES, seconds=1))
    assert openings.find_open(cookie, user=tariq, session="s1") is None
    cookie = openings.keep_open(opened, user=tariq, session="s1")
    Opening.objects.update(opened_at=timezone.now() - openings.LONGEST)
    assert openings.find_open(cookie, user=tariq, session="s1") is None
    cookie = openings.keep_open(opened, user=tariq, session="s1")
    assert Opening.objects.count() == 1  # what was over is swept away
    tariq.is_active = False
    assert openings.find_open(cookie, user=tariq, session="s1") is None


def test_it_closes_for_everybody_when_the_keys_change(both, opened, tariq):
    cookie = openings.keep_open(opened, user=tariq, session="s1")
    compartment.remove(opened, both, actor=tariq, reason="left")
    assert openings.find_open(cookie, user=tariq, session="s1") is None


def test_neither_the_table_nor_the_cookie_holds_the_secret(opened, tariq):
    cookie = openings.keep_open(opened, user=tariq, session="s1")
    kept = Opening.objects.get()
    assert opened.secret.encode() not in bytes(kept.sealed) and opened.secret not in cookie
    assert cookie not in {kept.handle, kept.session}
