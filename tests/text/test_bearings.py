"""A direction is degrees, in letters, in words and in both languages; where something went to, or came from, is none."""

import pytest

from dalil.text.bearings import read_bearing


@pytest.mark.parametrize(
    ("degrees", "phrases"),
    [
        (0, ["N", "north", "360", "0", "شمال", "باتجاه الشمال", "شمالاً"]),
        (45, ["NE", "N.E.", "N/E", "to the north-east", "Northeastern", "045", "45°", "٤٥ درجة", "شمال شرق", "الشمال الشرقي", "شمالي شرقي"]),
        (180, ["S", "heading south", "نحو الجنوب", "180 deg"]),
        (270, ["W", "westwards", "غربا", "باتجاه الغرب"]),
        (23, ["NNE", "شمال شمال شرق"]),
        (40, ["NE (040)"]),
    ],
)  # fmt: skip
def test_one_direction_is_read_however_it_is_written(degrees, phrases):
    assert {phrase: read_bearing(phrase) for phrase in phrases} == dict.fromkeys(phrases, degrees)


@pytest.mark.parametrize(
    "phrase",
    ["from the north", "قادم من الشمال", "N or E", "شمال أو شرق", "Idlib", "نحو إدلب", "شرق إدلب", "361", "-45", "NE 200",
        "SE→NW", "", "45 60", "x" * 200,
    ],
)  # fmt: skip
def test_what_is_no_one_direction_is_none(phrase):
    assert read_bearing(phrase) is None
