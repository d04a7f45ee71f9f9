"""Before dear acts a person proves again who they are, and loses nothing by it."""

from datetime import timedelta

import pytest
from django.db.models import F
from django.test import Client
from signing import PASSPHRASE, code_of, set_up_app, type_passphrase

from dalil.archive.protection import Level
from dalil.desk.sign_in.models import OpenSession

NEWCOMER = {"username": "newcomer", "is_active": "on"}


@pytest.fixture
def stale(as_, staff):
    """The browser of a person who signed in half an hour ago."""

    def browser(name):
        client = as_(name)
        staff[name].set_password(PASSPHRASE)
        staff[name].save()
        client.force_login(staff[name])
        OpenSession.objects.update(proven=F("proven") - timedelta(minutes=30))
        return client

    return browser


def test_the_dear_screens_ask_before_they_are_shown(stale, enter, staff):
    report = enter({"when": "2019-05-02"}, level=Level.INTERNAL)
    salma = stale("salma")
    for address in (
        f"record/reports/{report.address}/protect/",
        f"record/documents/{report.document.address}/protect/",
        "record/reports/export.jsonl",
        "users/new/",
        f"users/edit/{staff['bob'].pk}/",
        f"users/{staff['bob'].pk}/sign-in/",
        "groups/new/",
        f"groups/edit/{staff['bob'].groups.get().pk}/",
    ):
        if "documents" in address:
            continue  # the document of the tests is public already
        assert "/desk/sign-in/again/?next=" in salma.get(f"/desk/{address}").url, address
    assert salma.get("/desk/record/reports/").status_code == 200


def test_having_proved_it_they_go_on_where_they_were(stale):
    salma = stale("salma")
    asked = salma.get("/desk/record/reports/export.jsonl?kind=incident").url
    assert salma.post(asked, {"password": "wrong"}).status_code == 200
    assert salma.post(asked, {"password": PASSPHRASE}).url == "/desk/record/reports/export.jsonl?kind=incident"
    assert salma.get("/desk/record/reports/export.jsonl?kind=incident").status_code == 200


def test_what_was_sent_is_kept_and_done_after_it_is_proved(stale, enter, staff):
    report = enter({"when": "2019-05-02"}, level=Level.INTERNAL)
    edith = stale("edith")
    protect = f"/desk/record/reports/{report.address}/protect/"
    asked = edith.post(protect, {"level": "0", "reason": "Everybody may know."})
    report.refresh_from_db()
    assert "/desk/sign-in/again/" in asked.url and report.level == Level.INTERNAL
    assert edith.post(asked.url, {"password": PASSPHRASE}).url == f"/desk/record/reports/{report.address}/"
    report.refresh_from_db()
    assert report.level == Level.PUBLIC


def test_to_hide_something_never_waits(stale, enter, staff):
    report = enter({"when": "2019-05-02"}, level=Level.PUBLIC)
    protect = f"/desk/record/reports/{report.address}/protect/"
    answer = stale("layla").post(protect, {"level": "1", "reason": "At once."})
    report.refresh_from_db()
    assert answer.status_code == 302 and report.level == Level.INTERNAL


def test_accounts_are_made_and_changed_only_after_it(stale, staff):
    from django.contrib.auth.models import User

    salma = stale("salma")
    assert "/again/" in salma.post("/desk/users/new/", NEWCOMER).url
    bulk = f"/desk/bulk/auth/user/set_active_state/?id={staff['bob'].pk}"
    asked = salma.post(bulk, {"mark_as_active": "False"})
    assert "/again/" in asked.url
    assert User.objects.get(username="bob").is_active and not User.objects.filter(username="newcomer").exists()


def test_a_code_proves_it_as_well_as_the_passphrase(nadia, client):
    type_passphrase(client)
    secret = set_up_app(client)
    OpenSession.objects.update(proven=F("proven") - timedelta(minutes=30))
    asked = client.get("/desk/record/reports/export.jsonl")
    page = client.get(asked.url)
    ways = [way["url"] for way in page.context["reauthentication_alternatives"]]
    assert ways == ["/desk/sign-in/again/code/?next=%2Fdesk%2Frecord%2Freports%2Fexport.jsonl"]
    assert client.post(ways[0], {"code": code_of(secret, 1)}).url == "/desk/record/reports/export.jsonl"


def test_guessing_there_is_held_up_too(stale):
    salma = stale("salma")
    answers = [salma.post("/desk/sign-in/again/", {"password": f"guess {n}"}).status_code for n in range(7)]
    assert answers == [200] * 5 + [429] * 2
    sent = {"oldpassword": "guess", "password1": PASSPHRASE, "password2": PASSPHRASE}
    assert salma.post("/desk/sign-in/passphrase/", sent).status_code == 429


def test_the_api_hands_out_all_at_once_only_after_it_and_to_the_public_as_ever(stale, enter):
    enter({"when": "2019-05-02"}, level=Level.PUBLIC)
    assert stale("bob").get("/api/reports.jsonl").status_code == 403
    assert Client().get("/api/reports.jsonl").status_code == 200
