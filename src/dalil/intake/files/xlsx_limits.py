"""How large a workbook may be unpacked: openpyxl builds the styles, the texts and every single row in memory before it gives them.

A few kilobytes can unpack to gigabytes, so the size of the file says nothing. What is counted are elements, since each becomes an object.
"""

from __future__ import annotations

import re
import zipfile
from pathlib import Path
from typing import IO

from dalil.intake.causes import Cause
from dalil.intake.formats import Unreadable

MOST_UNPACKED = 2_000_000_000
"""Bytes that a workbook may have unpacked; about ten times a sheet of a million rows and twenty columns."""

MOST_RATIO, NEVER_A_BOMB = 200, 20_000_000
"""So many times smaller than unpacked may the file be, where it is more than so many bytes unpacked. Tables are packed 5 to 40 times."""

MOST_ELEMENTS = 200_000
"""Elements of one row, and of everything that is not rows: a row has 16,384 cells at the most, a workbook 65,490 styles."""

MOST_BYTES = 64_000_000
"""Bytes of one row, and of everything that is not rows."""

LONGEST_TEXT = 1_000_000
"""Bytes of one text. A cell holds 32,767 letters."""

MOST_TEXTS = 4_000_000
"""Different texts that the cells of a workbook may hold together."""

MOST_ROWS = 1_048_576

_ALWAYS_READ = re.compile(
    r"\[Content_Types\]\.xml|.*\.rels|xl/workbook\.xml|xl/styles\.xml|xl/theme/theme1\.xml|docProps/\w+\.xml"
)
_DECLARED = re.compile(rb'PartName\s*=\s*"/?([^"]{1,300})"[^>]*?ContentType\s*=\s*"([^"]{1,300})"')
_DECLARED_TURNED = re.compile(rb'ContentType\s*=\s*"([^"]{1,300})"[^>]*?PartName\s*=\s*"/?([^"]{1,300})"')
_PIECE = 1 << 20


class Bounds:
    """Counts what passes of one part of a workbook, and refuses what no workbook has.

    mark: how an element begins that is read and forgotten by itself (`<row`, `<si`); empty where the whole part is built in memory.
    """

    def __init__(self, where: str, mark: bytes = b"", most_marks: int = 0) -> None:
        self.where, self.mark, self.most_marks = where, mark, most_marks
        self.marks = self.elements = self.bytes = self.text = 0

    def feed(self, piece: bytes) -> None:
        """Count a piece. Raises Unreadable."""
        segments = piece.split(self.mark) if self.mark else [piece]
        for at, segment in enumerate(segments):
            if at:
                self.marks += 1
                self.elements = self.bytes = 0
            self.elements += segment.count(b"<")
            self.bytes += len(segment)
            if self.elements > MOST_ELEMENTS or self.bytes > MOST_BYTES:
                self._refuse(
                    Cause("{where} holds more in one place than any table has; save the table as CSV", where=self.where)
                )
        last = piece.rfind(b"<")
        self.text = self.text + len(piece) if last < 0 else len(piece) - last
        if self.text > LONGEST_TEXT:
            self._refuse(
                Cause("{where} holds a text longer than any cell holds; save the table as CSV", where=self.where)
            )
        if self.mark and self.marks > self.most_marks:
            self._refuse(
                Cause(
                    "{where} holds more than {most} entries; save the table as CSV",
                    where=self.where,
                    most=f"{self.most_marks:,}",
                )
            )

    def _refuse(self, cause: Cause) -> None:
        raise Unreadable(cause)


class BoundedSource:
    """A stream of a sheet that counts what is read from it."""

    def __init__(self, source: IO[bytes], where: str) -> None:
        self.source, self.bounds = source, Bounds(where, b"<row", MOST_ROWS + 1)

    def read(self, size: int = -1) -> bytes:
        """Read a piece. Raises Unreadable."""
        piece = self.source.read(_PIECE if size is None or size < 0 else size)
        self.bounds.feed(piece)
        return piece


def check_unpacked(path: Path) -> None:
    """Look at what a workbook is unpacked, before it is. Raises Unreadable for what would fill the memory before the first row is read."""
    with zipfile.ZipFile(path) as archive:
        parts = {entry.filename: entry for entry in archive.infolist()}
        size = sum(entry.file_size for entry in parts.values())
        if size > MOST_UNPACKED or size > max(NEVER_A_BOMB, MOST_RATIO * path.stat().st_size):
            raise Unreadable(
                Cause(
                    "{file} is {size} GB unpacked, {times} times its size; Dalil reads up to {most} GB, and nothing that is packed more "
                    "than {ratio} times. Save the table as CSV",
                    file=path.name,
                    size=f"{size / 1e9:,.2f}",
                    times=f"{size // max(1, path.stat().st_size):,}",
                    most=f"{MOST_UNPACKED / 1e9:.0f}",
                    ratio=MOST_RATIO,
                )
            )
        types = _declared_types(archive) if "[Content_Types].xml" in parts else {}
        for name in parts:
            texts = b"sharedStrings" in types.get(name, b"")
            if texts or _ALWAYS_READ.fullmatch(name) or b".main+xml" in types.get(name, b""):
                bounds = Bounds(f"{path.name}, {name},", *((b"<si", MOST_TEXTS) if texts else ()))
                with archive.open(name) as part:
                    while piece := part.read(_PIECE):
                        bounds.feed(piece)


def _declared_types(archive: zipfile.ZipFile) -> dict[str, bytes]:
    """Return what each part of a workbook is declared to be."""
    with archive.open("[Content_Types].xml") as part:
        content = part.read(_PIECE)
    found = [*_DECLARED.findall(content), *((name, type) for type, name in _DECLARED_TURNED.findall(content))]
    return {name.decode("utf-8", "replace"): type for name, type in found}
