"""Columns that say of whole rows that they are not so, or not certain: a status of “false alarm” beside four killed."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from dalil.intake.suggestion.chosen_column import ChosenColumn
from dalil.letters import fold

_NOT_SO = (
    "false alarm", "false", "false report", "fake", "rumour", "rumor", "denied", "refuted", "debunked", "retracted", "withdrawn", "cancelled",
    "canceled", "rejected", "invalid", "duplicate", "duplicated", "not true", "did not happen",
    "إنذار كاذب", "بلاغ كاذب", "كاذب", "شائعة", "إشاعة", "منفي",
    "نُفي", "تم نفيه", "ملغى", "ملغي", "مسحوب", "مرفوض", "مكرر", "غير صحيح", "لم يحدث",
)  # fmt: skip
_NOT_CERTAIN = (
    "unconfirmed", "not confirmed", "unverified", "not verified", "to be confirmed", "to be verified", "tbc", "pending", "disputed", "contested",
    "doubtful", "under verification",
    "غير مؤكد", "غير مؤكدة", "لم يتأكد", "لم يُؤكد", "قيد التحقق", "قيد التأكد", "بانتظار التأكيد", "مشكوك فيه", "متنازع عليه",
)  # fmt: skip
_DOUBTS = frozenset(map(fold, (*_NOT_SO, *_NOT_CERTAIN)))


def note_doubted_rows(columns: Iterable[ChosenColumn]) -> Iterator[str]:
    """Say of each column that is not taken which of its cells doubt or deny the row: nothing reads them, and its numbers count like others."""
    for column in columns:
        if not column.use and (words := doubting_words(column.cells)):
            told = ", ".join(f"“{each}”" for each in words)
            yield (
                f'"{column.name}" says of some rows {told}: no column of a mapping reads that. Take such rows out of the file, or keep them in a'
                " file of their own; else their numbers count like those of all others."
            )


def doubting_words(cells: Sequence[str]) -> list[str]:
    """Return those of some cells that say that a row is not so, or not certain; each once, in their order.

    >>> doubting_words(["confirmed", "False alarm", "شائعة", "false alarm"])
    ['False alarm', 'شائعة']
    """
    found: dict[str, str] = {}
    for cell in cells:
        words = fold(cell).strip(" .!")
        if words in _DOUBTS:
            found.setdefault(words, cell)
    return list(found.values())
