"""What stands in a table beside its rows counts as no row: sums, a second header, rows taken out, the same row twice."""

import json

import pytest

from dalil.archive.protection import Viewer
from dalil.counting.answer import ask
from dalil.counting.question import Question
from dalil.intake import runs
from dalil.record.models import Report

BY_MONTH = {
    "kind": "incident",
    "origin": "north-monitor",
    "constants": {"when": "2019-05"},
    "columns": {"governorate": {"field": "where", "part": "governorate"}, "killed": {"field": "killed"}},
}
BY_DAY = {
    "kind": "incident",
    "origin": "north-monitor",
    "identifier": "north:",
    "columns": {
        "ref": {"external_id": True},
        "day": {"field": "when"},
        "town": {"field": "where"},
        "killed": {"field": "killed"},
        "injured": {"field": "injured"},
    },
}
WITHOUT_REF = {**BY_DAY, "columns": {name: use for name, use in BY_DAY["columns"].items() if name != "ref"}}


@pytest.fixture
def bring(tmp_path, run_import):
    def one(text, mapping, name="table.csv"):
        path = tmp_path / name
        path.write_text(text, encoding="utf-8")
        return run_import(path, mapping)

    return one


def killed():
    return ask(Question(measure="killed"), Viewer.steward()).total.low


@pytest.mark.parametrize(
    "sum_row",
    [
        *("Total,7", "TOTAL:,7", "Sub-total,7", "Grand Total,7", "Idlib Total,7", "Total killed,7"),
        *("المجموع,7", "الإجمالي,7", "المجموع الكلي,7", "إجمالي المحافظات,7"),
        *("Syria,7", "سوريا,7", ",7"),
    ],
)
def test_a_row_of_sums_is_no_incident(bring, sum_row):
    run = bring(f"governorate,killed\nIdlib,4\nAleppo,3\n{sum_row}\n", BY_MONTH)
    assert (run.new, run.failed, killed()) == (2, 1, 7)
    assert "sum" in runs.open_rows(run).get().cause


def test_a_sum_of_sums_is_none_either(bring):
    rows = "governorate,killed\nIdlib,4\nAleppo,3\n,7\nHoms,2\nHama,3\n,5\nSyria,12\nDaraa,6\n"
    run = bring(rows, BY_MONTH)
    assert ([row.row for row in runs.open_rows(run)], killed()) == ([4, 7, 8], 18)


def test_a_year_under_its_months_is_their_sum(bring):
    mapping = {**BY_MONTH, "constants": {}, "columns": {"time": {"field": "when"}, "killed": {"field": "killed"}}}
    run = bring("time,killed\nJan 2019,4\nFeb 2019,3\n2019,7\nMar 2020,1\n", mapping)
    assert ([row.row for row in runs.open_rows(run)], killed()) == ([4], 8)


@pytest.mark.parametrize("row", ["Homs,7", ",8", "Syria,6"])
def test_a_row_of_its_own_is_none(bring, row):
    assert bring(f"governorate,killed\nIdlib,4\nAleppo,3\n{row}\n", BY_MONTH).failed == 0


def test_a_row_that_is_no_sum_is_mended_by_taking_the_mark_away(bring):
    run = bring("governorate,killed\nIdlib,4\nAleppo,3\n,7\n", BY_MONTH)
    assert runs.open_rows(run).get().raw[1] == "7 (the sum of rows 2 to 3)"


def test_what_follows_another_header_waits(bring):
    run = bring(
        "ref,day,town,killed,injured\nM1,2019-05-01,Saraqib,1,9\nref,day,town,injured,killed\nM2,2019-05-02,Saraqib,50,2\n",
        BY_DAY,
    )
    causes = {row.row: row.cause for row in runs.open_rows(run)}
    assert list(causes) == [3, 4] and "repeats the header" in causes[3] and "in row 3" in causes[4]
    assert killed() == 1


def test_the_same_header_again_is_one_row_that_waits(bring):
    head = "ref,day,town,killed,injured\n"
    run = bring(f"{head}M1,2019-05-01,Saraqib,1,9\n{head}M2,2019-05-02,Saraqib,5,2\n", BY_DAY)
    assert (run.failed, killed()) == (1, 6)


@pytest.mark.parametrize("sign", ["# ", "#", "// ", "-- "])
def test_a_row_that_was_taken_out_waits(bring, sign):
    head = "ref,day,town,killed,injured\n"
    run = bring(f"{head}N1,2019-05-01,Saraqib,1,\n{sign}N2,2019-05-03,Saraqib,400,\n", BY_DAY)
    assert (run.failed, killed()) == (1, 1)
    assert "taken out" in runs.open_rows(run).get().cause


def test_identifiers_may_begin_with_the_sign(bring):
    head = "ref,day,town,killed,injured\n"
    assert bring(f"{head}#1,2019-05-01,Saraqib,1,\n#2,2019-05-03,Saraqib,4,\n", BY_DAY).failed == 0


def test_the_same_row_twice_is_flagged_and_named(bring):
    run = bring("day,town,killed,injured\n5 May 2019,Binnish,6,\n5 May 2019,Binnish,6,\n", WITHOUT_REF)
    assert run.flags["duplicate_row"] == 1
    assert any("row 3 as row 2" in note for note in run.notes)
    assert sorted("duplicate_row" in flags for flags in Report.objects.values_list("flags", flat=True)) == [False, True]


POINT = {"type": "Point", "coordinates": [36.8, 35.86]}


@pytest.mark.parametrize("name", ["points.geojson", "points.json"])
def test_the_points_of_geojson_are_columns(bring, name):
    feature = {"type": "Feature", "geometry": POINT, "properties": {"day": "2019-05-01", "killed": 3}}
    mapping = {
        "kind": "incident",
        "columns": {
            "properties.day": {"field": "when"},
            "properties.killed": {"field": "killed"},
            "geometry.lon": {"field": "where", "part": "lon"},
            "geometry.lat": {"field": "where", "part": "lat"},
        },
    }
    run = bring(json.dumps({"type": "FeatureCollection", "features": [feature]}), mapping, name)
    where = Report.objects.get().claim.where
    assert (run.failed, where.lat, where.lon) == (0, 35.86, 36.8)


def test_lines_of_json_are_a_table(bring):
    lines = '{"governorate": "Idlib", "killed": 4}\n{"governorate": "Aleppo", "killed": 3}\n'
    assert (bring(lines, BY_MONTH, "table.jsonl").new, killed()) == (2, 7)


def test_the_line_that_names_the_separator_is_no_header(bring):
    run = bring("sep=;\ngovernorate;killed\nIdlib;4\n", BY_MONTH)
    assert (run.new, killed()) == (1, 4)


@pytest.mark.parametrize("mark", [",", ";"])
def test_a_title_above_the_header_is_passed_over_by_the_suggestion(tmp_path, mark):
    from dalil.intake.suggestion import suggest

    path = tmp_path / "titled.csv"
    rows = ["Strikes of May", "day,governorate,killed", "2019-05-01,Idlib,4"]
    path.write_text("\n".join(rows).replace(",", mark), encoding="utf-8")
    assert "header: 2" in suggest(path)
