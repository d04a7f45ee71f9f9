"""Who may be the one that a family seeks: names across scripts, the mother's name above all, births, days, places, companions. Pure.

Each candidate says what speaks for it and against it, in bits. A candidate is a reason to look, never a finding.
Source: `reference/standards.md`, section 4: the mother's name is the strongest discriminator; certificates may carry wrong days.
"""

from __future__ import annotations

import math
from collections.abc import Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from dalil.letters import fold
from dalil.text.names import THRESHOLD, NameIndex, similarity
from dalil.values import When

GATHERED = 60
"""How many people each index gives, from which the best are weighed."""
LEAST_BITS, MOST_BITS = -4.0, 7.0
"""How far one likeness of names can speak against or for."""
LEAST_SHOWN = -6.0
"""Below this sum nobody is shown: neither a name nor anything else is alike."""
SAME_YEAR, NEAR, APART = 3.0, 1.0, -3.0
YEARS_NEAR = 2
BEFORE_SEEN = -2.0
"""Something befell this person long before the other was last seen alive. Days of certificates can be wrong, so that it does not exclude."""
DAYS_BEFORE = 60
SAME_TIME = 1.5
SAME_PLACE = 1.5
OTHER_SEX = -4.0
LEAST_LIKENESS = 0.05
"""Where many are sought at once, names that are less alike are not weighed."""
MOST_QUEUED, LEAST_QUEUED = 5, 0.0
"""So many candidates of one request stand in the list of all, and none for whom fewer bits speak; the screen of the request has more."""
COMPANION = 3.0
"""Somebody who disappeared with the one who is sought stands in the same list."""
FLAT = 1e-3


@dataclass(frozen=True, slots=True)
class ComparedPerson:
    """Somebody who is sought, or somebody of the record. names: every spelling, the whole name first. when: last seen, or when what is told befell.

    group: what names several people together, as the document does; companions: names of those who disappeared with the one who is sought.
    marks: by what they are known, beside whom remains are compared.
    """

    key: Hashable
    names: tuple[str, ...]
    mother: str = ""
    born: When | None = None
    when: When | None = None
    places: tuple[str, ...] = ()
    sex: str = ""
    group: Hashable = None
    companions: tuple[str, ...] = ()
    marks: str = ""


@dataclass(frozen=True, slots=True)
class CandidateReason:
    """What speaks for or against: name, mother, born, time, place, sex or companion; how it agrees; its weight in bits."""

    about: str
    level: str
    weight: float


@dataclass(frozen=True, slots=True)
class TracedCandidate:
    """Somebody who may be the one who is sought. name: the name that is most like theirs."""

    person: ComparedPerson
    name: str
    reasons: tuple[CandidateReason, ...]

    @property
    def weight(self) -> float:
        """Return the sum of the reasons, in bits."""
        return sum(each.weight for each in self.reasons)


class ComparedPeople:
    """People, ready to be searched: by their names, and by their first name beside that of their mother.

    >>> known = ComparedPeople([ComparedPerson(1, ("سمير خالد القاسم",), mother="زهرة حلبي"), ComparedPerson(2, ("Omar Said",))])
    >>> [each.person.key for each in known.find(ComparedPerson(0, ("Samir al-Qasim",), mother="Zahra Halabi"))]
    [1]
    """

    def __init__(self, people: Iterable[ComparedPerson]) -> None:
        self._people: Mapping[Hashable, ComparedPerson] = {each.key: each for each in people}
        self._by_name = NameIndex.build((each.key, name) for each in self._people.values() for name in each.names)
        self._by_mother = NameIndex.build(
            (each.key, told) for each in self._people.values() for told in _beside_mother(each)
        )

    def find(self, sought: ComparedPerson, most: int = 10) -> list[TracedCandidate]:
        """Return those who may be the one who is sought, the likeliest first. Names and days may be wrong, so that none of them excludes."""
        groups = self._groups_of(sought.companions)
        gathered = dict.fromkeys(self._gather(sought))
        found = [_weigh(sought, self._people[key], groups) for key in gathered if key != sought.key]
        likely = [each for each in found if each.weight >= LEAST_SHOWN]
        return sorted(likely, key=lambda each: (-each.weight, str(each.person.key)))[:most]

    def find_many(
        self, sought: Sequence[ComparedPerson], most: int, least: float
    ) -> Iterator[tuple[ComparedPerson, list[TracedCandidate]]]:
        """Yield each of many who are sought with their likeliest candidates, at a twentieth of the cost of `find`, which finds more.

        least: whom fewer bits speak for is left out.
        """
        asked = [(each, told) for each in sought for told in each.names]
        beside = [(each, told) for each in sought for told in _beside_mother(each)]
        gathered: dict[Hashable, dict[Hashable, None]] = {each.key: {} for each in sought}
        for index, words in ((self._by_name, asked), (self._by_mother, beside)):
            hits = index.search_many([told for _each, told in words], k=most * 2, least=LEAST_LIKENESS)
            for (each, _told), found in zip(words, hits, strict=True):
                gathered[each.key].update(dict.fromkeys(hit.key for hit in found))
        for each in sought:
            groups = self._groups_of(each.companions)
            weighed = [_weigh(each, self._people[key], groups) for key in gathered[each.key] if key != each.key]
            likely = [one for one in weighed if one.weight >= least]
            yield each, sorted(likely, key=lambda one: (-one.weight, str(one.person.key)))[:most]

    def _gather(self, sought: ComparedPerson) -> Iterator[Hashable]:
        for name in sought.names:
            yield from (hit.key for hit in self._by_name.search(name, k=GATHERED))
        for told in _beside_mother(sought):
            yield from (hit.key for hit in self._by_mother.search(told, k=GATHERED))

    def _groups_of(self, companions: Sequence[str]) -> dict[Hashable, int]:
        """How many of the companions each group names."""
        many: dict[Hashable, int] = {}
        for name in companions:
            hits = [hit.key for hit in self._by_name.search(name, k=10) if hit.score >= THRESHOLD]
            for group in {self._people[key].group for key in hits} - {None}:
                many[group] = many.get(group, 0) + 1
        return many


