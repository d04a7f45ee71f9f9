"""Labels with their numbers, shares with a noun between, shells nobody fired, houses hit in part, and those who gave up or got well."""

from __future__ import annotations

import pytest

from dalil.text.counts import find_unread, read_counts


def told(text: str) -> list[tuple[str, str]]:
    return [(one.quantity, one.count.notation()) for one in read_counts(text)]


@pytest.mark.parametrize(
    "text",
    [
        "Deaths: 7 Injuries: 23 Missing: 2",
        "Dead: 7 Wounded: 23 Missing: 2",
        "الشهداء: ٧ الجرحى: ٢٣ المفقودون: ٢",
        "القتلى: 7 الجرحى: 23 المفقودين: 2",
        "شهداء: 7 - جرحى: 23 - مفقودين: 2",
    ],
)
def test_each_label_has_the_number_behind_it(text: str) -> None:
    assert told(text) == [("killed", "7"), ("injured", "23"), ("missing", "2")]


def test_a_number_behind_a_label_still_counts_its_own_noun() -> None:
    assert told("Update: 7 dead, 23 injured: all civilians") == [("killed", "7"), ("injured", "23")]
    assert told("عاجل: 7 شهداء و23 جريحاً") == [("killed", "7"), ("injured", "23")]


@pytest.mark.parametrize(
    "text",
    [
        "The army seized 40 rockets and 12 mortar shells from a depot",
        "Deminers removed 15 unexploded bombs from the fields",
        "ضبطت القوات 30 قذيفة و12 صاروخاً في مستودع",
        "إتلاف 40 قنبلة عنقودية",
        "تفكيك 14 لغماً و3 قنابل",
        "سقطت 3 صواريخ لم تنفجر",
    ],
)
def test_what_was_seized_or_cleared_was_not_fired(text: str) -> None:
    assert told(text) == []


@pytest.mark.parametrize(
    "text", ["Troops fired 40 rockets at the town", "ألقت المروحيات 40 برميلاً", "The town was hit by 40 shells"]
)
def test_what_was_fired_is_counted(text: str) -> None:
    assert told(text) == [("munitions", "40")]


@pytest.mark.parametrize(
    ("text", "read"),
    [
        ("40 houses were partially destroyed", [("damaged", "40")]),
        ("The shelling partly destroyed 40 houses", [("damaged", "40")]),
        ("دمرت الغارات 17 منزلاً بشكل كامل و30 منزلاً جزئياً", [("homes_destroyed", "17"), ("damaged", "30")]),
        ("40 houses were completely destroyed", [("homes_destroyed", "40")]),
        ("Shells hit the camp, burning 5 tents", [("homes_destroyed", "5")]),
    ],
)
def test_what_was_destroyed_in_part_is_damaged(text: str, read: list[tuple[str, str]]) -> None:
    assert told(text) == read


@pytest.mark.parametrize(
    "text",
    [
        "Three fighters were killed and 2 others surrendered",
        "Three fighters were killed and two others defected",
        "قتل ثلاثة واستسلم اثنان",
        "Three died and 12 recovered",
        "توفي ثلاثة وشفي 12",
    ],
)
def test_who_gave_up_or_got_well_is_not_dead(text: str) -> None:
    assert told(text) == [("killed", "3")]


@pytest.mark.parametrize(
    ("text", "read"),
    [
        ("There were no deaths among the 40 passengers", [("killed", "0")]),
        ("لا وفيات بين الركاب الـ40", [("killed", "0")]),
        ("Three out of every ten homes are destroyed", []),
        ("Of every 10 houses four were destroyed", []),
        ("One patient in three died", []),
        ("They killed one man in three raids", [("killed", "1"), ("strikes", "3")]),
        ("He was found guilty of 18 murders and 27 attempted murders", [("killed", "18")]),
        ("سجلنا خمس محاولات اغتيال", []),
        ("The 5 and 7 year old brothers died", []),
        ("استشهد الطفلان البالغان 5 و7 سنوات", [("killed", "2")]),
        ("Twelve hundred families fled", [("displaced", "1200")]),
        ("Twenty hundred", []),
    ],
)
def test_shares_attempts_and_ages_are_no_counts(text: str, read: list[tuple[str, str]]) -> None:
    assert told(text) == read


def test_those_of_whom_nothing_happened_are_shown() -> None:
    text = "There were no deaths among the 40 passengers"
    assert [text[one.start : one.end] for one in find_unread(text)] == ["40 passengers"]
