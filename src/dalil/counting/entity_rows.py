"""From flat reports to the rows that are counted: one for each entity, and one more for each source of an entity. Pure, but for the
gazetteer that is handed in."""

from __future__ import annotations

import calendar
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from functools import cache, lru_cache
from typing import Any, NamedTuple

import pyarrow as pa

from dalil import vocabulary
from dalil.columns.flat_reports import Codes, FlatReport
from dalil.columns.parquet import nulls
from dalil.columns.surroundings import Places, Surroundings
from dalil.counting.combine import Readings, are_several, choose_scope, combine
from dalil.counting.grading import ACCEPTING, Facts, Grade, grade, is_finding
from dalil.counting.layout import BASE, BY_SOURCE, CREDIT, ENTITIES, PERIODS, SAID, VERSION, facts_of, schema_of
from dalil.record.kind import PERPETRATORS, Kind, coded_facets, kind_of
from dalil.record.source_identity import Pair
from dalil.values.statement import Scope, Statement
from dalil.values.when import week_of

Span = tuple[date, date]


class EntityRow(NamedTuple):
    """One row: the values of the base columns (and of the credit), of the facets, and of the quantities that somebody stated."""

    base: tuple[Any, ...]
    facets: tuple[Any, ...]
    numbers: dict[str, tuple[Any, ...]]


class EntityTables:
    """The two tables of counting: `entities`, and each entity once more for each source, by what that source states."""

    names = (ENTITIES, BY_SOURCE)
    version = VERSION

    def rows_of(self, members: Sequence[FlatReport], places: Places) -> tuple[list[EntityRow], list[EntityRow]]:
        """Make the row of an entity and its rows by source.

        members: every report of it, earliest first. Those that were corrected or withdrawn give it its address and nothing else;
        an entity of which nothing is current has no row.
        """
        current = [each for each in members if each.current]
        if not current:
            return [], []
        grade_code = grade_reports(current).value
        whole = _row(members, current, grade_code, places, None)
        by_source: dict[str | None, list[FlatReport]] = {}
        for each in current:
            for source in dict.fromkeys((*each.credited.origins, *each.credited.relays)) or (None,):
                by_source.setdefault(source, []).append(each)
        rows = []
        for source, reports in sorted(by_source.items(), key=lambda pair: pair[0] or ""):
            origin = source is None or any(source in each.credited.origins for each in reports)
            credit = (source, "origin" if origin else "relay")
            if len(reports) == len(current):  # it says all that is said: the same row
                rows.append(EntityRow((*whole.base, *credit), whole.facets, whole.numbers))
            else:
                rows.append(_row(members, reports, grade_code, places, credit))
        return [whole], rows

    def table_of(self, kind: type[Kind], name: str, rows: Sequence[EntityRow]) -> pa.Table:
        """Return the rows of a kind as one of its two tables."""
        return table_of(kind, rows, name)

    def facts_of(self, kind: type[Kind], tables: Mapping[str, pa.Table]) -> dict[str, Any]:
        """Return what a question needs to know of the tables before it opens them; see `layout.facts_of`."""
        return facts_of(kind, tables)


def table_of(kind: type[Kind], rows: Sequence[EntityRow], name: str = ENTITIES) -> pa.Table:
    """Return the rows of a kind as one of its two tables."""
    schema = schema_of(kind, name)
    wide = len(BASE) + (len(CREDIT) if name == BY_SOURCE else 0)
    columns: dict[str, list[Any]] = {}
    for index, field in enumerate(schema):
        if index < wide:
            columns[field.name] = [row.base[index] for row in rows]
    for index in range(2 * len(coded_facets(kind))):
        columns[schema.field(wide + index).name] = [row.facets[index] for row in rows]
    stated: dict[str, list[int]] = {}
    for index, row in enumerate(rows):
        for quantity in row.numbers:
            stated.setdefault(quantity, []).append(index)
    arrays = []
    for field in schema:
        if field.name in columns:
            arrays.append(pa.array(columns[field.name], field.type))
            continue
        quantity, _, part = field.name.rpartition("__")
        if quantity in stated:
            place = _PART[part]
            values: list[Any] = [None] * len(rows)
            for index in stated[quantity]:
                values[index] = rows[index].numbers[quantity][place]
            arrays.append(pa.array(values, field.type))
        else:
            arrays.append(nulls(len(rows), field.type))
    return pa.Table.from_arrays(arrays, schema=schema)


def time_of(spans: Iterable[Span | None]) -> Span | None:
    """Return when an entity happened: the days that all reports allow; where there are none, all the days that any allows."""
    known = [span for span in spans if span is not None]
    if not known:
        return None
    start, end = max(span[0] for span in known), min(span[1] for span in known)
    return (start, end) if start <= end else (min(span[0] for span in known), max(span[1] for span in known))


@lru_cache(maxsize=65536)
def first_day(span: Span, lasts: bool = False) -> tuple[date, int]:
    """Work out the last day on which something of this span can have begun, and the finest of PERIODS its first day is known to.

    A span is that within which it happened (`When`): one day exactly; up to a week, to the week of its first day; of a longer one any
    day may be meant, so it counts in nothing finer than what holds it whole. lasts: the span is how long it was so (`Kind.lasts`), and
    says its first day, unless it is one of whole months.
    """
    start, end = span
    if start == end:
        return start, PERIODS.index("day")
    if (end - start).days < 7 or week_of(start) == week_of(end):
        return start, PERIODS.index("week")
    if lasts and not (start.day == 1 and end.day == calendar.monthrange(end.year, end.month)[1]):
        return start, PERIODS.index("month")
    if (start.year, start.month) == (end.year, end.month):
        return end, PERIODS.index("month")
    return end, PERIODS.index("year") if start.year == end.year else len(PERIODS)


