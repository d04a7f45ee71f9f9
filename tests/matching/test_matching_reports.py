"""Two monitors report one strike. The matcher notices, says why, and leaves the last word to persons."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from dalil.archive.protection import Level, Viewer
from dalil.matching import match_runs
from dalil.matching.model import Model
from dalil.matching.models import LikelyPair, TrainedModel
from dalil.record import actions
from dalil.record.entities import entities_of, entity_at
from dalil.record.kind import kind_of
from dalil.record.models import Judgement, Report, Verdict

INCIDENT = kind_of("incident")
SARAQIB = {"places": ["C3916"], "name": "Saraqib", "lat": 35.864, "lon": 36.806, "precision": "exact"}
IN_ARABIC = {"name": "مدينة سراقب", "lat": 35.861, "lon": 36.803}
STRIKE = {"when": "2018-01-19", "where": SARAQIB, "killed": "3-4"}


@pytest.fixture
def trained(bob):
    """A model that somebody had trained: here with the rough weights that the kind starts from."""
    return TrainedModel.objects.create(
        kind="incident", number=1, parameters=Model.starting(INCIDENT).plain(), about={}, actor=bob
    )


def one_thing(*reports):
    return len({entity.address for entity in entities_of([each.pk for each in reports], Viewer.public())}) == 1


def test_two_monitors_report_one_strike_in_two_scripts_and_it_is_one_incident(enter, trained):
    north = enter(STRIKE, origin="north-monitor")
    field = enter({**STRIKE, "where": IN_ARABIC}, origin="field-daily")
    other_day = enter({**STRIKE, "when": "2018-01-29"}, origin="valley-news")
    (outcome,) = match_runs.match_what_came_in()
    assert (outcome.joined, outcome.parted) == (1, 0)
    assert one_thing(north, field) and not one_thing(north, other_day)
    judgement = Judgement.objects.get()
    assert judgement.matcher == outcome.model and judgement.score > 0.9
    assert "where/place/name_and_point" in judgement.reason and "killed/count/same_range" in judgement.reason


def test_before_somebody_had_a_model_trained_pairs_are_proposed_and_nothing_is_joined(enter):
    north, field = enter(STRIKE, origin="north-monitor"), enter(STRIKE, origin="field-daily")
    match_runs.match_what_came_in()
    assert LikelyPair.objects.get().likelihood > 0.9
    assert not one_thing(north, field) and not Judgement.objects.exists()


def test_the_same_governorate_in_the_same_month_is_never_enough(enter, trained):
    month = {"when": "2018-01", "where": {"places": ["SY07"]}, "killed": "3-4"}
    for origin in ("north-monitor", "field-daily"):
        enter(month, origin=origin)
    enter(STRIKE, origin="valley-news")
    match_runs.match_what_came_in()
    assert not LikelyPair.objects.exists()


def test_a_place_known_only_by_its_district_is_a_candidate_on_the_very_day(enter, trained):
    enter(STRIKE, origin="north-monitor")
    enter(
        {**STRIKE, "where": {"places": ["SY0703"], "precision": "district", "lat": 35.9, "lon": 36.7}},
        origin="field-daily",
    )
    match_runs.match_what_came_in()
    assert LikelyPair.objects.get().levels[:3] == ["same_day", "in_the_area", "same_range"]


def test_two_rows_of_one_list_are_two_strikes(enter, trained):
    a, b = (enter(STRIKE, origin="north-monitor", external_id=f"north:{row}") for row in (1, 2))
    c = enter(STRIKE, origin="field-daily")
    match_runs.match_what_came_in()
    assert not one_thing(a, b)
    assert one_thing(a, c) != one_thing(b, c)


def test_a_person_who_takes_the_word_of_the_matcher_back_is_not_told_it_again(enter, trained, bob):
    north, field = enter(STRIKE, origin="north-monitor"), enter(STRIKE, origin="field-daily")
    match_runs.match_what_came_in()
    actions.retract(Judgement.objects.get(), actor=bob, reason="two strikes, an hour apart")
    match_runs.match_all(INCIDENT)
    assert not one_thing(north, field)
    assert LikelyPair.objects.count() == 1


def test_a_correction_takes_back_what_no_longer_holds(enter, trained, alice):
    north, field = enter(STRIKE, origin="north-monitor"), enter(STRIKE, origin="field-daily")
    match_runs.match_what_came_in()
    claim = INCIDENT.model_validate({**STRIKE, "when": "2018-03-19"})
    draft = actions.Draft(claim=claim, document=field.document, attribution=field.attribution, level=Level.PUBLIC)
    actions.supersede(field, draft, actor=alice, reason="the month was wrong")
    (outcome,) = match_runs.match_what_came_in()
    assert outcome.parted == 1 and not one_thing(north, field)
    assert match_runs.match_what_came_in() == []


def test_a_hidden_report_joins_no_two_others_for_those_who_may_not_see_it(enter, trained):
    first = enter({**STRIKE, "when": "2018-01-18"}, origin="north-monitor")
    enter(STRIKE, origin="hidden-monitor", level=Level.INTERNAL)
    last = enter({**STRIKE, "when": "2018-01-20", "killed": "30"}, origin="field-daily")
    match_runs.match_what_came_in()
    assert not one_thing(first, last)


STEPS = st.lists(
    st.one_of(
        st.tuples(st.just("enter"), st.integers(18, 21), st.sampled_from(["3-4", "3", "20-30"]), st.booleans()),
        st.tuples(st.just("withdraw"), st.integers(0, 9)),
        st.tuples(st.just("judge"), st.integers(0, 9), st.integers(0, 9), st.sampled_from(Verdict.values)),
        st.tuples(st.just("retract"), st.integers(0, 9)),
        st.tuples(st.just("match")),
    ),
    min_size=4,
    max_size=14,
)


@settings(max_examples=8, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(steps=STEPS)
def test_matched_as_they_come_in_or_all_at_once_reports_make_the_same_incidents(steps, enter, trained, bob, home):
    from django.db import transaction

    with transaction.atomic():
        for number, step in enumerate(steps):
            try_step(step, number, enter, bob)
        match_runs.match_what_came_in()
        as_they_came = say_what_is_one()
        match_runs.match_all(INCIDENT)
        assert say_what_is_one() == as_they_came
        match_runs.Followed.objects.all().delete()
        Judgement.objects.filter(retraction=None).exclude(matcher="")
        match_runs.match_what_came_in()
        assert say_what_is_one() == as_they_came
        transaction.set_rollback(True)


def try_step(step, number, enter, bob):
    reports = list(Report.objects.order_by("pk"))
    match step:
        case "enter", day, killed, listed:
            content = {**STRIKE, "when": f"2018-01-{day}", "killed": killed}
            enter(content, origin=f"monitor-{number % 4}", external_id=f"list:{number}" if listed else "")
        case "withdraw", at if reports and not reports[at % len(reports)].withdrawals.exists():
            actions.withdraw(reports[at % len(reports)], actor=bob, reason="entered twice")
        case "judge", a, b, verdict if len(reports) > 1 and a % len(reports) != b % len(reports):
            actions.judge(reports[a % len(reports)], reports[b % len(reports)], Verdict(verdict), actor=bob)
        case "retract", at:
            standing = list(Judgement.objects.filter(retraction=None).order_by("pk"))
            if standing:
                actions.retract(standing[at % len(standing)], actor=bob)
        case ("match",):
            match_runs.match_what_came_in()


def say_what_is_one():
    pairs = set(LikelyPair.objects.values_list("a", "b", "likelihood"))
    entities = entities_of(Report.objects.values_list("pk", flat=True), Viewer.public())
    return pairs, {tuple(each.address for each in entity.reports) for entity in entities}


def test_an_entity_that_the_matcher_made_is_reached_from_each_of_its_reports(enter, trained):
    north, field = enter(STRIKE, origin="north-monitor"), enter(STRIKE, origin="field-daily")
    match_runs.match_what_came_in()
    assert entity_at(field.address, Viewer.public()).address == north.address
