"""The record laid out in columns for one clearance: what questions are asked of.

It follows the log. `refresh` applies the writes since it last looked: it finds every entity that they can have touched, works
those out anew and rewrites the files they are in; `rebuild` works everything out. Both give the same rows (a property test).
Several processes may call them at once: one works under a lock, the others wait and find it done.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextvars import ContextVar
from dataclasses import dataclass
from datetime import UTC, date, datetime
from itertools import groupby
from pathlib import Path
from typing import Any, NamedTuple

import pyarrow as pa
import pyarrow.compute as pc
from django.db import transaction
from django.db.models import Max
from django.utils.timezone import localdate
from filelock import FileLock

from dalil.archive.protection import Viewer
from dalil.columns import record_reader
from dalil.columns.engine import query
from dalil.columns.flat_reports import FlatReport
from dalil.columns.manifest import (
    Bucket,
    Manifest,
    PairFile,
    clearances,
    folder_of,
    read_manifest,
    sweep,
    write_manifest,
)
from dalil.columns.pairs import lay_out_pairs
from dalil.columns.parquet import encode_table, full_paths, held, joined, read_held, whole, write_file
from dalil.columns.report_rows import REPORTS, ReportTables
from dalil.columns.surroundings import Places
from dalil.columns.tables import BUCKET, PORTION, Tables, fingerprint, register, registered_tables
from dalil.record.by_addresses import find_keys
from dalil.record.entities import bearings_for, bundle, group_all
from dalil.record.gazetteer_in_use import gazetteer
from dalil.record.grouping import group, group_by_persons
from dalil.record.kind import all_kinds, kind_of
from dalil.record.log import (
    Change,
    Place,
    Subject,
    Verb,
    changes_since,
    count_changes,
    last_number,
    last_place,
    last_place_when_asked,
    stands_in_log,
)
from dalil.record.models import Report
from dalil.record.per_request import once_per_request
from dalil.record.source_identity import judged_with, read_identities

REBUILD_ABOVE = 20_000
"""So many touched reports at once, and more than a quarter of all: working everything out is quicker than following each."""

Rows = dict[tuple[str, int], dict[str, list[Any]]]
"""By kind and bucket, the rows of each table by its name."""


@dataclass(frozen=True)
class Believed:
    """What a reader is answered from, while a process follows the log: see `following.answering_readers`."""

    state: int
    at_least: int


believed: ContextVar[Believed | None] = ContextVar("dalil_believed", default=None)
"""Set while a reader is answered and a process follows the log; None: whoever asks has the projection brought up to date."""

register(ReportTables())


@once_per_request
def refresh(viewer: Viewer) -> Manifest:
    """Bring the projection of this viewer's clearance up to date. Returns its manifest. Costs one query where nothing was written.

    Within one request it is done once, so that a page shows one state of the record. A reader is answered from what is laid out, where
    a process follows the log: what is added shows when that process has come to it, and what was taken from the public is never shown.
    """
    folder = folder_of(viewer.clearance)
    if not viewer.member and (laid_out := _laid_out_for_readers(folder)):
        return laid_out
    manifest = read_manifest(folder)
    last = last_place_when_asked()
    if _is_current(manifest, last):
        sweep(folder)
        return manifest  # type: ignore[return-value]
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    with FileLock(folder / "lock"):
        manifest = read_manifest(folder)
        last = last_place()
        if _is_current(manifest, last):
            return manifest  # type: ignore[return-value]
        touched = _touched(manifest, last) if manifest else None
        if manifest is None or touched is None:
            return _rebuilt(viewer, manifest, last)
        return _followed(viewer, manifest, touched, last)


def follow_protection(change: Change, **_: Any) -> None:
    """Take what was hidden out of the public's files as soon as that is decided; a receiver of `log.change_written`."""
    if change.verb == Verb.PROTECTED and folder_of(Viewer.public().clearance).exists():
        transaction.on_commit(lambda: refresh(Viewer.public()), robust=True)


def rebuild(viewer: Viewer) -> Manifest:
    """Work the projection of this viewer's clearance out anew, from reports and judgements alone."""
    folder = folder_of(viewer.clearance)
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    with FileLock(folder / "lock"):
        return _rebuilt(viewer, read_manifest(folder), last_place())


