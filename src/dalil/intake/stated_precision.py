"""How exactly a table says that a time or a place is known, in a column of its own: what is stated more exactly than that is widened."""

from __future__ import annotations

import calendar
from datetime import date, timedelta
from functools import singledispatch
from typing import Any, Literal

from dalil.intake.causes import Cause
from dalil.intake.parsed_rows import BadCell
from dalil.lookup.place_lookup import PlaceLookup
from dalil.lookup.places_by_point import DEEPEST
from dalil.values import Precision, When, Where, WherePrecision
from dalil.vocabulary.gazetteer import Level

_AREAS: tuple[Level, ...] = ("country", "governorate", "district")
_DAYS_AROUND = {Precision.DAYS: 5, Precision.WEEK: 6}
"""How far from the day that stands for them the other days of a few, or of a week, can be."""


@singledispatch
def at_precision(value: Any, precision: str, column: str, lookup: PlaceLookup) -> Any:
    """Return a time or a place as exactly as it is known, and no more exactly. column: which says so. Raises BadCell for what is no precision.

    The day that stands for a month becomes the month; a town that stands for its governorate becomes the governorate.
    """
    raise BadCell(column, precision, Cause("only a time and a place have a precision"))


@at_precision.register
def _(when: When, precision: str, column: str, lookup: PlaceLookup) -> When:
    known = _meant(Precision, precision, column)
    if known in (Precision.DAY, Precision.MINUTE):
        return when
    start, end = _widened(when.start, when.end, known)
    return When(start=start, end=end, precision=known, said=when.said)


@at_precision.register
def _(where: Where, precision: str, column: str, lookup: PlaceLookup) -> Where:
    known = _meant(WherePrecision, precision, column)
    deepest = "" if known is WherePrecision.OUTSIDE else DEEPEST.get(known)
    places = (
        where.places
        if deepest is None
        else tuple(dict.fromkeys(_up_to(code, deepest, lookup) for code in where.places))
    )
    return Where(**{**where.model_dump(), "places": tuple(filter(None, places)), "precision": known})


def _meant(codes: type[Any], said: str, column: str) -> Any:
    try:
        return codes(said.strip().casefold())
    except ValueError:
        named = ", ".join(each.value for each in codes)
        raise BadCell(
            column,
            said,
            Cause("“{cell}” is no precision; say in `values` which it is: {named}", cell=said, named=named),
        ) from None


def _widened(start: date, end: date, known: Precision) -> tuple[date, date]:
    """The days that a stated day may stand for. A span that is told stays where it is wide enough already."""
    if known in _DAYS_AROUND and start == end:
        around = timedelta(days=_DAYS_AROUND[known])
        return start - around, end + around
    if known is Precision.MONTH:
        return start.replace(day=1), end.replace(day=calendar.monthrange(end.year, end.month)[1])
    if known in (Precision.YEAR, Precision.YEARS):
        return date(start.year, 1, 1), date(end.year, 12, 31)
    return start, end


def _up_to(code: str, deepest: Level | Literal[""], lookup: PlaceLookup) -> str:
    """The area of a level that a place lies in; the place itself where it is wider."""
    wide = _AREAS[: _AREAS.index(deepest) + 1] if deepest else ()
    return next((area for level in reversed(wide) if (area := lookup.gazetteer.at_level(code, level))), "")
