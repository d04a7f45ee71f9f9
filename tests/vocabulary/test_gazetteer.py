"""Places: a village lies in its governorate, a vague place in what surely holds it, and a name finds all who bear it."""

import csv
import json
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dalil.letters import ARABIC_LETTER
from dalil.vocabulary.gazetteer import (
    LEVELS,
    Gazetteer,
    Place,
    UnknownPlace,
    kilometres_between,
    load_shipped_gazetteer,
    load_shipped_places,
)

known = st.sampled_from([place.code for place in load_shipped_places()])


def codes(places: tuple[Place, ...]) -> list[str]:
    return [place.code for place in places]


def test_the_shipped_places_are_whole() -> None:
    assert {p.level for p in load_shipped_places()} == set(LEVELS)
    for place in load_shipped_places():
        assert place.en and not ARABIC_LETTER.search(place.en), place
        assert ARABIC_LETTER.search(place.ar), place
        assert (place.lat is None) == (place.lon is None), place
        assert len(place.names()) == len(set(place.names())), place
        if place.lat is not None and place.lon is not None:
            assert 32 < place.lat < 38 and 35 < place.lon < 43, place


def test_syria_has_its_governorates_districts_and_subdistricts() -> None:
    inside = [load_shipped_gazetteer().get(code) for code in load_shipped_gazetteer().within("SY")]
    assert [sum(p.level == level for p in inside) for level in ("governorate", "district", "subdistrict")] == [
        14,
        62,
        272,
    ]


def test_a_place_lies_in_the_place_whose_code_begins_its_own() -> None:
    for place in load_shipped_places():
        if place.code.startswith("SY") and place.level in ("district", "subdistrict"):
            assert place.parent is not None
            assert place.code.startswith(place.parent)


@given(known)
def test_a_place_lies_within_everything_on_its_path(code: str) -> None:
    path = load_shipped_gazetteer().path(code)
    assert path[-1] == code
    assert load_shipped_gazetteer().get(path[0]).parent is None
    for above, below in pairwise(path):
        assert load_shipped_gazetteer().within(below) < load_shipped_gazetteer().within(above)


@given(st.lists(known, min_size=1, max_size=4))
def test_the_lowest_common_place_holds_them_all_and_nothing_below_it_does(some: list[str]) -> None:
    common = load_shipped_gazetteer().lowest_common(some)
    if common is None:
        assert len({load_shipped_gazetteer().path(code)[0] for code in some}) > 1
        return
    assert set(some) <= load_shipped_gazetteer().within(common)
    for place in load_shipped_places():
        if place.parent == common:
            assert not set(some) <= load_shipped_gazetteer().within(place.code)


@given(known)
def test_every_name_of_a_place_finds_it(code: str) -> None:
    place = load_shipped_gazetteer().get(code)
    for name in place.names():
        assert place in load_shipped_gazetteer().find(name), name
        assert place in load_shipped_gazetteer().find(name.upper(), within=code), name


def test_what_happened_in_a_village_happened_in_its_governorate() -> None:
    khan_shaykhun = load_shipped_gazetteer().find("Khan Sheikhoun", level="town")[0]
    assert load_shipped_gazetteer().path(khan_shaykhun.code) == ("SY", "SY07", "SY0702", "SY070201", "C3987")
    assert load_shipped_gazetteer().at_level("C3987", "governorate") == "SY07"
    assert load_shipped_gazetteer().at_level("SY07", "district") is None


def test_a_vague_place_lies_where_it_surely_belongs_and_not_below() -> None:
    for name in ("northern Hama", "ريف حماة الشمالي", "Northern Hamah Governorate"):
        (place,) = load_shipped_gazetteer().find(name)
        assert (place.level, place.parent, place.lat) == ("area", "SY05", None), name
    assert load_shipped_gazetteer().lowest_common(["SY07", "SY05-NORTH"]) == "SY"


