"""The file of a table: which columns it has, where they are, and what of it a mapping does not read."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import islice
from pathlib import Path
from typing import Any

from dalil.intake.files.columns import find_column, is_unnamed
from dalil.intake.files.csv_file import one_column, open_csv
from dalil.intake.files.json_file import open_json
from dalil.intake.files.merged import with_ranges_said
from dalil.intake.files.stata_file import open_stata
from dalil.intake.files.xlsx_file import open_xlsx
from dalil.intake.formats import NO_TEXT_ENDINGS, STATA, WORKBOOKS, OpenedFile, Unreadable
from dalil.intake.mapping import Column, MappedReport, Mapping, checked
from dalil.record.kind import fields_of
from dalil.values import Count


def open_file(path: Path, mapping: Mapping | None = None, *, sheet: str = "") -> OpenedFile:
    """The header and rows of a table, by the name of the file. Raises Unreadable.

    mapping: says how it is written, where that is known; else sheet says which sheet of a workbook is read, the first unless given.
    """
    match path.suffix.casefold():
        case suffix if suffix in WORKBOOKS:
            return open_xlsx(path, mapping.sheet if mapping else sheet, mapping.header if mapping else 1)
        case ".json":
            return open_json(path)
        case suffix if suffix == STATA:
            opened: OpenedFile = open_stata(path)
            return opened
    if mapping is None:
        return open_csv(path)
    return open_csv(path, encoding=mapping.encoding, delimiter=mapping.delimiter, header_row=mapping.header)


def open_table(path: Path, mapping: dict[str, Any]) -> OpenedFile:
    """The rows of a CSV or XLSX file. Raises Unreadable where there is no mapping, or it does not fit the file."""
    if not mapping:
        raise Unreadable(
            f"what do the columns of {path.name} mean? Give --mapping FILE; --suggest writes a first one from the header"
        )
    read = checked(mapping)
    opened = open_file(path, read)
    for part in read.parts():
        try:
            find_uses(part, opened.header)
        except Unreadable as error:
            if row := _row_of_header(part, opened):
                raise Unreadable(
                    f"{error}. Row {row} has these columns: say `header: {row}` in the mapping", at=error.at
                ) from error
            if len(opened.header) > 1 or path.suffix.casefold() in {*NO_TEXT_ENDINGS, ".json"}:
                raise
            raise Unreadable(f"{path.name}: {one_column(opened.header, read.delimiter)}") from error
    opened.notes += _unread(read, opened.header)
    numbers = [use[1] for part in read.parts() for use in find_uses(part, opened.header) if _is_number(use[0], read)]
    opened.rows = with_ranges_said(opened.rows, opened.merged, numbers) if opened.merged else opened.rows
    first = read.header + read.skip
    if read.skip:
        rows = opened.rows
        opened.rows = (each for each in rows if each[0] > first)
        opened.notes.append(f"{read.skip} rows under the header were not read, as the mapping says")
    return opened


def _row_of_header(part: MappedReport, opened: OpenedFile) -> int | None:
    """The number of one of the next rows that has all columns of a mapping, where a title stands above the header."""
    for number, cells_ in islice(opened.rows, 20):
        if isinstance(cells_, list) and all(find_column(name, cells_) is not None for name in part.columns):
            return int(number)
    return None


def _unread(mapping: Mapping, header: Sequence[str]) -> list[str]:
    """Say which columns a mapping does not name. Of those without a name at the end, each row says so itself (`RowShape`)."""
    named = {find_column(name, header) for part in mapping.parts() for name in part.columns}
    last = max((at for at, name in enumerate(header) if not is_unnamed(name)), default=-1)
    left = [name for at, name in enumerate(header) if at not in named and at <= last]
    return [f"not read, for the mapping does not name them: {', '.join(f'“{name}”' for name in left)}"] if left else []


def _is_number(use: Column, mapping: Mapping) -> bool:
    """Whether a column fills a number, which does not hold for each of the rows that a merged cell goes over."""
    types = {each.name: each.type for each in fields_of(mapping.kind_meant())}
    return bool(use.field) and issubclass(types[use.field], (Count, int, float)) and types[use.field] is not bool


def find_uses(part: MappedReport, header: Sequence[str]) -> list[tuple[Column, int, str]]:
    """Each use of a column with its position and name. Raises Unreadable for a column that the file does not have."""
    uses = []
    for name, column in part.columns.items():
        position = find_column(name, header)
        if position is None:
            raise Unreadable(f"the file has no column “{name}”; it has {', '.join(header)}", at=("columns", name))
        uses += [(use, position, name) for use in (column if isinstance(column, list) else [column]) if not use.ignore]
    return uses
