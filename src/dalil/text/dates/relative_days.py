"""Relative days depend on the day of speaking: yesterday, أول أمس, last Friday, قبل ثلاثة أيام, last week, the 12th of this month."""

from __future__ import annotations

import calendar
from collections.abc import Sequence
from datetime import date, timedelta

from dalil.letters import fold, fold_words
from dalil.text.dates.calendar_words import NEXT, ORDINALS, PAST, SEASONS, THIS, WEEKDAYS
from dalil.text.dates.date_parts import PartialDate, day_at, days_of, key_at
from dalil.text.numbers import Token, read_amount
from dalil.values.when import Precision

Span = tuple[date, date, Precision | None, int]
"""The first and the last day, the precision (None: that of the length), and the place after the last token."""

_DAYS = {
    tuple(fold(words).split()): back
    for back, group in (
        (0, "today|tonight|this morning|this afternoon|this evening|اليوم|هذا اليوم"),
        (1, "yesterday|last night|أمس|الأمس|البارحة|امبارح|مبارح|بالأمس"),
        (2, "the day before yesterday|day before yesterday|أول أمس|أول من أمس|أمس الأول|أول البارحة"),
        (-1, "tomorrow|غدا|بكرا"),
    )
    for words in group.split("|")
}
DAY_STARTS = frozenset(words[0] for words in _DAYS)
"""The words that a day counted from the day of speaking begins with."""
_NOT_TODAY = ORDINALS.keys() | fold_words("التالي الموالي نفسه ذاته السابق الأخير العالمي الدولي الوطني")
_PLACES = fold_words("سوق حي شارع ساحة جسر بلدة قرية مسجد جامع مدرسة")
_UNITS = {
    fold(word): size
    for size, words in (
        ("day", "day days يوم أيام يومين يوما"),
        ("week", "week weeks أسبوع أسابيع أسبوعين"),
        ("month", "month months شهر أشهر شهرين شهور"),
        ("year", "year years سنة سنوات عام أعوام عامين سنتين"),
    )
    for word in words.split()
}
PERIODS = {
    fold(word): size
    for size, words in (("week", "week الأسبوع"), ("month", "month الشهر"), ("year", "year العام السنة"))
    for word in words.split()
}
"""From a word to the period that "this" and "last" may stand before."""


def relative_days_at(tokens: Sequence[Token], at: int, said_on: date | None) -> Span | None:
    """Read the days at a place of the tokens that are counted from the day of speaking; None where there are none.

    said_on: the day of speaking. Where it is not given, no such days are read.

    >>> from dalil.text.numbers import tokens_of
    >>> first, last, precision, end = relative_days_at(tokens_of("three days ago"), 0, date(2019, 4, 26))
    >>> str(first), str(last), str(precision), end
    ('2019-04-23', '2019-04-23', 'day', 3)
    """
    if said_on is None or not 1900 <= said_on.year <= 2100:
        return None
    for size in (4, 3, 2, 1) if tokens[at].key in DAY_STARTS else ():
        words = tuple(token.key for token in tokens[at : at + size])
        if len(words) == size and words in _DAYS:
            other = words == ("اليوم",) and _is_another_day(tokens, at)
            return None if other else _one_day(said_on - timedelta(_DAYS[words]), at + size)
    for read in (relative_period_at, _day_of_period, _weekday, _last_season, _ago):
        if (days := read(tokens, at, said_on)) is not None:
            return days
    return None


def _is_another_day(tokens: Sequence[Token], at: int) -> bool:
    """Whether اليوم is not today: اليوم التالي, ذلك اليوم."""
    return key_at(tokens, at + 1) in _NOT_TODAY or key_at(tokens, at - 1) in ("ذلك", "ذاك")


def relative_period_at(tokens: Sequence[Token], at: int, said_on: date | None) -> Span | None:
    """Read this, the last or the next week, month or year at a place of the tokens; None where there is none.

    >>> from dalil.text.numbers import tokens_of
    >>> first, last, precision, end = relative_period_at(tokens_of("الشهر الماضي"), 0, date(2019, 4, 26))
    >>> str(first), str(last), str(precision), end
    ('2019-03-01', '2019-03-31', 'month', 2)
    """
    key, following = key_at(tokens, at), key_at(tokens, at + 1)
    if said_on is None or not 1900 <= said_on.year <= 2100:
        return None
    turns = PAST | THIS | NEXT
    if key in turns and following in PERIODS and (key.isascii() or key in THIS):
        which, size = key, PERIODS[following]
    elif key in PERIODS and not key.isascii() and following in turns:
        which, size = following, PERIODS[key]
    else:
        return None
    step = -1 if which in PAST else 1 if which in NEXT else 0
    if size == "week":
        monday = said_on - timedelta(said_on.weekday() - 7 * step)
        return monday, monday + timedelta(6), Precision.WEEK, at + 2
    if size == "year":
        return _year(said_on.year + step, at + 2)
    return _month(said_on, step, at + 2)


