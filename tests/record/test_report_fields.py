"""A field of every report reaches every place that takes reports in or gives them out, or the reason why not stands here."""

from __future__ import annotations

import json
from dataclasses import fields

from django.test import Client

from dalil.archive.protection import Viewer
from dalil.exports.report_lines import report_lines
from dalil.record import actions
from dalil.record.actions import bulk_rows
from dalil.record.models import Report
from dalil.record.prepared import PreparedReport
from dalil.record.report_facts import ReportFacts

WORKED_OUT = {"address", "digest", "search"}
"""Worked out of the others when a report is made ready."""

UNDER_ANOTHER_NAME = {"content": "claim", "sha256": "document"}
"""How a draft, a line and the API call them."""

GIVEN = set(PreparedReport._fields) - WORKED_OUT


def missing(there, *left_out):
    """The fields that a place does not have, under their own name or another."""
    return {
        name
        for name in GIVEN
        if name not in there and UNDER_ANOTHER_NAME.get(name) not in there and name not in left_out
    }


def test_the_facts_of_a_report_are_declared_once():
    """A field that is declared there reaches a draft, a prepared report and a column; each of them without being named again."""
    facts = {each.name for each in fields(ReportFacts)}
    assert issubclass(actions.Draft, ReportFacts)
    assert facts <= set(PreparedReport._fields)
    assert facts <= set(bulk_rows._COLUMNS)


def test_a_draft_has_every_field():
    kind_is_of_the_claim, corrected_by_supersede = "kind", "corrects"
    there = {each.name for each in fields(actions.Draft)}
    assert missing(there, kind_is_of_the_claim, corrected_by_supersede) == set()


def test_a_draft_is_made_ready_with_all_that_it_says(enter):
    report = enter(
        {"when": "2019-05-02"},
        said="words",
        language="en",
        locator="p. 1",
        external_id="list:1",
        flags=("place_unresolved",),
        origin="north-monitor",
    )
    kept = {name: getattr(report, name) for name in ("said", "language", "locator", "external_id", "flags", "level")}
    assert kept == {
        "said": "words",
        "language": "en",
        "locator": "p. 1",
        "external_id": "list:1",
        "flags": ["place_unresolved"],
        "level": 0,
    }
    assert report.attribution.key == "north-monitor"


def test_every_column_of_a_report_is_written():
    columns = {field.column for field in Report._meta.concrete_fields if not field.primary_key}
    assert set(bulk_rows._COLUMNS) == columns


def test_a_line_and_the_api_give_every_field_out(enter):
    report = enter(
        {"when": "2019-05-02"},
        said="words",
        language="en",
        locator="p. 1",
        external_id="list:1",
        flags=("place_unresolved",),
        origin="north-monitor",
    )
    line = json.loads(next(report_lines(Report.objects.all(), Viewer.steward())))
    only_where_there_are_some = "corrects"
    assert missing(line, only_where_there_are_some) == set()
    plain = Client(headers={"host": "localhost"}).get(f"/api/reports/{report.address}").json()
    named_as_origins_and_relays, not_for_readers, told_of_the_old_report = "attribution", "level", "corrects"
    assert missing(plain, named_as_origins_and_relays, not_for_readers, told_of_the_old_report) == set()
    assert {"origins", "relays", "corrected_by"} <= set(plain)
