"""The cases of dates, times and invisible marks give the answers that are right."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest

from dalil.intake.formats.table import TableReader
from dalil.intake.formats.table_file import open_table
from dalil.intake.mapping import load_mapping
from dalil.intake.parsed_rows import Context, RowError
from dalil.vocabulary.gazetteer import load_shipped_gazetteer

CASES = Path(os.environ.get("DALIL_SHARED", Path(__file__).parents[3] / "shared")) / "cases"


def rows_of(case, table="input.csv", mapping="mapping.yaml"):
    """What the rows of a case become, by their reference: content and flags, or the sentence in which the row failed."""
    folder = next(CASES.glob(f"{case}-*"), None)
    if folder is None:
        pytest.skip(f"the cases are not here ({CASES})")
    said = load_mapping(folder / mapping)
    opened = open_table(folder / table, said)
    reader = TableReader(Context(sha256="0" * 64, level=0, known=load_shipped_gazetteer()), opened.header, said)
    found = {}
    for number, row in opened.rows:
        (result,) = reader.read(number, row)
        found[row[0]] = (
            result.cause
            if isinstance(result, RowError)
            else (json.loads(result.prepared.content), result.prepared.flags)
        )
    return found


def test_case_06_the_clock_of_twelve_hours():
    rows = rows_of("06")
    times = {ref: row[0]["when"].get("at") for ref, row in rows.items() if not isinstance(row, str)}
    assert times == {
        "A1": "14:30:00",
        "A2": "00:30:00",
        "A3": "14:30:00",
        "A4": "22:15:00",
        "A6": "09:05:00",
        "A7": "22:30:00",
    }
    assert rows["A5"] == "“14:30-15:00” is not a time of day; write 14:30"
    assert rows["A7"][0]["when"]["said"] == "2023-06-21 22:30Z"


def test_case_20_marks_that_nobody_sees():
    rows = rows_of("20")
    assert [rows[ref][0]["killed"]["low"] for ref in ("A1", "A2", "A3", "A4")] == [3, 3, 3, 3]
    assert {rows[ref][0]["when"]["start"] for ref in rows} == {"2018-09-04"}
    assert rows["A3"][0]["where"]["lat"] == 35.9
    assert (rows["A4"][0]["where"]["lat"], "point_outside_area" in rows["A4"][1]) == (-35.9, True)
    assert "point_outside_area" not in rows["A1"][1]


def test_case_22_dates_as_arabic_tables_and_programs_write_them():
    days = {ref: row[0]["when"]["start"] for ref, row in rows_of("22").items()}
    assert days == {
        "A1": "2018-09-04",
        "A2": "2018-09-04",
        "A3": "2018-01-04",
        "A4": "2018-01-04",
        "A5": "2018-05-19",
        "A6": "2018-08-04",
        "A7": "2018-09-04",
    }
    rows = {ref: row[0]["when"] for ref, row in rows_of("22", "iso.csv", "mapping-iso.yaml").items()}
    assert {ref: row["start"] for ref, row in rows.items()} == dict.fromkeys(("B1", "B2", "B3", "B4"), "2018-09-04")
    assert {ref: row.get("at") for ref, row in rows.items()} == {
        "B1": "14:30:00",
        "B2": "11:30:00",
        "B3": None,
        "B4": None,
    }
    assert (rows["B1"]["said"], rows["B2"]["said"]) == ("2018-09-04T14:30:00.000+03:00", "2018-09-04T11:30:00Z")
