"""Putting a backup back into an empty home, whole or not at all.

Everything is read and compared with its digest first. Documents and files go first and the database last, so a home that has a database has
all that it names; where putting back was cut off it can be begun again.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from pathlib import Path

from django.apps import apps
from django.conf import settings
from django.db import connection

from dalil.archive import store
from dalil.archive.store import DamagedDocument, Tick
from dalil.backup.contents import (
    DOCUMENTS,
    HOME,
    BackupManifest,
    DamagedFile,
    NoBackup,
    check_backup,
    copy_verified,
    read_manifest,
    read_sums,
)
from dalil.backup.database_copy import database_is_empty, put_back_database

OWN = ("secret-key",)
"""Files that the opening of a new home makes; those of the backup take their place."""


class HomeInUse(Exception):
    """Something stands already where a backup is to be put back. Its sentence says what."""


class DamagedBackup(Exception):
    """Files of a backup are missing or changed. faults: which."""

    def __init__(self, folder: Path, faults: Collection[DamagedFile]) -> None:
        self.faults = tuple(faults)
        named = "; ".join(map(str, self.faults[:5])) + ("; …" if len(self.faults) > 5 else "")
        super().__init__(f"{folder} is damaged, {len(self.faults)} of its files: {named}")


@dataclass(frozen=True)
class Restored:
    """A backup that was put back. left_out: its documents that are missing or damaged in it."""

    manifest: BackupManifest
    documents: int
    left_out: tuple[str, ...]


def put_back(folder: Path, *, without_damaged: bool = False, tick: Tick = lambda done: None) -> Restored:
    """Make this installation, which holds nothing yet, what a backup holds.

    without_damaged: put back all but the documents that are missing or damaged in the backup; the database and the keys must be whole all
    the same. Raises NoBackup, DamagedBackup, HomeInUse, DatabaseNotCopied, OSError; no database stands in the home then.
    """
    manifest, sums = read_manifest(folder), read_sums(folder)
    _refuse_other_database(manifest)
    _refuse_newer(manifest)
    _refuse_home_in_use(folder, sums)
    faults = list(check_backup(folder, tick))
    left_out = {fault.file for fault in faults if _is_document(fault.file)}
    if faults and not (without_damaged and len(left_out) == len(faults)):
        raise DamagedBackup(folder, faults)
    documents = [name for name in sums if _is_document(name) and name not in left_out]
    for name in documents:
        _put_document(folder / name, sums[name], tick)
    for name in _files_of_home(sums):
        _put(folder / name, Path(settings.DALIL_HOME) / Path(name).relative_to(HOME), sums[name], tick)
    put_back_database(folder, manifest.rows)
    return Restored(manifest, len(documents), tuple(sorted(left_out)))


def _put_document(source: Path, digest: str, tick: Tick) -> None:
    """Bring a document of the backup into the store. Raises DamagedBackup as `_put` does."""
    try:
        with source.open("rb") as stream:
            store.keep_as(digest, stream, tick=tick)
    except DamagedDocument as error:
        raise DamagedBackup(source.parent, [DamagedFile(source.name, "changed")]) from error


def _put(source: Path, to: Path, digest: str, tick: Tick) -> None:
    """Copy a file of the backup. Raises DamagedBackup where its bytes are others than they were a moment ago."""
    if copy_verified(source, to, tick) != digest:
        to.unlink()
        raise DamagedBackup(source.parent, [DamagedFile(source.name, "changed")])


def _refuse_other_database(manifest: BackupManifest) -> None:
    if manifest.database == connection.vendor:
        return
    advice = (
        "leave DALIL_DATABASE_URL out, put it back, and then use dalil move --to postgresql://…"
        if manifest.database == "sqlite"
        else "set DALIL_DATABASE_URL to an empty database of PostgreSQL"
    )
    raise NoBackup(
        f"the backup is of a database of {manifest.database}, and this home uses {connection.vendor}: {advice}"
    )


def _refuse_newer(manifest: BackupManifest) -> None:
    """Refuse what a newer version took: this one does not know its tables. What an older one took is migrated afterwards."""
    ours = {app.label for app in apps.get_app_configs() if app.name.startswith("dalil")}
    known = {
        f"{app.label}.{file.stem}"
        for app in apps.get_app_configs()
        for file in Path(app.path, "migrations").glob("[!_]*.py")
    }
    for name in manifest.migrations:
        if name.partition(".")[0] in ours and name not in known:
            raise NoBackup(
                f"Dalil {manifest.dalil} took this backup, and it is newer than this one (migration {name} is not known)"
            )


def _refuse_home_in_use(folder: Path, sums: dict[str, str]) -> None:
    if not database_is_empty():
        raise HomeInUse("there is a database already; set DALIL_HOME to an empty folder, or name an empty database")
    for name in _files_of_home(sums):
        place = Path(settings.DALIL_HOME) / Path(name).relative_to(HOME)
        if place.exists() and place.name not in OWN and not _same(place, folder / name):
            raise HomeInUse(f"{place} is there already, and it is another file; set DALIL_HOME to an empty folder")


def _same(one: Path, other: Path) -> bool:
    return other.exists() and one.read_bytes() == other.read_bytes()


def _files_of_home(sums: dict[str, str]) -> Iterator[str]:
    return (name for name in sums if name.startswith(f"{HOME}/"))


def _is_document(name: str) -> bool:
    return name.startswith(f"../{DOCUMENTS}/")