def viewer_of(clearance: str) -> Viewer:
    """Return a viewer of the clearance that has this name; the inverse of `Viewer.clearance`."""
    if clearance == "all":
        return Viewer.steward()
    word, *groups = clearance.split("-")
    return Viewer(member=word == "internal", groups=frozenset(map(int, groups)))


def behind() -> dict[str, int]:
    """Return the clearances that have a projection here, each with how many writes it has not followed yet."""
    manifests = {clearance: read_manifest(folder_of(clearance)) for clearance in clearances()}
    return {
        clearance: count_changes(manifest.sequence if stands_in_log(manifest.place) else 0)
        for clearance, manifest in manifests.items()
        if manifest
    }


_for_readers: dict[Path, tuple[int, Manifest]] = {}
"""By folder, the manifest that readers are answered from, and the state of the record it was read in."""


def _laid_out_for_readers(folder: Path) -> Manifest | None:
    """What a reader is answered from without a look at the log; None where nothing is laid out that may be believed."""
    by = believed.get()
    if by is None:
        return None
    state, kept = _for_readers.get(folder, (None, None))
    manifest = kept if state == by.state and _is_believed(kept, by) else read_manifest(folder)
    if manifest is None or not _is_believed(manifest, by):
        return None
    _for_readers[folder] = (by.state, manifest)
    return manifest


def _is_believed(manifest: Manifest | None, by: Believed) -> bool:
    if manifest is None or manifest.sequence < by.at_least or manifest.layout != fingerprint():
        return False
    return manifest.day == localdate().isoformat()


def _is_current(manifest: Manifest | None, last: Place) -> bool:
    if manifest is None or manifest.place != last or manifest.layout != fingerprint():
        return False
    return manifest.day in ("", localdate().isoformat())


class _Touched(NamedTuple):
    """The reports that writes are about: those whose entities, and those whose pairs, may be others than before; None: the pairs of all."""

    entities: set[int]
    pairs: set[int] | None


def _touched(manifest: Manifest, last: Place) -> _Touched | None:
    """The reports that the writes since the manifest are about; None where everything has to be worked out anew."""
    if manifest.layout != fingerprint() or not stands_in_log(manifest.place):
        return None
    touched: set[str] = set()
    proposed: set[str] | None = set()
    documents: set[str] = set()
    sources: set[str] = set()
    for change in changes_since(manifest.sequence, last.number):
        match change.verb, change.noun:
            case Verb.PLACED, _:
                return None
            case Verb.PROPOSED, _:
                proposed = proposed | set(change.subjects) if proposed is not None and change.subjects else None
            case _, Subject.REPORT:
                touched.update(change.subjects)
            case Verb.PROTECTED, Subject.DOCUMENT:
                documents.update(change.subjects)
            case ((Verb.PROTECTED | Verb.JUDGED | Verb.RETRACTED), Subject.SOURCE):
                sources.update(change.subjects)
    if _is_rebuilt_sooner(len(touched)):
        return None
    ids = set(find_keys(touched).values())
    if documents or sources:
        ids |= record_reader.reports_behind(documents, judged_with(sources))
    if manifest.day:
        ids |= record_reader.reports_held_since(date.fromisoformat(manifest.day))
    if _is_rebuilt_sooner(len(ids)):
        return None
    return _Touched(ids, None if proposed is None else ids | set(find_keys(proposed).values()))


def _is_rebuilt_sooner(touched: int) -> bool:
    if touched <= REBUILD_ABOVE:
        return False
    newest = Report.objects.visible_to(Viewer.steward()).aggregate(last=Max("pk"))["last"] or 0
    return touched * 4 > newest


