"""Rows of a comma-separated file, in whichever encoding and with whichever separator it was written."""

from __future__ import annotations

import codecs
import csv
import io
import re
from collections import deque
from collections.abc import Iterator
from itertools import chain, islice
from pathlib import Path
from typing import IO, Any

from dalil.intake.causes import Cause
from dalil.intake.files.columns import describe_repeated_names, describe_rows_above, name_columns
from dalil.intake.files.encoding import Encoding, encoding_of
from dalil.intake.formats import OpenedFile, Unreadable, check_text
from dalil.letters import without_marks

csv.field_size_limit(1 << 27)

_SEPARATOR_LINE = re.compile(r'"?sep=([,;|\t])"?[\r\n]*', re.IGNORECASE)

ROWS_OF_RULE = 20
"""So many rows are looked at to find out whether a separator closes every row of a file."""


def open_csv(path: Path, *, encoding: str = "", delimiter: str = "", header_row: int = 1) -> OpenedFile:
    """Open a file and give its header and its rows; a row of tags under the header (HXL) is left out and noted.

    Rows are numbered as a spreadsheet numbers them: the header is row 1. A row is a list of cells, or, where its quotation marks are
    broken, the text that stands there. Raises Unreadable.
    """
    with path.open("rb") as content:
        beginning = content.read(65536)
    if not encoding.casefold().startswith(("utf-16", "utf16", "utf-32", "utf32")):
        check_text(path, beginning)
    if len(delimiter) > 1 or delimiter in ('"', "\n", "\r"):
        raise Unreadable(
            Cause(
                "“{delimiter}” cannot stand between the columns; the delimiter is one character, such as “;”",
                delimiter=delimiter,
            )
        )
    how = Encoding(encoding, "replace") if encoding else encoding_of(path)
    if not _is_of_text(how.codec):
        raise Unreadable(
            Cause(
                "there is no encoding called “{encoding}”; write utf-8, windows-1256, windows-1252 …", encoding=encoding
            )
        )
    bytes_of = path.open("rb")
    size = path.stat().st_size or 1
    file = io.TextIOWrapper(bytes_of, encoding=how.codec, errors=how.errors, newline="")
    said = _separator_line(file)
    rows = _numbered(file, delimiter or said or _delimiter(path, how, header_row), header_row)
    above, header = take_header(rows, header_row)
    if not isinstance(header, list) or not any(map(without_marks, header)):
        raise Unreadable(without_header(path.name, header_row, above[0][0] if above else None))
    notes = [*([how.note] if how.note else []), *describe_rows_above(above), *describe_repeated_names(header)]
    opened = without_tag_row(OpenedFile((), rows, notes=notes))
    opened.header = name_columns(_with_closing_separators(header, opened))
    opened.part_read = lambda: 1.0 if bytes_of.closed else min(1.0, bytes_of.tell() / size)
    return opened


def _separator_line(file: IO[str]) -> str:
    """Take the line `sep=;` off the beginning of a file, which no spreadsheet shows, and return its separator; empty where there is none."""
    try:
        if found := _SEPARATOR_LINE.fullmatch(file.readline(20).lstrip("\ufeff")):
            return found[1]
    except UnicodeError:
        pass  # it is said with the row in which it stands, when the rows are read
    file.seek(0)
    return ""


def take_header(rows: Iterator[tuple[int, Any]], header_row: int) -> tuple[list[tuple[int, Any]], Any]:
    """Take the rows above the header and the header off the rows of a file; where no such row is there, the header is empty."""
    above: list[tuple[int, Any]] = []
    for number, cells in rows:
        if number == header_row:
            return above, cells
        above.append((number, cells))
        if number > header_row:
            break
    return above, []


def _is_of_text(codec: str) -> bool:
    """Whether Python knows an encoding, and it is one of texts: base64 is one of bytes, and idna is one of names of hosts."""
    try:
        return codecs.lookup(codec)._is_text_encoding and b"a".decode(codec, "replace") is not None
    except (LookupError, ValueError):
        return False


def _with_closing_separators(header: list[str], opened: OpenedFile) -> list[str]:
    """The header with an empty cell more for each separator that closes all of the first rows; of one or two rows nobody can tell."""
    first = list(islice(opened.rows, ROWS_OF_RULE))
    opened.rows = chain(first, opened.rows)
    extras = [cells[len(header) :] if isinstance(cells, list) else [] for _, cells in first]
    empty = [cells for cells in extras if not any(cell.strip() for cell in cells)]
    if len(first) > 2 and all(extras) and len(empty) * 2 > len(first):
        return header + [""] * min(map(len, extras))
    return header


