"""edith wants to publish what the record knows of a person: the name of the dead, and of those who may live no name and no town."""

from __future__ import annotations

from dataclasses import replace

import pytest
from django.utils import translation

from dalil.archive.protection import Level
from dalil.gate.examination import Asker, examine
from dalil.gate.objections import Weight
from dalil.intake import runs
from dalil.record.actions import Refused
from dalil.wording.refusals import refusal

DEAD = {
    "who": "رامي خالد الحداد",
    "fate": "KILLED",
    "age": 31,
    "sex": "male",
    "when": "2018-02-20",
    "where": {"places": ["C3916"]},
    "born": "1987",
}


@pytest.fixture
def objections(enter, edith):
    def to(content):
        report = enter(content, kind="victim", level=Level.INTERNAL)
        return {(each.type, each.weight) for each in examine(report, Asker(edith)) if each.weight > Weight.NOTE}

    return to


def test_the_name_and_the_age_of_the_dead_pass_and_the_mother_and_the_number_never(objections):
    assert objections(DEAD) == set()
    name = {"said": DEAD["who"], "mother": "هند"}
    assert objections({**DEAD, "who": name}) == {("never_public_of_a_person", Weight.FIRM)}
    assert objections({**DEAD, "personal_number": "01020304051"}) == {("never_public_of_a_person", Weight.FIRM)}
    assert objections({**DEAD, "born": "1987-03-04"}) == {("birth_day_public", Weight.STOPS)}
    assert objections({**DEAD, "whereabouts": "BURIED_UNKNOWN"}) == {("beyond_the_profile", Weight.STOPS)}


def test_by_whom_is_public_by_codes_alone_since_a_list_may_name_a_person_there(objections):
    """Free words of a party may be a commander or a neighbour; those that name the actor itself say no more than its code."""
    coded = {"actor": "SYR_GOV", "involvement": "carried_out"}
    for party in (coded, {**coded, "name": "Assad regime"}, {**coded, "name": "قوات النظام"}):
        assert objections({**DEAD, "parties": [party]}) == set()
    stopped = {("party_in_words", Weight.STOPS)}
    for party in ({"name": "Colonel Samir Haddad"}, {**coded, "name": "the patrol of Abu Samir"}):
        assert objections({**DEAD, "parties": [party]}) == stopped
    stay = {"place": {"name": "Branch 9"}, "by": {"name": "the brother of the mukhtar"}}
    assert objections({**DEAD, "held": [stay]}) == stopped


def test_who_may_live_is_public_without_a_name_and_by_district(objections):
    assert objections({**DEAD, "fate": "DETAINED"}) == {
        ("beyond_the_profile", Weight.STOPS),
        ("person_placed_too_exactly", Weight.STOPS),
    }
    coarse = {
        "fate": "DETAINED",
        "sex": "male",
        "age_band": "adult",
        "when": "2018-02",
        "where": {"places": ["SY0703"]},
    }
    assert objections(coarse) == set()


def test_who_died_in_detention_is_dead_and_who_has_no_name_is_public_by_what_is_known(objections):
    assert objections({**DEAD, "fate": "DIED_IN_DETENTION"}) == set()
    assert objections({"fate": "FOUND_DEAD", "sex": "female", "age": 40}) == set()


def test_what_stops_it_is_said_in_both_languages(enter, edith):
    report = enter({**DEAD, "fate": "DETAINED"}, kind="victim", level=Level.INTERNAL)
    found = next(each for each in examine(report, Asker(edith)) if each.type == "beyond_the_profile")
    assert "“Name” is not public of a person who may live" in refusal(found)
    with translation.override("ar"):
        assert "شخص قد يكون حياً" in refusal(found)


def test_a_list_of_persons_is_never_brought_in_as_public(tmp_path, order, alice):
    path = tmp_path / "list.csv"
    path.write_text("id,name\n1,رامي خالد الحداد\n", encoding="utf-8")
    mapping = {
        "kind": "victim",
        "constants": {"fate": "KILLED"},
        "columns": {"id": {"external_id": True}, "name": {"field": "who"}},
    }
    with pytest.raises(Refused, match="brought in as internal"):
        runs.run_import(replace(order(path, mapping), level=Level.PUBLIC))
    assert runs.run_import(replace(order(path, mapping), level=Level.INTERNAL)).new == 1
