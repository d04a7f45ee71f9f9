"""A row of GED that says it knows the town counts in the town: by its name and its point, with every doubt flagged."""

from __future__ import annotations

import csv

import pytest

from dalil.intake.formats.ged_places import where_of_row
from dalil.lookup.place_lookup import PlaceLookup
from dalil.record.gazetteer_in_use import gazetteer
from dalil.vocabulary.gazetteer import kilometres_between, load_shipped_gazetteer

LOOKUP = PlaceLookup(load_shipped_gazetteer())
IDLIB, ALEPPO = "Idlib Governorate", "Aleppo Governorate"


@pytest.mark.parametrize(
    ("row", "code", "flags"),
    [
        (("1", "Al Atarib town", ALEPPO, "Atarib district", "Syria", "36.138", "36.822"), "C1022", set()),
        (("1.0", "Dayr Hafir town", ALEPPO, "Dayr Hafir district", "Syria", "36.156", "37.7"), "C1240", set()),
        (("1", "Al Atarib town", ALEPPO, "Nowhere district", "Syria", "36.138", "36.822"), "C1022", {"place_unresolved"}),
        (("1", "Talbeesa town", "Homs Governorate", "", "Syria", "34.84", "36.73"), "C2882", {"place_by_likeness"}),
        (("1", "Saraqib suburb", IDLIB, "", "Syria", "35.86", "36.80"), "C3916", set()),
        (("1", "Nowhere village", IDLIB, "Harim district", "Syria", "36.2", "36.6"), "SY0703", {"place_unresolved"}),
        (("1", "Nowhere village", IDLIB, "Harim district", "Syria", "", ""), "SY0703", {"place_unresolved"}),
        (("1", "Saraqib town", IDLIB, "", "Syria", "", ""), "C3916", set()),
        (("2", "Al Atarib town", ALEPPO, "Atarib district", "Syria", "36.138", "36.822"), "SY020001", set()),
        (("6", "Syria", "", "", "Syria", "35.0", "38.0"), "SY", {"no_first_level_area"}),
        (("6", "Sudan", "", "", "Sudan", "15.0", "30.0"), None, {"no_first_level_area", "place_unresolved", "point_outside_borders"}),
    ],
)  # fmt: skip
def test_the_place_is_as_deep_as_the_row_knows_it(row, code, flags) -> None:
    where, wrong = where_of_row(LOOKUP, *row)
    assert (where.places, set(wrong)) == ((code,) if code else (), flags)


def test_names_that_were_not_found_stay_in_the_words() -> None:
    where, _ = where_of_row(LOOKUP, "1", "Saraqib town", "Idlb Governorate", "X district", "Syria", "", "")
    assert where.name == "Saraqib town, X district, Idlb Governorate"


def test_most_exactly_placed_rows_reach_their_town_and_none_lies_far_from_it_unflagged(run_import, shared_data) -> None:
    folder = shared_data / "places"
    for name in ("cod_ab_2018_syr_admin3.csv", "cod_ab_populated_places_adm4.geojson"):
        run_import(folder / name)
    lookup = PlaceLookup(gazetteer())
    placed, towns, far = 0, 0, []
    with (shared_data / "conflict" / "ucdp_ged_syria_201810_201903.csv").open(encoding="utf-8", newline="") as lines:
        for row in csv.DictReader(lines):
            if float(row["where_prec"]) != 1:
                continue
            cells = ("where_prec", "where_coordinates", "adm_1", "adm_2", "country", "latitude", "longitude")
            where, flags = where_of_row(lookup, *(row[cell] for cell in cells))
            place = gazetteer().get(where.places[0])
            placed += 1
            if place.level in ("town", "camp", "neighbourhood"):
                towns += 1
                if place.lat is not None and kilometres_between(place.lat, place.lon, where.lat, where.lon) > 5:
                    far += [] if "point_far_from_place" in flags else [row["id"]]
            else:
                assert flags, row["id"]
    assert towns / placed > 0.85
    assert far == []