def without_header(name: str, row: int, first: int | None) -> Cause:
    """What to say of a file without a header in its row. first: the first row in which anything stands, where it is above."""
    if first is None:
        return Cause("{file} has no header in row {row}", file=name, row=row)
    template = "{file} has no header in row {row}; its first row with anything in it is row {first}"
    return Cause(template, file=name, row=row, first=first)


def one_column(name: str, header: tuple[str, ...], delimiter: str) -> Cause:
    """What to say of a header that came out as one column: what was expected between columns, and what stands there."""
    there = [called for mark, called in ((",", ","), (";", ";"), ("\t", "tab"), ("|", "|")) if mark in header[0]]
    expected = (
        Cause("“{delimiter}”, as the mapping says", delimiter=delimiter)
        if delimiter
        else Cause("one of “,” “;” “tab” or “|”")
    )
    told = {"file": name, "expected": expected, "line": header[0][:120]}
    if there:
        return Cause(
            "{file}: the header is one column: between columns {expected} was expected, and the line is: {line}; “{mark}” stands in it",
            **told,
            mark=there[0],
        )
    return Cause(
        "{file}: the header is one column: between columns {expected} was expected, and the line is: {line}; "
        "say in the mapping which stands there: delimiter",
        **told,
    )


def without_tag_row(opened: OpenedFile) -> OpenedFile:
    """Leave out the row of tags right under the header, if there is one."""
    first = next(opened.rows, None)
    if first is not None and is_tag_row(first[1]):
        opened.flags["tag_row_skipped"] = 1
        opened.tags = tuple(cell.strip() for cell in first[1])
        opened.notes.append(
            Cause("row {row} holds column tags ({tag} …) and was not read as data", row=first[0], tag=first[1][0])
        )
    elif first is not None:
        opened.rows = chain([first], opened.rows)
    return opened


def is_tag_row(cells: list[str] | str) -> bool:
    """True for a row whose cells mostly begin with # (HXL tags)."""
    filled = [cell for cell in cells if cell and cell.strip()] if isinstance(cells, list) else []
    return bool(filled) and sum(without_marks(cell).startswith("#") for cell in filled) > len(filled) / 2


def _numbered(file: IO[str], delimiter: str, header_row: int) -> Iterator[tuple[int, list[str] | str]]:
    with file:
        number = 0
        try:
            for number, row in enumerate(_rows(file, delimiter, header_row), start=1):
                if row:
                    yield number, row
        except UnicodeError as error:
            raise Unreadable(
                Cause(
                    "what stands after row {number} cannot be read in this encoding: {error}",
                    number=number,
                    error=str(error),
                )
            ) from error


def _rows(file: IO[str], delimiter: str, header_row: int) -> Iterator[list[str] | str]:
    """The rows of a file, empty ones too.

    Where the quotation marks of a row are broken, its first line is given as text and the lines after it are read anew. A row whose
    quotation marks close over lines that look like rows of their own is given as text as a whole.
    """
    waiting: deque[str] = deque()
    held: list[str] = []

    def lines() -> Iterator[str]:
        while waiting:
            held.append(waiting.popleft())
            yield held[-1]
        for line in file:
            held.append(line)
            yield line

    number, width = 0, 0
    reader = csv.reader(lines(), delimiter=delimiter, strict=True)
    while True:
        number += 1
        held.clear()
        try:
            row = next(reader)
        except StopIteration:
            return
        except csv.Error:
            waiting.extendleft(reversed(held[1:]))
            yield held[0].rstrip("\r\n")
            reader = csv.reader(lines(), delimiter=delimiter, strict=True)
            continue
        if len(held) > 1 and any(_looks_like_a_row(line, delimiter, width) for line in held[1:]):
            yield "".join(held).rstrip("\r\n")
            continue
        width = len(row) if number == header_row else width
        yield row


def _looks_like_a_row(line: str, delimiter: str, width: int) -> bool:
    """Whether a line within a cell has the cells of a whole row; in running text a space stands behind a comma."""
    cells = line.rstrip("\r\n").split(delimiter)
    return len(cells) == width > 2 and '"' not in cells[0] and not any(cell.startswith(" ") for cell in cells[1:])


def _delimiter(path: Path, how: Encoding, header_row: int) -> str:
    """The separator that the header has most of."""
    try:
        with path.open(encoding=how.codec, errors=how.errors, newline="") as file:
            line = next(islice(file, header_row - 1, None), "")
    except UnicodeError as error:
        raise Unreadable(
            Cause("{file} is not written in {encoding}: {error}", file=path.name, encoding=how.codec, error=str(error))
        ) from error
    return max(",;\t|", key=lambda each: (line.count(each), each == ","))
