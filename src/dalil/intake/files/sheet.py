"""The rows of one sheet of a workbook as its file keeps them: merged cells, formulas, and every row that is there.

The rows that openpyxl gives of a sheet end where the sheet claims to end, which programs write wrongly; and they know neither merged cells
nor formulas without a value. So the cells are taken from its parser.
"""

from __future__ import annotations

import re
import zipfile
import zlib
from collections.abc import Iterator, Sequence
from datetime import date, datetime, time
from typing import Any, NamedTuple

from openpyxl.worksheet._reader import FORMULA_TAG, INLINE_STRING, VALUE_TAG, WorkSheetParser

from dalil.intake.causes import Cause
from dalil.intake.files.cell_formats import CellFormats, show
from dalil.intake.files.cell_marks import Mark
from dalil.intake.files.merged import Filling, OverRows
from dalil.intake.files.xlsx_limits import MOST_ROWS, BoundedSource
from dalil.intake.formats import Unreadable

MOST_COLUMNS = 16_384
"""So many columns a sheet can have."""

_MERGED = re.compile(rb'<(?:\w+:)?mergeCell\s[^>]*?ref="([A-Z]{1,3})(\d{1,7}):([A-Z]{1,3})(\d{1,7})"')
_HIDDEN_ROW = re.compile(rb'<(?:\w+:)?row\s[^>]*?\bhidden="(?:1|true)"[^>]*>')
_COLUMNS = re.compile(rb"<(?:\w+:)?col\s[^>]*>")
_FIRST_AND_LAST = re.compile(rb'\b(min|max)="(\d{1,5})"')
_ROW_NUMBER = re.compile(rb'\br="(\d{1,7})"')
_PIECE = 1 << 20
_BROKEN_ARCHIVE = (zipfile.BadZipFile, zlib.error, EOFError, OSError, NotImplementedError, RuntimeError, KeyError)


class Layout(NamedTuple):
    """What goes over several rows of a sheet, which of its rows and columns are hidden, and which names go over several columns.

    wide: of each name in the header that goes over several columns, the position of the first and of the last.
    """

    merged: list[OverRows]
    hidden: list[int]
    hidden_columns: list[int]
    wide: list[tuple[int, int]]


class _Cells(WorkSheetParser):
    """Openpyxl's parser of cells, which gives a formula whose value the file does not keep as the formula."""

    unworked = False
    """Whether the program that wrote the file left the working out to the one that opens it: then a nought is no value."""

    def parse_cell(self, element: Any) -> dict[str, Any]:
        """Return row, column and value of a cell."""
        cell: dict[str, Any] = super().parse_cell(element)
        formula = element.find(FORMULA_TAG)
        if formula is not None:
            value = element.find(VALUE_TAG)
            kept = value is not None and (value.text or element.get("t") == "str")
            if not kept or (self.unworked and cell["value"] in (0, None, "")):
                cell["value"] = f"={formula.text or '…'}"
        elif cell["value"] is None and (text := "".join(element.itertext()).strip()):
            raise Unreadable(
                Cause(
                    "the cell {cell} holds “{text}”, and not as what it says it holds; the file is damaged",
                    cell=element.get("r"),
                    text=text[:80],
                )
            )
        if len(element) > 1 and element.find(VALUE_TAG) is not None and element.find(INLINE_STRING) is not None:
            raise Unreadable(Cause("the cell {cell} holds two values; the file is damaged", cell=element.get("r")))
        return cell


