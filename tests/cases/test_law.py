"""The law as data is whole: each crime has its provisions and elements, in both kinds of conflict where they exist, and each its source."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dalil import vocabulary
from dalil.cases import law
from dalil.cases.law import Conflict
from dalil.letters import ARABIC_LETTER

ROME_BY_CRIME = {
    # crime: (between States, with armed groups, against humanity); a dash where the Rome Statute has none
    "MURDER": ("RS-8-2-a-i", "RS-8-2-c-i-1", "RS-7-1-a"),
    "TORTURE": ("RS-8-2-a-ii", "RS-8-2-c-i-4", "RS-7-1-f"),
    "ENFORCED_DISAPPEARANCE": ("-", "-", "RS-7-1-i"),
    "ATTACKING_CIVILIANS": ("RS-8-2-b-i", "RS-8-2-e-i", "-"),
    "ATTACKING_MEDICAL": ("RS-8-2-b-xxiv", "RS-8-2-e-ii", "-"),
    "INDISCRIMINATE_WEAPONS": ("RS-8-2-b-iv", "-", "-"),
    "CHEMICAL_WEAPONS": ("RS-8-2-b-xviii", "RS-8-2-e-xiv", "-"),
    "STARVATION": ("RS-8-2-b-xxv", "RS-8-2-e-xix", "-"),
    "FORCED_DISPLACEMENT": ("RS-8-2-a-vii", "RS-8-2-e-viii", "RS-7-1-d"),
    "PILLAGE": ("RS-8-2-b-xvi", "RS-8-2-e-v", "-"),
    "HOSTAGE_TAKING": ("RS-8-2-a-viii", "RS-8-2-c-iii", "-"),
    "SEXUAL_VIOLENCE": ("RS-8-2-b-xxii", "RS-8-2-e-vi", "RS-7-1-g"),
}
TODAY = date(2026, 1, 1)
CONTEXT = {Conflict.INTERNATIONAL: "CTX_IAC", Conflict.NON_INTERNATIONAL: "CTX_NIAC", Conflict.PEACE: "CAH_ATTACK"}


@pytest.mark.parametrize("crime", ROME_BY_CRIME)
def test_each_crime_has_its_provisions_for_each_kind_of_conflict(crime: str) -> None:
    for code, conflict in zip(ROME_BY_CRIME[crime], Conflict, strict=True):
        if code == "-":
            of_rome = {each.code for each in law.applicable(conflict, TODAY, crime=crime) if each.treaty.code == "ROME"}
            assert of_rome <= {ROME_BY_CRIME[crime][2]}
            continue
        found = law.provision(code)
        assert found in law.applicable(conflict, TODAY, crime=crime)
        assert CONTEXT[conflict] in {each.code for each in found.elements}
    custom = [each for each in law.applicable(None, TODAY, crime=crime) if each.treaty.code == "CUSTOM"]
    assert custom, "custom knows it in both kinds of conflict"
    assert all(each.elements for each in custom)


@pytest.mark.parametrize("found", law.provisions(), ids=lambda each: each.code)
def test_a_provision_is_well_formed(found: law.Provision) -> None:
    assert found.conflicts
    assert bool(found.elements) == bool(found.source), "elements name their source, and only they have one"
    assert len({each.code for each in found.elements}) == len(found.elements)
    assert found.crime is None or vocabulary.is_code("crimes", found.crime)
    assert bool(found.modes) == (found.treaty.code == "ROME" and found.crime is not None)
    of_war = {each.code for each in found.elements} & {"CTX_IAC", "CTX_NIAC"}
    assert of_war <= {f"CTX_{each}" for each in found.conflicts}
    assert not of_war or len(found.conflicts) == 1, "a crime of one kind of conflict applies in that one alone"


@pytest.mark.parametrize("element", law.elements().values(), ids=lambda each: each.code)
def test_an_element_is_said_in_both_languages_and_names_what_would_show_it(element: law.Element) -> None:
    assert element.words.en[0].isupper() and not element.words.en.endswith(".")
    assert ARABIC_LETTER.search(element.words.ar) and not ARABIC_LETTER.search(element.words.en)
    assert element.shown_by
    assert all(vocabulary.is_code("document_types", code) for code in element.shown_by)
    used = {each for found in law.provisions() for each in found.elements}
    used |= {each for mode in law.liability_modes().values() for each in mode.elements}
    assert element in used, "no provision and no mode has this element"


def test_our_words_are_not_those_of_the_statute(shared_law: str) -> None:
    for element in law.elements().values():
        words = element.words.en.lower().split()
        for at in range(len(words) - 9):
            assert " ".join(words[at : at + 10]) not in shared_law, element.code


def test_steps_of_states_name_what_there_is_and_who_is_bound_follows_from_them() -> None:
    for step in law.treaty_steps():
        assert step.treaty in law.treaties()
        assert vocabulary.is_code("treaty_states", step.party) and vocabulary.is_code("treaty_steps", step.step)
    assert law.is_party("CAT", "SY", date(2004, 8, 18)) is False
    assert law.is_party("CAT", "SY", date(2004, 8, 19)) is True
    assert law.is_party("ROME", "SY", TODAY) is False, "a signature joins nothing"


@given(st.sampled_from(law.provisions()), st.sampled_from([*Conflict, None]), st.dates() | st.none())
def test_what_applies_is_of_that_conflict_and_in_force(
    found: law.Provision, conflict: Conflict | None, day: date | None
) -> None:
    if found.applies(conflict, day):
        assert conflict in found.conflicts or conflict is None
        assert found.since is None or (day is not None and found.since <= day)
        assert found.since or found.treaty.binds != "national", "national law of which no first day is known"
        if conflict is None:
            assert all(found.applies(each, day) for each in (Conflict.INTERNATIONAL, Conflict.NON_INTERNATIONAL))
