"""What several origins say about one number is read in five ways, and none of them invents anything."""

from __future__ import annotations

import random
from datetime import date

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from dalil.counting.combine import MixedScope, Reading, Readings, add, choose_scope, combine, ends_of, latest_statements
from dalil.counting.grading import Facts, Grade, grade, is_finding
from dalil.values import Count, Shape
from dalil.values.statement import Statement
from dalil.values.total import Interval


def told(notation: str, *origins: str, relay: str = "", reported: int = 0, **about: object) -> Statement:
    count = Count.parse(notation).model_copy(update=about)
    return Statement.of(count, origins=origins, relay=relay, reported=reported)


def test_the_example_of_the_standards() -> None:
    readings = combine([told("82+", "ministry"), told("81+", "monitor"), told("85-95", "hospital")])
    assert readings.floor == Interval(85)
    assert readings.agreed == Interval(85, 95)
    assert readings.reported == Interval(81)
    assert readings.stated == 95
    assert not readings.conflict


def test_origins_that_exclude_each_other_are_a_conflict_and_not_a_number() -> None:
    readings = combine([told("60", "ministry"), told("82+", "monitor")])
    assert readings.conflict and readings.agreed is None
    assert readings.reported == Interval(60)
    assert readings.stated == 82
    assert readings.floor == Interval(60)


def test_at_least_82_stays_open_in_every_reading_that_has_an_upper_end() -> None:
    readings = combine([told("82+", "monitor")])
    assert readings.reported == readings.agreed == Interval(82)
    assert readings.floor is None, "one origin corroborates nothing"


def test_ten_papers_quoting_one_monitor_are_one_origin() -> None:
    papers = [told("40", "monitor", relay=f"paper-{n}", reported=n) for n in range(10)]
    assert combine(papers) == combine(papers[:1])
    assert combine(papers).floor is None


def test_a_later_report_of_the_same_origin_takes_the_place_of_its_earlier_one() -> None:
    readings = combine([told("12", "monitor", reported=1), told("17", "monitor", reported=2)])
    assert readings.reported == Interval(17, 17, 17)
    dated = [
        told("17", "monitor", reported=1, as_of=date(2019, 5, 2)),
        told("12", "monitor", reported=2, as_of=date(2019, 5, 1)),
    ]
    assert combine(dated).reported == Interval(17, 17, 17), "what counts is the date the number speaks of"


def test_unknown_origins_never_corroborate_each_other() -> None:
    assert combine([told("9"), told("9", reported=1)]).floor is None
    assert grade([]) is Grade.REPORTED


def test_an_approximation_has_no_point_to_add() -> None:
    readings = combine([told("~8000")])
    assert readings.reported == Interval(7500, 8500, None)
    assert readings.conservative == Interval(7500, 7500, 7500)


def test_a_row_that_contradicts_itself_is_added_as_it_was_said_and_flagged() -> None:
    readings = combine([told("3;3;2", "project")])
    assert readings.contradictory and not readings.conflict
    assert readings.reported == Interval(3, 2, 3)
    total = add([readings, combine([told("6;0;6", "project")])], Reading.REPORTED_RANGE)
    assert (total.low, total.point, total.high, total.contradictory) == (9, 3, 8, 2)


@pytest.mark.parametrize(
    ("told_with_it", "reported", "conservative"),
    [
        ("29+", Interval(29), 29),
        ("35", Interval(35, 65), 35),
        ("40-50", Interval(40, 65), 40),
        ("82+", Interval(65), 82),
        ("~30", Interval(25, 65), 25),
    ],
)
def test_an_upper_bound_has_no_low_of_its_own(told_with_it: str, reported: Interval, conservative: int) -> None:
    readings = combine([told("<=65", "ministry"), told(told_with_it, "monitor")])
    assert readings.reported is not None and readings.reported[:2] == reported[:2]
    assert readings.conservative == Interval(conservative, conservative, conservative)
    assert not readings.at_most
    assert readings.floor is None or readings.floor.low > 0


