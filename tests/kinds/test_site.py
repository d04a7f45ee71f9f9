"""A site: named in any script, or described; what it was over which time; placed in public no more exactly than its function allows."""

from __future__ import annotations

import pytest
from pydantic import ValidationError

from dalil import vocabulary
from dalil.gate.place_floor import examine_places
from dalil.record.kind import kind_of
from dalil.record.place_floors import FLOORS, floor_of
from dalil.vocabulary.gazetteer import load_shipped_gazetteer
from dalil.wording.claims import say_fact, title_of

POINT = {"places": ["SY0702"], "name": "behind the mill", "lat": 35.64517, "lon": 36.67219}


def site(**said):
    return kind_of("site").model_validate(said)


def test_a_site_of_which_nothing_is_told_is_refused():
    with pytest.raises(ValidationError, match="here is none of these"):
        site(functions=["PRISON"])
    with pytest.raises(ValidationError, match="what it was, who ran it or in which state"):
        site(called="al-Nour", earlier=[{"when": "2014"}])


def test_its_title_is_its_name_or_what_it_is_called_by(db):
    named = site(called={"en": "al-Nour school", "ar": "مدرسة النور"}, functions=["SCHOOL"], where={"places": ["SY07"]})
    assert title_of(named, "en") == "Al-Nour school, School, Idlib"
    assert title_of(named, "ar") == "مدرسة النور، مدرسة، إدلب"
    assert title_of(site(other_names=["Branch 9"], functions=["BRANCH"]), "en").startswith("Branch 9")
    assert title_of(site(where={"places": ["SY07"]}), "en").startswith("A place whose name is not known")


def test_what_it_was_at_other_times_is_said_in_one_line_each(db):
    school = site(
        called="al-Nour",
        functions=["PRISON"],
        when="2014..2018",
        earlier=[{"when": "2009..2013", "function": "SCHOOL", "status": "WORKING"}],
    )
    field = next(each for each in _fields() if each.name == "earlier")
    assert say_fact(school.earlier, field, "en") == "2009 – 2013, School, Working"
    assert "مدرسة" in say_fact(school.earlier, field, "ar")


def _fields():
    from dalil.record.kind import fields_of

    return fields_of(kind_of("site"))


@pytest.mark.parametrize(
    "code",
    [each.code for each in vocabulary.terms("site_functions") if floor_of("site_functions", each.code) in FLOORS],
)
def test_of_a_protected_function_only_a_coarse_place_passes(code):
    known = load_shipped_gazetteer()
    exact = site(called="al-Nour", functions=[code], where=POINT)
    (objection,) = examine_places(exact, known)
    remedy = objection.passes.particulars["place"].code
    assert examine_places(site(called="al-Nour", functions=[code], where={"places": [remedy]}), known) == ()


def test_the_floor_holds_for_what_a_site_was_at_another_time_too():
    known = load_shipped_gazetteer()
    once = site(called="al-Nour", functions=["SCHOOL"], where=POINT)
    assert examine_places(once, known) == ()
    also = once.model_copy(
        update={"earlier": site(called="x", earlier=[{"when": "2013", "function": "FIELD_HOSPITAL"}]).earlier}
    )
    assert [each.type for each in examine_places(also, known)] == ["place_too_exact"]


def test_every_function_leads_to_a_target_that_is_protected_as_much():
    """What is hit is never placed more exactly as a site than as a target."""
    for term in vocabulary.terms("site_functions"):
        target = term.extra.get("target")
        if target:
            assert vocabulary.is_code("targets", target), term.code
            floor = floor_of("targets", target)
            assert floor not in FLOORS or floor_of("site_functions", term.code) in FLOORS, term.code