def test_both_surans_are_returned_and_none_is_guessed() -> None:
    for name in ("Suran", "Souran town", "صوران", "بلدة صوران"):
        assert codes(load_shipped_gazetteer().find(name, level="town")) == ["C1664", "C3026"], name
    assert codes(load_shipped_gazetteer().find("صوران", within="SY05", level="town")) == ["C3026"]
    assert codes(load_shipped_gazetteer().find("صوران", within="SY02", level="town")) == ["C1664"]


def test_the_word_for_the_kind_of_place_chooses_among_homonyms() -> None:
    assert codes(load_shipped_gazetteer().find("Idlib")) == ["SY07", "SY0700", "SY070000", "C3871"]
    for name in ("Idlib Governorate", "محافظة إدلب", "Edleb province"):
        assert codes(load_shipped_gazetteer().find(name)) == ["SY07"], name
    for name in ("Idlib district", "Mintaqat Markaz Idlib", "منطقة إدلب"):
        assert codes(load_shipped_gazetteer().find(name)) == ["SY0700"], name
    for name in ("Idlib Sub-district", "ناحية مركز ادلب"):
        assert codes(load_shipped_gazetteer().find(name)) == ["SY070000"], name
    for name in ("Idlib city", "مدينة ادلب"):
        assert codes(load_shipped_gazetteer().find(name)) == ["C3871"], name


def test_a_town_and_the_camps_beside_it_are_two_places() -> None:
    assert [p.level for p in load_shipped_gazetteer().find("أطمة")] == ["town"]
    assert [p.level for p in load_shipped_gazetteer().find("Atama camp compound")] == ["camp"]


def test_the_countryside_of_damascus_is_not_damascus() -> None:
    assert codes(load_shipped_gazetteer().find("Damascus Governorate")) == ["SY01"]
    assert codes(load_shipped_gazetteer().find("Rural Damascus Governorate")) == ["SY03"]
    assert codes(load_shipped_gazetteer().find("Rif Dimashq governorate")) == ["SY03"]


@pytest.mark.parametrize("name", ["", "  ", "governorate", "ال", "No Such Place", "'"])
def test_a_name_that_nobody_bears_finds_nothing(name: str) -> None:
    assert load_shipped_gazetteer().find(name) == ()


@given(st.text())
def test_any_text_may_be_asked_for(name: str) -> None:
    assert all(isinstance(place, Place) for place in load_shipped_gazetteer().find(name))


SPELLINGS = {
    "SY02": "Halab",
    "SY04": "Hims",
    "SY05": "Hamah",
    "SY06": "Lattakia,Al Ladhiqiyah,Latakia",
    "SY07": "Idlib,Idleb,Edlib",
    "SY08": "Al Hasakah,Al-Hasakeh,Hassakeh",
    "SY09": "Deir ez Zor,Deir-ez-Zor,Deir Ezzor,Deir al-Zour,Dayr az Zawr,ديرالزور",
    "SY10": "Tartous,Tartus",
    "SY11": "Ar Raqqah,Raqqa,Al-Raqqa",
    "SY12": "Daraa,Dar'a,Dar‘ā,Deraa",
    "SY13": "As Suwayda,As-Sweida,Suwayda,السويدا",
    "SY14": "Quneitra,Al Qunaytirah",
}


@pytest.mark.parametrize(("code", "spellings"), SPELLINGS.items())
def test_a_governorate_is_found_however_it_is_spelt(code: str, spellings: str) -> None:
    for spelling in spellings.split(","):
        assert codes(load_shipped_gazetteer().find(f"{spelling} Governorate")) == [code], spelling


