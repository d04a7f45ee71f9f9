"""Rows that stand in a table beside its own: sums, a second header, rows that were taken out. Their cells are marked, so that they fail.

What a row is shows only beside the others, so it is found out where the rows come one after another, before they are read.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cache
from itertools import chain, islice
from typing import Any, NamedTuple

from dalil.intake import cells
from dalil.intake.files.cell_marks import Mark
from dalil.intake.parsed_rows import is_unknown
from dalil.letters import fold, read_whole_number, without_marks
from dalil.values import When
from dalil.vocabulary.gazetteer import load_shipped_places

LOOKED_AT = 20
"""Rows that are looked at to find out whether “#” begins the identifiers of a table."""
MOST_TIMES = 2_000
"""Different times of a column that are kept, to see whether a later cell holds them all."""

_TAKEN_OUT = re.compile(r"#(?!N/A|REF!|VALUE!|DIV/0!|NAME\?|NULL!|NUM!)|//|--(?=\s*\w)|/\*|<!--")
_WORDS = r"(?:(?:grand|sub|overall|running)[\s-]*)?totals?|toplam|genel toplam|somme"
_SUM = re.compile(
    rf"(?:{_WORDS})(?:\s*[:：]|\s+(?:of|for|in|killed|deaths|all)\b.*|\s*\(.*\))?|.{{1,40}}\s(?:grand\s|sub[\s-]?)?total"
    r"|(?:ال)?(?:مجموع|[اإ]جمالي|محصله)(?:\s+\S+){0,3}\s*:?|(?:حاصل )?الجمع",
    re.IGNORECASE,
)
_VARIOUS = "\0"


class Columns(NamedTuple):
    """Where the columns stand that say which row is which, and those that count. times: the form of dates of each column of times."""

    places: frozenset[int]
    times: dict[int, str]
    names: frozenset[int]
    counts: tuple[int, ...]
    unread: frozenset[int]

    def naming(self) -> tuple[int, ...]:
        """Return the positions of what names a row: its place, its time, its identifier."""
        return (*self.places, *self.times, *self.names)


def with_rows_beside_said(
    rows: Iterator[tuple[int, Any]], header: Sequence[str], columns: Columns
) -> Iterator[tuple[int, Any]]:
    """Let the cells of rows that are no rows of the table say so."""
    first = list(islice(rows, LOOKED_AT))
    begin = [_first_cell(raw)[1][:1] for _, raw in first if isinstance(raw, list)]
    hashes_are_names = begin.count("#") * 2 > len(begin)
    names = [_plain(name) for name in header]
    of_header, sums, other = frozenset(filter(None, names)), _Sums(columns), 0
    for number, raw in chain(first, rows):
        if not isinstance(raw, list):
            yield number, raw
            continue
        at, cell = _first_cell(raw)
        if _plain(cell) in of_header and _is_header(raw, of_header):
            same = all(not cell.strip() or _plain(cell) == names[at] for at, cell in enumerate(raw[: len(names)]))
            other = 0 if same else number
            yield number, _marked(raw, Mark.HEADER)
        elif other:
            yield number, _marked(raw, Mark.OTHER_HEADER, other)
        elif (sign := _TAKEN_OUT.match(cell)) and not (sign.group() == "#" and (hashes_are_names or len(cell) > 60)):
            yield number, _marked(raw, Mark.TAKEN_OUT, sign.group())
        elif (label := _label_of_sum(raw, at, columns)) is not None:
            sums.begin_anew()
            yield number, _marked(raw, Mark.WORD_FOR_SUM, only=label)
        elif over := sums.sum_over(number, raw):
            counted = [each for each in columns.counts if each < len(raw) and raw[each].strip()]
            yield number, [Mark.SUM.behind(cell, *over) if each in counted else cell for each, cell in enumerate(raw)]
        else:
            yield number, raw


def _first_cell(raw: Any) -> tuple[int, str]:
    """The position and the text of the first cell of a row that holds anything."""
    return next(((at, cell.strip()) for at, cell in enumerate(raw) if cell.strip()), (0, ""))


def _plain(cell: str) -> str:
    return cell.strip().casefold() if cell.isascii() else without_marks(cell).casefold()


def _is_header(raw: Sequence[str], of_header: frozenset[str]) -> bool:
    """Whether most cells of a row are names of columns."""
    filled = [_plain(cell) for cell in raw if cell.strip()]
    known = sum(cell in of_header for cell in filled)
    return known >= 2 and known * 5 >= len(filled) * 3 and known * 2 >= len(of_header)


def _marked(raw: Sequence[str], mark: Mark, *particulars: object, only: int | None = None) -> list[str]:
    return [
        mark.behind(cell, *particulars) if cell.strip() and only in (None, at) else cell for at, cell in enumerate(raw)
    ]