def numbers_of(statements: Sequence[Statement], alike: frozenset[Pair] = frozenset()) -> tuple[Any, ...]:
    """Work out the columns of one quantity from all that is stated of it. alike: see `combine`."""
    if len(statements) == 1:
        one = statements[0]
        several = are_several(one.origins, alike)
        known = 2 if several else len(one.origins) and 1
        return _single(one.low, one.high, one.point, one.shape, known, one.scope.unit, one.disputed)
    chosen, set_aside = choose_scope(statements)
    return _columns(combine(chosen, alike=alike), set_aside, chosen[0].scope.unit)


@lru_cache(maxsize=65536)
def _single(
    low: int, high: int | None, point: int | None, shape: str, origins: int, unit: str, disputed: bool
) -> tuple[Any, ...]:
    """A single statement needs no combining, and most numbers are stated once: the few forms they take are worked out once each."""
    known = frozenset(str(each) for each in range(origins))
    only = Statement(low, high, point, shape, known, "", (False, "", 0), Scope(unit=unit), disputed)
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
        said.at_most,
        unit,
    )


def _row(
    members: Sequence[FlatReport],
    reports: Sequence[FlatReport],
    grade_code: str,
    places: Places,
    credit: tuple[str | None, str] | None,
) -> EntityRow:
    span = time_of(each.when for each in reports) if len(reports) > 1 else reports[0].when
    latest, known = first_day(span, kind_of(members[0].kind).lasts) if span else (None, None)
    codes_of_each = [places.codes_of(each) for each in reports]
    place = places.finest(codes_of_each)
    around = places.around(place) if place else _NOWHERE
    origins = sorted({origin for each in reports for origin in each.credited.origins})
    base = (
        members[0].id,
        members[0].address,
        [each.id for each in members],
        [each.address for each in members],
        len(reports),
        len(origins),
        grade_code,
        span[0] if span else None,
        span[1] if span else None,
        latest,
        known,
        around.path,
        place,
        around.country if place else places.countries(codes_of_each),
        around.governorate,
        around.district,
        origins,
        len({each.part for each in reports}) > 1,
        *(credit or ()),
    )
    return EntityRow(base, _facets(members[0].kind, reports), _numbers(reports))


def _numbers(reports: Sequence[FlatReport]) -> dict[str, tuple[Any, ...]]:
    if len(reports) == 1:
        return {each.scope.quantity: numbers_of((each,), reports[0].credited.alike) for each in reports[0].statements}
    by_quantity: dict[str, list[Statement]] = {}
    for each in reports:
        for count in each.statements:
            by_quantity.setdefault(count.scope.quantity, []).append(count)
    alike = alike_among(reports)
    return {quantity: numbers_of(statements, alike) for quantity, statements in by_quantity.items()}


def _facets(kind: str, reports: Sequence[FlatReport]) -> tuple[Any, ...]:
    columns: list[Any] = []
    for index, (name, scheme) in enumerate(_schemes(kind_of(kind))):
        codes = frozenset(code for each in reports for code in each.facets[index])
        if name == PERPETRATORS and len(codes) > 1:
            codes = _finest(scheme, codes)
        columns += _with_broader(scheme, codes) if codes else (None, ())
    return tuple(columns)


@lru_cache(maxsize=65536)
def _with_broader(scheme: str, codes: frozenset[str]) -> tuple[str, tuple[str, ...]]:
    above = {step for code in codes if vocabulary.is_code(scheme, code) for step in vocabulary.broader(scheme, code)}
    return " ".join(sorted(codes)), tuple(sorted(codes | above))


@lru_cache(maxsize=65536)
def _finest(scheme: str, codes: frozenset[str]) -> frozenset[str]:
    """The codes that stand above no other of them: an army, and the state whose army it is, are one perpetrator told twice."""
    return codes - {
        step for code in codes if vocabulary.is_code(scheme, code) for step in vocabulary.broader(scheme, code)
    }


@cache
def _schemes(kind: type[Kind]) -> tuple[tuple[str, str], ...]:
    return tuple((field.name, field.scheme or "") for field in coded_facets(kind))


def grade_reports(current: Sequence[FlatReport]) -> Grade:
    """Grade an entity by its current reports: by who says so, and by what the actors that they name admit."""
    facts = Facts(
        found=any(_is_finding(each.credited.origin_types, bool(each.credited.relays)) for each in current),
        accepted=any(not ACCEPTING.isdisjoint(each.answers) for each in current),
    )
    return grade({origin for each in current for origin in each.credited.origins}, facts, alike=alike_among(current))


def alike_among(reports: Iterable[FlatReport]) -> frozenset[Pair]:
    """Return the pairs of sources behind these reports of which nobody knows for certain that they are two."""
    return frozenset[Pair]().union(*(each.credited.alike for each in reports))


@lru_cache(maxsize=4096)
def _is_finding(origin_types: Codes, relayed: bool) -> bool:
    return any(is_finding(each, relayed=relayed) for each in origin_types)


_NOWHERE = Surroundings((), None, None, None)
_PART = {part: index for index, (part, _) in enumerate(SAID)}
