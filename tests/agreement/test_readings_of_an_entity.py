"""The page of an entity, the desk, the API and an answer from the columns grade it the same and read its numbers the same."""

from __future__ import annotations

from django.contrib.auth.models import User
from django.test import Client
from django.urls import reverse
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from dalil import vocabulary
from dalil.archive.protection import Level, Viewer
from dalil.counting.answer import ask
from dalil.counting.combine import Reading
from dalil.counting.entity_readings import grade_entity, list_readings
from dalil.counting.question import Question
from dalil.record import actions
from dalil.record.entities import entities_of
from dalil.record.models import Verdict
from dalil.wording.grades import say_grade
from dalil.wording.numbers import say_range
from dalil.wording.totals import say_conflict, say_interval

COUNTS = ("3", "3-7", "5+", "~40", "9", "<=8", "4;2;3", {"low": 2, "high": 4, "shape": "range", "unit": "family"})
ATTRIBUTIONS = ("officials_accept", "officials_deny")

REPORTS = st.fixed_dictionaries(
    {"origin": st.sampled_from((None, "north-monitor", "south-monitor", "assize-court"))},
    optional={
        "killed": st.sampled_from(COUNTS),
        "injured": st.sampled_from(COUNTS),
        "killed_children": st.sampled_from((1, 6)),
        "parties": st.sampled_from(ATTRIBUTIONS).map(lambda code: ({"attribution": code, "actor": "SYR_ARMY"},)),
        "relay": st.sampled_from(("wire-agency",)),
        "withdrawn": st.just(True),
    },
)


@settings(
    max_examples=10,
    deadline=None,
    phases=[Phase.explicit, Phase.generate],
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(reports=st.lists(REPORTS, min_size=1, max_size=4))
def test_every_surface_reads_an_entity_the_same(reports, enter, alice, bob):
    actions.name_source("assize-court", actor=alice, en="Assize Court", type="court", level=Level.PUBLIC)
    entered = []
    for said in reports:
        content = {name: said[name] for name in ("killed", "injured", "killed_children", "parties") if name in said}
        entered.append(enter(content | {"when": "2019-05-01"}, origin=said["origin"], relay=said.get("relay")))
    for later in entered[1:]:
        actions.judge(entered[0], later, Verdict.SAME, actor=bob)
    for report, said in zip(entered, reports, strict=True):
        if "withdrawn" in said:
            actions.withdraw(report, actor=alice, reason="It was about another day.")

    viewer = Viewer.public()
    (entity,) = entities_of([entered[0].pk], viewer)
    address = entity.address
    grade = grade_entity(entity)
    found = ask(Question(entity=address), viewer).entities()
    assert [each.grade for each in found] == ([grade] if grade else [])
    assert Client(headers={"host": "localhost"}).get(f"/api/entities/{address}").json()["grade"] == grade

    page, desk = _page(address), _desk(address)
    assert page.grade.name == say_grade(grade or "reported", "en")
    assert desk["grade"] == (grade or "")
    readings = list_readings(entity)
    assert len(page.counts) == len(desk["readings"]) == len(readings)
    for here, on_page, on_desk in zip(readings, page.counts, desk["readings"], strict=True):
        for reading, in_page, in_desk in zip(Reading, on_page.readings, on_desk.readings, strict=True):
            # The unit is named: without one an answer takes the first of the whole record, in which earlier examples stand too.
            asked = Question(measure=here.quantity, entity=address, reading=reading, unit=here.unit)
            (counted,) = ask(asked, viewer).entities()
            number, expected = counted.number, here.readings.in_reading(reading)
            assert (number and number[:2]) == (expected and expected[:2])
            assert (counted.unit, counted.conflict) == (here.unit, here.readings.conflict)
            assert counted.contradictory == here.readings.contradictory
            assert ask(asked, viewer).total.at_most == here.readings.at_most
            assert in_page.name == vocabulary.label("readings", reading.value, "en")
            assert in_desk == (say_range(number.low, number.high, "en") if number else "")
            if reading is Reading.AGREED and counted.conflict:
                assert in_page.told == say_conflict("en")
            elif reading is not Reading.REPORTED_RANGE:
                assert in_page.told == say_interval(number, here.unit, "en")


def _page(address):
    response = Client(headers={"host": "localhost"}).get(reverse("entity", args=[address]))
    return response.context["entity"]


def _desk(address):
    client = Client(headers={"host": "localhost"})
    client.force_login(User.objects.filter(is_superuser=True).first() or User.objects.create_superuser("editor"))
    return client.get(reverse("desk:entity", args=[address])).context