def _label_of_sum(raw: Sequence[str], first: int, columns: Columns) -> int | None:
    """The position of the cell that calls a row a sum: where a name, a place or a time stands, or in front of them all."""
    naming = columns.naming()
    for at in naming:
        if at < len(raw) and _says_sum(raw[at]):
            return at
    if (
        first in columns.unread
        and _says_sum(raw[first])
        and not any(at < len(raw) and raw[at].strip() for at in naming)
    ):
        return next((at for at in columns.counts if at < len(raw) and raw[at].strip()), None)
    return None


def _says_sum(cell: str) -> bool:
    plain = cell.strip()
    if not 2 < len(plain) < 60:
        return False
    return _SUM.fullmatch(plain if plain.isascii() else without_marks(plain).strip()) is not None


class _Group:
    """Rows one after another: their sums, and what names them."""

    def __init__(self, columns: Columns) -> None:
        self.columns = columns
        self.first = self.last = 0
        self.sums = dict.fromkeys(columns.counts, 0)
        self.counted = dict.fromkeys(columns.counts, 0)
        self.clear = True
        self.common: dict[int, str] = {}
        self.filled = dict.fromkeys(columns.naming(), True)
        self.times: dict[int, dict[str, None]] = {at: {} for at in columns.times}

    def add(self, number: int, raw: Sequence[str], counts: dict[int, int | None]) -> None:
        self.first, self.last = self.first or number, number
        for at, count in counts.items():
            if count is None:
                self.clear = False
            elif count:
                self.sums[at] += count
                self.counted[at] += 1
        for at in self.filled:
            cell = _cell(raw, at)
            self.filled[at] = self.filled[at] and bool(cell)
            if self.common.setdefault(at, cell) != cell:
                self.common[at] = _VARIOUS
        for at, kept in self.times.items():
            if len(kept) <= MOST_TIMES and (cell := _cell(raw, at)):
                kept[cell] = None

    def is_summed_by(self, raw: Sequence[str], counts: dict[int, int | None]) -> bool:
        """Whether a row holds as much as this group together, and says less than its rows of what it is about."""
        told = {at: count for at, count in counts.items() if _cell(raw, at)}
        if not (self.clear and any(told.values()) and all(self.sums[at] == count for at, count in told.items())):
            return False
        if not any(self.counted[at] > 1 and told[at] for at in told):
            return False
        less = [self._says_less(at, _cell(raw, at)) for at in self.filled]
        return None not in less and True in less

    def _says_less(self, at: int, cell: str) -> bool | None:
        """Whether a cell says less than those above it; False where it says the same, None where it says something else."""
        above = self.common.get(at, "")
        if cell == above and (cell or not self.filled[at]):
            return False
        if not cell:
            return self.filled[at]
        if at in self.columns.places and fold(cell) in _countries():
            return True
        if at in self.times and self.filled[at] and self._holds_all(at, cell):
            return True
        return None

    def _holds_all(self, at: int, cell: str) -> bool:
        form = self.columns.times[at]
        whole = _when(cell, form)
        parts = [_when(each, form) for each in self.times[at]]
        return (
            whole is not None
            and len(parts) <= MOST_TIMES
            and all(
                part is not None
                and whole.start <= part.start
                and part.end <= whole.end
                and (whole.start, whole.end) != (part.start, part.end)
                for part in parts
            )
        )


class _Sums:
    """Finds rows that hold as much as the rows above them: all of them, or those since the last such row."""

    def __init__(self, columns: Columns) -> None:
        self._columns = columns
        self._all, self._recent = _Group(columns), _Group(columns)

    def begin_anew(self) -> None:
        """Note that a row was a sum."""
        self._recent = _Group(self._columns)

    def sum_over(self, number: int, raw: Sequence[str]) -> tuple[int, int] | None:
        """Return the first and the last row that a row sums up; None where it is a row as the others, which is noted."""
        if not self._columns.counts:
            return None
        counts = {at: _count_in(_cell(raw, at)) for at in self._columns.counts}
        for group in (self._recent, self._all):
            if group.first and group.is_summed_by(raw, counts):
                self.begin_anew()
                return group.first, group.last
        self._all.add(number, raw, counts)
        self._recent.add(number, raw, counts)
        return None


def _cell(raw: Sequence[str], at: int) -> str:
    cell = raw[at].strip() if at < len(raw) else ""
    return "" if is_unknown(cell) else cell


def _count_in(cell: str) -> int | None:
    """The number of a cell: nought where it is empty, None where it is no plain number."""
    if not cell:
        return 0
    return int(cell) if cell.isascii() and cell.isdigit() and len(cell) < 19 else read_whole_number(cell)


def _when(cell: str, form: str) -> When | None:
    try:
        return cells.when_in(cell, form)
    except ValueError:
        return None


@cache
def _countries() -> frozenset[str]:
    return frozenset(
        fold(name) for place in load_shipped_places() if place.level == "country" for name in place.names()
    )
