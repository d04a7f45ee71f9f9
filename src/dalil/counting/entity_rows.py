"""From what reports tell to the rows of the projection: one entity each, and each entity once more as each source tells it. Pure,
but for the gazetteer that is handed in."""

from __future__ import annotations

import calendar
from collections.abc import Callable, Iterable, Sequence
from datetime import date
from functools import cache, lru_cache
from typing import Any, NamedTuple

import pyarrow as pa

from dalil import vocabulary
from dalil.columns.flat_reports import Codes, FlatReport
from dalil.columns.layout import BASE, PERIODS, SAID, VOICE, schema_of
from dalil.counting.combine import Readings, Scope, Statement, combine, widest
from dalil.counting.grading import Facts, grade
from dalil.record.kind import Kind, coded_facets, kind_of
from dalil.values.when import week_of
from dalil.vocabulary.gazetteer import Gazetteer, UnknownPlace

Span = tuple[date, date]


class EntityRow(NamedTuple):
    """One row: the values of the base columns (and of the voice), of the facets, and of the quantities that somebody stated."""

    base: tuple[Any, ...]
    facets: tuple[Any, ...]
    said: dict[str, tuple[Any, ...]]


class Surroundings(NamedTuple):
    """Where a place lies: its path upward, and the governorate and district it is known to be in."""

    path: Codes
    governorate: str | None
    district: str | None


class Places:
    """Looks places up in one gazetteer, each of them once."""

    def __init__(self, gazetteer: Gazetteer) -> None:
        self._gazetteer = gazetteer
        self.around: Callable[[str], Surroundings] = cache(self._around)
        self.common: Callable[[Codes], str | None] = cache(self._common)

    def _around(self, code: str) -> Surroundings:
        try:
            path = self._gazetteer.path(code)[::-1]
        except UnknownPlace:  # a code of another gazetteer is kept, and lies in nothing we know
            return Surroundings((code,), None, None)
        level = {self._gazetteer.get(step).level: step for step in path}
        return Surroundings(path, level.get("governorate"), level.get("district"))

    def _common(self, codes: Codes) -> str | None:
        """The smallest place that holds all of them."""
        shared = self.around(codes[0]).path
        for code in codes[1:]:
            path = set(self.around(code).path)
            shared = tuple(step for step in shared if step in path)
        return shared[0] if shared else None

    def finest(self, tellings: Iterable[Codes]) -> str | None:
        """Where an entity is known to be: the finest place told, where all others hold it; else the smallest that holds all."""
        told = sorted({place for codes in tellings if codes and (place := self.common(tuple(sorted(set(codes)))))})
        if len(told) < 2:
            return told[0] if told else None
        finest = max(told, key=lambda code: len(self.around(code).path))
        return finest if set(told) <= set(self.around(finest).path) else self.common(tuple(told))


def rows_of(members: Sequence[FlatReport], places: Places) -> tuple[EntityRow | None, list[EntityRow]]:
    """The row of an entity and its rows by voice.

    members: every report of it, earliest first. Those that were corrected or withdrawn give it its address and nothing else;
    an entity of which nothing is current has no row.
    """
    current = [each for each in members if each.current]
    if not current:
        return None, []
    standing = _grade(current)
    whole = _row(members, current, standing, places, None)
    voices: dict[str | None, list[FlatReport]] = {}
    for each in current:
        for source in dict.fromkeys((*each.credited.origins, *each.credited.relays)) or (None,):
            voices.setdefault(source, []).append(each)
    told = []
    for source, tellings in sorted(voices.items(), key=lambda voice: voice[0] or ""):
        origin = source is None or any(source in each.credited.origins for each in tellings)
        voice = (source, "origin" if origin else "relay")
        if len(tellings) == len(current):  # it says all that is said: the same row
            told.append(EntityRow((*whole.base, *voice), whole.facets, whole.said))
        else:
            told.append(_row(members, tellings, standing, places, voice))
    return whole, told


def table_of(kind: str, rows: Sequence[EntityRow], voices: bool = False) -> pa.Table:
    """The rows of a kind as a table of its layout."""
    schema = schema_of(kind_of(kind), voices)
    wide = len(BASE) + (len(VOICE) if voices else 0)
    columns: dict[str, list[Any]] = {}
    for index, field in enumerate(schema):
        if index < wide:
            columns[field.name] = [row.base[index] for row in rows]
    facets = 2 * len(coded_facets(kind_of(kind)))
    for index in range(facets):
        columns[schema.field(wide + index).name] = [row.facets[index] for row in rows]
    said: dict[str, list[int]] = {}
    for index, row in enumerate(rows):
        for quantity in row.said:
            said.setdefault(quantity, []).append(index)
    arrays = []
    for field in schema:
        if field.name in columns:
            arrays.append(pa.array(columns[field.name], field.type))
            continue
        quantity, _, part = field.name.rpartition("__")
        if quantity in said:
            place = _PART[part]
            values: list[Any] = [None] * len(rows)
            for index in said[quantity]:
                values[index] = rows[index].said[quantity][place]
            arrays.append(pa.array(values, field.type))
        else:
            arrays.append(pa.nulls(len(rows), field.type))
    return pa.Table.from_arrays(arrays, schema=schema)


