"""The date reader finds the dates of a running text in both languages: "26 نيسان/أبريل 2019", "late April", "أول أمس", "from 5 to 12 May".

A date keeps the precision of its words. Dates that depend on the day of speaking ("yesterday", "last Friday", a month without a year)
are read only where that day is given. Hijri dates are those of the Umm al-Qura calendar (library hijridate); dates that were announced
by sight of the moon may differ by a day. Since, until, before and after are not read: the date that they name is read.
"""

from __future__ import annotations

import calendar
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, time

from dalil.letters import fold_words
from dalil.text.dates.calendar_words import (
    DOUBTFUL,
    LEADS,
    PAST,
    SEASONS,
    THIS,
    WEEKDAYS,
    YEAR_WORDS,
)
from dalil.text.dates.clock import clock_at, day_of_clock_at
from dalil.text.dates.date_parts import (
    PartialDate,
    day_at,
    days_of,
    key_at,
    month_at,
    number_at,
    partial_at,
    year_at,
)
from dalil.text.dates.date_starts import may_begin
from dalil.text.dates.period_parts import days_of_part, part_at
from dalil.text.dates.relative_days import (
    Span,
    days_of_season,
    end_with_weekday,
    relative_days_at,
    relative_period_at,
)
from dalil.text.numbers import Token, tokens_of
from dalil.values.when import Precision, When, precision_of


@dataclass(frozen=True)
class DateMention:
    """One date of a text. start, end: where its words begin in the text, and the place after them."""

    when: When
    start: int
    end: int


def read_dates(text: str, said_on: date | None = None) -> tuple[DateMention, ...]:
    """Read all dates of a text, in its order.

    said_on: the day on which the text was said or published. Without it, dates that depend on that day are left out.
    Any string goes in. A day that no calendar has (31 April) is left out, never moved.

    >>> [mention.when.notation() for mention in read_dates("Shelling on 26 April 2019 and in late May 2019")]
    ['2019-04-26', '2019-05-21..2019-05-31']
    >>> [mention.when.notation() for mention in read_dates("أول أمس", said_on=date(2019, 4, 26))]
    ['2019-04-24']
    """
    tokens = tokens_of(text)
    return tuple(_mention(tokens, at, found, text) for at, _, found in _find(tokens, said_on) if found)


def date_tokens(tokens: Sequence[Token], said_on: date) -> Iterator[tuple[int, int]]:
    """Find where the dates of a text stand, and the winters of an unclear year: the first token of each, and the place after its last one.

    >>> list(date_tokens(tokens_of("Shelling on 26 April 2019 at 5:30 pm"), date(2019, 4, 26)))
    [(2, 10)]
    """
    return ((at, end) for at, end, _ in _find(tokens, said_on))


@dataclass(frozen=True)
class _Found:
    """The days of a date, the time of day where it is told, and the place after the last token of both."""

    first: date
    last: date
    precision: Precision | None
    clock: time | None
    end: int


def _find(tokens: Sequence[Token], said_on: date | None) -> Iterator[tuple[int, int, _Found | None]]:
    """Where the dates of a text begin and end, in its order, with what each says; None for a winter of which no one can say the year."""
    if any(token.text[-2:] in _POSSESSIVES for token in tokens):
        tokens = [_without_possessive(token) for token in tokens]
    at = 0
    while at < len(tokens):
        if not may_begin(tokens[at].key) or (tokens[at].key == _IN and not key_at(tokens, at + 1).isdecimal()):
            at += 1
            continue
        if (winter := _unclear_winter(tokens, at)) is not None:
            yield at, winter, None
            at = winter
            continue
        clock, span = _timed(tokens, at, said_on)
        if span is None:
            impossible = partial_at(tokens, at)
            at = impossible.last if impossible and impossible.day else at + 1
            continue
        first, last, precision, end = span
        if first == last:
            end = end_with_weekday(tokens, end, first)
            after = None if clock else clock_at(tokens, end)
            clock, end = after or (clock, end)
        yield at, end, _Found(first, last, precision, clock, end)
        at = end


_IN = "في"
"""Begins a date only before the digits of a year: في 2011."""
_POSSESSIVES = frozenset({"'s", "’s"})


