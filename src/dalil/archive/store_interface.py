"""What a store of documents does, wherever it keeps them: a local folder (`folder_store`) or a bucket of objects (`object_store`)."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from io import BufferedReader
from pathlib import Path
from typing import NamedTuple, Protocol

from dalil.access.refused import Refused

CHUNK = 1 << 20


class StoreUnreachable(Refused):
    """The store of documents could not be asked, so nothing is known of what it holds, and nothing was put there."""


class StoredFile(NamedTuple):
    """A file that a store holds. name: the digest of a document, or what stands aside. changed: seconds since 1970."""

    name: str
    size: int
    changed: float


class Store(Protocol):
    """Keeps bytes under their SHA-256. Each method raises StoreUnreachable where the store cannot be asked."""

    @property
    def where(self) -> str:
        """Where the documents lie, in words for a sentence, without any secret."""
        ...

    @property
    def arriving(self) -> Path:
        """The local folder in which a file is written before the store takes it."""
        ...

    def take(self, file: Path, sha256: str) -> None:
        """Keep a file of the folder `arriving` under its digest, whole and for good before this returns; the file is gone then.

        What is kept already is not written again, and counts as wanted from now on (`put_aside`).
        """
        ...

    def put_back(self, file: Path, sha256: str) -> None:
        """Keep a file as `take` does, in the place of one that is damaged; that one stays beside it under another name."""
        ...

    def find_missing(self, digests: Collection[str]) -> set[str]:
        """Return which of these digests the store keeps nothing under."""
        ...

    def open(self, sha256: str) -> BufferedReader:
        """Open what is kept, to be read from any place. Only what is read is fetched. Raises FileNotFoundError."""
        ...

    def fetch(self, sha256: str) -> BufferedReader:
        """Open what is kept, whole and on this machine: what is read twice is the same twice. Raises FileNotFoundError."""
        ...

    def list(self) -> Iterator[StoredFile]:
        """Yield everything that is kept under a digest."""
        ...

    def copy_aside(self, sha256: str) -> None:
        """Do what of `put_aside` may take long, before somebody is made to wait."""
        ...

    def put_aside(self, sha256: str, *, before: float, now: float) -> bool:
        """Put aside what nobody names, where it was last wanted before a moment. Returns whether it was put aside.

        before, now: seconds since 1970.
        """
        ...

    def list_aside(self) -> Iterator[StoredFile]:
        """Yield what was put aside; its date is when that was."""
        ...

    def remove_old(self, *, half: float, aside: float) -> int:
        """Remove what was left half written before one moment, and what was put aside before another. Returns how many files."""
        ...
