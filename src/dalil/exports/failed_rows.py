"""The rows of a file that did not become reports, as a spreadsheet reads them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import zip_longest
from typing import Any

from dalil.exports.spreadsheet import csv_line
from dalil.intake.files.columns import name_columns
from dalil.intake.models import FailedRow
from dalil.intake.parsed_rows import RowError

COLUMNS = ("row", "field", "value", "cause")
AS_IT_STOOD = "as it stood"


def failed_row_csv_lines(rows: Sequence[FailedRow | RowError], header: Sequence[str] = ()) -> Iterator[str]:
    """Give the lines of failed rows as CSV, header first: row, field, value, cause, and behind these the row as it stood in the file.

    header: the names of the file's columns. Each cell of the file has a column “as it stood: NAME”, with the name that a mapping
    would call it by (`name_columns`). A row that is one line of text, and a row of which only a dry run tells, has one column “as it stood”.
    """
    stood = [_cells_by_heading(each.raw, header) if isinstance(each, FailedRow) else {AS_IT_STOOD: ""} for each in rows]
    headings = list(dict.fromkeys(heading for each in stood for heading in each)) or [AS_IT_STOOD]
    yield csv_line([*COLUMNS, *headings])
    for each, cells in zip(rows, stood, strict=True):
        told = [each.field, each.value, each.cause, *(cells.get(heading, "") for heading in headings)]
        yield csv_line([each.row, *map(str, told)])


def _cells_by_heading(raw: Any, header: Sequence[str]) -> dict[str, Any]:
    """The cells of a row as it stood, by the heading of each; a line of text is one cell."""
    if isinstance(raw, dict):
        return {f"{AS_IT_STOOD}: {name}": cell for name, cell in raw.items()}
    if not isinstance(raw, list):
        return {AS_IT_STOOD: raw}
    width = max(len(raw), len(header))
    names = name_columns([*header, *[""] * (width - len(header))])
    return {f"{AS_IT_STOOD}: {name}": cell for name, cell in zip_longest(names, raw, fillvalue="")}
