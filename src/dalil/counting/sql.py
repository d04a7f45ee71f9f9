"""A question as SQL over the projection. Names of columns come from the layout; whatever a reader said is a parameter."""

# ruff: noqa: S608  (every name put into a statement is a column of the layout; what readers say goes in as parameters)

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, NamedTuple

from dalil import vocabulary
from dalil.counting.combine import Reading
from dalil.counting.layout import FLAGS, PERIODS, column, facet_column, interval_columns, within_column
from dalil.counting.question import ENTITIES, GAP, REPORTS, Question
from dalil.lookup.places_by_point import ABROAD
from dalil.record.gazetteer_in_use import gazetteer_as_of
from dalil.record.kind import PERPETRATORS, coded_facets

FILES = "read_parquet($files)"

_COUNTERS = ("entities", "reports")


@dataclass(frozen=True)
class Scan:
    """The parts of one question's SQL. `source` is what a statement reads from: FILES, or a table handed in.

    numbers: the columns of the low, the high and the best number; sums: what a `Total` is made of, in its order.
    unknown: for each facet that is asked for, or grouped by, when it is unknown of an entity that meets all the rest.
    by_source: whether the total reads the rows of one source. lines_by_source: whether the lines read the rows by source.
    """

    question: Question
    where: str
    perhaps_where: str
    parameters: dict[str, Any]
    numbers: dict[str, str]
    sums: tuple[tuple[str, str], ...]
    facets: frozenset[str]
    unknown: Mapping[str, str]
    by_source: bool
    lines_by_source: bool

    def total(self, source: str) -> str:
        """Write the query of the total: one line."""
        return f"SELECT {_listed(self._sums())} FROM {source} WHERE {self.where}"

    def grouped(self, source: str) -> str:
        """Write the query of one line for each combination of keys, a facet's codes still together as they stand in the row.

        Where a period is the only key, it gives a line for each day: a week, a month or a year is worked out of a few thousand days
        in `lines`, and not of each row.
        """
        keys = [f"{self._key(by)} AS k{index}" for index, by in enumerate(self.question.by)]
        if self._is_series:
            keys = [f"{self._day_known_to(self.question.by[0])} AS k0"]
        return f"SELECT {_listed(keys + self._sums())} FROM {source} WHERE {self.where} GROUP BY ALL"

    def added_up(self, grouped: str) -> str:
        """Write the query of the total from what `grouped` gave."""
        return f"SELECT {_listed(f'sum({name})::BIGINT AS {name}' for name in self._names())} FROM {grouped}"

    def lines(self, grouped: str) -> str:
        """Write the query of the answer's lines from what `grouped` gave: each code of a facet on its own, in order.

        Perpetrators stay together: those that are named of one entity are one line, so that no death is added to two.
        """
        source = grouped
        if self._is_series:
            source = f"(SELECT * REPLACE (date_trunc('{self.question.by[0]}', k0)::DATE AS k0) FROM {source})"
        for index, by in enumerate(self.question.by):
            if by in self.facets and by != PERPETRATORS:
                code = (
                    f"unnest(CASE WHEN k{index} IS NULL THEN [NULL] ELSE string_split(k{index}, ' ') END) AS k{index}"
                )
                source = f"(SELECT * REPLACE ({code}) FROM {source})"
        names = [f"k{index}" for index in range(len(self.question.by))]
        sums = [f"sum({name})::BIGINT AS {name}" for name in self._names()]
        first = self.question.by[0]
        largest = "low DESC NULLS LAST, entities DESC, " if self.sums else "entities DESC, "
        order = ("" if len(names) > 1 or first in PERIODS else largest) + ", ".join(
            f"{name} NULLS LAST" for name in names
        )
        shown = [_SHOWN.get(by, "{}").format(name) for by, name in zip(self.question.by, names, strict=True)]
        inner = f"SELECT {_listed([*names, *sums])} FROM {source} GROUP BY {_listed(names)}"
        return f"SELECT {_listed([*shown, *self._names()])} FROM ({inner}) ORDER BY {order}"

    def perhaps(self, source: str) -> str:
        """Write the query of how many may belong and are not counted."""
        return f"SELECT count(*) FROM {source} WHERE {self.perhaps_where}"

    def by_matcher(self, source: str) -> str:
        """Write the query of how many of those counted are held together by the matcher's word alone."""
        dated = " AND when_start IS NOT NULL" if self.question.measure == GAP else ""
        return f"SELECT count(*) FROM {source} WHERE by_matcher AND {self.where}{dated}"

    def waiting_pairs(self, source: str) -> str:
        """Write the query of how many pairs of those counted wait for a judgement; see `pairs_among`."""
        dated = " AND when_start IS NOT NULL" if self.question.measure == GAP else ""
        return pairs_among(f"SELECT '' AS kind, address FROM {source} WHERE {self.where}{dated}")

    def unknown_facets(self, source: str) -> str:
        """Write the query of how many entities each facet of `unknown` is unknown of, in its order."""
        return f"SELECT {_listed(f'count(*) FILTER (WHERE {each})' for each in self.unknown.values())} FROM {source}"

    def entities(self, source: str) -> str:
        """Write the query of the entities in the total, the latest first; `limit` and `offset` are parameters."""
        low, high, point = (self.numbers.get(part, "NULL::BIGINT") for part in ("low", "high", "point"))
        quantity = self.question.measure if self.question.is_quantity else None
        unit, conflict, contradictory = (
            column(quantity, part) if quantity else "NULL" for part in ("unit", "conflict", "contradictory")
        )
        return (
            "SELECT address, reports, n_reports, n_origins, grade, when_start, when_end, place,"
            f" {low}, {high}, {point}, {unit}, {conflict}, {contradictory}"
            f" FROM {source} WHERE {self.where}"
            " ORDER BY when_start DESC NULLS LAST, when_end DESC, founding DESC LIMIT $limit OFFSET $offset"
        )

    def behind(self, source: str, *, keyed: bool = True) -> str:
        """Write the query of every row that the answer or one of its doubts rests on, with what makes it so; `limit` is a parameter.

        counted: it is in the total. perhaps: it may belong. unknown_…: a facet is unknown of it. by_…: its keys, codes still together,
        where it is keyed: the rows of a total have no source.
        low, high, point, stated: its number in the reading that is asked for, in its own unit; 1, or its reports, where these are counted.
        """
        quantity, reading = self.question.measure, self.question.reading
        if self.question.is_quantity:
            low, high, point = (name or "NULL::BIGINT" for name in interval_columns(quantity, reading))
            largest = column(quantity, "stated") if reading is Reading.REPORTED_RANGE else f"coalesce({high}, {low})"
            numbers = [low, high, point, largest, *(column(quantity, part) for part in ("unit", *FLAGS))]
        else:
            one = {ENTITIES: "1::BIGINT", REPORTS: "n_reports::BIGINT"}.get(quantity, "NULL::BIGINT")
            numbers = [one] * 4 + ["NULL::VARCHAR"] + ["false"] * len(FLAGS)
        named = zip(numbers, ("low", "high", "point", "stated", "unit", *FLAGS), strict=True)
        marks = {"counted": self.where, "perhaps": self.perhaps_where or "false"}
        marks |= {f"unknown_{facet}": condition for facet, condition in self.unknown.items()}
        shown = [
            "address AS entity, array_to_string(addresses, ' ') AS reports, n_reports, n_origins, grade",
            "when_start AS first_day, when_end AS last_day, place",
            *(f"{each} AS {name}" for each, name in named),
            *(f"{_SHOWN.get(by, '{}').format(self._key(by))} AS by_{by}" for by in self.question.by if keyed),
            *(f"coalesce({condition}, false) AS {name}" for name, condition in marks.items()),
        ]
        return (
            f"SELECT row_number() OVER (ORDER BY when_start, when_end, founding) AS position, {_listed(shown)}"
            f" FROM {source} WHERE {' OR '.join(f'coalesce({each}, false)' for each in marks.values())}"
            " ORDER BY position LIMIT $limit"
        )

    def first_and_last(self, source: str) -> str:
        """Write the query of how many are dated; the first; the last and the one before it; the longest wait and its two ends; how many lie ahead.

        What is said to have been on a day that has not come is none of them: a slip in a year would else be the last time for years.

        Behind the one before stands the latest day on which any before can have begun, and so it does behind the ends.
        A wait is the days between one and the latest end of all before it, so that what lasted long leaves no false gap.
        """
        one = "{'address': address, 'start': when_start, 'end': when_end}"
        earlier = "place ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING"

        def entity_at(place: str, order: str = "place") -> str:
            return f"(SELECT {one} FROM dated WHERE place {place} ORDER BY {order} LIMIT 1)"

        has_come = "(when_start <= current_date + 1)"  # a day ahead it may be elsewhere
        latest, longest = "(SELECT place FROM latest)", "(SELECT place FROM longest)"
        found = [
            "(SELECT count(*) FROM dated)",
            entity_at("= 1"),
            entity_at(f"= {latest}"),
            entity_at(f"< {latest}", "when_end DESC, place"),
            "(SELECT begun FROM latest)",
            "(SELECT wait FROM longest)",
            entity_at(f"< {longest}", "when_end DESC, place"),
            entity_at(f"= {longest}"),
            "(SELECT begun FROM longest)",
            f"(SELECT count(*) FROM {source} WHERE {self.where} AND NOT {has_come})",
        ]
        return (
            "WITH dated AS MATERIALIZED (SELECT address, when_start, when_end,"
            " row_number() OVER (ORDER BY when_start, when_end, founding) AS place"
            f" FROM {source} WHERE {self.where} AND {has_come}),"
            " waits AS (SELECT place, lag(when_start) OVER (ORDER BY place) AS begun,"
            f" date_diff('day', max(when_end) OVER (ORDER BY {earlier}), when_start) AS wait FROM dated),"
            " latest AS MATERIALIZED (SELECT place, begun FROM waits ORDER BY place DESC LIMIT 1),"
            " longest AS MATERIALIZED"
            " (SELECT place, begun, wait FROM waits WHERE wait IS NOT NULL ORDER BY wait DESC, place LIMIT 1)"
            f" SELECT {_listed(found)}"
        )

    def span(self, source: str) -> str:
        """Write the query of the first day and of the last day on which any of what is asked for was, as far as these are known."""
        return f"SELECT min(when_start), max(when_end) FROM {source} WHERE {self.where}"

    def _names(self) -> list[str]:
        return [*_COUNTERS, *(name for name, _ in self.sums)]

    def _sums(self) -> list[str]:
        reports = "sum(n_reports)::BIGINT" if self.question.measure == REPORTS else "0"
        sums = ["count(*) AS entities", f"{reports} AS reports"]
        return sums + [f"{sum_} AS {name}" for name, sum_ in self.sums]

    def _key(self, by: str) -> str:
        if by in self.facets:
            return facet_column(by)
        if by in PERIODS:
            day = self._day_known_to(by)
            return day if by == "day" else f"date_trunc('{by}', {day})::DATE"
        return by

    @property
    def _is_series(self) -> bool:
        return len(self.question.by) == 1 and self.question.by[0] in PERIODS

    def _day_known_to(self, period: str) -> str:
        """The first day, where it is known to a period."""
        return f"CASE WHEN when_known <= {PERIODS.index(period)} THEN when_start END"


