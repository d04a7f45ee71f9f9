"""What is too long is refused wherever it comes in, by one table and with one sentence."""

from __future__ import annotations

import csv
import io
import json

import pytest
from click.testing import CliRunner
from django.contrib.auth.models import Group
from django.test import Client
from django.utils import translation
from django.utils.html import escape

from dalil.archive.protection import Level, Viewer
from dalil.cli.people import protect
from dalil.counting.figures import define_figure
from dalil.counting.question import Question
from dalil.desk.figures.forms import FigureForm
from dalil.desk.sealed.consent_forms import ConsentForm
from dalil.desk.sealed.forms import PersonForm
from dalil.intake.models import FailedRow
from dalil.record import actions
from dalil.record.lengths import LONGEST, NAMES, TextTooLong, check_lengths
from dalil.record.models import Report, Source
from dalil.record.sealed.consents import note_disclosure
from dalil.wording.refusals import refusal

MAPPING = {
    "kind": "incident",
    "language": "en",
    "columns": {"day": {"field": "when", "format": "y-m-d"}, "words": {"said": True}, "who": {"origin": True}},
}


def sentence(field, many):
    return refusal(TextTooLong(field, many))


def test_every_length_has_a_name_and_the_longest_is_still_taken():
    assert set(LONGEST) == set(NAMES)
    for field, most in LONGEST.items():
        check_lengths(**{field: "ب" * most})
        with pytest.raises(TextTooLong):
            check_lengths(**{field: "ب" * (most + 1)})
        with translation.override("ar"):
            assert NAMES[field].ar in sentence(field, most + 1)


@pytest.fixture
def at_the_desk(alice, document):
    alice.groups.add(Group.objects.get(name="contributor"))
    browser = Client()
    browser.force_login(alice)

    def enter(**typed):
        sent = {
            "document": document.address,
            "locator": "p. 2",
            "said": "words",
            "language": "en",
            "unknown": "on",
            "level": "1",
        }
        return browser.post("/desk/record/reports/new/incident/", {**sent, "c-when": "2019-05-02", **typed}).text

    return enter


@pytest.mark.parametrize("field", ["said", "locator", "external_id"])
def test_a_report_is_refused_alike_by_the_door_by_a_table_by_lines_and_at_the_desk(
    field, enter, at_the_desk, run_import, tmp_path
):
    long = "x" * (LONGEST[field] + 1)
    said = sentence(field, len(long))
    with pytest.raises(TextTooLong, match="letters"):
        enter({"when": "2019-05-01"}, **{field: long})
    line = {
        "dalil": 1,
        "kind": "incident",
        "content": {"when": "2019-05-02"},
        "document": {"sha256": "a" * 64, "title": "Bulletin"},
        field: long,
    }
    (tmp_path / "lines.jsonl").write_text(json.dumps(line), encoding="utf-8")
    run_import(tmp_path / "lines.jsonl")
    (row,) = FailedRow.objects.all()
    assert row.cause.casefold() == said.casefold()
    if field != "external_id":  # the desk asks for none
        assert escape(said) in at_the_desk(**{field: long})
    assert not Report.objects.exists()


def test_a_cell_of_a_table_that_is_too_long_is_a_failed_row_and_not_cut(run_import, tmp_path):
    out = io.StringIO()
    csv.writer(out).writerows(
        [["day", "words", "who"], ["2019-05-01", "x" * 50_001, "Monitor"], ["2019-05-02", "y", "M" * 301]]
    )
    (tmp_path / "table.csv").write_text(out.getvalue(), encoding="utf-8")
    run_import(tmp_path / "table.csv", MAPPING)
    assert {row.cause.casefold() for row in FailedRow.objects.all()} == {
        sentence("said", 50_001).casefold(),
        sentence("source_name", 301).casefold(),
    }
    assert not Report.objects.exists() and not Source.objects.filter(name_en__startswith="MMM").exists()


def test_figures_and_disclosures_are_refused_by_the_same_table(alice, enter):
    with pytest.raises(TextTooLong, match="the title of the figure has 301"):
        define_figure("long", Question(), actor=alice, title_ar="ب" * 301)
    with pytest.raises(TextTooLong, match="the recipient"):
        note_disclosure(
            [enter({"when": "2019-05-01"})], how="export", purpose="internal", recipient="r" * 301, actor=alice
        )
    form = FigureForm({"title_en": "t" * 301}, screen_language="en", viewer=Viewer.public())
    assert sentence("figure_title", 301) in str(form.errors["title_en"].as_data()[0].message)
    consent = ConsentForm({"recipients": "Court\n" + "r" * 301, "reason": "r" * 2001}, screen_language="en")
    assert sentence("recipient", 301) in str(consent.errors["recipients"].as_data()[0].message)
    assert sentence("reason", 2001) in str(consent.errors["reason"].as_data()[0].message)
    person = PersonForm({"notes": "n" * 4001}, screen_language="en")
    assert sentence("sealed", 4001) in str(person.errors["notes"].as_data()[0].message)


def test_words_beside_a_value_at_the_desk_are_refused_by_the_same_table(at_the_desk):
    long = "x" * (LONGEST["text"] + 1)
    for field in ("c-killed-said", "c-when-said", "c-where"):
        assert escape(sentence("text", len(long))) in at_the_desk(**{field: long}), field


def test_names_titles_and_reasons_are_refused_and_not_cut(enter, alice, edith):
    report = enter({"when": "2019-05-01"}, origin="north-monitor", level=Level.INTERNAL)
    source = Source.objects.get(code="north-monitor")
    reason = "r" * 2001
    for refused in (
        lambda: actions.name_source("long", actor=alice, ar="ب" * 301),
        lambda: actions.add_alias(source, "b" * 301, actor=alice),
        lambda: actions.receive_document(io.BytesIO(b"x"), actor=alice, title="t" * 501, media_type="text/plain"),
        lambda: actions.withdraw(report, actor=edith, reason=reason),
        lambda: actions.protect(report, Level.PUBLIC, actor=edith, reason=reason),
    ):
        with pytest.raises(TextTooLong):
            refused()
    done = CliRunner().invoke(protect, ["report", report.address, "--level", "public", "--reason", reason])
    assert done.exit_code and sentence("reason", 2001).casefold() in done.output.casefold()
