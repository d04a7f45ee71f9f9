"""Whether a published figure has changed is one question with one answer: on the desk, the site, the API, the command line, and when
it is published again."""

from __future__ import annotations

from dataclasses import fields

import pytest
from click.testing import CliRunner
from django.contrib.auth.models import User
from django.test import Client
from django.urls import reverse
from django.utils.html import strip_tags

from dalil.archive.protection import Level, Viewer
from dalil.cli.status import status
from dalil.counting.figures import (
    compare_with_edition,
    current_answer,
    define_figure,
    publish_edition,
    stale_figures,
)
from dalil.counting.question import Question
from dalil.record import actions
from dalil.record.models import Verdict
from dalil.values.figure_change import FIELDS_OF_PARTS, FigurePart, compare_totals
from dalil.values.total import Total
from dalil.wording.changes import PART_NAMES

IDLIB = {"where": {"places": ["SY07"]}, "when": "2019-05-01"}
QUESTION = {"measure": "killed", "places": ["SY07"]}


@pytest.fixture
def killed(enter, edith):
    """A figure over one incident with 3 to 7 killed, published once."""
    figure = define_figure("killed", Question.of(QUESTION), actor=edith, title_en="Killed", title_ar="القتلى")
    first = enter(IDLIB | {"killed": "3-7"}, origin="north-monitor")
    publish_edition(figure, actor=edith)
    return figure, first


def has_changed_by_surface(figure):
    """Ask every surface whether the figure has changed."""
    reader, editor = Client(headers={"host": "localhost"}), Client(headers={"host": "localhost"})
    editor.force_login(User.objects.create_superuser(f"editor-{User.objects.count()}"))
    desk_list, desk_page = (
        editor.get(path).content.decode() for path in (reverse("desk:figures"), reverse("desk:figure", args=["killed"]))
    )
    page = reader.get("/en/figures/killed/").content.decode()
    answers = {
        "the rule": compare_with_edition(figure.edition, current_answer(figure, Viewer.public())).says_otherwise,
        "desk list": 'class="desk-stale"' in desk_list,
        "desk page": "What changed:" in desk_page,
        "public page": "This figure has changed" in page,
        "public JSON": reader.get("/en/figures/killed.json").json()["has_changed"],
        "API": reader.get("/api/figures/killed").json()["has_changed"],
        "API list": reader.get("/api/figures").json()["items"][0]["has_changed"],
        "command line": "figure “killed”" in CliRunner().invoke(status).output,
    }
    number, actor = figure.edition.number, User.objects.get(username="edith")
    return answers | {"publishing": publish_edition(figure, actor=actor, reason="again").number > number}


def say_a_second_time(enter, first, bob):
    """The number stays, and every doubt; one more report stands behind it."""
    actions.judge(first, enter(IDLIB | {"killed": "3-7"}, origin="south-monitor"), Verdict.SAME, actor=bob)


def say_two_numbers_that_exclude_each_other(enter, first, bob):
    """The range stays, and is in conflict."""
    for number in ("3", "7"):
        second = enter(IDLIB | {"killed": number}, origin=f"monitor-of-{number}")
        actions.judge(first, second, Verdict.SAME, actor=bob)


def enter_what_may_belong(enter, first, bob):
    """The number stays; it is not known whether one more incident lies in the place asked for."""
    enter({"where": {"places": ["SY"]}, "when": "2019-05-01", "killed": "1"}, origin="north-monitor")


def enter_an_unknown_number(enter, first, bob):
    """The number stays; of one more incident it is unknown."""
    enter(IDLIB | {"when": "2019-06-01"}, origin="north-monitor")


CHANGES = {
    say_two_numbers_that_exclude_each_other: {FigurePart.DOUBTS, FigurePart.REPORTS},
    enter_what_may_belong: {FigurePart.DOUBTS},
    enter_an_unknown_number: {FigurePart.DOUBTS, FigurePart.ENTITIES, FigurePart.REPORTS},
}


@pytest.mark.parametrize("change", CHANGES, ids=lambda change: change.__name__)
def test_a_change_is_a_change_on_every_surface(change, enter, killed, bob):
    figure, first = killed
    published = figure.edition.total
    change(enter, first, bob)
    (stale,) = stale_figures()
    assert (stale.now.low, stale.now.high) == (published.low, published.high), (
        "only what stands beside the number changed"
    )
    assert stale.change.parts == CHANGES[change]
    surfaces = has_changed_by_surface(figure)
    assert surfaces == dict.fromkeys(surfaces, True)


def test_a_second_report_that_says_the_same_raises_no_alarm_and_is_not_hidden(enter, killed, bob):
    figure, first = killed
    say_a_second_time(enter, first, bob)
    surfaces = has_changed_by_surface(figure)
    assert surfaces.pop("publishing"), "an editor may publish it: the grade and the list of reports are others"
    assert surfaces == dict.fromkeys(surfaces, False)


def test_what_changed_is_named_where_the_number_reads_the_same(enter, killed, bob):
    _figure, first = killed
    say_two_numbers_that_exclude_each_other(enter, first, bob)
    output = " ".join(CliRunner().invoke(status).output.split())
    same = (
        "published 3–7, the record still says so; what changed: what is unknown or in doubt and the reports behind it"
    )
    assert same in output
    reader = Client(headers={"host": "localhost"})
    page = " ".join(strip_tags(reader.get("/en/figures/killed/").content.decode()).split())
    assert "Published as 3–7; the record still says so." in page
    assert "1 is told in ways that exclude each other." in page
    assert reader.get("/api/figures/killed").json()["changed_parts"] == ["doubts", "reports"]


def test_what_no_reader_is_told_and_nothing_rests_on_is_no_change_anywhere(enter, killed, bob):
    figure, first = killed
    actions.judge(
        first, enter(IDLIB | {"killed": "9"}, origin="north-monitor", level=Level.INTERNAL), Verdict.SAME, actor=bob
    )
    enter({"where": {"places": ["SY02"]}, "when": "2018-01-01", "killed": "5"}, origin="north-monitor")
    now = current_answer(figure, Viewer.public())
    assert now.version != figure.edition.answer["version"], "the public's record did change, elsewhere"
    surfaces = has_changed_by_surface(figure)
    assert surfaces == dict.fromkeys(surfaces, False)


def test_a_figure_that_asks_something_else_has_changed(killed, edith):
    figure, _first = killed
    define_figure("killed", Question.of({"measure": "killed"}), actor=edith, title_en="Killed", title_ar="القتلى")
    figure.refresh_from_db()
    surfaces = has_changed_by_surface(figure)
    assert surfaces == dict.fromkeys(surfaces, True)


def test_every_field_of_a_total_is_compared_and_every_part_has_words():
    assert sorted(name for names in FIELDS_OF_PARTS.values() for name in names) == sorted(
        each.name for each in fields(Total)
    )
    for field in fields(Total):
        other = Total(**{field.name: "families" if field.name == "unit" else field.name != "addable"})
        assert len(compare_totals(Total(), other)) == 1, field.name
    assert set(PART_NAMES) == set(FigurePart)
