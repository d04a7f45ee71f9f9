"""`dalil count` answers in the terminal, as CSV and as JSON, in either language."""

from __future__ import annotations

import csv
import json

import pytest
from click.testing import CliRunner

from dalil.archive.protection import Level
from dalil.cli.count import count

NO_ISOLATES = dict.fromkeys((0x2068, 0x2069))
"""Takes the marks out that keep a name of the other direction apart."""


@pytest.fixture
def run():
    def one(*arguments):
        return CliRunner().invoke(count, list(arguments))

    return one


@pytest.fixture
def spring(enter):
    where = {"places": ["SY07"]}
    enter(
        {"when": "2019-05-01", "where": where, "weapons": ["BARREL_BOMB"], "targets": ["SCHOOL"], "killed": "82+"},
        origin="north-monitor",
    )
    enter(
        {"when": "2017-01-03", "where": where, "weapons": ["ARTILLERY"], "targets": ["MARKET"], "killed": "5"},
        origin="south-monitor",
    )
    enter(
        {"when": "2019-05-09", "where": where, "weapons": ["BARREL_BOMB"], "killed": "7"},
        origin="north-monitor",
        level=Level.INTERNAL,
    )


def test_a_table_says_the_question_the_range_and_what_is_unknown(run, spring):
    out = run("--measure", "killed", "--place", "Idlib governorate", "--by", "month").output
    assert "Killed, in incidents · Idlib · by month" in out
    assert "May 2019" in out and "at least 89" in out and "at least 94" in out
    assert "no upper end" in out


def test_the_public_is_not_told_what_is_internal(run, spring):
    assert json.loads(run("--json").output)["total"]["low"] == 3
    assert json.loads(run("--json", "--public").output)["total"]["low"] == 2


def test_names_are_taken_in_either_script(run, spring):
    for weapon in ("BARREL_BOMB", "barrel bomb", "برميل متفجر"):
        assert json.loads(run("--weapon", weapon, "--json").output)["total"]["low"] == 2, weapon
    for place in ("SY07", "محافظة إدلب", "Idleb governorate"):
        assert json.loads(run("--place", place, "--json").output)["total"]["low"] == 3, place
    for source in ("north-monitor", "North-Monitor"):
        assert json.loads(run("--according-to", source, "--json").output)["total"]["low"] == 2
    for measure in ("incidents", "حوادث", "incident"):
        assert json.loads(run("--measure", measure, "--json").output)["total"]["low"] == 3


def test_a_homonym_is_refused_with_the_candidates(run, spring):
    failed = run("--place", "Suran")
    assert failed.exit_code == 1
    assert "C1664 (Suran, town)" in failed.output and "C3026" in failed.output


def test_of_places_of_one_name_that_lie_in_each_other_the_largest_is_meant_and_named(run, spring):
    for name in ("Idlib", "ادلب"):
        answer = json.loads(run("--place", name, "--json").stdout)
        assert answer["total"]["low"] == 3
        assert answer["question"]["places"] == ["SY07"]


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (["--kind", "rumour"], "There is no kind “rumour”"),
        (["--measure", "kiled"], "“kiled” is not counted in incident"),
        (["--weapon", "zzz"], "“zzz” is not a code of weapons"),
        (["--facet", "weapons"], "write weapons=BARREL_BOMB"),
        (["--facet", "colour=RED"], "no facet “colour”"),
        (["--place", "Nowhere at all"], "No place is called “Nowhere at all”"),
        (["--according-to", "nobody"], "There is no source called “nobody”"),
        (["--since", "soon"], "“soon” is not a date"),
        (["--by", "colour"], "cannot be grouped by “colour”"),
        (["--reading", "wishful"], "“wishful” is not a code of readings"),
        (["--kind", "measure", "--weapon", "BARREL_BOMB"], "Measure has no facet of weapons"),
    ],
)
def test_what_cannot_be_asked_is_refused_in_words(run, spring, arguments, sentence):
    failed = run(*arguments)
    assert failed.exit_code == 1
    assert sentence in failed.output


def test_csv_has_every_counter_and_both_languages(run, spring):
    out = run("--measure", "killed", "--by", "weapon", "--by", "year", "--csv", "--public").output
    lines = list(csv.DictReader(out.splitlines()))
    assert [(line["weapons"], line["year"], line["low"], line["high"], line["open"]) for line in lines] == [
        ("ARTILLERY", "2017", "5", "5", "0"),
        ("BARREL_BOMB", "2019", "82", "", "1"),
    ]
    assert lines[1]["weapons_ar"] and lines[1]["weapons_en"] != lines[1]["weapons_ar"]


def test_json_has_low_high_point_and_all_the_counters(run, spring):
    answer = json.loads(run("--measure", "killed", "--by", "year", "--json", "--public").output)
    assert answer["total"] == {
        "low": 87,
        "high": None,
        "point": None,
        "stated": 87,
        "entities": 2,
        "open": 1,
        "unknown": 0,
        "conflict": 0,
        "contradictory": 0,
        "other": 0,
        "at_most": 0,
        "unit": "person",
        "addable": True,
    }
    assert answer["rows"][0]["labels"]["year"] == {"en": "2017", "ar": "٢٠١٧"}
    assert answer["in_words"]["ar"].startswith("القتلى")


def test_first_and_last_time(run, spring):
    out = run("--weapon", "BARREL_BOMB", "--first-last").output
    assert "first: 1 May 2019" in out and "last: 9 May 2019" in out and "first in" not in out
    moments = json.loads(run("--first-last", "--json", "--public").output)
    assert moments["gap"]["months"] == {"low": 27, "high": 27}
    assert moments["gap"]["in_words"]["ar"] == "للمرة الأولى منذ ٢٧ شهراً"
    assert "لا يوثّق" in run("--weapon", "CHEMICAL", "--first-last", "--language", "ar").output


def test_an_arabic_table(run, spring):
    out = run("--measure", "killed", "--by", "governorate", "--language", "ar").output
    assert "القتلى (حوادث) · بحسب المحافظة" in out and "ما لا يقل عن ٩٤" in out


@pytest.mark.parametrize("name", ["Douma", "دوما"])
def test_what_a_name_was_taken_for_is_said_beside_the_answer_with_what_else_it_may_be(run, spring, name):
    result = run("--place", name, "--json")
    assert json.loads(result.stdout)["question"]["places"] == ["C2338"]
    assert f"“{name}” was taken for C2338 (Duma, town)" in result.stderr.translate(NO_ISOLATES)
    assert "SY0302 (Duma, district)" in result.stderr
    assert run("--place", "C2338", "--json").stderr == ""
    assert run("--place", "Suran", "--json").exit_code == 1


def test_a_slip_in_a_year_is_never_the_last_time_and_the_doubts_stand_beside_it(run, enter):
    enter({"when": "2019-03-01", "targets": ["HOSPITAL"]}, origin="north-monitor")
    enter({"when": "2019-05-04", "targets": ["HOSPITAL"]}, origin="north-monitor")
    enter({"when": "2919-05-04", "targets": ["HOSPITAL"]}, origin="north-monitor")
    enter({"when": "2019-06-01"}, origin="north-monitor")
    out = run("--target", "HOSPITAL", "--first-last").output
    assert "2919" not in out and "last: 4 May 2019" in out
    assert "1 more is dated on a day that has not come; it is left out here." in out
    assert "“What was hit”: of 1 more it is not stated" in out, "the doubts of the count stand here too"
    moments = json.loads(run("--target", "HOSPITAL", "--first-last", "--json").output)
    assert (moments["entities"], moments["dated_ahead"]) == (2, 1) and moments["doubts"]["ar"]
