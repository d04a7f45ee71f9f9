"""Provisions are proposed by declared rules, with their reasons, and never one of another kind of conflict."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dalil import vocabulary
from dalil.cases.law import Conflict
from dalil.cases.tagging.tag_facts import facts_of
from dalil.cases.tagging.tag_rules import TagFacts, known_conflict_of, propose_tags, say_rule, tag_rules
from dalil.kinds.incident import Incident
from dalil.kinds.victim import Victim
from dalil.vocabulary.gazetteer import load_shipped_gazetteer


def some(scheme: str) -> st.SearchStrategy[frozenset[str]]:
    return st.frozensets(st.sampled_from([term.code for term in vocabulary.terms(scheme)]), max_size=3)


def facts(said: dict[str, object], kind: type[Incident] | type[Victim] = Incident) -> TagFacts:
    found = facts_of([kind.model_validate(said)], load_shipped_gazetteer())
    assert found
    return found


HOSPITAL = {
    "what": "AIR_STRIKE",
    "targets": ["HOSPITAL"],
    "when": "2019-05-05",
    "where": {"places": ["SY070501"]},
    "parties": [{"actor": "SYR_AF"}],
}
NIAC, IAC = Conflict.NON_INTERNATIONAL, Conflict.INTERNATIONAL


def codes(said: TagFacts, conflict: Conflict | None) -> set[str]:
    return {tag.provision.code for tag in propose_tags(said, conflict)}


def test_an_attack_on_a_hospital_is_to_be_examined_under_the_law_of_its_conflict() -> None:
    said = facts(HOSPITAL)
    known = known_conflict_of(said)
    assert known and known.kind is NIAC
    tags = {tag.provision.code: tag.rules for tag in propose_tags(said, known.kind)}
    assert {"RS-8-2-e-ii", "RS-8-2-e-iv", "IHL-R28", "MRM-5"} <= set(tags)
    assert "RS-8-2-b-ix" not in tags and "RS-8-2-b-xxiv" not in tags
    assert tags["RS-8-2-e-iv"] == ("HOSPITAL_HIT", "targets:HOSPITAL")
    assert {"RS-8-2-b-ix", "RS-8-2-b-xxiv"} <= codes(said, IAC)


def test_where_the_conflict_is_not_known_only_the_law_of_both_is_proposed() -> None:
    for parties in ([], [{"actor": "SYR_AF"}, {"actor": "ISRAEL"}], [{"name": "an aircraft"}]):
        said = facts(HOSPITAL | {"parties": parties})
        assert known_conflict_of(said) is None
        assert {"IHL-R28", "MRM-5"} <= codes(said, None)
        assert not {code for code in codes(said, None) if code.startswith("RS-8")}


def test_law_that_came_later_is_not_proposed() -> None:
    siege = {
        "what": "SIEGE",
        "when": "2013-05..2018-04",
        "where": {"places": ["SY"]},
        "parties": [{"actor": "SYR_GOV"}],
    }
    assert "RS-8-2-e-xix" not in codes(facts(siege), NIAC)
    assert "IHL-R53" in codes(facts(siege), NIAC)
    assert "RS-8-2-e-xix" in codes(facts(siege | {"when": "2022-02"}), NIAC)


def test_five_killed_are_a_mass_killing_and_four_are_not() -> None:
    massacre = {"what": "MASSACRE", "when": "2013-05-02", "killed": "4"}
    rules = {rule for tag in propose_tags(facts(massacre), NIAC) for rule in tag.rules}
    assert "MANY_KILLED" not in rules
    more = propose_tags(facts(massacre | {"killed": "5+"}), NIAC)
    assert "MANY_KILLED" in {rule for tag in more for rule in tag.rules}


def test_a_victim_who_disappeared_and_a_child_who_was_killed() -> None:
    gone = facts({"fate": "DISAPPEARED", "sex": "male", "when": "2014"}, Victim)
    assert {"RS-7-1-i", "CED-2", "IHL-R98"} <= codes(gone, None)
    child = facts({"fate": "KILLED", "age": 9, "when": "2014"}, Victim)
    assert "MRM-1" in codes(child, None)
    assert "MRM-1" not in codes(facts({"fate": "KILLED", "age": 19, "when": "2014"}, Victim), None)


@pytest.mark.parametrize("rule", tag_rules(), ids=lambda each: each.code)
def test_a_rule_names_what_there_is_and_is_said_in_both_languages(rule) -> None:
    assert rule.kind in ("incident", "victim") and rule.conditions
    assert all(vocabulary.is_code("crimes", code) for code in rule.crimes)
    assert all(vocabulary.is_code("provisions", code) for code in rule.provisions)
    assert rule.crimes or rule.provisions
    assert say_rule(rule.code).en and say_rule(rule.code).ar


@given(
    st.builds(
        TagFacts,
        kind=st.sampled_from(["incident", "victim"]),
        acts=some("acts"),
        targets=some("targets"),
        weapons=some("weapons"),
        fates=some("fates"),
        age_bands=some("age_bands"),
        killed=st.integers(0, 50) | st.none(),
        first=st.dates(date(2000, 1, 1), date(2026, 1, 1)) | st.none(),
    ),
    st.sampled_from([*Conflict, None]),
)
def test_no_provision_of_another_kind_of_conflict_is_ever_proposed(said: TagFacts, conflict: Conflict | None) -> None:
    for tag in propose_tags(said, conflict):
        assert tag.rules
        assert tag.provision.applies(conflict, said.first)
        if conflict is NIAC:
            assert tag.provision.conflicts != {IAC}
        if conflict is None:
            assert {IAC, NIAC} <= tag.provision.conflicts
