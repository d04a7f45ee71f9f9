"""Dates in digits alone, in the order that is known of them or in none: 04/09/2018, 2018.9.4, 9/2018, 20180904, 21/7/1439 هـ."""

from __future__ import annotations

import re
from datetime import date

from dalil.letters import fold, fold_words, without_marks
from dalil.text.dates.date_parts import PartialDate, days_of
from dalil.values.base import Refusal
from dalil.values.when import Precision, When

ORDERS = ("dmy", "mdy", "ymd", "my", "ym", "y")
"""The orders of day, month and year that the form of a column may name."""

_SEPARATOR = r"\s?([/.\-–−\\,،])\s?|\s"
_IN_DIGITS = re.compile(r"\d{1,4}(?:(?:\s?[/.\-–−\\,،]\s?|\s)\d{1,4}){1,2}")
_CUTS = {
    "ymd": (slice(4), slice(4, 6), slice(6, 8)),
    "dmy": (slice(4, 8), slice(2, 4), slice(2)),
    "mdy": (slice(4, 8), slice(2), slice(2, 4)),
}
"""Where year, month and day stand in eight digits."""
_GREGORIAN_SIGNS, _HIJRI_SIGNS = fold_words("م ميلادي ميلادية ce ad"), fold_words("ه ah هجري هجرية للهجرة")
_HIJRI_ALONE = range(1420, 1501)
"""Years that only the hijri calendar can mean; those from 1300 on may be of the Iranian calendar too."""

_Numbers = tuple[int, int | None, int | None]
"""A year, a month and a day as digits tell them; None for what they do not tell."""


def order_of(form: str) -> str:
    """Return the order of day, month and year that a form names; empty for the empty form. Raises ValueError for what is no form.

    >>> order_of("d/m/y"), order_of("m-y"), order_of("")
    ('dmy', 'my', '')
    """
    order = re.sub(r"[\s./,\-]", "", form.casefold())
    if order and order not in ORDERS:
        raise Refusal("not_a_form", "“{form}” is not a form of date; write d/m/y, m/d/y, y-m-d or m/y", {"form": form})
    return order


def date_in_digits(text: str, order: str, phrase: str) -> When | None:
    """Read a text that is a date in digits; None for any other text.

    order: one of ORDERS, or empty. phrase: the whole that a refusal names.
    Raises ValueError where no calendar has the day, or where nothing says which of two days is meant.

    >>> date_in_digits("4.9.2018", "dmy", "").notation(), date_in_digits("26/4/2019", "", "").notation(), date_in_digits("4 May", "", "")
    ('2018-09-04', '2019-04-26', None)
    """
    text, hijri = without_era(text)
    if re.fullmatch(r"\d{4}(?:\.0)?", text) or (order == "y" and re.fullmatch(r"\d{2}", text)):
        readings = {_numbers(text[:4])}
    elif re.fullmatch(r"\d{8}", text):
        readings = _readings_of_eight(text, order)
    elif _IN_DIGITS.fullmatch(text):
        parts = re.split(_SEPARATOR, text)
        same = len({sign or " " for sign in parts[1::2]}) == 1
        readings = (_readings_of_two if len(parts) == 3 else _readings_of_three)(parts[::2], order) if same else set()
    else:
        return None
    return _when_of(readings, hijri, phrase)


def without_era(text: str) -> tuple[str, bool]:
    """Return a text without the sign of the calendar at its end (م, هـ, AH), and whether it was that of the hijri calendar.

    >>> without_era("21/7/1439 هـ"), without_era("4/9/2018")
    (('21/7/1439', True), ('4/9/2018', False))
    """
    sign = re.search(r"(?<=\d)\s?([^\W\d_]+)\.?$", text)
    era = fold(sign[1]) if sign else ""
    if sign and era in _GREGORIAN_SIGNS | _HIJRI_SIGNS:
        return text[: sign.start()], era in _HIJRI_SIGNS
    return text, False


def is_hijri(year: int) -> bool:
    """Return whether a year is one of the hijri calendar, or may be one.

    >>> is_hijri(1439), is_hijri(2018)
    (True, False)
    """
    return 1300 <= year < _HIJRI_ALONE.stop


