"""How well a thing is established: a grade from who said it and from explicit facts on the record. Pure.

The grades are the codes of the vocabulary `grades`. Nothing is graded higher by guessing: `verified`, `contested` and
`disproved` are facts that somebody put on the record, and no kind of report states them yet.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from enum import StrEnum

from dalil import vocabulary
from dalil.counting.combine import are_several


class Grade(StrEnum):
    """From one origin's word to a finding; and the two that stand outside the scale."""

    REPORTED = "reported"
    CORROBORATED = "corroborated"
    VERIFIED = "verified"
    CONFIRMED = "confirmed"
    CONTESTED = "contested"
    DISPROVED = "disproved"


@dataclass(frozen=True, slots=True)
class Facts:
    """What the record holds besides the origins: found by a court or UN body, accepted by the actor, checked by us, and so on."""

    found: bool = False
    accepted: bool = False
    verified: bool = False
    contested: bool = False
    disproved: bool = False


FINDING = frozenset({"court", "un_body"})
"""The types of source whose own word is a finding."""

ACCEPTING = frozenset({"officials_accept", "officials_acknowledge", "non_state_accept", "non_state_acknowledge"})
"""The answers of an actor (HURIDOCS list 28) by which it accepts that it did it."""


def grade(origins: Iterable[str], facts: Facts = Facts(), *, alike: Collection[tuple[str, str]] = ()) -> Grade:
    """Grade a thing. origins: the known origins of its current reports; unknown ones are left out, since any number of
    them may be one and the same. A relay is no origin. alike: pairs of origins that may be one (`combine.are_several`)."""
    if facts.disproved:
        return Grade.DISPROVED
    if facts.contested:
        return Grade.CONTESTED
    if facts.found or facts.accepted:
        return Grade.CONFIRMED
    if facts.verified:
        return Grade.VERIFIED
    return Grade.CORROBORATED if are_several(origins, alike) else Grade.REPORTED


def is_finding(source_type: str, *, relayed: bool) -> bool:
    """Tell whether the word of an origin of this type is a finding: a court, a UN body, or a narrower type of these, heard first hand.

    relayed: it reached us only through somebody else. A newsroom that quotes the UN is no finding of the UN until we hold it.
    """
    if relayed or not vocabulary.is_code("source_types", source_type):
        return False
    return not FINDING.isdisjoint({source_type, *vocabulary.broader("source_types", source_type)})
