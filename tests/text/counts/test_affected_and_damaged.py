"""People are affected and things are damaged; neither is destroyed, and Arabic says both with one verb."""

import pytest

from dalil.text.counts import read_count, read_counts


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The flood affected 1,200 families", [("affected", "1200", "family")]),
        ("more than 900 people were affected by the storm", [("affected", "901+", "person")]),
        ("تضررت 120 عائلة من السيول", [("affected", "120", "family")]),
        ("بلغ عدد المتضررين 340 شخصا", [("affected", "340", "person")]),
        ("the shelling damaged 5 homes and killed 3 people", [("damaged", "5", "home"), ("killed", "3", "person")]),
        ("200 homes were damaged", [("damaged", "200", "home")]),
        ("تضرر 40 منزلا", [("damaged", "40", "home")]),
        ("ألحق القصف أضرارا بـ 30 منزلا", [("damaged", "30", "home")]),
        ("200 homes were destroyed", [("homes_destroyed", "200", "home")]),
        ("تدمير 12 منزلا", [("homes_destroyed", "12", "home")]),
    ],
)
def test_who_is_affected_and_what_is_damaged(text, expected):
    assert [(each.quantity, each.count.notation(), each.count.unit) for each in read_counts(text)] == expected


@pytest.mark.parametrize("text", ["The storm affected 30 schools", "تضررت 30 مدرسة", "30 vehicles were damaged"])
def test_things_that_no_unit_names_are_not_counted_as_people(text):
    assert read_counts(text) == ()


@pytest.mark.parametrize(
    ("phrase", "quantity", "unit"),
    [
        ("300 عائلة متضررة", "affected", "family"),
        ("1,200 people affected", "affected", "person"),
        ("12 damaged homes", "damaged", "home"),
        ("12 منزلا متضررا", "damaged", "home"),
        ("12 homes", "damaged", "home"),
        ("12 destroyed homes", "homes_destroyed", "home"),
    ],
)
def test_a_cell_says_how_many_are_affected_or_damaged(phrase, quantity, unit):
    count = read_count(phrase, quantity)
    assert (count.low, count.unit) == (count.high, unit)


@pytest.mark.parametrize(
    ("phrase", "quantity"),
    [
        ("12 homes destroyed", "damaged"),
        ("12 damaged homes", "homes_destroyed"),
        ("7 injured", "affected"),
        ("12 متضررا", "damaged"),
    ],
)
def test_a_cell_of_one_is_not_read_as_the_other(phrase, quantity):
    with pytest.raises(ValueError, match="how many were"):
        read_count(phrase, quantity)
