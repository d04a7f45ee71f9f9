"""What the rows of every table share: names that tell its columns apart, and the rows that do not fit under them."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Sequence
from typing import Any

from dalil.intake.causes import Cause
from dalil.intake.files.cell_marks import check_unmarked
from dalil.intake.parsed_rows import BadCell, RowError
from dalil.letters import without_marks

_UNNAMED = re.compile(r"\(column \d+\)")
_FORMULA = re.compile(r"=\s*[\w(+\-\"'$@{\[…]")


def name_columns(header: Sequence[str]) -> tuple[str, ...]:
    """Give each column a name of its own: the second of a name is “name (2)”, the seventh column without one “(column 7)”.

    >>> name_columns(["day", "place", "", " Place"])
    ('day', 'place', '(column 3)', 'Place (2)')
    """
    plain = [without_marks(cell) for cell in header]
    taken = {name.casefold() for name in plain if name}
    seen: Counter[str] = Counter()
    names = []
    for at, name in enumerate(plain, start=1):
        seen[name.casefold()] += 1
        if not name:
            name = f"(column {at})"
        elif (number := seen[name.casefold()]) > 1:
            while f"{name} ({number})".casefold() in taken:
                number += 1
            name = f"{name} ({number})"
        taken.add(name.casefold())
        names.append(name)
    return tuple(names)


def describe_repeated_names(header: Sequence[str]) -> list[str]:
    """Say which names stand several times in a header, and how a mapping tells their columns apart."""
    plain = [without_marks(cell).casefold() for cell in header]
    names = name_columns(header)
    return [
        Cause(
            "the header has “{name}” {times} times; a mapping calls them {names}",
            name=names[plain.index(name)],
            times=times,
            names=[f"“{names[at]}”" for at, each in enumerate(plain) if each == name],
        )
        for name, times in Counter(plain).items()
        if name and times > 1
    ]


def find_column(name: str, header: Sequence[str]) -> int | None:
    """Return the position of the column with this name, whatever its letter case and the marks around it; None where there is none."""
    wanted = without_marks(name).casefold()
    return next((at for at, each in enumerate(header) if without_marks(each).casefold() == wanted), None)


def is_unnamed(name: str) -> bool:
    """Whether a name is one that `name_columns` gave to a column without a name."""
    return _UNNAMED.fullmatch(name) is not None


class RowShape:
    """Knows how many cells a row of one table may have, and which of its columns have no name.

    used: the names of the columns that a mapping names, be it to ignore them.
    """

    def __init__(self, header: Sequence[str], used: Collection[str] = ()) -> None:
        self._width = len(header)
        named = [at for at, name in enumerate(header) if not is_unnamed(name) or name in used]
        self._named = named[-1] + 1 if named else 0

    def refuse(self, row: int, raw: list[str] | str) -> RowError | None:
        """Return why a row cannot be read: it could not be split into cells, or cells stand beyond the columns. None where it fits."""
        if isinstance(raw, str):
            return RowError(row, "row", raw[:200], _why_unsplit(raw))
        many = len(raw)
        if many > self._width:
            cause = Cause(
                "the row has {many} cells under {columns} columns, so its cells may stand under the wrong "
                "ones; a separator within a cell needs quotation marks around the cell",
                many=many,
                columns=self._width,
            )
            return RowError(row, "row", raw[-1][:200], cause)
        if many > self._named:
            for at in range(self._named, many):
                if raw[at].strip():
                    cause = Cause(
                        "the cell stands under column {column}, which has no name, so the cells of the row may "
                        "stand under the wrong columns; name it in the header, or write “(column {column})” in the "
                        "mapping",
                        column=at + 1,
                    )
                    return RowError(row, f"(column {at + 1})", raw[at][:200], cause)
        return None


def check_value(column: str, cell: str) -> None:
    """Raises BadCell for a cell that has no value of its own: it holds a formula, or the file says otherwise that it may not hold (`cell_marks`)."""
    if cell.startswith("=") and _FORMULA.match(cell):
        raise BadCell(
            column,
            cell,
            Cause(
                "“{cell}” is a formula, and the file does not keep its value; open the file in a "
                "spreadsheet, save it there and bring it in again",
                cell=cell[:80],
            ),
        )
    if cell.endswith(")"):
        check_unmarked(column, cell)


def describe_rows_above(rows: Sequence[tuple[int, Any]]) -> list[str]:
    """Say what stands above the header and was not read."""
    shown = [
        Cause("row {row} (“{text}”)", row=number, text=text[:80])
        for number, cells in rows
        if (text := " ".join(cell.strip() for cell in (cells if isinstance(cells, list) else [cells]) if cell.strip()))
    ]
    return [Cause("above the header and not read: {rows}", rows=shown[:5])] if shown else []


def _why_unsplit(text: str) -> str:
    lines = text.count("\n") + 1
    if lines > 1:
        return Cause(
            "the row opens a quotation mark that is closed {lines} lines below, and what stands "
            "between looks like rows of their own; close it where its cell ends. A quotation mark "
            "within a cell is written twice",
            lines=lines - 1,
        )
    if text.count('"') % 2:
        return Cause(
            "the row opens a quotation mark that is never closed; close it where its cell ends, or write it twice"
        )
    return Cause(
        "text stands behind a closed quotation mark, so where the cell ends is not certain; a "
        "quotation mark within a cell is written twice"
    )
