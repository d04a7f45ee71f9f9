"""Which reports must be disbelieved for what is said to agree: the smallest changes that leave a number that all the others allow. Pure.

Source: the maximum number of intervals that meet in one point, found by sweeping over their ends (Marzullo 1984); every point where so
many meet leaves one way out.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from dalil.counting.combine import latest_statements
from dalil.values.statement import Statement
from dalil.values.total import Interval

MOST_WAYS = 6
"""So many ways out are told; more of them are no help."""


@dataclass(frozen=True)
class WayOut:
    """The statements that would have to be wrong, and what all the others then allow."""

    disbelieved: tuple[Statement, ...]
    agreed: Interval


def smallest_ways_out(statements: Iterable[Statement]) -> tuple[WayOut, ...]:
    """Find the smallest sets of statements without which the others agree; none where they agree, or where nobody is left to agree.

    statements: of one scope. The latest of each origin are looked at, and a source that contradicts itself has no say, as in `combine`.
    """
    words = [each for each in dict.fromkeys(latest_statements(statements).values()) if not each.contradicts_itself]
    if len(words) < 2:
        return ()
    believed = {low: frozenset(word for word in words if _allows(word, low)) for low in {word.low for word in words}}
    most = max(map(len, believed.values()))
    if most == len(words):
        return ()
    ways = {}
    for _, those in sorted(believed.items(), key=lambda entry: entry[0]):
        if len(those) == most and those not in ways:
            highs = [word.high for word in those if word.high is not None]
            agreed = Interval(max(word.low for word in those), min(highs, default=None))
            ways[those] = WayOut(tuple(word for word in words if word not in those), agreed)
    return tuple(ways.values())


def _allows(word: Statement, number: int) -> bool:
    return word.low <= number and (word.high is None or number <= word.high)
