"""UCDP GED: every row becomes a report or a named error, and nothing in it is mended."""

import csv
from collections import Counter
from functools import cache

import pytest

from dalil.archive.protection import Viewer
from dalil.record.gazetteer_in_use import gazetteer
from dalil.record.models import Report


@pytest.fixture
def ged(run_import, samples):
    return run_import(samples / "ged.csv")


def test_every_row_is_a_report_or_a_named_error(ged):
    assert (ged.rows, ged.new, ged.failed) == (8, 7, 1)
    failed = ged.failedrows.get()
    assert (failed.row, failed.field, failed.value) == (8, "date_end", "2018-11-20")
    assert "before it starts" in failed.cause
    assert failed.raw[0] == "900007.0"


def test_low_best_and_high_are_the_count(ged, by_id):
    killed = by_id("ucdp-ged:900001").claim.killed
    assert (killed.low, killed.point, killed.high, killed.shape) == (4, 5, 8, "range")


def test_who_the_dead_were_is_a_range_as_wide_as_what_is_not_known(ged, by_id):
    fight = by_id("ucdp-ged:900001").claim
    assert fight.killed_civilians is None, (
        "none among the best number, but three more may have died: unknown is not zero"
    )
    assert (fight.killed_combatants.low, fight.killed_combatants.point, fight.killed_combatants.high) == (4, 5, 8)
    market = by_id("ucdp-ged:900002").claim
    assert market.killed_civilians.shape == "exact" and market.killed_civilians.low == 6
    unknown = by_id("ucdp-ged:900003").claim
    assert unknown.killed_civilians is None and unknown.killed_combatants is None


def test_a_place_is_no_deeper_than_its_precision(ged, by_id):
    places = {n: by_id(f"ucdp-ged:90000{n}").claim.where for n in (1, 2, 3, 4, 5)}
    levels = {n: gazetteer().get(where.places[0]).level for n, where in places.items()}
    assert levels == {1: "district", 2: "town", 3: "country", 4: "district", 5: "governorate"}
    assert places[1].name == "Ad Dana town" and places[1].precision == "near" and places[1].lat == 36.21


def test_the_monitor_is_the_origin_and_ucdp_the_first_relay(ged, by_id):
    assert by_id("ucdp-ged:900001").attribution.key == "sohr via ucdp"
    assert by_id("ucdp-ged:900002").attribution.key == "sohr+vdc via ucdp via reuters"
    assert by_id("ucdp-ged:900003").attribution.key == "via ucdp via airwars"
    assert "source_unnamed" in by_id("ucdp-ged:900003").flags


def test_the_victims_are_not_among_those_who_did_it(ged, by_id):
    assert [party.actor for party in by_id("ucdp-ged:900002").claim.parties] == ["SYR_GOV"]
    clan = by_id("ucdp-ged:900005").claim.parties[0]
    assert (clan.actor, clan.name) == (None, "al-Waha clan")


@pytest.mark.parametrize(
    ("number", "flag"),
    [
        (3, "no_first_level_area"),
        (3, "clarity_low"),
        (4, "bounds_contradict"),
        (4, "source_before_event"),
        (5, "source_long_after_event"),
        (6, "place_unresolved"),
        (8, "point_outside_area"),
    ],
)
def test_a_defect_is_kept_as_said_and_flagged(ged, by_id, number, flag):
    assert flag in by_id(f"ucdp-ged:90000{number}").flags
    assert ged.flags[flag] >= 1


def test_bounds_out_of_order_stay_out_of_order(ged, by_id):
    killed = by_id("ucdp-ged:900004").claim.killed
    assert (killed.low, killed.point, killed.high, killed.shape) == (3, 2, 2, "contradictory")


def test_a_name_that_is_not_found_is_not_lost(ged, by_id):
    where = by_id("ucdp-ged:900006").claim.where
    assert where.places == ("SY",) and "Al Wadi Governorate" in where.name


def test_the_report_stands_in_the_file_by_its_row(ged, by_id):
    report = by_id("ucdp-ged:900002")
    assert report.locator == "row 3" and report.document == ged.document and report.said == "Strike on a market"


def test_newer_files_and_other_countries_are_read(run_import, samples, by_id):
    run = run_import(samples / "ged_new.csv")
    assert (run.new, run.failed) == (2, 0)
    new = by_id("ucdp-ged:500001").claim
    assert gazetteer().get(new.where.places[0]).level == "town"
    assert new.parties[0].actor is None, "the government of February 2025 is not the one of before December 2024"
    sudan = by_id("ucdp-ged:500002")
    assert sudan.claim.where.places == () and "place_unresolved" in sudan.flags
    assert "North Darfur state" in sudan.claim.where.name and "Sudan" in sudan.claim.where.name


def test_the_same_file_twice_adds_nothing(ged, run_import, samples):
    again = run_import(samples / "ged.csv")
    assert (again.new, again.repeated, again.failed) == (0, 7, 1)
    assert ged.failedrows.count() + again.failedrows.count() == 1


def test_the_totals_of_the_real_file_are_those_of_the_csv(run_import, shared_data):
    file = shared_data / "conflict" / "ucdp_ged_syria_201810_201903.csv"
    run = run_import(file)
    assert run.rows == run.new + run.failed == 925 and run.failed == 0
    straight: Counter = Counter()
    with file.open(encoding="utf-8", newline="") as lines:
        for row in csv.DictReader(lines):
            where = _governorate(row["adm_1"])
            for bound in ("low", "best", "high"):
                straight[where, row["date_start"][:7], bound] += int(float(row[bound]))
    ours: Counter = Counter()
    for report in Report.objects.visible_to(Viewer.public()).filter(document=run.document):
        told = report.claim
        where = gazetteer().at_level(told.where.places[0], "governorate")
        for bound, number in (("low", told.killed.low), ("best", told.killed.point), ("high", told.killed.high)):
            ours[where, f"{told.when.start:%Y-%m}", bound] += number
    assert ours == straight


@cache
def _governorate(name):
    if not name:
        return None
    found = gazetteer().find(name, within="SY", level="governorate")
    exact = [place for place in found if place.code == "SY01"] if name.startswith("Damascus") else found
    assert len(exact) == 1, name
    return exact[0].code
