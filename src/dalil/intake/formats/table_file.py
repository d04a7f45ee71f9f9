"""The file of a table: which columns it has, where they are, and what of it a mapping does not read."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from itertools import islice
from pathlib import Path
from typing import Any

from dalil.intake.causes import Cause
from dalil.intake.cells import NUMBERS
from dalil.intake.files.columns import find_column, is_unnamed
from dalil.intake.files.csv_file import one_column, open_csv
from dalil.intake.files.json_file import open_json
from dalil.intake.files.merged import with_ranges_said
from dalil.intake.files.stata_file import open_stata
from dalil.intake.files.xlsx_file import open_xlsx
from dalil.intake.formats import JSON_ENDINGS, NO_TEXT_ENDINGS, STATA, WORKBOOKS, OpenedFile, Unreadable
from dalil.intake.formats.exchanged_days import find_exchanged, with_exchanged_said
from dalil.intake.formats.rows_beside import Columns, with_rows_beside_said
from dalil.intake.formats.untold_halves import find_untold_halves, with_untold_halves_said
from dalil.intake.mapping import PRECISION, Column, MappedReport, Mapping, checked
from dalil.record.kind import fields_of
from dalil.values import Count, PersonName, When, Where

TITLE_ROWS = 5
"""So many rows of titles may stand above a header that is looked for."""


def open_file(path: Path, mapping: Mapping | None = None, *, sheet: str = "", header_row: int = 1) -> OpenedFile:
    """The header and rows of a table, by the name of the file. Raises Unreadable.

    mapping: says how it is written, where that is known; else sheet says which sheet of a workbook is read, the first unless given,
    and header_row where its header stands.
    """
    match path.suffix.casefold():
        case suffix if suffix in WORKBOOKS:
            return open_xlsx(path, mapping.sheet if mapping else sheet, mapping.header if mapping else header_row)
        case suffix if suffix in JSON_ENDINGS:
            return open_json(path)
        case suffix if suffix == STATA:
            opened: OpenedFile = open_stata(path)
            return opened
    if mapping is None:
        return open_csv(path, header_row=header_row)
    return open_csv(path, encoding=mapping.encoding, delimiter=mapping.delimiter, header_row=mapping.header)


def open_table(path: Path, mapping: dict[str, Any]) -> OpenedFile:
    """The rows of a CSV or XLSX file. Raises Unreadable where there is no mapping, or it does not fit the file."""
    if not mapping:
        raise Unreadable(
            Cause(
                "what do the columns of {file} mean? Give --mapping FILE; --suggest writes a first one from the header",
                file=path.name,
            )
        )
    read = checked(mapping)
    opened = open_file(path, read)
    for part in read.parts():
        try:
            find_uses(part, opened.header)
        except Unreadable as error:
            if row := _row_of_header(part, opened):
                raise Unreadable(
                    Cause(
                        "{error}. Row {row} has these columns: say `header: {row}` in the mapping", error=error, row=row
                    ),
                    at=error.at,
                ) from error
            if len(opened.header) > 1 or path.suffix.casefold() in {*NO_TEXT_ENDINGS, *JSON_ENDINGS}:
                raise
            if read.header == 1 and (row := find_header_below_title(path)):
                raise Unreadable(
                    Cause(
                        "{error}. Row {row} looks like a header: say `header: {row}` in the mapping",
                        error=error,
                        row=row,
                    ),
                    at=error.at,
                ) from error
            raise Unreadable(one_column(path.name, opened.header, read.delimiter)) from error
    opened.notes += _unread(read, opened.header)
    numbers = [use[1] for part in read.parts() for use in find_uses(part, opened.header) if _is_number(use[0], read)]
    opened.rows = with_ranges_said(opened.rows, opened.merged, numbers) if opened.merged else opened.rows
    uses = [use for part in read.parts() for use in find_uses(part, opened.header)]
    if times := {at for use, at, _ in uses if _is_day(use, read)}:
        opened.rows = _with_exchanged_days(opened, open_file(path, read), times)
    if clocks := times | {at for use, at, _ in uses if use.part == "time"}:
        opened.rows = _with_untold_halves(opened, open_file(path, read), clocks)
    first = read.header + read.skip
    if read.skip:
        rows = opened.rows
        opened.rows = (each for each in rows if each[0] > first)
        opened.notes.append(Cause("{n} rows under the header were not read, as the mapping says", n=read.skip))
    opened.rows = with_rows_beside_said(opened.rows, opened.header, _columns_of(read, opened.header, uses))
    return opened


def _with_exchanged_days(opened: OpenedFile, again: OpenedFile, times: set[int]) -> Iterator[tuple[int, Any]]:
    """The rows of a file, whose dates say it where day and month may be exchanged. again: the file opened once more, to look at it whole."""
    exchanged = find_exchanged(again.rows, times)
    if not exchanged:
        return opened.rows
    opened.notes.append(
        Cause(
            "of dates in {columns} a program may have exchanged day and month: all have days up to 12, and what stands there as text has "
            "days above 12; their rows wait",
            columns=[f"“{opened.header[at]}”" for at in sorted(exchanged)],
        )
    )
    return with_exchanged_said(opened.rows, exchanged)


def _with_untold_halves(opened: OpenedFile, again: OpenedFile, clocks: set[int]) -> Iterator[tuple[int, Any]]:
    """The rows of a file, whose times say it where their half of the day is not told. again: the file opened once more, to look at it whole."""
    untold = find_untold_halves(again.rows, clocks)
    if not untold:
        return opened.rows
    opened.notes.append(
        Cause(
            "some times in {columns} say whether they are before noon and others do not: those that do not are not taken",
            columns=[f"“{opened.header[at]}”" for at in sorted(untold)],
        )
    )
    return with_untold_halves_said(opened.rows, untold)


def _is_day(use: Column, mapping: Mapping) -> bool:
    """Whether a column holds whole dates."""
    types = {each.name: each.type for each in fields_of(mapping.kind_meant())}
    return (
        use.said_on
        or use.part == "as_of"
        or (bool(use.field) and types[use.field] in (When, date) and use.part in ("", "start", "end"))
    )


def _columns_of(mapping: Mapping, header: Sequence[str], uses: Sequence[tuple[Column, int, str]]) -> Columns:
    """Which columns name a row and which count."""
    types = {each.name: each.type for each in fields_of(mapping.kind_meant())}
    of = {at: types[use.field] for use, at, _ in uses if use.field}
    return Columns(
        places=frozenset(
            at for use, at, _ in uses if use.field and types[use.field] is Where and use.part not in ("lat", "lon")
        ),
        times={
            at: use.format for use, at, _ in uses if use.field and types[use.field] is When and use.part != PRECISION
        },
        names=frozenset(at for use, at, _ in uses if use.external_id or of.get(at) is PersonName),
        counts=tuple(sorted(at for use, at, _ in uses if of.get(at) is Count and use.part in ("", *NUMBERS))),
        unread=frozenset(range(len(header))) - {at for _, at, _ in uses},
    )


def find_header_below_title(path: Path, *, sheet: str = "") -> int | None:
    """Find the row that looks like the header of a table in whose first row a title of one cell stands; None where there is none."""
    for row in range(2, TITLE_ROWS + 2):
        try:
            if len([name for name in open_file(path, sheet=sheet, header_row=row).header if not is_unnamed(name)]) > 2:
                return row
        except Unreadable:
            continue
    return None


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
    columns = [f"“{name}”" for name in left]
    return [Cause("not read, for the mapping does not name them: {columns}", columns=columns)] if left else []


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
            raise Unreadable(
                Cause("the file has no column “{name}”; it has {columns}", name=name, columns=", ".join(header)),
                at=("columns", name),
            )
        uses += [(use, position, name) for use in (column if isinstance(column, list) else [column]) if not use.ignore]
    return uses
