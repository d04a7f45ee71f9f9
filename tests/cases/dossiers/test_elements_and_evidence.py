"""The matrix: what is hidden opens exactly its cells, what is missing is named, and nothing is ever said to be met."""

from __future__ import annotations

import json
from datetime import date

import pytest
from django.db import IntegrityError, transaction
from the_ward import HOSPITAL, QUESTION

from dalil.archive.protection import Level, Viewer
from dalil.cases.dossiers.assessing import assess, review, take_assessment_back
from dalil.cases.dossiers.carrying import carry_over, count_left_behind
from dalil.cases.dossiers.circle import draw_circle, visible_dossiers
from dalil.cases.dossiers.evidence import Custody, Since
from dalil.cases.dossiers.gaps import find_gaps
from dalil.cases.dossiers.keeping import (
    ask_question,
    choose_document,
    choose_reports,
    find_chosen,
    find_taken_out,
    open_dossier,
    question_of,
    take_out,
)
from dalil.cases.dossiers.matrix import ElementStanding, Reviewed, read_matrix
from dalil.cases.dossiers.models import Assessment, AssessmentReview, Pin, SecondOpinion, Stance
from dalil.cases.dossiers.question import DossierQuestion
from dalil.cases.law import elements, provision
from dalil.record import actions
from dalil.record.actions import Refused
from dalil.record.log import Subject, changes_since
from dalil.record.models import Source, Verdict

pytestmark = pytest.mark.django_db

MEMBER, STEWARD = Viewer(member=True), Viewer.steward()


def standing_of(dossier, viewer=MEMBER):
    return {cell.element.code: cell.standing for cell in read_matrix(dossier, viewer).cells}


def cell_of(matrix, element):
    return next(each for each in matrix.cells if each.element.code == element)


def gap_of(dossier, element, viewer=MEMBER):
    return next(each for each in find_gaps(read_matrix(dossier, viewer)) if each.cell.element.code == element)


def hide(thing, circle, by):
    actions.protect(thing, Level.RESTRICTED, groups=[circle], actor=by, reason="somebody is in danger")


def test_hiding_a_document_opens_exactly_its_cells_and_the_gap_names_what_would_close_them(case, circle, alice):
    before = standing_of(case.dossier)
    assert before[case.first] is ElementStanding.SEVERAL and before[case.second] is ElementStanding.ONE
    hide(case.papers["record"], circle, alice)
    after = standing_of(case.dossier)
    assert {code for code in before if before[code] is not after[code]} == {case.first, case.second}
    assert (after[case.first], after[case.second]) == (ElementStanding.ONE, ElementStanding.OPEN)
    gap = gap_of(case.dossier, case.second)
    assert gap.document_types == elements()[case.second].shown_by and not gap.another_origin
    assert [(each.when.start, each.where.places) for each in gap.occasions] == [(date(2019, 5, 5), ("SY07",))]
    assert standing_of(case.dossier, STEWARD) == before, "whoever may see it sees the matrix as it was"


def test_a_kind_of_document_that_speaks_already_is_not_asked_for_again(case):
    gap = gap_of(case.dossier, case.second)
    assert gap.another_origin and "medical_document" not in gap.document_types
    assert gap.occasions == (), "the day is told of; another origin is what is missing"
    untouched = gap_of(case.dossier, case.rest[0])
    assert untouched.document_types == elements()[case.rest[0]].shown_by and untouched.occasions


def test_where_nothing_tells_of_a_day_the_question_does(layla):
    dossier = open_dossier("BARE", "Nothing in it yet", QUESTION, actor=layla)
    occasion = find_gaps(read_matrix(dossier, MEMBER))[0].occasions[0]
    assert (occasion.when.start, occasion.where.places, occasion.evidence) == (date(2019, 5, 5), ("SY07",), None)


