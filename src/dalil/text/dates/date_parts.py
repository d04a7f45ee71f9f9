"""The parts of a date in words: its day, its month and its year, in which calendar, and which days they mean."""

from __future__ import annotations

import calendar
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from hijridate import Hijri

from dalil.letters import fold_words
from dalil.text.dates.calendar_words import (
    LONGEST_MONTH,
    MONTHS,
    ORDINAL_TENS,
    ORDINALS,
    ROUND_ORDINALS,
    YEAR_WORDS,
)
from dalil.text.numbers import Token

_MONTH_STARTS = frozenset(words[0] for words in MONTHS)
_HIJRI_SIGNS = fold_words("هـ ah هجري هجرية")
_COUNTED = fold_words("cases times incidents occasions instances people حالة حالات مرة شخصا شخص")


@dataclass(frozen=True)
class PartialDate:
    """What a text says of a date: its day, month and year, each only where it is said. last: the place after its last token.

    A hijri month may have a Gregorian year (Ramadan 2018). Then the month is meant that begins in that year.
    """

    last: int
    calendar: str = "gregorian"
    year: int | None = None
    month: int | None = None
    day: int | None = None


def number_between(token: Token, low: int, high: int) -> int | None:
    """Return the number that a token writes in digits, where it lies between two bounds, both included; else None.

    >>> from dalil.text.numbers import tokens_of
    >>> (token,) = tokens_of("26")
    >>> number_between(token, 1, 31), number_between(token, 1, 12)
    (26, None)
    """
    plain = token.key.isdecimal() and len(token.key) <= 4 and token.text.isdecimal()
    return int(token.key) if plain and low <= int(token.key) <= high else None


def number_at(tokens: Sequence[Token], at: int, low: int, high: int) -> int | None:
    """Return the number in digits at a place of the tokens, where there is one between two bounds; else None.

    >>> from dalil.text.numbers import tokens_of
    >>> number_at(tokens_of("26 April"), 0, 1, 31), number_at(tokens_of("26 April"), 1, 1, 31)
    (26, None)
    """
    return number_between(tokens[at], low, high) if 0 <= at < len(tokens) else None


def key_at(tokens: Sequence[Token], at: int) -> str:
    """Return the key of the token at a place; the empty string beyond either end.

    >>> from dalil.text.numbers import tokens_of
    >>> key_at(tokens_of("26 April"), 1), key_at(tokens_of("26 April"), 2)
    ('april', '')
    """
    return tokens[at].key if 0 <= at < len(tokens) else ""


def month_at(tokens: Sequence[Token], at: int) -> tuple[str, int, int] | None:
    """Read the month at a place of the tokens: its calendar, its number, and the place after it; None where there is none.

    A double name (نيسان/أبريل) is one month.

    >>> from dalil.text.numbers import tokens_of
    >>> month_at(tokens_of("نيسان/أبريل 2019"), 0), month_at(tokens_of("Ramadan"), 0)
    (('gregorian', 4, 3), ('hijri', 9, 1))
    """
    if key_at(tokens, at) in ("شهر", "month"):
        at += 1
    found = _single_month(tokens, at)
    if found is None:
        return None
    name, number, last = found
    if key_at(tokens, last) in ("/", "(", "-"):
        other = _single_month(tokens, last + 1)
        if other is not None and other[:2] == (name, number):
            last = other[2] + (key_at(tokens, other[2]) == ")")
    return name, number, last


def _single_month(tokens: Sequence[Token], at: int) -> tuple[str, int, int] | None:
    key = key_at(tokens, at)
    if key.removeprefix("و") not in _MONTH_STARTS and key not in _MONTH_STARTS:
        return None
    latin = key[:1].isascii() and key.isalpha()
    words: list[str] = []
    ends: list[int] = []
    i = at
    while i < len(tokens) and len(words) < LONGEST_MONTH:
        if tokens[i].key != "-" or not latin or i == at:
            words.append(tokens[i].key)
            ends.append(i + 1)
        i += 1
    for size in range(len(words), 0, -1):
        name = tuple(words[:size])
        month = MONTHS.get(name) or (MONTHS.get((key[1:], *name[1:])) if key[:1] == "و" else None)
        if month and not _is_a_verb(name, tokens[at]):
            last = ends[size - 1]
            return month[0], month[1], last + (latin and _is_abbreviated(tokens, at, last))
    return None


