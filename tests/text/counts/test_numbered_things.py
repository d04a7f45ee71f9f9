"""A number that names a room or a person, or tells an hour, counts nobody; the one that counts beside it still does."""

from __future__ import annotations

import pytest

from dalil.text.counts import read_counts


def told(text: str) -> list[tuple[str, str]]:
    return [(one.quantity, one.count.notation()) for one in read_counts(text)]


@pytest.mark.parametrize(
    ("text", "read"),
    [
        ("The clinic received 42 wounded between 6 and 9 p.m.", [("injured", "42")]),
        ("The clinic received 42 wounded between 6 and 9 in the evening", [("injured", "42")]),
        ("Snipers killed 3 people between 10 p.m. and 2 a.m.", [("killed", "3")]),
        ("Shells fell from 7 to 10 am, killing two", [("killed", "2")]),
        ("استقبلت النقطة 42 جريحاً بين الساعة 6 و9 مساءً", [("injured", "42")]),
        ("قصف بين الساعة 3 و5 فجراً أدى إلى مقتل سيدة", [("killed", "1")]),
        ("Between 6 and 9 people were killed in the evening", [("killed", "6-9")]),
        ("قتل بين 6 و9 أشخاص مساء أمس", [("killed", "6-9")]),
    ],
)
def test_hours_are_no_people(text: str, read: list[tuple[str, str]]) -> None:
    assert told(text) == read


@pytest.mark.parametrize(
    ("text", "read"),
    [
        ("Guards beat three prisoners to death in cell 9", [("killed", "3")]),
        ("The men were killed in ward 4", []),
        ("12 people were arrested in block 7", [("detained", "12")]),
        ("Witness 14 was arrested in 2013", []),
        ("Detainee 7 died of beatings", []),
        ("اعتقل الشاهد 14 في عام 2013", []),
        ("قتل المعتقلان في المهجع 5", []),
        ("ضرب الحراس حتى الموت في الزنزانة 9", []),
        ("In that cell 9 prisoners were killed", [("killed", "9")]),
        ("يعيش في المخيم 41 ألف نازح", [("displaced", "41000")]),
    ],
)
def test_rooms_and_numbered_persons_are_no_people(text: str, read: list[tuple[str, str]]) -> None:
    assert told(text) == read


@pytest.mark.parametrize(
    ("text", "read"),
    [
        ("The number of displaced rose to 72,000 by 18 April", [("displaced", "72000")]),
        ("ارتفع عدد النازحين إلى 72 ألفاً حتى 18 نيسان", [("displaced", "72000")]),
        ("ارتفع عدد القتلى إلى 72 حتى 18 نيسان", [("killed", "72")]),
        ("Two Su-25 jets bombed the town", []),
    ],
)
def test_a_toll_on_a_day_is_no_measure_of_the_month(text: str, read: list[tuple[str, str]]) -> None:
    assert told(text) == read
