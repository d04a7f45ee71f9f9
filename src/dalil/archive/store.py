"""The content store: bytes under their SHA-256, written once.

A file is first written beside its place and then moved there, so that a broken write never leaves half a document.
"""

from __future__ import annotations

import hashlib
import os
import tempfile
from pathlib import Path
from typing import BinaryIO, NamedTuple

from django.conf import settings

CHUNK = 1 << 20


class DamagedDocument(Exception):
    """The bytes kept under a digest no longer have that digest."""


class Kept(NamedTuple):
    """What was kept: its digests in hex, and its size in bytes. Two digests, since one of them may be broken some day."""

    sha256: str
    size: int
    sha512: str


def keep(stream: BinaryIO) -> Kept:
    """Copy a stream into the store. The same bytes are kept once. What was kept is on the disk, and so is its name."""
    root = Path(settings.DALIL_HOME) / "documents"
    root.mkdir(parents=True, exist_ok=True)
    digest, second, size = hashlib.sha256(), hashlib.sha512(), 0
    with tempfile.NamedTemporaryFile(dir=root, prefix=".arriving-", delete=False) as arriving:
        try:
            while chunk := stream.read(CHUNK):
                digest.update(chunk)
                second.update(chunk)
                size += len(chunk)
                arriving.write(chunk)
            arriving.flush()
            os.fsync(arriving.fileno())
        except BaseException:
            os.unlink(arriving.name)
            raise
    sha256 = digest.hexdigest()
    place = path_of(sha256)
    if place.exists():
        os.unlink(arriving.name)
        os.utime(place)  # it is wanted again, and not swept while its row is being written
    else:
        place.parent.mkdir(parents=True, exist_ok=True)
        os.chmod(arriving.name, 0o440)
        os.replace(arriving.name, place)
        for folder in (place.parent, root):
            settle(folder)
    return Kept(sha256, size, second.hexdigest())


def settle(folder: Path) -> None:
    """See the names of the files in a folder on the disk."""
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def path_of(sha256: str) -> Path:
    """Return the path under which the bytes with this digest are kept. The file need not exist."""
    return Path(settings.DALIL_HOME) / "documents" / sha256[:2] / sha256


def open_verified(sha256: str) -> BinaryIO:
    """Open a kept document after checking its bytes against its digest.

    Raises FileNotFoundError where it is missing and DamagedDocument where a byte has changed.
    """
    stream = path_of(sha256).open("rb")
    if hashlib.file_digest(stream, "sha256").hexdigest() != sha256:
        stream.close()
        raise DamagedDocument(f"the file kept as {sha256} has changed since it was received")
    stream.seek(0)
    return stream