def _without_possessive(token: Token) -> Token:
    """A token without the s of "*yesterday's* strike"; any other one as it is."""
    return replace(token, key=token.key[:-1]) if token.text[-2:] in _POSSESSIVES and len(token.key) > 2 else token


def _mention(tokens: Sequence[Token], at: int, found: _Found, text: str) -> DateMention:
    start, end = tokens[at].start, tokens[found.end - 1].end
    said = text[start:end]
    if found.clock is not None:
        when = When(start=found.first, end=found.last, precision=Precision.MINUTE, at=found.clock, said=said)
    else:
        when = When.span(found.first, found.last, found.precision or precision_of(found.first, found.last), said)
    return DateMention(when, start, end)


def _timed(tokens: Sequence[Token], at: int, said_on: date | None) -> tuple[time | None, Span | None]:
    """Read a date, and the time of day where it stands before the date: "at 14:30 on 7 April 2018"."""
    clock = clock_at(tokens, at) if key_at(tokens, at) not in (",", "،") else None
    back = day_of_clock_at(tokens, clock[1]) if clock else at
    if clock and back < len(tokens):
        span = _date_at(tokens, back, said_on)
        if span and span[0] == span[1]:
            return clock[0], span
    return None, _date_at(tokens, at, said_on)


def _date_at(tokens: Sequence[Token], at: int, said_on: date | None) -> Span | None:
    return next((span for rule in _RULES if (span := rule(tokens, at, said_on)) is not None), None)


_HIJRI_SIGNS = fold_words("هـ ah هجري هجرية")
_VERSIONS = fold_words("version v release الإصدار النسخة")


def _numeric(tokens: Sequence[Token], at: int, said_on: date | None) -> Span | None:
    """2019-04-26 · 26/4/2019 · 26.4.19 · 21/7/1439 هـ · 05/2019: day before month, as the region writes."""
    if not tokens[at].key[:1].isdecimal() or key_at(tokens, at - 1) in _VERSIONS | {"/", "-", "+"}:
        return None
    sign = key_at(tokens, at + 1)
    if tokens[at].key.count(".") == 2:
        return _day_in_digits(tokens, tokens[at].key.split("."), at + 1)
    if sign not in ("/", "-"):
        return None
    if key_at(tokens, at + 3) != sign or not key_at(tokens, at + 4)[:1].isdecimal():
        return _month_of_year(tokens, at)
    last = at + 5
    if key_at(tokens, last) == sign and key_at(tokens, last + 1)[:1].isdecimal():
        return None
    return _day_in_digits(tokens, [tokens[at + step].key for step in (0, 2, 4)], last)


def _day_in_digits(tokens: Sequence[Token], parts: Sequence[str], last: int) -> Span | None:
    """The day that three numbers are, the year first or last; None where they are no day of a year that can be meant."""
    if not all(part.isdecimal() and len(part) <= 4 for part in parts):
        return None
    a, b, c = map(int, parts)
    year, month, day = (a, b, c) if len(parts[0]) == 4 else (c, b, a)
    if len(parts[2]) == 2 and len(parts[0]) <= 2:
        year += 2000 if c < 70 else 1900
    hijri = 1300 <= year <= 1500
    if not (hijri or 1900 <= year <= 2100) or not day or not month:
        return None
    days = days_of(PartialDate(last, "hijri" if hijri else "gregorian", year, month, day), None)
    return (*days, Precision.DAY, last + (key_at(tokens, last) in _HIJRI_SIGNS | {"م"})) if days else None


