"""The parts of a date in words: which day, month and year are said, in which calendar, and which days that is."""

from __future__ import annotations

import calendar
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from hijridate import Hijri

from dalil.text.calendar_words import LONGEST_MONTH, MONTHS, ORDINAL_TENS, ORDINALS, ROUND_ORDINALS, YEAR_WORDS
from dalil.text.numbers import Token


@dataclass(frozen=True)
class Partial:
    """What was read of a date; last is one past its last token."""

    last: int
    calendar: str = "gregorian"
    year: int | None = None
    month: int | None = None
    day: int | None = None


def number_between(token: Token, low: int, high: int) -> int | None:
    """The number a token is in digits, where it lies between two bounds."""
    return (
        int(token.key)
        if token.key.isdecimal() and len(token.key) <= 4 and low <= int(token.key) <= high and "," not in token.text
        else None
    )


def key_at(tokens: Sequence[Token], at: int) -> str:
    """The folded token at a place; the empty string beyond either end."""
    return tokens[at].key if 0 <= at < len(tokens) else ""


def month_at(tokens: Sequence[Token], at: int) -> tuple[str, int, int] | None:
    """Calendar, month and the token after it; a double name (نيسان/أبريل) is one month."""
    while key_at(tokens, at) in ("شهر", "month"):
        at += 1
    for size in range(LONGEST_MONTH, 0, -1):
        words = tuple(token.key for token in tokens[at : at + size])
        month = MONTHS.get(words) or (
            MONTHS.get((words[0][1:],)) if size == 1 and words and words[0][:1] == "و" else None
        )
        if month is None or len(words) < size or (words in (("may",), ("mar",)) and tokens[at].text[0].islower()):
            continue
        last = at + size
        if key_at(tokens, last) in ("/", "(", "-"):
            other = month_at(tokens, last + 1)
            if other is not None and other[:2] == month:
                last = other[2] + (key_at(tokens, other[2]) == ")")
        return month[0], month[1], last
    return None


def year_at(tokens: Sequence[Token], at: int, calendar_name: str) -> tuple[int, int] | None:
    """The year at a place, in digits or words, and the token after it."""
    low, high = (1300, 1500) if calendar_name == "hijri" else (1900, 2100)
    steps = 0
    while steps < 3 and (key_at(tokens, at) in YEAR_WORDS or key_at(tokens, at) in (",", "،")):
        at, steps = at + 1, steps + 1
    year = number_between(tokens[at], low, high) if at < len(tokens) else None
    if year is None:
        return None
    at += 1
    if calendar_name == "hijri" and key_at(tokens, at) in ("ه", "ah", "هجري", "هجريه"):
        at += 1
    return year, at


def day_at(tokens: Sequence[Token], at: int) -> tuple[int, int] | None:
    """A day of a month in digits or as an Arabic ordinal, with what follows it: "26th of", السادس والعشرين من."""
    key = key_at(tokens, at)
    if key in ("ال", "الـ") or (key == "the" and at + 1 < len(tokens) and number_between(tokens[at + 1], 1, 31)):
        return day_at(tokens, at + 1)
    day = number_between(tokens[at], 1, 31) if at < len(tokens) else None
    last = at + 1
    if day is None and key in ORDINALS:
        day = ORDINALS[key]
        tail = key_at(tokens, last)
        joined = last < len(tokens) and tokens[last].joined
        tens = ORDINAL_TENS.get(tail) or ORDINAL_TENS.get("و" + tail if joined else "")
        if tens:
            day, last = day + tens, last + 1
    elif day is None and key in ROUND_ORDINALS:
        day = ROUND_ORDINALS[key]
    if day is None:
        return None
    if key_at(tokens, last) in ("st", "nd", "rd", "th"):
        last += 1
    if key_at(tokens, last) in ("of", "من"):
        last += 1
    return day, last


def partial_at(tokens: Sequence[Token], at: int) -> Partial | None:
    """A day, a month or a year in words, as much as is said: 26 April 2019 · April 26, 2019 · نيسان 2019 · عام 2019."""
    if (day := day_at(tokens, at)) and (month := month_at(tokens, day[1])):
        year = year_at(tokens, month[2], month[0])
        return Partial(year[1] if year else month[2], month[0], year[0] if year else None, month[1], day[0])
    if month := month_at(tokens, at):
        name, number, last = month
        if (day := day_at(tokens, last)) and tokens[at].key.isascii() and key_at(tokens, day[1] - 1) != "of":
            year = year_at(tokens, day[1], name)
            return Partial(year[1] if year else day[1], name, year[0] if year else None, number, day[0])
        year = year_at(tokens, last, name)
        return Partial(year[1] if year else last, name, year[0] if year else None, number)
    if key_at(tokens, at) in YEAR_WORDS - {"من", "of"} and (year := year_at(tokens, at + 1, "gregorian")):
        return Partial(year[1], year=year[0])
    return None


def days_of(partial: Partial, said_on: date | None) -> tuple[date, date] | None:
    """First and last day of what was read; None where the calendar has no such day, or the year stays unknown."""
    year = partial.year
    if year is None:
        if said_on is None or partial.month is None:
            return None
        for guess in _years_back(partial.calendar, said_on):
            days = days_of(Partial(0, partial.calendar, guess, partial.month, partial.day), None)
            if days and days[0] <= said_on:
                return days
        return None
    if partial.month is None:
        return date(year, 1, 1), date(year, 12, 31)
    try:
        if partial.calendar == "hijri":
            first = Hijri(year, partial.month, partial.day or 1)
            length = first.month_length()
            last = first if partial.day else Hijri(year, partial.month, length)
            return tuple(date(*day.to_gregorian().datetuple()) for day in (first, last))  # type: ignore[return-value]
        if partial.day:
            return date(year, partial.month, partial.day), date(year, partial.month, partial.day)
        return date(year, partial.month, 1), date(year, partial.month, calendar.monthrange(year, partial.month)[1])
    except (ValueError, OverflowError):
        return None


def _years_back(calendar_name: str, said_on: date) -> tuple[int, ...]:
    if calendar_name == "hijri":
        now = (said_on.year - 622) * 33 // 32
        return tuple(range(now + 2, now - 3, -1))
    return said_on.year, said_on.year - 1
