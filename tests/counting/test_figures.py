"""A figure keeps its question; what was published is kept beside what the record says now."""

from __future__ import annotations

import pytest

from dalil.archive.protection import Level, Viewer
from dalil.counting.figures import current_answer, define_figure, publish_edition, stale_figures
from dalil.counting.question import Question
from dalil.record import doors
from dalil.record.models import Verdict


@pytest.fixture
def killed(edith):
    question = Question.of({"measure": "killed", "places": ["SY07"]})
    return define_figure(
        "killed-in-idlib", question, actor=edith, title_en="Killed in Idlib", title_ar="القتلى في إدلب"
    )


def incident(notation, day="2019-05-01"):
    return {"when": day, "where": {"places": ["SY07"]}, "killed": notation}


def test_a_published_figure_that_the_record_no_longer_bears_out_is_named_with_the_reports_that_did_it(
    enter, killed, edith, bob
):
    first = enter(incident("82"), origin="north-monitor")
    edition = publish_edition(killed, actor=edith)
    assert (edition.number, edition.total.low) == (1, 82)
    assert list(stale_figures()) == []

    second = enter(incident("84"), origin="south-monitor")
    doors.judge(first, second, Verdict.SAME, actor=bob)
    (stale,) = stale_figures()
    assert (stale.published.high, stale.now.low, stale.now.high) == (82, 82, 84)
    assert [(change.address, change.then, change.now, change.new_reports) for change in stale.changes] == [
        (first.address, (82, 82, 82), (82, 84, None), (second.pk,))
    ]

    corrected = publish_edition(killed, actor=edith, reason="A second monitor counted 84.")
    assert (corrected.number, corrected.total.high) == (2, 84)
    assert killed.edition == corrected and list(stale_figures()) == []
    assert killed.editions.get(number=1).total.high == 82, "what was published stays"


def test_publishing_the_same_answer_again_makes_no_new_edition(enter, killed, edith):
    enter(incident("82+"), origin="north-monitor")
    assert publish_edition(killed, actor=edith) == publish_edition(killed, actor=edith)
    enter(incident("5", day="2018-01-01") | {"where": {"places": ["SY02"]}}, origin="north-monitor")
    assert publish_edition(killed, actor=edith).number == 1
    assert list(stale_figures()) == []


def test_what_is_published_rests_on_what_the_public_may_know(enter, killed, edith):
    enter(incident("82"), origin="north-monitor")
    enter(incident("9", day="2019-05-02"), origin="north-monitor", level=Level.INTERNAL)
    assert publish_edition(killed, actor=edith).total.low == 82
    assert current_answer(killed, Viewer.of(edith)).total.low == 91


def test_a_figure_defined_twice_is_one_figure(killed, edith):
    again = define_figure(
        "killed-in-idlib",
        Question.of(killed.question),
        actor=edith,
        title_en="Killed in Idlib",
        title_ar="القتلى في إدلب",
    )
    assert again == killed
