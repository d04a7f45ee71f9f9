"""Any table, as CSV or XLSX, by a mapping that says what its columns mean."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from dalil.intake import cells, places_said
from dalil.intake.causes import Cause
from dalil.intake.files.columns import RowShape, check_value
from dalil.intake.formats import JSON_ENDINGS, Format, Unreadable
from dalil.intake.formats.field_cells import READERS, FieldCells, read_all_codes
from dalil.intake.formats.table_file import find_uses, open_table
from dalil.intake.mapping import PARTS, PRECISION, Column, MappedReport, Mapping, Parts, checked, is_span
from dalil.intake.parsed_rows import (
    BadCell,
    Context,
    Result,
    RowError,
    in_words,
    parsed_row,
    unclear_source,
)
from dalil.intake.spans_of_rows import Cell, read_spans
from dalil.intake.stated_precision import at_precision
from dalil.letters import is_broken, strip_marks, without_marks
from dalil.lookup.explanations import explain_place_match
from dalil.lookup.match import Match
from dalil.lookup.place_lookup import PlaceLookup, settle_point
from dalil.lookup.sources import SourceLookup, UnclearSource
from dalil.lookup.terms import is_doubted_name
from dalil.record.kind import DOUBTED_BY_SOURCE, Kind, KindField, fields_of
from dalil.record.report_facts import ReportFacts
from dalil.values import Count, Party, PersonName, When, Where
from dalil.values.unknown_words import NO_VALUE, says_nothing


def says(cell: str) -> bool:
    """Whether a cell says anything: it is not empty, and none of the words for unknown."""
    return not says_nothing(cell)


_NO_CODE = "“{cell}” is not a code of {scheme}, and {field} must be told; say in `values` what it means"
_NOT_KNOWN = "“{cell}” is not known, and {field} must be told; say in `values` what it means"

Constant = tuple[Any, list[str]]
"""What a mapping gives to every row, and the flags that come with it."""


Wrong = tuple[list[str], list[str]]
"""What is doubtful in a row: its flags, and the words of cells that were left out."""

_LAST: dict[type[Any], int] = {Party: 1, Count: 2}
"""The types of fields that are read after the others, because they are read by what the others say."""


class TableReader:
    """Reads the rows of one table by its mapping."""

    def __init__(self, context: Context, header: Sequence[str], mapping: dict[str, Any]) -> None:
        self._context = context
        self._mapping = checked(mapping)
        self.kind = self._mapping.kind_meant()
        self._fields = {field.name: field for field in fields_of(self.kind)}
        self._lasts = self.kind.lasts and not self.kind.announces  # a law is told of on the day on which it came
        self._source_lookup, self.place_lookup = (
            SourceLookup(context.codes, context.named_by_people),
            PlaceLookup(context.known),
        )
        self._unknown = NO_VALUE | {each.casefold() for each in self._mapping.unknown}
        parts = self._mapping.parts()
        self._parts = [
            (part, find_uses(part, header), label)
            for part, label in zip(parts, _labels(self._mapping, parts), strict=True)
        ]
        self.within = {use.within: self._area(use.within, name) for _, uses, _ in self._parts for use, _, name in uses}
        self._constants = [self._resolved(part.constants) for part, _, _ in self._parts]
        self._shape = RowShape(header, {name for part in parts for name in part.columns})
        own = set(self._mapping.columns) if self._mapping.reports else set()
        self._own = [[use for use in uses if use[2] not in own] for _, uses, _ in self._parts]

    def read(self, row: int, raw: list[str] | str) -> Sequence[Result]:
        """The reports of one row; of several, those none of whose own columns says anything are left out."""
        if refused := self._shape.refuse(row, raw):
            return (refused,)
        results: list[Result] = []
        plain = [cell.strip() if cell.isascii() else strip_marks(cell) for cell in raw]
        tells = [self._says(cell) for cell in plain]
        for (_, uses, label), own, constants in zip(self._parts, self._own, self._constants, strict=True):
            filled = [
                (use, name, raw[at].strip() if use.said else plain[at])
                for use, at, name in uses
                if at < len(raw) and (tells[at] or plain[at] in use.values)
            ]
            if self._mapping.reports and not any(at < len(raw) and tells[at] for _, at, _ in own):
                continue
            try:
                results.append(self._report(row, constants, label, filled, self._unclear(uses, plain)))
            except BadCell as error:
                results.append(RowError(row, error.field, error.value, error.cause))
            except UnclearSource as error:
                results.append(unclear_source(row, error))
            except ValidationError as invalid:
                wrong = in_words(invalid)
                results.append(RowError(row, wrong.field, wrong.value, wrong.cause))
        if not results:
            return (RowError(row, "row", "", Cause("no column that the mapping names says anything in this row")),)
        return results

    def identifiers_of(self, row: int, raw: list[str]) -> list[str]:
        """The identifiers that the reports of one row bear, as far as the table tells them; also where the row cannot be read."""
        return [
            self._identifier(row, label, without_marks(raw[at]).strip())
            for _, uses, label in self._parts
            for use, at, _ in uses
            if use.external_id and at < len(raw) and self._says(raw[at].strip())
        ]

    def _says(self, cell: str) -> bool:
        return (cell if cell.isascii() else without_marks(cell)).casefold() not in self._unknown

    def _area(self, within: str, column: str) -> str:
        """The code of the area that a column's places lie in. Raises Unreadable where it is none."""
        match = self.place_lookup.find(within) if within else Match()
        if within and match.found is None:
            raise Unreadable(
                Cause(
                    "the mapping, column “{column}”, within: {cause}",
                    column=column,
                    cause=explain_place_match(within, match),
                )
            )
        return match.found.code if match.found else ""

    def _resolved(self, constants: dict[str, Any]) -> dict[str, Constant]:
        """The constants of a report with what is doubtful about each: a place is looked up as one in a cell is."""
        try:
            return {
                name: places_said.where_of_constant(value, self.place_lookup)
                if self._fields[name].type is Where
                else (value, [])
                for name, value in constants.items()
            }
        except BadCell as error:
            raise Unreadable(
                Cause("the mapping, constants, {field}: {cause}", field=error.field, cause=error.cause)
            ) from error

    def _unclear(self, uses: Sequence[tuple[Column, int, str]], plain: Sequence[str]) -> list[str]:
        """The flag of counts of which a cell says “None”, unless the mapping tells what that means: 0 for a person, no value for a program."""
        unclear = any(
            use.field
            and self._fields[use.field].type is Count
            and at < len(plain)
            and cells.may_be_none(plain[at])
            and plain[at] not in use.values
            and not any(cells.may_be_none(each) for each in self._mapping.unknown)
            for use, at, _ in uses
        )
        return ["none_unclear"] if unclear else []

    def _doubts(self, use: Column, text: str) -> list[str]:
        """The flag of a cell of codes or sources that says that what it names is not certain.

        What a person writes in the mapping of the very cell is believed. What a value keeps by its name is judged by that, at every door.
        """
        of = self._fields[use.field] if use.field else None
        names = use.origin or use.relay or (of and (of.scheme or of.type in (Where, PersonName)))
        if not names or text in use.values:
            return []
        doubted = any(is_doubted_name(each, of.scheme if of else None) for each in cells.split(text, use.split))
        return [DOUBTED_BY_SOURCE] if doubted else []

    def _report(
        self, row: int, constants: dict[str, Constant], label: str, filled: list[Cell], unclear: list[str]
    ) -> Result:
        filling = {use.field for use, _, _ in filled}
        flags = unclear + [flag for name, (_, wrong) in constants.items() if name not in filling for flag in wrong]
        content: dict[str, Any] = {name: value for name, (value, _) in constants.items()}
        by_field: dict[str, list[Cell]] = {}
        said, origins, relays, identifier = [], [], [], ""
        said_on: date | None = None
        for use, name, text in filled:
            if text[0] == "=" or text[-1] == ")":
                check_value(name, text)
            flags.extend(self._doubts(use, text))
            if is_broken(text):
                flags.append("name_truncated" if text.endswith("�") and len(text) < 200 else "encoding_broken")
            if use.field:
                by_field.setdefault(use.field, []).append((use, name, text))
            elif use.said:
                said.append(text)
            elif use.said_on:
                said_on = cells.said_on_in(name, text, use.format, flags)
                said += [] if said_on else [f"{name}: {text}"]
            elif use.origin:
                origins += self._sources(use, text)
            elif use.relay:
                relays += self._sources(use, text)
            elif use.external_id:
                identifier = without_marks(text)
        unread = self._fill(content, by_field, flags)
        if said_on:
            cells.date_counts(content, said_on)
            if isinstance(when := content.get("when"), When) and said_on < when.start:
                flags.append("source_before_event")
        if self._mapping.origin and not origins:
            origins += self._source_lookup.find_all(self._mapping.origin)
        teller = self._context.source or self._mapping.source
        relays = [*self._source_lookup.find_all(teller), *relays] if teller else relays
        if not origins:
            flags.append("source_unnamed")
        return parsed_row(
            self._context,
            row,
            self._claim(content, by_field, flags, unread),
            ReportFacts(
                said="\n".join([*said, *unread]),
                language=self._mapping.language,
                locator=f"row {row}",
                external_id=self._identifier(row, label, identifier),
                flags=tuple(dict.fromkeys(flags)),
            ),
            origins=tuple(dict.fromkeys(origins)),
            relays=tuple(dict.fromkeys(relay for relay in relays if relay not in origins)),
        )

    def _claim(
        self, content: dict[str, Any], by_field: dict[str, list[Cell]], flags: list[str], unread: list[str]
    ) -> Kind:
        """The claim that a content makes; without numbers that it can do without and that no kind takes, as an age of 150."""
        try:
            return self.kind.model_validate(content)
        except ValidationError as invalid:
            wrong = {str(each["loc"][0]) for each in invalid.errors(include_url=False) if each["loc"]}
            if not wrong or any(name not in by_field or not self._is_spare(name) for name in wrong):
                raise _beside_its_column(in_words(invalid), by_field) from invalid
            unread += [self._left_out(name, by_field[name], content, flags) for name in sorted(wrong)]
            return self.kind.model_validate(content)

    def _is_spare(self, name: str) -> bool:
        """Whether a report can do without a field of which one cell gives a plain value: nothing else depends on it."""
        return not self._fields[name].required and self._fields[name].type in (int, float, bool, date)

    def _left_out(self, name: str, cells_of: list[Cell], content: dict[str, Any], flags: list[str]) -> str:
        """Leave a field out and flag that; returns the words that stood there."""
        content.pop(name, None)
        flags.append("value_unread")
        return "; ".join(f"{column}: {text}" for _, column, text in cells_of)

    def _fill(self, content: dict[str, Any], by_field: dict[str, list[Cell]], flags: list[str]) -> list[str]:
        """Read the cells of every field into the content. Returns the words of cells that were not understood, and that no report needs.

        Raises BadCell where a field that must be there, or one that others depend on, is not known.
        """
        unread: list[str] = []
        for name, cells_of in self._in_order(by_field):
            try:
                value = self._value(self._fields[name], cells_of, (flags, unread), content, self._lasts)
            except BadCell:
                if not self._is_spare(name):
                    raise
                unread.append(self._left_out(name, cells_of, content, flags))
                continue
            if value is not None:
                content[name] = value
            elif self._fields[name].required:
                _, column, text = cells_of[0]
                scheme = self._fields[name].scheme
                wrong = _NO_CODE if scheme else _NOT_KNOWN
                raise BadCell(column, text, Cause(wrong, cell=text, scheme=scheme, field=name))
        return unread

    def _identifier(self, row: int, label: str, told: str) -> str:
        """The identifier of one report: what the table tells, or the file and the row; with the part, where a row gives several."""
        if told:
            return f"{self._mapping.identifier}{told}" + (f"/{label}" if self._mapping.reports else "")
        return f"file:{self._context.rows_before.get(row) or name_row(self._context.sha256, row)}:{label}"

    def _sources(self, use: Column, text: str) -> list[Any]:
        known, value = cells.meant(text, use.values)
        text = str(value or "") if known else without_marks(text)
        if not text:
            return []
        one = (
            [self._source_lookup.find(part) for part in cells.split(text, use.split)]
            if use.split
            else self._source_lookup.find_all(text)
        )
        return [source for source in one if source]

    def _in_order(self, by_field: dict[str, list[Cell]]) -> list[tuple[str, list[Cell]]]:
        """The fields with their cells. Parties and counts come last: when it happened says who is meant, and other fields what is counted."""
        return sorted(by_field.items(), key=lambda entry: _LAST.get(self._fields[entry[0]].type, 0))

    def _value(self, field: KindField, cells_of: list[Cell], wrong: Wrong, content: dict[str, Any], lasts: bool) -> Any:
        """The value that the cells of one field give, read by the field's type; None where they mean that it is not known."""
        precisions = [each for each in cells_of if each[0].part == PRECISION]
        if precisions:
            cells_of = [each for each in cells_of if each not in precisions]
        if not cells_of:
            return None
        value = self._value_of_cells(field, cells_of, wrong, content, lasts)
        for use, column, text in precisions if value is not None else ():
            known, said = cells.meant(text, use.values)
            if said is not None or not known:
                value = at_precision(value, str(said) if known else text, column, self.place_lookup)
        if isinstance(value, Where) and value.lat is not None:
            value, doubtful = settle_point(value, self.place_lookup)
            wrong[0].extend(doubtful)
        return value

    def _value_of_cells(
        self, field: KindField, cells_of: list[Cell], wrong: Wrong, content: dict[str, Any], lasts: bool
    ) -> Any:
        use, column, text = cells_of[0]
        if not use.within:  # the column that says it may not be the first of the field
            use = next((each for each, _, _ in cells_of if each.within), use)
        whole = PARTS.get(field.type, Parts()).whole
        parts = {each.part or whole: (name, cell) for each, name, cell in cells_of}
        within = self.within[use.within]
        given = FieldCells(
            field, use, column, text, parts, cells_of, *wrong, content, self.kind, self.place_lookup, within, lasts
        )
        if field.scheme:
            return read_all_codes(given, cells_of)
        if is_span(field.type):
            return read_spans(field.type, cells_of, lambda of, those, told: self._value(of, those, wrong, told, True))
        reader = next(READERS[base] for base in field.type.__mro__ if base in READERS)
        return reader(given)


