"""Columns that say of whole rows that they are not so, or not certain: a status of “false alarm” beside four killed."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from dalil.intake.suggestion.chosen_column import ChosenColumn
from dalil.letters import fold

_NOT_SO = (
    "false alarm", "false report", "fake", "rumour", "rumor", "debunked", "did not happen", "duplicate", "duplicated",
    "إنذار كاذب", "بلاغ كاذب", "شائعة", "إشاعة", "لم يحدث", "مكرر",
)  # fmt: skip
_OF_A_STATUS = (
    "false", "denied", "refuted", "retracted", "withdrawn", "cancelled", "canceled", "rejected", "invalid", "not true", "unconfirmed",
    "not confirmed", "unverified", "not verified", "to be confirmed", "to be verified", "tbc", "pending", "disputed", "contested", "doubtful",
    "under verification",
    "كاذب", "منفي", "نُفي", "تم نفيه", "ملغى", "ملغي", "مسحوب", "مرفوض", "غير صحيح", "غير مؤكد", "غير مؤكدة", "لم يتأكد", "لم يُؤكد", "قيد التحقق",
    "قيد التأكد", "بانتظار التأكيد", "مشكوك فيه", "متنازع عليه",
)  # fmt: skip
"""What says so of the whole row only in a column of how certain it is: “pending” may be an inquiry, and “denied” a visa."""
_NAMES_OF_STATUS = (
    "status",
    "verif",
    "confirm",
    "certain",
    "reliab",
    "valid",
    "حالة",
    "تحقق",
    "تأكيد",
    "مؤكد",
    "توثيق",
    "موثوق",
)
_STATUS = re.compile("|".join(map(fold, _NAMES_OF_STATUS)))
_DENIALS, _DOUBTS = frozenset(map(fold, _NOT_SO)), frozenset(map(fold, (*_NOT_SO, *_OF_A_STATUS)))


def note_doubted_rows(columns: Iterable[ChosenColumn]) -> Iterator[str]:
    """Say of each column that is not taken which of its cells doubt or deny the row: nothing reads them, and its numbers count like others."""
    for column in columns:
        if not column.use and (words := doubting_words(column.name, column.cells)):
            told = ", ".join(f"“{each}”" for each in words)
            yield (
                f'"{column.name}" says of some rows {told}: no column of a mapping reads that. Take such rows out of the file, or keep them in a'
                " file of their own; else their numbers count like those of all others."
            )


def doubting_words(name: str, cells: Sequence[str]) -> list[str]:
    """Return those cells of a column that say that a row is not so, or not certain; each once, in their order. name: that of the column.

    >>> doubting_words("status", ["confirmed", "False alarm", "شائعة", "pending"])
    ['False alarm', 'شائعة', 'pending']
    >>> doubting_words("inquiry", ["pending", "closed"])
    []
    """
    known = _DOUBTS if _STATUS.search(fold(name)) else _DENIALS
    found: dict[str, str] = {}
    for cell in cells:
        words = fold(cell).strip(" .!")
        if words in known:
            found.setdefault(words, cell)
    return list(found.values())
