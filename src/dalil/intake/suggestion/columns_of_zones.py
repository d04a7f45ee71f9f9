"""Lists of properties and of redevelopment zones: which of their columns say what, by their whole names (`header_words/`)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from dalil.intake import cells
from dalil.intake.suggestion.chosen_column import ChosenColumn, ChosenTable
from dalil.intake.suggestion.rivals import settle_rivals
from dalil.intake.suggestion.whole_names import ListOfKind, are_codes, find_meaning, load_meanings
from dalil.letters import fold
from dalil.record.kind import KindField


class _List(NamedTuple):
    """A list that is known by its columns. telling: fields of which such a list has two or more. notes: what is said of it."""

    columns: ListOfKind
    telling: frozenset[str]
    notes: tuple[str, ...]


_PROPERTIES = _List(
    ListOfKind("property", "properties.csv", private_first=False),
    frozenset({"cadastre", "parcel", "right", "on_register", "papers", "filed", "holder_place", "share"}),
    (
        "each row seems to be one property: a list of them is brought in as internal, never as public.",
        "names, numbers and telephones of holders belong into the sealed compartment; their columns are left out (docs/property.md).",
    ),
)
_ZONES = _List(
    ListOfKind("zone", "zones.csv", private_first=False),
    frozenset({"decree", "announced", "borders_said", "outline", "until_said", "owners", "owners_away"}),
    (
        "each row seems to be one redevelopment zone; until when owners may file is worked out and not read (docs/property.md).",
    ),
)
_HOLDERS = frozenset(
    fold(name)
    for name in (
        *(
            "owner",
            "owner name",
            "name of owner",
            "holder",
            "holder name",
            "landlord",
            "owner phone",
            "national id",
            "full name",
        ),
        *("المالك", "اسم المالك", "صاحب العقار", "اسم صاحب العقار", "هاتف المالك", "الرقم الوطني", "الاسم الكامل"),
    )
)
"""Names of columns that tell who the holder is."""


def choose_columns_of_zones(columns: Sequence[ChosenColumn]) -> ChosenTable | None:
    """Choose what the columns of a list of properties, or of zones, say; None where a table is neither.

    columns: as they were guessed for a table of events, with their cells. A table that counts people who were killed or hurt is none.
    """
    if any(column.guess.sure and column.guess.people and column.guess.people.outcome in _HARM for column in columns):
        return None
    known = next((each for each in (_PROPERTIES, _ZONES) if _is_of(each, columns)), None)
    if known is None:
        return None
    fields = known.columns.fields()
    known.columns.take(columns)
    for column in columns:
        if fold(column.name) in _HOLDERS:
            column.use, column.asks = {}, []
            column.remarks = ["who the holder is belongs into the sealed compartment"]
        divide_cells(column, fields)
    known.columns.weigh(columns)
    settle_rivals(columns, fields, known.columns.kind)
    return ChosenTable(known.columns.kind, list(columns), list(known.notes))


def divide_cells(column: ChosenColumn, fields: Mapping[str, KindField]) -> None:
    """Take the cells of a column apart that holds several codes in one cell: the separator is what stands in them."""
    field = fields.get(column.use.get("field", ""))
    if not field or not field.many or not field.scheme:
        return
    separator = next((each for each in _SEPARATORS if any(each in cell for cell in column.cells)), "")
    if separator:
        column.use = {**column.use, "split": separator}
        column.cells = [part for cell in column.cells for part in cells.split(cell, separator)]


_SEPARATORS = (";", "؛", "|")
_HARM = frozenset({"killed", "injured", "casualties", "detained", "missing"})


def _is_of(known: _List, columns: Sequence[ChosenColumn]) -> bool:
    """Whether two columns say what only such a list tells; of properties, one of them may be that its cells are kinds of property."""
    meanings = load_meanings(known.columns.words)
    told = [(column, meaning) for column in columns if (meaning := find_meaning(meanings, column.name))]
    telling = {meaning.fields[0] for _, meaning in told} & known.telling
    of_kind = any(meaning.fields[0] == "what" and are_codes("property_types", column.cells) for column, meaning in told)
    return len(telling) + of_kind > 1