def test_days_that_are_not_of_the_question_are_not_missed(case, enter, layla):
    for told in (
        {"when": "2016-10-01", "where": {"places": ["SY07"]}},
        {"when": "2019-05-05", "where": {"places": ["SY14"]}},
    ):
        other = enter(told, origin="north-monitor", level=Level.INTERNAL)
        choose_reports(case.dossier, [other], actor=layla, reason="another story")
    gap = gap_of(case.dossier, case.rest[0])
    assert {(each.when.start, each.where.places) for each in gap.occasions} == {(date(2019, 5, 5), ("SY07",))}


def test_two_papers_of_one_origin_are_one_origin_and_so_are_sources_that_are_one(case, enter, receive, layla):
    assert standing_of(case.dossier)[case.first] is ElementStanding.SEVERAL
    one, other = (Source.objects.get(code=code) for code in ("north-monitor", "ward-three"))
    judged = actions.judge_sources(one, other, Verdict.SAME, actor=layla)
    assert standing_of(case.dossier)[case.first] is ElementStanding.ONE
    actions.retract_source_judgement(judged, actor=layla)
    assert standing_of(case.dossier)[case.first] is ElementStanding.SEVERAL


def test_what_was_withdrawn_or_corrected_since_speaks_no_more_and_is_still_shown(case, alice):
    actions.withdraw(case.reports["record"], actor=alice, reason="another ward")
    cell = next(each for each in read_matrix(case.dossier, MEMBER).cells if each.element.code == case.second)
    assert cell.standing is ElementStanding.OPEN and [each.evidence.since for each in cell.silent] == [Since.WITHDRAWN]
    old = case.reports["video"]
    better = actions.Draft(claim=old.claim, document=old.document, attribution=old.attribution, locator="p. 2")
    actions.supersede(old, better, actor=alice, reason="another page")
    cell = next(each for each in read_matrix(case.dossier, MEMBER).cells if each.element.code == case.first)
    assert cell.standing is ElementStanding.OPEN and {each.evidence.since for each in cell.silent} == {
        Since.WITHDRAWN,
        Since.CORRECTED,
    }
    assert cell.is_contested, "what speaks against it stands beside it, also where nothing speaks for it"


def test_nothing_is_ever_said_to_be_met(case):
    words = {each.value for each in (*ElementStanding, *Stance, *SecondOpinion, *Reviewed)}
    assert not words & {"met", "proven", "proved", "fulfilled"}
    matrix = read_matrix(case.dossier, MEMBER)
    assert all(cell.words for cell in matrix.cells if cell.standing is not ElementStanding.OPEN)
    with pytest.raises(Refused, match="say what in it speaks"):
        assess(case.pins["video"], HOSPITAL, case.second, Stance.FOR, actor=case.said[0].actor, reason=" ")
    with pytest.raises(Refused, match="has no element"):
        assess(case.pins["video"], HOSPITAL, "NO_SUCH", Stance.FOR, actor=case.said[0].actor, reason="so")


def test_an_article_for_wars_between_states_is_refused_in_a_conflict_that_is_none(layla):
    between_states = provision("RS-8-2-b-ix")
    for conflict in ("NIAC", ""):
        asked = DossierQuestion(provisions=(between_states.code,), when="2019-05-05", conflict=conflict)
        with pytest.raises(Refused, match="does not apply"):
            open_dossier("IAC1", "A war between States", asked, actor=layla)
    opened = open_dossier(
        "IAC2", "x", DossierQuestion(provisions=(between_states.code,), when="2019", conflict="IAC"), actor=layla
    )
    assert read_matrix(opened, MEMBER).cells


def test_a_way_of_answering_brings_its_own_elements(case, layla):
    asked = question_of(case.dossier).model_copy(update={"modes": ("COMMANDER",)})
    ask_question(case.dossier, asked, actor=layla, reason="who commanded it")
    cells = read_matrix(case.dossier, MEMBER).cells
    assert {each.ground.code for each in cells} == {HOSPITAL, "COMMANDER"}
    assert case.dossier.questions.count() == 2, "what was asked before stays"


