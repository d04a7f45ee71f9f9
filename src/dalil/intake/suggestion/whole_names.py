"""Columns that are known by their whole names, in a file of words of its own: lists of persons, registers of sites."""

from __future__ import annotations

import csv
from collections.abc import Callable, Mapping, Sequence
from functools import cache
from typing import Any, NamedTuple

from dalil.intake import cells
from dalil.intake.suggestion.cells_of_columns import weigh_cells
from dalil.intake.suggestion.chosen_column import ChosenColumn
from dalil.intake.suggestion.column_meaning import WORDS, bare_name, names_within_groups
from dalil.letters import LANGUAGE_CODES, fold
from dalil.record.kind import KindField, fields_of, kind_of

_OWN_FIELDS = {"origin_place": "origin"}
"""Names in the file of words of fields that have the name of a key of mappings."""
_KEYS = ("external_id", "origin", "said")


class NameMeaning(NamedTuple):
    """What a name says. fields: the first whose codes all cells are, where it is one of several. why: what speaks against it.

    number: which of several it is, where the field holds several: the second place in which somebody was held.
    """

    fields: tuple[str, ...]
    part: str
    why: str
    number: int = 1


@cache
def load_meanings(file_name: str) -> Mapping[str, NameMeaning]:
    """Return the whole names of columns, bare, with what they say, from a file of `header_words/`."""
    found: dict[str, NameMeaning] = {}
    with (WORDS / file_name).open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            told, _, part = row["use"].partition("/")
            part, _, number = part.partition("/")
            for language in LANGUAGE_CODES:
                for name in filter(None, row[language].split(";")):
                    found[bare_name(fold(name))] = NameMeaning(
                        tuple(told.split("|")), part, row["why"], int(number or 1)
                    )
    return found


def find_meaning(meanings: Mapping[str, NameMeaning], name: str) -> NameMeaning | None:
    """Return what a column says by its whole name, also where it stands in groups of a form (`damage/tents_damaged`); None where it is not known."""
    return next((meanings[bare] for each in names_within_groups(name) if (bare := bare_name(each)) in meanings), None)


class ListOfKind(NamedTuple):
    """A table of which each row is one thing of a kind, and whose columns are known by their whole names.

    words: the file of `header_words/`. nothing: what is said of a column whose name says nothing. doubt: what a person is asked where a name may
    say several things. also_coded: fields of another type than text whose cells must be known too. private_first: whether a column that
    seems private is left out also where its name is one of the list.
    """

    kind: str
    words: str
    nothing: str = "its name says nothing that such a list keeps"
    doubt: str = "what do its cells say?"
    also_coded: tuple[str, ...] = ()
    private_first: bool = True

    def fields(self) -> dict[str, KindField]:
        """The fields of the kind, by name."""
        return {each.name: each for each in fields_of(kind_of(self.kind))}

    def schemes(self) -> dict[str, str]:
        """The schemes of those fields whose cells must be names of codes."""
        return {
            name: field.scheme
            for name, field in self.fields().items()
            if field.scheme and (field.type is str or name in self.also_coded)
        }

    def take(self, columns: Sequence[ChosenColumn], meaning_of: Callable[[str], str] = str) -> None:
        """Give every column what its name says in this list, and take all else from it. meaning_of: the part of a name that is looked up."""
        meanings, schemes = load_meanings(self.words), self.schemes()
        for column in columns:
            column.use, column.asks, column.remarks = {}, [], []
            meaning = find_meaning(meanings, meaning_of(column.name))
            if column.guess.private and (self.private_first or meaning is None):
                column.remarks = [column.guess.why]
            elif meaning is None:
                column.remarks = [self.nothing]
            else:
                _take_by_name(column, meaning, schemes, self.doubt)

    def weigh(
        self, columns: Sequence[ChosenColumn], further: Callable[[ChosenColumn], None] = lambda column: None
    ) -> None:
        """Leave out whose cells do not say what their name says. further: what else of it this list weighs."""
        fields, schemes = self.fields(), self.schemes()
        for column in columns:
            weigh_cells(column, fields)
            further(column)
            _weigh_codes(column, schemes)


def are_codes(scheme: str, sample: Sequence[str]) -> bool:
    """Tell whether every cell of a sample is the name of a code of a scheme."""
    return bool(scheme and sample) and all(cells.code_of(scheme, cell) for cell in set(sample))


def _take_by_name(column: ChosenColumn, meaning: NameMeaning, schemes: Mapping[str, str], doubt: str) -> None:
    """Give a column the use that its whole name names. doubt: what a person is asked where the name may say several things."""
    name = meaning.fields[0]
    if name in _KEYS:
        column.use = {name: True}
        return
    of_codes = [each for each in meaning.fields if are_codes(schemes.get(each, ""), column.cells)]
    name = of_codes[0] if of_codes else name
    use: dict[str, Any] = {"field": _OWN_FIELDS.get(name, name), **({"part": meaning.part} if meaning.part else {})}
    if meaning.number > 1:
        use["number"] = meaning.number
    if meaning.why or (len(meaning.fields) > 1 and not of_codes):
        column.asks, column.remarks = [use], [meaning.why or doubt]
    else:
        column.use = use


def _weigh_codes(column: ChosenColumn, schemes: Mapping[str, str]) -> None:
    """Leave a column of codes out of which no cell is one."""
    scheme = schemes.get(column.use.get("field", ""))
    if scheme and column.cells and not any(cells.code_of(scheme, cell) for cell in set(column.cells)):
        column.leave("none of its cells is a word that is known: say in `values` what each means")
