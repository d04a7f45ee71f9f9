"""A term is found by its code and its names in both languages; what only holds the words is offered."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dalil import vocabulary
from dalil.letters import fold
from dalil.lookup.match import Reason
from dalil.lookup.terms import find_term, suggest_term

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