def _month_of_year(tokens: Sequence[Token], at: int) -> Span | None:
    """05/2019 · 2019-05; 2018-2019 after "in" is two years."""
    first, second = tokens[at], at + 2
    if key_at(tokens, at + 3) in ("/", "-") and key_at(tokens, at + 4)[:1].isdecimal():
        return None
    if month := number_at(tokens, at, 1, 12):
        year = number_at(tokens, second, 1900, 2100)
    else:
        year, month = number_at(tokens, at, 1900, 2100), number_at(tokens, second, 1, 12)
        until = number_at(tokens, second, 1900, 2100)
        if year and until and year < until <= year + 30 and key_at(tokens, at - 1) in YEAR_WORDS:
            return date(year, 1, 1), date(until, 12, 31), Precision.YEARS, at + 3
        if month and len(tokens[second].text) != 2 and key_at(tokens, at + 1) == "-":
            return None
    if not year or not month or tokens[second].start != first.end + 1:
        return None
    return date(year, month, 1), date(year, month, calendar.monthrange(year, month)[1]), Precision.MONTH, at + 3


_TO = ("-", "–", "—", "to", "until", "till", "through", "الي", "حتي", "وحتي")


def _range(tokens: Sequence[Token], at: int, said_on: date | None) -> Span | None:
    """from 26 to 30 April 2019 · بين 26 نيسان و3 أيار 2019 · 26–30 April · April 4-7, 2018 · between 2011 and 2013."""
    led = key_at(tokens, at) in ("from", "between", "من", "بين", "ما")
    start = at + led + (led and key_at(tokens, at + 1) == "بين")
    first = _range_start(tokens, start, led) if start < len(tokens) else None
    middle = _after_range_link(tokens, first.last, led) if first else None
    if first is None or middle is None:
        return None
    second = _range_end(tokens, middle, first, said_on)
    if second is None or (first.month is None and first.year is None and second.day is None):
        return None
    return _span_between(first, second, said_on)


def _after_range_link(tokens: Sequence[Token], at: int, led: bool) -> int | None:
    """The place behind what leads to the second date of a range: "to", a dash, "and" after "between"; None where nothing does."""
    link = key_at(tokens, at)
    if link in _TO or (led and link in ("and", "و")):
        return at + 1 + (key_at(tokens, at + 1) == "و")
    joined = led and at < len(tokens) and (tokens[at].joined or link[:1] == "و")
    return at if joined else None


def _range_end(tokens: Sequence[Token], at: int, first: PartialDate, said_on: date | None) -> PartialDate | None:
    """The second date of a range: a date, a year after a year, a day of this month, the last day of the first one's month."""
    if (second := partial_at(tokens, at)) is not None:
        return second
    if first.month is None and first.year and (year := year_at(tokens, at, "gregorian")):
        return PartialDate(year[1], year=year[0])
    if (second := _day_of_said_month(tokens, at, said_on)) is not None:
        return second
    return _last_day(tokens, at, first) if first.month and first.day and first.year is None else None


def _span_between(first: PartialDate, second: PartialDate, said_on: date | None) -> Span | None:
    """The days between two dates, of which the first has the year and month of the second where it tells none of its own."""
    month = first.month or (second.month if first.year is None else None)
    first = PartialDate(first.last, second.calendar, first.year or second.year, month, first.day)
    days, until = days_of(first, said_on), days_of(second, said_on)
    if days is None or until is None or until[1] < days[0]:
        return None
    exact = first.day is not None and second.day is not None
    finest = precision_of(days[0], until[1])
    precision = finest if exact or finest not in (Precision.DAY, Precision.DAYS) else Precision.MONTH
    return days[0], until[1], precision, second.last


def _day_of_said_month(tokens: Sequence[Token], at: int, said_on: date | None) -> PartialDate | None:
    """9 الشهر الجاري, "9th of this month"."""
    day = day_at(tokens, at)
    around = relative_period_at(tokens, day[1], said_on) if day else None
    if day is None or around is None or around[2] is not Precision.MONTH:
        return None
    return PartialDate(around[3], year=around[0].year, month=around[0].month, day=day[0])


def _range_start(tokens: Sequence[Token], start: int, led: bool) -> PartialDate | None:
    if led and key_at(tokens, start) in ("عامي", "عام", "سنتي"):
        year = year_at(tokens, start + 1, "gregorian")
        return PartialDate(year[1], year=year[0]) if year else None
    first = partial_at(tokens, start)
    if first is None and led and (year := year_at(tokens, start, "gregorian")):
        first = PartialDate(year[1], year=year[0])
    if first is None and (day := day_at(tokens, start)):
        first = PartialDate(day[1], day=day[0])
    return first


