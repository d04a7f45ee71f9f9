"""Lists of entities over all kinds: as many as are counted, each once, by date or by entry, in one scan of the viewer's own files."""

# ruff: noqa: S608  (every name put into a statement is one of ours; what readers say goes in as parameters)

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

import pyarrow as pa

from dalil.archive.protection import Viewer
from dalil.columns import projection
from dalil.columns.engine import query
from dalil.columns.manifest import Manifest, folder_of
from dalil.columns.parquet import full_paths
from dalil.columns.report_rows import REPORTS as REPORT_ROWS
from dalil.counting.layout import BY_SOURCE, ENTITIES
from dalil.counting.question import Question
from dalil.counting.sql import pairs_among, scan_of


class Order(StrEnum):
    """In which order a list stands."""

    ENTERED = "entered"
    """The latest entered first."""
    DATE = "date"
    """The latest that happened first; what has no date last."""


@dataclass(frozen=True)
class ListedEntity:
    """An entity of a list, by one of its reports. as_written: whether it has the words that were looked for as they were written."""

    address: str
    report: int
    as_written: bool


@dataclass(frozen=True)
class EntityList:
    """One page of a list. totals: how many there are, by kind; by_matcher: how many of these the matcher's word alone holds together;
    waiting_pairs: how many pairs of these wait to be judged."""

    totals: Mapping[str, int]
    entities: tuple[ListedEntity, ...]
    by_matcher: Mapping[str, int]
    waiting_pairs: Mapping[str, int]


def list_entities(
    questions: Mapping[str, Question],
    viewer: Viewer,
    *,
    kind: str = "",
    found: Sequence[tuple[int, bool]] | None = None,
    order: Order = Order.ENTERED,
    limit: int,
    offset: int = 0,
) -> EntityList:
    """List the entities that meet the conditions of a question for each kind.

    kind: the page holds this kind alone; the totals are those of all. found: only entities of these reports, the best first, each with
    whether it has the words as they are written; their order is then that of the list, unless it is by date.
    """
    scanned = _scan(questions, viewer, found)
    if scanned is None:
        return EntityList({}, (), {}, {})
    rows, given, tables = scanned
    counted = f"SELECT kind, count(*), count(*) FILTER (by_matcher) FROM ({rows}) GROUP BY kind"
    totals = query(counted, given, **tables).fetchall()
    by_date = "when_start DESC NULLS LAST, when_end DESC, " if order is Order.DATE else ""
    page = query(
        f"SELECT address, reports[1], as_written FROM ({rows}) WHERE $kind = '' OR kind = $kind"
        f" ORDER BY {by_date}as_written DESC, rank LIMIT $limit OFFSET $offset",
        {**given, "kind": kind, "limit": limit, "offset": offset},
        **tables,
    ).fetchall()
    return EntityList(
        {kind: many for kind, many, _ in totals},
        tuple(ListedEntity(*row) for row in page),
        {kind: many for kind, _, many in totals},
        _count_waiting(rows, given, tables, viewer, [kind for kind, *_ in totals]),
    )


def _count_waiting(
    rows: str, given: Mapping[str, Any], tables: Mapping[str, pa.Table], viewer: Viewer, kinds: Sequence[str]
) -> dict[str, int]:
    """How many pairs of a list wait to be judged, by kind."""
    manifest, folder = projection.refresh(viewer), folder_of(viewer.clearance)
    matched = [kind for kind in kinds if manifest.pairs and kind in manifest.pairs.many]
    if manifest.pairs is None or not matched:
        return {}
    files = {
        "pairs_file": [manifest.pairs.file],
        "report_files": [file for kind in matched for file in manifest.files(kind, REPORT_ROWS)],
    }
    paths = {name: full_paths(folder, each) for name, each in files.items()}
    return dict(query(pairs_among(f"SELECT kind, address FROM ({rows})"), {**given, **paths}, **tables).fetchall())


def count_by_place(
    questions: Mapping[str, Question],
    viewer: Viewer,
    *,
    kind: str = "",
    found: Sequence[tuple[int, bool]] | None = None,
) -> tuple[tuple[str | None, int], ...]:
    """Count the entities of a list by the finest place that is certain of each, the most first; None for those of no known place."""
    scanned = _scan(questions, viewer, found)
    if scanned is None:
        return ()
    rows, given, tables = scanned
    counted = f"SELECT place, count(*) FROM ({rows}) WHERE $kind = '' OR kind = $kind GROUP BY place ORDER BY 2 DESC, 1 NULLS LAST"
    return tuple(query(counted, {**given, "kind": kind}, **tables).fetchall())


def _scan(
    questions: Mapping[str, Question], viewer: Viewer, found: Sequence[tuple[int, bool]] | None
) -> tuple[str, dict[str, Any], dict[str, pa.Table]] | None:
    """The rows of a list as SQL, with its parameters and tables; None where there can be none. rank: the order of what was found."""
    parts, given = _scan_each(questions, projection.refresh(viewer), viewer)
    if not parts:
        return None
    rows = " UNION ALL ".join(parts)
    if found is None:
        return f"SELECT *, -list_max(reports) AS rank, true AS as_written FROM ({rows})", given, {}
    rows = (
        "SELECT kind, address, reports, when_start, when_end, place, by_matcher, min(found.rank) AS rank, bool_or(as_written) AS as_written"
        f" FROM (SELECT *, unnest(reports) AS report FROM ({rows})) JOIN found ON report = found.id GROUP BY ALL"
    )
    return rows, given, {"found": _table_of(found)}


def _scan_each(
    questions: Mapping[str, Question], manifest: Manifest, viewer: Viewer
) -> tuple[list[str], dict[str, Any]]:
    """The scan of each kind of which there is anything, and their parameters: each named after the place of its kind."""
    parts: list[str] = []
    given: dict[str, Any] = {}
    folder = folder_of(viewer.clearance)
    for index, (kind, question) in enumerate(sorted(questions.items())):
        source = question.according_to
        if source and source not in manifest.sources:
            continue
        if source in manifest.same:
            question = question.model_copy(update={"according_to": manifest.same[source]})
        files = manifest.files(kind, BY_SOURCE if source else ENTITIES)
        if not files:
            continue
        scan = scan_of(question, None, False, frozenset(), manifest.placed)
        where = re.sub(r"\$(\w+)", rf"$\1_{index}", scan.where)
        given |= {
            f"{name}_{index}": value
            for name, value in scan.parameters.items()
            if re.search(rf"\${name}_{index}\b", where)
        }
        given[f"files_{index}"] = full_paths(folder, files)
        given[f"of_{index}"] = kind
        parts.append(
            f"SELECT $of_{index} AS kind, address, reports, when_start, when_end, place, by_matcher"
            f" FROM read_parquet($files_{index}) WHERE {where}"
        )
    return parts, given


def _table_of(found: Sequence[tuple[int, bool]]) -> pa.Table:
    return pa.table(
        {
            "id": pa.array([pk for pk, _ in found], pa.int64()),
            "rank": pa.array(range(len(found)), pa.int64()),
            "as_written": pa.array([as_written for _, as_written in found], pa.bool_()),
        }
    )
