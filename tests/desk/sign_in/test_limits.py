"""Guessing is held up; nobody else is."""

from datetime import timedelta
from types import SimpleNamespace

import pytest
from django.db.models import F
from django.test import Client, RequestFactory
from django.utils import timezone
from signing import code_of, is_in, set_up_app, type_passphrase

from dalil.bulletin.http.client_address import client_address
from dalil.desk.sign_in import limits
from dalil.desk.sign_in.models import FailedAttempts

OURS, THEIRS = "198.51.100.7", "203.0.113.9"


@pytest.fixture(autouse=True)
def _clock_stands_still(monkeypatch):
    now = timezone.now()
    monkeypatch.setattr(limits, "timezone", SimpleNamespace(now=lambda: now))


def guess(times, name="nadia", address=THEIRS, client=None):
    return [
        type_passphrase(client or Client(), name, f"guess {number}", REMOTE_ADDR=address).status_code
        for number in range(times)
    ]


def pass_time(seconds):
    FailedAttempts.objects.update(last=F("last") - timedelta(seconds=seconds))


def test_after_five_failures_the_guesser_waits_and_each_time_longer(nadia):
    assert guess(7) == [200] * 5 + [429] * 2
    waits = []
    for _ in range(4):
        answer = type_passphrase(Client(), REMOTE_ADDR=THEIRS)
        waits.append(int(answer.headers["Retry-After"]))
        pass_time(waits[-1])
        guess(1)
    assert waits == [15, 30, 60, 120]
    pass_time(25 * 3600)
    assert is_in_after(type_passphrase, Client(), THEIRS)


def is_in_after(act, client, address):
    act(client, REMOTE_ADDR=address)
    return is_in(client)


def test_while_held_up_not_even_the_right_passphrase_is_looked_at(nadia):
    guess(5)
    assert type_passphrase(Client(), REMOTE_ADDR=THEIRS).status_code == 429


def test_the_owner_is_not_held_up_by_guesses_from_elsewhere(nadia):
    guess(30)
    assert is_in_after(type_passphrase, Client(), OURS)


def test_the_owner_is_not_held_up_in_a_browser_that_knows_them_by_neighbours_behind_one_address(nadia):
    known = Client()
    type_passphrase(known, REMOTE_ADDR=THEIRS)
    known.post("/desk/logout/")
    guess(30)
    guess(30, name="somebody")
    assert is_in_after(type_passphrase, known, THEIRS)


def test_a_browser_that_knows_one_person_gives_no_free_guesses_at_another(nadia):
    known = Client()
    type_passphrase(known, REMOTE_ADDR=THEIRS)
    known.post("/desk/logout/")
    assert guess(7, name="salma", client=known)[-1] == 429


def test_a_forged_mark_of_a_browser_is_none(nadia):
    forged = Client()
    forged.cookies[limits.COOKIE] = "eyJhIjoiYiJ9:1vX:forged"
    assert guess(7, client=forged)[-1] == 429


def test_spellings_of_one_name_are_one_name(nadia):
    assert guess(3, name="nadia") + guess(3, name="NADIA") + guess(1, name=" Nádia") == [200] * 5 + [429] * 2


def test_names_without_an_account_are_held_up_alike(nadia):
    assert guess(7, name="nobody") == guess(7, name="nadia")


def test_an_address_that_tries_many_names_waits_too_and_an_ipv6_network_is_one_address(db):
    answers = [guess(1, name=f"name{n}", address=f"2001:db8:1:2::{n:x}")[0] for n in range(1, 53)]
    assert answers == [200] * 50 + [429] * 2
    assert guess(1, name="another", address="2001:db8:9:9::1") == [200]


def test_an_own_success_in_between_frees_no_guesser(nadia):
    for _ in range(2):
        guess(2, name="salma")
        type_passphrase(Client(), REMOTE_ADDR=THEIRS)
    assert guess(3, name="salma") == [200, 429, 429]


def test_codes_of_the_second_factor_are_held_up_and_not_for_the_owner_in_their_own_browser(nadia, client):
    type_passphrase(client)
    secret = set_up_app(client)
    client.post("/desk/logout/")
    thief = Client()
    type_passphrase(thief, REMOTE_ADDR=THEIRS)
    answers = [thief.post("/desk/sign-in/code/", {"code": f"00000{n}"}).status_code for n in range(7)]
    assert answers == [200] * 5 + [429] * 2
    type_passphrase(client)
    client.post("/desk/sign-in/code/", {"code": code_of(secret, 1)})
    assert is_in(client)


def test_parallel_guesses_are_counted_one_by_one(db):
    asked = limits.attempts_under("name", "x", free=5)
    for _ in range(5):
        limits.take([asked])
    with pytest.raises(limits.HeldUp):
        limits.take([asked])


def test_few_wait_for_a_turn_at_hashing_and_strangers_do_not_take_that_of_the_known(nadia):
    known = Client()
    type_passphrase(known)
    known.post("/desk/logout/")
    turns = limits._TURNS[False]
    turns.waiting = limits.WAITING + 1
    try:
        answer = type_passphrase(Client(), REMOTE_ADDR=THEIRS)
        assert answer.status_code == 429 and answer.headers["Retry-After"] == "3"
        assert not FailedAttempts.objects.filter(failures__gt=0), "what is not looked at is not written down"
        assert is_in_after(type_passphrase, known, THEIRS)
    finally:
        turns.waiting = 0


def test_a_guesser_who_is_held_up_fills_neither_log_nor_database(nadia, events, caplog):
    guess(5)
    before = FailedAttempts.objects.values_list("bucket", "failures", "last")
    told, kept = len(events), sorted(before)
    assert guess(20) == [429] * 20
    assert (len(events), sorted(before.all())) == (told, kept) and "Too Many Requests" not in caplog.text


def test_neither_names_nor_addresses_are_kept(nadia):
    guess(2)
    kept = str(list(FailedAttempts.objects.values()))
    assert "nadia" not in kept and THEIRS not in kept


def test_the_address_is_that_before_the_proxies_and_not_what_somebody_claims(db, settings):
    request = RequestFactory().get("/", HTTP_X_FORWARDED_FOR=f"1.2.3.4, {THEIRS}", REMOTE_ADDR="127.0.0.1")
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = 0
    assert client_address(request) == "127.0.0.1"
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = 1
    assert client_address(request) == THEIRS


def test_the_page_says_how_long_in_both_languages(nadia):
    guess(5)
    for language, word in (("en", "15 seconds"), ("ar", "15 ثانية")):
        answer = type_passphrase(Client(headers={"accept-language": language}), REMOTE_ADDR=THEIRS)
        assert answer.status_code == 429 and word in answer.content.decode()
