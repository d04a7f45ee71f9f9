"""Lists of shocks to camps, and logs of what spotters saw: which of their columns say what, by their whole names (`header_words/`)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from dalil.intake.suggestion.chosen_column import ChosenColumn, ChosenTable
from dalil.intake.suggestion.columns_of_zones import divide_cells
from dalil.intake.suggestion.rivals import settle_rivals
from dalil.intake.suggestion.whole_names import ListOfKind, are_codes, find_meaning, load_meanings
from dalil.text.bearings import read_bearing


class _Log(NamedTuple):
    """A list that is known by its columns. scheme: of the codes of its `what`. telling: the fields that only such a list has.

    fewest: of `telling`, where the cells of `what` are codes. without: whether it needs no such column where two fields tell it.
    """

    columns: ListOfKind
    scheme: str
    telling: frozenset[str]
    fewest: int
    without: bool
    notes: tuple[str, ...]


_SHOCKS = _Log(
    ListOfKind("shock", "shocks.csv"),
    "shocks",
    frozenset(
        {
            "camps_affected", "families", "families_displaced", "families_reached", "needs", "shelters_damaged", "shelters_destroyed",
            "tents_damaged", "tents_destroyed",
        }
    ),
    1,
    True,
    (
        "each row seems to be one shock that befell camps or areas: families, people, tents and camps are counted apart, each in its own unit.",
        "where all were of one kind, write for example `constants: {what: FLOOD}`; dalil kinds shock lists the codes",
    ),
)  # fmt: skip
_OF_OTHERS_TOO = frozenset({"families", "families_displaced"})
"""What tables of displacement count as well."""
_SIGHTINGS = _Log(
    ListOfKind("sighting", "sightings.csv"),
    "sightings",
    frozenset({"heading", "how", "network"}),
    0,
    False,
    (
        "each row seems to be something that was seen: sightings of aircraft are not public on the day, and where spotters stand never is.",
        "columns that may name a spotter are left out (docs/warnings.md).",
    ),
)


def choose_columns_of_shocks(columns: Sequence[ChosenColumn]) -> ChosenTable | None:
    """Choose what the columns of a list of shocks, or of a log of sightings, say; None where a table is neither.

    columns: as they were guessed for a table of events, with their cells. A table that tells of weapons, of targets or of parties to the
    fighting is none; a log of sightings counts nobody either.
    """
    if any(
        column.guess.sure and column.guess.use.get("field") in ("weapons", "targets", "parties") for column in columns
    ):
        return None
    known = next((each for each in (_SHOCKS, _SIGHTINGS) if _is_of(each, columns)), None)
    if known is None:
        return None
    fields = known.columns.fields()
    known.columns.take(columns)
    for column in columns:
        divide_cells(column, fields)
    known.columns.weigh(columns, _weigh_heading)
    settle_rivals(columns, fields, known.columns.kind)
    return ChosenTable(known.columns.kind, list(columns), list(known.notes))


def _is_of(known: _Log, columns: Sequence[ChosenColumn]) -> bool:
    if known is _SIGHTINGS and any(column.guess.sure and column.guess.people for column in columns):
        return False
    meanings = load_meanings(known.columns.words)
    told = [(column, meaning) for column in columns if (meaning := find_meaning(meanings, column.name))]
    telling = {meaning.fields[0] for _, meaning in told} & known.telling
    alone = telling - _OF_OTHERS_TOO
    coded = any(meaning.fields[0] == "what" and are_codes(known.scheme, column.cells) for column, meaning in told)
    return (coded and len(telling) >= known.fewest) or (known.without and len(alone) > 1)


def _weigh_heading(column: ChosenColumn) -> None:
    """Leave a column of directions out whose cells name none: where something went to is no heading."""
    if column.holds("heading") and not all(read_bearing(cell) is not None for cell in column.cells):
        column.leave("its cells are not all directions (NE, north-east, 045): where it went to is no heading")
