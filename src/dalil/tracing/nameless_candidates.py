"""Which unidentified remains may be the one whom a family seeks: by place, time, sex, age and marks. Pure.

None of this tells one person from thousands of others: what agrees is a reason to look, and no more. Bones give an age in years, with bounds; days
and places of a family can be wrong. Source: `reference/standards.md`, section 4; Minnesota Protocol (OHCHR 2016), on identification.
"""

from __future__ import annotations

import math
import re
from collections.abc import Hashable, Iterable, Iterator
from dataclasses import dataclass

from dalil.letters import fold
from dalil.text.names import THRESHOLD, similarity
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


def find_remains(sought: ComparedPerson, known: Iterable[ComparedRemains], most: int = 10) -> list[TracedCandidate]:
    """Return the remains that may be the one who is sought, the likeliest first; those of which neither place, mark nor name agrees are left out.

    >>> sought = ComparedPerson(0, ("سمير",), sex="male", places=("Douma",), marks="a silver ring with a blue stone")
    >>> here = ComparedRemains("r1", ("Douma", "دوما"), sex="male", marks=("silver ring",))
    >>> [(each.person.key, each.weight) for each in find_remains(sought, [here, ComparedRemains("r2", ("Homs",))])]
    [('r1', 4.5)]
    """
    found = []
    for each in known:
        reasons = tuple(_weigh(sought, each))
        binds = any(reason.about in ("place", "marks", "name_found") for reason in reasons)
        if binds and sum(reason.weight for reason in reasons) >= LEAST_SHOWN:
            found.append(TracedCandidate(ComparedPerson(each.key, ()), "", reasons))
    return sorted(found, key=lambda each: (-each.weight, str(each.person.key)))[:most]


def compare_remains(sought: ComparedPerson, known: ComparedRemains) -> tuple[CandidateReason, ...]:
    """Say what speaks for and against these remains being the one who is sought."""
    return tuple(_weigh(sought, known))


def _weigh(sought: ComparedPerson, known: ComparedRemains) -> Iterator[CandidateReason]:
    if _names_one(sought.places, known.places):
        yield CandidateReason("place", "found_there", SAME_PLACE)
    elif _names_one(sought.places, known.areas):
        yield CandidateReason("place", "area", SAME_AREA)
    if sought.sex and known.sex:
        same = sought.sex == known.sex
        yield CandidateReason("sex", "same" if same else "other", SAME_SEX if same else OTHER_SEX)
    yield from _weigh_times(sought.when, known)
    yield from _weigh_ages(sought, known)
    if shared := _words(sought.marks) & {word for each in known.marks for word in _words(each)}:
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
    """Whether one of these names stands in what a family told of places, word for word."""
    within = [f" {fold(each)} " for each in told]
    return any(len(name) > 2 and f" {fold(name)} " in each for name in names for each in within)


def _words(text: str) -> set[str]:
    return {word for word in re.findall(r"\w+", fold(text)) if len(word) > 2 and word not in _WEAK}
