"""alice is called away while she types: what she has typed waits for her at the desk, for nobody else, and goes when the report is entered."""

from __future__ import annotations

import json
import os
import time
from pathlib import Path

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile

from dalil.access import accounts
from dalil.archive.protection import Level, Viewer
from dalil.desk.reports import unfinished
from dalil.record.models import Report
from dalil.record.search.queries import matching

NEW = "/desk/record/reports/new/incident/"
KEEP = "/desk/record/reports/unfinished/keep/"
GIVE_UP = "/desk/record/reports/unfinished/give-up/"
CANARY = "kestrelfeather"


def keep(client, typed, key=""):
    """What the script of the form sends while one types."""
    sent = {**typed, "kind": "incident", "unfinished": key}
    return client.post(KEEP, sent, headers={"accept": "application/json"})


@pytest.fixture
def half(typed):
    """Half a report: words with a canary in them, a weapon, two rows of parties, a number that cannot be read, no document."""
    return {
        **typed,
        "document": "",
        "said": f"They said {CANARY} and",
        "c-when": "the second of",
        "c-weapons": ["BARREL_BOMB", "MORTAR"],
        "c-parties-1-name": "the second brigade",
    }


def test_what_was_typed_comes_back_as_it_was_and_is_no_report(as_, half):
    key = keep(as_("alice"), half).json()["key"]
    page = as_("alice").get(f"{NEW}?unfinished={key}")
    form = page.context["form"]
    for name in ("said", "c-when", "origins", "level", "c-parties-1-name"):
        assert form[name].value() == half[name], name
    assert form["c-weapons"].value() == half["c-weapons"]
    assert "Not yet in the record" not in page.content.decode()  # nothing was sent, so nothing is wrong yet
    assert Report.objects.count() == 0


def test_it_is_kept_on_under_its_key_and_found_where_a_report_is_begun(as_, half):
    alice = as_("alice")
    key = keep(alice, half).json()["key"]
    assert keep(alice, {**half, "said": f"{CANARY} twice"}, key).json()["key"] == key
    for page in ("/desk/record/reports/new/", NEW):
        text = alice.get(page).content.decode()
        assert f"unfinished={key}" in text and f"{CANARY} twice" in text
    assert "Reports that you have not finished" in alice.get("/desk/").content.decode()
    assert "إفادات لم تكملها" in as_("alice", "ar").get("/desk/").content.decode()


def test_nobody_else_sees_it_goes_on_with_it_or_writes_over_it(as_, half):
    alice = as_("alice")
    key = keep(alice, half).json()["key"]
    for name in ("edith", "salma", "bob"):
        other = as_(name)
        assert other.get(f"{NEW}?unfinished={key}").url == "/desk/record/reports/new/"
        assert keep(other, {**half, "said": "mine"}, key).status_code == 410
        other.post(GIVE_UP, {"unfinished": key})
        for page in ("/desk/", "/desk/record/reports/new/", NEW, f"/desk/record/reports/?q={CANARY}"):
            assert f"They said {CANARY}" not in other.get(page).content.decode()
    assert not Report.objects.visible_to(Viewer.steward()).filter(matching(CANARY)).exists()
    assert alice.get(f"{NEW}?unfinished={key}").context["form"]["said"].value() == half["said"]


def test_the_report_is_entered_and_nothing_is_left_unfinished(as_, alice, typed):
    browser = as_("alice")
    key = keep(browser, typed).json()["key"]
    browser.post(NEW, {**typed, "unfinished": key, "kind": "incident", "c-killed": "12-9"})
    assert len(unfinished.list_unfinished(alice)) == 1  # it was refused
    browser.post(NEW, {**typed, "unfinished": key, "kind": "incident"})
    assert Report.objects.count() == 1 and unfinished.list_unfinished(alice) == []
    late = keep(browser, typed, key)
    assert late.status_code == 410 and "entered or given up" in late.json()["said"]
    assert unfinished.list_unfinished(alice) == []


def test_it_is_given_up(as_, alice, half):
    browser = as_("alice")
    key = keep(browser, half).json()["key"]
    browser.post(GIVE_UP, {"unfinished": key})
    assert unfinished.list_unfinished(alice) == []
    assert browser.get(f"{NEW}?unfinished={key}", follow=True).status_code == 200


def test_without_a_script_a_button_keeps_it(as_, alice, half):
    answer = as_("alice", "ar").post(KEEP, {**half, "kind": "incident", "keep": "1"}, follow=True)
    assert "حُفظ لك وحدك" in answer.content.decode()
    assert unfinished.list_unfinished(alice)[0].typed["said"] == [half["said"]]


def test_a_file_that_waits_with_the_form_still_waits(as_, typed):
    alice = as_("alice")
    sent = {**typed, "document": "", "upload": SimpleUploadedFile("letter.txt", b"x"), "c-killed": "12-9"}
    token = alice.post(NEW, sent).context["form"].upload_token()
    key = keep(alice, {**typed, "held": token}).json()["key"]
    assert "letter.txt" in alice.get(f"{NEW}?unfinished={key}").content.decode()


def test_on_a_journey_what_is_to_be_restricted_is_not_shown(as_, alice, half):
    keep(as_("alice"), {**half, "level": str(Level.RESTRICTED.value)})
    keep(as_("alice"), {**half, "said": "for everybody inside"})
    accounts.begin_travel(alice, by=alice)
    text = as_("alice").get("/desk/record/reports/new/").content.decode()
    assert "for everybody inside" in text and CANARY not in text


def test_its_file_is_readable_for_the_server_alone_and_goes_after_two_weeks(as_, alice, half):
    key = keep(as_("alice"), half).json()["key"]
    file = Path(settings.DALIL_HOME) / "unfinished" / str(alice.pk) / f"{key}.json"
    assert file.stat().st_mode & 0o077 == 0
    assert "csrfmiddlewaretoken" not in json.loads(file.read_text("utf-8"))["typed"]
    long_ago = time.time() - unfinished.LONGEST - 60
    os.utime(file, (long_ago, long_ago))
    keep(as_("edith"), half)
    assert not file.exists()


def test_of_too_many_the_one_left_longest_makes_room_and_too_much_is_said(as_, alice, half, monkeypatch):
    monkeypatch.setattr(unfinished, "MOST", 2)
    browser = as_("alice")
    for n in range(3):
        key = keep(browser, {**half, "said": f"number {n}"}).json()["key"]
        file = Path(settings.DALIL_HOME) / "unfinished" / str(alice.pk) / f"{key}.json"
        os.utime(file, (n + time.time() - 60,) * 2)
    assert [each.first_words for each in unfinished.list_unfinished(alice)] == ["number 2", "number 1"]
    monkeypatch.setattr(unfinished, "MOST_LETTERS", 50)
    assert keep(browser, half).status_code == 413


@pytest.mark.parametrize("key", ["../1/x", "a" * 22 + "/../..", "..", "x" * 22])
def test_a_key_that_was_made_up_names_no_file(as_, alice, half, key):
    browser = as_("alice")
    assert keep(browser, half, key).status_code == 410
    assert browser.get(NEW, {"unfinished": key}).status_code == 302
    assert browser.post(GIVE_UP, {"unfinished": key}).status_code == 302
    assert browser.post(KEEP, {"kind": "rumour"}).status_code == 400
