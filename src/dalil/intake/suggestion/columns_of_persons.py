"""A list of persons: which of its columns say what of each, by their whole names. Its words stand in `header_words/persons.csv`."""

from __future__ import annotations

import csv
from collections.abc import Mapping, Sequence
from functools import cache
from typing import NamedTuple

from dalil.intake import cells
from dalil.intake.suggestion.cells_of_columns import weigh_cells
from dalil.intake.suggestion.chosen_column import ChosenColumn, ChosenTable
from dalil.intake.suggestion.column_meaning import WORDS, bare_name
from dalil.intake.suggestion.rivals import settle_rivals
from dalil.kinds.victim import OLDEST
from dalil.letters import LANGUAGE_CODES, fold, read_whole_number
from dalil.record.kind import fields_of, kind_of

KIND = "victim"
_OWN_FIELDS = {"origin_place": "origin"}
"""Names in the file of words of fields that have the name of a key of mappings."""
_KEYS = ("external_id", "origin")


class _Meaning(NamedTuple):
    """What a name says. fields: the first whose codes all cells are, where it is one of several. why: what speaks against it."""

    fields: tuple[str, ...]
    part: str
    why: str


def choose_columns_of_persons(columns: Sequence[ChosenColumn]) -> ChosenTable:
    """Choose what the columns of a list say of each person; every other column is left out, and never shown.

    columns: as they were guessed for a table of events, with their cells.
    """
    fields = {each.name: each for each in fields_of(kind_of(KIND))}
    schemes = {name: field.scheme for name, field in fields.items() if field.scheme}
    for column in columns:
        column.use, column.asks, column.remarks = {}, [], []
        if column.guess.private:
            column.remarks = [column.guess.why]
            continue
        meaning = _meanings().get(bare_name(column.name))
        if meaning is None:
            column.remarks = ["its name says nothing that a list of persons keeps"]
            continue
        _take(column, meaning, schemes)
    for column in columns:
        weigh_cells(column, fields)
        _weigh_ages(column)
        _weigh_codes(column, schemes)
    _name_by_the_other_script(columns)
    settle_rivals(columns, fields, KIND)
    return ChosenTable(KIND, list(columns), _notes(columns))


def _take(column: ChosenColumn, meaning: _Meaning, schemes: Mapping[str, str]) -> None:
    name = meaning.fields[0]
    if name in _KEYS:
        column.use = {name: True}
        return
    of_codes = [each for each in meaning.fields if _are_codes(schemes.get(each, ""), column.cells)]
    name = of_codes[0] if of_codes else name
    use = {"field": _OWN_FIELDS.get(name, name), **({"part": meaning.part} if meaning.part else {})}
    if meaning.why or (len(meaning.fields) > 1 and not of_codes):
        column.asks, column.remarks = [use], [meaning.why or "what do its cells say of a person?"]
    else:
        column.use = use


def _weigh_codes(column: ChosenColumn, schemes: Mapping[str, str]) -> None:
    """Leave a column of codes out of which no cell is one."""
    scheme = schemes.get(column.use.get("field", ""))
    if scheme and column.cells and not any(cells.code_of(scheme, cell) for cell in set(column.cells)):
        column.leave("none of its cells is a word that is known: say in `values` what each means")


def _are_codes(scheme: str, sample: Sequence[str]) -> bool:
    return bool(scheme and sample) and all(cells.code_of(scheme, cell) for cell in set(sample))


def _weigh_ages(column: ChosenColumn) -> None:
    """Leave an age out that may be a sign for unknown, or that nobody has."""
    if not column.holds("age"):
        return
    ages = [read_whole_number(cell) for cell in column.cells]
    if any(age is None or age > OLDEST for age in ages):
        column.leave("its cells are not all ages in years: what do the others mean?")
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


@cache
def _meanings() -> dict[str, _Meaning]:
    """The whole names of columns, bare, with what they say of a person."""
    found: dict[str, _Meaning] = {}
    with (WORDS / "persons.csv").open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            told, _, part = row["use"].partition("/")
            for language in LANGUAGE_CODES:
                for name in filter(None, row[language].split(";")):
                    found[bare_name(fold(name))] = _Meaning(tuple(told.split("|")), part, row["why"])
    return found
