"""A term is found by its code and its names in both languages; what only holds the words is offered."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dalil import vocabulary
from dalil.letters import fold
from dalil.lookup.match import Reason
from dalil.lookup.terms import find_actor, find_term, suggest_term
from dalil.values import When

NAMED = [
    (term, name)
    for scheme in ("weapons", "targets", "actors", "acts")
    for term in vocabulary.terms(scheme)
    for name in term.names()
    if name
]


@pytest.mark.parametrize("words", ["BARREL_BOMB", "barrel_bomb", "barrel bomb", "Barrel bomb", "براميل متفجرة"])
def test_a_term_is_found_by_code_or_name(words: str) -> None:
    match = find_term("weapons", words)
    assert match.found is not None
    assert match.found.code == "BARREL_BOMB"


@given(st.sampled_from(NAMED))
def test_every_name_of_a_term_finds_it_or_offers_it_with_its_homonyms(named) -> None:
    term, name = named
    match = find_term(term.scheme, name)
    assert term in match.candidates
    alone = {each for each, other in NAMED if each.scheme == term.scheme and fold(other) == fold(name)} == {term}
    assert not alone or match.found == term


def test_words_of_a_name_are_offered_and_not_taken() -> None:
    match = find_term("weapons", "barrel")
    assert match.found is None
    assert match.reason is Reason.PART
    assert "BARREL_BOMB" in [term.code for term in match.alternatives]


def test_what_looks_like_a_name_is_suggested_and_what_does_not_is_not() -> None:
    suggested = suggest_term("weapons", "barel bombs")
    assert suggested is not None
    assert suggested.code == "BARREL_BOMB"
    assert suggest_term("weapons", "zzzz") is None
    assert find_term("weapons", "").candidates == ()


@pytest.mark.parametrize(
    ("words", "code"),
    [
        ("Syrian government forces", "SYR_GOV"),
        ("the Syrian Government Forces", "SYR_GOV"),
        ("قوات النظام السوري", "SYR_GOV"),
        ("قوات النظام السورى", "SYR_GOV"),
        ("فصائل المعارضة المسلحة", "OPP_ARMED"),
        ("Syrian Arab Army (SAA)", "SYR_ARMY"),
        ("Military Forces of Syria (2000-2024)", "SYR_ARMY"),
        ("Military Forces of Russia (2000-)", "RUS_FORCES"),
        ("قوات سوريا الديمقراطية (قسد)", "SDF"),
    ],
)
def test_a_name_of_an_actor_needs_no_remark_and_may_give_its_short_form(words: str, code: str) -> None:
    match = find_term("actors", words)
    assert match.found is not None
    assert match.found.code == code


@pytest.mark.parametrize(
    "words", ["Syrian Arab Army (SDF)", "Syrian army and SDF", "government forces (unclear)", "()", "("]
)
def test_two_names_that_are_not_of_one_term_are_not_one_name(words: str) -> None:
    assert find_term("actors", words).found is None


@pytest.mark.parametrize("words", ["Syrian army", "الجيش السوري", "Syrian government forces", "قوات النظام السوري"])
def test_an_actor_is_found_by_name_only_in_its_own_time(words: str) -> None:
    assert find_actor(words, When.day(date(2018, 4, 7))).found is not None
    later = find_actor(words, When.day(date(2025, 4, 7)))
    assert later.found is None
    assert later.alternatives


def test_the_authorities_of_today_are_not_those_of_2013() -> None:
    assert find_actor("السلطات السورية", When.day(date(2013, 8, 21))).found is None
    today = find_actor("السلطات السورية", When.day(date(2025, 3, 8))).found
    assert today is not None
    assert today.code == "SYR_AUTH"


def test_a_word_that_many_actors_share_makes_none_like_another():
    """“Turkish Military” was offered as United States forces, for both are called military."""
    assert suggest_term("actors", "Turkish armed force").code == "TUR_FORCES"
    for nobody in ("Ruritanian Military", "armed forces of the air", "القوات المسلحة"):
        suggested = suggest_term("actors", nobody)
        assert suggested is None or find_term("actors", nobody).candidates, nobody


def test_forces_are_found_by_the_names_that_monitors_give_them():
    called = {
        "TUR_FORCES": "Turkish Military",
        "IRAN": "Iranian Military",
        "COALITION": "U.S.-led Coalition",
        "OPP_ARMED": "Armed opposition groups",
    }
    assert {find_term("actors", words).found.code for words in called.values()} == called.keys()
