"""The store as a local folder: `documents/` of the home, each file under the first two letters of its digest.

A file is first written beside its place and then moved there, so that a broken write never leaves half a document.
"""

from __future__ import annotations

import os
import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from io import BufferedReader
from pathlib import Path

from django.conf import settings
from django.utils import timezone

from dalil.archive.store_interface import StoredFile

FOLDER, ASIDE, HALF = "documents", "swept", ".arriving-"
DIGEST = re.compile(r"[0-9a-f]{64}")


@dataclass(frozen=True)
class FolderStore:
    """Documents in a folder. aside: the folder, on the same disk, for what nobody names."""

    root: Path
    aside: Path

    @property
    def where(self) -> str:
        return str(self.root)

    @property
    def arriving(self) -> Path:
        self.root.mkdir(parents=True, exist_ok=True)
        return self.root

    def place_of(self, sha256: str) -> Path:
        """Return the path under which the bytes with this digest are kept. The file need not exist."""
        return self.root / sha256[:2] / sha256

    def take(self, file: Path, sha256: str) -> None:
        place = self.place_of(sha256)
        if place.exists():
            file.unlink()
            os.utime(place)  # it is wanted again, and not swept while its row is being written
            return
        self._move_in(file, place)

    def put_back(self, file: Path, sha256: str) -> None:
        place = self.place_of(sha256)
        if place.exists():
            place.rename(place.with_name(f".damaged-{sha256}-{timezone.now():%Y%m%dT%H%M%S}"))
        self._move_in(file, place)

    def _move_in(self, file: Path, place: Path) -> None:
        place.parent.mkdir(parents=True, exist_ok=True)
        file.chmod(0o440)
        file.replace(place)
        for folder in (place.parent, self.root):
            settle(folder)

    def find_missing(self, digests: Collection[str]) -> set[str]:
        return {sha256 for sha256 in digests if not self.place_of(sha256).exists()}

    def open(self, sha256: str) -> BufferedReader:
        return self.place_of(sha256).open("rb")

    fetch = open

    def list(self) -> Iterator[StoredFile]:
        return (each for each in _files_in(self.root.glob("*/*")) if DIGEST.fullmatch(each.name))

    def copy_aside(self, sha256: str) -> None:
        """A file is moved in no time."""

    def put_aside(self, sha256: str, *, before: float, now: float) -> bool:
        file = self.place_of(sha256)
        if not _is_older(file, before):
            return False
        self.aside.mkdir(exist_ok=True, mode=0o700)
        file.replace(self.aside / sha256)
        os.utime(self.aside / sha256, (now, now))
        return True

    def list_aside(self) -> Iterator[StoredFile]:
        return _files_in(self.aside.glob("*"))

    def remove_old(self, *, half: float, aside: float) -> int:
        gone = [each for each in (*self.root.glob(f"{HALF}*"), *self.root.glob(f"*/{HALF}*")) if _is_older(each, half)]
        gone += [each for each in self.aside.glob("*") if _is_older(each, aside)]
        for each in gone:
            each.unlink(missing_ok=True)
        return len(gone)


def folder_of_home() -> FolderStore:
    """Return the store that lies in the home."""
    home = Path(settings.DALIL_HOME)
    return FolderStore(home / FOLDER, home / ASIDE)


def path_of(sha256: str) -> Path:
    """Return the path under which the folder of the home keeps the bytes with this digest. The file need not exist."""
    return folder_of_home().place_of(sha256)


def settle(folder: Path) -> None:
    """See the names of the files in a folder on the disk."""
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _files_in(paths: Iterator[Path]) -> Iterator[StoredFile]:
    for path in paths:
        try:
            facts = path.stat()
        except FileNotFoundError:  # it was removed since it was listed
            continue
        if path.is_file():
            yield StoredFile(path.name, facts.st_size, facts.st_mtime)


def _is_older(file: Path, before: float) -> bool:
    try:
        return file.stat().st_mtime < before
    except FileNotFoundError:
        return False
