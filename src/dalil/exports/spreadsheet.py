"""Tables that leave the house as CSV: one way to write them, so that no cell becomes a formula in whatever spreadsheet opens them.

A spreadsheet takes text that begins with a sign for a formula, and one that splits lines at semicolons, or at tabs, begins a cell in
the middle of ours. Quoting alone does not hold it back: what it takes for a cell begins before our quotation mark.
Source: OWASP, CSV Injection.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable
from typing import Any, Protocol

_OPENS = re.compile(r"""(?:^(?=[\t\r])|(?:^|(?<=[;\t\r\n]))(?=[\s"]*[=+\-@＝＋－＠]))""")
"""Where some reader begins a cell, and what follows would be a formula."""


class Writable(Protocol):
    """A file of text, or an answer that takes text like one."""

    def write(self, text: str, /) -> Any: ...


def guarded(cell: Any) -> Any:
    """A cell that no spreadsheet takes for a formula: text that begins like one, or does so behind a separator, is given an
    apostrophe there. Numbers stay."""
    return _OPENS.sub("'", cell) if isinstance(cell, str) else cell


def write_row(file: Writable, cells: Iterable[Any]) -> None:
    """Write one line of CSV: every text guarded and in quotation marks, numbers bare, nothing for None."""
    csv.writer(file, quoting=csv.QUOTE_NONNUMERIC).writerow([guarded(cell) for cell in cells])
