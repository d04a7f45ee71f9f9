"""The rows of a file that did not become reports, as a spreadsheet reads them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from dalil.exports.spreadsheet import csv_line
from dalil.intake.models import FailedRow
from dalil.intake.parsed_rows import RowError

COLUMNS = ("row", "field", "value", "cause", "as it stood")


def failed_row_csv_lines(rows: Iterable[FailedRow | RowError]) -> Iterator[str]:
    """Give the lines of failed rows as CSV, header first: row, field, value, cause, and behind these the row as it stood in the file.

    A row of which only a dry run tells was kept nowhere; of it the last is empty.
    """
    yield csv_line(COLUMNS)
    for each in rows:
        stood = _cells(each.raw) if isinstance(each, FailedRow) else [""]
        yield csv_line([each.row, *map(str, (each.field, each.value, each.cause, *stood))])


def _cells(raw: Any) -> Iterable[Any]:
    """The cells of a row as it stood; a line of text is one."""
    if isinstance(raw, dict):
        return raw.values()
    return raw if isinstance(raw, list) else [raw]