def _last_day(tokens: Sequence[Token], at: int, first: PartialDate) -> PartialDate | None:
    """Read the second day of "April 4-7, 2018": with its year, or with no word after it that it would count."""
    day = day_at(tokens, at)
    if day is None or first.day is None or day[0] <= first.day:
        return None
    year = year_at(tokens, day[1], first.calendar)
    if year is None and key_at(tokens, day[1])[:1].isalpha():
        return None
    return PartialDate(year[1] if year else day[1], first.calendar, year[0] if year else None, first.month, day[0])


def _shared(tokens: Sequence[Token], at: int, said_on: date | None) -> Span | None:
    """Read the first of two that share what is said once: "on 4 and 7 April 2018", شباط وآذار 2018."""
    led = at == 0 or key_at(tokens, at - 1) in ("on", "في", "يومي", "the", "and", ",", "،")
    day = day_at(tokens, at) if led else None
    month = None if day else month_at(tokens, at)
    if day is None and month is None:
        return None
    last = day[1] if day else month[2] if month else at
    other = _next_of_list(tokens, last, months=month is not None)
    if other is None:
        return None
    shared = replace(other, last=last, month=month[1] if month else other.month, day=day[0] if day else None)
    days = days_of(shared, said_on)
    return (*days, Precision.DAY if day else Precision.MONTH, last) if days else None


def _next_of_list(tokens: Sequence[Token], last: int, months: bool) -> PartialDate | None:
    """Read the whole date that ends a list of days ("2, 3 and 4 May") or of months; None where the list ends without one."""
    for _ in range(6):
        link = last + (key_at(tokens, last) in ("and", "و", "&", ",", "،"))
        link += link > last and key_at(tokens, link) in ("and", "و")
        joined = link < len(tokens) and (tokens[link].joined or key_at(tokens, link)[:1] == "و")
        if link == last and not joined:
            return None
        other = partial_at(tokens, link)
        if other is not None:
            return other if other.month and bool(other.day) != months and (other.year or not months) else None
        day = None if months else day_at(tokens, link)
        if day is None:
            return None
        last = day[1]
    return None


def _stated(tokens: Sequence[Token], at: int, said_on: date | None) -> Span | None:
    """A day, a month, a year, or a part of one: 26 April 2019, late April, الأسبوع الأول من نيسان, early 2019."""
    part = part_at(tokens, at)
    if part is not None:
        around = relative_period_at(tokens, part.end, said_on)
        partial = partial_at(tokens, part.end)
        if partial is None and (year := year_at(tokens, part.end, "gregorian")):
            partial = PartialDate(year[1], year=year[0])
        if around is None and (partial is None or partial.day is not None):
            return None
        whole = around or (_of_partial(tokens, part.end, partial, said_on) if partial else None)
        days = days_of_part(part, whole[0], whole[1]) if whole else None
        return (*days, whole[3]) if whole and days else None
    partial = partial_at(tokens, at)
    return _of_partial(tokens, at, partial, said_on) if partial else None


def _of_partial(tokens: Sequence[Token], at: int, partial: PartialDate, said_on: date | None) -> Span | None:
    """The days of a date that may tell no day or no year; a year that is not told is found from the words or the day of speaking."""
    counted = number_at(tokens, at - 1, 32, 999)
    if partial.month and partial.day is None and counted is not None:
        return None
    if partial.month and partial.year is None:
        if partial.day is None and _doubtful(tokens, at, partial.last):
            return None
        partial, past = _with_said_year(tokens, at, partial, said_on)
        if past and said_on is not None:
            return _last_such(partial, said_on)
    days = days_of(partial, said_on)
    precision = Precision.DAY if partial.day else Precision.MONTH if partial.month else Precision.YEAR
    return (*days, precision, partial.last) if days else None


def _last_such(partial: PartialDate, said_on: date) -> Span | None:
    """The last day or month of a name before the day of speaking: last April, نيسان الماضي."""
    days = days_of(partial, said_on if partial.day else said_on.replace(day=1))
    if partial.day is None and days and days[1] >= said_on:
        days = days_of(partial, date(said_on.year - 1, said_on.month, 1))
    return (*days, Precision.DAY if partial.day else Precision.MONTH, partial.last) if days else None


