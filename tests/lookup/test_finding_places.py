"""A name means one place by one rule, in both languages; what lies apart is never guessed, and the others are offered."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dalil.lookup.match import Match, Reason
from dalil.lookup.place_lookup import PlaceLookup
from dalil.lookup.places import find_place, suggest_places
from dalil.vocabulary.gazetteer import Gazetteer, Place, UnknownPlace, load_shipped_gazetteer

KNOWN = load_shipped_gazetteer()


def look_up(name: str, **around: str) -> Match[Place]:
    return find_place(name, gazetteer=KNOWN, **around)


def found(name: str, **around: str) -> str | None:
    match = look_up(name, **around)
    return match.found.code if match.found else None


@pytest.mark.parametrize(
    ("code", "names"),
    [
        ("SY07", "Idlib|Idleb|إدلب|ادلب|محافظة إدلب|Idlib Governorate|Governorate of Idlib|SY07|sy07|SY07 Idlib"),
        ("SY01", "Damascus|دمشق|Damascus Governorate"),
        ("C3871", "Idlib city|city of Idlib|the city of Idlib|مدينة إدلب|C3871"),
        ("C3987", "Khan Shaykhun|Khan Shaykun|Khan Sheikhoun|خان شيخون|Khan Shaykhun town|market of Khan Sheikhoun|سوق خان شيخون"),
        ("SY070201", "Khan Shaykhun sub-district|ناحية خان شيخون"),
        ("C3916", "Saraqib|Saraqab|سراقب|بلدة سراقب|Saraqib suburb|ضاحية سراقب"),
        ("SY070003", "ناحية سراقب|Saraqib subdistrict|nahiyat Saraqib"),
        ("C2338", "Douma|Duma|دوما|Duma city"),
        ("SY0302", "Duma district|منطقة دوما"),
        ("SY020001", "Atarib district|منطقة الأتارب"),
    ],
)  # fmt: skip
def test_a_name_means_the_place_that_people_mean_in_both_languages(code: str, names: str) -> None:
    assert {name: found(name) for name in names.split("|")} == dict.fromkeys(names.split("|"), code)


@pytest.mark.parametrize(("english", "arabic"), [("Khan Shaykhun", "خان شيخون"), ("Douma", "دوما"), ("Idlib", "إدلب")])
def test_the_others_of_the_name_are_offered_the_larger_first(english: str, arabic: str) -> None:
    for name in (english, arabic):
        match = look_up(name)
        assert match.reason is Reason.NESTED
        assert match.alternatives == look_up(arabic).alternatives != ()
        depths = [len(KNOWN.path(place.code)) for place in match.alternatives]
        assert depths == sorted(depths)


@pytest.mark.parametrize("name", ["Suran", "صوران", "Hawash", "الحواش", "Ma'an", "معان", "صلاح الدين"])
def test_places_of_one_name_that_lie_apart_are_not_guessed(name: str) -> None:
    match = look_up(name)
    assert match.found is None
    assert match.reason is Reason.HOMONYMS
    assert len(match.alternatives) > 1


@pytest.mark.parametrize(
    ("name", "within", "code"), [("Suran", "SY05", "C3026"), ("صوران", "SY02", "C1664"), ("إدلب", "SY0700", "C3871")]
)
def test_what_is_known_around_a_name_decides(name: str, within: str, code: str) -> None:
    assert found(name, within=within) == code


@pytest.mark.parametrize("name", ["Saraqib", "سراقب", "C3916"])
def test_a_place_that_lies_elsewhere_than_was_said_is_not_taken_but_offered(name: str) -> None:
    match = look_up(name, within="SY02")
    assert match.found is None
    assert match.reason is Reason.ELSEWHERE
    assert "C3916" in [place.code for place in match.alternatives]


@pytest.mark.parametrize("name", ["Saraqib governorate", "محافظة سراقب"])
def test_a_name_is_never_taken_for_something_smaller_than_it_says(name: str) -> None:
    match = look_up(name)
    assert (match.found, match.reason) == (None, Reason.ELSEWHERE)
    assert "C3916" in [place.code for place in match.alternatives]


def crowded() -> Gazetteer:
    """A country in which a village far away has the name of each well-known town."""
    return Gazetteer(
        [
            Place("X", "country", None, "Shamland", "شاملاند"),
            Place("X1", "governorate", "X", "North", "الشمال"),
            Place("X2", "governorate", "X", "South", "الجنوب"),
            Place("X11", "district", "X1", "Qamra", "قمرة"),
            Place("X111", "subdistrict", "X11", "Qamra", "مركز قمرة"),
            Place("T1", "town", "X111", "Qamra", "قمرة"),
            Place("T2", "town", "X2", "Qamra", "قمرة"),
            Place("T3", "town", "X2", "North", "الشمال"),
            Place("X21", "subdistrict", "X2", "Zahra", "زهرة"),
            Place("T4", "town", "X21", "Zahra", "زهرة"),
            Place("T5", "town", "X1", "Zahra", "زهرة"),
            Place("Y", "country", None, "Farland", "فارلاند"),
            Place("Y1", "governorate", "Y", "Najda", "نجدة"),
            Place("T6", "town", "X2", "Najda", "نجدة"),
        ]
    )


@pytest.mark.parametrize(("names", "code"), [(("Qamra", "قمرة"), "T1"), (("North", "الشمال"), "X1")])
def test_what_a_district_or_governorate_is_named_after_is_meant_and_the_village_offered(names, code) -> None:
    for name in names:
        match = find_place(name, gazetteer=crowded())
        assert (match.found.code, match.reason) == (code, Reason.PRESUMED)
        assert {"T2", "T3"} & {place.code for place in match.alternatives}
    assert find_place(names[0], gazetteer=crowded(), within="X2").reason is Reason.NAME


@pytest.mark.parametrize("name", ["Zahra", "زهرة", "Najda", "نجدة"])
def test_a_sub_district_or_another_country_is_not_presumed(name: str) -> None:
    match = find_place(name, gazetteer=crowded())
    assert (match.found, match.reason) == (None, Reason.HOMONYMS)


@pytest.mark.parametrize(
    "name",
    [
        "market of Khan Sheikhoun",
        "market in Saraqib",
        "سوق خان شيخون",
        "السوق في سراقب",
        "Saraqib suburb",
        "ضاحية سراقب",
    ],
)
def test_a_thing_in_a_town_is_marked_as_such(name: str) -> None:
    assert look_up(name).reason is Reason.INSIDE


@pytest.mark.parametrize("name", ["Bulbul town", "بلدة بلبل"])
def test_where_no_town_has_the_name_the_wider_place_is_found_and_marked(name: str) -> None:
    places = [
        Place("X", "country", None, "Shamland", "شاملاند"),
        Place("X1", "subdistrict", "X", "Bulbul", "بلبل"),
    ]
    match = find_place(name, gazetteer=Gazetteer(places))
    assert match.found == places[1]
    assert match.reason is Reason.WIDER


def test_a_level_that_is_asked_for_is_kept() -> None:
    assert found("Idlib", level="town") == "C3871"
    assert found("إدلب", level="district") == "SY0700"
    assert found("Saraqib", level="governorate") is None


@pytest.mark.parametrize("name", ["Sarakeb", "Kafranbl", "كفرنبول"])
def test_another_spelling_is_offered_and_never_taken(name: str) -> None:
    match = look_up(name)
    assert match.found is None
    assert match.reason is Reason.SPELLING
    assert match.alternatives


@pytest.mark.parametrize("name", ["", "…", "Atlantis", "٣٤", "سوق"])
def test_what_is_no_place_is_none(name: str) -> None:
    assert look_up(name) == Match()


def test_an_unknown_area_is_refused() -> None:
    with pytest.raises(UnknownPlace):
        look_up("Idlib", within="SY99")


@given(st.sampled_from(KNOWN.places))
def test_both_labels_of_a_place_give_the_same_place(place: Place) -> None:
    english, arabic = look_up(place.en), look_up(place.ar)
    assert english.found == arabic.found
    assert place in english.candidates and place in arabic.candidates


@given(st.sampled_from([(place, name) for place in KNOWN.places for name in place.names() if name]))
def test_every_name_of_a_place_finds_it_or_offers_it(named: tuple[Place, str]) -> None:
    place, name = named
    assert place in look_up(name).candidates


@given(st.sampled_from([(place, name) for place in KNOWN.places for name in place.names() if name]))
def test_a_lookup_that_remembers_says_what_the_rule_says(named: tuple[Place, str]) -> None:
    _, name = named
    lookup = PlaceLookup(KNOWN)
    for _time in range(2):
        assert lookup.find(name) == look_up(name)


def test_a_point_far_from_all_of_a_place_lies_outside_of_it() -> None:
    lookup = PlaceLookup(KNOWN)
    assert not lookup.lies_outside("SY07", 35.93, 36.63)
    assert lookup.lies_outside("SY07", 33.5, 36.3)


@pytest.mark.parametrize(("typed", "first"), [("Idlib", "SY07"), ("خان شيخون", "C3987"), ("Khan Sh", "SY070201")])
def test_suggestions_begin_with_what_is_meant(typed: str, first: str) -> None:
    assert suggest_places(typed, KNOWN)[0].code == first
    assert suggest_places("I", KNOWN) == []