def test_an_upper_bound_alone_stays_at_most_and_its_low_is_unknown() -> None:
    readings = combine([told("<=65", "ministry"), told("<40", "monitor")])
    assert readings.reported == Interval(0, 65) and readings.agreed == Interval(0, 39)
    assert readings.at_most and readings.conservative is None and readings.floor is None
    total = add([readings, combine([told("3", "a")])], Reading.CONSERVATIVE)
    assert (total.low, total.unknown, total.at_most) == (3, 1, 1)


def test_nought_that_somebody_said_is_nought() -> None:
    readings = combine([told("0", "ministry"), told("12", "monitor")])
    assert readings.reported == Interval(0, 12) and not readings.at_most
    assert readings.conservative == Interval(0, 0, 0)


def test_the_reports_that_make_the_ends_of_a_range_are_named() -> None:
    bound, least, exact = told("<=65", "ministry"), told("29+", "monitor"), told("35", "hospital")
    assert ends_of([bound, exact]) == ([exact], [bound])
    assert ends_of([bound, exact, least]) == ([least], [least])
    assert ends_of([bound]) == ([], [bound])


def test_numbers_of_different_things_are_not_combined() -> None:
    families, people = told("11000+", unit="family"), told("50000", unit="person")
    with pytest.raises(MixedScope, match="family"):
        combine([families, people._replace(origins=frozenset({"camp"}))])
    civilians, everybody = told("3", "a", status="civilian"), told("5", "b")
    assert choose_scope([civilians, everybody]) == ([everybody], True)


def test_a_number_larger_than_mankind_is_a_slip_and_is_refused() -> None:
    with pytest.raises(ValueError, match="less than or equal"):
        Count.parse("99999999999999999999")


def test_named_victims_are_a_number_only_where_somebody_looked() -> None:
    assert combine([told("5", "a")]).named is None
    assert combine([told("5", "a")], named=3).named == Interval(3)


def test_a_total_of_nothing_known_is_unknown() -> None:
    total = add([Readings(), Readings()], Reading.REPORTED_RANGE)
    assert (total.low, total.high, total.point, total.unknown, total.entities) == (None, None, None, 2, 2)


def test_a_total_with_an_open_addend_is_open_and_says_how_many() -> None:
    total = add([combine([told("5", "a")]), combine([told("82+", "a")]), Readings()], Reading.REPORTED_RANGE)
    assert (total.low, total.high, total.open, total.unknown, total.stated) == (87, None, 1, 1, 87)


def test_grades_rest_on_origins_and_on_explicit_facts() -> None:
    assert grade(["monitor", "monitor"]) is Grade.REPORTED
    assert grade(["monitor", "hospital"]) is Grade.CORROBORATED
    assert grade(["monitor"], Facts(found=True)) is Grade.CONFIRMED
    assert grade(["monitor", "hospital"], Facts(accepted=True, disproved=True)) is Grade.DISPROVED
    assert is_finding("un_body", relayed=False) and is_finding("court", relayed=False)
    assert not is_finding("newsroom", relayed=False) and not is_finding("", relayed=False)


def test_a_un_body_that_a_newsroom_quotes_has_found_nothing_until_we_hold_its_own_words():
    assert not is_finding("un_body", relayed=True)


ORIGINS = st.frozensets(st.sampled_from(["a", "b", "c", "d"]), max_size=2)
NUMBERS = st.integers(min_value=0, max_value=200)


@st.composite
def counts(draw: st.DrawFn) -> Count:
    low, high, point = sorted(draw(st.tuples(NUMBERS, NUMBERS, NUMBERS)))
    return draw(
        st.sampled_from(
            [
                Count.exactly(low),
                Count.at_least(low),
                Count.at_most(high),
                Count.about(point),
                Count.as_stated(low, point, high),
                Count.between(low, point),
            ]
        )
    )


TELLINGS = st.lists(st.tuples(counts(), ORIGINS, st.sampled_from(["", "paper", "wire"])), min_size=1, max_size=6).map(
    lambda each: [
        Statement.of(count, origins=origins, relay=relay, reported=n) for n, (count, origins, relay) in enumerate(each)
    ]
)


