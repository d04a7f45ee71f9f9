"""Dates as the lists write them: ISO, "05 Jun 1950", 00/04/1984, 2.3.1965, "circa 1934", "1968 to 1970", 1960/1965, "1960s"."""

from __future__ import annotations

import calendar
import re
from datetime import date
from functools import lru_cache

from dalil.values import When

MONTHS = {name.casefold(): number for number, name in enumerate(calendar.month_abbr) if name}
MONTHS |= {name.casefold(): number for number, name in enumerate(calendar.month_name) if name} | {"sept": 9}
FIRST_YEAR = 1800
_ABOUT = re.compile(
    r"^(?:circa|approximately|approximate|approx\.?|around|about|c\.|ca\.?|c(?=\d))\s*(?=\S)", re.IGNORECASE
)
_SPAN = re.compile(
    r"^(?:(?:between|from)\s+)?(.+?)\s*(?:\bto\b|\band\b|\bor\b|–|—)\s*(.+)$|^(\d{4})\s*[-/]\s*(\d{4})$", re.IGNORECASE
)
_DECADE = re.compile(r"(\d{3})0'?s")
_ISO = re.compile(r"(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?(?:T[\d:.]+)?(?:Z|[+-]\d{2}:\d{2})?")
_NUMBERS = re.compile(r"(\d{1,2})([/.])\s?(\d{1,2})\2\s?(\d{4})")
_WORDS = re.compile(r"(?:(\d{1,2})(?:st|nd|rd|th)?[ .-]+)?([A-Za-z]{3,9})\.?,?[ .-]+(\d{4})")


@lru_cache(maxsize=8192)
def read_listed_date(words: str) -> tuple[When | None, bool]:
    """Read a date of a list. Returns it, and whether the list says that it is only about then; None where it is not understood for certain.

    Days of the form 28/09/1955 or 28.9.1955 have the day first, and a nought for what is not known: no list of those that are read writes the month
    first here. Of several years each may be meant, so 1960/1965 is all from the first to the last. Nothing is taken for a date that is no day of
    the calendar.

    >>> [when.notation() for when, _ in map(read_listed_date, ("1965-12-12", "05 Jun 1950", "00/04/1984", "00/00/1936", "1968 to 1970"))]
    ['1965-12-12', '1950-06-05', '1984-04', '1936', '1968-01-01..1970-12-31']
    >>> [when.notation() for when, _ in map(read_listed_date, ("2.3.1965", "1960/1965", "between 1960 and 1965", "1960s"))]
    ['1965-03-02', '1960-01-01..1965-12-31', '1960-01-01..1965-12-31', '1960-01-01..1969-12-31']
    >>> read_listed_date("circa 1934")[1], read_listed_date("31/02/1960")[0]
    (True, None)
    """
    said = words.strip().rstrip(".")
    plain = _ABOUT.sub("", said)
    about = plain != said
    when = _read_one(plain)
    if decade := _DECADE.fullmatch(plain):
        when = When.span(date(int(decade[1]) * 10, 1, 1), date(int(decade[1]) * 10 + 9, 12, 31), said=words)
    elif when is None and (span := _SPAN.match(plain)):
        parts = (span[1] or span[3], span[2] or span[4])
        about = about or any(_ABOUT.match(part.strip()) for part in parts)
        first, last = (_read_one(_ABOUT.sub("", part.strip())) for part in parts)
        if first and last and first.start <= last.end:
            when = When.span(first.start, last.end, said=words)
    return when, about


def day_of(words: str) -> date | None:
    """Return the day that words of a list name exactly; None where they name none, or more than one."""
    when, about = read_listed_date(words)
    return when.start if when and when.start == when.end and not about else None


def may_be_two_days(words: str) -> bool:
    """Tell whether words of digits may have the day or the month first, where a list does not say in which order it writes its own day.

    >>> may_be_two_days("08/07/2018"), may_be_two_days("24/08/2018"), may_be_two_days("2018-07-08")
    (True, False, False)
    """
    match = _NUMBERS.fullmatch(words.strip())
    return match is not None and match[1] != match[3] and max(int(match[1]), int(match[3])) <= 12


def _read_one(said: str) -> When | None:
    if match := _ISO.fullmatch(said):
        year, month, day = (int(part) if part else 0 for part in match.groups())
    elif match := _NUMBERS.fullmatch(said):
        day, month, year = int(match[1]), int(match[3]), int(match[4])
    elif (match := _WORDS.fullmatch(said)) and match[2].casefold() in MONTHS:
        year, month, day = int(match[3]), MONTHS[match[2].casefold()], int(match[1] or 0)
    else:
        return None
    return when_of(year, month, day, said)


def when_of(year: int, month: int = 0, day: int = 0, said: str = "") -> When | None:
    """Make a When of a year, and of a month and a day where they are not 0. Returns None for what is no day of the calendar.

    >>> when_of(1960, 2, 30), when_of(1960, 2).notation()
    (None, '1960-02')
    """
    if not FIRST_YEAR <= year <= date.today().year + 1 or (day and not month) or month > 12:
        return None
    if not month:
        return When.span(date(year, 1, 1), date(year, 12, 31))
    last = calendar.monthrange(year, month)[1]
    if not day:
        return When.span(date(year, month, 1), date(year, month, last))
    return When.day(date(year, month, day)) if day <= last else None
