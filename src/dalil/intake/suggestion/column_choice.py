"""Which columns of a table a first mapping takes, and which it leaves to a person: their names, weighed with the cells and each other."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from itertools import zip_longest
from typing import Any

from dalil.intake import cells
from dalil.intake.files.columns import is_unnamed
from dalil.intake.suggestion.cells_of_columns import weigh_cells
from dalil.intake.suggestion.chosen_column import CODED, ChosenColumn, ChosenTable
from dalil.intake.suggestion.column_meaning import (
    CountedPeople,
    guess_column,
    guess_of_taking,
    is_about_a_person,
    is_about_aid,
    is_no_choice,
    question_of,
)
from dalil.intake.suggestion.columns_of_persons import choose_columns_of_persons
from dalil.intake.suggestion.columns_of_remains import choose_columns_of_remains, is_of_remains
from dalil.intake.suggestion.columns_of_shocks import choose_columns_of_shocks
from dalil.intake.suggestion.columns_of_sites import choose_columns_of_sites, is_of_sites
from dalil.intake.suggestion.columns_of_zones import choose_columns_of_zones
from dalil.intake.suggestion.headers_over_two_rows import find_second_row, leave_second_rows
from dalil.intake.suggestion.known_tables import KnownTable, find_known_table
from dalil.intake.suggestion.rivals import settle_rivals
from dalil.letters import read_whole_number, strip_marks
from dalil.lookup.terms import suggest_term
from dalil.record.kind import KindField, fields_of, kind_of
from dalil.values import Precision

_STOCKS = frozenset({"displaced", "returned", "affected", "evacuated"})
"""What is counted on a day and not by what happened on it."""
_TICKS = frozenset({"0", "1", "true", "false", "yes", "no", "نعم", "لا"})


def choose_columns(
    header: Sequence[str], tags: Sequence[str], rows: Sequence[Sequence[str]], says: Callable[[str], bool]
) -> ChosenTable:
    """Choose what the columns of a table are taken for.

    header: their names, each its own (`name_columns`). tags: their HXL tags, or nothing. rows: a sample. says: whether a cell says anything.
    """
    second = find_second_row(header, rows, says)
    if second:
        chosen = choose_columns(header, tags, [*rows[1:]], says)
        return replace(chosen, notes=[*leave_second_rows(chosen.columns, second), *chosen.notes])
    table = find_known_table(header)
    named = zip_longest(header, tags[: len(header)], fillvalue="")
    columns = [
        ChosenColumn(
            name,
            [strip_marks(row[at]) for row in rows if at < len(row) and says(row[at])],
            (table.guess(name) if table else None) or guess_column(name, tag),
        )
        for at, (name, tag) in enumerate(named)
    ]
    columns = [column for column in columns if column.cells or not is_unnamed(column.name)]
    notes = [f"it has the header of {table.name}{': ' + table.note if table.note else ''}"] if table else []
    if not table and (of_zones := choose_columns_of_zones(columns)):
        return of_zones
    if not table and (of_shocks := choose_columns_of_shocks(columns)):
        return of_shocks
    if not table and is_of_remains(columns):
        return choose_columns_of_remains(columns)
    if _is_of_persons(columns, table):
        persons = choose_columns_of_persons(columns)
        return replace(persons, notes=[*notes, *persons.notes])
    if not table and is_of_sites(columns):
        return choose_columns_of_sites(columns)
    kind = (table.kind if table else "") or _kind_of(columns)
    fields = {each.name: each for each in fields_of(kind_of(kind))}
    for column in columns:
        if kind == "testimony":
            column.guess = guess_of_taking(column.name) or column.guess
        _take(column, kind, fields)
    _divide_choices(columns, fields)
    notes += [] if table else _leave_what_is_aid(columns)
    _read_days_of_months(columns)
    for column in columns:
        weigh_cells(column, fields)
    settle_rivals(columns, fields, kind)
    return ChosenTable(kind, columns, notes)


def _kind_of(columns: Sequence[ChosenColumn]) -> str:
    """A testimony where somebody tells; a tally where totals are told by year or place, or people are counted where they stay; else an incident."""
    sure = [column.guess for column in columns if column.guess.sure]
    counted = [guess.people.outcome for guess in sure if guess.people]
    told = {guess.use.get("field") or next(iter(guess.use), "") for guess in sure}
    taking = {guess.use["field"] for column in columns if (guess := guess_of_taking(column.name))}
    if not counted and ("teller" in told or ("taken" in taking and {"consent", "spoken"} & taking)):
        return "testimony"
    narrative = {"said", "external_id", *CODED} & told
    has_day = any(
        column.guess.sure
        and column.guess.use.get("field") == "when"
        and column.guess.use.get("part", "start") == "start"
        and not _tells_months_only(column.cells)
        for column in columns
    )
    may_have_day = any(column.guess.use.get("field") == "when" and not column.guess.sure for column in columns)
    totals = bool(counted or "count" in told) and not has_day and not may_have_day
    return "tally" if not narrative and (totals or (counted and {*counted} <= _STOCKS)) else "incident"


def _tells_months_only(sample: Sequence[str]) -> bool:
    """Whether a column of dates names months or years, and never a day: what stands beside them are totals."""
    coarse = 0
    for cell in sample[:100]:
        try:
            coarse += cells.when_in(cell, "").precision in (Precision.MONTH, Precision.YEAR)
        except ValueError:
            return False
    return coarse > 0 and coarse == len(sample[:100])


def _take(column: ChosenColumn, kind: str, fields: Mapping[str, KindField]) -> None:
    """Give a column the use that its guess names, where the kind has it."""
    guess = column.guess
    use, lost = _counting(guess.people, kind, fields) if guess.people else (dict(guess.use), "")
    column.what = use.pop("what", "")
    if use.get("field", "when") not in fields and "field" in use:
        use, lost = {}, ""
    if "values" in use:
        use["values"] = _as_written(use["values"], column.cells)
    column.remarks = [guess.why] if guess.why else []
    if guess.sure and not lost:
        column.use = use
    else:
        column.asks = [use] if use else []
        column.remarks = [lost] if guess.sure else column.remarks


def _as_written(values: Mapping[str, Any], sample: Sequence[str]) -> dict[str, Any]:
    """What known cells mean, also where a spreadsheet wrote 1 as 1.0."""
    fractions = {f"{key}.0": value for key, value in values.items() if key.isdecimal()}
    return {**values, **{key: value for key, value in fractions.items() if key in sample}}


def _counting(people: CountedPeople, kind: str, fields: Mapping[str, KindField]) -> tuple[dict[str, Any], str]:
    """The field that holds an people, and why none holds all of it."""
    part: dict[str, Any] = {"part": people.bound} if people.bound else {}
    if people.unit:
        part["about"] = {"unit": people.unit}
    if kind == "tally":
        lost = "a tally has no part for some of them" if people.group else ""
        return {"field": "count", **part, "what": people.outcome}, lost
    name = f"{people.outcome}_{people.group}" if people.group else people.outcome
    if name in fields:
        return {"field": name, **part}, ""
    if people.group and people.outcome in fields:
        return {"field": people.outcome, **part}, f"it counts {people.group} only, and no field holds those"
    return {}, f"no field of the kind holds how many were {people.outcome}"


def _divide_choices(columns: Sequence[ChosenColumn], fields: Mapping[str, KindField]) -> None:
    """Read columns of 0 and 1, one for each choice of a question, as what the question asks."""
    of_question: dict[str, list[ChosenColumn]] = {}
    by_name = {column.name: column for column in columns}
    for column in columns:
        if "/" in column.name and not column.guess.private and {cell.casefold() for cell in column.cells} <= _TICKS:
            of_question.setdefault(question_of(column.name)[0], []).append(column)
    for question, choices in of_question.items():
        asked = by_name.get(question)
        if not asked and (len(choices) < 2 or not any(choice.cells for choice in choices)):
            continue
        guess = asked.guess if asked else guess_column(question)
        coded = fields.get(guess.use.get("field", "")) if guess.sure else None
        for choice in choices:
            _read_choice(choice, question, coded)
        if asked and any(choice.use for choice in choices):
            asked.leave("its choices stand in columns of their own")


def _read_choice(column: ChosenColumn, question: str, coded: KindField | None) -> None:
    column.leave(f"a choice of “{question}”, ticked or not")
    if coded is None or not coded.scheme or not coded.many:
        return
    words = question_of(column.name)[1].replace("_", " ")
    ticks = sorted({cell.casefold() for cell in column.cells} | {"0", "1"})
    near = suggest_term(coded.scheme, words)
    code = "" if is_no_choice(words) else cells.code_of(coded.scheme, words)
    meant = code or (near.code if near else "CODE")
    use = {
        "field": coded.name,
        "values": {tick: meant if tick in ("1", "true", "yes", "نعم") else None for tick in ticks},
    }
    column.asks = []
    if code:
        column.use, column.remarks = use, []
    else:
        column.asks, column.remarks = [use], ["no code found for this choice"]


def _read_days_of_months(columns: Sequence[ChosenColumn]) -> None:
    """Take numbers up to 31 for days of the month, where a year and a month stand beside them."""
    if not all(any(column.holds("when", part) for column in columns) for part in ("year", "month")):
        return
    for column in columns:
        numbers = [read_whole_number(cell) for cell in column.cells] if column.holds("when", "") else []
        if numbers and all(number is not None and number <= 31 for number in numbers):
            column.use = {"field": "when", "part": "day"}


def _is_of_persons(columns: Sequence[ChosenColumn], table: KnownTable | None) -> bool:
    """Whether each row is one person: several columns describe one, and none counts people."""
    if table:
        return table.persons
    counted = any(column.guess.sure and column.guess.people for column in columns)
    return not counted and sum(is_about_a_person(column.name) for column in columns) > 1


def _leave_what_is_aid(columns: Sequence[ChosenColumn]) -> list[str]:
    """Leave out all columns of a table of aid; the notes say why."""
    if sum(is_about_aid(column.name) for column in columns) < 2:
        return []
    for column in columns:
        column.leave("" if column.guess.private else "the table is about aid")
    return ["the table seems to be about aid and not about what happened. So no column is taken."]
