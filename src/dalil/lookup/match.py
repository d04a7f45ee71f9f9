"""What a name means: the one thing that is meant, what else it may be, and why."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Generic, TypeVar

Thing = TypeVar("Thing")


class Reason(StrEnum):
    """Why a name means what it means, or why that is not certain."""

    CODE = "code"
    """The words are its code or address."""
    NAME = "name"
    """It alone bears this name."""
    NESTED = "nested"
    """Several places of this name lie in each other; people mean this one, and the alternatives are the others."""
    PRESUMED = "presumed"
    """Several bear this name and lie apart; this one is known for it, and the others are smaller."""
    WIDER = "wider"
    """Nothing of this name has the level that was said; the wider place of this name holds it."""
    INSIDE = "inside"
    """The words name something in this place or at its edge: its market, a suburb of it."""
    ALIKE = "alike"
    """Nothing bears this name; this place has a name that is like it, and lies where the point says."""
    FAR = "far"
    """It bears this name, but its own point is far from the point that was said."""
    HOMONYMS = "homonyms"
    """Several bear this name, and nothing says which is meant."""
    ELSEWHERE = "elsewhere"
    """Something bears this name, but not where, or not of the level, that was said. It is found only where the point says it is meant."""
    PART = "part"
    """Nothing bears this name; the names of the alternatives hold these words."""
    SPELLING = "spelling"
    """Nothing bears this name; it may be another spelling of the names of the alternatives."""
    NONE = "none"
    """Nothing bears a name like this."""


@dataclass(frozen=True, slots=True)
class Match(Generic[Thing]):
    """What a name means. found: the one thing that is meant, or None; alternatives: what else it may be, the likeliest first.

    Where nothing is found for certain, a person chooses among the alternatives; no program takes one of them.
    """

    found: Thing | None = None
    alternatives: tuple[Thing, ...] = ()
    reason: Reason = Reason.NONE

    @property
    def candidates(self) -> tuple[Thing, ...]:
        """Return what is meant, if anything, and then the alternatives."""
        return self.alternatives if self.found is None else (self.found, *self.alternatives)


def match_homonyms(things: tuple[Thing, ...]) -> Match[Thing]:
    """Say what a name means that all of these things bear, and nothing else: the only one; of several none is guessed.

    >>> match_homonyms(("sohr",)).found
    'sohr'
    >>> match_homonyms(("north", "north-2")).reason
    <Reason.HOMONYMS: 'homonyms'>
    """
    if not things:
        return Match()
    return Match(things[0], (), Reason.NAME) if len(things) == 1 else Match(None, things, Reason.HOMONYMS)
