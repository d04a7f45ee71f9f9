"""The manifest of a projection: which files are in force, what they hold, and how far they follow the log.

There is one folder for each clearance. The manifest is replaced in one step. A reader takes the files it names; files that no manifest
names any more are removed later.
"""

from __future__ import annotations

import json
import os
import tempfile
import time
from contextlib import suppress
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from django.conf import settings
from filelock import FileLock, Timeout

from dalil.record.log import Place

KEPT_FOR = 60
"""Seconds for which a file that is no longer named is kept for readers still at it."""


@dataclass(frozen=True)
class Bucket:
    """The files of one kind for one range of report ids: one of each table.

    files: the name of the file, by the name of its table. facts: what a table wants known before its file is opened, as the room that
    registered it says (`tables.Tables.facts_of`).
    """

    files: dict[str, str]
    digest: str
    facts: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class PairFile:
    """The file of the pairs that are laid out beside the entities. many: how many there are of each kind that has any."""

    file: str
    digest: str
    many: dict[str, int]


@dataclass(frozen=True)
class Manifest:
    """What a projection holds.

    sequence: how far it follows the log; never shown to a reader, because it moves with writes the reader may not know of. mark: which
    log that is (`log.Place`): a projection of another history, of a backup or another database, is never believed.
    version: changes exactly when something this clearance may see changes. known_at: when that last happened.
    buckets: by kind, and by bucket number. sources: the names in English and Arabic of the sources of this clearance.
    day: on which it was brought up to date, where days change what it holds: the public's (`Protected.held_from`); else empty.
    same: the code under which a source stands, for each that was judged to be one with another. pairs: None where there is none.
    """

    layout: str
    sequence: int
    placed: int
    version: str
    known_at: str
    buckets: dict[str, dict[int, Bucket]] = field(default_factory=dict)
    sources: dict[str, tuple[str, str]] = field(default_factory=dict)
    same: dict[str, str] = field(default_factory=dict)
    mark: str = ""
    day: str = ""
    pairs: PairFile | None = None

    @property
    def place(self) -> Place:
        """Return the place in the log that it follows to."""
        return Place(self.sequence, self.mark)

    def files(self, kind: str, table: str) -> list[str]:
        """Return the names of the files of one table of one kind, in the order of their buckets."""
        there = self.buckets.get(kind, {})
        return [bucket.files[table] for _, bucket in sorted(there.items())]

    def facts(self, kind: str) -> list[dict[str, Any]]:
        """Return the facts of each bucket of one kind."""
        return [bucket.facts for _, bucket in sorted(self.buckets.get(kind, {}).items())]


def folder_of(clearance: str) -> Path:
    """Return the folder of one clearance's projection; clearances never share a file."""
    return Path(settings.DALIL_HOME) / "projections" / clearance


def clearances() -> list[str]:
    """Return the clearances that have a projection on this machine."""
    root = Path(settings.DALIL_HOME) / "projections"
    return sorted(folder.name for folder in root.iterdir() if (folder / _NAME).exists()) if root.is_dir() else []


def read_manifest(folder: Path) -> Manifest | None:
    """Read the manifest in force; None where there is none, or none that can be read (the projection is then laid out anew)."""
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


_NAME = "manifest.json"
_manifests: dict[Path, tuple[tuple[int, int, int], Manifest]] = {}
_swept: dict[Path, tuple[int, int, int]] = {}


def _named(manifest: Manifest) -> set[str]:
    named = {
        name for buckets in manifest.buckets.values() for bucket in buckets.values() for name in bucket.files.values()
    }
    return named | ({manifest.pairs.file} if manifest.pairs else set())


def _manifest_of(plain: dict[str, Any]) -> Manifest:
    buckets = {
        kind: {int(number): Bucket(**bucket) for number, bucket in buckets.items()}
        for kind, buckets in plain.pop("buckets").items()
    }
    sources = {code: (en, ar) for code, (en, ar) in plain.pop("sources").items()}
    pairs = plain.pop("pairs", None)
    return Manifest(**plain, buckets=buckets, sources=sources, pairs=PairFile(**pairs) if pairs else None)
