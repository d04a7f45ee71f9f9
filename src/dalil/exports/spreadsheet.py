"""Tables that leave the house as CSV: one way to write them, so that no cell becomes a formula in whatever spreadsheet opens them.

A spreadsheet takes text that begins with a sign for a formula, and one that splits lines at semicolons, or at tabs, begins a cell in
the middle of ours. Quoting alone does not hold it back: what it takes for a cell begins before our quotation mark.
Source: OWASP, CSV Injection.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Iterator
from typing import Any, Protocol

_OPENS = re.compile(r"""(^|[;\t\r\n])([\s"]*)""")
"""Where some reader begins a cell, and what it passes over before it looks whether a formula stands there."""
_SIGNS = frozenset("=+-@＝＋－＠")
_OPENS_WITHIN = re.compile(r"([\t\r\n])")


class Writable(Protocol):
    """A file of text, or an answer that takes text like one."""

    def write(self, text: str, /) -> Any: ...


def guarded(cell: Any) -> Any:
    """Guard a cell against being taken for a formula: text that begins like one, or does so behind a separator, is given an
    apostrophe there. Numbers stay."""
    return _OPENS.sub(_guard_opening, cell) if isinstance(cell, str) else cell


def _guard_opening(opening: re.Match[str]) -> str:
    """The beginning of a cell, guarded. All that is passed over is looked at once, however many cells may begin in it."""
    separator, passed_over = opening.groups()
    if opening.string[opening.end() : opening.end() + 1] in _SIGNS:
        return f"{separator}'" + _OPENS_WITHIN.sub(r"\1'", passed_over)
    starts = not separator and passed_over[:1] in ("\t", "\r")
    return f"'{passed_over}" if starts else opening[0]


def write_row(file: Writable, cells: Iterable[Any]) -> None:
    """Write one line of CSV: every text guarded and in quotation marks, numbers bare, nothing for None."""
    csv.writer(file, quoting=csv.QUOTE_NONNUMERIC).writerow([guarded(cell) for cell in cells])


def csv_line(cells: Iterable[Any]) -> str:
    """Give one line of CSV as a text, written as `write_row` writes it.

    >>> csv_line(["=1+1", 82, None])
    '"\'=1+1",82,""\\r\\n'
    """
    text = io.StringIO(newline="")
    write_row(text, cells)
    return text.getvalue()


MARK = "\ufeff"
"""The byte order mark, with which a file of CSV begins: without it, spreadsheets read Arabic in the code page of the machine."""


def csv_file(lines: Iterable[str]) -> Iterator[str]:
    """Give lines of CSV as a file that is saved and opened in a spreadsheet: with the mark first. A pipe is given bare lines."""
    yield MARK
    yield from lines
