"""A place is found under all its names; where a name means several places, nobody guesses."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dalil.text.place_finder import PlaceFinder, compare_place_names, load_place_finder
from dalil.vocabulary.gazetteer import Gazetteer, Place


@pytest.fixture(scope="module")
def finder() -> PlaceFinder:
    """A small country: two governorates, a town in each of one name, a district and its town of one name."""
    places = [
        Place("X", "country", None, "Shamland", "شاملاند"),
        Place("X1", "governorate", "X", "Idlib", "إدلب"),
        Place("X2", "governorate", "X", "Hama", "حماة"),
        Place("X11", "district", "X1", "Ariha", "أريحا"),
        Place("X111", "town", "X11", "Ariha", "أريحا"),
        Place("X12", "town", "X1", "Kafr Nabl", "كفرنبل"),
        Place("X13", "town", "X1", "Suran", "صوران"),
        Place("X21", "town", "X2", "Suran", "صوران"),
        Place("X22", "town", "X2", "Qalaat al-Madiq", "قلعة المضيق"),
    ]
    return PlaceFinder(Gazetteer(places))


@pytest.mark.parametrize(
    ("said", "code"),
    [
        ("ادلب", "X1"), ("Idleb", "X1"), ("Edlib", "X1"), ("محافظة إدلب", "X1"), ("Idlib Governorate", "X1"),
        ("Kafranbel", "X12"), ("كفر نبل", "X12"), ("Kfar Nabel", "X12"), ("Kafr Nabil", "X12"),
        ("Kalaat al Madik", "X22"), ("قلعه المضيق", "X22"), ("حماه", "X2"), ("Hamah", "X2"),
    ],
)  # fmt: skip
def test_a_place_is_found_however_it_is_spelled(finder: PlaceFinder, said: str, code: str) -> None:
    decided = finder.resolve(said).decided
    assert decided is not None
    assert decided.code == code


def test_of_two_towns_of_one_name_none_is_guessed(finder: PlaceFinder) -> None:
    answer = finder.resolve("صوران")
    assert answer.decided is None
    assert {place.code for place in answer.homonyms} == {"X13", "X21"}


@pytest.mark.parametrize(
    ("said", "context", "code"),
    [
        ("Suran", ("Hama",), "X21"),
        ("صوران", ("إدلب",), "X13"),
        ("صوران، حماة", (), "X21"),
        ("Soran (Idlib)", (), "X13"),
        ("صوران في ريف حماة", (), "X21"),
        ("Suran", ("Qalaat al-Madiq",), "X21"),
        ("Suran", ("X1",), "X13"),
    ],
)
def test_the_context_tells_them_apart(finder: PlaceFinder, said: str, context: tuple[str, ...], code: str) -> None:
    decided = finder.resolve(said, context).decided
    assert decided is not None
    assert decided.code == code


def test_context_that_contradicts_itself_decides_nothing(finder: PlaceFinder) -> None:
    assert finder.resolve("Suran", ("Hama", "Idlib")).decided is None


def test_of_a_district_and_its_town_the_one_that_is_certain_is_decided(finder: PlaceFinder) -> None:
    answer = finder.resolve("Ariha")
    assert answer.decided is not None
    assert answer.decided.code == "X11"
    assert [candidate.place.code for candidate in answer.candidates] == ["X11", "X111"]


def test_within_a_governorate_only_its_own_places_are_told(finder: PlaceFinder) -> None:
    decided = finder.resolve("Suran", within="X2").decided
    assert decided is not None
    assert decided.code == "X21"


@pytest.mark.parametrize("said", ["", "…", "Atlantis", "٣٤"])
def test_what_is_no_place_is_not_decided(finder: PlaceFinder, said: str) -> None:
    assert finder.resolve(said).decided is None


def test_the_shipped_gazetteer_reports_its_homonyms() -> None:
    answer = load_place_finder().resolve("صوران")
    assert answer.decided is None
    assert len(answer.homonyms) > 1
    hama = load_place_finder().resolve("صوران", ["حماة"]).decided
    assert hama is not None
    assert hama.code.startswith("SY05") or hama.parent is not None


@settings(max_examples=40)
@given(st.text(max_size=20), st.text(max_size=20))
def test_likeness_is_a_share(a: str, b: str) -> None:
    assert 0 <= compare_place_names(a, b) <= 1
