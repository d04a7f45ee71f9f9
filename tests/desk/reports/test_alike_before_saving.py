"""alice enters a strike that another monitor told of on the same day, and hears of it before she saves."""

from __future__ import annotations

from dalil.archive.protection import Viewer
from dalil.columns.projection import refresh
from dalil.record.models import Report

NEW = "/desk/record/reports/new/incident/"


def test_alice_is_told_before_she_saves_and_enters_it_all_the_same(as_, enter, typed):
    enter({"when": "2019-05-01", "killed": "13", "where": {"places": ["C3916"]}}, origin="valley-news")
    refresh(Viewer.steward())
    alice = as_("alice")
    form = {**typed, "c-when": "2019-05-01", "c-killed": "13", "c-where-place": "C3916 Saraqib"}
    page = alice.post(NEW, form)
    assert "looks like a report that is there" in page.content.decode() and Report.objects.count() == 1
    assert "Killed: the same large numbers" in page.content.decode()
    alice.post(NEW, {**form, "another": "1"})
    assert Report.objects.count() == 2
