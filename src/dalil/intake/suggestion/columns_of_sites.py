"""A register of sites: which of its columns say what of each, by their whole names. Its words stand in `header_words/sites.csv`."""

from __future__ import annotations

from collections.abc import Sequence

from dalil.intake.suggestion.chosen_column import ChosenColumn, ChosenTable
from dalil.intake.suggestion.rivals import settle_rivals
from dalil.intake.suggestion.whole_names import ListOfKind, are_codes, find_meaning, load_meanings
from dalil.letters import is_arabic

_REGISTER = ListOfKind(
    "site",
    "sites.csv",
    nothing="its name says nothing that a register of sites keeps",
    doubt="what do its cells say of a site?",
)
_TELLING = frozenset({"functions", "status", "acknowledged", "operators", "capacity", "part_of"})
"""What only a register tells of a place."""
_NAMES = frozenset({"called"})


def is_of_sites(columns: Sequence[ChosenColumn]) -> bool:
    """Tell whether each row is one site: a column names it, another says what it is in words that are known, and nothing happened to anybody.

    A table that counts people who were killed or hurt, or that tells of weapons or of parties, is one of what happened.
    """
    if any(column.guess.sure and column.guess.people for column in columns):
        return False
    if any(column.guess.sure and _is_of_an_event(column) for column in columns):
        return False
    meanings = load_meanings(_REGISTER.words)
    told = {column.name: meaning for column in columns if (meaning := find_meaning(meanings, column.name))}
    fields = {meaning.fields[0] for meaning in told.values()}
    kinds_of_site = any(
        "functions" in told[column.name].fields and are_codes("site_functions", column.cells)
        for column in columns
        if column.name in told
    )
    return bool(_NAMES & fields) and (kinds_of_site or len(_TELLING & fields) > 1)


def _is_of_an_event(column: ChosenColumn) -> bool:
    use = column.guess.use
    return use.get("field") in ("weapons", "parties", "what") or (
        use.get("field") == "when" and column.guess.rank > 1 and not use.get("part")
    )


def choose_columns_of_sites(columns: Sequence[ChosenColumn]) -> ChosenTable:
    """Choose what the columns of a register say of each site; every other column is left out.

    columns: as they were guessed for a table of events, with their cells.
    """
    _REGISTER.take(columns)
    _REGISTER.weigh(columns)
    _divide_names(columns)
    settle_rivals(columns, _REGISTER.fields(), _REGISTER.kind)
    return ChosenTable(_REGISTER.kind, list(columns), _notes(columns))


def _divide_names(columns: Sequence[ChosenColumn]) -> None:
    """Where a column holds the name in one language, the one that is only called a name holds it in the other, by its letters."""
    named = [column for column in columns if column.holds("called")]
    told = {column.use["part"] for column in named if column.use.get("part")}
    for column in named if told else ():
        if "part" not in column.use:
            arabic = sum(map(is_arabic, column.cells)) * 2 > len(column.cells)
            part = "ar" if arabic else "en"  # the two scripts in which sources name a site
            if part in told:
                column.leave("another column holds the name in this language")
            else:
                column.use = {**column.use, "part": part}


def _notes(columns: Sequence[ChosenColumn]) -> list[str]:
    notes = [
        "each row seems to be one site: it says that something is there, and not that something happened.",
        "field hospitals and others of which the place is protected keep a register from being brought in as public (docs/importing.md).",
    ]
    if not any(column.use.get("field") == "functions" for column in columns):
        notes.append("where all are of one kind, write for example `constants: {functions: [CAMP]}`")
    if not any(column.use.get("field") == "when" for column in columns):
        notes.append(
            'no column says for which time it holds; where all were so in one year, write `constants: {when: "2023"}`'
        )
    return notes
