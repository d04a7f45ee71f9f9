"""Entities are worked out from reports and judgements; merging and splitting keep every address alive."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dalil.archive.protection import Level, Viewer
from dalil.record import actions
from dalil.record.entities import entities_of, entity_at, group_all
from dalil.record.grouping import Bearings, JudgementLink, group
from dalil.record.models import Report, Verdict

PUBLIC = Viewer.public()


@pytest.fixture
def three(enter):
    return [enter({"when": f"2019-05-0{day}", "killed": "3"}, origin=f"monitor-{day}") for day in (1, 2, 3)]


def addresses(entity):
    return [report.address for report in entity.reports]


def test_a_report_that_nobody_judged_is_an_entity_of_its_own(three):
    assert [addresses(entity_at(report.address, PUBLIC)) for report in three] == [[report.address] for report in three]


def test_a_merge_sends_both_addresses_to_one_entity_and_a_split_gives_them_back(three, bob):
    a, b, _ = three
    merged = actions.judge(a, b, Verdict.SAME, actor=bob)
    for old in (a, b):
        entity = entity_at(old.address, PUBLIC)
        assert entity.address == a.address and addresses(entity) == [a.address, b.address]
    actions.retract(merged, actor=bob, reason="two streets, not one")
    for report in (a, b):
        assert entity_at(report.address, PUBLIC).address == report.address


def test_what_a_third_report_joins_is_parted_again_when_it_is_judged_different(three, bob):
    a, b, c = three
    actions.judge(a, c, Verdict.SAME, actor=bob)
    actions.judge(b, c, Verdict.SAME, actor=bob)
    assert addresses(entity_at(b.address, PUBLIC)) == [a.address, b.address, c.address]
    actions.judge(b, c, Verdict.DIFFERENT, actor=bob)
    assert addresses(entity_at(c.address, PUBLIC)) == [a.address, c.address]
    assert addresses(entity_at(b.address, PUBLIC)) == [b.address]


def test_a_person_beats_the_matcher_whoever_came_last(three, bob):
    a, b, _ = three
    actions.judge(a, b, Verdict.DIFFERENT, actor=bob)
    actions.judge(a, b, Verdict.SAME, actor=bob, matcher="splink-1", score=0.99)
    assert entity_at(b.address, PUBLIC).address == b.address
    actions.judge(a, b, Verdict.SAME, actor=bob)
    assert entity_at(b.address, PUBLIC).address == a.address


def test_a_correction_stays_with_what_it_corrects_and_the_old_word_stays_readable(three, alice):
    a = three[0]
    claim = a.claim.model_copy(update={"killed": a.claim.killed.at_least(4)})
    draft = actions.Draft(claim=claim, document=a.document, attribution=a.attribution, level=Level.PUBLIC)
    corrected = actions.supersede(a, draft, actor=alice, reason="a fourth person died")
    entity = entity_at(corrected.address, PUBLIC)
    assert entity.address == a.address
    assert addresses(entity) == [a.address, corrected.address]
    assert [report.address for report in entity.current] == [corrected.address]


def test_a_withdrawn_report_keeps_its_address_and_is_no_longer_current(three, alice):
    a = three[0]
    actions.withdraw(a, actor=alice, reason="entered by mistake")
    entity = entity_at(a.address, PUBLIC)
    assert addresses(entity) == [a.address] and entity.current == ()


def test_all_at_once_gives_what_one_at_a_time_gives(three, bob):
    a, b, c = three
    actions.judge(a, b, Verdict.SAME, actor=bob)
    actions.judge(b, c, Verdict.SAME, actor=bob, matcher="splink-1", score=0.8)
    actions.judge(a, c, Verdict.DIFFERENT, actor=bob)
    first_of, _ = group_all(Report.objects.visible_to(PUBLIC).values_list("pk", flat=True))
    assert first_of == {a.pk: a.pk, b.pk: a.pk}
    everything = entities_of([a.pk, b.pk, c.pk], PUBLIC)
    assert [addresses(entity) for entity in everything] == [[a.address, b.address], [c.address]]


PAIRS = st.tuples(st.integers(1, 8), st.integers(1, 8)).filter(lambda pair: pair[0] < pair[1])
JUDGEMENTS = st.lists(st.tuples(PAIRS, st.booleans(), st.booleans(), st.sampled_from([0.5, 0.9])), max_size=14).map(
    lambda each: [
        JudgementLink(a=pair[0], b=pair[1], same=same, by_person=by_person, order=order, score=score)
        for order, (pair, same, by_person, score) in enumerate(each)
    ]
)


@given(JUDGEMENTS, st.randoms(use_true_random=False))
def test_the_order_in_which_judgements_are_read_does_not_matter(judgements, shuffle):
    shuffled = list(judgements)
    shuffle.shuffle(shuffled)
    assert group(range(1, 9), [], shuffled)[0] == group(range(1, 9), [], judgements)[0]


@given(JUDGEMENTS)
def test_a_pair_that_a_person_keeps_apart_is_never_in_one_entity_and_every_report_is_in_one(judgements):
    groups, passed_over = group(range(1, 9), [], judgements)
    assert sorted(each for members in groups for each in members) == list(range(1, 9))
    home = {each: number for number, members in enumerate(groups) for each in members}
    standing = {}
    for link in sorted(judgements, key=lambda link: (link.by_person, link.order)):
        standing[link.a, link.b] = link
    for (a, b), link in standing.items():
        if not link.same:
            assert home[a] != home[b] or not link.by_person  # persons may have joined what a matcher keeps apart
        else:
            assert home[a] == home[b] or link in passed_over


def test_a_matcher_joins_no_two_rows_of_one_list_and_the_likeliest_of_them_holds():
    rows = {2: Bearings("north"), 3: Bearings("north"), 1: Bearings("south")}
    words = [JudgementLink(1, 2, True, False, 1, 0.8), JudgementLink(1, 3, True, False, 2, 0.9)]
    groups, passed_over = group([1, 2, 3], [], words, rows)
    assert groups == [[1, 3], [2]] and passed_over == [words[0]]
    by_person = [*words, JudgementLink(1, 2, True, True, 3)]
    assert group([1, 2, 3], [], by_person, rows)[0] == [[1, 2], [3]]


def test_a_matcher_goes_from_day_to_day_no_further_than_two_reports_of_one_thing_may_be_apart():
    days = {each: Bearings(days=(each, each), within=3) for each in range(1, 7)}
    chain = [JudgementLink(each, each + 1, True, False, each, 1 - each / 100) for each in range(1, 6)]
    groups, passed_over = group(range(1, 7), [], chain, days)
    assert groups == [[1, 2, 3, 4], [5, 6]] and [link.a for link in passed_over] == [4]
    assert group(range(1, 7), [], [JudgementLink(1, 6, True, True, 1)], days)[0][0] == [1, 6]


def test_a_person_joins_what_a_matcher_keeps_apart():
    links = [
        JudgementLink(1, 2, False, False, 1),
        JudgementLink(1, 3, True, True, 2),
        JudgementLink(2, 3, True, True, 3),
    ]
    assert group([1, 2, 3], [], links) == ([[1, 2, 3]], [])