def compare_two(sought: ComparedPerson, known: ComparedPerson) -> TracedCandidate:
    """Say what speaks for and against one person being the one who is sought; companions are left to `find`, which sees the others."""
    return _weigh(sought, known, {})


def _weigh(sought: ComparedPerson, known: ComparedPerson, groups: Mapping[Hashable, int]) -> TracedCandidate:
    """Weigh one person of the record against the one who is sought."""
    likeness, name = max((similarity(one, other), other) for one in sought.names for other in known.names)
    reasons = [CandidateReason("name", _level(likeness), _bits(likeness))]
    if sought.mother and known.mother:
        alike = similarity(sought.mother, known.mother)
        reasons.append(CandidateReason("mother", _level(alike), _bits(alike)))
    reasons += filter(None, [_weigh_births(sought, known), _weigh_times(sought, known)])
    if set(map(fold, sought.places)) & set(map(fold, known.places)):
        reasons.append(CandidateReason("place", "shared", SAME_PLACE))
    if sought.sex and known.sex and sought.sex != known.sex:
        reasons.append(CandidateReason("sex", "other", OTHER_SEX))
    if together := groups.get(known.group, 0) if known.group is not None else 0:
        reasons.append(CandidateReason("companion", "shared", COMPANION * min(together, 2)))
    return TracedCandidate(known, name, tuple(reasons))


def _weigh_births(sought: ComparedPerson, known: ComparedPerson) -> CandidateReason | None:
    if sought.born is None or known.born is None:
        return None
    years = _years_apart(sought.born, known.born)
    if not years:
        return CandidateReason("born", "same_year", SAME_YEAR)
    if years <= YEARS_NEAR:
        return CandidateReason("born", "near", NEAR)
    return CandidateReason("born", "apart", APART)


def _weigh_times(sought: ComparedPerson, known: ComparedPerson) -> CandidateReason | None:
    if sought.when is None or known.when is None:
        return None
    if sought.when.overlaps(known.when):
        return CandidateReason("time", "same", SAME_TIME)
    if (sought.when.start - known.when.end).days > DAYS_BEFORE:
        return CandidateReason("time", "before", BEFORE_SEEN)
    return None


def _years_apart(one: When, other: When) -> int:
    return max(0, one.start.year - other.end.year, other.start.year - one.end.year)


def _bits(likeness: float) -> float:
    held = min(max(likeness, FLAT), 1 - FLAT)
    return round(min(max(math.log2(held / (1 - held)), LEAST_BITS), MOST_BITS), 2)


def _level(likeness: float) -> str:
    return "same" if likeness > 0.99 else "close" if likeness > 0.8 else "alike" if likeness >= THRESHOLD else "unlike"


def _beside_mother(person: ComparedPerson) -> list[str]:
    """The first word of each name beside the name of the mother; none where no mother is named."""
    firsts = dict.fromkeys(name.split()[0] for name in person.names if name.split())
    return [f"{first} {person.mother}" for first in firsts] if person.mother else []
