"""Which reports must be disbelieved: the smallest change after which what is said agrees."""

from __future__ import annotations

from itertools import combinations

from hypothesis import given
from hypothesis import strategies as st

from dalil.counting.combine import combine
from dalil.counting.disagreement import smallest_ways_out
from dalil.values import Count
from dalil.values.statement import Statement


def said(*notations):
    """One statement for each notation, by monitors of their own."""
    return [
        Statement.of(Count.parse(notation), origins=[f"monitor-{index}"], reported=index)
        for index, notation in enumerate(notations)
    ]


def told(ways):
    """Who is disbelieved, and what the others allow."""
    return [([origin for each in way.disbelieved for origin in each.origins], way.agreed[:2]) for way in ways]


def test_one_report_stands_against_two_that_agree():
    assert told(smallest_ways_out(said("12", "10-14", "40+"))) == [(["monitor-2"], (12, 12))]


def test_where_two_exclude_each_other_either_may_be_wrong():
    assert told(smallest_ways_out(said("5", "9+"))) == [(["monitor-1"], (5, 5)), (["monitor-0"], (9, None))]


def test_reports_that_agree_need_no_way_out():
    assert smallest_ways_out(said("5+", "4-9")) == ()
    assert smallest_ways_out(said("5")) == ()


def test_a_later_statement_of_the_same_origin_takes_the_place_of_its_earlier_one():
    earlier = Statement.of(Count.parse("80"), origins=["monitor-0"], reported=1)
    later = Statement.of(Count.parse("12"), origins=["monitor-0"], reported=2)
    other = Statement.of(Count.parse("12"), origins=["monitor-1"], reported=3)
    assert smallest_ways_out([earlier, later, other]) == ()


@st.composite
def statements(draw):
    found = []
    for index in range(draw(st.integers(2, 6))):
        low = draw(st.integers(0, 12))
        high = draw(st.one_of(st.none(), st.integers(low, 14)))
        found.append(
            Statement.of(
                Count.parse(f"{low}+" if high is None else f"{low}-{high}" if high > low else str(low)),
                origins=[f"monitor-{index}"],
                reported=index,
            )
        )
    return found


@given(statements())
def test_without_the_disbelieved_the_others_agree_and_no_smaller_set_would_do(given_statements):
    ways = smallest_ways_out(given_statements)
    assert bool(ways) == combine(given_statements).conflict
    for way in ways:
        rest = [each for each in given_statements if each not in way.disbelieved]
        agreed = combine(rest).agreed
        assert agreed is not None and agreed[:2] == way.agreed[:2]
        for fewer in combinations(given_statements, len(way.disbelieved) - 1):
            left = [each for each in given_statements if each not in fewer]
            assert combine(left).conflict