def _is_a_verb(name: tuple[str, ...], token: Token) -> bool:
    """Whether "may" and "mar" are written as the verbs are."""
    return name in (("may",), ("mar",)) and token.text[0].islower()


def _is_abbreviated(tokens: Sequence[Token], at: int, last: int) -> bool:
    """Whether a point ends a month's short name before a number: Apr. 26."""
    return len(tokens[at].key) <= 4 and key_at(tokens, last) == "." and key_at(tokens, last + 1)[:1].isdecimal()


def year_at(tokens: Sequence[Token], at: int, calendar_name: str) -> tuple[int, int] | None:
    """Read the year at a place of the tokens, in digits, and the place after it; None where there is none.

    >>> from dalil.text.numbers import tokens_of
    >>> year_at(tokens_of("of the year 2019"), 2, "gregorian"), year_at(tokens_of("2019 cases"), 0, "gregorian")
    ((2019, 4), None)
    """
    steps = 0
    while steps < 3 and (key_at(tokens, at) in YEAR_WORDS or key_at(tokens, at) in (",", "،", "-")):
        at, steps = at + 1, steps + 1
    if calendar_name == "hijri" and (year := number_at(tokens, at, 1300, 1500)):
        return year, at + 1 + (key_at(tokens, at + 1) in _HIJRI_SIGNS)
    year = number_at(tokens, at, 1900, 2100)
    if year is None or key_at(tokens, at + 1) in _COUNTED or (key_at(tokens, at - 1) == "-" and steps > 1):
        return None
    return year, at + 1


def day_at(tokens: Sequence[Token], at: int) -> tuple[int, int] | None:
    """Read the day of a month at a place of the tokens, and the place after it and its "of"; None where there is none.

    A day is written in digits ("26th of") or as an Arabic ordinal (السادس والعشرين من).

    >>> from dalil.text.numbers import tokens_of
    >>> day_at(tokens_of("the 26th of April"), 0), day_at(tokens_of("السادس والعشرين من نيسان"), 0)
    ((26, 4), (26, 3))
    """
    if key_at(tokens, at) in ("ال", "الـ") or (key_at(tokens, at) == "the" and number_at(tokens, at + 1, 1, 31)):
        at += 1
    day, last = number_at(tokens, at, 1, 31), at + 1
    if day is None:
        ordinal = _ordinal_at(tokens, at)
        if ordinal is None:
            return None
        day, last = ordinal
    for ends in (("st", "nd", "rd", "th"), ("day",), ("of", "من")):
        last += key_at(tokens, last) in ends
    return day, last


def _ordinal_at(tokens: Sequence[Token], at: int) -> tuple[int, int] | None:
    """The day that an Arabic ordinal is, and the place after it: السادس, السادس والعشرين, العشرين."""
    key = key_at(tokens, at)
    if key not in ORDINALS and key not in ROUND_ORDINALS:
        key = key[1:] if key[:1] == "و" else ""
    if key not in ORDINALS:
        return (ROUND_ORDINALS[key], at + 1) if key in ROUND_ORDINALS else None
    tail = key_at(tokens, at + 1)
    joined = at + 1 < len(tokens) and tokens[at + 1].joined
    tens = ORDINAL_TENS.get(tail) or (ORDINAL_TENS.get(f"و{tail}") if joined else None)
    return (ORDINALS[key] + tens, at + 2) if tens else (ORDINALS[key], at + 1)


def partial_at(tokens: Sequence[Token], at: int) -> PartialDate | None:
    """Read as much of a date as is said at a place of the tokens: 26 April 2019 · April 26, 2019 · نيسان 2019 · عام 2019.

    Returns None where no date begins there.

    >>> from dalil.text.numbers import tokens_of
    >>> partial_at(tokens_of("April 26, 2019"), 0)
    PartialDate(last=4, calendar='gregorian', year=2019, month=4, day=26)
    """
    if (partial := _day_and_month(tokens, at)) is not None:
        return partial
    if month := month_at(tokens, at):
        name, number, last = month
        day = day_at(tokens, last)
        if day and tokens[at].key.isascii() and key_at(tokens, day[1] - 1) != "of":
            return _with_year(tokens, day[1], name, number, day[0])
        return _with_year(tokens, last, name, number)
    key = key_at(tokens, at)
    if key in ("شهر", "بشهر") and (numbered := number_at(tokens, at + 1, 1, 12)):
        year = year_at(tokens, at + 2 + (key_at(tokens, at + 2) == "/"), "gregorian")
        return PartialDate(year[1], year=year[0], month=numbered) if year else None
    part = key == "of" and key_at(tokens, at - 1) in ("whole", "all", "rest", "course", "most", "much")
    return _year_alone(tokens, at) if part or key in YEAR_WORDS - {"من", "of"} else None


