"""Rows of a comma-separated file, in whichever encoding and with whichever separator it was written."""

from __future__ import annotations

import codecs
import csv
import io
from collections.abc import Iterator
from pathlib import Path
from typing import IO

from dalil.intake.files.encoding import Encoding, encoding_of
from dalil.intake.formats import OpenedFile, Unreadable, check_text
from dalil.letters import without_marks

csv.field_size_limit(1 << 27)


def open_csv(path: Path, *, encoding: str = "", delimiter: str = "", header_row: int = 1) -> OpenedFile:
    """The header and the rows of a file; a row of tags under the header (HXL) is left out and noted.

    Rows are numbered as a spreadsheet numbers them: the header is row 1. Raises Unreadable.
    """
    with path.open("rb") as content:
        beginning = content.read(65536)
    if not encoding.casefold().startswith(("utf-16", "utf16", "utf-32", "utf32")):
        check_text(path, beginning)
    if len(delimiter) > 1:
        raise Unreadable(f"“{delimiter}” cannot stand between the columns; the delimiter is one character")
    how = Encoding(encoding, "replace") if encoding else encoding_of(path)
    try:
        codecs.lookup(how.codec)
    except LookupError:
        raise Unreadable(
            f"there is no encoding called “{encoding}”; write utf-8, windows-1256, windows-1252 …"
        ) from None
    bytes_of = path.open("rb")
    size = path.stat().st_size or 1
    file = io.TextIOWrapper(bytes_of, encoding=how.codec, errors=how.errors, newline="")
    rows = _numbered(file, delimiter or _delimiter(path, how))
    header = next((cells for number, cells in rows if number == header_row), [])
    if not any(map(without_marks, header)):
        raise Unreadable(f"{path.name} has no header in row {header_row}")
    opened = OpenedFile(tuple(without_marks(cell) for cell in header), rows, notes=[how.note] if how.note else [])
    opened.part_read = lambda: 1.0 if bytes_of.closed else min(1.0, bytes_of.tell() / size)
    return without_tag_row(opened)


def one_column(header: tuple[str, ...], delimiter: str) -> str:
    """What to say of a header that came out as one column: what was expected between columns, and what stands there."""
    expected = f"“{delimiter}”, as the mapping says" if delimiter else "one of “,” “;” “tab” or “|”"
    there = [name for mark, name in ((",", ","), (";", ";"), ("\t", "tab"), ("|", "|")) if mark in header[0]]
    hint = f"; “{there[0]}” stands in it" if there else "; say in the mapping which stands there: delimiter"
    return (
        f"the header is one column: between columns {expected} was expected, and the line is: {header[0][:120]}{hint}"
    )


def without_tag_row(opened: OpenedFile) -> OpenedFile:
    """Leave out the row of tags right under the header, if there is one."""
    rows = opened.rows
    first = next(rows, None)
    if first is not None and is_tag_row(first[1]):
        opened.flags["tag_row_skipped"] = 1
        opened.tags = tuple(cell.strip() for cell in first[1])
        opened.notes.append(f"row {first[0]} holds column tags ({first[1][0]} …) and was not read as data")
        return opened
    opened.rows = _with_first(first, rows)
    return opened


def is_tag_row(cells: list[str]) -> bool:
    """True for a row whose cells mostly begin with # (HXL tags)."""
    filled = [cell for cell in cells if cell and cell.strip()]
    return bool(filled) and sum(without_marks(cell).startswith("#") for cell in filled) > len(filled) / 2


def _with_first(
    first: tuple[int, list[str]] | None, rows: Iterator[tuple[int, list[str]]]
) -> Iterator[tuple[int, list[str]]]:
    if first is not None:
        yield first
    yield from rows


def _numbered(file: IO[str], delimiter: str) -> Iterator[tuple[int, list[str]]]:
    with file:
        reader = csv.reader(file, delimiter=delimiter)
        number = 0
        while True:
            number += 1
            try:
                row = next(reader)
            except StopIteration:
                return
            except csv.Error as error:
                raise Unreadable(
                    f"row {number} (line {reader.line_num}) cannot be split into columns: {error}"
                ) from error
            if row:
                yield number, row


def _delimiter(path: Path, how: Encoding) -> str:
    """The separator that the header has most of."""
    with path.open(encoding=how.codec, errors=how.errors, newline="") as file:
        line = file.readline()
    return max(",;\t|", key=lambda each: (line.count(each), each == ","))
