"""Writes a bag (BagIt 1.0): files are streamed into it and digested on the way, and the folder gets its name when it is whole."""

from __future__ import annotations

import hashlib
import os
import shutil
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import BinaryIO

from dalil.archive.folder_store import settle
from dalil.archive.store_interface import CHUNK

ALGORITHMS = ("sha256", "sha512")
"""Two digests of every file, since one of them may be broken some day."""

MANIFEST = "tagmanifest-sha256.txt"
"""The file that stands for the whole bag: it has the digests of the manifests, which have those of all files."""


class BagFolder:
    """A bag that is being written beside its place. `close` gives it its name; where that never happens, `discard` leaves nothing."""

    def __init__(self, place: Path) -> None:
        self.place = place
        self._part = place.with_name(f".{place.name}.part")
        shutil.rmtree(self._part, ignore_errors=True)
        self._part.mkdir(mode=0o700, parents=True)
        self._digests: dict[str, tuple[str, ...]] = {}
        self._bytes = 0

    def add(self, path: str, chunks: Iterable[bytes]) -> None:
        """Write a file of the payload or, where its path does not begin with `data/`, one beside it. path: ASCII without a percent sign,
        which the programs that check bags read in different ways."""
        if not path.isascii() or "%" in path or path in self._digests:
            raise ValueError(f"{path} is no name for a new file of a bag")
        file = self._part / path
        file.parent.mkdir(parents=True, exist_ok=True)
        digests = [hashlib.new(name) for name in ALGORITHMS]
        with file.open("wb") as out:
            for chunk in chunks:
                out.write(chunk)
                for each in digests:
                    each.update(chunk)
            out.flush()
            os.fsync(out.fileno())
        self._digests[path] = tuple(each.hexdigest() for each in digests)
        self._bytes += file.stat().st_size if path.startswith("data/") else 0

    def add_unlisted(self, path: str, content: bytes) -> None:
        """Write a file that no manifest lists, as a seal over the manifest cannot be in it."""
        file = self._part / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(content)

    def finish_manifests(self, info: Mapping[str, str]) -> bytes:
        """Write the declaration, what the bag says of itself, and the manifests; nothing is added after it. Returns the content of `MANIFEST`."""
        self.add("bagit.txt", [b"BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n"])
        payload = [path for path in self._digests if path.startswith("data/")]
        told = {**info, "Payload-Oxum": f"{self._bytes}.{len(payload)}"}
        lines = (f"{name}: {' '.join(value.split())}\n" for name, value in told.items() if value)
        self.add("bag-info.txt", ["".join(lines).encode()])
        for at, algorithm in enumerate(ALGORITHMS):
            self.add(f"manifest-{algorithm}.txt", [self._manifest(payload, at)])
        tags = [path for path in self._digests if not path.startswith("data/")]
        for at, algorithm in enumerate(ALGORITHMS):
            self.add_unlisted(f"tagmanifest-{algorithm}.txt", self._manifest(tags, at))
        return (self._part / MANIFEST).read_bytes()

    def close(self) -> None:
        """Give the folder its name. Raises OSError where something lies there."""
        settle(self._part)
        self._part.rename(self.place)
        settle(self.place.parent)

    def discard(self) -> None:
        """Take away what was written, where the bag did not become whole."""
        shutil.rmtree(self._part, ignore_errors=True)

    def _manifest(self, paths: Iterable[str], at: int) -> bytes:
        return "".join(f"{self._digests[path][at]}  {path}\n" for path in sorted(paths)).encode()


def read_chunks(stream: BinaryIO) -> Iterator[bytes]:
    """Yield what a stream holds, piece by piece."""
    while chunk := stream.read(CHUNK):
        yield chunk
