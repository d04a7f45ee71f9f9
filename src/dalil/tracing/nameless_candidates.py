"""Which unidentified remains may be the one whom a family seeks: by place, time, sex, age and marks. Pure.

None of this tells one person from thousands of others: what agrees is a reason to look, and no more. Bones give an age in years, with bounds; days
and places of a family can be wrong. Source: `reference/standards.md`, section 4; Minnesota Protocol (OHCHR 2016), on identification.
"""

from __future__ import annotations

import math
import re
from collections.abc import Hashable, Iterable, Iterator, Sequence
from dataclasses import dataclass

from dalil.letters import fold
from dalil.text.names import THRESHOLD, NameIndex, similarity
from dalil.tracing.candidates import DAYS_BEFORE, OTHER_SEX, CandidateReason, ComparedPerson, TracedCandidate
from dalil.values import When

SAME_SEX, SAME_PLACE, SAME_AREA = 1.0, 1.5, 0.7
FOUND_BEFORE, DIED_BEFORE, DIED_AFTER = -4.0, -3.0, 0.5
AGE_APART, MOST_OF_AGE = -3.0, 2.0
YEARS_ALLOWED = 5
"""How far an age may lie outside of what was estimated; beyond that it speaks against."""
OF_A_MARK, MOST_MARKS = 1.0, 3
NAME_FOUND = 3.0
"""A paper with their name lay there. Many carry the papers of others, so that it weighs less than a name that a source tells."""
LEAST_SHOWN = 1.5
MOST_REMAINS, LEAST_REMAINS = 3, 4.0
"""So many remains of one request stand in the list of all, and none for which fewer bits speak: place, sex and a narrow age, or more."""
_WEAK = frozenset(
    {
        "the",
        "and",
        "with",
        "was",
        "his",
        "her",
        "from",
        "old",
        "wore",
        "في",
        "من",
        "على",
        "الى",
        "كان",
        "مع",
        "له",
        "لها",
    }
)
"""Words that two descriptions share without telling anything."""


@dataclass(frozen=True, slots=True)
class ComparedRemains:
    """Remains, as they are compared. places: names of where they were found; areas: of what it lies in. youngest, oldest: the bounds of the age."""

    key: Hashable
    places: tuple[str, ...] = ()
    areas: tuple[str, ...] = ()
    found: When | None = None
    died: When | None = None
    sex: str = ""
    youngest: int | None = None
    oldest: int | None = None
    marks: tuple[str, ...] = ()
    name_found: str = ""


class KnownRemains:
    """Remains, ready to be searched for many who are sought: by the names of places, the words of marks, and the names that were found.

    It finds what `find_remains` finds at a fraction of the cost. Names on papers are joined at once, which misses some slips.
    """

    def __init__(self, remains: Iterable[ComparedRemains]) -> None:
        self._remains = {each.key: _LaidOut.of(each) for each in remains}
        self._by_place: dict[str, list[Hashable]] = {}
        self._by_mark: dict[str, list[Hashable]] = {}
        for key, each in self._remains.items():
            for name in each.places | each.areas:
                self._by_place.setdefault(name, []).append(key)
            for word in each.marks:
                self._by_mark.setdefault(word, []).append(key)
        self._most_words = max((len(name.split()) for name in self._by_place), default=0)
        named = ((key, each.told.name_found) for key, each in self._remains.items() if each.told.name_found)
        self._by_name = NameIndex.build(named)

    def find_many(
        self, sought: Sequence[ComparedPerson], most: int, least: float
    ) -> Iterator[tuple[ComparedPerson, list[TracedCandidate]]]:
        """Yield each of many who are sought with the likeliest remains. least: those for which fewer bits speak are left out."""
        names = [(each, name) for each in sought for name in each.names]
        named: dict[Hashable, list[Hashable]] = {each.key: [] for each in sought}
        hits = self._by_name.search_many([name for _each, name in names], k=most * 2, least=THRESHOLD)
        for (each, _name), found in zip(names, hits, strict=True):
            named[each.key] += [hit.key for hit in found]
        for each in sought:
            asked = _Asked.of(each)
            keys = dict.fromkeys([*named[each.key], *self._gather(asked)])
            yield each, _likeliest(asked, (self._remains[key] for key in keys), most, least)

    def _gather(self, asked: _Asked) -> Iterator[Hashable]:
        for told in asked.places:
            words = told.split()
            for start in range(len(words)):
                for end in range(start + 1, min(start + self._most_words, len(words)) + 1):
                    yield from self._by_place.get(" ".join(words[start:end]), ())
        for word in asked.marks:
            yield from self._by_mark.get(word, ())


def find_remains(sought: ComparedPerson, known: Iterable[ComparedRemains], most: int = 10) -> list[TracedCandidate]:
    """Return the remains that may be the one who is sought, the likeliest first; those of which neither place, mark nor name agrees are left out.

    >>> sought = ComparedPerson(0, ("سمير",), sex="male", places=("Douma",), marks="a silver ring with a blue stone")
    >>> here = ComparedRemains("r1", ("Douma", "دوما"), sex="male", marks=("silver ring",))
    >>> [(each.person.key, each.weight) for each in find_remains(sought, [here, ComparedRemains("r2", ("Homs",))])]
    [('r1', 4.5)]
    """
    return _likeliest(_Asked.of(sought), map(_LaidOut.of, known), most, LEAST_SHOWN)


