"""From the text of cells to the values of a kind: counts, dates, places, codes and names, as tables write them."""

from __future__ import annotations

import calendar
import re
from collections.abc import Mapping
from datetime import date
from functools import cache, lru_cache
from typing import Any

from dalil.intake.parsed_rows import BadCell, decimal, is_unknown
from dalil.letters import fold, is_arabic, read_whole_number, western_digits
from dalil.lookup.match import Match, Reason
from dalil.lookup.places import PlaceLookup
from dalil.lookup.terms import find_term
from dalil.text.counts import read_count
from dalil.values import Count, Shape, When, Where
from dalil.vocabulary.gazetteer import Place

_ARABIC_MONTHS = (
    ("كانون الثاني", "يناير"),
    ("شباط", "فبراير"),
    ("آذار", "مارس"),
    ("نيسان", "أبريل"),
    ("أيار", "مايو"),
    ("حزيران", "يونيو"),
    ("تموز", "يوليو"),
    ("آب", "أغسطس"),
    ("أيلول", "سبتمبر"),
    ("تشرين الأول", "أكتوبر"),
    ("تشرين الثاني", "نوفمبر"),
    ("كانون الأول", "ديسمبر"),
)
_LEVEL_OF_PART = {
    "country": "country",
    "governorate": "governorate",
    "district": "district",
    "subdistrict": "subdistrict",
}


def count_in(column: str, cell: str, how: str, quantity: str = "") -> Count:
    """Read the one count of a cell, as `read_count` reads a phrase.

    how: "stated", or the bound that the column gives to bare numbers ("at_least").
    quantity: the quantity or field that the column fills.
    Raises BadCell where the cell is not understood for certain, or counts something else.
    """
    try:
        count = read_count(cell, quantity)
        if how == "stated":
            return count
        if count.shape is not Shape.EXACT:
            raise ValueError(f"“{cell}” is no bare number, and the column is to be read as {how}")
        about = count.model_dump(exclude={"low", "high", "point", "shape"}, exclude_unset=True)
        return getattr(Count, how)(count.low, **about)  # type: ignore[no-any-return]
    except ValueError as error:
        raise BadCell(column, cell, str(error)) from error


def number_in(column: str, cell: str, quantity: str = "") -> int | None:
    """Read the one exact number of a cell that is part of a count (its lowest, best or highest); None for an empty cell. Raises BadCell."""
    if is_unknown(cell):
        return None
    number = read_whole_number(cell)
    if number is not None:
        return number
    count = count_in(column, cell, "stated", quantity)
    if count.shape is not Shape.EXACT:
        raise BadCell(column, cell, f"“{cell}” is not a whole number")
    return count.low


def count_of_parts(parts: Mapping[str, tuple[str, str]], quantity: str = "") -> tuple[Count, list[str]]:
    """A count told in up to three columns (part -> column and cell), with bounds out of order kept and flagged."""
    low, point, high = (
        number_in(*parts[part], quantity) if part in parts else None for part in ("low", "point", "high")
    )
    if low is None and point is not None and high is None:
        return Count.exactly(point), []
    count = Count.as_stated(low if low is not None else 0, point, high)
    return count, ["bounds_contradict"] if count.shape == "contradictory" else []


@lru_cache(maxsize=20_000)
def when_in(cell: str, form: str) -> When:
    """A date or span in a cell. form: the order of day, month and year ("d/m/y"), or empty for ISO dates. Raises ValueError."""
    plain = western_digits(cell).strip()
    if not form:
        return When.parse(plain)
    pattern, order = _pattern(form)
    match = re.match(pattern + r"(?:[ T,].*)?$", plain, re.IGNORECASE)
    if not match:
        raise ValueError(f"“{cell}” is not a date written as {form}")
    told = dict(zip(order, match.groups(), strict=True))
    year = _year(told["y"])
    if "m" not in told:
        return When.parse(f"{year:04}")
    month = month_number(told["m"])
    if "d" not in told:
        return When.parse(f"{year:04}-{month:02}")
    try:
        return When.day(date(year, month, int(told["d"])))
    except ValueError:
        raise ValueError(f"“{cell}” is not a day of the calendar, read as {form}") from None


def when_of_parts(parts: Mapping[str, tuple[str, str]], form: str) -> When:
    """A time told in several columns: start and end, or year, month and day, or a day and a time. Raises BadCell."""
    column, cell = next(iter(parts.values()))
    try:
        if "year" in parts:
            column, cell = parts["year"]
            text = f"{_year(western_digits(cell).strip().removesuffix('.0')):04}"
            for part in ("month", "day"):
                if part in parts:
                    column, cell = parts[part]
                    text += f"-{month_number(cell) if part == 'month' else int(western_digits(cell)):02}"
            return When.parse(text)
        column, cell = parts.get("start") or parts.get("day") or parts["end"]
        start = when_in(cell, form)
        if "end" in parts:
            column, cell = parts["end"]
            end = when_in(cell, form)
            return start if end == start else When.span(start.start, end.end)
        if "time" in parts:
            column, cell = parts["time"]
            return When.parse(f"{start.start}T{western_digits(cell).strip()[:5]}")
        return start
    except ValueError as error:
        raise BadCell(column, cell, str(error)) from error


