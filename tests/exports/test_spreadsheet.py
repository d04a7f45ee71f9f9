"""What leaves the house as CSV is opened in spreadsheets, whose separator is a comma here and a semicolon there."""

import csv
import io

import pytest

from dalil.exports.spreadsheet import guarded, write_row


@pytest.mark.parametrize("cell", ["=1+1", "+963", "-5", "@SUM", " =x", "＝1", "＋1", "－1", "＠a", "\rx", '"=1'])
def test_no_cell_begins_a_formula(cell):
    assert guarded(cell) == f"'{cell}"


@pytest.mark.parametrize("cell", ["2019", "Idlib; Aleppo", "two-day truce", "a@example.org", "قُتل ٨٢", 5, -5, None])
def test_everything_else_stays_as_it_is(cell):
    assert guarded(cell) == cell


@pytest.mark.parametrize("separator", [",", ";", "\t"])
@pytest.mark.parametrize(
    "said", ["they said;=cmd|'/C calc'!A0;x", 'they said; "＝1', "they said\t@SUM", "they said\n+1", "\t=1"]
)
def test_whatever_a_spreadsheet_splits_at_no_cell_of_it_is_a_formula(separator, said):
    file = io.StringIO(newline="")
    write_row(file, ["report", said, "the end"])
    cells = [cell for row in csv.reader(io.StringIO(file.getvalue(), newline=""), delimiter=separator) for cell in row]
    assert [cell for cell in cells if cell.lstrip(' "').startswith(("=", "+", "-", "@", "＝"))] == []


def test_texts_stand_in_quotation_marks_and_numbers_do_not():
    file = io.StringIO()
    write_row(file, ["قال; نعم", 82, None])
    assert file.getvalue() == '"قال; نعم",82,""\r\n'
