"""A bag is handed out at the desk: first what would leave and what stays is said, and then the browser gets what the command writes."""

from __future__ import annotations

import io
import json
import subprocess
import sys
import zipfile

import pytest
from django.contrib.auth.models import Group

from dalil.access.models import AccessEntry
from dalil.archive.models import CustodyEvent
from dalil.archive.protection import Level
from dalil.desk.entities import bag as bag_screen
from dalil.record import actions
from dalil.record.models import Verdict
from dalil.verification.checking import CheckRequest, verify

ASKED = {"recipient": "Example Court", "purpose": "icc"}
CANARY = "zurbatiya-canary"


@pytest.fixture
def case(enter, alice):
    """One incident by two reports, of which one is restricted to a group that none of the stories is in."""
    first = enter({"when": "2019-05-01", "killed": "82+"}, origin="north-monitor")
    circle = Group.objects.create(name="circle")
    second = enter({"when": "2019-05-01", "killed": "90"}, said=CANARY, level=Level.RESTRICTED, groups=[circle])
    actions.judge(first, second, Verdict.SAME, actor=alice, reason="the same")
    return first, circle


@pytest.fixture
def way(case):
    return f"/desk/record/entities/{case[0].address}/bag/"


def bag_in(answer):
    return zipfile.ZipFile(io.BytesIO(b"".join(answer.streaming_content)))


@pytest.mark.parametrize("who", ["layla", "edith"])
def test_the_bag_of_the_desk_is_checked_by_the_program_that_lies_in_it(as_, way, case, tmp_path, document, who):
    browser = as_(who)
    assert "Hand out as a bag" in browser.get(way.removesuffix("bag/")).content.decode()
    looked = browser.post(way, {**ASKED, "look": "1"}).content.decode()
    assert "Nothing is left out." in looked and 'name="write"' in looked
    assert not CustodyEvent.objects.filter(what="exported").exists()
    bag_in(browser.post(way, {**ASKED, "write": "1"})).extractall(tmp_path)
    folder = tmp_path / f"bag-{case[0].address}"
    done = subprocess.run([sys.executable, "check_proofs.py"], cwd=folder, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout + done.stderr
    event = CustodyEvent.objects.get(what="exported", document=document)
    assert event.detail["recipient"] == "Example Court" and event.actor.username == who
    assert list(verify(CheckRequest())) == []


def test_what_a_person_may_see_and_nobody_confirmed_stays_and_is_counted(as_, staff, way, case):
    staff["layla"].groups.add(case[1])
    looked = as_("layla").post(way, {**ASKED, "look": "1"}).content.decode()
    assert "1 reports: restricted to groups" in looked
    written = bag_in(as_("layla").post(way, {**ASKED, "write": "1"}))
    (left,) = [name for name in written.namelist() if name.endswith("left-out.json")]
    assert json.loads(written.read(left))["counts"] == [{"noun": "report", "reason": "restricted", "count": 1}]
    assert CANARY.encode() not in b"".join(map(written.read, written.namelist()))


def test_what_a_person_may_not_see_is_not_told_of(as_, way):
    looked = as_("edith").post(way, {**ASKED, "look": "1"}).content.decode()
    assert "restricted to groups" not in looked and CANARY not in looked
    written = bag_in(as_("edith").post(way, {**ASKED, "write": "1"}))
    assert CANARY.encode() not in b"".join(map(written.read, written.namelist()))


def test_in_arabic_it_is_said_in_arabic(as_, staff, way, case):
    staff["layla"].groups.add(case[1])
    looked = as_("layla", "ar").post(way, {**ASKED, "look": "1"}).content.decode()
    assert "تقارير: مقيّدة لمجموعات" in looked and "كتابة الحزمة" in looked


@pytest.mark.parametrize("who", ["alice", "bob", "rana", "tariq"])
def test_who_neither_publishes_nor_works_on_dossiers_hands_nothing_out(as_, way, who):
    assert "Hand out as a bag" not in as_(who).get(way.removesuffix("bag/")).content.decode()
    assert as_(who).post(way, {**ASKED, "write": "1"}).status_code == 403
    assert not CustodyEvent.objects.filter(what="exported").exists()


def test_a_bag_goes_to_somebody_for_something(as_, way):
    answer = as_("edith").post(way, {"write": "1"})
    assert answer.status_code == 422 and not CustodyEvent.objects.filter(what="exported").exists()


def test_what_is_too_large_to_wait_for_is_left_to_the_command(as_, way, monkeypatch):
    monkeypatch.setattr(bag_screen, "MOST_AT_THE_DESK", 0)
    answer = as_("edith").post(way, {**ASKED, "write": "1"}).content.decode()
    assert "dalil export" in answer and not CustodyEvent.objects.filter(what="exported").exists()


def test_that_a_bag_left_stands_in_the_log_of_access(as_, way):
    b"".join(as_("edith").post(way, {**ASKED, "write": "1"}).streaming_content)
    assert AccessEntry.objects.filter(action="exported", detail__what="bag").exists()
