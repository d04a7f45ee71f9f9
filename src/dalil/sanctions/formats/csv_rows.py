"""Rows of the lists that come as csv or as a sheet, read strictly: a file that was cut off or spoiled is refused and not read in part."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from pathlib import Path

from dalil.sanctions.formats.ods_rows import is_ods, ods_rows
from dalil.sanctions.list_file import BrokenList

END_OF_FILE = "\x1a"
"""The mark of an old system that closes the files of OFAC."""
LONGEST_CELL = 1_000_000


def rows_of(path: Path) -> Iterator[tuple[int, list[str]]]:
    """Yield each row with the number of its line. An empty line is none.

    Raises BrokenList for letters that are not UTF-8, and for a quotation mark that is never closed or has text behind it.
    """
    if is_ods(path):
        yield from ods_rows(path)
        return
    encoding = "utf-16" if path.read_bytes()[:2] in (b"\xff\xfe", b"\xfe\xff") else "utf-8-sig"
    csv.field_size_limit(LONGEST_CELL)
    line = 0
    try:
        with path.open(encoding=encoding, newline="") as file:
            reader = csv.reader(file, strict=True)
            for row in reader:
                line = reader.line_num
                if row and row != [END_OF_FILE]:
                    yield line, row
    except UnicodeError as error:
        raise BrokenList(
            "list_of_another_encoding",
            "{file} is not UTF-8 near line {line}; letters would be lost, so nothing of it is taken in",
            {"file": path.name, "line": line + 1},
        ) from error
    except csv.Error as error:
        raise BrokenList(
            "list_with_broken_quotes",
            "{file} has a quotation mark that is not closed, or text behind one, at line {line}; it may be cut off, and is not taken in",
            {"file": path.name, "line": line + 1},
        ) from error
