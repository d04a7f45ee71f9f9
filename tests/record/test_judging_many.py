"""Many pairs judged at once by a matcher are judged as each alone is: the same rows, the same log, the same refusals."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from dalil.access.refused import Refused
from dalil.record import actions
from dalil.record.actions.actors import matcher_actor
from dalil.record.log import Verb, changes_since
from dalil.record.models import Judgement, Verdict

STRIKE = {"when": "2018-01-19", "killed": "3"}
BY = {"matcher": "list-number", "score": 1.0}


@pytest.fixture
def reports(enter):
    return [enter(STRIKE, origin=origin) for origin in ("north-monitor", "field-daily", "valley-news", "hill-watch")]


def judged():
    rows = Judgement.objects.order_by("pk").values_list("a", "b", "verdict", "actor", "matcher", "score", "reason")
    log = [(each.subjects, each.actor, dict(each.detail)) for each in changes_since(0) if each.verb == Verb.JUDGED]
    return list(rows), log


def test_many_pairs_are_judged_as_each_alone(reports):
    one, two, three, four = reports
    actions.judge_same_by_matcher([(one, two), (four, three)], actor=matcher_actor(), **BY)
    rows, log = judged()
    assert [row[:2] for row in rows] == [(one.pk, two.pk), (three.pk, four.pk)], "the earlier stands first"
    for pair in ((one, two), (four, three)):
        actions.judge(*pair, Verdict.SAME, actor=matcher_actor(), **BY)
    again, log_again = judged()
    assert again == rows * 2 and log_again == log * 2


def test_one_pair_that_is_none_keeps_all_from_being_judged(reports, enter):
    sighting = enter({"what": "CONVOY", "when": "2018-01-19"}, kind="sighting", origin="north-monitor")
    with pytest.raises(Refused):
        actions.judge_same_by_matcher([(reports[0], reports[1]), (reports[2], sighting)], actor=matcher_actor(), **BY)
    with pytest.raises(Refused):
        actions.judge_same_by_matcher([(reports[0], reports[0])], actor=matcher_actor(), **BY)
    assert judged() == ([], [])


def test_more_pairs_cost_no_more_statements(reports):
    def statements(pairs):
        with CaptureQueriesContext(connection) as asked:
            actions.judge_same_by_matcher(pairs, actor=matcher_actor(), **BY)
        return len(asked)

    one, two, three, four = reports
    statements([(one, two)])
    assert statements([(one, three)]) == statements([(one, four), (two, three), (two, four)])
