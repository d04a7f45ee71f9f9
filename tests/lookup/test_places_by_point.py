"""A name and its point decide together; a name alone never does where it is not certain."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dalil.lookup.match import Reason
from dalil.lookup.place_lookup import PlaceLookup
from dalil.lookup.places_by_point import area_of_point, find_place_at, find_settlement_at
from dalil.text.place_finder import likeness_to_place
from dalil.values import WherePrecision
from dalil.vocabulary.borders import Border, write_rings
from dalil.vocabulary.gazetteer import Gazetteer, Place

KM = 1 / 111


def land() -> Gazetteer:
    """A country with two governorates; towns of one name in each, and towns whose names differ by a side."""
    places = [
        Place("X", "country", None, "Shamland", "شاملاند"),
        Place("X1", "governorate", "X", "North", "الشمال"),
        Place("X2", "governorate", "X", "South", "الجنوب"),
        Place("X11", "district", "X1", "Wadiya", "الوادية"),
        Place("X12", "district", "X1", "Sahila", "السهيلة"),
        Place("T1", "town", "X11", "Tell Qamar", "تل قمر", (), 36.0, 37.0),
        Place("T2", "town", "X11", "Tell Shams", "تل شمس", (), 36.02, 37.0),
        Place("T3", "town", "X12", "Eastern Barida", "بريدة شرقية", (), 36.3, 37.0),
        Place("T4", "town", "X12", "Western Barida", "بريدة غربية", (), 36.3, 36.97),
        Place("T5", "town", "X2", "Tell Qamar", "تل قمر", (), 34.0, 37.0),
        Place("T6", "town", "X12", "Kafr Zeit", "كفر زيت", (), 36.5, 37.0),
    ]
    north = [(36.0, 35.0), (38.0, 35.0), (38.0, 37.0), (36.0, 37.0)]
    return Gazetteer(places, {"X1": Border(write_rings([north]))})


@pytest.mark.parametrize(
    ("name", "lat", "lon", "within", "code", "reason"),
    [
        ("Tell Qamar town", 36.0, 37.0, "X11", "T1", Reason.NAME),
        ("بلدة تل قمر", 36.0, 37.0, None, "T1", Reason.NAME),
        ("Tall Kamar village", 36.0 + 2 * KM, 37.0, "X11", "T1", Reason.ALIKE),
        ("Unheard-of/Tall Kamar village", 36.0, 37.0, "X11", "T1", Reason.ALIKE),
        ("Tell Qamar suburb", 36.0, 37.0, "X11", "T1", Reason.NAME),
        ("ضاحية تل قمر", 36.0, 37.0, "X11", "T1", Reason.NAME),
        ("Tell Qamar", 36.0, 37.0, "X12", "T1", Reason.ELSEWHERE),  # the district is drawn differently
        ("Kafr Zeit", 36.2, 37.0, "X12", "T6", Reason.FAR),
        ("كفر زيت", 36.2, 37.0, "X12", "T6", Reason.FAR),
        ("Barida al-Sharqiya", 36.3, 36.98, "X1", "T3", Reason.ALIKE),
        ("بريدة الغربية", 36.3, 36.98, "X1", "T4", Reason.NAME),
    ],
)
def test_the_place_of_the_name_near_the_point_is_meant(name, lat, lon, within, code, reason) -> None:
    match = find_settlement_at(name, lat, lon, gazetteer=land(), within=within)
    assert (match.found and match.found.code, match.reason) == (code, reason)


@pytest.mark.parametrize(
    ("name", "lat", "lon", "within"),
    [
        ("Tell Najma", 36.0, 37.0, "X1"),  # shares one word with two towns there
        ("تل نجمة", 36.0, 37.0, "X1"),
        ("Barida", 36.3, 36.985, "X1"),  # the eastern one or the western one
        ("Barida al-Tahtaniya", 36.3, 37.0, "X1"),
        ("Tell Qamar", 36.0, 37.0, "X2"),  # never outside of the stated governorate, near the point or not
        ("Tell Qamar checkpoint", 36.0, 37.0, "X11"),
        ("", 36.0, 37.0, "X1"),
        ("/", 36.0, 37.0, "X1"),
    ],
)
def test_what_is_not_clear_is_not_taken(name, lat, lon, within) -> None:
    match = find_settlement_at(name, lat, lon, gazetteer=land(), within=within)
    assert match.found is None or match.reason is Reason.FAR


@pytest.mark.parametrize("name", ["Tell Qamar", "تل قمر"])
def test_of_towns_that_lie_apart_the_point_chooses(name: str) -> None:
    assert find_place_at(name, 34.01, 37.0, gazetteer=land()).found.code == "T5"
    assert find_place_at(name, 35.0, 37.0, gazetteer=land()).found is None


def test_what_the_name_means_stands_unless_it_is_a_town_far_away() -> None:
    assert find_place_at("North", 30.0, 30.0, gazetteer=land()).reason is Reason.NAME
    far = find_place_at("Kafr Zeit", 30.0, 30.0, gazetteer=land())
    assert (far.found.code, far.reason) == ("T6", Reason.FAR)


def test_an_area_is_no_smaller_than_the_precision_of_the_point() -> None:
    known = land()
    assert area_of_point(36.0, 37.0, gazetteer=known).code == "X1"
    assert area_of_point(36.0, 37.0, gazetteer=known, precision=WherePrecision.COUNTRY).code == "X"
    assert area_of_point(36.0, 37.0, gazetteer=known, precision=WherePrecision.OUTSIDE) is None
    assert area_of_point(50.4, 30.5, gazetteer=known) is None


def test_where_a_border_is_known_it_says_what_lies_outside() -> None:
    lookup = PlaceLookup(land())
    assert not lookup.lies_outside("X1", 36.0, 37.0)
    assert not lookup.lies_outside("X1", 34.99, 37.0), "a kilometre: borders are drawn differently"
    assert lookup.lies_outside("X1", 34.9, 37.0)


@given(st.sampled_from(["Tell Qamar", "Tall Kamar", "Barida", "تل قمر"]), st.floats(33, 38), st.floats(35, 39))
def test_a_lookup_that_remembers_says_what_the_rule_says(name: str, lat: float, lon: float) -> None:
    lookup = PlaceLookup(land())
    for _time in range(2):
        assert lookup.find_at(name, lat, lon) == find_place_at(name, lat, lon, gazetteer=lookup.gazetteer)
        assert lookup.find_at(name, lat, lon, settlement=True) == find_settlement_at(
            name, lat, lon, gazetteer=lookup.gazetteer
        )


@pytest.mark.parametrize(("said", "like"), [("Tall Kamar", True), ("Tell Najma", False), ("تل نجمه", False)])
def test_every_word_that_was_said_must_be_in_the_name(said: str, like: bool) -> None:
    place = Place("T", "town", None, "Tell Qamar", "تل قمر")
    assert (likeness_to_place(said, place) > 0.25) == like
