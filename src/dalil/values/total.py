"""Numbers added up: what a reading of one number says, and what the readings of many come to."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple


class Interval(NamedTuple):
    """How many in one reading; no upper end where high is None, no best number where point is None.

    >>> Interval(82).high is None
    True
    """

    low: int
    high: int | None = None
    point: int | None = None


@dataclass(frozen=True, slots=True)
class Total:
    """Readings added up.

    low: sum of the lows; None where nothing is known. high: sum of the highs; None where any addend has no upper end.
    point: sum of the best numbers; None where any addend has none. stated: sum of the largest numbers given, open addends too.
    entities: how many were looked at, of which `unknown` have no number in this reading (and are not taken as zero), `open` have
    no upper end, `conflict` have origins that exclude each other, `contradictory` a source that contradicts itself,
    `other` are stated only in another unit or scope, `at_most` only by upper bounds, so that they add nothing to the low end.
    addable: False where the numbers of several entities would count people twice, and so were not added.
    """

    low: int | None = None
    high: int | None = None
    point: int | None = None
    stated: int | None = None
    entities: int = 0
    open: int = 0
    unknown: int = 0
    conflict: int = 0
    contradictory: int = 0
    other: int = 0
    at_most: int = 0
    unit: str | None = None
    addable: bool = True
