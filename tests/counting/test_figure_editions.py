"""A figure keeps its question; what was published is kept beside what the record says now."""

from __future__ import annotations

import pytest
from click.testing import CliRunner

from dalil.archive.protection import Level, Viewer
from dalil.cli.status import status
from dalil.counting.figures import (
    current_answer,
    define_figure,
    names_nothing_hidden,
    publish_edition,
    stale_figures,
)
from dalil.counting.models import Figure
from dalil.counting.question import Question, Unanswerable
from dalil.record import actions
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
    actions.judge(first, second, Verdict.SAME, actor=bob)
    (stale,) = stale_figures()
    assert (stale.published.high, stale.now.low, stale.now.high) == (82, 82, 84)
    assert [(change.address, change.then, change.now, change.new_reports) for change in stale.change.entities] == [
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


def test_a_figure_kept_from_before_with_a_year_that_nobody_can_mean_still_has_its_answer(enter, edith):
    enter(incident("82"), origin="north-monitor")
    for_ever = {"measure": "killed", "since": "0219", "until": "9999"}
    with pytest.raises(Unanswerable, match="since: the year 0219 cannot be meant"):
        Question.of(for_ever)
    kept = define_figure("killed", Question.of(for_ever, kept=True), actor=edith, title_en="Killed")
    assert current_answer(kept, Viewer.public()).total.low == 82
    assert current_answer(kept, Viewer.public()).question.in_words("en") == "Killed, in incidents · 219 – 9999"


def test_a_figure_defined_twice_is_one_figure(killed, edith):
    again = define_figure(
        "killed-in-idlib",
        Question.of(killed.question),
        actor=edith,
        title_en="Killed in Idlib",
        title_ar="القتلى في إدلب",
    )
    assert again == killed


def test_a_figure_that_names_a_source_protected_since_is_named_without_an_answer_and_breaks_no_list(
    enter, killed, edith, alice
):
    enter(incident("82"), origin="north-monitor")
    enter(incident("5", day="2019-05-02"), origin="south-monitor")
    asked = Question(measure="killed", according_to="north-monitor")
    by_one = define_figure("according-to-one", asked, actor=edith, title_en="According to one")
    publish_edition(killed, actor=edith)
    publish_edition(by_one, actor=edith)
    actions.protect(actions.name_source("north-monitor", actor=alice), Level.INTERNAL, actor=alice)

    stale = {each.figure.slug: each for each in stale_figures()}
    assert stale["according-to-one"].now is None and stale["according-to-one"].published.low == 82
    assert stale["killed-in-idlib"].now.low == 5
    with pytest.raises(Unanswerable):
        current_answer(by_one, Viewer.public())
    told = CliRunner().invoke(status).output
    assert "published 82, the public record can no longer answer it" in " ".join(told.split())
    assert "published 87, the record now says 5" in " ".join(told.split())


def test_what_the_public_may_not_see_is_not_published(enter, edith, alice):
    hidden = enter(incident("9"), level=Level.INTERNAL)
    enter(incident("4"), origin="north-monitor")
    actions.protect(actions.name_source("north-monitor", actor=alice), Level.INTERNAL, actor=alice)
    about = {
        "one": ({"entity": hidden.address}, hidden.address),
        "whom": ({"according_to": "north-monitor"}, "north-monitor"),
    }
    for slug, (plain, word) in about.items():
        figure = define_figure(slug, Question.of({"measure": "killed", **plain}), actor=edith, title_en="Killed")
        with pytest.raises(actions.Refused, match=f"“{slug}” cannot be published: .*“{word}”"):
            publish_edition(figure, actor=edith)
        assert figure.edition is None
    assert list(stale_figures()) == []


def test_a_figure_that_waits_is_as_protected_as_the_source_and_the_report_that_its_question_names(enter, edith, alice):
    public, member = Viewer.public(), Viewer(member=True)
    hidden = enter(incident("9"), level=Level.INTERNAL)
    enter(incident("4"), origin="north-monitor")
    for slug, more in {"all": {}, "one": {"entity": hidden.address}, "whom": {"according_to": "north-monitor"}}.items():
        define_figure(slug, Question.of({"measure": "killed", **more}), actor=edith, title_en="Killed")
    assert {each.slug for each in Figure.objects.visible_to(public)} == {"all", "whom"}
    published = publish_edition(Figure.objects.get(slug="whom"), actor=edith).figure
    actions.protect(actions.name_source("north-monitor", actor=alice), Level.INTERNAL, actor=alice)
    define_figure("draft", Question.of(published.question), actor=edith, title_en="Killed, once more")

    assert {each.slug for each in Figure.objects.visible_to(public)} == {"all", "whom"}, "what was published stays"
    assert {each.slug for each in Figure.objects.visible_to(member)} == {"all", "one", "whom", "draft"}
    assert names_nothing_hidden(Question.of(published.question), member)
    assert not names_nothing_hidden(Question.of(published.question), public)
    assert "north" not in Question.of(published.question).in_words("en", public)
