"""Where two sources overlap: what both report, what only one of them has, and whether their numbers allow one another."""

# ruff: noqa: S608  (every name put into a statement is a column of the layout; what readers say goes in as parameters)

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from dalil.archive.protection import Viewer
from dalil.columns import projection
from dalil.columns.engine import query, used_in
from dalil.columns.manifest import Manifest, folder_of
from dalil.columns.parquet import full_paths
from dalil.counting.answer import UnknownSource, log_question, unit_of
from dalil.counting.combine import Reading
from dalil.counting.layout import BY_SOURCE, ENTITIES, column, interval_columns, traits_in, units_in
from dalil.counting.question import Fault, Question
from dalil.counting.sql import scan_of
from dalil.values.total import Interval

MOST_SHARED = 500
"""So many entities that both report are compared one by one."""


@dataclass(frozen=True)
class SharedEntity:
    """An entity that both sources report, with the number of each; None where it states none."""

    address: str
    one: Interval | None
    other: Interval | None

    @property
    def agree(self) -> bool | None:
        """Tell whether some number is allowed by both; None where one of them states none."""
        if self.one is None or self.other is None:
            return None
        return not (_ends_before(self.one, self.other) or _ends_before(self.other, self.one))


@dataclass(frozen=True)
class SourceOverlap:
    """How many entities both sources report, only the one, and only the other. shared: those of both, the largest numbers first."""

    both: int
    only_one: int
    only_other: int
    shared: tuple[SharedEntity, ...] = ()


def _ends_before(one: Interval, other: Interval) -> bool:
    return one.high is not None and one.high < other.low


def overlap_of(question: Question, one: str, other: str, viewer: Viewer) -> SourceOverlap:
    """Compare what two sources report among the entities that a question asks for. Reading one query of the database.

    A source has an entity where it is credited with a report of it, as origin or as relay. question: its measure, where that is a
    quantity, is the number that is compared, by the reported range of each source alone; its groupings and `according_to` play no part.
    Raises UnknownSource for a code that the viewer may not know of.
    """
    log_question(question, viewer)
    manifest = projection.refresh(viewer)
    codes = [_known_source(code, manifest) for code in (one, other)]
    plain = question.model_copy(update={"by": (), "according_to": None, "reading": Reading.REPORTED_RANGE})
    files = {table: manifest.files(plain.kind, table) for table in (ENTITIES, BY_SOURCE)}
    if not all(files.values()):
        return SourceOverlap(0, 0, 0)
    scan = scan_of(plain, None, False, traits_in(manifest, plain.kind, plain.measure), manifest.placed)
    folder = folder_of(viewer.clearance)
    parameters: dict[str, Any] = {
        **scan.parameters,
        "entity_files": full_paths(folder, files[ENTITIES]),
        "source_files": full_paths(folder, files[BY_SOURCE]),
        "one": codes[0],
        "other": codes[1],
    }
    asked = f"asked AS (SELECT founding, address FROM read_parquet($entity_files) WHERE {scan.where})"
    counted = _run(_counted_sql(asked), parameters).fetchone()
    both, only_one, only_other = counted or (0, 0, 0)
    shared: tuple[SharedEntity, ...] = ()
    if both and plain.is_quantity:
        shared = _compare_numbers(asked, plain, manifest, parameters)
    return SourceOverlap(int(both), int(only_one), int(only_other), shared)


def _known_source(code: str, manifest: Manifest) -> str:
    if code not in manifest.sources:
        raise UnknownSource(
            Fault("unknown_source", "there is no source with the code “{source}”", {"source": code}, "according_to")
        )
    return str(manifest.same.get(code, code))


def _counted_sql(asked: str) -> str:
    return (
        f"WITH {asked}, credited AS (SELECT founding, bool_or(source = $one) AS a, bool_or(source = $other) AS b"
        " FROM read_parquet($source_files) WHERE source IN ($one, $other) GROUP BY founding)"
        " SELECT count_if(a AND b), count_if(a AND NOT b), count_if(b AND NOT a) FROM asked JOIN credited USING (founding)"
    )


def _compare_numbers(
    asked: str, question: Question, manifest: Manifest, parameters: Mapping[str, Any]
) -> tuple[SharedEntity, ...]:
    """The numbers of each entity that both report, in the unit most used, the largest first."""
    unit = question.unit or unit_of(question, units_in(manifest, question.kind, question.measure))
    low, high, _ = interval_columns(question.measure, Reading.REPORTED_RANGE)
    numbers = f"CASE WHEN {column(question.measure, 'unit')} = $unit THEN {{}} END"
    one_source = (
        f"SELECT founding, {numbers.format(low)} AS low, {numbers.format(high)} AS high"
        " FROM read_parquet($source_files) WHERE source = ${}"
    )
    found = _run(
        f"WITH {asked}, a AS ({one_source.format('one')}), b AS ({one_source.format('other')})"
        " SELECT address, a.low, a.high, b.low, b.high FROM asked JOIN a USING (founding) JOIN b USING (founding)"
        f" ORDER BY greatest(coalesce(a.low, 0), coalesce(b.low, 0)) DESC, address LIMIT {MOST_SHARED}",
        {**parameters, "unit": unit},
    ).fetchall()
    return tuple(SharedEntity(address, _interval(a, b), _interval(c, d)) for address, a, b, c, d in found)


def _run(sql: str, parameters: Mapping[str, Any]) -> Any:
    return query(sql, used_in(sql, parameters))


def _interval(low: int | None, high: int | None) -> Interval | None:
    return None if low is None else Interval(low, high)


@dataclass(frozen=True)
class SharingSource:
    """A source that reports some of the same entities as another: how many both have, only that other one, and only this one."""

    code: str
    both: int
    only_one: int
    only_other: int


def sources_sharing_with(code: str, kind: str, viewer: Viewer, most: int = 8) -> tuple[SharingSource, ...]:
    """List the sources that report most of the same entities of a kind as a source does; empty where the source is unknown.

    The numbers are those of `overlap_of` for each, worked out at once.
    """
    manifest = projection.refresh(viewer)
    files = manifest.files(kind, BY_SOURCE)
    if code not in manifest.sources or not files:
        return ()
    found = query(
        "WITH rows AS (SELECT DISTINCT founding, source FROM read_parquet($files) WHERE source IS NOT NULL),"
        " mine AS (SELECT founding, true AS mine FROM rows WHERE source = $one),"
        " sums AS (SELECT source, count_if(mine) AS common, count_if(mine IS NULL) AS alone FROM rows LEFT JOIN mine USING (founding)"
        " WHERE source <> $one GROUP BY source)"
        " SELECT source, common, (SELECT count(*) FROM mine) - common, alone FROM sums WHERE common > 0"
        f" ORDER BY common DESC, source LIMIT {int(most)}",
        {"files": full_paths(folder_of(viewer.clearance), files), "one": manifest.same.get(code, code)},
    ).fetchall()
    return tuple(SharingSource(source, *map(int, numbers)) for source, *numbers in found)
