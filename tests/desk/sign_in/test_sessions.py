"""Sessions end: after a silence, after a day's work, by their owner, and with the account."""

from datetime import timedelta

import pytest
from django.contrib.auth.models import User
from django.contrib.sessions.models import Session
from django.db.models import F
from django.test import Client
from signing import PASSPHRASE, is_in, type_passphrase

from dalil.archive.protection import Level
from dalil.desk.sign_in.models import OpenSession
from dalil.record.models import Source

PHONE = "Mozilla/5.0 (Android 15; Mobile; rv:140.0) Gecko/140.0 Firefox/140.0"


def let_pass(**time):
    OpenSession.objects.update(seen=F("seen") - timedelta(**time), proven=F("proven") - timedelta(**time))


def test_after_an_hour_of_silence_the_person_proves_who_they_are_and_goes_on(nadia, client):
    type_passphrase(client)
    let_pass(minutes=61)
    answer = client.get("/desk/record/count/?kind=incident")
    assert answer.url == "/desk/sign-in/again/?next=%2Fdesk%2Frecord%2Fcount%2F%3Fkind%3Dincident"
    again = client.post(answer.url, {"password": PASSPHRASE})
    assert again.url == "/desk/record/count/?kind=incident" and is_in(client)


def test_in_the_silence_a_session_is_the_public_and_its_own_screens_are_shut(nadia, client, enter):
    hidden = enter({"when": "2019-05-02"}, level=Level.INTERNAL)
    type_passphrase(client)
    assert client.get(f"/api/reports/{hidden.address}").status_code == 200
    let_pass(minutes=61)
    assert client.get(f"/api/reports/{hidden.address}").status_code == 404
    assert hidden.address not in b"".join(client.get("/api/reports.jsonl")).decode()
    for own in ("", "sessions/", "passphrase/", "keys/", "app/add/", "recovery-codes/"):
        assert "/desk/sign-in/again/" in client.get(f"/desk/sign-in/{own}").url, own


def test_what_was_typed_during_a_long_silence_is_kept_and_entered(nadia, client):
    type_passphrase(client)
    let_pass(minutes=61)
    typed = {"en": "Northern Monitor", "code": "north-monitor", "type": "monitor", "level": "1"}
    answer = client.post("/desk/record/sources/new/", typed)
    assert "/desk/sign-in/again/" in answer.url and not Source.objects.exists()
    client.post(answer.url, {"password": PASSPHRASE})
    assert Source.objects.get().name_en == "Northern Monitor"


def test_a_forged_form_does_not_wait_for_the_person_to_come_back(nadia):
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(nadia)
    let_pass(minutes=61)
    assert strict.post("/desk/record/sources/new/", {"en": "Forged"}).status_code == 403
    assert "account_reauthentication_state" not in strict.session


def test_after_twelve_hours_a_session_is_over_however_busy_it_was(nadia, client):
    type_passphrase(client)
    OpenSession.objects.update(began=F("began") - timedelta(hours=12, minutes=1))
    assert "/desk/login/" in client.get("/desk/").url and not OpenSession.objects.exists()


def test_a_session_of_an_earlier_version_signs_in_again(nadia, client):
    type_passphrase(client)
    OpenSession.objects.all().delete()
    assert "/desk/login/" in client.get("/desk/").url


def test_a_person_sees_their_sessions_coarsely_and_ends_them(nadia, client):
    phone, stranger = Client(), Client()
    type_passphrase(client)
    type_passphrase(phone, headers={"user-agent": PHONE})
    stranger.force_login(User.objects.create(username="other"))
    page = client.get("/desk/sign-in/sessions/").content.decode()
    assert "Firefox, Android" in page and "rv:140" not in page and "140.0" not in page and page.count("<time") == 4
    other = OpenSession.objects.get(user__username="other")
    for key in (other.pk, "nonsense"):
        assert client.post("/desk/sign-in/sessions/", {"end": key}).status_code == 404
    client.post("/desk/sign-in/sessions/", {"end": OpenSession.objects.get(device="Firefox, Android").pk})
    assert is_in(client) and not is_in(phone)


def test_all_other_sessions_end_at_once(nadia, client):
    others = [Client(), Client()]
    for each in (client, *others):
        type_passphrase(each)
    client.post("/desk/sign-in/sessions/", {"end": "others"})
    assert is_in(client) and not any(is_in(each) for each in others)


def test_a_new_passphrase_ends_the_other_sessions(nadia, client, events):
    other = Client()
    type_passphrase(other)
    type_passphrase(client)
    new = "lantern gravel nineteen spoons"
    sent = {"oldpassword": PASSPHRASE, "password1": new, "password2": new}
    assert client.post("/desk/sign-in/passphrase/", sent).status_code == 302
    assert is_in(client) and not is_in(other)
    assert ("passphrase-changed", "nadia") in events and ("sessions-ended", "nadia") in events


@pytest.mark.parametrize("way", ["form", "many at once", "command"])
def test_old_sessions_do_not_live_again_when_an_account_is_opened_again(nadia, client, as_, way, events):
    type_passphrase(client)
    salma = as_("salma")

    def set_open(active):
        if way == "form":
            salma.post(
                f"/desk/users/edit/{nadia.pk}/", {"username": "nadia", **({"is_active": "on"} if active else {})}
            )
        elif way == "many at once":
            salma.post(f"/desk/bulk/auth/user/set_active_state/?id={nadia.pk}", {"mark_as_active": str(active)})
        else:
            account = User.objects.get(username="nadia")
            account.is_active = active
            account.save()
        nadia.refresh_from_db()
        assert nadia.is_active == active

    set_open(False)
    set_open(True)
    assert not is_in(client) and ("sessions-ended", "nadia") in events


def test_neither_addresses_nor_keys_nor_whole_names_of_browsers_are_kept(nadia, client):
    type_passphrase(client, REMOTE_ADDR="203.0.113.9", headers={"user-agent": PHONE})
    kept = str(list(OpenSession.objects.values()))
    assert "203.0.113" not in kept and "Gecko" not in kept and Session.objects.get().session_key not in kept


def test_the_language_of_a_persons_own_screens_is_the_one_they_chose(as_):
    assert 'lang="ar"' in as_("bob", "ar").get("/desk/sign-in/").content.decode()


def test_a_request_within_a_minute_writes_nothing(nadia, client):
    type_passphrase(client)
    before = OpenSession.objects.get().seen
    is_in(client)
    assert OpenSession.objects.get().seen == before
    let_pass(minutes=2)
    is_in(client)
    assert OpenSession.objects.get().seen > before