def _followed(viewer: Viewer, manifest: Manifest, touched: _Touched, last: Place) -> Manifest:
    """Work out the entities that hold or held one of these reports, and rewrite the buckets they are in."""
    folder = folder_of(viewer.clearance)
    ids = set(touched.entities)
    while True:
        rows_before = _rows_holding(viewer, manifest, ids)
        held = {report for rows in rows_before.values() for reports in rows.values() for report in reports}
        reached, corrections, links = bundle(ids | held, viewer)
        if reached | held <= ids:
            break
        ids |= reached | held
    groups, _ = group(reached, corrections, links, bearings_for(links, corrections))
    out = {old for old, _ in corrections} | record_reader.withdrawn(reached)
    flat = {
        each.id: each
        for each in record_reader.flat_reports_of(reached, viewer, out, record_reader.Credits(viewer, everything=False))
    }
    places = Places(gazetteer())
    parts = group_by_persons(reached, corrections, links)
    fresh: Rows = {}
    for members in groups:
        _place(fresh, [flat[each] for each in members if each in flat], places, parts)
    gone = {(kind, founding // BUCKET) for kind, rows in rows_before.items() for founding in rows}
    buckets = {kind: dict(numbered) for kind, numbered in manifest.buckets.items()}
    for kind, number in sorted(gone | fresh.keys()):
        leaving = [founding for founding in rows_before.get(kind, {}) if founding // BUCKET == number]
        before = buckets.get(kind, {}).get(number)
        tables = _tables_of(kind, fresh.get((kind, number), {}))
        if before is not None:
            kept = {name: _without(read_held(folder, before.files[name]), leaving) for name in tables}
            tables = _joined(kind, [kept, tables])
        _write(viewer, buckets, kind, number, tables)
    pairs = lay_out_pairs(folder, viewer, manifest.pairs, touched.pairs)
    return _put_in_force(viewer, manifest, buckets, last, pairs)


def _rebuilt(viewer: Viewer, before: Manifest | None, last: Place) -> Manifest:
    ids = record_reader.visible_ids(viewer)
    out = record_reader.not_current(set(ids))
    first_of, parts = group_all(ids)
    later: dict[int, list[int]] = {}
    for member, first in sorted(first_of.items()):
        if member != first:
            later.setdefault(first, []).append(member)
    credits = record_reader.Credits(viewer, everything=True)
    places = Places(gazetteer())
    kept_buckets = before.buckets if before and before.layout == fingerprint() else {}
    buckets: dict[str, dict[int, Bucket]] = {}

    def lay_out(portion: int) -> Iterator[tuple[str, dict[str, pa.Table]]]:
        start, end = portion * PORTION, (portion + 1) * PORTION
        here = {each.id: each for each in record_reader.flat_reports_between(start, end, viewer, out, credits)}
        strays = {member for first in here for member in later.get(first, ()) if member not in here}
        known = here | {each.id: each for each in record_reader.flat_reports_of(strays, viewer, out, credits)}
        fresh: Rows = {}
        for founding, each in here.items():
            if first_of.get(founding, founding) == founding:
                _place(fresh, [each, *(known[at] for at in later.get(founding, ()) if at in known)], places, parts)
        for (kind, _), rows in fresh.items():
            yield kind, _tables_of(kind, rows)

    def write_bucket(number: int, portions: Iterable[int]) -> None:
        laid_out: dict[str, list[dict[str, pa.Table]]] = {}
        for portion in portions:
            for kind, tables in lay_out(portion):
                laid_out.setdefault(kind, []).append(tables)
        for kind in sorted(laid_out):
            if number in kept_buckets.get(kind, {}):
                buckets.setdefault(kind, {})[number] = kept_buckets[kind][number]
            _write(viewer, buckets, kind, number, _joined(kind, laid_out.pop(kind)))

    for number, portions in groupby(sorted({each // PORTION for each in ids}), lambda each: each * PORTION // BUCKET):
        write_bucket(number, portions)
    pairs = lay_out_pairs(folder_of(viewer.clearance), viewer, before.pairs if before else None, None)
    return _put_in_force(viewer, before, buckets, last, pairs)


def _place(fresh: Rows, members: Sequence[FlatReport], places: Places, parts: Mapping[int, int]) -> None:
    """Work out the rows of one entity in every table and put them where they belong. parts: see `FlatReport.part`."""
    if not members:
        return
    if len(members) > 1:
        members = [each._replace(part=parts[each.id]) for each in members]
    rows = fresh.setdefault((members[0].kind, members[0].id // BUCKET), {})
    for tables in registered_tables():
        for name, more in zip(tables.names, tables.rows_of(members, places), strict=True):
            rows.setdefault(name, []).extend(more)


def _tables_of(kind: str, rows: Mapping[str, Sequence[Any]]) -> dict[str, pa.Table]:
    """Every table of a kind, by its name, with these rows, and without the columns in which none of them says anything."""
    return {
        name: held(tables.table_of(kind_of(kind), name, rows.get(name, ())))
        for tables in registered_tables()
        for name in tables.names
    }


def _joined(kind: str, portions: Sequence[Mapping[str, pa.Table]]) -> dict[str, pa.Table]:
    """Every table of a kind, by its name: that of each portion after the other."""
    return {
        name: joined([each[name] for each in portions], _schema_of(tables, kind, name))
        for tables in registered_tables()
        for name in tables.names
    }


def _schema_of(tables: Tables, kind: str, name: str) -> pa.Schema:
    return tables.table_of(kind_of(kind), name, ()).schema


def _without(before: pa.Table, leaving: Sequence[int]) -> pa.Table:
    """A table without the entities that leave it."""
    if not leaving:
        return before
    return before.filter(pc.invert(pc.is_in(before["founding"], value_set=pa.array(leaving, pa.int64()))))


def _write(
    viewer: Viewer, buckets: dict[str, dict[int, Bucket]], kind: str, number: int, tables: dict[str, pa.Table]
) -> None:
    """Write a bucket and note it; an empty one is dropped, one that is as it was keeps its files. Takes its tables away."""
    numbered = buckets.setdefault(kind, {})
    if not any(table.num_rows for table in tables.values()):
        numbered.pop(number, None)
        return
    tables = {
        name: whole(_in_order(tables.pop(name)), _schema_of(each, kind, name))
        for each in registered_tables()
        for name in each.names
    }
    encoded = {name: encode_table(table) for name, table in tables.items()}
    digest = "".join(each for _, each in encoded.values())
    if number in numbered and numbered[number].digest == digest:
        return
    folder = folder_of(viewer.clearance)
    files = {name: write_file(folder, f"{kind}-{number:05d}-{name}", content) for name, (content, _) in encoded.items()}
    facts: dict[str, Any] = {}
    for each in registered_tables():
        facts |= each.facts_of(kind_of(kind), {name: tables[name] for name in each.names})
    numbered[number] = Bucket(files, digest, facts)


def _in_order(table: pa.Table) -> pa.Table:
    """The rows in the order of their founding reports; those of one entity stand together already, in the order of their sources.

    What was entered last comes last, so that most tables are in order and need not be moved.
    """
    if table.num_rows < 2:
        return table
    founding = table["founding"].combine_chunks()
    if pc.all(pc.less_equal(founding[:-1], founding[1:])).as_py():
        return table
    place = pa.array(range(table.num_rows), pa.int64())
    keys = pa.table({"founding": founding, "place": place})
    return table.take(pc.sort_indices(keys, sort_keys=[("founding", "ascending"), ("place", "ascending")]))


def _put_in_force(
    viewer: Viewer,
    before: Manifest | None,
    buckets: dict[str, dict[int, Bucket]],
    last: Place,
    pairs: PairFile | None,
) -> Manifest:
    buckets = {kind: numbered for kind, numbered in sorted(buckets.items()) if numbered}
    whole = [
        (kind, number, bucket.digest)
        for kind, numbered in buckets.items()
        for number, bucket in sorted(numbered.items())
    ]
    version = hashlib.sha256(repr((whole, pairs and pairs.digest)).encode()).hexdigest()[:20]
    unchanged = before is not None and before.version == version
    manifest = Manifest(
        layout=fingerprint(),
        sequence=last.number,
        mark=last.mark,
        day="" if viewer.member else localdate().isoformat(),
        placed=last_number(Verb.PLACED),
        version=version,
        known_at=before.known_at
        if before is not None and unchanged
        else datetime.now(UTC).isoformat(timespec="seconds"),
        buckets=buckets,
        sources=record_reader.source_names(viewer),
        same=read_identities(viewer).same,
        pairs=pairs,
    )
    write_manifest(folder_of(viewer.clearance), manifest)
    pa.default_memory_pool().release_unused()  # a server that follows for weeks would keep what its largest round took
    return manifest


def _rows_holding(viewer: Viewer, manifest: Manifest, ids: Iterable[int]) -> dict[str, dict[int, list[int]]]:
    """By kind, the entities laid out now that hold one of these reports: the founding report of each, and all its reports."""
    wanted = sorted(ids)
    found: dict[str, dict[int, list[int]]] = {}
    if not wanted:
        return found
    for kind in all_kinds():
        if files := manifest.files(kind, REPORTS):
            rows = query(
                "SELECT founding, list(report) FROM read_parquet($files) WHERE founding IN"
                " (SELECT founding FROM read_parquet($files) WHERE report IN (SELECT unnest($ids))) GROUP BY founding",
                {"files": full_paths(folder_of(viewer.clearance), files), "ids": wanted},
            ).fetchall()
            if rows:
                found[kind] = dict(rows)
    return found