def where_of_parts(
    parts: Mapping[str, tuple[str, str]], lookup: PlaceLookup, within: str
) -> tuple[Where | None, list[str]]:
    """A place told in one or more columns: the finest place that is certain, the names as they were said, and what is wrong."""
    flags: list[str] = []
    area: str | None = within or None
    for part, level in _LEVEL_OF_PART.items():
        if part in parts:
            match = lookup.find(parts[part][1], area, level)  # type: ignore[arg-type]
            if match.found is None:
                flags.append(flag_of(match))
                break
            area = match.found.code
    code = area if area != (within or None) else None
    if "code" in parts and not flags:
        stated = parts["code"][1].strip()
        if stated in lookup.gazetteer:
            code = stated
        else:
            flags.append("place_unresolved")
    name = parts["name"][1].strip() if "name" in parts else ""
    if name and not flags and "code" not in parts:
        match = lookup.find(name, area)
        if match.found:
            code = match.found.code
        else:
            flags.append(flag_of(match))
    said = name or ", ".join(parts[part][1].strip() for part in reversed(_LEVEL_OF_PART) if part in parts)
    lat, lon = (decimal(*parts[part]) if part in parts else None for part in ("lat", "lon"))
    if (lat is None) != (lon is None) or (
        lat is not None and lon is not None and not (-90 <= lat <= 90 and -180 <= lon <= 180)
    ):
        flags.append("point_outside_area")
        lat = lon = None
    elif code and lat is not None and lon is not None and lookup.lies_outside(code, lat, lon):
        flags.append("point_outside_area")
    if not said and not code and lat is None:
        return None, flags
    return Where(places=(code,) if code else (), name=said, lat=lat, lon=lon), flags


def flag_of(match: Match[Place]) -> str:
    """Return the flag of a report whose place was not found for certain: several bear the name, or none does where it was looked for."""
    return "place_ambiguous" if match.reason is Reason.HOMONYMS else "place_unresolved"


def swapped(en: str, ar: str) -> bool:
    """True where Arabic stands in the English column, or English in the Arabic one."""
    return (bool(en) and is_arabic(en)) or (
        bool(ar) and any("a" <= letter <= "z" for letter in ar.casefold()) and not is_arabic(ar)
    )


def code_of(scheme: str, cell: str) -> str | None:
    """Return the code that a cell names for certain: the code itself, or the one term with exactly this name in either language."""
    term = find_term(scheme, cell).found
    return term.code if term else None


def month_number(cell: str) -> int:
    """The number of a month named in English or Arabic, or given as a number. Raises ValueError."""
    plain = fold(cell).removesuffix(" 0")
    if plain.isdigit() and 1 <= int(plain) <= 12:
        return int(plain)
    if number := _months().get(plain):
        return number
    raise ValueError(f"“{cell}” is not a month")


@cache
def _months() -> dict[str, int]:
    named = {}
    for number in range(1, 13):
        for name in (calendar.month_name[number], calendar.month_abbr[number], *_ARABIC_MONTHS[number - 1]):
            named[fold(name)] = number
    return named


@cache
def _pattern(form: str) -> tuple[str, str]:
    pattern, order = "", ""
    for letter in form:
        if letter.casefold() in "dmy":
            order += letter.casefold()
            pattern += {"d": r"(\d{1,2})", "m": r"(\d{1,2}|[^\W\d][^\d/.\-]*?)", "y": r"(\d{4}|\d{2})"}[
                letter.casefold()
            ]
        else:
            pattern += re.escape(letter)
    if "y" not in order or len(set(order)) != len(order):
        raise ValueError(f"“{form}” is not a form of date; write d/m/y, m/d/y, y-m-d, m/y …")
    return pattern, order


def _year(text: str) -> int:
    if not text.isdigit() or len(text) not in (2, 4):
        raise ValueError(f"“{text}” is not a year")
    number = int(text)
    return number if len(text) == 4 else number + (2000 if number < 70 else 1900)


def truth(column: str, cell: str) -> bool:
    """Yes or no in a cell, in either language. Raises BadCell."""
    plain = fold(cell)
    if plain in {"yes", "true", "1", "y", "نعم"}:
        return True
    if plain in {"no", "false", "0", "n", "لا"}:
        return False
    raise BadCell(column, cell, f"“{cell}” is neither yes nor no")


def split(cell: str, separator: str) -> list[str]:
    """The entries of a cell that holds several."""
    return [part.strip() for part in cell.split(separator) if part.strip()] if separator else [cell]


def meant(cell: str, values: Mapping[str, Any]) -> tuple[bool, Any]:
    """Whether a mapping says what a cell means, and what; letter case and spelling variants do not matter."""
    if cell in values:
        return True, values[cell]
    folded = fold(cell)
    for key, value in values.items():
        if fold(key) == folded:
            return True, value
    return False, None
