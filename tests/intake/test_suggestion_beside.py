"""A column is taken for what its name says only where no column beside it, and no row below it, says that it is something else."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import openpyxl
import pytest
import yaml

from dalil.intake import runs
from dalil.intake.formats.table import says
from dalil.intake.suggestion import suggest
from dalil.intake.suggestion.headers_over_two_rows import find_second_row


def suggested(tmp_path: Path, text: str, name: str = "told.csv") -> tuple[str, dict[str, Any]]:
    """The text of the mapping that is suggested for a table, and what it says of each column."""
    file = tmp_path / name
    file.write_text(text, encoding="utf-8")
    told = suggest(file)
    return told, yaml.safe_load(told)["columns"]


@pytest.mark.parametrize(
    ("year", "part", "cell"),
    [
        *(("year", "half", "H1"), ("Year", "Week", "23"), ("Year", "Quarter", "Q1"), ("year", "Epi week", "23"), ("Year", "Season", "winter")),
        *(("السنة", "الربع", "الأول"), ("العام", "الأسبوع", "23"), ("السنة", "الفصل", "الشتاء"), ("year", "period", "first half")),
        ("year", "x", "Q3"),
    ],
)  # fmt: skip
def test_a_year_of_which_a_column_says_which_part_is_not_taken_alone(tmp_path, year, part, cell) -> None:
    told, columns = suggested(tmp_path, f"{year},{part},governorate,killed,source\n2018,{cell},Idlib,12,SNHR\n")
    assert columns[year] == columns["killed"] == {"ignore": True}
    top = told.partition("kind:")[0]
    assert f"“{part}” says which part of the year is meant" in top


def test_a_week_of_a_month_keeps_the_month_from_being_taken(tmp_path) -> None:
    _, columns = suggested(tmp_path, "year,month,week,governorate,killed\n2018,3,2,Idlib,12\n")
    assert columns["year"] == columns["month"] == {"ignore": True}


def test_a_week_beside_a_whole_day_and_an_empty_one_beside_a_year_change_nothing(tmp_path) -> None:
    _, columns = suggested(tmp_path, "date,week,place,killed\n2018-03-05,10,Ariha,12\n")
    assert columns["date"] == {"field": "when"}
    _, columns = suggested(tmp_path, "year,week,governorate,killed\n2018,,Idlib,12\n")
    assert columns["year"] == {"field": "when", "part": "year"}


TWO_ROWS = [
    "date,place,killed,,,injured,,\n,,men,women,children,men,women,children\n2018-03-05,Ariha,5,2,1,7,3,2\n",
    "التاريخ,المكان,القتلى,,\n,,رجال,نساء,أطفال\n2018-03-05,أريحا,5,2,1\n",
    "date,place,killed,injured\n,,men,men\n2018-03-05,Ariha,5,7\n",
    "date,place,killed,\nday,name,men,women\n2018-03-05,Ariha,5,2\n",
]


@pytest.mark.parametrize("text", TWO_ROWS)
def test_a_header_over_two_rows_is_said_and_no_number_of_it_is_taken(tmp_path, text) -> None:
    told, columns = suggested(tmp_path, text)
    assert "the header goes over two rows" in told.partition("kind:")[0]
    assert not any(use.get("field") in ("killed", "injured") for use in columns.values())


def test_a_merged_header_of_a_workbook_is_one_over_two_rows_and_is_noted(tmp_path, run_import) -> None:
    book = openpyxl.Workbook()
    for row in (["date", "place", "killed"], [None, None, "men", "women"], ["2018-03-05", "Ariha", 5, 2]):
        book.active.append(row)
    book.active.merge_cells("C1:D1")
    book.active.merge_cells("A1:A2")
    book.save(tmp_path / "told.xlsx")
    told = suggest(tmp_path / "told.xlsx")
    assert yaml.safe_load(told)["columns"]["killed"] == {"ignore": True}
    assert "“killed” goes over 2 columns of the header" in told


@pytest.mark.parametrize("cell", ["عشرات", "dozens", "unknown", "at least five"])
def test_a_first_row_that_says_its_number_in_words_is_no_header(cell) -> None:
    assert find_second_row(["place", "killed"], [["Ariha", cell], ["Saraqib", "5"]], says) == frozenset()


def test_a_hidden_column_is_read_and_said(tmp_path, run_import) -> None:
    book = openpyxl.Workbook()
    for row in (["ref", "day", "killed"], ["A1", "2018-03-05", 5]):
        book.active.append(row)
    book.active.column_dimensions["C"].hidden = True
    book.save(tmp_path / "told.xlsx")
    columns = {"ref": {"external_id": True}, "day": {"field": "when"}, "killed": {"field": "killed"}}
    run = run_import(tmp_path / "told.xlsx", {"kind": "incident", "identifier": "x:", "columns": columns})
    assert "columns that the sheet hides are read as the others: “killed”" in run.notes
    assert not runs.open_rows(run).exists()


@pytest.mark.parametrize(
    ("header", "cells"),
    [
        ("killed,killed (updated),killed old", "5,8,4"),
        ("killed reported,killed verified,killed confirmed", "7,4,5"),
        ("القتلى,القتلى المؤكد", "5,3"),
        ("killed,confirmed killed", "5,3"),
    ],
)
def test_of_a_number_and_a_later_or_surer_one_none_is_taken(tmp_path, header, cells) -> None:
    _, columns = suggested(tmp_path, f"date,place,{header}\n2018-03-05,Ariha,{cells}\n")
    assert not any(use.get("field") == "killed" for use in columns.values())


def test_a_number_of_which_a_column_says_what_it_counts_is_not_taken(tmp_path) -> None:
    lines = [{"date": "2018-03-05", "casualties": [{"type": each, "number": 5}]} for each in ("killed", "rescued")]
    _, columns = suggested(tmp_path, json.dumps(lines), "told.json")
    assert columns["casualties.number"] == {"ignore": True}
    _, columns = suggested(tmp_path, "date,place,casualties,casualty type\n2018-03-05,Ariha,5,rescued\n")
    assert columns["casualties"] == {"ignore": True}


def test_the_headers_of_ocha_name_areas_and_codes_in_tables_of_events_too(tmp_path) -> None:
    header = "admin1Pcode,admin1Name_en,admin4Pcode,admin4Name_en,date,killed"
    _, columns = suggested(tmp_path, f"{header}\nSY07,Idleb,C4278,Ariha,2018-03-05,5\n")
    assert columns["admin1Name_en"] == {"field": "where", "part": "governorate"}
    assert columns["admin4Pcode"] == {"field": "where", "part": "code"}
    assert columns["admin4Name_en"] == {"field": "where"}


def test_a_table_without_a_place_is_told_so_at_the_top(tmp_path) -> None:
    told, _ = suggested(tmp_path, "date,killed,zzz\n2018-03-05,5,Ariha\n")
    assert "no place was found" in told.partition("kind:")[0]


def test_letters_of_turkish_are_read_as_turkish(tmp_path) -> None:
    file = tmp_path / "told.csv"
    file.write_bytes("date,place,killed\n2018-03-05,Şanlıurfa,5\n".encode("cp1254"))
    assert "windows-1254 (Turkish)" in suggest(file)
