"""Two strikes of one morning and one evening, a car bomb and an air strike: however likely a model finds them one, a person says it."""

from __future__ import annotations

import pytest

from dalil.archive.protection import Viewer
from dalil.kinds.incident import Incident
from dalil.matching import match_runs
from dalil.matching.model import Model
from dalil.matching.models import LikelyPair, TrainedModel
from dalil.record import actions
from dalil.record.entities import entities_of
from dalil.record.kind import kind_of
from dalil.record.models import Judgement, Verdict

ARIHA = {"places": ["C4278"], "name": "Ariha", "lat": 35.814, "lon": 36.606, "precision": "exact"}
STRIKE = {"when": "2019-03-01", "where": ARIHA, "killed": "5", "what": "AIR_STRIKE"}


@pytest.fixture
def trained(bob):
    """A model that somebody had trained: here with the rough weights that the kind starts from."""
    parameters = Model.starting(kind_of("incident")).plain()
    return TrainedModel.objects.create(kind="incident", number=1, parameters=parameters, about={}, actor=bob)


def one_thing(*reports) -> bool:
    return len({entity.address for entity in entities_of([each.pk for each in reports], Viewer.public())}) == 1


EXCLUDING = [
    ({"when": "2019-03-01T08:00"}, {"when": "2019-03-01T20:00"}),
    ({"weapons": ["BARREL_BOMB"]}, {"what": "EXPLOSION", "weapons": ["VBIED"]}),
    ({}, {"what": "PROTEST"}),
    ({}, {"what": "ARB_ARREST"}),
    ({"what": "MINE_EXPLOSION"}, {"what": "ASSASSINATION", "weapons": ["SMALL_ARMS"]}),
    ({}, {"what": "FLOOD"}),
]
"""What two monitors say of one day and place that cannot be one thing."""


@pytest.mark.parametrize(("one", "other"), EXCLUDING)
def test_what_excludes_each_other_waits_for_a_person(enter, trained, bob, one, other) -> None:
    a = enter({**STRIKE, **one}, origin="north-monitor")
    b = enter({**STRIKE, **other}, origin="field-daily")
    (outcome,) = match_runs.match_what_came_in()
    assert (outcome.joined, one_thing(a, b)) == (0, False)
    assert LikelyPair.objects.get().likelihood > 0.5, "it is proposed all the same"
    actions.judge(a, b, Verdict.SAME, actor=bob)
    assert one_thing(a, b)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ({"when": "2019-03-01T23:50"}, {"when": "2019-03-02T00:10"}),
        ({"when": "2019-03-01T08:00"}, {"when": "2019-03-01T11:00"}),
        ({"when": "2019-03-01T08:00"}, {"when": "2019-03-01"}),
        ({}, {"what": "SHELLING"}),
        ({}, {"what": "MASSACRE"}),
        ({"weapons": ["BARREL_BOMB"]}, {"what": None, "weapons": ["EXPLOSIVE"]}),
    ],
)
def test_what_may_be_one_is_joined_as_before(enter, trained, one, other) -> None:
    a = enter({**STRIKE, **one}, origin="north-monitor")
    b = enter({**STRIKE, **other}, origin="field-daily")
    match_runs.match_what_came_in()
    assert one_thing(a, b)


def test_a_third_report_that_fits_both_does_not_bring_them_together(enter, trained) -> None:
    morning = enter({**STRIKE, "when": "2019-03-01T08:00"}, origin="north-monitor")
    evening = enter({**STRIKE, "when": "2019-03-01T20:00"}, origin="field-daily")
    enter(STRIKE, origin="valley-news")
    match_runs.match_what_came_in()
    assert Judgement.objects.count() == 2 and not one_thing(morning, evening)


def test_the_ways_of_an_incident_are_those_of_its_act_and_its_weapons() -> None:
    assert Incident.ways_in({"what": "AIR_STRIKE", "weapons": ["SMALL_ARMS"]}) == {"from afar", "by hand"}
    assert Incident.ways_in({"what": "SNIPING"}) == {"by hand"}
    assert Incident.ways_in({"what": "MASSACRE"}) == Incident.ways_in({}) == frozenset()
