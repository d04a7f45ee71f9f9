"""What the cells of a column say about the use that its name suggests: they confirm it, mend it, or speak against it."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence

from dalil.intake import cells
from dalil.intake.suggestion.chosen_column import CODED, ChosenColumn
from dalil.intake.suggestion.order_of_dates import order_of_dates
from dalil.letters import read_whole_number, western_digits
from dalil.record.kind import KindField
from dalil.text.dates import read_time
from dalil.values import Count

_POINT = re.compile(r"-?\d{1,3}(\.\d+)?")
_SHORTEST_NAME = 2
"""Letters of the shortest name of a source; a column of single letters holds signs."""
_SIGNS = frozenset({88, 98, 99, 888, 998, 999, 8888, 9998, 9999})
"""What forms have for unknown, for no answer and for not asked."""
_FAR_MORE = 5
"""By how many times it must be more than all others, so that a large number is not taken for a sign."""
_NUMBERED = ("lat", "lon", "code", "precision")


def weigh_cells(column: ChosenColumn, fields: Mapping[str, KindField]) -> None:
    """Leave a column out whose cells are not what its name says, and take one whose codes say what its name does not."""
    use = column.use
    if use.get("external_id"):
        _weigh_identifiers(column)
    name, part = use.get("field", ""), use.get("part", "")
    if use.get("said_on") or (name == "when" and part in ("", "start", "end")):
        _weigh_dates(column)
    elif name == "when" and part == "time" and not all(_is_time(cell) for cell in column.cells):
        column.leave("its cells are not all times of day")
    elif (
        name == "when"
        and part == "year"
        and not all(re.fullmatch(r"\d{4}(\.0)?", western_digits(cell)) for cell in column.cells)
    ):
        column.leave("its cells are not years")
    elif part in ("lat", "lon") and not all(_is_degree(cell, 90 if part == "lat" else 180) for cell in column.cells):
        column.leave("its cells are not degrees")
    elif name in fields and fields[name].type is Count and (sign := sign_for_unknown(column.cells)):
        column.asks = [{**use, "values": {sign: None}}]
        column.use, column.remarks = (
            {},
            [f"{_quoted(sign)} is far more than all others: forms write so that a number is unknown"],
        )
    elif name in fields and fields[name].type is Count:
        if _all_in_words(column.cells) and not any(cells.is_count(cell, column.what or name) for cell in column.cells):
            column.leave("no cell of it could be read as a count")
    elif (
        (name in CODED or (name == "where" and part not in _NUMBERED))
        and "values" not in use
        and _has_no_letter(column.cells)
    ):
        column.leave(
            "its cells are numbers, not names"
            if name == "where"
            else "its cells are numbers: say in `values` what each means"
        )
    elif use.get("origin") and column.cells and all(cells.code_of("source_types", cell) for cell in set(column.cells)):
        column.leave("its cells say of which kind the sources are")
    elif use.get("origin") and column.cells and all(len(cell) < _SHORTEST_NAME for cell in column.cells):
        column.leave("its cells are signs, not names: of which source is each?")
    elif not use and column.guess.rank == 0 and not column.guess.private:
        _take_by_codes(column, fields)


def sign_for_unknown(sample: Sequence[str]) -> str:
    """The cell of a column of numbers that may stand for "unknown", as forms have it: 99 or 999 where all others are far less; "" where none is.

    >>> sign_for_unknown(["3", "0", "99", "12"]), sign_for_unknown(["3", "80", "99"]), sign_for_unknown(["3", "0"])
    ('99', '', '')
    """
    numbers = {cell: number for cell in sample if (number := read_whole_number(cell)) is not None}
    signs = [cell for cell, number in numbers.items() if number in _SIGNS]
    others = [number for number in numbers.values() if number not in _SIGNS]
    return next((cell for cell in signs if others and numbers[cell] > _FAR_MORE * max(others)), "")


def _weigh_identifiers(column: ChosenColumn) -> None:
    repeated = [cell for cell, times in Counter(column.cells).items() if times > 1]
    numbers = [read_whole_number(cell) for cell in column.cells]
    if repeated:
        column.leave(f"{_quoted(repeated[0])} stands there twice, so it is no identifier")
        column.asks = []
    elif (
        column.guess.rank == 1
        and numbers
        and numbers[0] in (0, 1)
        and numbers == [*range(numbers[0], numbers[0] + len(numbers))]
    ):
        column.leave("a running number, which may start again in the next table: then say `identifier` above too")


def _weigh_dates(column: ChosenColumn) -> None:
    order = order_of_dates(column.cells, column.use.get("format", ""))
    if column.cells and not order.read:
        column.leave("no cell of it could be read as a date")
        column.asks = []
    elif order.possible:
        plain = {key: value for key, value in column.use.items() if key != "format"}
        column.leave(order.why)
        column.asks = [{**plain, "format": form} for form in order.possible]
    else:
        if order.format:
            column.use["format"] = order.format
        if order.unread:
            shown = ", ".join(_quoted(cell[:40]) for cell in dict.fromkeys(order.unread[:3]))
            told = f"{len(order.unread)} of {len(column.cells)} sampled cells are no date, and their rows fail: {shown}"
            column.remarks.append(told)


def _take_by_codes(column: ChosenColumn, fields: Mapping[str, KindField]) -> None:
    """Take a column whose name says too little, where each of its cells is the name of a code."""
    asked = next((ask for ask in column.asks if ask.get("field") in CODED), None)
    scheme = fields[asked["field"]].scheme if asked and asked["field"] in fields else None
    known = column.guess.why == "its name says too little"
    if asked and scheme and known and column.cells and all(cells.code_of(scheme, cell) for cell in set(column.cells)):
        column.use, column.asks, column.remarks = asked, [], []


def _has_no_letter(sample: Sequence[str]) -> bool:
    return bool(sample) and not any(letter.isalpha() for cell in sample for letter in cell)


def _all_in_words(sample: Sequence[str]) -> bool:
    return bool(sample) and all(any(letter.isalpha() for letter in cell) for cell in sample)


def _is_time(cell: str) -> bool:
    try:
        read_time(cell)
    except ValueError:
        return False
    return True


def _is_degree(cell: str, most: int) -> bool:
    plain = western_digits(cell)
    return bool(_POINT.fullmatch(plain)) and abs(float(plain)) <= most


def _quoted(cell: str) -> str:
    return '"' + cell.replace('"', "'") + '"'
