"""How much of a number rests on the matcher's word alone: said beside it, until a person has judged."""

import pytest

from dalil.archive.protection import Viewer
from dalil.columns import projection
from dalil.counting.answer import ask
from dalil.counting.question import Question
from dalil.record import actions
from dalil.record.models import Verdict
from dalil.values.doubts import Doubts
from dalil.values.total import Total
from dalil.wording.doubts import list_doubts, say_doubts_briefly

STRIKE = {"when": "2018-01-19", "killed": "3"}


def counted():
    """The answer by following the log; a rebuilt projection must say the same."""
    found = ask(Question(), Viewer.public())
    followed = found.total.entities, found.by_matcher
    projection.rebuild(Viewer.public())
    again = ask(Question(), Viewer.public())
    assert (again.total.entities, again.by_matcher) == followed
    return followed


@pytest.fixture
def reports(enter):
    return [enter(STRIKE, origin=origin) for origin in ("north-monitor", "field-daily", "valley-news")]


def join(one, other, actor, **matcher):
    actions.judge(one, other, Verdict.SAME, actor=actor, **matcher)


def test_what_the_matcher_joined_rests_on_it_until_a_person_judges(reports, bob):
    assert counted() == (3, 0)
    join(*reports[:2], bob, matcher="incident-1-abc", score=0.97)
    assert counted() == (2, 1)
    said = ask(Question(), Viewer.public()).doubts
    assert list_doubts(said, "en") == ["1 of 2 is held together by the matcher's word alone."]
    assert list_doubts(said, "ar") == ["واحدة من ٢ لا يجمع إفاداتها إلا حكم المُطابِق الآلي."]
    assert say_doubts_briefly(said, "en") == "1 joined by the matcher alone"
    join(*reports[:2], bob)
    assert counted() == (2, 0)


def test_one_step_that_is_the_matchers_is_enough(reports, bob):
    join(*reports[:2], bob)
    join(*reports[1:], bob, matcher="incident-1-abc", score=0.97)
    assert counted() == (1, 1)
    join(reports[0], reports[2], bob)
    assert counted() == (1, 0), "persons hold all three together by another way"


def test_an_edition_of_an_earlier_version_says_nothing_of_it():
    plain = Doubts(Total()).plain()
    del plain["by_matcher"]
    assert Doubts.of(Total(), plain).by_matcher == 0
