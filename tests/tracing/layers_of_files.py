"""What stands in the files of a folder, also within files within files: packed, in archives, in columns, in the rows of a database."""

from __future__ import annotations

import bz2
import gzip
import io
import json
import lzma
import sqlite3
import tarfile
import urllib.parse
import zipfile
import zlib
from base64 import b64encode
from collections.abc import Iterable, Iterator
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from dalil.letters import fold

PACKED = (
    (b"\x1f\x8b", gzip.decompress),
    (b"BZh", bz2.decompress),
    (b"\xfd7zXZ\x00", lzma.decompress),
    (b"\x28\xb5\x2f\xfd", lambda data: pa.input_stream(io.BytesIO(data), compression="zstd").read()),
    *((start, zlib.decompress) for start in (b"\x78\x01", b"\x78\x5e", b"\x78\x9c", b"\xda\x78")),
)
DEEPEST = 6


def list_layers(folder: Path) -> Iterator[tuple[str, bytes]]:
    """Yield every file of a folder by its path, with its name, its bytes, and the bytes of whatever is packed in it."""
    for path in sorted(folder.rglob("*")):
        yield f"{path}: name", str(path.relative_to(folder)).encode()
        if path.is_file():
            yield from unpack(str(path), path.read_bytes())
            if path.suffix == ".sqlite3":
                yield f"{path}: rows", _read_rows(path)


def unpack(where: str, data: bytes, depth: int = 0) -> Iterator[tuple[str, bytes]]:
    """Yield bytes, and those of whatever is packed in them, with where that is. depth: within how many files these are."""
    yield where, data
    if depth == DEEPEST:
        return
    for start, unpacked in PACKED:
        if data.startswith(start):
            yield from unpack(f"{where}: unpacked", unpacked(data), depth + 1)
    if data.startswith(b"PK\x03\x04"):
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            for each in archive.infolist():
                yield from unpack(f"{where}/{each.filename}", archive.read(each), depth + 1)
    if data[257:262] == b"ustar":
        with tarfile.open(fileobj=io.BytesIO(data)) as archive:
            for member in archive.getmembers():
                if read := archive.extractfile(member):
                    yield from unpack(f"{where}/{member.name}", read.read(), depth + 1)
    if data.startswith(b"PAR1"):
        table = pq.read_table(io.BytesIO(data))
        yield f"{where}: columns", json.dumps(table.to_pylist(), ensure_ascii=False, default=str).encode()


def list_writings(words: str | bytes) -> set[bytes]:
    """Return the bytes that words leave where they are written: plain, folded as an index has them, escaped, in hexadecimal, in base64.

    Bytes, as those of a picture, are looked for plain, in hexadecimal and in base64.
    """
    if isinstance(words, bytes):
        return {words, words.hex().encode(), *_in_base64(words)}
    plain = words.encode()
    return {
        plain,
        words.lower().encode(),
        fold(words).encode(),
        words.encode("utf-16-le"),
        json.dumps(words)[1:-1].encode(),
        urllib.parse.quote(words).encode(),
        urllib.parse.quote_plus(words).encode(),
        plain.hex().encode(),
        *_in_base64(plain),
    }


def find_writings(layers: Iterator[tuple[str, bytes]], canaries: Iterable[str | bytes]) -> dict[str | bytes, set[str]]:
    """Return where each canary is found, by the canary; those that are nowhere are left out."""
    writings = {canary: list_writings(canary) for canary in canaries}
    found: dict[str | bytes, set[str]] = {}
    for where, data in layers:
        for canary, written in writings.items():
            if any(each in data for each in written):
                found.setdefault(canary, set()).add(where)
    return found


def _in_base64(data: bytes) -> Iterator[bytes]:
    """The letters that stand for these bytes wherever they begin among the three that four letters hold, without the letters at both ends."""
    for before in range(3):
        letters = b64encode(bytes(before) + data)
        inner = letters[4 if before else 0 : -4]
        if len(inner) >= 8:
            yield inner


def _read_rows(path: Path) -> bytes:
    """All rows of all tables, also those whose pages stand in the log before the file."""
    with sqlite3.connect(f"file:{path}?mode=ro", uri=True) as database:
        names = [name for (name,) in database.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
        rows = [row for name in names for row in database.execute(f'SELECT * FROM "{name}"')]
    return b"\n".join(each if isinstance(each, bytes) else str(each).encode() for row in rows for each in row)
