"""A shock: what befell which camps, counted in families, people, tents, shelters and camps, and never one in place of another."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from dalil.archive.protection import Viewer
from dalil.counting.answer import ask
from dalil.counting.combine import MixedScope, combine
from dalil.counting.question import Question
from dalil.record import actions
from dalil.record.kind import fields_of, kind_of, quantities_of
from dalil.record.models import Verdict
from dalil.values import Count
from dalil.values.statement import Scope, Statement, order_of
from dalil.wording.refusals import refusal

SHOCK = kind_of("shock")
UNITS = dict(SHOCK.units({}))
ALL_UNITS = sorted({*UNITS.values(), "home", "munition"})


def test_every_count_says_what_it_counts():
    assert set(UNITS) == set(quantities_of(SHOCK))
    assert {"family", "person", "tent", "shelter", "camp"} == set(UNITS.values())


@given(
    st.dictionaries(
        st.sampled_from(sorted(UNITS)), st.tuples(st.integers(0, 99_999), st.sampled_from(ALL_UNITS)), min_size=1
    )
)
def test_units_never_mix(told):
    """A shock keeps each count in the unit of its field, and refuses any other; nothing is made of one for another."""
    said = {"what": "FLOOD"} | {
        name: {"low": many, "high": many, "point": many, "shape": "exact", "unit": unit}
        for name, (many, unit) in told.items()
    }
    if any(unit != UNITS[name] for name, (_, unit) in told.items()):
        with pytest.raises(ValidationError):
            SHOCK.model_validate(said)
        return
    shock = SHOCK.model_validate(said)
    assert {name: (count.low, count.unit) for name, count in shock.counts()} == told


@given(st.lists(st.tuples(st.sampled_from(ALL_UNITS), st.integers(0, 5000)), min_size=1, max_size=6))
def test_what_several_organisations_count_in_two_units_is_never_one_number(told):
    """Readings of one unit are what the statements in that unit give alone, whatever stands beside them."""
    stated = [
        Statement(
            n,
            n,
            n,
            "exact",
            frozenset({f"org-{at}"}),
            "",
            order_of(None, at),
            Scope("families", unit, None, None, None),
            False,
        )
        for at, (unit, n) in enumerate(told)
    ]
    if len({unit for unit, _ in told}) > 1:
        with pytest.raises(MixedScope):
            combine(stated)
    for unit in {unit for unit, _ in told}:
        of_unit = [each for each in stated if each.scope.unit == unit]
        numbers = [n for each, n in told if each == unit]
        readings = combine(of_unit)
        assert (readings.reported.low, readings.reported.high) == (min(numbers), max(numbers))


def test_a_bare_number_is_counted_in_the_unit_of_its_field():
    shock = SHOCK.model_validate({"what": "FLOOD", "families": "11001+", "tents_damaged": 40, "people": "~55000"})
    assert (shock.families.unit, shock.tents_damaged.unit, shock.people.unit) == ("family", "tent", "person")
    with pytest.raises(ValidationError) as refused:
        SHOCK.model_validate({"what": "FLOOD", "families": Count.exactly(3, unit="tent")})
    assert "“Families affected” counts families and not tents" in refusal(refused.value)


def test_tallies_of_two_organisations_stand_side_by_side(enter, bob):
    flood = {"what": "FLOOD", "when": "2019-04-01", "where": {"places": ["SY0703-ATMEH-CAMPS"]}}
    one = enter(flood | {"families": "11001+"}, kind="shock", origin="rcg")
    two = enter(flood | {"families": 9000, "tents_damaged": 300}, kind="shock", origin="ocha")
    actions.judge(one, two, Verdict.SAME, actor=bob)
    families = ask(Question(kind="shock", measure="families"), Viewer.public()).total
    assert (families.unit, families.entities, families.conflict) == ("family", 1, 1)
    tents = ask(Question(kind="shock", measure="tents_damaged"), Viewer.public()).total
    assert (tents.unit, tents.low, tents.high) == ("tent", 300, 300)
    assert {
        line.keys[0] for line in ask(Question(kind="shock", measure="families", by=("what",)), Viewer.public()).rows
    } == {"FLOOD"}


def test_the_form_asks_for_each_count_in_its_own_unit(db):
    from dalil.desk.inputs.nested import make_input

    fields = {field.name: field for field in fields_of(SHOCK)}
    asked = make_input(fields["tents_damaged"], name="tents_damaged", language="en", owner=SHOCK)
    assert asked.initial()["tents_damaged-unit"] == "tent"
