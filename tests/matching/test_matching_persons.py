"""Two lists name one person: across scripts, with a slip of the pen, with another age. And two persons stay two."""

from __future__ import annotations

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from dalil.archive.protection import Viewer
from dalil.matching import match_runs
from dalil.matching.arrival import find_alike
from dalil.matching.model import Model
from dalil.matching.models import LikelyPair, TrainedModel
from dalil.record import actions
from dalil.record.entities import entities_of
from dalil.record.kind import kind_of
from dalil.record.models import Verdict
from dalil.wording.matches import say_reasons

VICTIM = kind_of("victim")
RAMI = {"who": "رامي خالد الحداد", "fate": "KILLED", "age": 31, "sex": "male", "when": "2018-02-20"}


@pytest.fixture
def trained(bob):
    """A model that somebody had trained: here with the rough weights that the kind starts from."""
    return TrainedModel.objects.create(
        kind="victim", number=1, parameters=Model.starting(VICTIM).plain(), about={}, actor=bob
    )


@pytest.fixture
def enter_victim(enter):
    def one(content, **facts):
        return enter(content, kind="victim", **facts)

    return one


def persons(*reports):
    return len({entity.address for entity in entities_of([each.pk for each in reports], Viewer.steward())})


def matched():
    return [each for each in match_runs.match_what_came_in() if each.kind == "victim"]


def test_one_person_on_two_lists_in_two_scripts_is_one(enter_victim, trained):
    north = enter_victim(RAMI, origin="north-monitor", external_id="north:1")
    valley = enter_victim(
        {**RAMI, "who": "Rami Khaled al-Haddad", "age": 32}, origin="valley-news", external_id="valley:9"
    )
    brother = enter_victim({**RAMI, "who": "سامر خالد الحداد", "age": 24}, origin="valley-news", external_id="valley:8")
    (outcome,) = matched()
    assert outcome.joined == 1
    assert persons(north, valley) == 1 and persons(north, brother) == 2
    pair = LikelyPair.objects.get(a=north, b=valley)
    _, reasons = match_runs.model_in_force(VICTIM).score(pair.levels)
    assert "Age in years: one apart" in say_reasons(reasons, "victim", "en").speak_for
    assert any("الاسم نفسه" in each for each in say_reasons(reasons, "victim", "ar").speak_for)


def test_a_slip_of_the_pen_in_one_name_of_three_hides_nobody(enter_victim, trained):
    north = enter_victim(RAMI, external_id="north:1")
    slipped = enter_victim({**RAMI, "who": "رامي خالد الجداد"}, external_id="valley:2")
    matched()
    assert persons(north, slipped) == 1


def test_a_person_without_a_day_or_a_place_is_found_all_the_same(enter_victim, trained):
    north = enter_victim({**RAMI, "when": None}, external_id="north:1")
    valley = enter_victim({"who": "الحداد رامي خالد", "fate": "KILLED", "age": 31}, external_id="valley:2")
    matched()
    assert persons(north, valley) == 1


def test_two_rows_of_one_list_and_two_personal_numbers_are_two_persons(enter_victim, trained):
    a, b = (enter_victim(RAMI, external_id=f"north:{row}") for row in (1, 2))
    one = enter_victim({**RAMI, "personal_number": "01020304051"}, external_id="valley:1")
    other = enter_victim({**RAMI, "personal_number": "01020304052"}, external_id="coast:1")
    matched()
    assert persons(a, b) == 2
    assert persons(one, other) == 2


def test_one_personal_number_brings_together_names_that_differ(enter_victim, trained):
    number = {"personal_number": "01020304051"}
    north = enter_victim({**RAMI, **number}, external_id="north:1")
    other = enter_victim({**RAMI, "who": "Abu Omar", **number}, external_id="valley:1")
    matched()
    assert LikelyPair.objects.get(a=north, b=other).levels[-1] == "same"


def test_who_is_known_by_no_name_is_taken_for_nobody(enter_victim, trained):
    for row in (1, 2):
        enter_victim({"fate": "KILLED", "sex": "male", "age": 31, "when": "2018-02-20"}, external_id=f"list{row}:1")
    matched()
    assert not LikelyPair.objects.exists()


def test_a_persons_word_that_two_are_two_stands(enter_victim, trained, bob):
    north, valley = (enter_victim(RAMI, external_id=f"{name}:1") for name in ("north", "valley"))
    matched()
    assert persons(north, valley) == 1
    actions.judge(north, valley, Verdict.DIFFERENT, actor=bob, reason="cousins")
    assert persons(north, valley) == 2


def test_who_enters_a_victim_is_told_who_may_be_the_same(enter_victim, trained):
    north = enter_victim(RAMI, external_id="north:1")
    matched()
    claim = VICTIM.model_validate({"who": "Rami Khaled Haddad", "fate": "DETAINED", "age": 31})
    assert [each.report for each in find_alike(claim, Viewer.steward())] == [north]
    assert find_alike(VICTIM.model_validate({"fate": "KILLED", "sex": "male"}), Viewer.steward()) == []


NAMES = (
    "رامي خالد الحداد",
    "Rami Khaled Haddad",
    "رامي خالد الجداد",
    "سامر خالد الحداد",
    "ليلى يوسف النجار",
    "Layla Yousef Najjar",
)


@settings(max_examples=6, suppress_health_check=list(HealthCheck))
@given(order=st.permutations(range(len(NAMES))), cut=st.integers(1, len(NAMES) - 1))
def test_in_whatever_order_persons_come_in_they_are_the_same_persons(
    order, cut, enter_victim, trained, django_db_blocker
):
    def found(reports):
        entities = entities_of([each.pk for each in reports], Viewer.steward())
        return {frozenset(each.external_id for each in entity.reports) for entity in entities}

    with transaction.atomic():
        reports = []
        for at, name in enumerate(order):
            content = {**RAMI, "who": NAMES[name], "sex": None}
            reports.append(enter_victim(content, external_id=f"list{name}:{at}-{name}"))
            if at == cut:
                matched()
        matched()
        step_by_step = found(reports)
        match_runs.match_all(VICTIM)
        at_once = found(reports)
        transaction.set_rollback(True)
    assert step_by_step == at_once
