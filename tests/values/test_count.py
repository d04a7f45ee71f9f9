"""A count is an interval with a shape; it is never repaired and never invented."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from dalil.values import Count, Shape

numbers = st.integers(min_value=0, max_value=10_000_000)


@pytest.mark.parametrize(
    ("notation", "low", "high", "shape"),
    [
        ("82", 82, 82, Shape.EXACT),
        ("٨٢", 82, 82, Shape.EXACT),
        ("82+", 82, None, Shape.LOWER_BOUND),
        (">80", 81, None, Shape.LOWER_BOUND),
        (">11,000", 11001, None, Shape.LOWER_BOUND),
        ("<10", 0, 9, Shape.UPPER_BOUND),
        ("<=25", 0, 25, Shape.UPPER_BOUND),
        ("40-50", 40, 50, Shape.RANGE),
        ("~8000", 7500, 8500, Shape.APPROXIMATE),
        ("~40", 35, 45, Shape.APPROXIMATE),
        ("~٢٬٠٠٠", 1500, 2500, Shape.APPROXIMATE),
    ],
)
def test_the_short_notation_says_the_interval_of_the_phrase(notation, low, high, shape):
    count = Count.parse(notation)
    assert (count.low, count.high, count.shape) == (low, high, shape)


def test_nearly_a_hundred_stays_below_a_hundred():
    assert (Count.nearly(100).low, Count.nearly(100).high) == (50, 99)


def test_dozens_have_no_point():
    with pytest.raises(ValidationError, match="no best number"):
        Count(low=12, point=30, shape=Shape.VAGUE)


def test_a_count_out_of_order_is_refused_in_words():
    with pytest.raises(ValidationError, match="lowest 12 is more than highest 9"):
        Count.between(12, 9)


def test_a_source_that_contradicts_itself_is_kept_as_it_said():
    count = Count.as_stated(5, 3, 4)
    assert (count.low, count.point, count.high, count.shape) == (5, 3, 4, Shape.CONTRADICTORY)


def test_what_is_not_a_count_is_refused_with_what_to_write():
    with pytest.raises(ValueError, match="write 82"):
        Count.parse("many")


@given(numbers)
def test_more_than_n_is_at_least_one_more(n):
    assert Count.more_than(n).low == Count.at_least(n).low + 1


@given(numbers)
def test_about_n_holds_n(n):
    count = Count.about(n)
    assert count.low <= n <= (count.high or 0)


@given(numbers, numbers, numbers)
def test_stated_numbers_are_never_changed(low, point, high):
    count = Count.as_stated(low, point, high)
    assert (count.low, count.point, count.high) == (low, point if count.shape is not Shape.EXACT else low, high)


@given(
    st.one_of(
        numbers.map(Count.exactly), numbers.map(Count.at_least), numbers.map(Count.about), numbers.map(Count.at_most)
    )
)
def test_the_notation_reads_back_as_the_same_count(count):
    again = Count.parse(count.notation())
    assert (again.low, again.high) == (count.low, count.high)
