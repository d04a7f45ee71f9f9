"""How many of what, without the words: what parts and their whole are compared by."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, NamedTuple

from dalil.values.count import Count


class Size(NamedTuple):
    """How many of what a count states."""

    low: int
    high: int | None
    unit: str
    status: str | None
    sex: str | None
    age: str | None


def size_of(count: Count | Mapping[str, Any]) -> Size:
    """Return the size of a count, given as a value or as it is stored.

    >>> size_of(Count.exactly(3)) == size_of({"low": 3, "high": 3, "point": 3, "shape": "exact"})
    True
    """
    if isinstance(count, Count):
        return Size(count.low, count.high, count.unit, count.status, count.sex, count.age)
    say = count.get
    return Size(count["low"], say("high"), say("unit", _UNIT), say("status"), say("sex"), say("age"))


def exceed(whole: Size, parts: Iterable[Size]) -> bool:
    """Tell whether parts that exclude each other are more than a whole, at their least and its most.

    >>> exceed(size_of(Count.exactly(3)), [size_of(Count.at_least(4))]), exceed(size_of(Count.at_least(3)), [size_of(Count.exactly(4))])
    (True, False)
    """
    least = sum(part.low if part.high is None else min(part.low, part.high) for part in parts)
    return whole.high is not None and least > max(whole.low, whole.high)


def fall_short(whole: Size, parts: Iterable[Size]) -> bool:
    """Tell whether parts that make up a whole are less than it, at their most and its least.

    >>> fall_short(size_of(Count.exactly(9)), [size_of(Count.exactly(4))]), fall_short(size_of(Count.exactly(9)), [size_of(Count.at_least(4))])
    (True, False)
    """
    highs = [None if part.high is None else max(part.low, part.high) for part in parts]
    least = whole.low if whole.high is None else min(whole.low, whole.high)
    return None not in highs and sum(high or 0 for high in highs) < least


_UNIT: str = Count.model_fields["unit"].default
