"""The rule by which reports and judgements become entities: pure, and the same for one entity and for a full rebuild.

Corrections always hold; of several judgements on one pair the latest person's counts, else the latest matcher's; pairs judged
different are kept apart; the others are joined, persons' first in the order they were made, then matchers' by falling score,
and one that would bring together a pair kept apart is passed over and named as a conflict. A matcher keeps nothing apart that persons joined.
A matcher's word also joins no two rows of one list, nor what happened on days or at minutes too far apart or in ways that exclude each other, by
however many steps it would come to that.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from enum import Enum
from types import MappingProxyType

MOST_MINUTES = 4 * 60
"""By so many minutes two tellings of one thing may differ where both name the minute: clocks are told in the time of another zone too."""


@dataclass(frozen=True)
class JudgementLink:
    """A judgement as far as grouping needs it. `order` grows with time; a person's judgement has no matcher."""

    a: int
    b: int
    same: bool
    by_person: bool
    order: int
    score: float = 0.0


class Obstacle(Enum):
    """Why a matcher's word does not join two reports."""

    ONE_LIST = "one_list"
    IDENTIFIERS = "identifiers"
    MINUTES = "minutes"
    WAYS = "ways"
    DAYS = "days"


@dataclass(frozen=True)
class Bearings:
    """What keeps a report from being joined by a matcher. listed: the list that it is a row of; empty: of none. days: its first and last day.

    within: how many days may lie between two reports of one thing, as their kind says (`Kind.same_when`). identifiers: by field.
    minute: the minute at which it happened, counted from the beginning of the calendar, where that is told. ways: in which ways it was done,
    where two reports of one thing have one in common (`record.ways`).
    """

    listed: str = ""
    days: tuple[int, int] | None = None
    within: int = 0
    identifiers: Mapping[str, str] = field(default_factory=dict)
    minute: int | None = None
    ways: frozenset[str] = frozenset()

    def excludes(self, other: Bearings) -> bool:
        """Tell whether two reports cannot be about one thing, as far as a matcher may say."""
        return self.obstacle(other) is not None

    def obstacle(self, other: Bearings) -> Obstacle | None:
        """Return why two reports cannot be about one thing, as far as a matcher may say; None where they can."""
        if self.listed and self.listed == other.listed:
            return Obstacle.ONE_LIST
        if any(other.identifiers.get(name, known) != known for name, known in self.identifiers.items()):
            return Obstacle.IDENTIFIERS
        if self.minute is not None and other.minute is not None and abs(self.minute - other.minute) > MOST_MINUTES:
            return Obstacle.MINUTES
        if self.ways and other.ways and self.ways.isdisjoint(other.ways):
            return Obstacle.WAYS
        if self.days is None or other.days is None:
            return None
        apart = max(self.days[0] - other.days[1], other.days[0] - self.days[1])
        return Obstacle.DAYS if apart > self.within else None


def group(
    ids: Iterable[int],
    corrections: Iterable[tuple[int, int]],
    judgements: Iterable[JudgementLink],
    bearings: Mapping[int, Bearings] = MappingProxyType({}),
) -> tuple[list[list[int]], list[JudgementLink]]:
    """Divide reports into entities. Pure.

    bearings: of the reports that a matcher would join; one that is not there is kept from nothing.
    Returns the groups (each sorted, in the order of their first members) and the judgements that were passed over.
    """
    effective = effective_of(judgements)
    groups = _Groups(ids, effective.values(), bearings)
    for a, b in corrections:
        groups.join(a, b)
    passed_over = []
    for link in sorted(
        (link for link in effective.values() if link.same),
        key=lambda link: (not link.by_person, link.order if link.by_person else -link.score, link.a, link.b),
    ):
        if not groups.are_one(link.a, link.b):
            if groups.keep_apart(link):
                passed_over.append(link)
            else:
                groups.join(link.a, link.b)
    return sorted(sorted(members) for members in groups.members.values()), passed_over


def group_by_persons(
    ids: Iterable[int], corrections: Iterable[tuple[int, int]], judgements: Iterable[JudgementLink]
) -> dict[int, int]:
    """Work out which reports would still be together if no matcher had judged. Pure.

    Returns for each report the first of those that it would be together with. The groups that `group` makes are made of these:
    a matcher's word only adds to what persons and corrections hold together.
    """
    groups, _ = group(ids, corrections, [link for link in judgements if link.by_person])
    return {member: members[0] for members in groups for member in members}


def effective_of(judgements: Iterable[JudgementLink]) -> dict[tuple[int, int], JudgementLink]:
    """Return the judgement that counts of each pair: the latest of a person, else the latest of a matcher."""
    effective: dict[tuple[int, int], JudgementLink] = {}
    for link in judgements:
        standing = effective.get((link.a, link.b))
        if standing is None or (link.by_person, link.order) > (standing.by_person, standing.order):
            effective[link.a, link.b] = link
    return effective


class _Groups:
    """Reports on their way to entities: which are joined so far, and what may not come together."""

    def __init__(self, ids: Iterable[int], links: Iterable[JudgementLink], bearings: Mapping[int, Bearings]) -> None:
        self._parent = {each: each for each in ids}
        self.members = {each: [each] for each in self._parent}
        self._bearings = bearings
        self._apart: dict[bool, dict[int, set[int]]] = {True: {}, False: {}}
        for link in links:
            if not link.same:
                self._apart[link.by_person].setdefault(link.a, set()).add(link.b)
                self._apart[link.by_person].setdefault(link.b, set()).add(link.a)

    def join(self, a: int, b: int) -> None:
        a, b = self._root(a), self._root(b)
        if a == b:
            return
        if len(self.members[a]) < len(self.members[b]):
            a, b = b, a
        self._parent[b] = a
        self.members[a] += self.members.pop(b)

    def are_one(self, a: int, b: int) -> bool:
        return self._root(a) == self._root(b)

    def keep_apart(self, link: JudgementLink) -> bool:
        """Whether what this judgement would bring together holds a pair that is kept apart, from persons or from everybody."""
        smaller, larger = sorted((self._root(link.a), self._root(link.b)), key=lambda each: len(self.members[each]))
        for by_person in (True,) if link.by_person else (True, False):
            apart = self._apart[by_person]
            if any(self._root(other) == larger for each in self.members[smaller] for other in apart.get(each, ())):
                return True
        return not link.by_person and self._exclude(self.members[smaller], self.members[larger])

    def _exclude(self, ones: Iterable[int], others: Iterable[int]) -> bool:
        known = self._bearings
        beside = [known[other] for other in others if other in known]
        return any(known[one].excludes(other) for one in ones if one in known for other in beside)

    def _root(self, each: int) -> int:
        while self._parent[each] != each:
            self._parent[each] = self._parent[self._parent[each]]
            each = self._parent[each]
        return each