@given(TELLINGS, st.randoms(use_true_random=False))
def test_the_order_in_which_reports_are_read_never_matters(statements: list[Statement], shuffle: random.Random) -> None:
    shuffled = list(statements)
    shuffle.shuffle(shuffled)
    assert combine(shuffled) == combine(statements)


@given(TELLINGS, st.data())
def test_adding_a_relay_changes_nothing(statements: list[Statement], data: st.DataObject) -> None:
    one = data.draw(st.sampled_from(statements))
    if one.origins:
        assert combine([*statements, one._replace(relay="another paper")]) == combine(statements)


@given(TELLINGS)
def test_every_reading_lies_within_the_reported_range(statements: list[Statement]) -> None:
    readings = combine(statements)
    reported = readings.reported
    assume(not readings.contradictory)  # a source outside its own bounds is kept as it was said
    assert reported is not None and readings.stated is not None
    for each in (readings.agreed, readings.floor, readings.conservative, Interval(readings.stated)):
        if each is not None:
            assert reported.low <= each.low
            assert reported.high is None or each.low <= reported.high
            assert each.high is None or reported.high is None or each.high <= reported.high
    assert readings.conflict == (readings.agreed is None)
    if readings.agreed is not None and readings.agreed.high is not None:
        assert readings.agreed.low <= readings.agreed.high


@given(TELLINGS)
def test_the_low_end_is_a_number_that_somebody_gave(statements: list[Statement]) -> None:
    readings, words = combine(statements), list(latest_statements(statements).values())
    given_low = [word for word in words if not (word.shape == Shape.UPPER_BOUND and word.low == 0)]
    assert readings.at_most == (not given_low)
    numbers = {each for word in words for each in (word.low if word in given_low else None, word.high)}
    assert readings.reported is not None
    if given_low:
        assert readings.reported.low in numbers
        assert readings.conservative is not None
    else:
        assert readings.reported.low == 0 and readings.conservative is None


@given(TELLINGS, st.integers(0, 200))
def test_one_more_upper_bound_never_lowers_a_range_below_itself(statements: list[Statement], most: int) -> None:
    before = combine(statements)
    bound = Statement.of(Count.at_most(most), origins=["z"], reported=99)
    after = combine([*statements, bound])
    assert before.reported is not None and after.reported is not None
    if not before.at_most:
        assert after.reported.low == min(before.reported.low, most)
        assert after.conservative == before.conservative
        assert after.floor is None or after.floor.low in {each.low for each in statements}


@given(TELLINGS)
def test_the_ends_are_made_by_reports_that_stand(statements: list[Statement]) -> None:
    reported, standing_words = combine(statements).reported, set(latest_statements(statements).values())
    low_end, high_end = ends_of(statements)
    assert set(low_end) <= standing_words and set(high_end) <= standing_words and high_end
    assert reported is not None
    assert all(each.smallest == reported.low for each in low_end)
    assert all(each.high == reported.high for each in high_end)


@given(TELLINGS)
def test_a_floor_needs_two_known_origins(statements: list[Statement]) -> None:
    if len({origin for statement in statements for origin in statement.origins}) < 2:
        assert combine(statements).floor is None


@given(st.lists(TELLINGS, min_size=1, max_size=5), TELLINGS, st.sampled_from(Reading))
def test_a_total_never_shrinks_when_an_entity_is_added(
    groups: list[list[Statement]], more: list[Statement], reading: Reading
) -> None:
    before = add(map(combine, groups), reading)
    after = add(map(combine, [*groups, more]), reading)
    assert (after.low or 0) >= (before.low or 0)
    assert after.entities == before.entities + 1
    assert after.unknown >= before.unknown and after.open >= before.open
    if after.high is not None and before.high is not None:
        assert after.high >= before.high


@given(st.lists(TELLINGS, max_size=5), st.sampled_from(Reading))
def test_unknown_is_never_counted_as_zero(groups: list[list[Statement]], reading: Reading) -> None:
    known = add(map(combine, groups), reading)
    with_unknown = add([*map(combine, groups), Readings()], reading)
    assert (with_unknown.low, with_unknown.high, with_unknown.point) == (known.low, known.high, known.point)
    assert with_unknown.unknown == known.unknown + 1