def end_with_weekday(tokens: Sequence[Token], at: int, day: date) -> int:
    """Return the place after a day and the weekday that stands right after it: أمس الخميس, "7 April (Saturday)".

    at: the place after the day. It comes back where no weekday follows, or another one than that of the day.

    >>> from dalil.text.numbers import tokens_of
    >>> tokens = tokens_of("7 April (Saturday)")
    >>> end_with_weekday(tokens, 2, date(2018, 4, 7)), end_with_weekday(tokens, 2, date(2018, 4, 8))
    (5, 2)
    """
    i = at + (key_at(tokens, at) in (",", "،", "(", "يوم"))
    if WEEKDAYS.get(key_at(tokens, i)) != day.weekday():
        return at
    return i + 1 + (key_at(tokens, i + 1) == ")")


def _weekday(tokens: Sequence[Token], at: int, said_on: date) -> Span | None:
    """Read a weekday, alone or with "last" or "next": the last such day before the day of speaking, or the next one."""
    key, following = key_at(tokens, at), key_at(tokens, at + 1)
    which, weekday, last = "", WEEKDAYS.get(key), at + 1
    if weekday is not None and key_at(tokens, at - 1) in _PLACES | {"next"}:
        return None
    if key in PAST | {"coming"} and key.isascii() and following in WEEKDAYS:
        which, weekday, last = key, WEEKDAYS[following], at + 2
    elif weekday is not None and not key.isascii() and following in PAST | NEXT:
        which, last = following, at + 2
    if weekday is None:
        return None
    if which in NEXT:
        return _one_day(said_on + timedelta((weekday - said_on.weekday()) % 7 or 7), last)
    back = (said_on.weekday() - weekday) % 7
    return _one_day(said_on - timedelta(back or (7 if which else 0)), last)


def _last_season(tokens: Sequence[Token], at: int, said_on: date) -> Span | None:
    """Read the season of a name that ended last: "last summer", الصيف الماضي."""
    key, following = key_at(tokens, at), key_at(tokens, at + 1)
    month = (
        SEASONS.get(following) if key in PAST else SEASONS.get(key.removeprefix("ال")) if following in PAST else None
    )
    if month is None or (key in PAST) != key.isascii():
        return None
    for year in (said_on.year, said_on.year - 1, said_on.year - 2):
        first, last = days_of_season(year, month)
        if last < said_on:
            return first, last, Precision.SEASON, at + 2
    return None


def _day_of_period(tokens: Sequence[Token], at: int, said_on: date) -> Span | None:
    """Read a day of a month that is counted from the day of speaking: "the 9th of last month", 9 الشهر الجاري."""
    day = day_at(tokens, at)
    month = relative_period_at(tokens, day[1], said_on) if day else None
    if day is None or month is None or month[2] is not Precision.MONTH:
        return None
    days = days_of(PartialDate(0, year=month[0].year, month=month[0].month, day=day[0]), None)
    return _one_day(days[0], month[3]) if days else None


def _ago(tokens: Sequence[Token], at: int, said_on: date) -> Span | None:
    """Read a stretch of time before the day of speaking: three days ago, قبل أسبوعين."""
    key = tokens[at].key
    first = at + (key in ("قبل", "منذ"))
    if first >= len(tokens) or (first == at and "\u0600" <= key[:1] <= "\u06ff"):
        return None
    number = read_amount(tokens, first)
    unit_at = number.last if number else first + (key in ("a", "an"))
    unit, follower = _UNITS.get(key_at(tokens, unit_at)), key_at(tokens, unit_at + 1)
    if unit is None or follower in WEEKDAYS or (first == at and follower != "ago"):
        return None
    many = number.value if number else 2 if tokens[unit_at].key.endswith("ين") else 1
    if many != int(many) or many > 10_000:
        return None
    return _stretch_before(said_on, int(many), unit, unit_at + 1 + (first == at))


def _stretch_before(said_on: date, many: int, unit: str, last: int) -> Span | None:
    if unit == "day":
        return _one_day(said_on - timedelta(many), last)
    if unit == "week":
        return said_on - timedelta(7 * many + 3), said_on - timedelta(7 * many - 3), Precision.WEEK, last
    return _year(said_on.year - many, last) if unit == "year" else _month(said_on, -many, last)


def days_of_season(year: int, month: int) -> tuple[date, date]:
    """Return the first and the last day of the season that begins with a month of a year.

    >>> [str(day) for day in days_of_season(2018, 12)]
    ['2018-12-01', '2019-02-28']
    """
    last = (year + (month == 12), (month + 1) % 12 + 1)
    return date(year, month, 1), date(*last, calendar.monthrange(*last)[1])


def _one_day(day: date, last: int) -> Span:
    return day, day, Precision.DAY, last


def _year(year: int, last: int) -> Span | None:
    return (date(year, 1, 1), date(year, 12, 31), Precision.YEAR, last) if year >= 1900 else None


def _month(said_on: date, step: int, last: int) -> Span | None:
    year, month = divmod(said_on.year * 12 + said_on.month - 1 + step, 12)
    span = days_of(PartialDate(last, "gregorian", year, month + 1), None) if year >= 1900 else None
    return (*span, Precision.MONTH, last) if span else None