def pairs_among(listed: str) -> str:
    """Write the query of how many pairs of the entities listed have reports that wait to be judged together, by kind.

    listed: a query of the kind and the address of each entity; the files of the pairs and of the reports of these kinds are parameters.
    An entity counts by all its current reports, whoever is asked for, so that a pair is one however many of its reports wait.
    """
    return (
        f"WITH listed AS MATERIALIZED ({listed}), waiting AS (SELECT a, b FROM read_parquet($pairs_file)),"
        " member AS MATERIALIZED (SELECT report, entity FROM read_parquet($report_files) WHERE current"
        " AND (report IN (SELECT a FROM waiting) OR report IN (SELECT b FROM waiting)))"
        " SELECT one.kind, count(DISTINCT (least(one.address, other.address), greatest(one.address, other.address)))"
        " FROM waiting JOIN member x ON x.report = a JOIN member y ON y.report = b"
        " JOIN listed one ON one.address = x.entity JOIN listed other ON other.address = y.entity"
        " WHERE x.entity <> y.entity GROUP BY one.kind"
    )


def scan_of(question: Question, unit: str | None, mixed: bool, traits: frozenset[str], placed: int) -> Scan:
    """Write the parts of one question's SQL, and gather their parameters.

    unit: the unit that its numbers are given in. mixed: whether the quantity is stated in other units too.
    traits: what has to be reckoned with in adding up (`layout.traits_in`). placed: the version of the gazetteer by which the files were
    laid out, as the manifest names it.
    """
    facets, filters = _facets_of(question), _filters_of(question)
    bounds = [*_bounds_of_place(question, placed), *_bounds_of_time(question)]
    parameters: dict[str, Any] = {}
    for own in (
        *(each.parameters for each in facets.values()),
        *(each.parameters for each in filters),
        *(each.parameters for each in bounds),
    ):
        parameters |= own
    numbers: dict[str, str] = {}
    sums: tuple[tuple[str, str], ...] = ()
    if question.is_quantity:
        if mixed:
            parameters["unit"] = unit
        numbers = _numbers(question.measure, question.reading, mixed)
        sums = _sums(question, numbers, mixed, traits)
    certain = [each.surely for each in bounds]
    either = [f"({each.surely} OR {each.possibly})" for each in bounds]
    others = [each.condition for each in filters]
    stated = ["true", *(each.condition for each in facets.values()), *others]
    unknown = {
        facet: " AND ".join(
            (
                each.unknown,
                *(f"({it.condition} OR {it.unknown})" for name, it in facets.items() if name != facet),
                *others,
                *either,  # what is unknown in two respects may belong as well, and is in no other doubt
            )
        )
        for facet, each in facets.items()
    }
    grouped = [field.name for field in coded_facets(question.kind_class) if field.name in question.by]
    unknown |= {
        facet: " AND ".join([f"{facet_column(facet)} IS NULL", *stated, *certain])
        for facet in grouped
        if facet not in facets
    }
    return Scan(
        question=question,
        where=" AND ".join([*stated, *certain]),
        perhaps_where=" AND ".join([*stated, *either, f"NOT ({' AND '.join(certain)})"]) if bounds else "",
        parameters=parameters,
        numbers=numbers,
        sums=sums,
        facets=frozenset(field.name for field in coded_facets(question.kind_class)),
        unknown=unknown,
        by_source=question.according_to is not None,
        lines_by_source=question.according_to is not None or "source" in question.by,
    )


