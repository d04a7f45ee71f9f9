"""Rows of a list that comes as a spreadsheet of OpenDocument (ODS): the first table, as it shows its cells."""

from __future__ import annotations

import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from dalil.sanctions.formats.xml_entries import elements_of
from dalil.sanctions.list_file import BrokenList

_TABLE = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"
_TEXT = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}"
LARGEST = 512 * 1024 * 1024
"""A table of more bytes, once unpacked, is not read."""
WIDEST = 1024
"""So many cells of a row are read; a sheet repeats empty ones up to its edge."""
HEAD = 4096


def is_ods(path: Path) -> bool:
    """Tell whether a file is packed as spreadsheets of OpenDocument are."""
    with path.open("rb") as file:
        return file.read(4) == b"PK\x03\x04"


def ods_rows(path: Path) -> Iterator[tuple[int, list[str]]]:
    """Yield each row of the first table with its number; a row is filled up to the width of those before it. An empty row is none.

    Raises BrokenList for what is no such spreadsheet, or none that is whole.
    """
    try:
        with zipfile.ZipFile(path) as packed:
            if packed.getinfo("content.xml").file_size > LARGEST:
                raise _spoiled(path)
            with packed.open("content.xml") as content:
                head = content.read(HEAD)
            with packed.open("content.xml") as content:
                yield from _rows(path, content, head)
    except (zipfile.BadZipFile, KeyError, EOFError, NotImplementedError, RuntimeError) as error:
        raise _spoiled(path) from error


def _spoiled(path: Path) -> BrokenList:
    return BrokenList(
        "list_spoiled_sheet",
        "{file} is no spreadsheet of OpenDocument, or not a whole one; nothing of it is taken in",
        {"file": path.name},
    )


def _rows(path: Path, content: Any, head: bytes) -> Iterator[tuple[int, list[str]]]:
    number, width = 0, 0
    for element in elements_of(path, content, head, f"{_TABLE}table-row", f"{_TABLE}table"):
        if element.tag == f"{_TABLE}table":
            return
        if element.tag != f"{_TABLE}table-row":
            continue
        row = _cells(element)
        if row:
            width = max(width, len(row))
            yield number + 1, row + [""] * (width - len(row))
        number += int(element.get(f"{_TABLE}number-rows-repeated", "1"))


def _cells(row: Any) -> list[str]:
    """The cells of a row as they are shown, up to the last that has words."""
    cells: list[str] = []
    for cell in row.iterchildren(f"{_TABLE}table-cell", f"{_TABLE}covered-table-cell"):
        said = "\n".join("".join(line.itertext()) for line in cell.iterchildren(f"{_TEXT}p"))
        times = int(cell.get(f"{_TABLE}number-columns-repeated", "1"))
        cells += [said] * min(times, WIDEST - len(cells))
    while cells and not cells[-1].strip():
        cells.pop()
    return cells
