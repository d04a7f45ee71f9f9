"""What a workbook holds beside plain cells: merged cells, formulas, several sheets, titles, and rows that it does not admit to."""

import re
import zipfile

import openpyxl
import pytest
from openpyxl.chart import BarChart

from dalil.intake.files.xlsx_file import open_xlsx
from dalil.intake.formats import Unreadable
from dalil.intake.formats.table_file import open_table
from dalil.record.models import Report

MAPPING = {
    "kind": "incident",
    "identifier": "north:",
    "origin": "north-monitor",
    "columns": {
        "ref": {"external_id": True},
        "day": {"field": "when"},
        "place": {"field": "where", "within": "SY"},
        "killed": {"field": "killed"},
    },
}
HEADER = ["ref", "day", "place", "killed"]


@pytest.fixture
def made(tmp_path):
    """A workbook of one sheet with these rows, changed by a function that is given the sheet."""

    def make(rows, change=lambda sheet: None):
        book = openpyxl.Workbook()
        for row in rows:
            book.active.append(row)
        change(book.active)
        book.save(tmp_path / "strikes.xlsx")
        return tmp_path / "strikes.xlsx"

    return make


@pytest.fixture
def rewritten(made):
    """A workbook a part of whose file is written otherwise than openpyxl writes it."""

    def rewrite(rows, part, old, new):
        file = made(rows)
        with zipfile.ZipFile(file) as archive:
            parts = {name: archive.read(name) for name in archive.namelist()}
        assert re.search(old, parts[part]), parts[part]
        parts[part] = re.sub(old, new, parts[part])
        with zipfile.ZipFile(file, "w") as archive:
            for name, content in parts.items():
                archive.writestr(name, content)
        return file

    return rewrite


SHEET = "xl/worksheets/sheet1.xml"


def killed():
    return {each.external_id.removeprefix("north:"): each.claim.killed for each in Report.objects.all()}


@pytest.mark.parametrize("place", ["Harim", "حارم"])
def test_a_merged_cell_holds_for_all_its_rows(run_import, made, place):
    rows = [
        HEADER,
        ["A1", "2023-06-21", place, 3],
        ["A2", None, None, 4],
        ["A3", None, None, 5],
        ["A4", "2023-06-22", None, 6],
    ]

    def merge(sheet):
        sheet.merge_cells("C2:C4")
        sheet.merge_cells("B2:B4")

    run = run_import(made(rows, merge), MAPPING)
    places = {each.external_id: each.claim.where and each.claim.where.name for each in Report.objects.all()}
    assert places == {"north:A1": place, "north:A2": place, "north:A3": place, "north:A4": None} and run.failed == 0
    assert "merged cells hold for all rows that they go over, in “day” (rows 2–4), “place” (rows 2–4)" in run.notes


def test_a_number_merged_over_rows_is_not_counted_for_each_of_them(run_import, made):
    rows = [
        HEADER,
        ["A1", "2023-06-21", "Harim", 12],
        ["A2", "2023-06-21", "Harim", None],
        ["A3", "2023-06-22", "Harim", 5],
    ]
    run = run_import(made(rows, lambda sheet: sheet.merge_cells("D2:D3")), MAPPING)
    failed = {each.row: each.cause for each in run.failedrows.all()}
    assert list(failed) == [2, 3] and all("or all of them together, is not said" in cause for cause in failed.values())
    assert {ref: count.low for ref, count in killed().items()} == {"A3": 5}


def test_a_name_merged_over_two_rows_of_a_header_names_its_column(made):
    rows = [["ref", "day", "place", "people"], [None, None, None, "killed"], ["A1", "2023-06-21", "Harim", 3]]

    def merge(sheet):
        for column in "ABC":
            sheet.merge_cells(f"{column}1:{column}2")

    opened = open_table(made(rows, merge), {**MAPPING, "header": 2})
    assert opened.header == tuple(HEADER) and [cells for _, cells in opened.rows] == [
        ["A1", "2023-06-21", "Harim", "3"]
    ]


