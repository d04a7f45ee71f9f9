"""An answer as a workbook, as Parquet and as a map says the numbers that the record says, with their doubts and the method."""

import io
import json

import openpyxl
import pyarrow.parquet as pq
import pytest

from dalil.archive.protection import Viewer
from dalil.counting.answer import ask
from dalil.counting.question import Question, Unanswerable
from dalil.exports.answer_files import write_geojson, write_parquet, write_workbook
from dalil.exports.answers import csv_lines, table_head, table_lines

STRIKES = (
    ("2019-05-01", "SY07", "82+"),
    ("2019-05-02", "SY02", "10"),
    ("2019-05-03", None, "4"),
    ("2019-05-04", "SY02", None),
)


@pytest.fixture
def answer(enter):
    for day, place, killed in STRIKES:
        where = {"where": {"places": [place]}} if place else {}
        enter({"when": day, **where, **({"killed": killed} if killed else {})}, origin="north-monitor")
    return ask(Question.of({"measure": "killed", "by": ["governorate"]}), Viewer.public())


def test_the_workbook_has_the_lines_and_a_sheet_about_them(answer):
    book = openpyxl.load_workbook(io.BytesIO(write_workbook(answer)))
    lines, about = ([[cell.value for cell in row] for row in book[name].rows] for name in ("Answer", "About"))
    assert lines[0] == table_head(answer)
    assert [line[0] for line in lines[1:]] == ["SY07", "SY02", None]
    assert [line[lines[0].index("low")] for line in lines[1:]] == [82, 10, 4]
    said = {line[0]: line[1:] for line in about}
    assert "has no upper end" in said["doubts"][0]
    assert "حدّ أعلى" in said["doubts"][1] or "حد أعلى" in said["doubts"][1]
    assert "is not zero" in said["method"][0]
    assert said["method"][1]


def test_no_text_of_a_workbook_is_a_formula(enter):
    from dalil.exports.answer_files import _write_sheet

    book = openpyxl.Workbook(write_only=True)
    _write_sheet(book, "Answer", [["=1+1", "+cmd"]])
    file = io.BytesIO()
    book.save(file)
    (row,) = openpyxl.load_workbook(io.BytesIO(file.getvalue()))["Answer"].rows
    assert [cell.data_type for cell in row] == ["s", "s"]


def test_parquet_has_the_columns_of_the_csv_and_the_whole_answer_beside_them(answer):
    table = pq.read_table(io.BytesIO(write_parquet(answer)))
    assert table.column_names == table_head(answer)
    assert [list(row.values()) for row in table.to_pylist()] == list(table_lines(answer))
    assert len(list(csv_lines(answer))) == table.num_rows + 1
    beside = json.loads(table.schema.metadata[b"dalil"])
    assert beside["total"]["low"] == 96
    assert beside["doubts"]["en"]
    assert beside["method"]["ar"]


def test_the_map_draws_areas_and_says_what_it_could_not_place(answer):
    whole = json.loads(write_geojson(answer))
    assert [(each["properties"]["governorate"], each["properties"]["geometry_is"]) for each in whole["features"]] == [
        ("SY07", "area"),
        ("SY02", "area"),
        (None, "unknown"),
    ]
    for polygon in (polygon for each in whole["features"][:2] for polygon in each["geometry"]["coordinates"]):
        assert all(ring[0] == ring[-1] for ring in polygon)
    assert whole["dalil"]["total"]["low"] == 96
    assert whole["dalil"]["doubts"]["en"]
    with pytest.raises(Unanswerable):
        write_geojson(ask(Question.of({"measure": "killed"}), Viewer.public()))


def test_a_hole_of_an_area_stays_a_hole():
    from dalil.exports.answer_files import _polygons

    outer, hole = ((0.0, 0.0), (9.0, 0.0), (9.0, 9.0), (0.0, 9.0)), ((3.0, 3.0), (6.0, 3.0), (6.0, 6.0), (3.0, 6.0))
    island = ((20.0, 0.0), (21.0, 0.0), (21.0, 1.0))
    assert [len(polygon) for polygon in _polygons([hole, outer, island])] == [2, 1]
