"""What single cells of a table say."""

import pytest

from dalil.intake.cells import count_in
from dalil.intake.parsed_rows import BadCell


@pytest.mark.parametrize(
    ("cell", "low", "high"),
    [
        ("بين 3 و 7", 3, 7),
        ("بين ٣ و٧ قتلى", 3, 7),
        ("لا يقل عن خمسة", 5, None),
        ("at least five", 5, None),
        ("between 3 and 7", 3, 7),
        ("عشرات القتلى", 10, None),
        ("dozens", 12, None),
        ("ثلاثة بينهم طفل", 3, 3),
        ("82+", 82, None),
    ],
)
def test_a_count_told_in_words_is_read_and_its_words_are_kept(cell, low, high):
    count = count_in("القتلى", cell, "stated", "killed")
    assert (count.low, count.high) == (low, high)
    assert count.said == ("" if cell == "82+" else cell)


@pytest.mark.parametrize(
    "cell",
    ["غداً", "*", "a lot", "لا أحد", "3-May", "5 أيار", "five, not confirmed", "5%", "3 dead, 5 wounded"],
)
def test_what_is_not_one_certain_count_is_refused(cell):
    with pytest.raises(BadCell, match="is not a count"):
        count_in("killed", cell, "stated", "killed")


def test_the_wounded_are_not_counted_among_the_killed():
    with pytest.raises(BadCell, match="tells how many were injured, and the column how many were killed"):
        count_in("killed", "7 wounded", "stated", "killed")
