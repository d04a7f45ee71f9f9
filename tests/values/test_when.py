"""Time is known as finely as the source knew it, and no finer."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from dalil.values import Precision, When

days = st.dates(min_value=date(1900, 1, 1), max_value=date(2100, 1, 1))


@pytest.mark.parametrize(
    ("notation", "start", "end", "precision"),
    [
        ("2019-04-26", date(2019, 4, 26), date(2019, 4, 26), Precision.DAY),
        ("٢٠١٩-٠٤-٢٦", date(2019, 4, 26), date(2019, 4, 26), Precision.DAY),
        ("2018-09", date(2018, 9, 1), date(2018, 9, 30), Precision.MONTH),
        ("2016", date(2016, 1, 1), date(2016, 12, 31), Precision.YEAR),
        ("2016-10..2016-12", date(2016, 10, 1), date(2016, 12, 31), Precision.SEASON),
        ("2019-05-06T21:40", date(2019, 5, 6), date(2019, 5, 6), Precision.MINUTE),
    ],
)
def test_a_date_of_any_precision_is_read(notation, start, end, precision):
    when = When.parse(notation)
    assert (when.start, when.end, when.precision) == (start, end, precision)


@pytest.mark.parametrize("nonsense", ["26/04/2019", "2019-02-30", "2019-13", "soon", ""])
def test_what_is_not_a_date_is_refused(nonsense):
    with pytest.raises(ValueError, match="not a da"):
        When.parse(nonsense)


def test_an_end_before_the_start_is_refused_in_words():
    with pytest.raises(ValidationError, match="it ends on 2019-01-01, before it starts on 2019-02-01"):
        When.span(date(2019, 2, 1), date(2019, 1, 1), Precision.MONTH)


@given(days, days)
def test_a_span_reads_back_from_its_notation(one, other):
    when = When.span(min(one, other), max(one, other))
    again = When.parse(when.notation())
    assert (again.start, again.end) == (when.start, when.end)


@given(days, days, days, days)
def test_distance_is_the_same_both_ways_and_nought_where_spans_meet(a, b, c, d):
    one, other = When.span(min(a, b), max(a, b)), When.span(min(c, d), max(c, d))
    assert one.days_apart(other) == other.days_apart(one)
    assert (one.days_apart(other) == 0) == one.overlaps(other)


@pytest.mark.parametrize("typed", ["0219", "9999", "2011..9999", "3019-05"])
def test_a_year_that_nobody_can_mean_is_refused_in_words_where_it_comes_in(typed):
    with pytest.raises(ValueError, match=r"the year \d{4} cannot be meant; a date lies in the years 1000 to 2999"):
        When.parse(typed).refuse_impossible_years()


@pytest.mark.parametrize("kept", ["0001", "0219", "0001-01", "0219-05-02", "9999", "9999-12", "2011-01-01..9999-12-31"])
def test_a_year_that_was_kept_long_ago_still_has_its_notation(kept):
    assert When.parse(kept).notation() == kept