class _Filter(NamedTuple):
    """A condition that a row meets or does not meet, and its parameters."""

    condition: str
    parameters: dict[str, Any]


class _Bound(NamedTuple):
    """A place or a time asked for: when a row surely lies in it, when it possibly does, and the parameters of both."""

    surely: str
    possibly: str
    parameters: dict[str, Any]


class _FacetFilter(NamedTuple):
    """A facet that is asked for: when an entity has one of its codes, when that is unknown, and the parameters of both."""

    condition: str
    unknown: str
    parameters: dict[str, Any]


def _facets_of(question: Question) -> dict[str, _FacetFilter]:
    """The conditions by facet.

    A facet is unknown of an entity where nothing was stated, or where it has none of the codes that are asked for, but a broader one:
    “from the air” says neither that it was a barrel bomb, nor that it was none.
    """
    schemes = {field.name: field.scheme or "" for field in coded_facets(question.kind_class)}
    filters = {}
    for index, (facet, codes) in enumerate(sorted(question.facets.items())):
        if not codes:
            continue
        above = {step for code in codes for step in vocabulary.broader(schemes[facet], code)} - set(codes)
        has, column_ = f"list_has_any({within_column(facet)}, $facet{index})", facet_column(facet)
        broader = f"(list_has_any(string_split({column_}, ' '), $above{index}) AND NOT {has})"
        filters[facet] = _FacetFilter(
            has, f"({column_} IS NULL OR {broader})", {f"facet{index}": list(codes), f"above{index}": sorted(above)}
        )
    return filters


