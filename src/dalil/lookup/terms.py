"""From the words for a term of the vocabulary to its code."""

from __future__ import annotations

from functools import lru_cache

from rapidfuzz import fuzz

from dalil import vocabulary
from dalil.letters import fold
from dalil.lookup.match import Match, Reason, match_homonyms
from dalil.vocabulary import Term

ALIKE = 81
"""From which likeness on, of a hundred, a name is offered for another."""


@lru_cache(maxsize=20_000)
def find_term(scheme: str, words: str) -> Match[Term]:
    """Find the term of a scheme that words mean: its code, or exactly one of its names in either language.

    Where nothing is called so, the alternatives are the terms whose names hold the words. Raises UnknownScheme.

    >>> find_term("weapons", "براميل متفجرة").found.code
    'BARREL_BOMB'
    >>> find_term("weapons", "barrel").reason
    <Reason.PART: 'part'>
    """
    for spelling in (words, words.upper(), words.lower()):
        if vocabulary.is_code(scheme, spelling):
            return Match(vocabulary.term(scheme, spelling), (), Reason.CODE)
    wanted = fold(words)
    holding = vocabulary.find(scheme, words)
    named = tuple(
        term for term in holding if wanted in {fold(name) for name in (*term.names(), term.code.replace("_", " "))}
    )
    if named:
        return match_homonyms(named)
    return Match(None, tuple(holding), Reason.PART if holding else Reason.NONE)


def suggest_term(scheme: str, words: str) -> Term | None:
    """Suggest the term that words may mean: the first whose name holds them, else the one whose name is most like them, if any is."""
    match = find_term(scheme, words)
    if match.candidates:
        return match.candidates[0]
    folded = fold(words)
    alike = [
        (fuzz.token_set_ratio(folded, fold(name)), fuzz.ratio(folded, fold(name)), term.code)
        for term in vocabulary.terms(scheme)
        for name in term.names()
        if name
    ]
    likeness, _, code = max(alike)
    return vocabulary.term(scheme, code) if likeness >= ALIKE else None
