"""Numbers in time, crossed, and between two sources: each agrees with what `ask` answers."""

from __future__ import annotations

from datetime import date
from itertools import pairwise

import pytest

from dalil.archive.protection import Level, Viewer
from dalil.counting.answer import UnknownSource, ask
from dalil.counting.cross_tables import cross
from dalil.counting.question import Question
from dalil.counting.series import Difference, difference_between, fill_series, fitting_period
from dalil.counting.source_overlap import overlap_of, sources_sharing_with
from dalil.record import actions
from dalil.record.models import Verdict
from dalil.values.total import Total

PUBLIC = Viewer.public()


@pytest.fixture
def year(enter, bob):
    """Five incidents of 2019. The second is told by both monitors, who contradict each other, and the third by both, who agree."""

    def one(when, killed, origin, **more):
        return enter({"when": when, "where": {"places": ["SY07"]}, "killed": killed, **more}, origin=origin)

    one("2019-01-10", "5", "north-monitor", weapons=["BARREL_BOMB", "ARTILLERY"])
    pairs = [
        (one("2019-02-03", "10", "north-monitor"), one("2019-02-03", "20+", "south-monitor")),
        (one("2019-05-09", "3", "north-monitor", weapons=["ARTILLERY"]), one("2019-05-09", "2-4", "south-monitor")),
    ]
    for a, b in pairs:
        actions.judge(a, b, Verdict.SAME, actor=bob)
    enter({"when": "2019", "where": {"places": ["SY07"]}, "killed": "7"}, origin="south-monitor")
    enter({"when": "2019-05-20", "where": {"places": ["SY02"]}}, origin="south-monitor")


def test_a_series_has_the_months_between_and_leaves_out_what_is_known_less_exactly(year):
    answer = ask(Question.of({"measure": "killed", "by": ["month"]}), PUBLIC)
    series = fill_series(answer.rows, "month")
    assert [number.first.month for number in series] == [1, 2, 3, 4, 5]
    assert [number.total and number.total.low for number in series] == [5, 10, None, None, 2]
    assert series[1].total.high is None and series[4].total.unknown == 1
    assert series[2].total is None, "nothing in the record of March is no nought"
    dated = sum(number.total.entities for number in series if number.total)
    assert dated + 1 == answer.total.entities


@pytest.mark.parametrize("period", ["day", "week", "month", "year"])
def test_a_series_holds_what_the_answer_holds(year, period):
    answer = ask(Question.of({"by": [period]}), PUBLIC)
    series = fill_series(answer.rows, period)
    assert all(one.last < other.first for one, other in pairwise(series))
    known = [line.total for line in answer.rows if line.keys[0]]
    assert sum(each.total.entities for each in series if each.total) == sum(total.entities for total in known)


def test_a_difference_is_bounded_only_where_both_ends_are():
    assert difference_between(Total(low=3, high=5), Total(low=9, high=9)) == Difference(4, 6)
    assert difference_between(Total(low=5), Total(low=9)) == Difference(None, None)
    assert difference_between(Total(low=5, high=5), Total(low=9)) == Difference(4, None)
    assert difference_between(None, Total(low=9, high=9)) is None
    assert difference_between(Total(low=1, high=1, addable=False), Total(low=9, high=9)) is None


def test_a_long_time_is_told_by_a_coarser_period():
    spans = [
        (date(2019, 1, 1), date(2019, 3, 1)),
        (date(2018, 1, 1), date(2019, 3, 1)),
        (date(2000, 1, 1), date(2019, 1, 1)),
    ]
    assert [fitting_period(*span) for span in spans] == ["day", "week", "year"]


def test_a_cross_table_has_totals_that_are_answers_of_their_own(year):
    table = cross(Question.of({"measure": "killed", "by": ["weapons", "governorate"]}), PUBLIC)
    assert {(row.key, row.total.entities) for row in table.rows} == {("ARTILLERY", 2), ("BARREL_BOMB", 1), (None, 3)}
    assert {(column.key, column.total.entities) for column in table.columns} == {("SY07", 4), ("SY02", 1)}
    assert table.total == ask(Question.of({"measure": "killed"}), PUBLIC).total
    assert table.overlapping and sum(row.total.entities for row in table.rows) > table.total.entities
    assert table.cells["BARREL_BOMB", "SY07"].low == 5 and ("BARREL_BOMB", "SY02") not in table.cells
    assert table.cells[None, "SY02"].unknown == 1


def test_two_sources_overlap_and_their_numbers_are_compared(year):
    overlap = overlap_of(Question.of({"measure": "killed"}), "north-monitor", "south-monitor", PUBLIC)
    assert (overlap.both, overlap.only_one, overlap.only_other) == (2, 1, 2)
    assert [(each.one[:2], each.other[:2], each.agree) for each in overlap.shared] == [
        ((10, 10), (20, None), False),
        ((3, 3), (2, 4), True),
    ]
    for source, many in (("north-monitor", 3), ("south-monitor", 4)):
        assert ask(Question.of({"according_to": source}), PUBLIC).total.entities == many
    (beside,) = sources_sharing_with("north-monitor", "incident", PUBLIC)
    assert (beside.code, beside.both, beside.only_one, beside.only_other) == ("south-monitor", 2, 1, 2)
    only_idlib = overlap_of(Question.of({"places": ["SY07"]}), "north-monitor", "south-monitor", PUBLIC)
    assert (only_idlib.both, only_idlib.only_one, only_idlib.only_other) == (2, 1, 1)


def test_a_hidden_report_changes_no_overlap_and_a_hidden_source_is_not_there(year, enter, bob):
    before = overlap_of(Question.of({"measure": "killed"}), "north-monitor", "south-monitor", PUBLIC)
    enter(
        {"when": "2019-01-10", "where": {"places": ["SY07"]}, "killed": "5"},
        origin="south-monitor",
        level=Level.INTERNAL,
    )
    assert overlap_of(Question.of({"measure": "killed"}), "north-monitor", "south-monitor", PUBLIC) == before
    with pytest.raises(UnknownSource):
        overlap_of(Question.of({}), "north-monitor", "nobody", PUBLIC)
