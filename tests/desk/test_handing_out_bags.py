"""A bag is handed out at the desk: first what would leave and what stays is said, and then the browser gets what the command writes."""

from __future__ import annotations

import errno
import io
import json
import os
import subprocess
import sys
import zipfile
from contextlib import suppress
from pathlib import Path
from unittest import mock

import pytest
from django.conf import settings
from django.contrib.auth.models import Group

from dalil.access.models import AccessEntry
from dalil.archive.models import CustodyEvent
from dalil.archive.protection import Level
from dalil.desk.entities import bag as bag_screen
from dalil.desk.packing import at_work
from dalil.desk.packing.pending_bags import packed_folder
from dalil.desk.tasks import sweep_pending_uploads
from dalil.desk.work_folders import take_lock, write_part
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
    assert "تقارير: مقيّدة لمجموعات" in looked and "كتابة الحقيبة" in looked


@pytest.mark.parametrize("who", ["alice", "bob", "rana", "tariq"])
def test_who_neither_publishes_nor_works_on_dossiers_hands_nothing_out(as_, way, who):
    assert "Hand out as a bag" not in as_(who).get(way.removesuffix("bag/")).content.decode()
    assert as_(who).post(way, {**ASKED, "write": "1"}).status_code == 403
    assert not CustodyEvent.objects.filter(what="exported").exists()


def test_a_bag_goes_to_somebody_for_something(as_, way):
    answer = as_("edith").post(way, {"write": "1"})
    assert answer.status_code == 422 and not CustodyEvent.objects.filter(what="exported").exists()


@pytest.fixture
def large(monkeypatch):
    """Every bag is one that is packed while its person does something else."""
    monkeypatch.setattr(bag_screen, "MOST_WHILE_ONE_WAITS", 0)


def pack(browser, way):
    answer = browser.post(way, {**ASKED, "write": "1"})
    assert answer.status_code == 302, answer.content.decode()
    return answer.url


