"""Pairs that wait to be judged are said beside the number that counts both of each: at once, to whom may see both, and no longer than they wait."""

import csv
import io

import pytest
from django.test import Client

from dalil.archive.protection import Level, Viewer
from dalil.columns import projection
from dalil.counting.answer import ask
from dalil.counting.figures import compare_with_edition, current_answer, define_figure, publish_edition
from dalil.counting.question import Question
from dalil.exports.answers import csv_lines, plain_answer
from dalil.matching import match_runs
from dalil.record import actions
from dalil.record.log import Verb, changes_since, last_number
from dalil.record.models import Judgement, Verdict
from dalil.values.doubts import Doubts
from dalil.values.total import Total
from dalil.wording.doubts import list_doubts, say_doubts_briefly

PUBLIC, MEMBER = Viewer.public(), Viewer(member=True)
SARAQIB = {"places": ["C3916"], "name": "Saraqib", "lat": 35.864, "lon": 36.806, "precision": "exact"}
STRIKE = {"when": "2018-01-19", "where": SARAQIB, "killed": "3-4"}


def counted(viewer=PUBLIC, **question):
    """How many are counted and how many pairs of them wait, by following the log; a rebuilt projection must say the same."""
    found = ask(Question.of(question), viewer)
    followed = found.total.entities, found.waiting_pairs
    projection.rebuild(viewer)
    again = ask(Question.of(question), viewer)
    assert (again.total.entities, again.waiting_pairs, again.version) == (*followed, found.version)
    return followed


@pytest.fixture
def reports(enter):
    """One strike by three monitors, two of whom say it is in Saraqib on the very day; and a strike a month later."""
    made = [enter(STRIKE, origin=origin) for origin in ("north-monitor", "field-daily")]
    return [*made, enter({**STRIKE, "when": "2018-02-19"}, origin="valley-news")]


def test_a_pair_that_waits_is_said_beside_the_number_until_a_person_judges(reports, bob):
    assert counted() == (3, 0)
    match_runs.match_what_came_in()
    assert counted() == (3, 1)
    said = ask(Question(), PUBLIC).doubts
    assert list_doubts(said, "en") == ["1 pair among these waits to be judged; the two may be the same."]
    assert list_doubts(said, "ar") == ["زوج واحد منها ينتظر الحكم؛ وقد يكون الاثنان أمراً واحداً."]
    assert say_doubts_briefly(said, "en") == "1 pair waits to be judged"
    several = Doubts(Total(low=9, high=9, entities=9), waiting_pairs=4)
    assert list_doubts(several, "en") == ["4 pairs among these wait to be judged; they may be the same."]
    assert list_doubts(several, "ar") == ["٤ أزواج منها تنتظر الحكم؛ وقد يكون كل زوج منها أمراً واحداً."]
    judgement = actions.judge(*reports[:2], Verdict.DIFFERENT, actor=bob)
    assert counted() == (3, 0)
    actions.retract(judgement, actor=bob)
    assert counted() == (3, 1)
    actions.judge(*reports[:2], Verdict.SAME, actor=bob)
    assert counted() == (2, 0)


def test_only_pairs_of_which_both_are_counted_are_said(reports):
    match_runs.match_what_came_in()
    assert counted(until="2018-01-31") == (2, 1)
    assert counted(since="2018-02-01") == (1, 0)
    assert counted(according_to="north-monitor") == (1, 0), "that monitor tells it once"
    assert counted(kind="sighting") == (0, 0)


def test_several_reports_of_two_incidents_are_one_pair(reports, enter, bob):
    third = enter(STRIKE, origin="hill-watch")
    actions.judge(reports[0], third, Verdict.SAME, actor=bob)
    match_runs.match_what_came_in()
    assert counted() == (3, 1)


