"""Rows of one sheet of a workbook."""

from __future__ import annotations

import zipfile
import zlib
from collections.abc import Iterator
from datetime import date, datetime, time
from pathlib import Path
from typing import Any

from dalil.intake.files.csv_file import without_tag_row
from dalil.intake.formats import OpenedFile, Unreadable
from dalil.letters import without_marks

MOST_UNPACKED = 2_000_000_000
"""Bytes that a workbook may have unpacked; about ten times a sheet of a million rows and twenty columns."""


def headers_of_sheets(path: Path) -> list[tuple[str, list[str]]]:
    """The name of each sheet of a workbook with the first row of it that holds anything. Raises Unreadable."""
    book = _open_book(path)
    return [(name, next((row for _, row in _sheet_rows(book[name])), [])) for name in book.sheetnames]


def open_xlsx(path: Path, sheet: str | int, header_row: int) -> OpenedFile:
    """The rows of one sheet (by name, by number from 1, or the first). Raises Unreadable."""
    book = _open_book(path)
    names = book.sheetnames
    if isinstance(sheet, int) and 1 <= sheet <= len(names):
        sheet = names[sheet - 1]
    if sheet and sheet not in names:
        raise Unreadable(f"{path.name} has no sheet “{sheet}”; it has {', '.join(names)}")
    rows = _sheet_rows(book[str(sheet)] if sheet else book[names[0]])
    header = next((row for number, row in rows if number == header_row), [])
    if not any(header):
        raise Unreadable(f"{path.name} has no header in row {header_row}")
    return without_tag_row(OpenedFile(tuple(map(without_marks, header)), rows))


def _open_book(path: Path) -> Any:
    if not path.stat().st_size:
        raise Unreadable(f"{path.name}: the file is empty")
    import openpyxl  # slow to import, and every process that reads rows imports this module
    from openpyxl.utils.exceptions import InvalidFileException

    try:
        _check_size(path)
        return openpyxl.load_workbook(path, read_only=True, data_only=True)
    except (InvalidFileException, zipfile.BadZipFile, zlib.error, KeyError, ValueError, SyntaxError) as error:
        raise Unreadable(f"{path.name}: this is not a table, it is no XLSX file ({error})") from error


def _check_size(path: Path) -> None:
    """Raises Unreadable for a workbook that is far larger unpacked than any table: it would fill the memory before its first row is read."""
    with zipfile.ZipFile(path) as archive:
        size = sum(entry.file_size for entry in archive.infolist())
    if size > MOST_UNPACKED:
        raise Unreadable(
            f"{path.name} is {size / 1e9:,.1f} GB unpacked, more than the {MOST_UNPACKED / 1e9:.0f} GB that Dalil reads "
            "of a workbook; save the table as CSV"
        )


def _sheet_rows(sheet: Any) -> Iterator[tuple[int, list[str]]]:
    for number, row in enumerate(sheet.iter_rows(values_only=True), start=1):
        texts = [_text(cell) for cell in row]
        if any(texts):
            yield number, texts


def _text(cell: Any) -> str:
    """A cell of a spreadsheet as text: dates in ISO form, whole numbers without a fraction."""
    if cell is None:
        return ""
    if isinstance(cell, datetime):
        return str(cell.date()) if cell.time() == time() else cell.isoformat(timespec="minutes")
    if isinstance(cell, (date, time)):
        return cell.isoformat()
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return str(cell)
