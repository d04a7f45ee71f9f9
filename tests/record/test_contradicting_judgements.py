"""A is B, B is C, and A is not C: which judgement has no effect, and with which others it cannot be true."""

from __future__ import annotations

import pytest
from django.contrib.auth.models import Group

from dalil.archive.protection import Level, Viewer
from dalil.record import actions
from dalil.record.contradictions import contradictions_of, find_contradictions
from dalil.record.grouping import Bearings, JudgementLink, Obstacle
from dalil.record.models import Verdict

STEWARD = Viewer.steward()


def same(a, b, order, by_person=True, score=0.0):
    return JudgementLink(a, b, True, by_person, order, score)


def different(a, b, order, by_person=True):
    return JudgementLink(a, b, False, by_person, order)


def orders(links):
    return [each.order for each in links]


def test_where_all_can_be_true_there_is_none():
    assert contradictions_of([1, 2, 3], [], [same(1, 2, 1), different(2, 3, 2)], {}) == []


def test_the_last_of_three_has_no_effect_and_the_two_others_stand_beside_it():
    links = [same(1, 2, 1), different(1, 3, 2), same(2, 3, 3)]
    (found,) = contradictions_of([1, 2, 3], [], links, {})
    assert found.passed_over.order == 3 and set(found.apart) == {1, 3}
    assert found.different is not None and found.different.order == 2
    assert orders(found.steps) == [1] and found.obstacle is None


def test_a_long_way_is_told_step_by_step_and_a_correction_is_no_step():
    """1 is 2, 2 is 3; 4 corrects 3; 4 is 5, 5 is 6; and 1 is not 6."""
    links = [same(1, 2, 1), same(2, 3, 2), same(5, 6, 3), different(1, 6, 4), same(4, 5, 5)]
    (found,) = contradictions_of([1, 2, 3, 4, 5, 6], [(3, 4)], links, {})
    assert found.passed_over.order == 5 and set(found.apart) == {1, 6}
    assert sorted(orders(found.steps)) == [1, 2, 3]


def test_a_persons_different_counts_and_what_a_matcher_repeats_against_it_is_none():
    assert contradictions_of([1, 2], [], [different(1, 2, 1), same(1, 2, 2, by_person=False, score=0.9)], {}) == []


def test_those_of_persons_come_first():
    links = [
        *(same(1, 2, 1), different(1, 3, 2), same(2, 3, 3)),
        *(same(11, 12, 4), different(11, 13, 5), same(12, 13, 6, by_person=False, score=0.7)),
    ]
    found = contradictions_of([1, 2, 3, 11, 12, 13], [], links, {})
    assert orders(each.passed_over for each in found) == [3, 6]


@pytest.mark.parametrize(
    ("bearings", "why"),
    [
        ((Bearings("north"), Bearings("south"), Bearings("north")), Obstacle.ONE_LIST),
        ((Bearings(identifiers={"no": "7"}), Bearings(), Bearings(identifiers={"no": "8"})), Obstacle.IDENTIFIERS),
        (
            (Bearings(days=(1, 1), within=1), Bearings(days=(2, 2), within=1), Bearings(days=(3, 3), within=1)),
            Obstacle.DAYS,
        ),
    ],
    ids=["two rows of one list", "two valid numbers", "days too far apart"],
)
def test_a_chain_of_the_matcher_that_a_rule_stops_is_told_with_the_rule(bearings, why):
    links = [same(1, 2, 10, by_person=False, score=0.9), same(2, 3, 11, by_person=False, score=0.8)]
    (found,) = contradictions_of([1, 2, 3], [], links, dict(enumerate(bearings, 1)))
    assert (found.passed_over.order, orders(found.steps)) == (11, [10])
    assert found.different is None and found.obstacle == why


@pytest.mark.django_db
def test_who_may_not_see_one_of_the_three_is_told_of_no_contradiction(enter, bob):
    circle = [Group.objects.create(name="the four")]
    a = enter({"when": "2019-05-01", "killed": "5"})
    b = enter({"when": "2019-05-01", "killed": "5-6"}, level=Level.RESTRICTED, groups=circle)
    c = enter({"when": "2019-05-01", "killed": "6"})
    actions.judge(a, b, Verdict.SAME, actor=bob, reason="one road")
    actions.judge(a, c, Verdict.DIFFERENT, actor=bob, reason="two hours apart")
    last = actions.judge(b, c, Verdict.SAME, actor=bob, reason="one photograph")
    (found,) = find_contradictions(STEWARD)
    assert {found.passed_over.a, found.passed_over.b} == {last.a_id, last.b_id}
    assert find_contradictions(Viewer.of(bob)) == find_contradictions(Viewer.public()) == []