def test_an_assessment_is_reviewed_by_another_person_and_never_by_its_own(case, layla, omar):
    said = case.said[0]
    with pytest.raises(Refused, match="nobody reviews what they said themselves"):
        review(said, SecondOpinion.AGREES, actor=layla)
    with pytest.raises(IntegrityError), transaction.atomic():
        AssessmentReview.objects.create(assessment=said, assessed_by=layla, agreement="agrees", actor=layla)
    with pytest.raises(Refused, match="why you disagree"):
        review(said, SecondOpinion.DISAGREES, actor=omar)
    review(said, SecondOpinion.AGREES, actor=omar)
    review(said, SecondOpinion.DISAGREES, actor=omar, reason="another street")
    words = [each for cell in read_matrix(case.dossier, MEMBER).cells for each in cell.words]
    assert {each.assessment.pk: each.reviewed for each in words}[said.pk] is Reviewed.DISAGREED
    with pytest.raises(Refused, match="only the officer who said this"):
        take_assessment_back(said, actor=omar)
    take_assessment_back(said, actor=layla)
    with pytest.raises(Refused, match="already been taken back"):
        review(said, SecondOpinion.AGREES, actor=omar)
    assert Assessment.everything.filter(pk=said.pk).exists()


def test_a_viewer_learns_of_what_is_hidden_a_number_and_nothing_else(case, circle, alice):
    hide(case.papers["letter"], circle, alice)
    matrix = read_matrix(case.dossier, MEMBER)
    assert matrix.unseen == 1 and matrix.words_against == ()
    assert "ministry" not in repr(matrix) and "Letter" not in repr(matrix)
    assert read_matrix(case.dossier, STEWARD).unseen == 0


def test_what_is_known_of_each_thing_stands_beside_it(case):
    evidence = read_matrix(case.dossier, MEMBER).evidence[case.pins["record"].pk]
    assert (evidence.origins, evidence.custody, evidence.since) == (("ward-three",), Custody.RECEIVED, Since.STANDS)
    assert evidence.grade.value == "reported" and evidence.permission.allowed


def test_what_is_chosen_is_in_it_once_as_it_was_and_its_number_stays(case, receive, layla):
    pin = case.pins["record"]
    assert pin.version == case.reports["record"].digest
    numbers = {each.document_id: each.number for each in case.dossier.numbers.all()}
    assert sorted(numbers.values()) == [1, 2, 3]
    take_out(pin, actor=layla, reason="not of this strike")
    with pytest.raises(Refused, match="taken out already"):
        take_out(pin, actor=layla, reason="not of this strike")
    with pytest.raises(Refused, match="taken out of the dossier"):
        assess(Pin.everything.get(pk=pin.pk), HOSPITAL, case.rest[0], Stance.FOR, actor=layla, reason="so")
    later = receive("Map of the ward", "map")
    assert choose_document(case.dossier, later, actor=layla, reason="where it was")
    assert not choose_document(case.dossier, later, actor=layla, reason="again")
    again = {each.document_id: each.number for each in case.dossier.numbers.all()}
    assert again == {**numbers, later.pk: 4}
    assert len(find_chosen(case.dossier, MEMBER).pins) == 3


def test_every_write_is_in_the_log_and_no_reason_is(case):
    told = [each for each in changes_since(0) if each.noun == Subject.DOSSIER]
    assert [each.subjects for each in told] == [("WARD",)] * len(told) and len(told) == 3 + len(case.said)
    assert "video on" not in json.dumps([dict(each.detail) for each in told])


@pytest.mark.parametrize("prefix", ["ward", "W", "7WARD", "WARD-1", "WARDWARDWARD1", ""])
def test_a_prefix_is_short_and_plain(prefix, layla):
    with pytest.raises(Refused, match="no prefix"):
        open_dossier(prefix, "x", QUESTION, actor=layla)


