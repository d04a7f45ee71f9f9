"""The formats that can be brought in: one module each.

A format says whether it recognises a file, opens its rows one after another, and makes the reader that turns a row into reports.
Adding a format is adding a module with `FORMATS` and naming it here.
"""

from __future__ import annotations

import codecs
import importlib
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

from dalil.intake.causes import Cause
from dalil.intake.parsed_rows import Context, Reader


class Unreadable(Exception):
    """A file cannot be read as a whole, for the reason the message gives in words.

    at: the keys that lead to the wrong place of a mapping, where the reason lies in one (`mapping_lines.find_line`). A message that is a Cause is
    said in the language of the screen, by its template and particulars.
    """

    def __init__(self, message: str, *, at: tuple[str, ...] = ()) -> None:
        super().__init__(message)
        self.at, self.cause = at, message
        self.told: dict[str, Any] = getattr(message, "told", {})


@dataclass
class OpenedFile:
    """A file opened in one format.

    header: the names of its columns, where it has any. rows: number and raw row, in order; the number is what a spreadsheet shows.
    flags: flags of the file as a whole with how often they hold;
    notes: what a person should know about how the file was read.
    part_read: how much of the file has been read by now, from 0 to 1.
    strictest: the strictest level that the file itself gives to something in it, and the names of the groups that see all of it (None
    for all whom the import names).
    tags: the row of tags (HXL) under the header, where there is one. merged: the cells of a sheet that go over several rows
    (`files.merged.OverRows`).
    """

    header: tuple[str, ...]
    rows: Iterator[tuple[int, Any]]
    flags: dict[str, int] = field(default_factory=dict)
    notes: list[str] = field(default_factory=list)
    part_read: Callable[[], float] = lambda: 1.0
    strictest: tuple[int, frozenset[str] | None] = (0, None)
    tags: tuple[str, ...] = ()
    merged: Sequence[Any] = ()


@dataclass(frozen=True)
class Format:
    """A format.

    recognises: whether a file is of it, judged by its name and its beginning. open: its rows; raises Unreadable.
    reader: what reads them, for a header and a mapping; a function of a module, so that it can be named to other processes.
    writes: "reports", "places" for the gazetteer, or "people" who live in them. has_levels: whether a row says itself who may see it.
    judgements: what the rows say of judgements, each with the address of its report; none where a format knows none.
    """

    code: str
    title: str
    recognises: Callable[[Path, bytes], bool]
    open: Callable[[Path, dict[str, Any]], OpenedFile]
    reader: Callable[[Context, tuple[str, ...], dict[str, Any]], Reader] | None = None
    writes: str = "reports"
    source: str = ""
    has_levels: bool = False
    judgements: Callable[[Path, Context], Iterator[tuple[str, Any]]] | None = None


WORKBOOKS = frozenset({".xlsx", ".xlsm"})
STATA = ".dta"
JSON_ENDINGS = frozenset({".json", ".geojson", ".jsonl", ".ndjson"})
NO_TEXT_ENDINGS = WORKBOOKS | {STATA}
"""How the names of files end that are no text and are read all the same."""
_NO_TEXT = (
    (b"%PDF", Cause("a PDF; copy its table into a spreadsheet and save that as CSV or XLSX")),
    (b"PK\x03\x04", Cause("a ZIP archive or a workbook; a workbook is read where its name ends in .xlsx")),
    (b"\xd0\xcf\x11\xe0", Cause("an old Office file; save it as XLSX or CSV")),
    (b"\x89PNG", Cause("an image")),
    (b"\xff\xd8\xff", Cause("an image")),
    (b"GIF8", Cause("an image")),
    (b"\x1f\x8b", Cause("a compressed file; unpack it first")),
)
"""How files begin that hold no text, and what they are."""
_MARKUP = re.compile(rb"(?:\xef\xbb\xbf)?\s*<(\?xml|!doctype|html|kml|gpx)\b", re.IGNORECASE)
"""How pages, maps and feeds begin. Their lines would come out as rows of a table, with commas of sentences between the columns."""

MODULES = ("jsonl", "ged", "place_lists", "population_lists", "table")
"""In the order in which they are asked; the general table comes last because it reads any."""


@cache
def formats() -> dict[str, Format]:
    """Every format, by its code."""
    found: dict[str, Format] = {}
    for module in MODULES:
        for each in importlib.import_module(f"{__name__}.{module}").FORMATS:
            found[each.code] = each
    return found


def check_text(path: Path, beginning: bytes) -> None:
    """Raises Unreadable for a file that is empty, or whose beginning is not that of a text."""
    if not beginning.strip():
        raise Unreadable(Cause("{file}: the file is empty", file=path.name))
    for mark, what in _NO_TEXT:
        if beginning.startswith(mark):
            raise Unreadable(Cause("{file}: this is not a table of text, it is {what}", file=path.name, what=what))
    if _MARKUP.match(beginning):
        what = Cause("a page or XML (a map, a feed); save its table as CSV, a map as GeoJSON")
        raise Unreadable(Cause("{file}: this is not a table of text, it is {what}", file=path.name, what=what))
    if b"\0" in beginning and not beginning.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        raise Unreadable(
            Cause(
                "{file}: this is not a table of text, it holds bytes of no text; save the table as CSV or XLSX",
                file=path.name,
            )
        )


def recognise(path: Path) -> Format:
    """The format of a file. Raises Unreadable, naming the formats there are."""
    with path.open("rb") as file:
        beginning = file.read(65536)
    if path.suffix.casefold() not in NO_TEXT_ENDINGS:
        check_text(path, beginning)
    for each in formats().values():
        if each.recognises(path, beginning):
            return each
    raise Unreadable(
        Cause(
            "{file} is of no format that Dalil knows; it reads {formats}",
            file=path.name,
            formats=", ".join(each.title for each in formats().values()),
        )
    )
