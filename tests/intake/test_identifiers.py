"""An identifier belongs to its table: numbering that starts again erases nothing, and what is corrected is named by row."""

from __future__ import annotations

from dataclasses import replace

import pytest

from dalil.archive.protection import Viewer
from dalil.counting.answer import ask
from dalil.counting.question import Question
from dalil.intake import runs
from dalil.record.models import Report

MAPPING = {
    "kind": "incident",
    "origin": "north-monitor",
    "columns": {
        "no": {"external_id": True},
        "day": {"field": "when"},
        "place": {"field": "where"},
        "killed": {"field": "killed"},
    },
}


@pytest.fixture
def table(tmp_path):
    def write(name, *rows, header="no,day,place,killed"):
        path = tmp_path / name
        path.write_text("\n".join([header, *rows]) + "\n", encoding="utf-8")
        return path

    return write


def killed() -> int | None:
    return ask(Question(measure="killed"), Viewer.steward()).total.low


def test_numbering_that_starts_again_each_month_erases_nothing(table, run_import):
    run_import(table("january.csv", "1,2018-01-04,Idlib,30", "2,2018-01-05,حماة,40"), MAPPING)
    february = run_import(table("february.csv", "1,2018-02-04,Homs,1", "2,2018-02-05,حلب,2"), MAPPING)
    assert (february.new, february.failed, february.corrected) == (0, 2, 0)
    assert killed() == 70
    assert [row.field for row in runs.open_rows(february)] == ["external_id"] * 2
    assert "not for certain about the same day and place" in runs.open_rows(february)[0].cause
    run_import(
        table("february.csv", "1,2018-02-04,Homs,1", "2,2018-02-05,حلب,2"), MAPPING | {"identifier": "february:"}
    )
    assert killed() == 73


@pytest.mark.parametrize("row", ["1,2018-01-04,Idlib,31", "1,2018-01-04,Ariha,31", "1,2018-01-04,,31"])
def test_a_correction_about_the_same_day_and_place_is_one_and_is_named_by_row(table, run_import, row):
    run_import(table("first.csv", "1,2018-01-04,Idlib,30"), MAPPING)
    old = Report.objects.get()
    later = run_import(table("second.csv", row), MAPPING)
    assert (later.corrected, killed()) == (1, 31)
    assert f"corrections: the place is taken by row 2 of report {old.address}" in later.notes


@pytest.mark.parametrize(
    "row",
    [
        "a1,2019-08-05,Saraqib,4",  # a town of the governorate, another day
        "a1,2019-02-11,Idlib,3",  # the same governorate, another month
        "a1,2019-02-11,إدلب,3",
        "a1,2019-05-01,Homs,3",
    ],
)
def test_a_short_number_of_another_table_erases_nothing(table, run_import, row):
    run_import(table("first.csv", "a1,2019-05-01,Idlib,40"), MAPPING)
    later = run_import(table("second.csv", row), MAPPING)
    assert (later.corrected, later.failed, killed()) == (0, 1, 40)


@pytest.mark.parametrize(
    ("row", "corrected"),
    [
        ("1,2018-01-09,Saraqib,31", 1),  # the same town
        ("1,2018-01-04,Homs,31", 1),  # the same day
        ("1,2018-02-09,محافظة إدلب,31", 0),  # much happens in a governorate
    ],
)
def test_where_the_mapping_says_whose_the_identifiers_are_the_day_or_the_town_is_enough(
    table, run_import, row, corrected
):
    mapping = MAPPING | {"identifier": "north:"}
    where = "Saraqib" if "Saraqib" in row else "Idlib governorate"
    run_import(table("first.csv", f"1,2018-01-04,{where},30"), mapping)
    assert run_import(table("second.csv", row), mapping).corrected == corrected


def test_a_person_may_say_that_such_rows_are_corrections(table, order, run_import):
    run_import(table("first.csv", "1,2018-01-04,Idlib,30"), MAPPING)
    path = table("second.csv", "1,2018-02-04,Homs,2")
    waiting = run_import(path, MAPPING)
    assert killed() == 30
    request = replace(order(path, MAPPING), corrections=True)
    run = runs.retry(request, waiting)
    assert (run.failed, killed()) == (0, 2)


def test_without_places_another_day_waits_too(table, run_import):
    mapping = MAPPING | {"columns": {name: use for name, use in MAPPING["columns"].items() if name != "place"}}
    run_import(table("first.csv", "1,2018-01-04,30", header="no,day,killed"), mapping)
    assert run_import(table("second.csv", "1,2018-02-04,2", header="no,day,killed"), mapping).failed == 1
    assert run_import(table("third.csv", "1,2018-01-04,2", header="no,day,killed"), mapping).corrected == 1


def test_a_row_that_gives_several_reports_gives_each_an_identifier_of_its_own(table, run_import):
    mapping = {
        "kind": "tally",
        "origin": "north-monitor",
        "columns": {"no": {"external_id": True}, "day": {"field": "when"}},
        "reports": [
            {"constants": {"what": "displaced"}, "columns": {"left": {"field": "count"}}},
            {"constants": {"what": "returned"}, "columns": {"back": {"field": "count"}}},
            {"constants": {"what": "returned"}, "columns": {"home": {"field": "count"}}},
        ],
    }
    path = table("moves.csv", "1,2018-01-04,10,20,30", "2,2018-01-05,11,21,31", header="no,day,left,back,home")
    run = run_import(path, mapping)
    assert (run.new, run.corrected, run.failed) == (6, 0, 0)
    assert Report.objects.values("external_id").distinct().count() == 6
    assert run_import(path, mapping).repeated == 6


def test_the_same_row_read_otherwise_is_corrected_whatever_it_says_now(table, run_import):
    path = table("first.csv", "1,04/01/2018,Idlib,30")
    day = {"field": "when", "format": "d/m/y"}
    run_import(path, MAPPING | {"columns": MAPPING["columns"] | {"day": day, "place": {"ignore": True}}})
    again = run_import(path, MAPPING | {"columns": MAPPING["columns"] | {"day": day | {"format": "m/d/y"}}})
    assert (again.corrected, again.failed) == (1, 0)