def _beside_its_column(wrong: BadCell, by_field: dict[str, list[Cell]]) -> BadCell:
    """What a kind refuses, said of the column and the cell that gave the field."""
    cells_of = by_field.get(wrong.field)
    if not cells_of:
        return wrong
    _, column, text = cells_of[0]
    return BadCell(column, text, wrong.cause)


def name_row(sha256: str, row: int) -> str:
    """What a row is called that has no identifier of its own: the file that it stood in first, and its number there."""
    return f"{sha256[:20]}:{row}"


def _labels(mapping: Mapping, parts: Sequence[MappedReport]) -> list[str]:
    """What tells the reports of one row apart: the name of the mapping, the kind, what is constant in each, and its number where needed."""
    labels = [
        "/".join(
            [mapping.name or mapping.kind, *(value for value in part.constants.values() if isinstance(value, str))]
        )[:100]
        for part in parts
    ]
    return [
        label if label not in labels[:at] else f"{label[:95]}#{labels[:at].count(label) + 1}"
        for at, label in enumerate(labels)
    ]


def _recognises(path: Path, beginning: bytes) -> bool:
    return path.suffix.casefold() in {".csv", ".tsv", ".txt", ".xlsx", ".xlsm", *JSON_ENDINGS, ".dta"}


FORMATS = (Format("table", "a table (CSV, XLSX or JSON) with a mapping", _recognises, open_table, TableReader),)
