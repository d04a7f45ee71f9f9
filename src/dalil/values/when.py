"""When something happened: a span of days with the precision that the source gave it."""

from __future__ import annotations

import calendar
import re
from datetime import date, time, timedelta
from enum import StrEnum
from typing import Any, Self

from pydantic import model_validator

from dalil.letters import western_digits, without_marks
from dalil.values.base import Refusal, Value

FIRST_YEAR, LAST_YEAR = 1000, 2999
"""The years that a source can mean. In an earlier one a digit was lost; in a later one a digit slipped, or 9999 stands for “no end”."""


ZONE = (
    r"(?:(?P<utc>Z|UTC|GMT|بتوقيت (?:غرينتش|غرينيتش|جرينتش)|بالتوقيت العالمي)\s?(?P<beside>[+-]\d{1,2}(?::?\d{2})?)?"
    r"|(?P<offset>[+-]\d{1,2}(?::?\d{2})?))(?![:\d]|[^\W_])"
)
"""The pattern of a zone after a time of day: Z, UTC, GMT+3, +03:00, بتوقيت غرينتش."""
_CLOCK_OF_ISO = re.compile(
    rf"(\d{{4}}-\d{{2}}-\d{{2}})(?P<between>[Tt ])(?P<clock>\d{{2}}:\d{{2}})(?P<seconds>:[0-5]\d(?:[.,]\d{{1,9}})?)?(?:\s?{ZONE})?"
)
_CLOCK_WITH_ZONE = re.compile(
    rf"\d:\d{{2}}(?P<seconds>:[0-5]\d(?:[.,]\d{{1,9}})?)?(?:\s?[^\W\d_][^\d:+\-(]{{0,14}}?)?\s?{ZONE}",
    re.IGNORECASE,
)
"""A time of day, perhaps with its half of the day ("2:30 PM UTC"), and its zone."""


class Precision(StrEnum):
    """How finely a time is known, from the clock to more than a year."""

    MINUTE = "minute"
    DAY = "day"
    DAYS = "days"
    WEEK = "week"
    MONTH = "month"
    SEASON = "season"
    YEAR = "year"
    YEARS = "years"


class When(Value):
    """The first and the last day within which something happened, both included.

    precision: how finely the source knew it. A span of a month with the precision "month" means some day of that month.
    at: the time of day, only where the precision is minute. It is that of the place, unless the words name a zone (`zone`).
    said: the words of the source, untouched.
    """

    start: date
    end: date
    precision: Precision
    at: time | None = None
    said: str = ""

    @model_validator(mode="before")
    @classmethod
    def _read_notation(cls, value: Any) -> Any:
        if isinstance(value, str):
            return cls.parse(value).model_dump()
        if isinstance(value, date):
            return {"start": value, "end": value, "precision": Precision.DAY}
        return value

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        if self.end < self.start:
            raise Refusal(
                "ends_before_it_starts",
                "it ends on {end}, before it starts on {start}",
                {"end": self.end, "start": self.start},
            )
        if self.precision in (Precision.MINUTE, Precision.DAY) and self.start != self.end:
            raise Refusal(
                "not_one_day",
                "{start} to {end} is not one day, yet the precision says {precision}",
                {"start": self.start, "end": self.end, "precision": self.precision},
            )
        if self.at is not None and self.precision is not Precision.MINUTE:
            raise Refusal("time_without_minute", "a time of day needs the precision “minute”")
        return self

    @classmethod
    def day(cls, day: date, said: str = "") -> Self:
        """Make the When of one day.

        >>> When.day(date(2019, 4, 26)).notation()
        '2019-04-26'
        """
        return cls(start=day, end=day, precision=Precision.DAY, said=said)

    @classmethod
    def span(cls, start: date, end: date, precision: Precision | None = None, said: str = "") -> Self:
        """Make a span of days. Without a precision, the length of the span gives it.

        >>> str(When.span(date(2019, 4, 1), date(2019, 4, 30)).precision)
        'month'
        """
        return cls(start=start, end=end, precision=precision or precision_of(start, end), said=said)

    @classmethod
    def parse(cls, text: str) -> Self:
        """Read an ISO 8601 date of any precision, a span of two ("2018-10..2019-03") or a day with a time, also in Arabic digits.

        Nought o'clock with its seconds (00:00:00) says no time of day: programs write a bare day so. A time with a zone keeps its words.
        Raises ValueError, with a sentence, where the text is none of these.

        >>> str(When.parse("2018-10..2019-03").end), str(When.parse("٢٠١٦").start), str(When.parse("2019-04-26T17:30").at)
        ('2019-03-31', '2016-01-01', '17:30:00')
        >>> When.parse("2019-04-26T00:00:00").notation(), When.parse("2019-04-26T14:30:00Z").zone
        ('2019-04-26', 'UTC')
        """
        plain = without_marks(western_digits(text))
        first, separator, last = plain.partition("..")
        if separator:
            return cls.span(_period(first, text)[0], _period(last, text)[1])
        if match := _CLOCK_OF_ISO.fullmatch(plain):
            day, at = _period(match[1], text)[0], _clock(match["clock"], text)
            if match["seconds"] and not at.hour and not at.minute and not match["seconds"].strip(":0.,"):
                return cls.day(day)
            zone = match["utc"] or match["offset"]
            if zone and not zone_of(match):
                raise Refusal(
                    "not_a_zone",
                    "“{text}” has no zone after its time that is certain; write 14:30, or 14:30:00+03:00",
                    {"text": text},
                )
            said = without_marks(text) if zone else ""
            return cls(start=day, end=day, precision=Precision.MINUTE, at=at, said=said)
        return cls.span(*_period(plain, text))

    def refuse_impossible_years(self) -> Self:
        """Return this same When, unless no source can mean its years. Then it raises ValueError, with a sentence.

        >>> When.parse("2019").refuse_impossible_years().notation()
        '2019'
        """
        for day in (self.start, self.end):
            if not FIRST_YEAR <= day.year <= LAST_YEAR:
                raise Refusal(
                    "impossible_year",
                    "the year {year} cannot be meant; a date lies in the years {first} to {last}",
                    {"year": f"{day.year:04}", "first": FIRST_YEAR, "last": LAST_YEAR},
                )
        return self

    @property
    def zone(self) -> str:
        """Return the zone that the source's words give to the time of day: UTC, UTC+03:00; empty where they name none.

        >>> When.parse("2018-09-04T14:30:00.000+03:00").zone, When.parse("2018-09-04T14:30").zone
        ('UTC+03:00', '')
        """
        match = _CLOCK_WITH_ZONE.search(western_digits(self.said)) if self.at and self.said else None
        return zone_of(match) if match else ""

    def overlaps(self, other: When) -> bool:
        """Return whether the two spans share a day.

        >>> When.parse("2019-04").overlaps(When.parse("2019-04-30..2019-05-02"))
        True
        """
        return self.start <= other.end and other.start <= self.end

    def days_apart(self, other: When) -> int:
        """Return how many days lie between the two spans: 1 from one day to the next, 0 where they overlap.

        >>> When.parse("2019-04-26").days_apart(When.parse("2019-04-29")), When.parse("2019-04").days_apart(When.parse("2019"))
        (3, 0)
        """
        return max(0, (self.start - other.end).days, (other.start - self.end).days)

    def notation(self) -> str:
        """Write the short form that `parse` reads.

        >>> When.parse("2019-04-01..2019-04-30").notation()
        '2019-04'
        """
        match self.precision:
            case Precision.MINUTE if self.at:
                return f"{self.start}T{self.at:%H:%M}"
            case Precision.DAY | Precision.MINUTE:
                return str(self.start)
            case Precision.MONTH if _period(str(self.start)[:7], "") == (self.start, self.end):
                return str(self.start)[:7]  # strftime's %Y is not four digits for every year
            case Precision.YEAR if (self.start.month, self.start.day, self.end.month, self.end.day) == (1, 1, 12, 31):
                return str(self.start)[:4]
        return f"{self.start}..{self.end}"


