"""Days, months, years and spans in words, no finer than they are known. Arabic has the Levantine months."""

from __future__ import annotations

from calendar import monthrange
from datetime import date, datetime

from babel.dates import format_date

from dalil.letters import join_list, language_of
from dalil.values import Precision, When
from dalil.wording.numbers import write_digits


def say_when(when: When, language: str) -> str:
    """Say a day, a month, a year or a span, no finer than it is known; a time of day with its zone, where the source names one."""
    locale = language_of(language).locale
    match when.precision:
        case Precision.MINUTE if when.at:
            day = format_date(when.start, "d MMMM yyyy", locale)
            text = join_list([day, f"{when.at:%H:%M}"], language) + (f" {when.zone}" if when.zone else "")
        case Precision.DAY | Precision.MINUTE:
            text = format_date(when.start, "d MMMM yyyy", locale)
        case Precision.MONTH if _whole_month(when):
            text = format_date(when.start, "MMMM yyyy", locale)
        case Precision.YEAR if when.start == date(when.start.year, 1, 1) and when.end == date(when.start.year, 12, 31):
            text = str(when.start.year)
        case _:
            text = _say_span(when.start, when.end, language)
    return write_digits(text, language)


def say_day(day: date, language: str) -> str:
    """Say a day: “26 April 2019”, «٢٦ نيسان ٢٠١٩»."""
    return say_when(When.day(day), language)


def say_tick(day: date, unit: str, language: str) -> str:
    """Say what stands at a tick of time: the day, the month or the year that begins there. unit: "day", "month", "year"."""
    pattern = {"day": "d MMM yyyy", "month": "MMM yyyy", "year": "yyyy"}[unit]
    return write_digits(format_date(day, pattern, language_of(language).locale), language)


def say_moment(moment: datetime, language: str) -> str:
    """Say a day and the time on it, in the zone of the moment: “26 April 2019, 18:05”, «٢٦ نيسان ٢٠١٩، ١٨:٠٥»."""
    day = format_date(moment.date(), "d MMMM yyyy", language_of(language).locale)
    return write_digits(join_list([day, f"{moment:%H:%M}"], language), language)


def _whole_month(when: When) -> bool:
    return when.notation().count("-") == 1 and ".." not in when.notation()


def _say_span(start: date, end: date, language: str) -> str:
    locale, joiner = language_of(language).locale, " – "
    if (
        start.day == 1 and end.day == monthrange(end.year, end.month)[1]
    ):  # whole months, or whole years: no day was told
        if (start.month, end.month) == (1, 12):
            return str(start.year) if start.year == end.year else f"{start.year}{joiner}{end.year}"
        last = format_date(end, "LLLL yyyy", locale)
        if (start.year, start.month) == (end.year, end.month):
            return last
        return f"{format_date(start, 'LLLL' if start.year == end.year else 'LLLL yyyy', locale)}{joiner}{last}"
    if (start.year, start.month) == (end.year, end.month):
        return f"{start.day}{joiner}{format_date(end, 'd MMMM yyyy', locale)}"
    first = "d MMMM" if start.year == end.year else "d MMMM yyyy"
    return f"{format_date(start, first, locale)}{joiner}{format_date(end, 'd MMMM yyyy', locale)}"
