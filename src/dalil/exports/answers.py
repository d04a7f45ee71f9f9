"""An answer as it leaves the house: as CSV, with every counter and the names in both languages.

As JSON an answer is `Answer.as_plain`; that form belongs to counting, because an edition of a figure keeps it.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from dalil.counting.answer import Answer
from dalil.exports.spreadsheet import csv_line
from dalil.letters import LANGUAGE_CODES
from dalil.values.total import Total
from dalil.wording.doubts import list_doubts

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
    "at_most",
    "unit",
)
NOTES = (
    "reading",
    "addable",  # no where the numbers overlap, so that nothing is added up and the numbers stay empty
    "overlapping",  # yes where some entities count in several rows
    "perhaps",  # how many entities are not counted, because it is not known whether they belong
    "doubts_en",  # all that must be known beside the numbers of the whole answer, in words
    "doubts_ar",
    "question_en",
    "question_ar",
    "known_at",
)


def csv_lines(answer: Answer) -> Iterator[str]:
    """Give the lines of an answer as CSV, header first; where nothing was grouped, the total alone.

    An empty number is unknown, or has no such end. A grouped answer has no line for its total: it would be added to itself.
    """
    by = answer.question.by
    yield csv_line([*(name for each in by for name in (each, f"{each}_en", f"{each}_ar")), *NUMBERS, *NOTES])
    whole = [
        *(" ".join(list_doubts(answer.doubts, language)) for language in LANGUAGE_CODES),
        *(answer.question.in_words(language) for language in LANGUAGE_CODES),
        answer.known_at.isoformat(),
    ]
    for row in answer.rows:
        names = [cell for key, words in zip(row.keys, row.labels, strict=True) for cell in (key, words.en, words.ar)]
        yield csv_line([*names, *_numbers(row.total), *_notes(answer, row.total), *whole])
    if not by:
        yield csv_line([*_numbers(answer.total), *_notes(answer, answer.total), *whole])


def _numbers(total: Total) -> list[Any]:
    return [getattr(total, name) for name in NUMBERS]


def _notes(answer: Answer, total: Total) -> list[Any]:
    return [
        answer.question.reading.value,
        "yes" if total.addable else "no",
        "yes" if answer.overlapping else "no",
        answer.perhaps,
    ]