def _with_said_year(
    tokens: Sequence[Token], at: int, partial: PartialDate, said_on: date | None
) -> tuple[PartialDate, bool]:
    """Give a month the year that its words count from the day of speaking (May last year, نيسان الجاري), and say whether it is "the last"."""
    last = partial.last
    if key_at(tokens, last) in PAST:
        return replace(partial, last=last + 1), True
    if key_at(tokens, at - 1) in PAST and key_at(tokens, at).isascii():
        return partial, True
    if said_on and (key_at(tokens, last) in THIS and not key_at(tokens, last).isascii()):
        return replace(partial, last=last + 1, year=said_on.year), False
    around = relative_period_at(tokens, last + (key_at(tokens, last) in ("من", "of")), said_on)
    if around and around[2] is Precision.YEAR:
        return replace(partial, last=around[3], year=around[0].year), False
    return partial, False


def _doubtful(tokens: Sequence[Token], at: int, last: int) -> bool:
    """Return whether a month without day and year may be another word (May, March, نيسان, صفر); a lead ("in", شهر) settles it."""
    key = key_at(tokens, at)
    name = key[1:] if key not in DOUBTFUL and key[:1] == "و" else key
    if name not in DOUBTFUL:
        return False
    if name == "اب" and "آ" not in tokens[at].text:
        return True
    return not (key_at(tokens, at - 1) in LEADS or key_at(tokens, last) in PAST | THIS)


def _season(tokens: Sequence[Token], at: int, said_on: date | None) -> Span | None:
    """spring 2018, the winter of 2018/19, صيف عام 2013."""
    month = SEASONS.get(tokens[at].key)
    year = year_at(tokens, at + 1, "gregorian") if month else None
    if month is None or year is None:
        return None
    next_year = str(year[0] + 1)
    over = key_at(tokens, year[1]) in ("/", "-", "–") and key_at(tokens, year[1] + 1) in (next_year, next_year[2:])
    return *days_of_season(year[0], month), Precision.SEASON, year[1] + 2 * over


def _unclear_winter(tokens: Sequence[Token], at: int) -> int | None:
    """Where "winter 2018" ends, which may be the one that ends in 2018 or the one that begins in it; None for the winter of 2018/19 and all else."""
    winter = SEASONS.get(tokens[at].key.removeprefix("ال")) == 12
    year = year_at(tokens, at + 1, "gregorian") if winter else None
    if year is None:
        return None
    season = _season(tokens, at, None)
    return year[1] if season is None or season[3] == year[1] else None


def _decade(tokens: Sequence[Token], at: int, said_on: date | None) -> Span | None:
    """The 1980s."""
    year = number_at(tokens, at, 1900, 2090)
    if year is None or year % 10 or key_at(tokens, at + 1) != "s" or tokens[at + 1].start != tokens[at].end:
        return None
    return date(year, 1, 1), date(year + 9, 12, 31), Precision.YEARS, at + 2


_BESIDE = fold_words("الموافق الموافقة ل لـ في of the on") | {",", "،", "("}


def _weekday_of_date(tokens: Sequence[Token], at: int, said_on: date | None) -> Span | None:
    """Read a day with its weekday before it: السبت 7 نيسان 2018, "Saturday, 7 April". The date is what counts."""
    if tokens[at].key not in WEEKDAYS:
        return None
    i = at + 1
    while i < at + 4 and key_at(tokens, i) in _BESIDE:
        i += 1
    span = (_numeric(tokens, i, said_on) or _stated(tokens, i, said_on)) if i < len(tokens) else None
    if span is None or span[0] != span[1]:
        return None
    closed = key_at(tokens, i - 1) == "(" and key_at(tokens, span[3]) == ")"
    return *span[:3], span[3] + closed


_RULES: tuple[Callable[[Sequence[Token], int, date | None], Span | None], ...] = (
    _numeric,
    _weekday_of_date,
    _range,
    _shared,
    _stated,
    _season,
    _decade,
    relative_days_at,
)
