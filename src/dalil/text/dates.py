"""Dates in running text, in both languages: "26 نيسان/أبريل 2019", "رمضان 1440", "late April", "أول أمس", "from 5 to 12 May".

A date keeps the precision of its words. Days that lean on the day of speaking ("yesterday", "last Friday", a month without a year) are
read only where that day is given. Hijri dates are those of the Umm al-Qura calendar (library hijridate); what was announced by sight of
the moon may differ by a day.
"""

from __future__ import annotations

import calendar
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, time, timedelta

from dalil.text.calendar_words import PARTS, PAST, SEASONS, THIS, WEEKDAYS
from dalil.text.date_parts import Partial, day_at, days_of, key_at, number_between, partial_at, year_at
from dalil.text.folding import fold, keys
from dalil.text.numbers import Token, read_amount, tokens_of
from dalil.values.when import Precision, When, precision_of


@dataclass(frozen=True)
class Dated:
    """One date of a text, and where its words stand."""

    when: When
    start: int
    end: int


def read_dates(text: str, said_on: date | None = None) -> tuple[Dated, ...]:
    """All dates of a text, in its order.

    said_on: the day on which it was said or published; without it, what leans on that day is left out.
    Any string goes in; a day that no calendar has (31 April) is left out, never moved.
    """
    tokens = tokens_of(text)
    found: list[Dated] = []
    at = 0
    while at < len(tokens):
        read = next((span for rule in _RULES if (span := rule(tokens, at, said_on)) is not None), None)
        if read is None:
            impossible = partial_at(tokens, at)
            at = impossible.last if impossible and impossible.day else at + 1
            continue
        first, last, precision, end = read
        start_at, end_at = tokens[at].start, tokens[end - 1].end
        clock, end = _clock(tokens, end) if first == last else (None, end)
        end_at = max(end_at, tokens[end - 1].end)
        said = text[start_at:end_at]
        if clock is not None:
            when = When(start=first, end=last, precision=Precision.MINUTE, at=clock, said=said)
        else:
            when = When.span(first, last, precision or precision_of(first, last), said)
        found.append(Dated(when, start_at, end_at))
        at = end
    return tuple(found)


_Span = tuple[date, date, Precision | None, int]


def _numeric(tokens: Sequence[Token], at: int, said_on: date | None) -> _Span | None:
    """2019-04-26 · 26/4/2019 · 26.4.2019: day before month, as the region writes."""
    if tokens[at].key.count(".") == 2:
        parts = tokens[at].key.split(".")
        last = at + 1
    else:
        signs = [key_at(tokens, at + 1), key_at(tokens, at + 3)]
        if signs[0] != signs[1] or signs[0] not in ("/", "-") or at + 4 >= len(tokens):
            return None
        parts, last = [tokens[at + step].key for step in (0, 2, 4)], at + 5
    if not all(part.isdecimal() and len(part) <= 4 for part in parts):
        return None
    a, b, c = map(int, parts)
    year, month, day = (a, b, c) if len(parts[0]) == 4 else (c, b, a)
    days = days_of(Partial(last, "gregorian", year, month, day), None) if 1900 <= year <= 2100 and day else None
    return (*days, Precision.DAY, last) if days else None


def _range(tokens: Sequence[Token], at: int, said_on: date | None) -> _Span | None:
    """from 26 to 30 April 2019 · بين 26 نيسان و3 أيار 2019 · 26–30 April · between 2011 and 2013 · 5 - 12 May."""
    led = key_at(tokens, at) in ("from", "between", "من", "بين", "ما")
    start = at + led + (led and key_at(tokens, at + 1) == "بين")
    if start >= len(tokens):
        return None
    first: Partial | None
    if led and key_at(tokens, start) in ("عامي", "عام", "سنتي"):
        year = year_at(tokens, start + 1, "gregorian")
        first = Partial(year[1], year=year[0]) if year else None
    else:
        first = partial_at(tokens, start)
        if first is None and led and (year := year_at(tokens, start, "gregorian")):
            first = Partial(year[1], year=year[0])
        if first is None and (day := day_at(tokens, start)):
            first = Partial(day[1], day=day[0])
    if first is None:
        return None
    middle = first.last
    link = key_at(tokens, middle)
    if link in ("-", "–", "—", "to", "until", "till", "through", "الي", "حتي", "وحتي") or (
        led and link in ("and", "و")
    ):
        middle += 1
        middle += key_at(tokens, middle) == "و"
    elif not (led and middle < len(tokens) and tokens[middle].joined):
        return None
    second = partial_at(tokens, middle)
    if (
        second is None
        and first.year is not None
        and first.month is None
        and (year := year_at(tokens, middle, "gregorian"))
    ):
        second = Partial(year[1], year=year[0])
    if second is None or (first.month is None and first.year is None and second.day is None):
        return None
    first = Partial(
        first.last,
        second.calendar,
        first.year or second.year,
        first.month or (second.month if first.year is None else None),
        first.day,
    )
    days, until = days_of(first, said_on), days_of(second, said_on)
    if days is None or until is None or until[1] < days[0]:
        return None
    exact = first.day is not None and second.day is not None
    finest = precision_of(days[0], until[1])
    precision = finest if exact or finest not in (Precision.DAY, Precision.DAYS) else Precision.MONTH
    return days[0], until[1], precision, second.last


