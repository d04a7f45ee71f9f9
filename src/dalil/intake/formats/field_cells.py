"""From the cells of one field in one row of a table to its value: a reader for each type of value."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any, NamedTuple

from pydantic import BaseModel

from dalil.intake import cells, places_said
from dalil.intake.causes import Cause, cause_of
from dalil.intake.mapping import Column
from dalil.intake.parsed_rows import BadCell, decimal, whole_number
from dalil.intake.spans_of_rows import Cell
from dalil.letters import LANGUAGE_CODES
from dalil.lookup.place_lookup import PlaceLookup
from dalil.lookup.terms import find_actor
from dalil.record.kind import NO_SINGLE_PERSON, Kind, KindField
from dalil.text.counts import bound_whole
from dalil.values import Bilingual, Count, Party, PersonName, When, Where
from dalil.values.doubted_names import without_doubt
from dalil.values.mention import only_counts_sites
from dalil.values.names_of_persons import is_no_single_person
from dalil.values.unknown_words import names_no_party


class FieldCells(NamedTuple):
    """The cells of one field in one row.

    use, column, text: of the first of them. parts: column and cell by part. cells: all of them, with how each column is used.
    flags: defects found so far, to which a reader adds. unread: the words of cells that are left out, likewise.
    lasts: whether a time in it is how long something was so, from its first day on.
    content: what the fields before it gave. kind: of the report. within: the area that the places of the field lie in, or empty.
    """

    field: KindField
    use: Column
    column: str
    text: str
    parts: dict[str, tuple[str, str]]
    cells: list[Cell]
    flags: list[str]
    unread: list[str]
    content: dict[str, Any]
    kind: type[Kind]
    place_lookup: PlaceLookup
    within: str
    lasts: bool

    def leave_out(self, flag: str, *parts: str) -> None:
        """Flag the field, and keep the words of its cells among those of the source; of these parts alone, where some are given."""
        self.flags.append(flag)
        left = [(column, text) for use, column, text in self.cells if not parts or use.part in parts]
        self.unread.append("; ".join(f"{column}: {text}" for column, text in left))


_FINER = (("time",), ("day", "time"), ("month", "day", "time"))
"""What a time loses that is not understood, so that the rest of it stands: the clock first."""


def _read_count(given: FieldCells) -> Count | None:
    """A count. Where its cells count only some of those asked for, and the mapping does not say so, it is what they say of all."""
    count, by_table = _count_said(given)
    field = given.field.name
    if count is None or by_table or given.kind.quantity_of(field, given.content) != field:
        return count
    try:
        return bound_whole(count, given.text, field)
    except ValueError as error:
        raise BadCell(given.column, given.text, cause_of(error)) from error


def _count_said(given: FieldCells) -> tuple[Count | None, bool]:
    """The count that the cells of a field say, and whether the table itself says whom it counts, by `about` or a column of its own."""
    quantity, use = given.kind.quantity_of(given.field.name, given.content), given.use
    if len(given.cells) == 1 and not use.part and not use.about:
        return _read_number(use, given.column, given.text, quantity, given.flags), False
    uses = {use.part or "point": use for use, _, _ in given.cells}
    numbers = {part: cell for part, cell in given.parts.items() if part in cells.NUMBERS}
    if numbers.keys() == {"point"} and not uses["point"].part:
        count = _read_number(uses["point"], *numbers["point"], quantity, given.flags)
    else:
        count, wrong = cells.count_of_parts(numbers, quantity)
        given.flags.extend(wrong)
        if any(cells.may_be_code_of_unknown(cell) for _, cell in numbers.values()):
            given.flags.append("code_of_unknown")
    if count is None:
        return None, False
    facts, wrong = cells.facts_of_count(given.parts, {part: (use.format, use.values) for part, use in uses.items()})
    if wrong:
        given.leave_out(wrong[0], "as_of")
    for about in (*(uses[part].about for part in numbers), facts):
        count = cells.count_about(given.column, count, about)
    told = {*facts, *(fact for part in numbers for fact in uses[part].about)}
    return count, not told.isdisjoint(("status", "sex", "age"))


def _read_number(use: Column, column: str, text: str, quantity: str, flags: list[str]) -> Count | None:
    known, value = cells.meant(text, use.values)
    if (known and value is None) or (not known and cells.may_be_none(text)):
        return None
    if not known and cells.may_be_code_of_unknown(text):
        flags.append("code_of_unknown")
    return cells.count_in(column, str(value) if known else text, use.as_, quantity)


def _read_when(given: FieldCells) -> When | None:
    """A time. Of one that a report can do without, what is understood is kept: a day whose clock is not, a month whose day is not."""
    begun = given.lasts and not given.field.required and any(use.part == "start" for use, _, _ in given.cells)
    if begun and cells.has_open_end(given.parts):
        given.leave_out("end_open")
        return None
    try:
        return cells.when_of_parts(given.parts, given.use.format)
    except BadCell as error:
        if given.field.required:
            raise
        told = () if isinstance(error, cells.ContradictingCells) else _FINER
        for left in (each for each in told if each[0] in given.parts):
            rest = {part: cell for part, cell in given.parts.items() if part not in left}
            try:
                when = cells.when_of_parts(rest, given.use.format) if rest else None
            except BadCell:
                continue
            if when is not None:
                given.leave_out("date_unreadable", *left)
                return when
        given.leave_out("date_unreadable")
        return None


def _read_where(given: FieldCells) -> Where | None:
    where, wrong = places_said.where_of_parts(given.parts, given.place_lookup, given.within)
    given.flags.extend(wrong)
    return where


def _read_bilingual(given: FieldCells) -> Bilingual | str:
    if not given.use.part:
        return given.text
    texts = {code: given.parts.get(code, ("", ""))[1] for code in LANGUAGE_CODES}
    if cells.swapped(texts["en"], texts["ar"]):
        given.flags.append("columns_swapped")
    return Bilingual(**texts)


def _read_person(given: FieldCells) -> PersonName | None:
    """The name of one person. Words for somebody unnamed the kind keeps as what is said of them."""
    parts = {part: cell for part, (_, cell) in given.parts.items() if part != "said"}
    said = _full_name(given.parts)
    if given.kind.names_persons and is_no_single_person(
        said
    ):  # refused by the kind too, which does not know the column
        raise BadCell(given.column, said, Cause(NO_SINGLE_PERSON, cell=said))
    return PersonName(**{"said": said, **parts})


def read_all_codes(given: FieldCells, cells_of: list[Cell]) -> Any:
    """The codes of all columns of a field that holds several: each choice of a form may stand in a column of its own."""
    if not given.field.many or len(cells_of) == 1:
        return _read_codes(given)
    found: list[Any] = []
    for use, column, text in cells_of:
        for each in _read_codes(given._replace(use=use, column=column, text=text)):
            if each not in found:
                found.append(each)
    return found


def _read_codes(given: FieldCells) -> Any:
    """The codes of a cell; of parties, the name stays beside the code, and one without a code is kept by its name."""
    field, is_party, when = given.field, given.field.type is Party, given.content.get("when")
    values: list[Any] = []
    for each in cells.split(given.text, given.use.split):
        known, value = cells.meant(each, given.use.values)
        if known:
            code = value
        elif is_party:
            match = find_actor(without_doubt(each), when if isinstance(when, When) else None)
            code = match.found.code if match.found else None
        else:
            code = cells.code_of(field.scheme or "", each) or cells.code_of(field.scheme or "", without_doubt(each))
        if code is None and not known:
            if is_party:
                if names_no_party(each):
                    given.flags.append("party_not_named")
                else:
                    values.append({"name": each, **given.use.about})
                continue
            given.flags.append("unknown_code")
        for one in code if isinstance(code, list) else [code] if code is not None else []:
            party = is_party and isinstance(one, str)
            values.append({"actor": one, "name": each, **given.use.about} if party else one)
    if not field.many and len(values) > 1:
        raise BadCell(
            given.column,
            given.text,
            Cause("“{cell}” holds {n} codes, and {field} is one", cell=given.text, n=len(values), field=field.name),
        )
    return values if field.many else (values[0] if values else None)


def _read_plain(given: FieldCells) -> Any:
    """The text of a cell, or what the mapping says that it means; the kind checks what it can be. A field of several takes them apart."""
    if given.field.many:
        return _read_several(given)
    known, value = cells.meant(given.text, given.use.values)
    return value if known else given.text


def _read_several(given: FieldCells) -> list[Any]:
    """The values of the cells of a field that holds several, each once; what a mapping says means nothing is left out."""
    found: list[Any] = []
    for use, _, text in given.cells:
        for each in cells.split(text, use.split):
            known, value = cells.meant(each, use.values)
            value = value if known else each
            if given.field.name == "named_sites" and isinstance(value, str) and only_counts_sites(value):
                given.flags.append("site_not_named")
            elif value is not None and value not in found:
                found.append(value)
    return found


def _read_whole_number(given: FieldCells) -> int | None:
    """A whole number, or what the kind understands of words in its place. What else they say is kept where no column says it."""
    known, value = cells.meant(given.text, given.use.values)
    if known:
        return value  # type: ignore[no-any-return]  # the kind checks what it can be
    told = given.kind.understand(given.field.name, given.text)
    if told is None:
        return whole_number(given.column, given.text)
    for name, said in told.items():
        given.content.setdefault(name, said)
    if given.field.name not in told:
        given.flags.append("age_group_only")
    number: int | None = told.get(given.field.name)
    return number


def _read_day(given: FieldCells) -> Any:
    known, value = cells.meant(given.text, given.use.values)
    return value if known else cells.day_in(given.column, given.text, given.use.format)


READERS: dict[type[Any], Callable[[FieldCells], Any]] = {
    Count: _read_count,
    When: _read_when,
    Where: _read_where,
    Bilingual: _read_bilingual,
    PersonName: _read_person,
    Party: _read_codes,
    bool: lambda given: cells.truth(given.column, given.text),
    int: _read_whole_number,
    float: lambda given: decimal(given.column, given.text),
    date: _read_day,
    str: _read_plain,
    BaseModel: _read_plain,
}
"""How the cells of each type of value are read. A type that is not here is read as the nearest type that it is made from."""


def _full_name(parts: dict[str, tuple[str, str]]) -> str:
    if "said" in parts:
        return parts["said"][1]
    return " ".join(parts[part][1] for part in ("given", "father", "grandfather", "family") if part in parts)
