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
    """Two reports of one thing lie no further apart than so many kilometres; a vague place counts with its whole extent."""

    field: str
    km: int


@dataclass(frozen=True)
class LikeCounts:
    """Two reports of one thing often state the same number. One of them may state the whole and the other a part: the civilians alone."""

    field: str
    part: str = ""


@dataclass(frozen=True)
class SharedCodes:
    """Two reports of one thing often name the same code of a facet, or codes under one head."""

    field: str


Sameness = CloseInTime | Near | LikeCounts | SharedCodes