def test_a_large_bag_is_packed_beside_fetched_and_removed(as_, way, case, large, tmp_path, document):
    edith = as_("edith")
    assert "packed while you do something else" in edith.post(way, {**ASKED, "look": "1"}).content.decode()
    assert not CustodyEvent.objects.filter(what="exported").exists()
    page = pack(edith, way)
    there = edith.get(page).content.decode()
    assert "The bag is packed." in there and f"{page}file/" in there and "data-desk-progress" not in there
    assert page in edith.get(way).content.decode(), "the screen leads back to it"
    bag_in(edith.get(f"{page}file/")).extractall(tmp_path)
    folder = tmp_path / f"bag-{case[0].address}"
    done = subprocess.run([sys.executable, "check_proofs.py"], cwd=folder, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout + done.stderr
    assert CustodyEvent.objects.get(what="exported", document=document).detail["recipient"] == "Example Court"
    assert edith.post(page, {"remove": "1"}).url == way
    assert edith.get(page).status_code == 410 and not list(packed_folder().glob("*"))


def test_a_packed_bag_is_for_the_person_alone_who_asked_for_it(as_, way, large):
    page = pack(as_("edith"), way)
    for who in ("layla", "bob", "salma"):
        for answer in (as_(who).get(page), as_(who).get(f"{page}file/"), as_(who).post(page, {"remove": "1"})):
            assert answer.status_code in (403, 410)
    assert "The bag is packed." in as_("edith").get(page).content.decode()
    assert page not in as_("layla").get(way).content.decode()


@pytest.mark.parametrize(
    ("language", "said"), [("en", "Documents copied: 3 of 7."), ("ar", "الوثائق المنسوخة: ٣ من ٧.")]
)
def test_how_far_it_is_is_said_without_a_script_too(as_, way, large, language, said):
    edith = as_("edith", language)
    page = pack(edith, way)
    (folder,) = (file.parent for file in packed_folder().glob("*/request.json"))
    write_part(folder, "progress", {"done": 3, "of": 7})
    lock = take_lock(folder)
    there = edith.get(page).content.decode()
    assert said in there and '<progress max="7" value="3"' in there
    assert '<noscript><meta http-equiv="refresh"' in there
    assert edith.get(f"{page}file/").url == page, "it is not whole"
    edith.post(page, {"remove": "1"})
    assert folder.exists(), "nobody removes what is worked on"
    os.close(lock)


def test_why_it_could_not_be_packed_is_said_and_it_is_packed_again(as_, staff, way, large, monkeypatch):
    edith = as_("edith")
    with monkeypatch.context() as away:
        away.setattr(at_work, "is_travelling", lambda actor: True)
        page = pack(edith, way)
    assert "This account may not hand bags out" in edith.get(page).content.decode()
    assert "لا يحق لهذا الحساب تسليم الحقائب" in as_("edith", "ar").get(page).content.decode()
    assert not CustodyEvent.objects.filter(what="exported").exists()
    edith = as_("edith")
    edith.post(page, {"again": "1"})
    assert "The bag is packed." in edith.get(page).content.decode()


def test_nothing_leaves_by_a_large_bag_that_could_not_by_a_small_one(as_, staff, way, large, case):
    page = pack(as_("edith"), way)
    written = bag_in(as_("edith").get(f"{page}file/"))
    assert CANARY.encode() not in b"".join(map(written.read, written.namelist()))
    actions.protect(case[0], level=Level.RESTRICTED, groups=[case[1]], actor=staff["salma"], reason="a threat")
    as_("edith").post(page, {"again": "1"})
    assert as_("edith").get(page).status_code == 410, "it tells nothing of what one may not see any more"


def test_a_packed_bag_ends_when_something_in_it_is_restricted(as_, staff, enter, way, large, case):
    third = enter({"when": "2019-05-01", "killed": "83"}, origin="third-monitor", said="a third telling")
    actions.judge(case[0], third, Verdict.SAME, actor=staff["bob"], reason="the same")
    page = pack(as_("edith"), way)
    assert as_("edith").get(f"{page}file/").streaming
    actions.protect(third, level=Level.RESTRICTED, groups=[case[1]], actor=staff["salma"], reason="a threat")
    answer = as_("edith").get(f"{page}file/")
    assert answer.status_code == 302 and answer.url == page
    assert not list(packed_folder().glob("*/bag.zip"))
    assert "What may leave is not what it was when this was packed" in as_("edith").get(page).content.decode()
    assert "ما يجوز أن يخرج لم يعد كما كان" in as_("edith", "ar").get(page).content.decode()
    as_("edith").post(page, {"again": "1"})
    written = bag_in(as_("edith").get(f"{page}file/"))
    assert b"a third telling" not in b"".join(map(written.read, written.namelist()))


def test_a_packed_bag_ends_when_a_file_in_it_is_restricted_and_its_page_says_so_first(
    as_, staff, way, large, case, document
):
    copy = actions.receive_document(
        io.BytesIO(b"the sheet, in English"),
        actor=staff["alice"],
        title="Translation",
        media_type="text/plain",
        parent=document,
        relation="translation",
    )
    page = pack(as_("edith"), way)
    assert "The bag is packed." in as_("edith").get(page).content.decode()
    actions.protect(copy, level=Level.RESTRICTED, groups=[case[1]], actor=staff["salma"], reason="a threat")
    assert "The bag is packed." not in as_("edith").get(page).content.decode()
    assert not list(packed_folder().glob("*/bag.zip"))


def test_a_full_disk_and_a_fault_are_said(as_, way, large, monkeypatch):
    for error, said in ((OSError(errno.ENOSPC, "no room"), "disk of the server is full"), (KeyError("x"), "KeyError")):
        monkeypatch.setattr(at_work, "write_bag", mock.Mock(side_effect=error))
        with suppress(KeyError):
            as_("edith").post(way, {**ASKED, "write": "1"})
        page = f"/desk/record/bags/{max(packed_folder().glob('*/'), key=lambda each: each.stat().st_mtime_ns).name}/"
        assert said in as_("edith").get(page).content.decode()


def test_one_person_has_five_bags_and_each_for_a_day(as_, way, large):
    edith = as_("edith")
    for _ in range(5):
        pack(edith, way)
    assert "too many packed bags" in edith.post(way, {**ASKED, "write": "1"}).content.decode()
    cut_off = Path(settings.DALIL_HOME) / "arriving" / "handing-out-cut-off"
    (cut_off / "bag").mkdir(parents=True)
    for folder in (*packed_folder().glob("*/"), cut_off):
        os.utime(folder, (0, 0))
    sweep_pending_uploads.func()
    assert not list(packed_folder().glob("*/")) and not cut_off.exists()


def test_that_a_bag_left_stands_in_the_log_of_access(as_, way):
    b"".join(as_("edith").post(way, {**ASKED, "write": "1"}).streaming_content)
    assert AccessEntry.objects.filter(action="exported", detail__what="bag").exists()