def compare_remains(sought: ComparedPerson, known: ComparedRemains) -> tuple[CandidateReason, ...]:
    """Say what speaks for and against these remains being the one who is sought."""
    return tuple(_weigh(_Asked.of(sought), _LaidOut.of(known)))


@dataclass(frozen=True, slots=True)
class _Asked:
    """Who is sought, folded once. places: what is told of places; marks: the words of marks."""

    sought: ComparedPerson
    places: tuple[str, ...]
    marks: frozenset[str]

    @classmethod
    def of(cls, sought: ComparedPerson) -> _Asked:
        return cls(sought, tuple(f" {fold(each)} " for each in sought.places), _words(sought.marks))


@dataclass(frozen=True, slots=True)
class _LaidOut:
    """Remains, folded once. places, areas: the names that can be found in what a family tells; marks: the words of marks."""

    told: ComparedRemains
    places: frozenset[str]
    areas: frozenset[str]
    marks: frozenset[str]

    @classmethod
    def of(cls, told: ComparedRemains) -> _LaidOut:
        marks = frozenset(word for each in told.marks for word in _words(each))
        return cls(told, _names(told.places), _names(told.areas), marks)


def _likeliest(asked: _Asked, known: Iterable[_LaidOut], most: int, least: float) -> list[TracedCandidate]:
    found = []
    for each in known:
        reasons = tuple(_weigh(asked, each))
        binds = any(reason.about in ("place", "marks", "name_found") for reason in reasons)
        if binds and sum(reason.weight for reason in reasons) >= least:
            found.append(TracedCandidate(ComparedPerson(each.told.key, ()), "", reasons))
    return sorted(found, key=lambda each: (-each.weight, str(each.person.key)))[:most]


def _weigh(asked: _Asked, laid_out: _LaidOut) -> Iterator[CandidateReason]:
    sought, known = asked.sought, laid_out.told
    if _names_one(asked.places, laid_out.places):
        yield CandidateReason("place", "found_there", SAME_PLACE)
    elif _names_one(asked.places, laid_out.areas):
        yield CandidateReason("place", "area", SAME_AREA)
    if sought.sex and known.sex:
        same = sought.sex == known.sex
        yield CandidateReason("sex", "same" if same else "other", SAME_SEX if same else OTHER_SEX)
    yield from _weigh_times(sought.when, known)
    yield from _weigh_ages(sought, known)
    if shared := asked.marks & laid_out.marks:
        yield CandidateReason("marks", "shared", OF_A_MARK * min(len(shared), MOST_MARKS))
    if known.name_found and any(similarity(name, known.name_found) >= THRESHOLD for name in sought.names):
        yield CandidateReason("name_found", "alike", NAME_FOUND)


def _weigh_times(seen: When | None, known: ComparedRemains) -> Iterator[CandidateReason]:
    if seen and known.found and (seen.start - known.found.end).days > DAYS_BEFORE:
        yield CandidateReason("time", "found_before", FOUND_BEFORE)
    if seen and known.died:
        before = (seen.start - known.died.end).days > DAYS_BEFORE
        yield CandidateReason("time", "died_before" if before else "died_after", DIED_BEFORE if before else DIED_AFTER)


def _weigh_ages(sought: ComparedPerson, known: ComparedRemains) -> Iterator[CandidateReason]:
    """The age that somebody had between the day they were last seen and the day they were found, beside what was estimated."""
    last = known.died or known.found
    if sought.born is None or last is None or (known.youngest is None and known.oldest is None):
        return
    first = sought.when or last
    least = max(0, min(first.start.year, last.start.year) - sought.born.end.year - 1)
    most = last.end.year - sought.born.start.year
    low, high = known.youngest or 0, 125 if known.oldest is None else known.oldest
    if least > high + YEARS_ALLOWED or most < low - YEARS_ALLOWED:
        yield CandidateReason("age", "apart", AGE_APART)
    else:
        within = round(min(MOST_OF_AGE, max(0.0, math.log2(80 / (high - low + 10)))), 2)
        if within:
            yield CandidateReason("age", "within", within)


def _names_one(told: Iterable[str], names: Iterable[str]) -> bool:
    """Whether one of these names stands in what a family told of places, word for word. told: each within blanks."""
    return any(f" {name} " in each for each in told for name in names)


def _names(names: Iterable[str]) -> frozenset[str]:
    """The names by which a place is found, folded; shorter ones stand in too many words."""
    return frozenset(folded for name in names if len(name) > 2 and (folded := fold(name)))


def _words(text: str) -> frozenset[str]:
    return frozenset(word for word in re.findall(r"\w+", fold(text)) if len(word) > 2 and word not in _WEAK)
