"""The English and the Arabic name of a place mean one place: asked of every place there is, in the shipped gazetteer and in the whole one."""

from __future__ import annotations

from pathlib import Path

import pytest

from dalil.intake.formats.place_lists import FORMATS as FORMATS_OF_PLACES
from dalil.intake.parsed_rows import Context, ParsedPlace
from dalil.intake.place_entries import placeable
from dalil.lookup.match import Reason
from dalil.lookup.places import find_place
from dalil.record.gazetteer_in_use import enriched
from dalil.vocabulary.gazetteer import Gazetteer, Place, load_shipped_gazetteer

FILES = (
    "cod_ab_2018_syr_admin1.csv",
    "cod_ab_2018_syr_admin2.csv",
    "cod_ab_2018_syr_admin3.csv",
    "cod_ab_populated_places_adm4.geojson",
    "cod_ab_2018_city_neighbourhoods.csv",
)


@pytest.fixture(scope="module")
def whole(shared_data: Path) -> Gazetteer:
    """The shipped places with those of COD-AB, read as an import reads them."""
    known = load_shipped_gazetteer()
    for name in FILES:
        (format_,) = FORMATS_OF_PLACES
        opened = format_.open(shared_data / "places" / name, {})
        assert format_.reader
        reader = format_.reader(Context(sha256="0" * 64, level=0, known=known), opened.header, {})
        read = [each for row, raw in opened.rows for each in reader.read(row, raw) if isinstance(each, ParsedPlace)]
        entries, _ = placeable(read, known)
        places = {place.code: place for place in known.places}
        for entry in entries:
            places[entry.code] = enriched(places[entry.code], entry) if entry.code in places else entry
        known = Gazetteer(places.values(), known.borders)
    return known


def disagreeing(known: Gazetteer) -> dict[str, tuple[str, str]]:
    """The places whose two names are found as different places, with the codes by the English and by the Arabic one."""
    found = {}
    for place in known.places:
        if place.en and place.ar:
            codes = [find_place(name, gazetteer=known, spelled_otherwise=False).found for name in (place.en, place.ar)]
            if None not in codes and len(set(codes)) > 1:
                found[place.code] = tuple(each.code for each in codes if each)
    return found


def test_both_names_of_a_shipped_place_mean_one_place() -> None:
    assert disagreeing(load_shipped_gazetteer()) == {}


def test_both_names_of_any_place_mean_one_place(whole: Gazetteer) -> None:
    """Of one place the Arabic name is its own, while in English it is one of the spellings of a better known town."""
    assert len(whole) > 6000
    assert disagreeing(whole) == {"C6254": ("C3244", "C6254")}
    english = find_place("Salmiyeh", gazetteer=whole)
    assert english.reason is Reason.PRESUMED and "C6254" in [each.code for each in english.alternatives]


@pytest.mark.parametrize(
    ("names", "code"),
    [
        (("Khan Shaykhun", "خان شيخون"), "C3987"),
        (("Saraqib", "سراقب"), "C3916"),
        (("Douma", "دوما"), "C2338"),
        (("Ras El Ein", "Ras al-Ayn", "راس العين", "رأس العين"), "C4988"),
        (("Tabaqa", "Tabqa", "الطبقة"), "C5929"),
        (("Qneitra", "Quneitra", "قنيطرة", "القنيطرة"), "SY14"),
    ],
)
def test_the_area_that_people_mean_by_every_spelling(names: tuple[str, ...], code: str, whole: Gazetteer) -> None:
    matches = [find_place(name, gazetteer=whole) for name in names]
    assert {match.found.code for match in matches if match.found} == {code} and all(each.found for each in matches)
    assert all(match.alternatives for match in matches), "the others are offered"


def test_a_label_in_either_language_is_of_the_one_that_has_it_in_the_other() -> None:
    """A village whose English label is a spelling of a district town's name, and whose Arabic label is the same name."""
    known = Gazetteer(
        [
            Place("X", "country", None, "X", "س"),
            Place("X1", "district", "X", "Marsa", "مرسى"),
            Place("X10", "town", "X1", "Marsa", "مرسى"),
            Place("X2", "district", "X", "Other", "أخرى"),
            Place("X20", "town", "X2", "Mersah", "مرسى"),
        ]
    )
    found = [find_place(name, gazetteer=known, spelled_otherwise=False).found for name in ("Mersah", "مرسى", "Marsa")]
    assert [each and each.code for each in found] == ["X10", "X10", "X10"]
