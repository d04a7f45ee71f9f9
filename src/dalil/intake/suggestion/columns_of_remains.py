"""A list of unidentified remains: which of its columns say what of each, by their whole names. Its words stand in `header_words/remains.csv`."""

from __future__ import annotations

from collections.abc import Sequence

from dalil.intake.suggestion.chosen_column import ChosenColumn, ChosenTable
from dalil.intake.suggestion.column_meaning import bare_name
from dalil.intake.suggestion.rivals import settle_rivals
from dalil.intake.suggestion.whole_names import ListOfKind, find_meaning, load_meanings
from dalil.kinds.remains import Remains

_REMAINS = ListOfKind("remains", "remains.csv", doubt="what do its cells say of the remains?", private_first=False)
_TELLING = frozenset({"condition", "clothing", "belongings", "marks", "number", "sampled", "name_found"})
"""What a list of remains tells beside a place and an age; a list of victims seldom tells two of these."""
_OF_THE_DEAD = ("remains", "body", "grave", "exhum", "recover", "رفات", "جثة", "جثث", "قبر", "انتشال", "نبش")
"""Beginnings and parts of the names of columns that only such a list has."""


def is_of_remains(columns: Sequence[ChosenColumn]) -> bool:
    """Tell whether each row is one unidentified person who was found dead: two columns tell what such a list tells, one names remains."""
    if any(column.guess.sure and column.guess.people for column in columns):
        return False
    meanings = load_meanings(_REMAINS.words)
    names = [bare_name(column.name) for column in columns]
    told = {meanings[name].fields[0] for name in names if name in meanings}
    return len(_TELLING & told) > 1 and any(word in name for name in names for word in _OF_THE_DEAD)


def choose_columns_of_remains(columns: Sequence[ChosenColumn]) -> ChosenTable:
    """Choose what the columns of a list say of each; every other column is left out.

    columns: as they were guessed for a table of events, with their cells.
    """
    _REMAINS.take(columns)
    meanings = load_meanings(_REMAINS.words)
    for column in columns:
        meaning = find_meaning(meanings, column.name)
        if meaning and meaning.why and column.cells and all(map(_is_span, column.cells)):
            column.use, column.asks, column.remarks = {"field": "youngest"}, [], []
    _REMAINS.weigh(columns)
    settle_rivals(columns, _REMAINS.fields(), _REMAINS.kind)
    notes = [
        "each row seems to be the remains of one person whose name is not known; how many were found together is a tally.",
        "a name that was found with them identifies nobody (docs/security/tracing.md).",
    ]
    return ChosenTable(_REMAINS.kind, list(columns), notes)


def _is_span(cell: str) -> bool:
    return Remains.understand("youngest", cell) is not None