def zone_of(match: re.Match[str]) -> str:
    """Return the zone that a pattern with ZONE in it has matched, with "seconds" before it; empty where it has matched none.

    A dash and an hour after a time without seconds ("10:00-11:00") may be the end of a span. So it is no zone.
    """
    told = match["beside"] or match["offset"] or ""
    if not told or (told[0] == "-" and not match["seconds"] and not match["utc"]):
        return "UTC" if match["utc"] else ""
    hours, minutes = (
        (told[1:].partition(":")[::2] if ":" in told else (told[1:3], told[3:])) if len(told) > 3 else (told[1:], "")
    )
    if int(hours) > 14 or int(minutes or 0) > 59:
        return ""
    return "UTC" if not int(hours) and not int(minutes or 0) else f"UTC{told[0]}{int(hours):02}:{int(minutes or 0):02}"


def precision_of(start: date, end: date) -> Precision:
    """Return the finest precision that a span of this length can have.

    >>> str(precision_of(date(2019, 4, 1), date(2019, 4, 7)))
    'week'
    """
    days = (end - start).days + 1
    for limit, precision in (
        (1, Precision.DAY),
        (6, Precision.DAYS),
        (7, Precision.WEEK),
        (31, Precision.MONTH),
        (100, Precision.SEASON),
        (366, Precision.YEAR),
    ):
        if days <= limit:
            return precision
    return Precision.YEARS


def _period(text: str, whole: str) -> tuple[date, date]:
    """Return the first and the last day of an ISO 8601 year, month or day. whole: the text that a refusal names."""
    match = re.fullmatch(r"(\d{4})(?:-(\d{1,2})(?:-(\d{1,2}))?)?", text.strip())
    if not match:
        raise Refusal(
            "not_a_date", "“{text}” is not a date; write 2019-04-26, 2018-09, 2016 or 2018-10..2019-03", {"text": whole}
        )
    year, month, day = (int(part) if part else None for part in match.groups())
    assert year is not None
    try:
        if day is not None and month is not None:
            exact = date(year, month, day)
            return exact, exact
        if month is not None:
            return date(year, month, 1), date(year, month, calendar.monthrange(year, month)[1])
        return date(year, 1, 1), date(year, 12, 31)
    except ValueError as error:
        raise Refusal("not_in_the_calendar", "“{text}” is not a day of the calendar", {"text": whole}) from error


def _clock(text: str, whole: str) -> time:
    """Return the time of day that two digits and two more are. whole: the text that a refusal names."""
    try:
        return time.fromisoformat(text)
    except ValueError as error:
        raise Refusal("not_a_time", "“{text}” is not a time of day; write 14:30", {"text": whole}) from error


def week_of(day: date) -> date:
    """Return the Monday of the ISO week of a day.

    >>> str(week_of(date(2019, 4, 26)))
    '2019-04-22'
    """
    return day - timedelta(days=day.weekday())
