"""A header that goes over two rows: “killed” over “men”, “women” and “children”. Its first row alone names other columns than it seems to."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from dalil.intake import cells
from dalil.intake.files.columns import is_unnamed
from dalil.intake.suggestion.chosen_column import ChosenColumn
from dalil.intake.suggestion.column_meaning import guess_column
from dalil.letters import fold, fold_words, read_whole_number

_GROUPS = fold_words(
    "رجال الرجال نساء النساء أطفال الأطفال ذكور إناث مدنيون مدنيين عسكريون بالغون فتيان فتيات men women children boys girls adults civilians"
)
"""Headings that could be read as counts as well: «نساء» is some women."""
LONGEST_NAME = 60
"""Letters of the longest cell that may be the second row of a name."""


def find_second_row(
    header: Sequence[str], rows: Sequence[Sequence[str]], says: Callable[[str], bool] = bool
) -> frozenset[str]:
    """Return the names of the columns that the row below the header names further; nothing where that row is a row like the others.

    It is a second row of the header where it holds words alone, under columns that hold numbers below, and no number and no date. So is one
    under which a named column is followed by columns without a name.

    >>> sorted(find_second_row(["day", "killed", "(column 3)"], [["", "men", "women"], ["2018-03-05", "5", "2"]]))
    ['(column 3)', 'killed']
    """
    if len(rows) < 2:
        return frozenset()
    first = [cell.strip() for cell in rows[0]] + [""] * (len(header) - len(rows[0]))
    named = [at for at in range(len(header)) if first[at]]
    if not named or any(not says(first[at]) or not _may_be_a_name(first[at]) for at in named):
        return frozenset()
    below = [row for row in rows[1:200] if isinstance(row, (list, tuple))]
    over_numbers = [at for at in named if _are_numbers([row[at] for row in below if at < len(row)])]
    if not over_numbers:
        return frozenset()
    groups = [
        at
        for at in range(len(header) - 1)
        if is_unnamed(header[at + 1]) and first[at + 1] and not is_unnamed(header[at])
    ]
    return frozenset(header[at] for at in {*named, *groups})


def leave_second_rows(columns: Sequence[ChosenColumn], names: frozenset[str]) -> list[str]:
    """Leave to a person the columns whose names go on in the row below. Returns what is said of it at the top."""
    if not names:
        return []
    for column in columns:
        if column.name in names:
            column.leave("its name goes on in the row below the header")
    shown = ", ".join(f"“{column.name}”" for column in columns if column.name in names and not is_unnamed(column.name))
    return [
        f"the header goes over two rows ({shown or 'columns without a name'}), and what the first says is not the whole name: "
        "so these columns are not taken. Write one row with a name for each column; then suggest again."
    ]


def _may_be_a_name(cell: str) -> bool:
    if len(cell) > LONGEST_NAME or not any(map(str.isalpha, cell)) or _is_date(cell):
        return False
    return fold(cell) in _GROUPS or guess_column(cell).people is not None or not cells.is_count(cell)


def _are_numbers(sample: Sequence[str]) -> bool:
    told = [cell.strip() for cell in sample if cell.strip()]
    return bool(told) and all(read_whole_number(cell) is not None or cells.is_count(cell) for cell in told)


def _is_date(cell: str) -> bool:
    return any(_reads(cell, form) for form in ("", "d/m/y", "m/d/y"))


def _reads(cell: str, form: str) -> bool:
    try:
        cells.when_in(cell, form)
    except ValueError:
        return False
    return True
