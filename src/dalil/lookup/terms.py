"""From the words for a term of the vocabulary to its code."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from datetime import date
from functools import cache, lru_cache

from rapidfuzz import fuzz

from dalil import vocabulary
from dalil.letters import fold
from dalil.lookup.match import Match, Reason, match_homonyms
from dalil.values import When
from dalil.values.doubted_names import has_sign_of_doubt, says_doubt
from dalil.values.party import is_doubted_party
from dalil.vocabulary import Term

_YEARS = re.compile(r"(?:19|20)\d\d-(?:(?:19|20)\d\d)?")
ALIKE = 81
"""From which likeness on, of a hundred, a name is offered for another."""
SHARED = 5
"""From how many terms on a word in their names tells none from another."""


@lru_cache(maxsize=20_000)
def find_term(scheme: str, words: str) -> Match[Term]:
    """Find the term of a scheme that words mean: its code, or exactly one of its names in either language.

    A label is a name without the remark in brackets behind it too ("Syrian government forces (to December 2024)"), and so are words
    whose remark is another name of the same term ("Syrian Arab Army (SAA)").
    Where nothing is called so, the alternatives are the terms whose names hold the words. Raises UnknownScheme.

    >>> find_term("weapons", "براميل متفجرة").found.code
    'BARREL_BOMB'
    >>> find_term("weapons", "barrel").reason
    <Reason.PART: 'part'>
    """
    for spelling in (words, words.upper(), words.lower()):
        if vocabulary.is_code(scheme, spelling):
            return Match(vocabulary.term(scheme, spelling), (), Reason.CODE)
    if named := _called(scheme, fold(words)) or _called_with_remark(scheme, words):
        return match_homonyms(named)
    holding = vocabulary.find(scheme, words)
    return Match(None, tuple(holding), Reason.PART if holding else Reason.NONE)


def find_actor(words: str, when: When | None = None) -> Match[Term]:
    """Find the actor that words mean, as `find_term` finds it, among those that existed at some time of `when`.

    An actor that bears the name and existed at another time is an alternative: no army of 2025 is that of 2014. A code is what a person
    chose, and found whatever the time.

    >>> [find_actor("Syrian army", When.day(date(year, 5, 3))).found is not None for year in (2014, 2025)]
    [True, False]
    """
    match = find_term("actors", words)
    if when is None or match.reason not in (Reason.NAME, Reason.HOMONYMS):
        return match
    fitting = tuple(actor for actor in match.candidates if existed(actor, when))
    return match_homonyms(fitting) if fitting else Match(None, match.candidates, Reason.PART)


def existed(actor: Term, when: When) -> bool:
    """Whether an actor existed at some time of `when`, as far as the vocabulary knows when it began and ended."""
    first, last = lifetime(actor)
    return (first is None or first <= when.end) and (last is None or when.start <= last)


@lru_cache(maxsize=1_000)
def lifetime(actor: Term) -> tuple[date | None, date | None]:
    """The first and the last day of an actor; None where the vocabulary knows none."""
    first, last = (actor.extra.get(name) for name in ("valid_from", "valid_to"))
    return date.fromisoformat(first) if first else None, date.fromisoformat(last) if last else None


def _called(scheme: str, wanted: str) -> tuple[Term, ...]:
    """The terms that bear a folded name; where none does, those whose label is this name with a remark behind it."""
    by_name, by_label = _names_of(scheme)
    for name in (wanted, wanted.removeprefix("the ")):
        if named := by_name.get(name) or by_label.get(name):
            return named
    return ()


def _called_with_remark(scheme: str, words: str) -> tuple[Term, ...]:
    """The terms of which words give two names, one in brackets behind the other, or a name and years, as ACLED writes it."""
    bare, remark = _divide(words)
    if not (bare and remark):
        return ()
    if scheme == "actors" and _YEARS.fullmatch(remark):
        return _called(scheme, fold(bare))
    also = _called(scheme, fold(remark))
    return tuple(term for term in _called(scheme, fold(bare)) if term in also)


@cache
def _names_of(scheme: str) -> tuple[dict[str, tuple[Term, ...]], dict[str, tuple[Term, ...]]]:
    """The terms of a scheme by their folded names, and by their folded labels without the remark behind them."""
    by_name: dict[str, tuple[Term, ...]] = {}
    by_label: dict[str, tuple[Term, ...]] = {}
    for term in vocabulary.terms(scheme):
        for name in {fold(name) for name in (*term.names(), term.code.replace("_", " "))}:
            by_name[name] = (*by_name.get(name, ()), term)
        for name in set(_bare_labels(term)):
            by_label[name] = (*by_label.get(name, ()), term)
    return by_name, by_label


def _bare_labels(term: Term) -> Iterator[str]:
    for label in term.names()[:2]:
        bare, remark = _divide(label)
        if bare and remark:
            yield fold(bare)


def _divide(words: str) -> tuple[str, str]:
    """A name and the remark in brackets at its end; no remark where none closes there."""
    bare, bracket, remark = words.strip().rpartition("(")
    return (bare.strip(), remark[:-1].strip()) if bracket and remark.endswith(")") else (words, "")


def is_doubted_name(name: str, scheme: str | None = None) -> bool:
    """Say whether a name says that it is not certain. scheme: of what it names; the names of terms that hold an "or" doubt nothing.

    >>> [is_doubted_name(name, "weapons") for name in ("Sarin or sarin-like nerve agent", "sarin?", "sarin or chlorine")]
    [False, True, True]
    """
    if has_sign_of_doubt(name):
        return True
    if scheme == "actors":
        return is_doubted_party(name)
    return says_doubt(name) and not (scheme and find_term(scheme, name).found)


def suggest_term(scheme: str, words: str) -> Term | None:
    """Suggest the term that words may mean: the first whose name holds them, else the one whose name is most like them, if any is.

    A word that stands in the names of many terms ("military", "forces") makes no name like another: half of the others in it have to
    be like a word that was said.

    >>> suggest_term("actors", "Turkish armed force").code
    'TUR_FORCES'
    """
    match = find_term(scheme, words)
    if match.candidates:
        return match.candidates[0]
    folded = fold(words)
    alike = [
        (fuzz.token_set_ratio(folded, name), fuzz.ratio(folded, name), term.code)
        for term in vocabulary.terms(scheme)
        for name in map(fold, term.names())
        if name and _tells(name, folded, _common_words(scheme))
    ]
    likeness, _, code = max(alike, default=(0, 0, ""))
    return vocabulary.term(scheme, code) if likeness >= ALIKE else None


@cache
def _common_words(scheme: str) -> frozenset[str]:
    """The words that the names of so many terms of a scheme share that they tell none from another."""
    holding = Counter(word for term in vocabulary.terms(scheme) for word in set(fold(" ".join(term.names())).split()))
    return frozenset(word for word, terms in holding.items() if terms >= SHARED)


def _tells(name: str, said: str, common: frozenset[str]) -> bool:
    """Whether half of the words of a name that tell it from others are like a word that was said; so is a name without any."""
    telling = [word for word in name.split() if word not in common]
    alike = [word for word in telling if any(fuzz.ratio(word, each) >= ALIKE for each in said.split())]
    return 2 * len(alike) >= len(telling)
