"""Scales: from numbers and days to places in a picture and back, and the ticks at which a scale is labelled."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise

from dalil.drawing.svg import width_of


@dataclass(frozen=True)
class Scale:
    """A straight scale: `low` stands at `start`, `high` at `end`. An end before its start turns the scale round.

    >>> Scale(0, 10, 100, 0).at(2.5), Scale(0, 10, 100, 0).back(75)
    (75.0, 2.5)
    """

    low: float
    high: float
    start: float
    end: float

    def at(self, value: float) -> float:
        """Return where a value stands. Values outside of the scale stand at its ends."""
        if self.high <= self.low:
            return self.start
        share = (min(max(value, self.low), self.high) - self.low) / (self.high - self.low)
        return self.start + share * (self.end - self.start)

    def back(self, place: float) -> float:
        """Return the value that stands at a place."""
        if self.end == self.start:
            return self.low
        return self.low + (place - self.start) / (self.end - self.start) * (self.high - self.low)


@dataclass(frozen=True)
class LogScale:
    """A scale on which each doubling takes the same room; nought has a place of its own, since the logarithm is of one more.

    >>> round(LogScale(7, 0, 90).at(1)), round(LogScale(7, 0, 90).at(3))
    (30, 60)
    """

    high: float
    start: float
    end: float

    def at(self, value: float) -> float:
        """Return where a value stands."""
        return Scale(0, math.log1p(max(self.high, 1)), self.start, self.end).at(math.log1p(max(value, 0)))

    def ticks(self) -> tuple[int, ...]:
        """Return nought and the ones, threes and tens up to the end of the scale."""
        steps = [0, *(each * 10**power for power in range(12) for each in (1, 3))]
        return tuple(step for step in steps if step <= self.high)


def count_ticks(highest: int, most: int = 5) -> tuple[int, ...]:
    """Return whole numbers at equal steps from nought to at least the highest: steps of 1, 2 or 5 times a power of ten.

    >>> count_ticks(250), count_ticks(3), count_ticks(0)
    ((0, 50, 100, 150, 200, 250), (0, 1, 2, 3), (0, 1))
    """
    top = max(highest, 1)
    step = next(each for each in _round_steps() if math.ceil(top / each) <= most)
    return tuple(range(0, (math.ceil(top / step) + 1) * step, step))


def _round_steps() -> Iterator[int]:
    power = 1
    while True:
        yield from (power, 2 * power, 5 * power)
        power *= 10


DAY, MONTH, YEAR = "day", "month", "year"

TIME_STEPS = (
    *((DAY, many) for many in (1, 2, 7, 14)),
    *((MONTH, many) for many in (1, 2, 3, 6)),
    *((YEAR, many) for many in (1, 2, 5, 10, 20, 50, 100, 200, 500, 1000)),
)
"""How far apart the ticks of a scale of days may be, the nearest first."""


@dataclass(frozen=True)
class DayTick:
    """A day at which a scale of days is labelled, and its words."""

    day: date
    words: str


def day_ticks(first: date, last: date, scale: Scale, say: Callable[[date, str], str]) -> tuple[DayTick, ...]:
    """Return the closest ticks between two days whose words do not touch each other.

    scale: from the ordinal of a day to its place. say: says a day as finely as a unit is: DAY, MONTH, YEAR.
    """
    ticks: tuple[DayTick, ...] = ()
    for unit, many in TIME_STEPS:
        days = list(_days_at(first, last, unit, many))
        if len(days) > 60:
            continue
        ticks = tuple(DayTick(day, say(day, unit)) for day in days)
        if ticks and not _touch(ticks, scale):
            return ticks
    return ticks[:1]


def _touch(ticks: Sequence[DayTick], scale: Scale) -> bool:
    return any(
        abs(scale.at(tick.day.toordinal()) - scale.at(after.day.toordinal()))
        < (width_of(tick.words) + width_of(after.words)) / 2 + 6
        for tick, after in pairwise(ticks)
    )


def _days_at(first: date, last: date, unit: str, many: int) -> Iterator[date]:
    """The first days of units, from the first day on; days are counted from the first, months and years from the start of the year or era."""
    if unit == DAY:
        step = timedelta(days=many)
        for index in range((last - first).days // many + 1):
            yield first + step * index
        return
    months = many if unit == MONTH else 12 * many
    at = first.year * 12 + first.month - 1
    at = -(-(at + (first.day > 1)) // months) * months
    while at < 12 * 10_000 and (day := date(max(1, at // 12), at % 12 + 1, 1)) <= last:
        if day >= first:
            yield day
        at += months


def radius_for(value: float, largest: float, radius: float) -> float:
    """Return the radius of a circle whose area stands to that of the largest as their values do.

    >>> radius_for(25, 100, 20)
    10.0
    """
    return radius * math.sqrt(max(value, 0) / largest) if largest > 0 else 0.0


def steps_for(highest: int, most: int = 5) -> tuple[int, ...]:
    """Return the lowest numbers of at most so many steps of shading, by which numbers far apart are told apart.

    >>> steps_for(3), steps_for(250)
    ((1, 2, 3), (1, 5, 20, 50, 200))
    """
    if highest <= most:
        return tuple(range(1, max(highest, 1) + 1))
    round_numbers = [number for number in (1, 2, 5, 10, 20, 50, *_larger()) if number <= highest]
    if len(round_numbers) <= most:
        return tuple(round_numbers)
    apart = (len(round_numbers) - 1) / (most - 1)
    return tuple(round_numbers[round(index * apart)] for index in range(most))


def _larger() -> list[int]:
    return [each * 10**power for power in range(2, 13) for each in (1, 2, 5)]


def step_of(value: int, steps: Sequence[int]) -> int:
    """Return the step of shading that a number falls into, counted from 1; 0 where it is below all of them.

    >>> step_of(7, (1, 5, 20))
    2
    """
    return sum(value >= least for least in steps)
