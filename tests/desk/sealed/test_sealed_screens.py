"""The screens of the compartment: what shows while it is open, and that nothing does when it is closed."""

import logging

import pytest
from django.contrib.sessions.models import Session
from django.test import Client
from django.urls import reverse

from dalil.record.sealed import compartment
from dalil.record.sealed.identities import make_identity, recipient_of
from dalil.record.sealed.models import KeyHolder, Opening, SealedPerson, SealedRead

CANARY = "Canary Mustafa al-Khatib"


def desk(name, *args):
    return reverse(f"desk:{name}", args=args)


@pytest.fixture
def keys():
    return {"tariq": make_identity(), "layla": make_identity()}


@pytest.fixture
def tariqs(as_, keys):
    """tariq's browser, after he has set the compartment up and opened it."""
    browser = as_("tariq")
    browser.post(desk("sealed_set_up"), {"recipient": recipient_of(keys["tariq"])})
    answer = browser.post(desk("sealed_open"), {"identity": keys["tariq"]})
    assert answer.status_code == 302
    return browser


@pytest.fixture
def witness(tariqs):
    answer = tariqs.post(desk("sealed_enter"), {"role": "witness", "name": CANARY, "phone": "0944 555 017"})
    assert answer.status_code == 302
    return SealedPerson.objects.get()


def test_set_up_shows_the_recovery_key_once(as_, keys, staff):
    browser = as_("tariq")
    shown = browser.post(desk("sealed_set_up"), {"recipient": recipient_of(keys["tariq"])}).content.decode()
    assert shown.count("AGE-SECRET-KEY-1") == 1
    assert browser.post(desk("sealed_set_up"), {"recipient": recipient_of(keys["tariq"])}).status_code == 302
    assert "AGE-SECRET-KEY" not in browser.get(desk("sealed_officers")).content.decode()


def test_a_weak_passphrase_is_refused_in_words_and_not_repeated(as_, staff):
    answer = as_("tariq").post(desk("sealed_set_up"), {"passphrase": "Damascus2011", "again": "Damascus2011"})
    assert answer.status_code == 422
    assert "This passphrase can be guessed" in answer.content.decode() and b"Damascus2011" not in answer.content
    assert not compartment.is_set_up()


def test_the_cookie_is_for_the_desk_alone_and_no_script_reads_it(as_, keys, tariqs):
    cookie = tariqs.cookies["dalil_sealed"]
    assert (cookie["path"], cookie["httponly"], cookie["samesite"]) == ("/desk/", True, "Strict")


def test_names_show_only_while_it_is_open_in_this_session(tariqs, witness, as_):
    address = desk("sealed_person", witness.reference)
    assert CANARY in tariqs.get(address).content.decode()
    elsewhere = as_("tariq")  # the same account in another browser
    assert CANARY not in elsewhere.get(address).content.decode()
    assert elsewhere.get(desk("sealed_change", witness.reference)).status_code == 302
    tariqs.post(desk("sealed_close"))
    assert CANARY not in tariqs.get(address).content.decode() and not Opening.objects.exists()


def test_the_cookie_opens_nothing_in_anothers_session(tariqs, witness, as_):
    stolen = as_("layla")
    stolen.cookies["dalil_sealed"] = tariqs.cookies["dalil_sealed"].value
    assert CANARY not in stolen.get(desk("sealed_person", witness.reference)).content.decode()


def test_signing_out_closes_it(tariqs, witness):
    tariqs.post(reverse("wagtailadmin_logout"))
    assert not Opening.objects.exists()


def test_a_wrong_key_opens_nothing_and_is_logged(tariqs, as_):
    answer = as_("tariq").post(desk("sealed_open"), {"identity": make_identity()})
    assert answer.status_code == 422 and "not the one that was admitted" in answer.content.decode()
    assert SealedRead.objects.first().what == "failed"


def test_neither_lists_titles_addresses_sessions_nor_logs_hold_a_name(tariqs, witness, caplog):
    with caplog.at_level(logging.DEBUG):
        found = tariqs.post(desk("sealed_search"), {"words": CANARY})
        tariqs.get(desk("sealed_person", witness.reference))
        assert tariqs.get(desk("sealed_search")).status_code == 405
    assert witness.reference in found.content.decode() and CANARY not in found.content.decode()
    assert CANARY not in tariqs.get(desk("sealed")).content.decode()
    assert CANARY not in caplog.text
    for kept in Session.objects.all():
        assert CANARY not in str(kept.get_decoded()) and "AGE-SECRET" not in str(kept.get_decoded())
    assert tariqs.get(desk("sealed")).headers["Cache-Control"] == "no-store"