def test_taking_out_needs_a_reason_that_stays_and_what_speaks_against_stays_counted(case, layla):
    with pytest.raises(Refused, match="say why it is taken out"):
        take_out(case.pins["letter"], actor=layla, reason=" ")
    take_out(case.pins["letter"], actor=layla, reason="it is about another ward")
    [out] = find_taken_out(case.dossier, MEMBER)
    assert (out.pin.report, out.reason) == (case.reports["letter"], "it is about another ward")
    matrix = read_matrix(case.dossier, MEMBER)
    assert (len(matrix.words_against), matrix.out_against) == (0, 1)
    public = read_matrix(case.dossier, Viewer.public())
    assert public.out_against == 0, "who may not see the letter learns of no assessment of it"


def test_what_was_said_holds_again_when_the_same_is_chosen_again(case, layla, omar):
    review(case.said[3], SecondOpinion.AGREES, actor=omar)
    take_out(case.pins["letter"], actor=layla, reason="by mistake")
    choose_reports(case.dossier, [case.reports["letter"]], actor=layla, reason="it belongs here after all")
    matrix = read_matrix(case.dossier, MEMBER)
    [word] = matrix.words_against
    assert (word.assessment, word.reviewed) == (case.said[3], Reviewed.AGREED), "it was made and reviewed once"
    assert matrix.out_against == 0 and not find_taken_out(case.dossier, MEMBER)
    again = next(each for each in find_chosen(case.dossier, MEMBER).pins if each.report == case.reports["letter"])
    with pytest.raises(Refused, match="said already"):
        assess(again, HOSPITAL, case.first, Stance.AGAINST, actor=layla, reason="twice")


def test_what_was_said_of_a_corrected_report_is_carried_to_the_correction_by_an_officer_alone(case, layla, omar):
    old = case.reports["video"]
    better = actions.Draft(claim=old.claim, document=old.document, attribution=old.attribution, locator="p. 2")
    later = actions.supersede(old, better, actor=layla, reason="another page")
    assert not read_matrix(case.dossier, MEMBER).newer, "the correction is not in the dossier yet"
    choose_reports(case.dossier, [later], actor=layla, reason="the corrected number")
    matrix = read_matrix(case.dossier, MEMBER)
    newer = matrix.newer[case.pins["video"].pk]
    cell = cell_of(matrix, case.first)
    assert newer.report == later and [each.assessment for each in cell.silent] == [case.said[0]]
    words = [(word.assessment, word.evidence.pin) for each in matrix.cells for word in each.words]
    assert count_left_behind(words, matrix.newer) == 1, "nobody said yet whether it holds of the correction"
    made = carry_over(case.said[0], newer, actor=omar)
    assert (made.reason, made.actor, made.pin) == (case.said[0].reason, omar, newer)
    matrix = read_matrix(case.dossier, MEMBER)
    words = [(word.assessment, word.evidence.pin) for each in matrix.cells for word in each.words]
    assert count_left_behind(words, matrix.newer) == 0
    assert made in [each.assessment for each in cell_of(matrix, case.first).speaks_for]


def test_a_dossier_of_a_circle_is_not_there_for_other_officers(case, layla, circle):
    inner, other = Viewer(member=True, groups=frozenset({circle.pk})), MEMBER
    with pytest.raises(Refused, match="belong to none of these groups"):
        draw_circle(case.dossier, [circle], viewer=other, actor=layla, reason="a protected witness")
    with pytest.raises(Refused, match="say why"):
        draw_circle(case.dossier, [circle], viewer=inner, actor=layla, reason="")
    draw_circle(case.dossier, [circle], viewer=inner, actor=layla, reason="a protected witness")
    assert list(visible_dossiers(inner)) == [case.dossier] and not visible_dossiers(other).exists()
    circle.delete()
    assert not visible_dossiers(inner.unrestricted).exists(), "without its group it opens to nobody but stewards"
    assert visible_dossiers(Viewer.steward()).exists()
    draw_circle(case.dossier, [], viewer=Viewer.steward(), actor=layla, reason="the witness is safe")
    assert visible_dossiers(other).exists()