def test_every_area_of_the_ucdp_file_is_found_and_is_one_place(shared_data: Path) -> None:
    with (shared_data / "conflict" / "ucdp_ged_syria_201810_201903.csv").open(
        encoding="utf-8", errors="replace"
    ) as file:
        areas = {(row["adm_1"], row["adm_2"]) for row in csv.DictReader(file) if row["adm_1"]}
    assert len(areas) > 30
    for first, second in areas:
        (governorate,) = load_shipped_gazetteer().find(first)
        assert governorate.level == "governorate", first
        if second:
            (district,) = load_shipped_gazetteer().find(second, within=governorate.code)
            assert district.level == "district" or second == "Atarib district", second


def test_areas_have_the_codes_names_and_parents_of_the_official_tables(shared_data: Path) -> None:
    for number in (1, 2, 3):
        with (shared_data / "places" / f"cod_ab_2018_syr_admin{number}.csv").open(encoding="utf-8-sig") as file:
            for row in csv.DictReader(file):
                place = load_shipped_gazetteer().get(row["PCODE"].strip())
                assert place in load_shipped_gazetteer().find(row["NAME_EN"].strip()), row["PCODE"]
                assert place in load_shipped_gazetteer().find(row["NAME_AR"].strip()), row["PCODE"]
                assert place.parent == row.get(f"ADM{number - 1}_PCODE", "SY").strip()


def test_towns_have_the_codes_points_and_subdistricts_of_the_official_layer(shared_data: Path) -> None:
    layer = (shared_data / "places" / "cod_ab_populated_places_adm4.geojson").read_text(
        encoding="utf-8", errors="replace"
    )
    official = {feature["properties"]["PCODE"]: feature["properties"] for feature in json.loads(layer)["features"]}
    towns = [place for place in load_shipped_places() if place.code in official]
    assert len(towns) > 200
    for town in towns:
        row = official[town.code]
        assert (town.lat, town.lon) == (round(row["LATITUDE"], 4), round(row["LONGITUDE"], 4)), town
        assert town.parent == row["ADMIN3_COD"] or (town.parent or "").startswith("SY1006"), town
        assert town in load_shipped_gazetteer().find(row["NAME_EN"]), row["NAME_EN"]


def test_the_nearest_place_is_within_the_distance_asked_for() -> None:
    found = load_shipped_gazetteer().nearest(35.445, 36.645, "town", 5)
    assert found is not None and found.code == "C3987"
    assert load_shipped_gazetteer().nearest(35.445, 36.645, "town", 0.001) is None
    assert load_shipped_gazetteer().nearest(0, 0, "town", 50) is None


@given(st.floats(32.3, 37.3), st.floats(35.6, 42.4), st.floats(1, 80))
def test_no_town_is_nearer_than_the_nearest(lat: float, lon: float, km: float) -> None:
    found = load_shipped_gazetteer().nearest(lat, lon, "town", km)
    distances = [
        kilometres_between(lat, lon, p.lat, p.lon)
        for p in load_shipped_places()
        if p.level == "town" and p.lat is not None and p.lon is not None
    ]
    if found is None:
        assert min(distances) > km
    else:
        assert found.lat is not None and found.lon is not None
        assert kilometres_between(lat, lon, found.lat, found.lon) == min(distances) <= km


def test_a_broken_gazetteer_is_refused_with_the_place_that_breaks_it() -> None:
    north = Place("N", "governorate", None, "North", "الشمال")
    with pytest.raises(ValueError, match=r"M \(Middle\) lies in X, which is not"):
        Gazetteer([north, Place("M", "district", "X", "Middle", "الوسط")])
    with pytest.raises(ValueError, match="the place code N stands twice"):
        Gazetteer([north, north])
    with pytest.raises(ValueError, match="circle: A, B"):
        Gazetteer([north, Place("A", "area", "B", "A", "أ"), Place("B", "area", "A", "B", "ب")])


def test_an_unknown_code_is_named() -> None:
    with pytest.raises(UnknownPlace, match="no place with the code “SY99”"):
        load_shipped_gazetteer().get("SY99")
    with pytest.raises(UnknownPlace):
        load_shipped_gazetteer().find("Idlib", within="SY99")
