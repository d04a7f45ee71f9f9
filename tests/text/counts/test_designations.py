"""Numbers that name a day, an age or a weapon count nobody, and what stands beside them still counts."""

from __future__ import annotations

import pytest

from dalil.text.counts import read_counts


def told(text: str) -> list[tuple[str, int, int | None]]:
    return [(found.quantity, found.count.low, found.count.high) for found in read_counts(text)]


KILLED_700 = """
Aug 17 2014 ISIL kills 700
17 August 2014: 700 killed
On 17 Aug, ISIL killed 700
17/8/2014 ISIL kills 700
2014-08-17 700 people killed
17.08.2014: 700 dead
17-08-2014 قتل 700
17 آب 2014 قتل 700
قتل 700 شخص بتاريخ 2014/08/17
قتل 700 يوم 17/8
ليلة 17-18 آب قتل 700
قتل 700 عام 2014
the 2014 attack killed 700
on day 5 of the siege 700 people died
"""
KILLED_6 = """
a Su-24 killed 6
Su-24, Su-34 and MiG-29 jets killed 6
Two Su-24s killed 6
a T-72 tank fired, killing 6
S-300 fragments killed 6
a Shahed-136 drone killed 6
two quadcopters killed 6
AK47 fire killed 6
طائرة سو-24 قتلت 6
طائرة ميغ 23 قتلت ستة
صواريخ إس-300 قتلت 6
مسيّرة شاهد-136 تقتل 6
دبابة تي-72: مقتل 6
"""
ONE_KILLED = """
a man, 34, was killed
a man (34) was killed
a boy aged 12 was killed
a man in his 20s was killed
مقتل شاب في الـ 18 من عمره
استشهاد فتاة في السادسة عشرة من عمرها
مقتل شاب، 23، برصاص قناص
مقتل طفل ابن 7 سنين
"""


def lines(listed: str) -> list[str]:
    return [line for line in listed.splitlines() if line]


@pytest.mark.parametrize("text", lines(KILLED_700))
def test_the_numbers_of_a_date_are_no_dead(text: str) -> None:
    assert told(text) == [("killed", 700, 700)]


@pytest.mark.parametrize("text", lines(KILLED_6))
def test_the_numbers_of_a_weapon_are_no_dead(text: str) -> None:
    assert told(text) == [("killed", 6, 6)]


@pytest.mark.parametrize("text", lines(ONE_KILLED))
def test_an_age_is_no_number_of_dead(text: str) -> None:
    assert told(text) == [("killed", 1, 1)]


@pytest.mark.parametrize(
    ("text", "counts"),
    [
        ("in May 12 civilians were killed", [("killed", 12, 12)]),
        ("في نيسان 12 شهيداً", [("killed", 12, 12)]),
        ("Two S-300 missiles killed 4", [("munitions", 2, 2), ("killed", 4, 4)]),
        ("Two boys, aged 9 and 11, were killed", [("killed", 2, 2)]),
        ("a mother of five was killed", [("killed", 1, 1)]),
        ("Samer Nasrallah, 41, was killed", []),
        ("سمير النجار، 41، قتل", []),
    ],
)
def test_what_stands_beside_a_name_or_a_date_still_counts(text: str, counts: list[tuple[str, int, int]]) -> None:
    assert told(text) == counts


@pytest.mark.parametrize(
    ("text", "counts"),
    [
        ("Reported killed: 45", [("killed", 45, 45)]),
        ("القتلى المبلغ عنهم: 45", [("killed", 45, 45)]),
        ("شهداء قصف اليوم 8", [("killed", 8, 8)]),
        ("12 people lost their lives", [("killed", 12, 12)]),
        ("12 شخصاً فقدوا حياتهم", [("killed", 12, 12)]),
        ("فقد 12 شخصاً حياتهم", [("killed", 12, 12)]),
        ("فقدوا منازلهم 300 شخص", []),
        ("14 men were subjected to arbitrary detention", [("detained", 14, 14)]),
        ("تعرض 14 شخصاً للاحتجاز", [("detained", 14, 14)]),
        ("14 شخصاً تعرضوا للاحتجاز", [("detained", 14, 14)]),
        ("regime airstrikes killed 12", [("killed", 12, 12)]),
        ("قتلت غارات النظام 12", [("killed", 12, 12)]),
        ("أعدم التنظيم رجلين", [("executed", 2, 2)]),
        ("a soldier killed two boys", [("killed", 2, 2)]),
    ],
)
def test_what_happened_is_found_where_the_words_stand_apart(text: str, counts: list[tuple[str, int, int]]) -> None:
    assert told(text) == counts


@pytest.mark.parametrize(
    "text",
    [
        "killed 38, including 13 civilians and more than 30 wounded",
        "killed 38 people, including 13 civilians, and more than 30 were wounded",
        "مقتل 38 بينهم 13 مدنياً وأكثر من 30 جريحاً",
        "قتل 38 شخصاً، بينهم 13 مدنياً، وأصيب أكثر من 30",
    ],
)
def test_the_wounded_behind_a_list_of_the_dead_are_no_dead(text: str) -> None:
    counts = read_counts(text)
    assert [(one.quantity, one.count.low, one.part_of) for one in counts] == [
        ("killed", 38, None), ("killed", 13, 0), ("injured", 31, None),
    ]  # fmt: skip


@pytest.mark.parametrize(
    "text",
    [
        "none of the 12 passengers was hurt",
        "17 people were pulled out alive",
        "نجاة 3 أطفال من القصف",
        "دون الكشف عن عدد القتلى",
        "It is not known how many people died",
        "30 homes were searched",
    ],
)
def test_those_to_whom_nothing_happened_are_not_counted(text: str) -> None:
    assert told(text) == []


@pytest.mark.parametrize(
    ("text", "counts"),
    [
        ("Fire destroyed 24 tents", [("homes_destroyed", 24, "tent")]),
        ("احتراق 12 خيمة", [("homes_destroyed", 12, "tent")]),
        ("5 people died in 3 camps", [("killed", 5, "person")]),
        ("قتل 5 أشخاص في 3 مخيمات", [("killed", 5, "person")]),
    ],
)
def test_tents_are_counted_as_tents_and_camps_only_say_where(text: str, counts: list[tuple[str, int, str]]) -> None:
    assert [(one.quantity, one.count.low, one.count.unit) for one in read_counts(text)] == counts
