"""Workbooks: which sheet is read, and what of them is not."""

from __future__ import annotations

import html
import re
import zipfile
from collections.abc import Iterator
from pathlib import Path
from posixpath import join, normpath
from typing import Any

from dalil.intake.causes import Cause, shorten
from dalil.intake.files.columns import describe_repeated_names, describe_rows_above, name_columns
from dalil.intake.files.csv_file import take_header, without_header, without_tag_row
from dalil.intake.files.merged import describe_merged
from dalil.intake.files.xlsx_limits import check_unpacked
from dalil.intake.formats import OpenedFile, Unreadable
from dalil.letters import without_marks

SHOWN = 10
"""Hidden rows and comments that a note names."""
_COMMENT = re.compile(rb'<(?:\w+:)?comment\s[^>]*?\bref="([A-Z]{1,3}\d{1,7})"[^>]*>(.*?)</(?:\w+:)?comment>', re.DOTALL)


def headers_of_sheets(path: Path) -> list[tuple[str, list[str]]]:
    """The name of each sheet of a workbook with the first row of it that holds anything. Raises Unreadable."""
    book = _open_book(path)
    from dalil.intake.files.sheet import rows_of_sheet

    return [(sheet.title, next((row for _, row in rows_of_sheet(sheet)), [])) for sheet in book.worksheets]


def open_xlsx(path: Path, sheet: str | int, header_row: int) -> OpenedFile:
    """Open one sheet (by name, by number from 1, or the first) and give its header and its rows. Raises Unreadable."""
    book = _open_book(path)
    sheets = {each.title: each for each in book.worksheets}
    names = list(sheets)
    if isinstance(sheet, int) and 1 <= sheet <= len(names):
        sheet = names[sheet - 1]
    if not names or (sheet and sheet not in names):
        raise Unreadable(
            Cause(
                "{file} has no sheet “{sheet}”; it has {sheets}",
                file=path.name,
                sheet=sheet,
                sheets=", ".join(names) or "–",
            )
        )
    return _open_sheet(path, sheets, str(sheet or names[0]), header_row)


def _open_sheet(path: Path, sheets: dict[str, Any], name: str, header_row: int) -> OpenedFile:
    from dalil.intake.files.sheet import find_layout, rows_of_sheet

    layout = find_layout(sheets[name], header_row)
    merged, hidden = layout.merged, layout.hidden
    rows: Iterator[tuple[int, Any]] = rows_of_sheet(
        sheets[name], unworked=_is_unworked(path), merged=merged, header_row=header_row
    )
    above, header = take_header(rows, header_row)
    if not any(map(without_marks, header)):
        raise Unreadable(without_header(path.name, header_row, above[0][0] if above else None))
    others = [other for other in sheets if other != name and _holds_rows(rows_of_sheet(sheets[other]))]
    notes = [*describe_rows_above(above), *describe_repeated_names(header)]
    notes += describe_merged(merged, name_columns(header), header_row)
    if hidden:
        notes.append(Cause("rows that the sheet hides are read as the others: {rows}", rows=shorten(hidden, SHOWN)))
    names = name_columns(header)
    if unseen := [f"“{names[at]}”" for at in layout.hidden_columns if at < len(names)]:
        notes.append(
            Cause("columns that the sheet hides are read as the others: {columns}", columns=shorten(unseen, SHOWN))
        )
    for first, last in layout.wide:
        if first < len(names) and names[first] != f"(column {first + 1})":
            notes.append(
                Cause(
                    "“{name}” goes over {n} columns of the header: it is the name of the first of them only, and may be that of all together",
                    name=names[first],
                    n=last - first + 1,
                )
            )
    notes += _describe_comments(path, sheets[name])
    if others:
        notes.append(
            Cause("sheet “{sheet}” was read; not read: {others}", sheet=name, others=[f"“{each}”" for each in others])
        )
    return without_tag_row(OpenedFile(name_columns(header), rows, notes=notes, merged=tuple(merged)))


def _describe_comments(path: Path, sheet: Any) -> list[str]:
    """Say which cells of a sheet bear comments: they are not read, and may say otherwise than the cells."""
    part = str(sheet._worksheet_path).lstrip("/")
    folder, _, name = part.rpartition("/")
    with zipfile.ZipFile(path) as archive:
        parts = {*archive.namelist()}
        relations = f"{folder}/_rels/{name}.rels"
        targets = (
            re.findall(rb'Target="([^"]*comments[^"]*\.xml)"', archive.read(relations)) if relations in parts else []
        )
        texts = [
            archive.read(place)
            for target in targets
            if "threaded" not in target.decode().casefold()
            and (place := normpath(join("/" if target.startswith(b"/") else f"/{folder}", target.decode())).lstrip("/"))
            in parts
        ]
    found = [
        (
            cell.decode(),
            html.unescape(
                " ".join("".join(re.findall(r"<(?:\w+:)?t\b[^>]*>([^<]*)<", text.decode("utf-8", "replace"))).split())
            ),
        )
        for content in texts
        for cell, text in _COMMENT.findall(content)
    ]
    cells = shorten([f"{cell} (“{text[:80]}”)" for cell, text in found], SHOWN)
    return [Cause("comments of cells are not read: {cells}", cells=cells)] if cells else []


def _holds_rows(rows: Iterator[Any]) -> bool:
    """Whether a sheet that is not read holds anything; a damaged one does."""
    try:
        return next(rows, None) is not None
    except Unreadable:
        return True


def _open_book(path: Path) -> Any:
    with path.open("rb") as file:
        if not file.read(1):
            raise Unreadable(Cause("{file}: the file is empty", file=path.name))
    import openpyxl  # slow to import, and every process that reads rows imports this module
    from openpyxl.worksheet._read_only import ReadOnlyWorksheet

    # openpyxl's own builds a whole sheet in memory where the sheet does not say how large it is; nobody here asks
    ReadOnlyWorksheet._get_size = lambda sheet: None  # type: ignore[attr-defined]
    try:
        check_unpacked(path)
        return openpyxl.load_workbook(path, read_only=True, data_only=True, keep_links=False)
    except Unreadable:
        raise
    except Exception as error:  # of a damaged file the library raises whatever its own code stumbles over
        raise Unreadable(
            Cause(
                "{file}: this is not a table, it is no XLSX file ({error})",
                file=path.name,
                error=f"{type(error).__name__}: {str(error)[:200]}",
            )
        ) from error


def _is_unworked(path: Path) -> bool:
    """Whether the program that wrote a workbook left its formulas to be worked out by the one that opens it."""
    with zipfile.ZipFile(path) as archive:
        book = archive.read("xl/workbook.xml") if "xl/workbook.xml" in archive.namelist() else b""
    return re.search(rb'fullCalcOnLoad="(?:1|true)"', book) is not None
