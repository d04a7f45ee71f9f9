"""bob judges A and B the same, B and C the same, and A and C different: the desk shows that not all of it is true, and he takes one back."""

from __future__ import annotations

import pytest
from django.contrib.auth.models import Group

from dalil.archive.protection import Level, Viewer
from dalil.record import actions
from dalil.record.contradictions import find_contradictions
from dalil.record.entities import members_of
from dalil.record.models import Judgement, Verdict

SCREEN = "/desk/record/judge/contradictions/"


def strike(enter, killed, **facts):
    return enter({"when": "2019-05-01", "killed": killed, "where": {"places": ["C3916"]}}, **facts)


@pytest.fixture
def three(enter):
    return [strike(enter, killed) for killed in ("5", "5-6", "6")]


def judge_round(three, actor):
    """The same, the same, and different: the last "same" has no effect."""
    a, b, c = three
    actions.judge(a, b, Verdict.SAME, actor=actor, reason="one road")
    actions.judge(a, c, Verdict.DIFFERENT, actor=actor, reason="two hours apart")
    return actions.judge(b, c, Verdict.SAME, actor=actor, reason="one photograph")


def test_nothing_is_said_where_all_can_be_true(as_, three, bob):
    a, b, c = three
    actions.judge(a, b, Verdict.SAME, actor=bob)
    actions.judge(b, c, Verdict.DIFFERENT, actor=bob)
    assert find_contradictions(Viewer.steward()) == []
    assert "No judgements contradict" in as_("bob").get(SCREEN).content.decode()


def test_the_three_judgements_stand_together_and_taking_one_back_settles_it(as_, three, bob):
    a, b, c = three
    last = judge_round(three, bob)
    browser = as_("bob")
    (line,) = browser.get(SCREEN).context["contradictions"]
    assert line.judgements[0].judgement == last and line.judgements[0].no_effect
    assert {each.judgement.reason for each in line.judgements} == {"one road", "two hours apart", "one photograph"}
    assert {line.one, line.other} == {a, c}
    different = Judgement.objects.get(verdict=Verdict.DIFFERENT)
    done = browser.post(f"/desk/record/judge/{different.pk}/undo/", {"next": SCREEN, "reason": "one hour"}, follow=True)
    assert done.redirect_chain[-1][0] == SCREEN and done.context["contradictions"] == []
    assert members_of([a.pk], Viewer.steward()) == [(a.pk, b.pk, c.pk)]


def test_it_is_said_in_arabic_too(as_, three, bob):
    judge_round(three, bob)
    text = as_("bob", "ar").get(SCREEN).content.decode()
    assert "تقرّر أن هاتين مختلفتان" in text and "قرارات يناقض بعضها بعضاً" in text


def test_who_may_not_see_one_of_the_three_reads_of_no_contradiction(as_, enter, bob):
    circle = [Group.objects.create(name="the four")]
    hidden = [strike(enter, "5"), strike(enter, "5-6", level=Level.RESTRICTED, groups=circle), strike(enter, "6")]
    judge_round(hidden, bob)
    assert len(find_contradictions(Viewer.steward())) == 1
    assert as_("bob").get(SCREEN).context["contradictions"] == []
