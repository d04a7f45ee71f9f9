"""What a file says of a cell beside its text, written behind the text: it goes over several rows, it is a sum, it is struck through.

So marked, a cell stays what it is wherever it is kept: with a failed row, and when that is tried again. Whoever knows that the cell holds
takes the mark away.
"""

from __future__ import annotations

import re
from enum import Enum

from dalil.intake.causes import Cause
from dalil.intake.parsed_rows import BadCell


class Mark(Enum):
    """Why a cell may not hold as it stands. The value is what is written behind it."""

    OVER_ROWS = " (one cell over rows {} to {})"
    SUM = " (the sum of rows {} to {})"
    WORD_FOR_SUM = " (a word for a sum)"
    HEADER = " (the header once more)"
    OTHER_HEADER = " (under the header in row {})"
    TAKEN_OUT = " (in a row that begins with {})"
    STRUCK = " (struck through)"
    EXCHANGED = " (or {})"

    def behind(self, text: str, *particulars: object) -> str:
        """Return a text with the mark behind it.

        >>> Mark.OVER_ROWS.behind("12", 2, 4)
        '12 (one cell over rows 2 to 4)'
        """
        return text + self.value.format(*particulars)


_MARKED = re.compile(
    "|".join(
        f"(?P<{mark.name}>{re.escape(mark.value).replace(re.escape('{}'), part)})$"
        for mark in Mark
        for part in [r"\d{4}-\d\d-\d\d" if mark is Mark.EXCHANGED else r"\S+" if mark is Mark.TAKEN_OUT else r"\d+"]
    )
)


def check_unmarked(column: str, cell: str) -> None:
    """Raises BadCell, with a sentence of its own, for a cell that bears a mark."""
    found = _MARKED.search(cell)
    if found is None:
        return
    text = cell[: found.start()][:80]
    match Mark[found.lastgroup or ""]:
        case Mark.OVER_ROWS:
            cause = Cause(
                "“{cell}”: whether each of these rows has this number, or all of them together, is not "
                "said; divide the merged cell in the spreadsheet",
                cell=cell[:80],
            )
        case Mark.SUM:
            cause = Cause(
                "“{cell}” is as much as the rows above it together, and the row names nothing of its own, so it may "
                "be their sum; where it is not, take away what stands behind the number",
                cell=cell[:80],
            )
        case Mark.WORD_FOR_SUM:
            cause = Cause(
                "“{cell}” is a word for a sum, so the row counts what other rows tell; where it is a name, take away "
                "what stands behind it",
                cell=text,
            )
        case Mark.HEADER:
            cause = Cause("the row repeats the header, so it reports nothing")
        case Mark.OTHER_HEADER:
            cause = Cause(
                "the columns of this row are those of another header, which stands above it in the middle of the "
                "file, in row {row}; bring them in as a file of their own",
                row=int("".join(letter for letter in found.group() if letter.isdigit())),
            )
        case Mark.TAKEN_OUT:
            cause = Cause(
                "the row begins with a sign by which rows are taken out; where it holds, take the sign away, and what "
                "stands behind the cells"
            )
        case Mark.STRUCK:
            cause = Cause(
                "“{cell}” is struck through in the file; where it holds, take away what stands behind it", cell=text
            )
        case Mark.EXCHANGED:
            cause = Cause(
                "“{cell}”: all such dates of the column have days up to 12, and its texts have days above 12, so a "
                "program may have exchanged day and month; write the dates of the column anew",
                cell=cell[:80],
            )
    raise BadCell(column, cell, cause)
