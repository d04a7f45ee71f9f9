"""Two facets crossed: an answer for each pair of them, with the totals of every row and column.

The totals are answers of their own and no sums of cells: what has two weapons counts in two columns and once in the total.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from dalil.archive.protection import Viewer
from dalil.counting.answer import AnswerLine, ask
from dalil.counting.question import Fault, Question, Unanswerable
from dalil.values import Bilingual
from dalil.values.doubts import Doubts
from dalil.values.total import Total

Key = str | None


@dataclass(frozen=True)
class CrossedKey:
    """A row or a column of a cross table: its key, its name, and its total. A key that is None is what is not stated or known."""

    key: Key
    label: Bilingual
    total: Total


@dataclass(frozen=True)
class CrossTable:
    """An answer by two facets. cells: by the keys of row and column; what is missing there is not in the record.

    doubts: of the whole. overlapping: some entities count in several rows or columns, so that these add up to more than the total.
    """

    question: Question
    rows: tuple[CrossedKey, ...]
    columns: tuple[CrossedKey, ...]
    cells: Mapping[tuple[Key, Key], Total]
    doubts: Doubts

    @property
    def total(self) -> Total:
        """The total of the whole."""
        return self.doubts.total

    @property
    def overlapping(self) -> bool:
        """Whether some entities count in several rows or columns."""
        return self.doubts.overlapping


def cross(question: Question, viewer: Viewer) -> CrossTable:
    """Answer a question by two groupings, with totals. Raises Unanswerable for a question that is not grouped by two."""
    if len(question.by) != 2:
        raise Unanswerable(
            Fault("not_two_groupings", "a cross table needs a question that is grouped by two facets", {})
        )
    answer = ask(question, viewer)
    rows, columns = (ask(question.model_copy(update={"by": (by,)}), viewer) for by in question.by)
    return CrossTable(
        question=question,
        rows=tuple(map(_crossed, rows.rows)),
        columns=tuple(map(_crossed, columns.rows)),
        cells={(line.keys[0], line.keys[1]): line.total for line in answer.rows},
        doubts=replace(answer.doubts, overlapping=any(each.overlapping for each in (answer, rows, columns))),
    )


def _crossed(line: AnswerLine) -> CrossedKey:
    return CrossedKey(line.keys[0], line.labels[0], line.total)
