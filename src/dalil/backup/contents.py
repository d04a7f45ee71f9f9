"""What a backup holds: its manifest, the list of its digests, and reading it again."""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Iterator
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import BinaryIO

from dalil.archive.store import Tick

SUMS, MANIFEST, HOME, DOCUMENTS = "SHA256SUMS", "manifest.json", "home", "documents"
CHUNK = 1 << 20


class NoBackup(Exception):
    """A folder is no whole backup. Its sentence says why."""


@dataclass(frozen=True)
class DamagedFile:
    """A file that is not as it was kept. file: its path in the backup or the home; what: `missing` or `changed`."""

    file: str
    what: str

    def __str__(self) -> str:
        return f"{self.file} is missing" if self.what == "missing" else f"{self.file} has changed since it was kept"


@dataclass(frozen=True)
class BackupManifest:
    """What a backup is of.

    dalil: the version that took it. taken: the moment, in UTC, as ISO 8601. database: `sqlite` or `postgresql`. rows: how many each table
    has. migrations: those that the database had, as `app.name`. faults: what was missing or damaged in the home already.
    """

    dalil: str
    taken: str
    database: str
    rows: dict[str, int]
    migrations: list[str]
    faults: list[str] = field(default_factory=list)


def write_manifest(folder: Path, manifest: BackupManifest) -> None:
    """Write the manifest of a backup into its folder."""
    write_durably(folder / MANIFEST, json.dumps(asdict(manifest), indent=1, ensure_ascii=False).encode())


def read_manifest(folder: Path) -> BackupManifest:
    """Read the manifest of a backup. Raises NoBackup where the folder holds none that can be read."""
    try:
        return BackupManifest(**json.loads((folder / MANIFEST).read_text(encoding="utf-8")))
    except FileNotFoundError as error:
        raise NoBackup(f"{folder} is no backup: it holds no {MANIFEST}") from error
    except (ValueError, TypeError) as error:
        raise NoBackup(f"{folder / MANIFEST} cannot be read: {error}") from error


def write_sums(folder: Path, sums: dict[str, str]) -> None:
    """Write the digests of the files that a backup needs, as `sha256sum` writes them. sums: by path from the folder."""
    lines = (f"{digest}  {name}\n" for name, digest in sorted(sums.items()))
    write_durably(folder / SUMS, "".join(lines).encode())


def read_sums(folder: Path) -> dict[str, str]:
    """Read the digests of the files that a backup needs. Raises NoBackup where a line is none, or leads out of the backup."""
    try:
        lines = (folder / SUMS).read_text(encoding="utf-8").splitlines()
    except FileNotFoundError as error:
        raise NoBackup(f"{folder} is no backup: it holds no {SUMS}") from error
    except UnicodeDecodeError as error:
        raise NoBackup(f"{folder / SUMS} cannot be read: {error}") from error
    sums: dict[str, str] = {}
    for number, line in enumerate(lines, 1):
        digest, _, name = line.partition("  ")
        if not name or not _is_digest(digest) or not _stays_inside(name):
            raise NoBackup(f"{folder / SUMS}, line {number} names no file of this backup")
        sums[name] = digest
    return sums


def check_backup(folder: Path, tick: Tick = lambda done: None) -> Iterator[DamagedFile]:
    """Read every file of a backup again, and yield those that are missing or changed. Raises NoBackup."""
    read_manifest(folder)
    for name, digest in read_sums(folder).items():
        try:
            with (folder / name).open("rb") as stream:
                if digest_of(stream, tick) != digest:
                    yield DamagedFile(name, "changed")
        except FileNotFoundError:
            yield DamagedFile(name, "missing")


def size_of(folder: Path) -> int:
    """Return how many bytes the files of a backup have together, as far as they are there. Raises NoBackup."""
    files = (folder / name for name in read_sums(folder))
    return sum(file.stat().st_size for file in files if file.exists())


def copy_verified(source: Path, to: Path, tick: Tick = lambda done: None) -> str:
    """Copy a file as `copy_stream` does. Raises FileNotFoundError where there is no such file, OSError where it cannot be written."""
    with source.open("rb") as stream:
        return copy_stream(stream, to, tick)


def copy_stream(stream: BinaryIO, to: Path, tick: Tick = lambda done: None) -> str:
    """Write a stream to a file, and return the SHA-256 of what was read, in hex. What stands at `to` is whole, or as it was.

    Raises OSError where it cannot be written.
    """
    to.parent.mkdir(parents=True, exist_ok=True)
    part = to.with_name(f".part-{to.name}")
    digest = hashlib.sha256()
    try:
        with part.open("wb") as writing:
            while chunk := stream.read(CHUNK):
                digest.update(chunk)
                writing.write(chunk)
                tick(len(chunk))
            writing.flush()
            os.fsync(writing.fileno())
        part.replace(to)
    finally:
        part.unlink(missing_ok=True)
    return digest.hexdigest()


def digest_of(stream: BinaryIO, tick: Tick = lambda done: None) -> str:
    """Return the SHA-256, in hex, of what is left of a stream."""
    digest = hashlib.sha256()
    while chunk := stream.read(CHUNK):
        digest.update(chunk)
        tick(len(chunk))
    return digest.hexdigest()


def write_durably(file: Path, content: bytes) -> None:
    """Write a file and see it on the disk before returning."""
    with file.open("wb") as stream:
        stream.write(content)
        stream.flush()
        os.fsync(stream.fileno())


def kept_at(sha256: str) -> str:
    """Return where a document lies, from the folder of a backup.

    >>> kept_at("ab12")
    '../documents/ab/ab12'
    """
    return f"../{DOCUMENTS}/{sha256[:2]}/{sha256}"


def _is_digest(text: str) -> bool:
    return len(text) == 64 and not set(text) - set("0123456789abcdef")


def _stays_inside(name: str) -> bool:
    """Whether a path leads to a file of the backup, or to a document beside it."""
    parts = Path(name.removeprefix(f"../{DOCUMENTS}/")).parts
    return bool(parts) and not Path(name).is_absolute() and ".." not in parts
