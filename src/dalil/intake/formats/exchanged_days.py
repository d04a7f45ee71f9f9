"""Dates of which a program may have exchanged day and month: it read what it could as month and day, and left the rest as text.

A spreadsheet that expects 12/31/2019 makes the date 5 March of “03/05/2019”, which a Syrian office wrote for 3 May, and leaves
“13/05/2019” a text. What is left shows it: all dates have days up to 12, all texts have days above 12.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from typing import Any

from dalil.intake.files.cell_marks import Mark
from dalil.letters import western_digits

LEAST_ROWS = 1_000
"""So many rows are looked at in any case; more only while a column may be such a one."""
LEAST_CELLS = 3
_ISO = re.compile(r"(\d{4})-(\d\d)-(\d\d)(?=$|[T ])")
_TEXT = re.compile(r"(\d{1,2})([/.-])(\d{1,2})\2\d{2,4}(?=$|[ ,])")


class _Column:
    """What the cells of a column showed so far."""

    def __init__(self) -> None:
        self.dates = self.texts = 0
        self.cleared = False

    def add(self, cell: str) -> None:
        if date := _ISO.match(cell):
            self.dates += 1
            self.cleared = self.cleared or int(date[3]) > 12
        elif text := _TEXT.match(cell):
            self.texts += 1
            self.cleared = self.cleared or max(int(text[1]), int(text[3])) <= 12

    def may_be_exchanged(self) -> bool:
        return not self.cleared and bool(self.dates and self.texts) and self.dates + self.texts >= LEAST_CELLS

    def is_open(self) -> bool:
        return not self.cleared and bool(self.dates or self.texts)


def find_exchanged(rows: Iterator[tuple[int, Any]], columns: Collection[int]) -> frozenset[int]:
    """Find which of some columns hold such dates."""
    seen = {at: _Column() for at in columns}
    for count, (_, raw) in enumerate(rows):
        if isinstance(raw, list):
            for at, column in seen.items():
                if at < len(raw) and not column.cleared and raw[at]:
                    column.add(western_digits(raw[at].strip()))
        if count >= LEAST_ROWS and not any(column.is_open() for column in seen.values()):
            break
    return frozenset(at for at, column in seen.items() if column.may_be_exchanged())


def with_exchanged_said(rows: Iterator[tuple[int, Any]], columns: Collection[int]) -> Iterator[tuple[int, Any]]:
    """Let the dates of some columns say which day they may be too; one whose day is its month is the same either way."""
    for number, raw in rows:
        if isinstance(raw, list):
            for at in columns:
                date = _ISO.match(western_digits(raw[at].strip())) if at < len(raw) else None
                if date and date[2] != date[3]:
                    raw[at] = Mark.EXCHANGED.behind(raw[at].strip(), f"{date[1]}-{date[3]}-{date[2]}")
        yield number, raw
