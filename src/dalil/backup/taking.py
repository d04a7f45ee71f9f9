"""Taking a backup while Dalil serves.

The database is copied first: what it names was kept before, so the documents and files that are copied after it are all that it needs, and
perhaps some more. A document that an earlier backup in the same folder holds is not copied again, and is read again. A backup gets its name
when it is whole; what a killed one left is removed by the next.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from importlib.metadata import version
from itertools import chain, count
from pathlib import Path

from django.conf import settings
from django.db import connection
from filelock import FileLock, Timeout

from dalil.archive.folder_store import FOLDER, settle
from dalil.archive.models import Document
from dalil.archive.protection import Viewer
from dalil.archive.store import Tick, open_stored
from dalil.backup.contents import (
    DOCUMENTS,
    HOME,
    MANIFEST,
    BackupManifest,
    DamagedFile,
    NoBackup,
    check_backup,
    copy_stream,
    copy_verified,
    digest_of,
    kept_at,
    write_manifest,
    write_sums,
)
from dalil.backup.database_copy import copy_database

PART = ".part-"
LEFT_OUT = (
    "documents",
    "projections",
    "translations",
    "arriving",
    "pending",
    "packed",
    "candidates",
    "imports",
    "last-backup",
    "ledger",
)
"""What of a home is not copied as it lies there: the archive is copied by its digests, the rest is worked out anew or not received yet; and
a checkpoint that is later than the copied database must not come back with it."""
LEFT_OUT_ENDINGS = (".lock", ".sqlite3", ".sqlite3-wal", ".sqlite3-shm", ".sqlite3-journal")
LAST = "last-backup"
"""The file of a home that says when and where its last whole backup was taken."""


class BackupRuns(Exception):
    """Another backup into the same folder is being taken."""


@dataclass(frozen=True)
class Backup:
    """A backup that was taken. folder: where it lies; faults: what of the home was missing or damaged, and is so in the backup too."""

    folder: Path
    rows: int
    documents: int
    copied: int
    faults: tuple[DamagedFile, ...]


def take_backup(to: Path, tick: Tick = lambda done: None) -> Backup:
    """Copy everything that cannot be worked out anew into a folder of backups, and read the copy again.

    Raises BackupRuns, NoBackup where the copy is not what was read, DatabaseNotCopied, OSError where it cannot be written; no backup stands
    there then.
    """
    to.mkdir(parents=True, exist_ok=True, mode=0o700)
    with _alone(to):
        _remove_parts(to)
        taken = datetime.now(UTC)
        whole = _free_name(to, taken)
        part = to / f"{PART}{whole.name}"
        part.mkdir(mode=0o700)
        try:
            copied = copy_database(part)
            sums = {name: _digest(part / name, tick) for name in copied.files}
            documents, faults, fresh = _copy_documents(copied.documents, to, tick)
            sums |= documents | _copy_home(Path(settings.DALIL_HOME), part, tick)
            manifest = BackupManifest(
                dalil=version("dalil"),
                taken=taken.isoformat(timespec="seconds"),
                database=connection.vendor,
                rows=copied.rows,
                migrations=copied.migrations,
                faults=[str(fault) for fault in faults],
            )
            write_manifest(part, manifest)
            write_sums(part, sums | {MANIFEST: _digest(part / MANIFEST, tick)})
            if wrong := next(check_backup(part, tick), None):
                raise NoBackup(f"the copy is not what was read: {wrong}; the disk under {to} may be failing")
            settle(part)
            part.rename(whole)
            settle(to)
        except BaseException:
            shutil.rmtree(part, ignore_errors=True)
            raise
    (Path(settings.DALIL_HOME) / LAST).write_text(f"{manifest.taken} {whole}\n", encoding="utf-8")
    return Backup(whole, sum(copied.rows.values()), len(documents), fresh, tuple(faults))


def _free_name(to: Path, taken: datetime) -> Path:
    """Return how a backup is named: by its moment; the second of one second has a number behind it."""
    name = f"{taken:%Y-%m-%dT%H%M%SZ}"
    numbers = (f"{name}-{number}" for number in count(2))
    return to / next(each for each in chain([name], numbers) if not (to / each).exists())


def last_backup() -> tuple[datetime, str] | None:
    """Return when and into which folder this home was backed up last; None where it never was."""
    kept = Path(settings.DALIL_HOME) / LAST
    if not kept.exists():
        return None
    moment, _, where = kept.read_text(encoding="utf-8").strip().partition(" ")
    return datetime.fromisoformat(moment), where


def size_of_home() -> int:
    """Return how many bytes a backup of this home reads, about: its documents and files once, and their copies once more."""
    home = Path(settings.DALIL_HOME)
    files = (file for file in home.rglob("*") if file.is_file() and file.relative_to(home).parts[0] != FOLDER)
    documents = Document.objects.visible_to(Viewer.steward()).values_list("size", flat=True)
    return 2 * (sum(file.stat().st_size for file in files) + sum(documents))


def _copy_documents(digests: list[str], to: Path, tick: Tick) -> tuple[dict[str, str], list[DamagedFile], int]:
    """Copy the documents that no earlier backup holds. Returns the digests by path, what is missing or damaged, how many were copied.

    What an earlier backup holds stays, whatever became of the file in the home: it may be the last whole one.
    """
    sums: dict[str, str] = {}
    faults: list[DamagedFile] = []
    fresh = 0
    for sha256 in dict.fromkeys(digests):
        kept = to / DOCUMENTS / sha256[:2] / sha256
        if not (kept.exists() and _digest(kept, tick) == sha256):
            if fault := _copy_document(sha256, kept, tick):
                faults.append(fault)
                continue
            fresh += 1
        sums[kept_at(sha256)] = sha256
    for folder in {path.parent for path in (to / DOCUMENTS).glob("*/*")}:
        settle(folder)
    return sums, faults, fresh


def _copy_document(sha256: str, kept: Path, tick: Tick) -> DamagedFile | None:
    """Copy a document, unless it is missing or its bytes are others. Returns what is wrong with it."""
    name = f"{FOLDER}/{sha256[:2]}/{sha256}"
    arriving = kept.with_name(f".arriving-{sha256}")
    try:
        with open_stored(sha256) as stream:
            if copy_stream(stream, arriving, tick) != sha256:
                return DamagedFile(name, "changed")
        arriving.chmod(0o440)
        arriving.replace(kept)
    except FileNotFoundError:
        return DamagedFile(name, "missing")
    finally:
        arriving.unlink(missing_ok=True)
    return None


def _copy_home(home: Path, part: Path, tick: Tick) -> dict[str, str]:
    """Copy what lies in a home beside the database and the archive. Returns the digests by path."""
    sums = {}
    for file in _files_of_home(home):
        name = f"{HOME}/{file.relative_to(home).as_posix()}"
        try:
            sums[name] = copy_verified(file, part / name, tick)
        except (
            FileNotFoundError
        ):  # somebody removed it since it was listed: a picture of a page, a key that was replaced
            continue
    return sums


def _files_of_home(home: Path) -> Iterator[Path]:
    for top in sorted(home.iterdir()):
        if top.name in LEFT_OUT or top.name.endswith(LEFT_OUT_ENDINGS) or top.name.startswith("."):
            continue
        yield from (file for file in sorted([top, *top.rglob("*")]) if file.is_file())


def _digest(file: Path, tick: Tick) -> str:
    with file.open("rb") as stream:
        return digest_of(stream, tick)


def _remove_parts(to: Path) -> None:
    """Remove what killed backups left: nobody else takes one, so nobody writes there."""
    for left in to.glob(f"{PART}*"):
        shutil.rmtree(left)
    for left in (to / DOCUMENTS).glob("*/.*"):
        left.unlink()


@contextmanager
def _alone(to: Path) -> Iterator[None]:
    """Hold the folder of backups for this process; the lock ends with the process, however it ends. Raises BackupRuns."""
    try:
        with FileLock(to / ".lock", timeout=0):
            yield
    except Timeout as error:
        raise BackupRuns(f"another backup into {to} is being taken") from error