def test_what_another_changed_meanwhile_is_not_written_over(tariqs, witness):
    address = desk("sealed_change", witness.reference)
    form = {"name": CANARY, "seen-name": 1, "seen-phone": 1}
    assert tariqs.post(address, {**form, "phone": "0933 1"}).status_code == 302
    answer = tariqs.post(address, {**form, "phone": "0999 2"})
    assert answer.status_code == 422 and "Somebody else changed this meanwhile" in answer.content.decode()
    assert "0933 1" in tariqs.get(desk("sealed_person", witness.reference)).content.decode()


def test_a_second_officer_asks_is_admitted_reads_and_is_removed(tariqs, witness, as_, keys):
    laylas, address = as_("layla"), desk("sealed_person", witness.reference)
    assert laylas.post(desk("sealed_key"), {"recipient": recipient_of(keys["layla"])}).status_code == 302
    assert laylas.post(desk("sealed_open"), {"identity": keys["layla"]}).status_code == 422
    holder = KeyHolder.objects.get(user__username="layla")
    assert laylas.post(desk("sealed_admit", holder.pk)).status_code == 302
    holder.refresh_from_db()
    assert holder.admitted_at is None  # nobody admits themselves
    tariqs.post(desk("sealed_admit", holder.pk))
    laylas.post(desk("sealed_open"), {"identity": keys["layla"]})
    assert CANARY in laylas.get(address).content.decode()
    tariqs.post(desk("sealed_remove", holder.pk), {"reason": "left"})
    assert CANARY not in laylas.get(address).content.decode()
    assert laylas.post(desk("sealed_open"), {"identity": keys["layla"]}).status_code == 422
    assert CANARY in tariqs.get(address).content.decode()  # it stays open for who removed her


def test_an_erased_person_leaves_who_and_why(tariqs, witness):
    answer = tariqs.post(desk("sealed_erase", witness.reference), {"reason": "She asked for it."}, follow=True)
    shown = answer.content.decode()
    assert CANARY not in shown and "She asked for it." in shown and "tariq" in shown


def test_a_steward_and_a_superuser_see_no_name(tariqs, witness, as_, staff):
    assert as_("salma").get(desk("sealed_person", witness.reference)).status_code == 403
    staff["rana"].is_superuser = True
    staff["rana"].save()
    keeper = as_("rana")
    keeper.cookies["dalil_sealed"] = tariqs.cookies["dalil_sealed"].value
    assert CANARY not in keeper.get(desk("sealed_person", witness.reference)).content.decode()
    assert keeper.post(desk("sealed_open"), {"passphrase": "anything at all"}).status_code == 422


def test_the_screens_are_in_arabic_too(tariqs, as_, keys):
    browser = as_("tariq", "ar")
    assert "الأشخاص محفوظو الهوية" in browser.get(desk("sealed")).content.decode()
    answer = browser.post(desk("sealed_open"), {"identity": "x"})
    assert "AGE-SECRET-KEY-1" in answer.content.decode() and "هوية رقمية" in answer.content.decode()


def test_nobody_who_is_not_signed_in_gets_anywhere(tariqs, witness):
    stranger = Client()
    stranger.cookies["dalil_sealed"] = tariqs.cookies["dalil_sealed"].value
    assert stranger.get(desk("sealed_person", witness.reference)).status_code == 302


def test_what_readers_submitted_is_listed_and_read_only_while_the_compartment_is_open(tariqs, as_, keys):
    from dalil.record.sealed.submissions import submit

    reference = submit(CANARY, contact="", language="ar").reference
    assert f"({1})" in tariqs.get(desk("sealed")).content.decode(), "how many wait"
    page = desk("sealed_submission", reference)
    for address in (desk("sealed_submissions"), page):
        assert as_("salma").get(address).status_code == 403, "a steward has no key"
        assert CANARY not in as_("layla").get(address).content.decode()
    assert CANARY in tariqs.get(page).content.decode() and SealedRead.objects.filter(what="read_submission").exists()
    assert as_("layla").post(desk("sealed_submission_done", reference)).url == desk("sealed_open")
    assert tariqs.post(desk("sealed_submission_done", reference)).status_code == 302
    assert "(1)" not in tariqs.get(desk("sealed")).content.decode()
    assert tariqs.post(desk("sealed_submission_erase", reference), {"reason": ""}).status_code == 422
    assert tariqs.post(desk("sealed_submission_erase", reference), {"reason": "It named a child."}).status_code == 302
    shown = tariqs.get(page).content.decode()
    assert CANARY not in shown and "It named a child." in shown
