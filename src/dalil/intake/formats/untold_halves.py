"""Times of day of which half they are is not said, in a column that says it of others: "4.30" beside "02:15 PM".

A column that says AM and PM counts twelve hours. A time in it that does not say its half may be either, so it is no time for certain. Where
a time beside it is past twelve ("16:05") or nought o'clock, the column holds the clock of 24 hours as well, and such times are read by it.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from typing import Any

from dalil.letters import western_digits, without_marks

LEAST_ROWS = 1_000
"""So many rows are looked at in any case; more only while a column may be such a one."""
UNSAID = " (am or pm?)"
"""What is written behind such a time, so that it is read as none and its words say why."""
_CLOCK = re.compile(r"(?:^|[\sT])(?P<hour>\d{1,2})[:.h]\d{2}(?::\d{2})?(?P<half>\s?\S.*)?$")
_HALF = re.compile(
    r"\s?(?:[ap]\.?\s?m\b\.?|ص\b|م\b|صباح|فجر|الفجر|مساء|المساء|ظهر|الظهر|عصر|العصر|ليل|بعد الظهر|قبل الظهر|بعد منتصف).*",
    re.IGNORECASE,
)


class _Column:
    """What the cells of a column showed so far."""

    def __init__(self) -> None:
        self.told = self.untold = 0
        self.cleared = False

    def add(self, cell: str) -> None:
        if (clock := _CLOCK.search(cell)) is None:
            return
        if _HALF.fullmatch(clock["half"] or ""):
            self.told += 1
            return
        self.untold += clock["half"] is None
        self.cleared = self.cleared or not 1 <= int(clock["hour"]) <= 12  # also 22:30Z, 14:30-15:00

    def leaves_halves_untold(self) -> bool:
        return bool(self.told and self.untold) and not self.cleared

    def is_open(self) -> bool:
        return bool(self.told) and not self.cleared


def find_untold_halves(rows: Iterator[tuple[int, Any]], columns: Collection[int]) -> frozenset[int]:
    """Find which of some columns of times hold such times."""
    seen = {at: _Column() for at in columns}
    for count, (_, raw) in enumerate(rows):
        if isinstance(raw, list):
            for at, column in seen.items():
                if at < len(raw) and not column.cleared and raw[at]:
                    column.add(_plain(raw[at]))
        if count >= LEAST_ROWS and not any(column.is_open() for column in seen.values()):
            break
    return frozenset(at for at, column in seen.items() if column.leaves_halves_untold())


def with_untold_halves_said(rows: Iterator[tuple[int, Any]], columns: Collection[int]) -> Iterator[tuple[int, Any]]:
    """Let the times of some columns say that their half of the day is not told."""
    for number, raw in rows:
        if isinstance(raw, list):
            for at in columns:
                clock = _CLOCK.search(_plain(raw[at])) if at < len(raw) else None
                if clock and clock["half"] is None:
                    raw[at] = raw[at].strip() + UNSAID
        yield number, raw


def _plain(cell: str) -> str:
    return western_digits(without_marks(cell)).strip()
