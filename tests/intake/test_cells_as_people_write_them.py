"""Cells as people write them: words for unknown, none, ages, days and points; each is read for certain, or said not to be."""

from __future__ import annotations

import json

import pytest

from dalil.intake.formats.table import TableReader
from dalil.intake.parsed_rows import Context, RowError
from dalil.vocabulary.gazetteer import load_shipped_gazetteer

GAZETTEER = load_shipped_gazetteer()
UNKNOWN = [
    "N/K",
    "TBC",
    "—",
    "n/a",
    "N.A.",
    "?",
    "؟",
    "not reported",
    "To be confirmed",
    "غير متوفر",
    "لم يذكر",
    "لا معلومات",
]


def told(kind: str, columns: dict[str, dict[str, object]], row: list[str], **constants: object):
    """The content and flags of one row of a table, or its error."""
    mapping = {"kind": kind, "origin": "x-monitor", "columns": columns, "constants": constants}
    reader = TableReader(Context(sha256="0" * 64, level=0, known=GAZETTEER), tuple(columns), mapping)
    (result,) = reader.read(2, row)
    return result if isinstance(result, RowError) else (json.loads(result.prepared.content), set(result.prepared.flags))


def incident(cell: str, field: str = "killed", **more: object):
    return told("incident", {"day": {"field": "when"}, "number": {"field": field, **more}}, ["2019-04-26", cell])


def victim(cell: str):
    return told("victim", {"name": {"field": "who"}, "years": {"field": "age"}}, ["سمير حداد", cell], fate="KILLED")


@pytest.mark.parametrize("cell", UNKNOWN)
@pytest.mark.parametrize("field", ["killed", "where", "weapons", "parties"])
def test_a_word_for_unknown_refuses_no_row_and_gives_no_value(field: str, cell: str) -> None:
    content, _ = incident(cell, field)
    assert not content.get(field)


@pytest.mark.parametrize("cell", ["None", "nil", "لا يوجد", "لا شيء"])
def test_none_in_a_number_is_flagged_and_no_nought(cell: str) -> None:
    content, flags = incident(cell)
    assert "killed" not in content and "none_unclear" in flags
    assert incident(cell, values={cell: 0})[0]["killed"]["high"] == 0


@pytest.mark.parametrize(
    ("field", "cell", "low"),
    [
        ("killed", "no casualties", 0), ("killed", "three (3)", 3), ("killed", "12 ppl", 12), ("killed", "واحد", 1),
        ("killed", "5 (2 children)", 5), ("injured", "لا إصابات", 0),
    ],
)  # fmt: skip
def test_a_number_as_people_write_it_is_read(field: str, cell: str, low: int) -> None:
    assert incident(cell, field)[0][field]["low"] == low


def test_a_number_that_may_be_another_says_its_row_column_and_cause() -> None:
    error = incident("5 (2 children)", "killed_children")
    assert (error.row, error.field, error.value) == (2, "number", "5 (2 children)")
    assert "is not a count" in error.cause


@pytest.mark.parametrize(
    ("cell", "age", "known", "band"),
    [
        ("30", 30, None, None), ("3 months", 0, None, None), ("18 months", 1, None, None), ("3 أشهر", 0, None, None), ("~30", 30, "ABOUT", None),
        ("نحو 30 سنة", 30, "ABOUT", None), ("30s", None, None, "adult"), ("8-10", None, None, "child"), ("ثلاثون", 30, None, None),
    ],
)  # fmt: skip
def test_an_age_is_read_in_years_or_as_a_group(cell: str, age: int | None, known: str | None, band: str | None) -> None:
    content, flags = victim(cell)
    assert (content.get("age"), content.get("age_is"), content.get("age_band")) == (age, known, band)
    assert ("age_group_only" in flags) == bool(band)


@pytest.mark.parametrize("cell", ["15-20", "30+", "10s", "30 killed", "300"])
def test_what_is_no_age_for_certain_is_left_out_and_flagged(cell: str) -> None:
    content, flags = victim(cell)
    assert "value_unread" in flags and not {"age", "age_band"} & content.keys()


POINT = {
    "day": {"field": "when"},
    "lat": {"field": "where", "part": "lat"},
    "lon": {"field": "where", "part": "lon"},
}


@pytest.mark.parametrize(
    ("lat", "lon"),
    [
        ("35,8641", "36,8125"), ("35.8641°", "36.8125°"), ("35.8641 N", "36.8125 E"), ("N 35.8641", "E 36.8125"), ("35° 51.846' N", "36° 48.75' E"),
        ("٣٥٫٨٦٤١", "٣٦٫٨١٢٥"), ("35.8641 شمالاً", "36.8125 شرقاً"), ("35°51'50.76\"N", "36°48'45\"E"),
    ],
)  # fmt: skip
def test_a_point_may_be_written_with_comma_degrees_and_sides(lat: str, lon: str) -> None:
    content, _ = told("incident", POINT, ["2019-04-26", lat, lon])
    assert (content["where"]["lat"], content["where"]["lon"]) == (35.8641, 36.8125)


@pytest.mark.parametrize("lat", ["36.8 E", "35.8, 36.8", "about 35", "35°75'"])
def test_what_is_no_latitude_is_refused_with_its_column(lat: str) -> None:
    error = told("incident", POINT, ["2019-04-26", lat, "36.8"])
    assert (error.field, error.value) == ("lat", lat) and "is not a latitude" in error.cause


@pytest.mark.parametrize(
    ("cell", "start", "end"),
    [
        ("13/05/2019-15/05/2019", "2019-05-13", "2019-05-15"), ("4 and 5 Sep 2018", "2018-09-04", "2018-09-05"),
        ("night of 4-5 Sep 2018", "2018-09-04", "2018-09-05"), ("ليلة 4-5 أيلول 2018", "2018-09-04", "2018-09-05"),
        ("2018-09-04/2018-09-05", "2018-09-04", "2018-09-05"), ("4/5 September 2018", "2018-09-04", "2018-09-05"),
    ],
)  # fmt: skip
def test_two_days_in_one_cell_are_a_span(cell: str, start: str, end: str) -> None:
    content, _ = told("incident", {"day": {"field": "when"}}, [cell])
    assert (content["when"]["start"], content["when"]["end"]) == (start, end)


@pytest.mark.parametrize(
    "cell", ["03/05/2019-05/05/2019", "4 and 7 Sep 2018", "5 and 4 Sep 2018", "night of 4 Sep 2018"]
)
def test_days_that_may_be_others_are_no_span(cell: str) -> None:
    result = told("incident", {"day": {"field": "when"}, "number": {"field": "killed"}}, [cell, "3"])
    assert isinstance(result, RowError) or "date_unreadable" in result[1]


def test_days_in_digits_are_read_by_the_order_of_the_column() -> None:
    content, _ = told("incident", {"day": {"field": "when", "format": "d/m/y"}}, ["03/05/2019-05/05/2019"])
    assert (content["when"]["start"], content["when"]["end"]) == ("2019-05-03", "2019-05-05")
