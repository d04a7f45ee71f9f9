"""Cells of a sheet that go over several rows: their text holds for each of them, but a number may be that of all together."""

from __future__ import annotations

from collections import deque
from collections.abc import Collection, Iterator, Sequence
from typing import NamedTuple

from dalil.intake.causes import Cause
from dalil.intake.files.cell_marks import Mark


class OverRows(NamedTuple):
    """A cell that goes over several rows: the position of its column, its first and its last row."""

    at: int
    first: int
    last: int


class Filling:
    """Gives the texts of rows with those of the merged cells that go over them."""

    def __init__(self, merged: Sequence[OverRows]) -> None:
        self._waiting = deque(merged)
        self._open: dict[int, tuple[int, str]] = {}

    def fill(self, row: int, texts: list[str]) -> list[str]:
        """Return the texts of a row, the next in the order of the sheet, with those of the cells above that go over it."""
        filled = list(texts)
        for at, (last, text) in self._open.items():
            if row <= last and not (at < len(filled) and filled[at]):
                filled += [""] * (at + 1 - len(filled))
                filled[at] = text
        while self._waiting and self._waiting[0].first <= row:
            each = self._waiting.popleft()
            self._open[each.at] = each.last, texts[each.at] if row == each.first and each.at < len(texts) else ""
        return filled


def with_ranges_said(
    rows: Iterator[tuple[int, list[str]]], merged: Sequence[OverRows], columns: Collection[int]
) -> Iterator[tuple[int, list[str]]]:
    """Let the cells of some columns say that they go over several rows, as `cell_marks` has it."""
    waiting = deque(each for each in merged if each.at in columns)
    here: dict[int, OverRows] = {}
    for number, texts in rows:
        while waiting and waiting[0].first <= number:
            each = waiting.popleft()
            here[each.at] = each
        for at, each in here.items():
            if number <= each.last and at < len(texts) and texts[at]:
                texts[at] = Mark.OVER_ROWS.behind(texts[at], each.first, each.last)
        yield number, texts


def describe_merged(merged: Sequence[OverRows], header: Sequence[str], header_row: int) -> list[str]:
    """Say in which columns cells hold for all the rows that they go over."""
    below = [each for each in merged if each.first > header_row and each.at < len(header)]
    columns = [
        Cause(
            "“{column}” (rows {ranges})",
            column=header[at],
            ranges=", ".join(f"{each.first}–{each.last}" for each in ranges[:3]) + (" …" if len(ranges) > 3 else ""),
        )
        for at in sorted({each.at for each in below})
        if (ranges := [each for each in below if each.at == at])
    ]
    return [Cause("merged cells hold for all rows that they go over, in {columns}", columns=columns)] if columns else []