def rows_of_sheet(
    sheet: Any, *, unworked: bool = False, merged: Sequence[OverRows] = (), header_row: int = 0
) -> Iterator[tuple[int, list[str]]]:
    """The rows of a sheet that hold anything, with their numbers. Raises Unreadable, naming the row after which the file is damaged.

    unworked: whether formulas wait to be worked out by whatever program opens the file. merged: the cells whose text holds for all
    their rows, as `find_layout` gives them. header_row: behind it cells that are struck through say so.
    """
    book, number, above = sheet.parent, 0, Filling(merged)
    formats = CellFormats(book)
    try:
        with sheet._get_source() as source:
            bounded = BoundedSource(source, f"sheet “{sheet.title}”")
            parser = _Cells(
                bounded, sheet._shared_strings, True, book.epoch, book._date_formats, book._timedelta_formats
            )
            parser.unworked = unworked
            for found, cells in parser.parse():
                if not number < found <= MOST_ROWS:
                    raise Unreadable(
                        Cause(
                            "row {row} of sheet “{sheet}” stands behind row {number}; the file is damaged",
                            row=found,
                            sheet=sheet.title,
                            number=number,
                        )
                    )
                number = found
                texts = _texts(cells, number, sheet.title, formats, below_header=number > header_row)
                filled = above.fill(number, texts) if merged else texts
                if any(texts):
                    yield number, filled
    except Unreadable:
        raise
    except Exception as error:  # of a damaged file the library raises whatever its own code stumbles over
        raise Unreadable(
            Cause(
                "sheet “{sheet}” is damaged behind row {number} ({error}); open the file in a spreadsheet and save it again",
                sheet=sheet.title,
                number=number,
                error=f"{type(error).__name__}: {str(error)[:200]}",
            )
        ) from error


def find_layout(sheet: Any, header_row: int) -> Layout:
    """Find the cells of a sheet that go over several rows, in the order of their first rows, and the rows that are hidden.

    A cell that begins in the header ends there. Their list stands at the end of the file, so the sheet is unpacked once more for it.
    """
    found: set[OverRows] = set()
    hidden: set[int] = set()
    hidden_columns: set[int] = set()
    wide: set[tuple[int, int]] = set()
    try:
        with sheet._get_source() as source:
            piece = b""
            while read := source.read(_PIECE):
                piece = piece[-200:] + read
                if b"hidden" in piece:
                    hidden_columns |= _hidden_columns(piece)
                    hidden |= {
                        int(of[1])
                        for row in _HIDDEN_ROW.findall(piece)
                        if (of := _ROW_NUMBER.search(row)) and int(of[1]) > header_row
                    }
                if b"mergeCell" in piece:
                    for left, first, right, last in _MERGED.findall(piece):
                        if int(first) <= header_row <= int(last) and left != right:
                            wide.add((_position(left), _position(right)))
                        end = min(int(last), header_row) if int(first) <= header_row else int(last)
                        if int(first) < end:
                            found.add(OverRows(_position(left), int(first), end))
    except _BROKEN_ARCHIVE as error:
        raise Unreadable(
            Cause("sheet “{sheet}” is damaged and cannot be unpacked: {error}", sheet=sheet.title, error=str(error))
        ) from error
    return Layout(sorted(found, key=lambda each: each.first), sorted(hidden), sorted(hidden_columns), sorted(wide))


def _hidden_columns(piece: bytes) -> set[int]:
    """The positions of the columns that a piece of a sheet says are hidden."""
    columns: set[int] = set()
    for column in _COLUMNS.findall(piece):
        ends = {name: int(number) for name, number in _FIRST_AND_LAST.findall(column)}
        if re.search(rb'\bhidden="(?:1|true)"', column) and len(ends) == 2:
            columns.update(range(ends[b"min"] - 1, min(ends[b"max"], MOST_COLUMNS)))
    return columns


def _position(letters: bytes) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + letter - 64
    return number - 1


def _texts(cells: list[dict[str, Any]], row: int, title: str, formats: CellFormats, *, below_header: bool) -> list[str]:
    texts: list[str] = []
    for cell in cells:
        at = cell["column"] - 1
        if cell["row"] != row or not len(texts) <= at < MOST_COLUMNS:
            raise Unreadable(
                Cause(
                    "in row {row} of sheet “{sheet}” a cell stands twice or in no place of this row; the file is damaged",
                    row=row,
                    sheet=title,
                )
            )
        texts += [""] * (at - len(texts))
        text = _text(cell["value"])
        if text and cell["style_id"]:
            shown = formats.of(cell["style_id"])
            text = show(cell["value"], text, shown)
            if shown.struck and below_header:
                text = Mark.STRUCK.behind(text)
        texts.append(text)
    while texts and not texts[-1]:
        texts.pop()
    return texts


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
