"""Answers in time: the periods of a series with those between them, and how one period differs from the one before."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from dalil.counting.answer import AnswerLine
from dalil.values import When
from dalil.values.total import Total

MOST_BARS = 130
"""A series of more periods is counted by a coarser one."""


@dataclass(frozen=True)
class PeriodNumber:
    """What an answer says of one period. total: None where nothing of it is in the record, which is not nought of it."""

    first: date
    last: date
    total: Total | None


@dataclass(frozen=True)
class Difference:
    """By how much a number differs from the one before: between the two ends; an end is None where nothing bounds it."""

    low: int | None
    high: int | None


def period_of(key: str, period: str) -> tuple[date, date]:
    """Return the first and the last day of a period, by its key in an answer.

    >>> period_of("2019-02", "month")
    (datetime.date(2019, 2, 1), datetime.date(2019, 2, 28))
    """
    when = When.parse(key)
    if period == "week":
        return when.start, when.start + min(timedelta(days=6), date.max - when.start)
    return when.start, when.end


DAYS = {"day": 1, "week": 7, "month": 31, "year": 366}
"""How long a period is at the most."""


def fill_series(lines: Sequence[AnswerLine], period: str, most: int = 100_000) -> tuple[PeriodNumber, ...]:
    """Put the lines of an answer by one period in their order, with the periods between them of which nothing is in the record.

    The line of what is known less exactly has no period and is left out; whoever shows the series says how many it holds.
    most: of more periods than this the latest are given, beginning with one that has a number.
    """
    totals = {period_of(line.keys[0], period): line.total for line in lines if line.keys[0]}
    if not totals:
        return ()
    end = max(totals)[0]
    numbers, (first, last) = [], min(span for span in totals if (end - span[0]).days < most * DAYS[period])
    while first <= end:
        numbers.append(PeriodNumber(first, last, totals.get((first, last))))
        if last == date.max:  # a date typed wrong; no day is behind it
            break
        first = last + timedelta(days=1)
        last = _end_of(first, period)
    return tuple(numbers[-most:])


def _end_of(first: date, period: str) -> date:
    """The last day of the period that begins on a day."""
    if period == "day":
        return first
    if period == "week":
        return first + min(timedelta(days=6), date.max - first)
    if period == "month":
        return first.replace(day=monthrange(first.year, first.month)[1])
    return first.replace(month=12, day=31)


def fitting_period(first: date, last: date) -> str:
    """Return the finest period by which a series between two days has at most `MOST_BARS` bars; the year where none has.

    >>> fitting_period(date(2019, 1, 1), date(2019, 3, 1)), fitting_period(date(2011, 3, 1), date(2019, 3, 1))
    ('day', 'month')
    """
    days = (last - first).days + 1
    return next((name for name, long in (("day", 1), ("week", 7), ("month", 30)) if days / long <= MOST_BARS), "year")


def difference_between(before: Total | None, after: Total | None) -> Difference | None:
    """Return by how much a total differs from the one before it; None where one of them is unknown, is not there, or is not added.

    Nothing is bounded where an end is open: from “at least 5” to “at least 9” the number may have fallen.

    >>> difference_between(Total(low=3, high=5), Total(low=9, high=9))
    Difference(low=4, high=6)
    """
    if before is None or after is None or before.low is None or after.low is None:
        return None
    if not (before.addable and after.addable) or before.unit != after.unit:
        return None
    return Difference(
        low=None if before.high is None else after.low - before.high,
        high=None if after.high is None else after.high - before.low,
    )
