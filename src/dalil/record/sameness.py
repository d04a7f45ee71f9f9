"""What a kind says of its reports so that a matcher can tell which of them are about the same thing.

A kind lists these in `same_when`. Each names a field of the kind; the room `matching` makes candidates, comparisons and reasons of them.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class CloseInTime:
    """Two reports of one thing are dated no more than so many days apart; a vague date counts with the whole span that it names."""

    field: str
    days: int


@dataclass(frozen=True)
class Near:
    """Two reports of one thing lie no further apart than so many kilometres; a vague place counts with its whole extent.

    anywhere: what lies further apart is compared all the same, and the distance speaks against it: people are reported far from where it happened.
    """

    field: str
    km: int
    anywhere: bool = False


@dataclass(frozen=True)
class LikeCounts:
    """Two reports of one thing often state the same number. One of them may state the whole and the other a part: the civilians alone."""

    field: str
    part: str = ""


@dataclass(frozen=True)
class SharedCodes:
    """Two reports of one thing often name the same code of a facet, or codes under one head."""

    field: str


@dataclass(frozen=True)
class LikeNames:
    """Two reports of one person bear names that are alike, in whatever script and order. also: fields with further names of the person."""

    field: str
    also: tuple[str, ...] = ()


@dataclass(frozen=True)
class LikeSiteNames:
    """Two reports of one site bear one name, at least but for the words that say what sort of site it is, in whatever script.

    also: fields with further names of the site.
    """

    field: str
    also: tuple[str, ...] = ()


@dataclass(frozen=True)
class LikeMothers:
    """Two reports of one person often name the same mother. field: the name of the person, of which the mother's is a part."""

    field: str


@dataclass(frozen=True)
class CloseNumbers:
    """Two reports of one person state numbers that lie close together: the age in years."""

    field: str


@dataclass(frozen=True)
class SameIdentifier:
    """Two reports of one person state the same identifier; where both state one and these differ, a matcher joins them by no steps at all."""

    field: str


Sameness = (
    CloseInTime
    | Near
    | LikeCounts
    | SharedCodes
    | LikeNames
    | LikeSiteNames
    | LikeMothers
    | CloseNumbers
    | SameIdentifier
)
