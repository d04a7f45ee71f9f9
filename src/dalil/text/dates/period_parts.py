"""The parts of a month or a year: early May, the first week of April, أواخر 2016, النصف الأول من عام 2018.

A month has thirds (1–10, 11–20, from 21), halves (1–15, from 16) and weeks of seven days from its first day on; a year has thirds of
four months, halves and quarters.
"""

from __future__ import annotations

import calendar
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from dalil.text.dates.calendar_words import PORTIONS, THIRDS, WHICH
from dalil.text.dates.date_parts import key_at
from dalil.text.numbers import Token
from dalil.values.when import Precision, precision_of

_MONTHS = {"third": 4, "half": 6, "quarter": 3}
_BETWEEN = ("-", "of", "in", "the", "من")


@dataclass(frozen=True)
class PeriodPart:
    """One of the thirds, halves, quarters or weeks of a period.

    place: which of them, the first 0; -1 is the last. end: the place after its last token.
    """

    kind: str
    place: int
    end: int


def part_at(tokens: Sequence[Token], at: int) -> PeriodPart | None:
    """Read the part that is named at a place of the tokens, with the words that lead to its period; None where there is none.

    >>> from dalil.text.numbers import tokens_of
    >>> part_at(tokens_of("the first week of April"), 1)
    PeriodPart(kind='week', place=0, end=4)
    """
    key, following = key_at(tokens, at), key_at(tokens, at + 1)
    third = next((place for place, words in enumerate(THIRDS) if key in words), None)
    kind, place, end = ("third", third, at + 1) if third is not None else _named(key, following, at)
    if place is None:
        return None
    led = end
    while end < led + 3 and key_at(tokens, end) in _BETWEEN:
        end += 1
    return PeriodPart(kind, place, end) if kind == "third" or end > led else None


def _named(key: str, following: str, at: int) -> tuple[str, int | None, int]:
    noun, which = (following, key) if following in PORTIONS else (key, following)
    if noun not in PORTIONS or which not in WHICH:
        return "", None, at
    last = WHICH[which] == 4
    return PORTIONS[noun], -1 if last else WHICH[which], at + 2


def days_of_part(part: PeriodPart, first: date, last: date) -> tuple[date, date, Precision] | None:
    """Return the first and the last day of a part of a month or a year, and the precision; None where the period has no such part.

    first, last: the days of the period.

    >>> start, end, precision = days_of_part(PeriodPart("half", 0, 0), date(2018, 4, 1), date(2018, 4, 30))
    >>> str(start), str(end), str(precision)
    ('2018-04-01', '2018-04-15', 'days')
    """
    if (last - first).days > 31:
        return _of_year(part, first.year) if (first.month, first.day, last.month) == (1, 1, 12) else None
    starts = {"third": (0, 10, 20), "half": (0, 15), "week": (0, 7, 14, 21)}.get(part.kind)
    if starts is None or part.place >= len(starts):
        return None
    if part.kind == "week" and part.place < 0:
        return last - timedelta(6), last, Precision.WEEK
    start = first + timedelta(starts[part.place])
    if part.kind == "week":
        return start, start + timedelta(6), Precision.WEEK
    following = [day for day in starts if day > starts[part.place]]
    return start, first + timedelta(following[0] - 1) if following else last, Precision.DAYS


def _of_year(part: PeriodPart, year: int) -> tuple[date, date, Precision] | None:
    size = _MONTHS.get(part.kind)
    if size is None or part.place * size >= 12:
        return None
    month = 1 + (12 - size if part.place < 0 else part.place * size)
    end = month + size - 1
    span = date(year, month, 1), date(year, end, calendar.monthrange(year, end)[1])
    return *span, Precision.SEASON if size < 6 else precision_of(*span)
