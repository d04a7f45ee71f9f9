"""The cases of the field about broken rows, workbooks and lost letters: small files with the right answer."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from dalil.intake.mapping import load_mapping
from dalil.intake.suggestion import suggest
from dalil.record.models import Report

CASES = Path(os.environ.get("DALIL_SHARED", Path(__file__).parents[3] / "shared")) / "cases"
pytestmark = pytest.mark.skipif(not CASES.is_dir(), reason="the cases are not here")


@pytest.fixture
def bring(run_import):
    """Bring in a file of a case by the mapping of that case."""

    def one(case, file):
        return run_import(CASES / case / file, load_mapping(CASES / case / "mapping.yaml"))

    return one


def failed_rows(run):
    return [each.row for each in run.failedrows.all()]


def in_force():
    return {each.external_id.removeprefix("case:"): each for each in Report.objects.all()}


def test_a_quotation_mark_that_is_not_closed_costs_its_own_row(bring):
    run = bring("03-quote-not-closed", "input.csv")
    assert (run.rows, failed_rows(run), sorted(in_force())) == (4, [3], ["A1", "A3", "A4"])


def test_more_cells_than_columns_give_no_number(bring):
    assert failed_rows(bring("04-more-cells-than-columns", "input.csv")) == [2, 3, 4] and in_force() == {}


def test_a_merged_place_holds_for_its_three_rows(bring):
    bring("16-merged-cells", "input.xlsx")
    assert {each.claim.where.places for each in in_force().values()} == {("SY07",)} and len(in_force()) == 3


def test_a_formula_without_a_value_is_a_failed_row(bring):
    run = bring("17-formula-without-a-value", "input.xlsx")
    assert failed_rows(run) == [2] and sorted(in_force()) == ["A2"]


def test_two_columns_of_one_name_can_both_be_mapped(run_import, tmp_path):
    case = CASES / "19-two-columns-of-one-name"
    mapping = tmp_path / "mapping.yaml"
    mapping.write_text(suggest(case / "input.csv"), encoding="utf-8")
    assert "place (2)" in mapping.read_text(encoding="utf-8")
    by_hand = {
        "kind": "incident",
        "columns": {
            "ref": {"external_id": True},
            "day": {"field": "when"},
            "place": {"field": "where", "part": "governorate"},
            "place (2)": {"field": "where"},
            "killed": {"field": "killed"},
        },
    }
    run_import(case / "input.csv", by_hand)
    report = Report.objects.get()
    assert report.claim.where.name == "Maarrat Misrin" and report.claim.where.places != ("SY07",)


@pytest.mark.parametrize("file", ["latin-for-arabic.csv", "question-marks.csv"])
def test_letters_that_were_lost_are_flagged(bring, file):
    bring("24-letters-that-were-lost", file)
    assert [("encoding_broken" in each.flags) for each in in_force().values()] == [True]


def test_windows_1251_is_read_as_what_it_is(bring):
    run = bring("24-letters-that-were-lost", "ukrainian-cp1251.csv")
    (report,) = in_force().values()
    assert "А" <= report.said[0] <= "я" and "encoding_broken" not in report.flags
    assert any("windows-1251" in note for note in run.notes)