def _day_and_month(tokens: Sequence[Token], at: int) -> PartialDate | None:
    """26 April, 26-April, السادس والعشرين من نيسان, with the year where one follows."""
    day = day_at(tokens, at)
    if day is None:
        return None
    dashed = key_at(tokens, day[1]) == "-" and tokens[day[1]].start == tokens[day[1] - 1].end
    month = month_at(tokens, day[1] + dashed)
    return _with_year(tokens, month[2], month[0], month[1], day[0]) if month else None


def _with_year(tokens: Sequence[Token], at: int, calendar_name: str, month: int, day: int | None = None) -> PartialDate:
    """A month or day with the year that follows it, where one does."""
    year = year_at(tokens, at, calendar_name)
    return PartialDate(year[1] if year else at, calendar_name, year[0] if year else None, month, day)


def _year_alone(tokens: Sequence[Token], at: int) -> PartialDate | None:
    hijri = year_at(tokens, at + 1, "hijri")
    if hijri and hijri[0] <= 1500:
        return PartialDate(hijri[1], "hijri", hijri[0]) if key_at(tokens, hijri[1] - 1) in _HIJRI_SIGNS else None
    year = year_at(tokens, at + 1, "gregorian")
    return PartialDate(year[1], year=year[0]) if year else None


def days_of(partial: PartialDate, said_on: date | None) -> tuple[date, date] | None:
    """Return the first and the last day of what was read; None where the calendar has no such day, or the year stays unknown.

    said_on: the day on which it was said. Without a year, the last such day or month up to then is meant.

    >>> days_of(PartialDate(1, year=2019, month=2), None)
    (datetime.date(2019, 2, 1), datetime.date(2019, 2, 28))
    >>> days_of(PartialDate(1, year=2019, month=2, day=30), None) is None
    True
    """
    year = partial.year
    if year is None:
        if said_on is None or partial.month is None:
            return None
        for guess in _years_back(partial.calendar, said_on):
            days = days_of(PartialDate(0, partial.calendar, guess, partial.month, partial.day), None)
            if days and days[0] <= said_on:
                return days
        return None
    if partial.calendar == "hijri":
        return _hijri_days(partial, year)
    if partial.month is None:
        return date(year, 1, 1), date(year, 12, 31)
    try:
        if partial.day:
            return date(year, partial.month, partial.day), date(year, partial.month, partial.day)
        return date(year, partial.month, 1), date(year, partial.month, calendar.monthrange(year, partial.month)[1])
    except ValueError:
        return None


def _hijri_days(partial: PartialDate, year: int) -> tuple[date, date] | None:
    if year > 1500:
        around = (
            days_of(PartialDate(0, "hijri", guess, partial.month, partial.day), None) for guess in _hijri_years(year)
        )
        within = [days for days in around if days and days[0].year == year]
        return within[0] if len(within) == 1 else None
    try:
        first = Hijri(year, partial.month or 1, partial.day or 1)
        end = Hijri(year, partial.month or 12, 1)
        last = first if partial.day else Hijri(year, end.month, end.month_length())
        return date(*first.to_gregorian().datetuple()), date(*last.to_gregorian().datetuple())
    except (ValueError, OverflowError):
        return None


def _hijri_years(year: int) -> tuple[int, ...]:
    now = (year - 622) * 33 // 32
    return tuple(guess for guess in range(now + 2, now - 3, -1) if guess <= 1500)


def _years_back(calendar_name: str, said_on: date) -> tuple[int, ...]:
    return _hijri_years(said_on.year) if calendar_name == "hijri" else (said_on.year, said_on.year - 1)
