"""What single cells of a table say. How the phrase of one count is read: tests/text/counts."""

import pytest

from dalil.intake.cells import count_in, count_of_parts
from dalil.intake.parsed_rows import BadCell, whole_number


def test_a_count_told_in_words_keeps_its_words():
    assert count_in("القتلى", "بين 3 و 7", "stated", "killed").said == "بين 3 و 7"
    assert count_in("القتلى", "82+", "stated", "killed").said == ""


@pytest.mark.parametrize("cell", ["غداً", "*", "a lot", "3-May", "five, not confirmed", "20 TBC", "-5", "3,0"])
def test_a_cell_that_is_not_one_certain_count_is_refused_with_its_column(cell):
    with pytest.raises(BadCell, match="is not a count") as refused:
        count_in("dead", cell, "stated", "killed")
    assert (refused.value.field, refused.value.value) == ("dead", cell)


def test_the_wounded_are_not_counted_among_the_killed():
    with pytest.raises(BadCell, match="tells how many were injured, not how many were killed"):
        count_in("killed", "7 wounded", "stated", "killed")


@pytest.mark.parametrize("cell", ["3,0", "1.300", "20+", "about 20", "five, not confirmed", "-5", "3-May", "7 wounded"])
def test_a_column_read_as_a_bound_and_a_part_of_a_count_hold_one_plain_number(cell):
    with pytest.raises(BadCell):
        count_in("killed", cell, "at_least", "killed")
    with pytest.raises(BadCell):
        count_of_parts({"low": ("killed_min", cell)}, "killed")


@pytest.mark.parametrize("cell", ["1,300", "١٬٣٠٠", "1300.0", "1.3k", "\u200f1300", "1300 killed"])
def test_a_plain_number_is_read_in_every_kind_of_column(cell):
    assert count_in("killed", cell, "at_least", "killed").low == 1300
    assert count_in("killed", cell, "at_least", "killed").high is None
    assert count_of_parts({"point": ("killed_best", cell)}, "killed")[0].low == 1300


def test_a_decimal_comma_is_no_thousand():
    with pytest.raises(BadCell, match="is not a whole number"):
        whole_number("deaths", "3,0")