def _readings_of_eight(text: str, order: str) -> set[_Numbers]:
    """What eight digits without a sign between them may be; only years of our time show which of them are the year."""
    cuts = [_CUTS[order]] if order in _CUTS else list(_CUTS.values())
    readings = {_numbers(text[year], text[month], text[day]) for year, month, day in cuts}
    return {each for each in readings if 1900 <= each[0] <= 2100}


def _readings_of_two(numbers: list[str], order: str) -> set[_Numbers]:
    """The year and the month that two numbers are."""
    first, second = numbers
    if (len(first) == 4 or order == "ym") and len(second) <= 2:
        return {_numbers(first, second)}
    year_last = len(second) == 4 or (order == "my" and len(second) == 2)
    return {_numbers(second, first)} if len(first) <= 2 and year_last else set()


def _readings_of_three(numbers: list[str], order: str) -> set[_Numbers]:
    """The years, months and days that three numbers may be, in the order given or in any."""
    a, b, c = numbers
    sizes = len(a), len(b), len(c)
    if sizes[1] > 2 or 3 in sizes:
        return set()
    if sizes[0] == 4:
        return {_numbers(a, b, c)} if sizes[2] <= 2 else set()
    cuts = {"dmy": _numbers(c, b, a), "mdy": _numbers(c, a, b)} if sizes[2] > 1 else {}
    if sizes[0] == 2 and sizes[2] <= 2:
        cuts["ymd"] = _numbers(a, b, c)
    if order in _CUTS:
        return {cuts[order]} if order in cuts else set()
    return set(cuts.values())


def _numbers(year: str, month: str = "", day: str = "") -> _Numbers:
    return year_of(year), int(month) if month else None, int(day) if day else None


def year_of(text: str) -> int:
    """Return the year of two or four digits; of two, that of 1970 to 2069.

    >>> year_of("2018"), year_of("18"), year_of("’99")
    (2018, 2018, 1999)
    """
    number = int(text.lstrip("'’"))
    return number if len(text) == 4 else number + (2000 if number < 70 else 1900)


def _when_of(readings: set[_Numbers], hijri: bool, phrase: str) -> When | None:
    """The one date that numbers mean; None where there are none."""
    if not readings:
        return None
    found: dict[tuple[date, date], When] = {}
    for year, month, day in sorted(readings, reverse=True):
        if not hijri and is_hijri(year) and year not in _HIJRI_ALONE:
            raise Refusal(
                "calendar_untold",
                "the year {year} in “{text}” may be of the hijri or of the Iranian calendar; write the date in the Gregorian one",
                {"year": str(year), "text": phrase.strip()},
            )
        calendar = "hijri" if hijri or year in _HIJRI_ALONE else "gregorian"
        when = when_of_partial(PartialDate(0, calendar, year, month, day), phrase)
        if when is not None:
            found[when.start, when.end] = when
    if not found:
        raise Refusal("not_in_the_calendar", "“{text}” is not a day of the calendar", {"text": phrase.strip()})
    first, *others = found.values()
    if others:
        raise Refusal(
            "may_be_two_days",
            "“{text}” may be {first} or {second}; write it so, or name the order (d/m/y or m/d/y)",
            {"text": phrase.strip(), "first": first.notation(), "second": others[0].notation()},
        )
    return first


def when_of_partial(partial: PartialDate, phrase: str) -> When | None:
    """Return the days of a date whose year is told; None where the calendar has none. Of a hijri date, the words are kept.

    A nought is no day and no month.

    >>> when_of_partial(PartialDate(0, "gregorian", 2019, 4, 26), "26 April 2019").notation()
    '2019-04-26'
    """
    if 0 in (partial.month, partial.day):
        return None
    try:
        days = days_of(partial, None)
    except ValueError:  # no year of the calendar
        return None
    if days is None:
        return None
    precision = Precision.DAY if partial.day else Precision.MONTH if partial.month else Precision.YEAR
    return When.span(*days, precision, without_marks(phrase) if partial.calendar == "hijri" else "")