def _filters_of(question: Question) -> list[_Filter]:
    """The conditions by grade, source and entity."""
    filters = []
    if question.grades:
        filters.append(_Filter("list_contains($grades, grade)", {"grades": [grade.value for grade in question.grades]}))
    if question.according_to:
        filters.append(_Filter("source = $source", {"source": question.according_to}))
    if question.entity:
        filters.append(_Filter("list_contains(addresses, $entity)", {"entity": question.entity}))
    return filters


def _bounds_of_place(question: Question, placed: int) -> list[_Bound]:
    """What surely lies in the places asked for, and what is known only to lie in something that holds one of them."""
    if not question.places:
        return []
    here = gazetteer_as_of(placed)
    above = {step for code in question.places for step in here.path(code)[:-1]}
    if not all(map(here.is_drawn_whole, question.places)):
        above.add(ABROAD)  # what lies outside of the known borders may lie where no border is known
    return [
        _Bound(
            "list_has_any(place_path, $places)",
            "(place IS NULL OR list_contains($above, place))",
            {"places": list(question.places), "above": sorted(above)},
        )
    ]


def _bounds_of_time(question: Question) -> list[_Bound]:
    """What surely began in the period asked for, and what may have: its days overlap the period, or are not known."""
    begun, overlaps, parameters = [], [], {}
    if question.since:
        parameters["since"] = question.since
        begun.append("when_start >= $since")
        overlaps.append("when_end >= $since")
    if question.until:
        parameters["until"] = question.until
        begun.append("when_latest <= $until")
        overlaps.append("when_start <= $until")
    if not begun:
        return []
    possibly = f"(when_start IS NULL OR ({' AND '.join(overlaps)}))"
    return [_Bound(f"coalesce({' AND '.join(begun)}, false)", possibly, parameters)]


