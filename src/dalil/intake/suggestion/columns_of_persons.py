"""A list of persons: which of its columns say what of each, by their whole names. Its words stand in `header_words/persons.csv`."""

from __future__ import annotations

from collections.abc import Sequence

from dalil.intake.suggestion.chosen_column import ChosenColumn, ChosenTable
from dalil.intake.suggestion.column_meaning import within_person
from dalil.intake.suggestion.rivals import settle_rivals
from dalil.intake.suggestion.whole_names import ListOfKind
from dalil.kinds.victim import OLDEST
from dalil.letters import read_whole_number

_PERSONS = ListOfKind(
    "victim",
    "persons.csv",
    nothing="its name says nothing that a list of persons keeps",
    doubt="what do its cells say of a person?",
    also_coded=("parties",),
)


def choose_columns_of_persons(columns: Sequence[ChosenColumn]) -> ChosenTable:
    """Choose what the columns of a list say of each person; every other column is left out, and never shown.

    columns: as they were guessed for a table of events, with their cells.
    """
    _PERSONS.take(columns, within_person)
    _hold_where_others_tell_of_a_stay(columns)
    _PERSONS.weigh(columns, _weigh_ages)
    _name_by_the_other_script(columns)
    settle_rivals(columns, _PERSONS.fields(), _PERSONS.kind)
    return ChosenTable(_PERSONS.kind, list(columns), _notes(columns))


def _hold_where_others_tell_of_a_stay(columns: Sequence[ChosenColumn]) -> None:
    """Where other columns tell since when somebody was held, by whom, or where to they were moved, the prison is the place of that stay."""
    if any(column.use.get("field") == "held" for column in columns):
        for column in columns:
            if column.use == {"field": "belongs_to"}:
                column.use = {"field": "held", "part": "place"}


def _weigh_ages(column: ChosenColumn) -> None:
    """Leave an age out that may be a sign for unknown, or that nobody has."""
    if not column.holds("age"):
        return
    ages = [read_whole_number(cell) for cell in column.cells]
    if any(age is None or age > OLDEST for age in ages):
        column.leave("its cells are not all ages in years: what do the others mean?")
    elif len([age for age in ages if age in (98, 99)]) > 1:
        column.leave('99 stands there more than once: an age, or unknown? If unknown, write `unknown: ["99"]` above')
    elif 0 in ages:
        column.leave('0 stands there: an infant, or unknown? If unknown, write `unknown: ["0"]` above')


def _name_by_the_other_script(columns: Sequence[ChosenColumn]) -> None:
    """Where no column holds the name, the one in another script does."""
    others = [column for column in columns if column.holds("also_named")]
    if len(others) == 1 and not any(column.holds("who", part) for column in columns for part in ("", "given")):
        others[0].use = {"field": "who"}


def _notes(columns: Sequence[ChosenColumn]) -> list[str]:
    notes = [
        "each row seems to be one person: as incidents each would count as one of its own, so the kind is that of victims.",
        "docs/importing.md says how a list of persons and its next versions are read.",
    ]
    if not any(column.use.get("field") == "fate" for column in columns):
        notes.append("where all of the list had one fate, write for example `constants: {fate: KILLED}`")
    return notes
