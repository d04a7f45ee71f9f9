"""What a workbook shows of its cells beside their values: months, doubts, lines through cells, hidden rows, comments, exchanged days."""

from datetime import datetime

import openpyxl
import pytest
from openpyxl.comments import Comment
from openpyxl.styles import Font

from dalil.intake import runs
from dalil.record.models import Report

MAPPING = {
    "kind": "incident",
    "identifier": "north:",
    "origin": "north-monitor",
    "columns": {
        "ref": {"external_id": True},
        "day": {"field": "when", "format": "d/m/y"},
        "town": {"field": "where"},
        "killed": {"field": "killed"},
    },
}


@pytest.fixture
def bring(tmp_path, run_import):
    def one(rows, change=lambda sheet: None):
        book = openpyxl.Workbook()
        book.active.append(["ref", "day", "town", "killed"])
        for row in rows:
            book.active.append(row)
        change(book.active)
        book.save(tmp_path / "strikes.xlsx")
        return run_import(tmp_path / "strikes.xlsx", MAPPING)

    return one


def claims():
    return {each.external_id.removeprefix("north:"): each.claim for each in Report.objects.all()}


@pytest.mark.parametrize(
    ("form", "said"), [("mmm-yy", "2019-05"), ("mmm yyyy", "2019-05"), ("yyyy", "2019"), ("dd/mm/yyyy", "2019-05-01")]
)
def test_a_date_shown_without_its_day_is_a_month_or_a_year(bring, form, said):
    def shown(sheet):
        sheet["B2"].number_format = form

    bring([["A1", datetime(2019, 5, 1), "Saraqib", 3]], shown)
    assert claims()["A1"].when.notation() == said


@pytest.mark.parametrize(
    ("form", "low", "high"), [('0"+"', 20, None), ('"~"0', 15, 25), ('">"0', 21, None), ("0", 20, 20)]
)
def test_a_number_is_as_sure_as_it_is_shown(bring, form, low, high):
    def shown(sheet):
        sheet["D2"].number_format = form

    bring([["A1", datetime(2019, 5, 1), "Saraqib", 20]], shown)
    assert (claims()["A1"].killed.low, claims()["A1"].killed.high) == (low, high)


@pytest.mark.parametrize(
    ("value", "form", "unit"),
    [(5, '0" families"', "family"), (5, 'General" families"', "family"), ("5", '@" families"', "family"), (5, '0" عائلات"', "family"),
     (5, "#,##0", "person"), (5, '[$€-407]\\ 0', "person"), (5, '_(* #,##0_);_(* (#,##0);_(* "-"??_)', "person")],
)  # fmt: skip
def test_the_unit_that_a_number_is_shown_with_is_its_unit(bring, value, form, unit):
    def shown(sheet):
        sheet["D2"].number_format = form

    bring([["A1", datetime(2019, 5, 1), "Saraqib", value]], shown)
    assert (claims()["A1"].killed.unit, claims()["A1"].killed.low) == (unit, 5)


@pytest.mark.parametrize(
    ("value", "form", "cell"),
    [(5, '0"%"', "5%"), (1, "0%", "100%"), (0.05, "0.0%", "5%"), (5, '0"/10"', "5/10"), (5, '"not "0', "not 5"), (5, '0" ليس"', "5 ليس")],
)  # fmt: skip
def test_what_a_number_is_shown_with_and_makes_no_count_fails_its_row(bring, value, form, cell):
    def shown(sheet):
        sheet["D2"].number_format = form

    run = bring([["A1", datetime(2019, 5, 1), "Saraqib", value]], shown)
    assert [row.value for row in runs.open_rows(run)] == [cell]


@pytest.mark.parametrize(("form", "low", "high"), [('"ca. "0', 15, 25), ('"about "0', 15, 25), ('"حوالي "0', 15, 25)])
def test_words_of_doubt_around_a_number_stay_with_it(bring, form, low, high):
    def shown(sheet):
        sheet["D2"].number_format = form

    bring([["A1", datetime(2019, 5, 1), "Saraqib", 20]], shown)
    assert (claims()["A1"].killed.low, claims()["A1"].killed.high) == (low, high)


def test_a_nought_that_is_shown_as_unknown_is_unknown(bring):
    def shown(sheet):
        sheet["D2"].number_format = '0;-0;"unknown"'

    bring([["A1", datetime(2019, 5, 1), "Saraqib", 0]], shown)
    assert claims()["A1"].killed is None


@pytest.mark.parametrize(
    ("form", "said"),
    [('"week of "dd/mm/yyyy', "2019-05-01"), ('"before "dd/mm/yyyy', "2019-05-01"), ('"قبل "dd/mm/yyyy', "2019-05-01")],
)
def test_a_day_that_is_shown_with_other_words_is_not_that_day(bring, form, said):
    def shown(sheet):
        sheet["B2"].number_format = form

    bring([["A1", datetime(2019, 5, 1), "Saraqib", 3]], shown)
    assert [claim.when.notation() for claim in claims().values()] != [said]


@pytest.mark.parametrize(
    "form", ['yyyy"年"m"月"d"日"', 'd"th" mmmm yyyy', 'yyyy\\-mm\\-dd"T"hh:mm', "dddd, d mmmm yyyy"]
)
def test_the_letters_by_which_a_date_is_written_change_nothing(bring, form):
    def shown(sheet):
        sheet["B2"].number_format = form

    bring([["A1", datetime(2019, 5, 1), "Saraqib", 3]], shown)
    assert claims()["A1"].when.notation() == "2019-05-01"


def test_a_cell_that_is_struck_through_fails_its_row(bring):
    def strike(sheet):
        sheet["D2"].font = Font(strike=True)

    run = bring([["A1", datetime(2019, 5, 1), "Saraqib", 6], ["A2", datetime(2019, 5, 2), "Saraqib", 7]], strike)
    assert list(claims()) == ["A2"] and "“6” is struck through" in runs.open_rows(run).get().cause


def test_hidden_rows_and_comments_are_named(bring):
    def hide(sheet):
        sheet.row_dimensions[2].hidden = True
        sheet["D3"].comment = Comment("later corrected to 9", "clerk")

    run = bring([["A1", datetime(2019, 5, 1), "Saraqib", 6], ["A2", datetime(2019, 5, 2), "Saraqib", 7]], hide)
    assert run.failed == 0
    assert "rows that the sheet hides are read as the others: 2" in run.notes
    assert any("D3 (“later corrected to 9”)" in note for note in run.notes)


def test_dates_whose_day_and_month_a_program_may_have_exchanged_wait(bring):
    rows = [
        ["A1", datetime(2019, 3, 5), "Saraqib", 1],
        ["A2", datetime(2019, 11, 5), "Saraqib", 2],
        ["A3", "13/05/2019", "Saraqib", 4],
        ["A4", "25/05/2019", "Saraqib", 8],
        ["A5", datetime(2019, 6, 6), "Saraqib", 16],
    ]
    run = bring(rows)
    assert set(claims()) == {"A3", "A4", "A5"}
    causes = [row.cause for row in runs.open_rows(run)]
    assert "2019-03-05 (or 2019-05-03)" in causes[0] and len(causes) == 2
    assert any("exchanged day and month" in note for note in run.notes)


@pytest.mark.parametrize("other", [datetime(2019, 5, 20), "07/05/2019"])
def test_a_column_that_shows_otherwise_is_read(bring, other):
    rows = [["A1", datetime(2019, 3, 5), "Saraqib", 1], ["A2", other, "Saraqib", 2], ["A3", "13/05/2019", "Saraqib", 4]]
    assert bring(rows).failed == 0