@pytest.mark.parametrize("formula", ["=1+2", "=SUM(D3:D9)", "=$D$3"])
def test_a_formula_whose_value_is_not_kept_fails_its_row(run_import, made, formula):
    run = run_import(made([HEADER, ["A1", "2023-06-21", "Harim", formula], ["A2", "2023-06-21", "Harim", 4]]), MAPPING)
    failed = run.failedrows.get()
    assert (failed.row, failed.field, failed.value) == (2, "killed", formula)
    assert "is a formula, and the file does not keep its value" in failed.cause and list(killed()) == ["A2"]


def test_a_nought_in_place_of_a_value_that_is_still_to_be_worked_out_is_no_nought(run_import, rewritten):
    rows = [HEADER, ["A1", "2023-06-21", "Harim", "=1+2"], ["A2", "2023-06-21", "Harim", 0]]
    run = run_import(rewritten(rows, SHEET, rb"<v ?/>|<v></v>", b"<v>0</v>"), MAPPING)
    assert [each.row for each in run.failedrows.all()] == [2]
    assert killed()["A2"].low == 0


def test_a_formula_with_its_value_is_read(run_import, rewritten):
    rows = [HEADER, ["A1", "2023-06-21", "Harim", "=1+2"]]
    assert run_import(rewritten(rows, SHEET, rb"<v ?/>|<v></v>", b"<v>3</v>"), MAPPING).failed == 0
    assert killed()["A1"].low == 3


def test_rows_behind_the_end_that_a_sheet_claims_are_read(run_import, rewritten):
    rows = [HEADER, ["A1", "2023-06-21", "Harim", 3], ["A2", "2023-06-21", "Harim", 4]]
    run_import(rewritten(rows, SHEET, b'<dimension ref="A1:D3" ?/>', b'<dimension ref="A1:B2"/>'), MAPPING)
    assert {ref: count.low for ref, count in killed().items()} == {"A1": 3, "A2": 4}


def test_other_sheets_that_hold_rows_are_named(made):
    def add(sheet):
        sheet.parent.create_sheet("July").append(["A9", "2023-07-01", "Harim", 9])
        sheet.parent.create_sheet("Empty")
        sheet.parent.create_chartsheet("Chart", 0).add_chart(BarChart())

    file = made([HEADER, ["A1", "2023-06-21", "Harim", 3]], add)
    assert "sheet “Sheet” was read; not read: “July”" in open_table(file, MAPPING).notes


def test_a_title_above_the_header_is_named(made):
    file = made([["Strikes of June"], [], HEADER, ["A1", "2023-06-21", "Harim", 3]])
    with pytest.raises(Unreadable, match="Row 3 has these columns: say `header: 3`"):
        open_table(file, MAPPING)
    assert (
        "above the header and not read: row 1 (“Strikes of June”)" in open_table(file, {**MAPPING, "header": 3}).notes
    )
    with pytest.raises(Unreadable, match="no header in row 1; its first row with anything in it is row 2"):
        open_xlsx(made([[], HEADER]), "", 1)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (b'<row r="3"', b'<row r="2"'),
        (b'<row r="3"', b'<row r="99999999999"'),
        (b'<row r="3"', b'<row r="x"'),
        (b'r="B3"', b'r="A3"'),
        (b'r="D3"', b'r="ZZZ3"'),
        (b"<v>4</v>", b"<v>" + b"4" * 5000 + b"</v>"),
        (b"</sheetData>", b"</sheet"),
        (b't="inlineStr"', b't="s"'),
    ],
)
def test_a_damaged_sheet_is_refused_in_one_sentence(rewritten, old, new):
    file = rewritten([HEADER, ["A1", "2023-06-21", "Harim", 3], ["A2", "2023-06-21", "Harim", 4]], SHEET, old, new)
    with pytest.raises(Unreadable, match="damaged"):
        list(open_table(file, MAPPING).rows)