def time_of(spans: Iterable[Span | None]) -> Span | None:
    """When an entity happened: the days that all tellings allow; where there are none, all the days that any allows."""
    known = [span for span in spans if span is not None]
    if not known:
        return None
    start, end = max(span[0] for span in known), min(span[1] for span in known)
    return (start, end) if start <= end else (min(span[0] for span in known), max(span[1] for span in known))


@lru_cache(maxsize=65536)
def first_day(span: Span) -> tuple[date, int]:
    """The last day on which something of this span can have begun, and the finest of PERIODS its first day is known to.

    A span of whole months (the first of one to the last of another) says no day, and counts in nothing finer than itself.
    Any other span says its first day: one day exactly; up to a week, to the week; longer, to the month.
    """
    start, end = span
    if start == end:
        return start, PERIODS.index("day")
    if start.day == 1 and end.day == calendar.monthrange(end.year, end.month)[1]:
        if (start.year, start.month) == (end.year, end.month):
            return end, PERIODS.index("month")
        return end, PERIODS.index("year") if start.year == end.year else len(PERIODS)
    same_week = (end - start).days < 7 or week_of(start) == week_of(end)
    return start, PERIODS.index("week") if same_week else PERIODS.index("month")


def said_of(tellings: Sequence[Statement]) -> tuple[Any, ...]:
    """The columns of one quantity from all that is told of it."""
    if len(tellings) == 1:
        one = tellings[0]
        return _single(one.low, one.high, one.point, one.shape, len(one.origins), one.scope.unit)
    chosen, set_aside = widest(tellings)
    return _columns(combine(chosen), set_aside, chosen[0].scope.unit)


@lru_cache(maxsize=65536)
def _single(low: int, high: int | None, point: int | None, shape: str, origins: int, unit: str) -> tuple[Any, ...]:
    """One telling needs no combining, and most numbers are told once: the few forms it takes are worked out once each."""
    known = frozenset(str(each) for each in range(origins))
    only = Statement(low, high, point, shape, known, "", (False, "", 0), Scope(unit=unit))
    return _columns(combine([only]), False, unit)


def _columns(said: Readings, set_aside: bool, unit: str) -> tuple[Any, ...]:
    reported, floor, agreed, named, conservative = said.reported, said.floor, said.agreed, said.named, said.conservative
    return (
        reported and reported.low,
        reported and reported.high,
        reported and reported.point,
        said.stated,
        floor and floor.low,
        agreed and agreed.low,
        agreed and agreed.high,
        agreed and agreed.point,
        named and named.low,
        conservative and conservative.low,
        said.conflict,
        said.contradictory,
        set_aside,
        unit,
    )


def _row(
    members: Sequence[FlatReport],
    tellings: Sequence[FlatReport],
    standing: str,
    places: Places,
    voice: tuple[str | None, str] | None,
) -> EntityRow:
    span = time_of(each.when for each in tellings) if len(tellings) > 1 else tellings[0].when
    latest, known = first_day(span) if span else (None, None)
    place = places.finest(each.places for each in tellings)
    around = places.around(place) if place else _NOWHERE
    origins = sorted({origin for each in tellings for origin in each.credited.origins})
    base = (
        members[0].id,
        members[0].address,
        [each.id for each in members],
        [each.address for each in members],
        len(tellings),
        len(origins),
        standing,
        span[0] if span else None,
        span[1] if span else None,
        latest,
        known,
        around.path,
        place,
        around.governorate,
        around.district,
        origins,
        *(voice or ()),
    )
    return EntityRow(base, _facets(members[0].kind, tellings), _said(tellings))


def _said(tellings: Sequence[FlatReport]) -> dict[str, tuple[Any, ...]]:
    if len(tellings) == 1:
        return {each.scope.quantity: said_of((each,)) for each in tellings[0].counts}
    by_quantity: dict[str, list[Statement]] = {}
    for each in tellings:
        for count in each.counts:
            by_quantity.setdefault(count.scope.quantity, []).append(count)
    return {quantity: said_of(told) for quantity, told in by_quantity.items()}


def _facets(kind: str, tellings: Sequence[FlatReport]) -> tuple[Any, ...]:
    columns: list[Any] = []
    for index, scheme in enumerate(_schemes(kind_of(kind))):
        codes = {code for each in tellings for code in each.facets[index]}
        columns += _with_broader(scheme, frozenset(codes)) if codes else (None, ())
    return tuple(columns)


@lru_cache(maxsize=65536)
def _with_broader(scheme: str, codes: frozenset[str]) -> tuple[str, tuple[str, ...]]:
    above = {step for code in codes if vocabulary.is_code(scheme, code) for step in vocabulary.broader(scheme, code)}
    return " ".join(sorted(codes)), tuple(sorted(codes | above))


@cache
def _schemes(kind: type[Kind]) -> tuple[str, ...]:
    return tuple(field.scheme or "" for field in coded_facets(kind))


def _grade(current: Sequence[FlatReport]) -> str:
    facts = Facts(found=any(each.credited.finding for each in current), accepted=any(each.accepted for each in current))
    return grade({origin for each in current for origin in each.credited.origins}, facts).value


_NOWHERE = Surroundings((), None, None)
_PART = {part: index for index, (part, _) in enumerate(SAID)}