def _stated(tokens: Sequence[Token], at: int, said_on: date | None) -> _Span | None:
    part = PARTS.get(tokens[at].key)
    lead = 0
    if part is not None:
        lead = 1
        while key_at(tokens, at + lead) in ("-", "of", "in", "the"):
            lead += 1
    elif tokens[at].key in ("first", "second") and key_at(tokens, at + 1) == "half" and key_at(tokens, at + 2) == "of":
        part, lead = ((1, 15), 3) if tokens[at].key == "first" else ((16, 31), 3)
    partial = partial_at(tokens, at + lead) if at + lead < len(tokens) else None
    if partial is None:
        return None
    if partial.last < len(tokens) and partial.month and partial.year is None and key_at(tokens, partial.last) in PAST:
        partial = Partial(partial.last + 1, partial.calendar, None, partial.month, partial.day)
    if partial.calendar == "hijri" and partial.day is partial.year is None and not _surely_month(tokens, at):
        return None
    days = days_of(partial, said_on)
    if days is None:
        return None
    if part is not None and partial.day is None and partial.month is not None:
        last_day = min(days[1], days[0] + timedelta(part[1] - 1))
        return days[0] + timedelta(part[0] - 1), days[1] if part[1] == 31 else last_day, Precision.DAYS, partial.last
    if part is not None:
        return None
    precision = Precision.DAY if partial.day else Precision.MONTH if partial.month else Precision.YEAR
    return *days, precision, partial.last


def _surely_month(tokens: Sequence[Token], at: int) -> bool:
    """A hijri month alone may be a zero or a man's name (صفر, رجب); Ramadan and what is called a month are months."""
    return tokens[at].key in ("رمضان", "ramadan", "شهر") or key_at(tokens, at - 1) in ("شهر", "month")


def _season(tokens: Sequence[Token], at: int, said_on: date | None) -> _Span | None:
    month = SEASONS.get(tokens[at].key)
    year = year_at(tokens, at + 1, "gregorian") if month else None
    if month is None or year is None:
        return None
    first = date(year[0], month, 1)
    ends = year[0] + (month == 12), (month + 1) % 12 + 1
    return first, date(*ends, calendar.monthrange(*ends)[1]), Precision.SEASON, year[1]


_DAY_WORDS = {
    fold(word): back
    for word, back in (
        ("today", 0),
        ("tonight", 0),
        ("اليوم", 0),
        ("yesterday", 1),
        ("أمس", 1),
        ("البارحة", 1),
        ("امبارح", 1),
        ("بالأمس", 1),
    )
}
_SPANS = {
    fold(word): size
    for size, words in (
        ("day", "day days يوم أيام يومين يوما"),
        ("week", "week weeks أسبوع أسابيع أسبوعين"),
        ("month", "month months شهر أشهر شهرين"),
        ("year", "year years سنة سنوات عام أعوام عامين سنتين"),
    )
    for word in words.split()
}
_THE_SPAN = {
    fold(word): size
    for size, words in (("week", "week الأسبوع"), ("month", "month الشهر"), ("year", "year العام السنة"))
    for word in words.split()
}


