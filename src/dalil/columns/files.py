"""The files of a projection: Parquet in one folder for each clearance, and a manifest that says which of them are in force.

The manifest is replaced in one step. A reader takes the files it names; files that no manifest names any more are removed later.
"""

from __future__ import annotations

import hashlib
import io
import json
import os
import tempfile
import threading
import time
import uuid
from contextlib import suppress
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

import duckdb
import pyarrow as pa
import pyarrow.parquet as pq
from django.conf import settings
from filelock import FileLock, Timeout

KEPT_FOR = 60
"""Seconds for which a file that is no longer named is kept for readers still at it."""


@dataclass(frozen=True)
class Bucket:
    """The two files of one kind for one range of report ids: entities, and entities by voice.

    units: those each quantity is told in. traits: what has to be reckoned with in adding it up; see `layout.traits_of`.
    """

    entities: str
    voices: str
    digest: str
    units: dict[str, list[str]] = field(default_factory=dict)
    traits: dict[str, list[str]] = field(default_factory=dict)


@dataclass(frozen=True)
class Manifest:
    """What a projection holds.

    sequence: how far it follows the log; never shown to a reader, because it moves with writes the reader may not know of.
    version: changes exactly when something this clearance may see changes. known_at: when that last happened.
    buckets: by kind, and by bucket number. sources: the names in English and Arabic of the sources of this clearance.
    """

    layout: str
    sequence: int
    placed: int
    version: str
    known_at: str
    buckets: dict[str, dict[int, Bucket]] = field(default_factory=dict)
    sources: dict[str, tuple[str, str]] = field(default_factory=dict)

    def files(self, kind: str, voices: bool = False) -> list[str]:
        """The names of the files of one kind."""
        there = self.buckets.get(kind, {})
        return [bucket.voices if voices else bucket.entities for _, bucket in sorted(there.items())]

    def units(self, kind: str, quantity: str) -> list[str]:
        """The units in which a quantity is told."""
        return sorted(
            {unit for bucket in self.buckets.get(kind, {}).values() for unit in bucket.units.get(quantity, ())}
        )

    def traits(self, kind: str, quantity: str) -> frozenset[str]:
        """What has to be reckoned with in adding a quantity up."""
        return frozenset(
            trait for bucket in self.buckets.get(kind, {}).values() for trait in bucket.traits.get(quantity, ())
        )


def folder_of(clearance: str) -> Path:
    """The folder of one clearance's projection; clearances never share a file."""
    return Path(settings.DALIL_HOME) / "projections" / clearance


def clearances() -> list[str]:
    """The clearances that have a projection on this machine."""
    root = Path(settings.DALIL_HOME) / "projections"
    return sorted(folder.name for folder in root.iterdir() if (folder / _NAME).exists()) if root.is_dir() else []


def read_manifest(folder: Path) -> Manifest | None:
    """The manifest in force; None where there is none, or none that can be read (the projection is then laid out anew)."""
    path = folder / _NAME
    try:
        stat = path.stat()
    except FileNotFoundError:
        return None
    key = (stat.st_ino, stat.st_mtime_ns, stat.st_size)
    kept = _manifests.get(path)
    if kept is None or kept[0] != key:
        try:
            plain = json.loads(path.read_bytes())
            kept = (key, _manifest_of(plain))
        except (ValueError, KeyError, TypeError):
            return None
        _manifests[path] = kept
    return kept[1]


def write_manifest(folder: Path, manifest: Manifest) -> None:
    """Put a manifest in force, and remove files that have not been named for a while."""
    before = read_manifest(folder)
    with tempfile.NamedTemporaryFile("w", dir=folder, prefix=".manifest-", delete=False, encoding="utf-8") as arriving:
        json.dump(asdict(manifest), arriving, ensure_ascii=False)
        arriving.flush()
        os.fsync(arriving.fileno())
    os.replace(arriving.name, folder / _NAME)
    _remove_but(folder, {name for each in (before, manifest) if each for name in _named(each)})


def sweep(folder: Path) -> None:
    """Remove what the manifest in force has left behind, once it has been in force for a while; the files may hold what is hidden now.

    Costs one look at the manifest's date. Where another process is at the files, it is left for later.
    """
    key, manifest = _manifests[folder / _NAME]
    if _swept.get(folder) == key or key[1] / 1e9 > time.time() - KEPT_FOR:
        return
    with suppress(Timeout), FileLock(folder / "lock", timeout=0):
        _remove_but(folder, _named(manifest))
        _swept[folder] = key


def _remove_but(folder: Path, named: set[str]) -> None:
    for file in folder.glob("*.parquet"):
        if file.name not in named and file.stat().st_mtime < time.time() - KEPT_FOR:
            file.unlink(missing_ok=True)


def encoded(table: pa.Table) -> tuple[bytes, str]:
    """A table as the bytes of a Parquet file, and their digest: the same for the same rows in the same order."""
    buffer = io.BytesIO()
    pq.write_table(table.combine_chunks(), buffer, compression="zstd", row_group_size=50_000)
    content = buffer.getvalue()
    return content, hashlib.sha256(content).hexdigest()[:32]


def keep(folder: Path, name: str, content: bytes) -> str:
    """Write a new file beside the others. Returns its name, which no other file has or will have."""
    file = f"{name}-{uuid.uuid4().hex[:12]}.parquet"
    (folder / file).write_bytes(content)
    return file


def read_table(folder: Path, file: str) -> pa.Table:
    """All rows of one file."""
    return pq.read_table(folder / file)


def query(sql: str, parameters: dict[str, Any], **tables: pa.Table) -> duckdb.DuckDBPyConnection:
    """Run a query in this process's DuckDB, on a cursor of its own: threads do not share one. tables: further ones, by name."""
    return _cursor(tables).execute(sql, parameters)


def query_table(sql: str, parameters: dict[str, Any], **tables: pa.Table) -> pa.Table:
    """The same, with the result as a table."""
    return _cursor(tables).sql(sql, params=parameters).to_arrow_table()


def paths(folder: Path, files: list[str]) -> list[str]:
    """The full paths of files, as DuckDB takes them."""
    return [str(folder / file) for file in files]


_NAME = "manifest.json"
_manifests: dict[Path, tuple[tuple[int, int, int], Manifest]] = {}
_swept: dict[Path, tuple[int, int, int]] = {}
_engines: dict[int, duckdb.DuckDBPyConnection] = {}
"""By process. One inherited by fork is neither used nor closed: its threads stayed behind, and closing waits for them."""
_opening = threading.Lock()


def _cursor(tables: dict[str, pa.Table]) -> duckdb.DuckDBPyConnection:
    process = os.getpid()
    with _opening:
        if process not in _engines:
            _engines[process] = duckdb.connect(":memory:")
        cursor = _engines[process].cursor()
    for name, table in tables.items():
        cursor.register(name, table)
    return cursor


def _named(manifest: Manifest) -> set[str]:
    return {
        name
        for buckets in manifest.buckets.values()
        for bucket in buckets.values()
        for name in (bucket.entities, bucket.voices)
    }


def _manifest_of(plain: dict[str, Any]) -> Manifest:
    buckets = {
        kind: {int(number): Bucket(**bucket) for number, bucket in buckets.items()}
        for kind, buckets in plain.pop("buckets").items()
    }
    sources = {code: (en, ar) for code, (en, ar) in plain.pop("sources").items()}
    return Manifest(**plain, buckets=buckets, sources=sources)
