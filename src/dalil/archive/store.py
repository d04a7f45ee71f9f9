"""The content store: bytes under their SHA-256, written once, in the folder of the home or where DALIL_ARCHIVE says.

What arrives is first written to a local file, because the name of a document is its digest; then the store takes it as a whole.
"""

from __future__ import annotations

import hashlib
import os
import tempfile
from collections.abc import Callable, Collection
from functools import lru_cache
from io import BufferedReader
from pathlib import Path
from typing import BinaryIO, NamedTuple

from django.conf import settings

from dalil.archive.folder_store import ASIDE, FOLDER, HALF, FolderStore, folder_of_home
from dalil.archive.store_address import StoreAddress, StoreKey, is_store_address, read_store_address, read_store_key
from dalil.archive.store_interface import CHUNK, Store, StoreUnreachable


class DamagedDocument(Exception):
    """The bytes kept under a digest no longer have that digest."""


class Kept(NamedTuple):
    """What was kept: its digests in hex, and its size in bytes. Two digests, since one of them may be broken some day."""

    sha256: str
    size: int
    sha512: str


Tick = Callable[[int], None]
"""Is told how many bytes were done since it was told last."""


def store_in_use() -> Store:
    """Return the store of this home. Raises StoreUnreachable where its key is not given."""
    return folder_of_home() if settings.ARCHIVE is None else _objects_at(settings.ARCHIVE)


def store_at(place: str) -> Store:
    """Return the store at another place: a folder in which files lie as in an archive, or the address of a store of objects.

    Raises ValueError where it is the address of none, and StoreUnreachable.
    """
    if is_store_address(place):
        return _objects_at(read_store_address(place))
    return FolderStore(Path(place), Path(place) / ASIDE)


def keep(stream: BinaryIO) -> Kept:
    """Copy a stream into the store. The same bytes are kept once. What was kept is on the disk, and so is its name.

    Raises StoreUnreachable, and OSError where there is no room; nothing of it is kept then.
    """
    store = store_in_use()
    file, kept = _write_arriving(store, stream)
    try:
        store.take(file, kept.sha256)
    finally:
        file.unlink(missing_ok=True)
    return kept


def keep_as(sha256: str, stream: BinaryIO, *, into: Store | None = None, tick: Tick = lambda done: None) -> None:
    """Copy a stream into a store, where its bytes have this digest. into: another store than the one in use.

    Raises DamagedDocument where they have another, and what `keep` raises; nothing is kept then.
    """
    _keep_verified(sha256, stream, into or store_in_use(), tick, instead=False)


def put_back(sha256: str, stream: BinaryIO) -> None:
    """Copy a stream into the place of a document that is missing or damaged, as `keep_as` does. What was damaged stays beside it."""
    _keep_verified(sha256, stream, store_in_use(), lambda done: None, instead=True)


def find_missing(digests: Collection[str]) -> set[str]:
    """Return which of these documents are not in the store. Raises StoreUnreachable."""
    return store_in_use().find_missing(digests)


def open_stored(sha256: str) -> BufferedReader:
    """Open a kept document to be read from any place, its bytes unchecked. Raises FileNotFoundError, StoreUnreachable."""
    return store_in_use().open(sha256)


def open_verified(sha256: str) -> BufferedReader:
    """Open a kept document after checking its bytes against its digest.

    Raises FileNotFoundError where it is missing, DamagedDocument where a byte has changed, and StoreUnreachable.
    """
    stream = store_in_use().fetch(sha256)
    if hashlib.file_digest(stream, "sha256").hexdigest() != sha256:
        stream.close()
        raise DamagedDocument(f"the file kept as {sha256} has changed since it was received")
    stream.seek(0)
    return stream


def _keep_verified(sha256: str, stream: BinaryIO, store: Store, tick: Tick, *, instead: bool) -> None:
    file, kept = _write_arriving(store, stream, tick)
    try:
        if kept.sha256 != sha256:
            raise DamagedDocument(f"what was to be kept as {sha256} has other bytes")
        (store.put_back if instead else store.take)(file, sha256)
    finally:
        file.unlink(missing_ok=True)


def _write_arriving(store: Store, stream: BinaryIO, tick: Tick = lambda done: None) -> tuple[Path, Kept]:
    """Write a stream to a file from which a store takes it, and see it on the disk. Returns the file and what it holds."""
    digest, second, size = hashlib.sha256(), hashlib.sha512(), 0
    with tempfile.NamedTemporaryFile(dir=store.arriving, prefix=HALF, delete=False) as arriving:
        try:
            while chunk := stream.read(CHUNK):
                digest.update(chunk)
                second.update(chunk)
                size += len(chunk)
                arriving.write(chunk)
                tick(len(chunk))
            arriving.flush()
            os.fsync(arriving.fileno())
        except BaseException:
            os.unlink(arriving.name)
            raise
    return Path(arriving.name), Kept(digest.hexdigest(), size, second.hexdigest())


def _objects_at(address: StoreAddress) -> Store:
    try:
        key = read_store_key(os.environ)
    except (ValueError, OSError) as error:
        raise StoreUnreachable(
            "store_without_key", "the store {where} cannot be asked: {why}", {"where": str(address), "why": str(error)}
        ) from error
    return _objects_of_process(address, key, Path(settings.DALIL_HOME) / FOLDER, os.getpid())


@lru_cache(maxsize=8)
def _objects_of_process(address: StoreAddress, key: StoreKey, arriving: Path, process: int) -> Store:
    """The store of objects of this process: its threads do not outlive a fork."""
    try:
        from dalil.archive.object_store import ObjectStore
    except ImportError as error:
        raise StoreUnreachable(
            "store_without_program",
            "the store {where} cannot be asked: obstore is not installed (pip install 'dalil[s3]')",
            {"where": str(address)},
        ) from error
    return ObjectStore(address, key, arriving)