def _relative(tokens: Sequence[Token], at: int, said_on: date | None) -> _Span | None:
    """Days told from the day of speaking: yesterday, أول أمس, last Friday, قبل ثلاثة أيام, last week."""
    if said_on is None or said_on.year < 1900:
        return None
    key, following = tokens[at].key, key_at(tokens, at + 1)
    if (key, following) in (("اول", "امس"), ("اول", "البارحه")):
        return _one_day(said_on - timedelta(2), at + 2)
    if (key, following) == ("last", "night"):
        return _one_day(said_on - timedelta(1), at + 2)
    if key in _DAY_WORDS:
        return _one_day(said_on - timedelta(_DAY_WORDS[key]), at + 1)
    if key in PAST | THIS and following in _THE_SPAN and key.isascii():
        return _around(_THE_SPAN[following], said_on, key in PAST, at + 2)
    if key in _THE_SPAN and not key.isascii() and following in PAST | THIS:
        return _around(_THE_SPAN[key], said_on, following in PAST, at + 2)
    weekday, last, strictly = WEEKDAYS.get(key), at + 1, False
    if key in PAST and key.isascii() and following in WEEKDAYS:
        weekday, last, strictly = WEEKDAYS[following], at + 2, True
    elif weekday is not None and not key.isascii() and following in PAST:
        last, strictly = at + 2, True
    if weekday is not None:
        back = (said_on.weekday() - weekday) % 7
        return _one_day(said_on - timedelta(back or (7 if strictly else 0)), last)
    return _ago(tokens, at, said_on)


def _ago(tokens: Sequence[Token], at: int, said_on: date) -> _Span | None:
    key = tokens[at].key
    first = at + (key in ("قبل", "منذ"))
    if first >= len(tokens) or (first == at and "\u0600" <= key[:1] <= "\u06ff"):
        return None
    number = read_amount(tokens, first)
    unit_at = number.last if number else first
    unit = _SPANS.get(key_at(tokens, unit_at))
    if unit is None or (first == at and (number is None or key_at(tokens, unit_at + 1) != "ago")) or (key == "منذ"):
        return None
    many = number.value if number else 2 if tokens[unit_at].key.endswith("ين") else 1
    last = unit_at + 1 + (first == at)
    if many != int(many) or many > 10_000:
        return None
    if unit == "day":
        return _one_day(said_on - timedelta(int(many)), last)
    if unit == "week":
        return said_on - timedelta(7 * int(many) + 3), said_on - timedelta(7 * int(many) - 3), Precision.WEEK, last
    months = int(many) * (12 if unit == "year" else 1)
    index = said_on.year * 12 + said_on.month - 1 - months
    if index // 12 < 1900:
        return None
    if unit == "year":
        return date(index // 12, 1, 1), date(index // 12, 12, 31), Precision.YEAR, last
    span = days_of(Partial(last, "gregorian", index // 12, index % 12 + 1), None)
    return (*span, Precision.MONTH, last) if span else None


def _one_day(day: date, last: int) -> _Span:
    return day, day, Precision.DAY, last


def _around(size: str, said_on: date, past: bool, last: int) -> _Span | None:
    if size == "week":
        monday = said_on - timedelta(said_on.weekday() + 7 * past)
        return monday, monday + timedelta(6), Precision.WEEK, last
    if size == "year":
        year = said_on.year - past
        return date(year, 1, 1), date(year, 12, 31), Precision.YEAR, last
    index = said_on.year * 12 + said_on.month - 1 - past
    span = days_of(Partial(last, "gregorian", index // 12, index % 12 + 1), None)
    return (*span, Precision.MONTH, last) if span else None


def _clock(tokens: Sequence[Token], at: int) -> tuple[time | None, int]:
    """A time of day right after a date: ", at 17:30", الساعة 5:30 مساءً."""
    i = at
    while i < len(tokens) and i < at + 4 and tokens[i].key in (",", "،", "at", "الساعه", "عند", "في", "around"):
        i += 1
    if key_at(tokens, i + 1) != ":" or i + 2 >= len(tokens):
        return None, at
    hour, minute = number_between(tokens[i], 0, 23), number_between(tokens[i + 2], 0, 59)
    if hour is None or minute is None:
        return None, at
    last = i + 3
    half = key_at(tokens, last)
    if half in _AFTERNOON and hour < 12:
        hour += 12
    if half in _MORNING and hour == 12:
        hour = 0
    return time(hour, minute), last + (half in _AFTERNOON | _MORNING)


_AFTERNOON = keys("pm مساء م ظهرا عصرا")
_MORNING = keys("am صباحا ص فجرا")


_RULES: tuple[Callable[[Sequence[Token], int, date | None], _Span | None], ...] = (
    _numeric,
    _range,
    _stated,
    _season,
    _relative,
)