def _numbers(quantity: str, reading: Reading, mixed: bool) -> dict[str, str]:
    """The columns of the low, the high and the best number of a reading, as far as it has them; null in another unit than asked."""
    parts = zip(("low", "high", "point"), interval_columns(quantity, reading), strict=True)
    return {part: _in_unit(quantity, name, mixed) for part, name in parts if name}


def _sums(
    question: Question, numbers: Mapping[str, str], mixed: bool, traits: frozenset[str]
) -> tuple[tuple[str, str], ...]:
    """What a total is made of. Where the manifest says that no file has a trait, nothing is counted for it."""
    quantity, reading = question.measure, question.reading
    low, high, point = (numbers.get(part) for part in ("low", "high", "point"))
    known = f"count({low})"
    flags = {
        flag: f"count_if({_in_unit(quantity, column(quantity, flag), mixed)})" if flag in traits else "0"
        for flag in FLAGS
    }
    if mixed:
        unit, other = column(quantity, "unit"), column(quantity, "other")
        flags["other"] = f"count_if({other} OR {unit} <> $unit)"
    is_open = high is None or f"open:{reading}" in traits
    if reading is Reading.REPORTED_RANGE and (is_open or "contradictory" in traits):
        stated = f"sum({_in_unit(quantity, column(quantity, 'stated'), mixed)})"
    else:
        stated = f"sum({low})" if high is None else f"sum(coalesce({high}, {low}))" if is_open else f"sum({high})"
    return (
        ("known", known),
        ("low", f"sum({low})::BIGINT"),
        ("high", f"sum({high})::BIGINT" if high else "0"),
        ("highs", "0" if high is None else f"count({high})" if is_open else known),
        ("point", f"sum({point})::BIGINT" if point else "0"),
        ("points", "0" if point is None else f"count({point})" if f"pointless:{reading}" in traits else known),
        ("stated", f"{stated}::BIGINT"),
        *((flag, flags[flag]) for flag in FLAGS),
    )


def _in_unit(quantity: str, name: str, mixed: bool) -> str:
    return f"CASE WHEN {column(quantity, 'unit')} = $unit THEN {name} END" if mixed else name


_SHOWN = {
    "day": "strftime({}, '%Y-%m-%d')",
    "week": "strftime({}, '%Y-%m-%d')",
    "month": "strftime({}, '%Y-%m')",
    "year": "strftime({}, '%Y')",
}


def _listed(parts: Iterable[str]) -> str:
    return ", ".join(parts)
