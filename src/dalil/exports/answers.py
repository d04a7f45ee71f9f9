"""An answer as a table that leaves the house: CSV with every counter and the names in both languages."""

from __future__ import annotations

import io
from collections.abc import Iterator, Sequence
from typing import Any

from dalil.counting.answer import Answer
from dalil.counting.combine import Total
from dalil.exports.spreadsheet import write_row

NUMBERS = (
    "low",
    "high",
    "point",
    "stated",
    "entities",
    "open",
    "unknown",
    "conflict",
    "contradictory",
    "other",
    "unit",
)


def csv_lines(answer: Answer) -> Iterator[str]:
    """The lines of the answer as CSV, header first; where nothing was grouped, the total alone.

    An empty number is unknown, or has no such end. Only the lines are given: a total among them would be added to itself.
    """
    by = answer.question.by
    yield _line([*(name for each in by for name in (each, f"{each}_en", f"{each}_ar")), *NUMBERS, "reading"])
    for row in answer.rows:
        names = [cell for key, words in zip(row.keys, row.labels, strict=True) for cell in (key, words.en, words.ar)]
        yield _line([*names, *_numbers(row.total), answer.question.reading.value])
    if not by:
        yield _line([*_numbers(answer.total), answer.question.reading.value])


def _numbers(total: Total) -> list[Any]:
    return [getattr(total, name) for name in NUMBERS]


def _line(cells: Sequence[Any]) -> str:
    text = io.StringIO()
    write_row(text, cells)
    return text.getvalue()