def test_a_pair_with_a_hidden_report_is_told_to_those_who_may_see_both(reports, enter):
    enter({**STRIKE, "when": "2018-02-19"}, origin="hidden-monitor", level=Level.INTERNAL)
    counted()
    before = ask(Question(), PUBLIC)
    match_runs.match_what_came_in()
    assert counted(MEMBER) == (4, 2)
    assert counted() == (3, 1)
    actions.protect(reports[0], Level.INTERNAL, actor=reports[0].entered_by, reason="a witness asked")
    assert counted() == (2, 0)
    assert counted(MEMBER) == (4, 2)
    assert before.waiting_pairs == 0


def test_what_the_matcher_proposes_is_logged_where_it_is_other_than_before_and_starts_no_further_run(reports):
    match_runs.match_what_came_in()
    (change,) = (each for each in changes_since(0) if each.verb == Verb.PROPOSED)
    assert change.subjects == (reports[0].address, reports[1].address)
    assert change.detail == {"kind": "incident", "pairs": 1} and change.actor == "dalil-matcher"
    last = last_number()
    assert match_runs.match_what_came_in() == []
    match_runs.match_all(match_runs.kind_of("incident"))
    assert last_number() == last


def test_more_pairs_than_the_log_names_are_followed_all_the_same(reports, monkeypatch):
    monkeypatch.setattr(match_runs, "MOST_NAMED", 0)
    assert counted() == (3, 0)
    match_runs.match_what_came_in()
    (change,) = (each for each in changes_since(0) if each.verb == Verb.PROPOSED)
    assert change.subjects == () and change.detail["pairs"] == 1
    assert counted() == (3, 1)


def test_a_withdrawn_report_waits_for_nothing(reports, alice):
    match_runs.match_what_came_in()
    actions.withdraw(reports[0], actor=alice, reason="a rumour")
    assert counted() == (2, 0)


def test_a_published_figure_says_it_of_today_and_is_not_left_behind_by_it(reports, alice, bob):
    figure = define_figure("strikes", Question(), actor=alice, title_en="Strikes")
    edition = publish_edition(figure, actor=alice)
    match_runs.match_what_came_in()
    now = current_answer(figure, PUBLIC)
    assert now.waiting_pairs == 1 and not compare_with_edition(edition, now)
    assert publish_edition(figure, actor=alice) == edition
    page = Client().get("/en/figures/strikes/").content.decode()
    assert "1 pair among these waits to be judged" in page
    actions.judge(*reports[:2], Verdict.SAME, actor=bob)
    assert compare_with_edition(edition, current_answer(figure, PUBLIC)).says_otherwise
    published = publish_edition(figure, actor=alice)
    assert published.number == 2 and published.doubts.waiting_pairs == 0


def test_every_file_says_it(reports):
    match_runs.match_what_came_in()
    answer = ask(Question(), PUBLIC)
    plain = plain_answer(answer)
    assert plain["waiting_pairs"] == 1
    assert "1 pair among these waits to be judged; the two may be the same." in plain["doubts"]["en"]
    (line,) = csv.DictReader(io.StringIO("".join(csv_lines(answer)).lstrip("\ufeff")))
    assert line["waiting_pairs"] == "1" and "waits to be judged" in line["doubts_en"] and "ينتظر" in line["doubts_ar"]


def test_the_list_of_the_record_says_it(reports):
    match_runs.match_what_came_in()
    page = Client().get("/en/record/", {"kind": "incident"}).content.decode()
    assert "1 pair among these waits to be judged" in page
    page = Client().get("/en/record/", {"kind": "incident", "since": "2018-02-01"}).content.decode()
    assert "to be judged" not in page


def test_a_pair_that_the_matcher_joined_itself_does_not_wait(reports):
    match_runs.match_what_came_in()
    actions.judge(*reports[:2], Verdict.SAME, actor=reports[0].entered_by, matcher="incident-1-abc", score=0.9)
    found = ask(Question(), PUBLIC)
    assert (found.total.entities, found.by_matcher, found.waiting_pairs) == (2, 1, 0)
    assert Judgement.objects.get().matcher


def test_an_edition_of_an_earlier_version_says_nothing_of_pairs():
    plain = Doubts(Total()).plain()
    del plain["waiting_pairs"]
    assert Doubts.of(Total(), plain).waiting_pairs == 0
