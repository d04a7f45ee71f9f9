"""How many reports a member may see is counted once, and stays right whatever is entered or hidden afterwards."""

from __future__ import annotations

import pytest
from django.contrib.auth.models import Group
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from dalil.archive.protection import Level, Viewer
from dalil.record import actions
from dalil.record.counted_reports import count_visible
from dalil.record.models import Report

MEMBER, STEWARD, PUBLIC = Viewer(member=True), Viewer.steward(), Viewer.public()

pytestmark = pytest.mark.usefixtures("one_person_alone")


def strike(enter, killed, **more):
    return enter({"when": "2019-05-01", "where": {"places": ["SY07"]}, "killed": killed}, **more)


def all_counted():
    return {
        viewer.clearance: (count_visible(viewer), Report.objects.visible_to(viewer).count())
        for viewer in (MEMBER, STEWARD, PUBLIC)
    }


def assert_counted(**expected):
    assert all_counted() == {clearance: (number, number) for clearance, number in expected.items()}


def test_what_is_entered_is_added(enter):
    strike(enter, "5")
    assert_counted(internal=1, all=1, public=1)
    strike(enter, "6")
    strike(enter, "7")
    assert_counted(internal=3, all=3, public=3)


def test_what_is_hidden_is_taken_away(enter, bob):
    lawyers = Group.objects.create(name="lawyers")
    reports = [strike(enter, killed) for killed in ("5", "6")]
    assert_counted(internal=2, all=2, public=2)
    actions.protect(reports[0], Level.RESTRICTED, actor=bob, groups=[lawyers])
    assert_counted(internal=1, all=2, public=1)
    actions.protect(reports[1].document, Level.INTERNAL, actor=bob)
    assert_counted(internal=1, all=2, public=0)


def test_only_what_came_since_is_gone_through(enter):
    strike(enter, "5")
    count_visible(MEMBER)
    strike(enter, "6")
    with CaptureQueriesContext(connection) as queries:
        assert count_visible(MEMBER) == 2
    counting = [each["sql"] for each in queries if "COUNT(" in each["sql"]]
    assert len(counting) == 1
    assert '"record_report"."id" >' in counting[0]


def test_what_was_undone_before_it_stood_is_not_counted(enter):
    strike(enter, "5")
    assert_counted(internal=1, all=1, public=1)
    with transaction.atomic():
        strike(enter, "6")
        assert_counted(internal=2, all=2, public=2)
        transaction.set_rollback(True)
    assert_counted(internal=1, all=1, public=1)
    strike(enter, "7")
    assert_counted(internal=2, all=2, public=2)
