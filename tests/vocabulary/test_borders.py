"""A point is placed by borders: in the smallest area that holds it for certain, or in none."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dalil.vocabulary.borders import UNIT, Border, load_shipped_borders, read_rings, write_rings
from dalil.vocabulary.gazetteer import Gazetteer, Place, load_shipped_gazetteer

KNOWN = load_shipped_gazetteer()
STEPS = st.integers(-90 * UNIT, 90 * UNIT)
RINGS = st.lists(st.lists(st.tuples(STEPS, STEPS), min_size=4, max_size=9, unique=True), min_size=1, max_size=3)


def square(south: float, west: float, size: float) -> list[tuple[float, float]]:
    return [(west, south), (west + size, south), (west + size, south + size), (west, south + size)]


def land(coarse_km: float) -> Gazetteer:
    """A country of one degree, in it two halves beside each other."""
    places = [
        Place("X", "country", None, "Shamland", "شاملاند"),
        Place("X1", "governorate", "X", "West", "الغرب"),
        Place("X2", "governorate", "X", "East", "الشرق"),
    ]
    west = [(36.0, 35.0), (36.5, 35.0), (36.5, 36.0), (36.0, 36.0)]
    east = [(36.5, 35.0), (37.0, 35.0), (37.0, 36.0), (36.5, 36.0)]
    drawn = {"X": square(35, 36, 1), "X1": west, "X2": east}
    borders = {code: Border(write_rings([ring]), coarse_km=coarse_km) for code, ring in drawn.items()}
    return Gazetteer(places, borders)


@given(RINGS)
def test_what_is_written_is_read_again(rings: list[list[tuple[int, int]]]) -> None:
    degrees = tuple(tuple((lon / UNIT, lat / UNIT) for lon, lat in ring) for ring in rings)
    assert read_rings(write_rings(degrees)) == degrees


@pytest.mark.parametrize("ring", [[], [(36.0, 35.0), (37.0, 35.0)], [(36.0, 95.0), (37.0, 35.0), (37.0, 36.0)]])
def test_what_is_no_outline_on_the_earth_is_refused(ring: list[tuple[float, float]]) -> None:
    with pytest.raises(ValueError, match=r"ring|earth"):
        write_rings([ring])


def test_a_hole_is_outside_and_an_island_in_it_is_inside() -> None:
    border = Border(write_rings([square(35, 36, 3), square(36, 37, 1), square(36.4, 37.4, 0.2)]))
    assert [border.surrounds(lat, lon) for lat, lon in ((35.5, 36.5), (36.1, 37.1), (36.5, 37.5), (39.5, 36.5))] == [
        True, False, True, False,
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("point", "exact", "coarse"),
    [
        ((35.5, 36.2), "X1", "X1"),
        ((35.5, 36.51), "X2", "X"),  # a kilometre from the line between the halves
        ((35.5, 36.01), "X1", "X1"),  # by the sea: nothing else could hold it
        ((35.5, 35.99), None, None),
        ((50.45, 30.52), None, None),
    ],
)
def test_near_a_coarse_border_the_area_around_both_sides_is_the_answer(
    point: tuple[float, float], exact: str | None, coarse: str | None
) -> None:
    for gazetteer, code in ((land(0), exact), (land(3), coarse)):
        area = gazetteer.area_at(*point)
        assert (area and area.code) == code


def test_outside_of_all_borders_is_told_from_not_known() -> None:
    assert not land(3).is_outside_all_borders(35.5, 35.99)
    assert land(0).is_outside_all_borders(35.5, 35.99)
    assert KNOWN.is_outside_all_borders(50.45, 30.52)


@pytest.mark.parametrize(
    ("place", "lat", "lon", "code"),
    [
        ("Idlib", 35.93, 36.63, "SY07"),
        ("Latakia, by the sea", 35.52, 35.78, "SY06"),
        ("Kyiv", 50.45, 30.52, None),
        ("Baghdad", 33.3, 44.4, "IQ"),
        ("the Golan, which the gazetteer has in Quneitra", 32.99, 35.69, "SY14-GOLAN"),
        ("Tiberias", 32.79, 35.53, "IL"),
    ],
)
def test_the_shipped_borders_hold_well_known_points(place: str, lat: float, lon: float, code: str | None) -> None:
    area = KNOWN.area_at(lat, lon)
    assert (area and area.code) == code, place


def test_every_shipped_border_belongs_to_a_shipped_place_and_every_governorate_of_syria_has_one() -> None:
    borders = load_shipped_borders()
    assert borders.keys() <= {place.code for place in KNOWN.places}
    governorates = {place.code for place in KNOWN.places if place.level == "governorate" and place.parent == "SY"}
    assert governorates <= borders.keys()
    assert KNOWN.is_drawn_whole("SY0703") and not KNOWN.is_drawn_whole("IQ") and not KNOWN.is_drawn_whole("XO")


def test_no_shipped_town_lies_in_another_governorate_by_its_point() -> None:
    wrong = [
        place.code
        for place in KNOWN.places
        if place.level == "town" and place.lat is not None and place.lon is not None
        for area in [KNOWN.area_at(place.lat, place.lon)]
        if area is not None and area.code not in KNOWN.path(place.code)
    ]
    assert wrong == []
