"""Any table, as CSV or XLSX, by a mapping that says what its columns mean."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from dalil.intake import cells
from dalil.intake.files.csv_file import one_column, open_csv
from dalil.intake.files.xlsx_file import open_xlsx
from dalil.intake.formats import WORKBOOKS, Format, OpenedFile, Unreadable
from dalil.intake.mapping import Column, MappedReport, Mapping, checked
from dalil.intake.parsed_rows import (
    BadCell,
    Context,
    Result,
    RowError,
    decimal,
    in_words,
    is_broken,
    parsed_row,
    whole_number,
)
from dalil.lookup.places import PlaceLookup
from dalil.lookup.sources import SourceLookup, UnclearSource
from dalil.record.kind import KindField, fields_of
from dalil.record.report_facts import ReportFacts
from dalil.values import Bilingual, Count, Party, PersonName, When, Where

_UNKNOWN = frozenset(
    {"", "-", "–", "?", "n/a", "na", "nan", "null", "none", "unknown", "not known", "غير معروف", "غير محدد", "مجهول"}
)


def says(cell: str) -> bool:
    """Whether a cell says anything: it is not empty, and none of the words for unknown."""
    return cell.strip().casefold() not in _UNKNOWN


Cell = tuple[Column, str, str]
"""How a column is used, its name, and the text of one cell."""


class TableReader:
    """Reads the rows of one table by its mapping."""

    def __init__(self, context: Context, header: Sequence[str], mapping: dict[str, Any]) -> None:
        self._context = context
        self._mapping = checked(mapping)
        self._kind = self._mapping.kind_meant()
        self._fields = {field.name: field for field in fields_of(self._kind)}
        self._source_lookup, self._place_lookup = SourceLookup(context.codes), PlaceLookup(context.known)
        self._unknown = _UNKNOWN | {each.casefold() for each in self._mapping.unknown}
        self._parts = [(part, _uses(part, header), _label(self._mapping, part)) for part in self._mapping.parts()]
        own = set(self._mapping.columns) if self._mapping.reports else set()
        self._own = [[use for use in uses if use[2] not in own] for _, uses, _ in self._parts]

    def read(self, row: int, raw: list[str]) -> Sequence[Result]:
        """The reports of one row; of several, those none of whose own columns says anything are left out."""
        results: list[Result] = []
        for (part, uses, label), own in zip(self._parts, self._own, strict=True):
            filled = [(use, name, raw[at].strip()) for use, at, name in uses if at < len(raw) and self._says(raw[at])]
            if self._mapping.reports and not any(at < len(raw) and self._says(raw[at]) for _, at, _ in own):
                continue
            try:
                results.append(self._report(row, part, label, filled))
            except BadCell as error:
                results.append(RowError(row, error.field, error.value, error.cause))
            except UnclearSource as error:
                results.append(RowError(row, "source", error.name, str(error)))
            except ValidationError as invalid:
                wrong = in_words(invalid)
                results.append(RowError(row, wrong.field, wrong.value, wrong.cause))
        if not results:
            return (RowError(row, "row", "", "no column that the mapping names says anything in this row"),)
        return results

    def _says(self, cell: str) -> bool:
        return cell.strip().casefold() not in self._unknown

    def _report(self, row: int, part: MappedReport, label: str, filled: list[Cell]) -> Result:
        flags: list[str] = []
        content: dict[str, Any] = dict(part.constants)
        by_field: dict[str, list[Cell]] = {}
        said, origins, relays, identifier = [], [], [], ""
        for use, name, text in filled:
            if is_broken(text):
                flags.append("name_truncated" if text.endswith("�") and len(text) < 200 else "encoding_broken")
            if use.field:
                by_field.setdefault(use.field, []).append((use, name, text))
            elif use.said:
                said.append(text)
            elif use.origin:
                origins += self._sources(use, text)
            elif use.relay:
                relays += self._sources(use, text)
            elif use.external_id:
                identifier = text
        for name, told in self._counts_last(by_field):
            value = self._value(self._fields[name], told, flags, content)
            if value is not None:
                content[name] = value
            elif self._fields[name].required:
                use, column, text = told[0]
                scheme = self._fields[name].scheme
                wrong = f"is not a code of {scheme}" if scheme else "is not known"
                raise BadCell(column, text, f"“{text}” {wrong}, and {name} must be told; say in `values` what it means")
        if self._mapping.origin and not origins:
            origins += self._source_lookup.find_all(self._mapping.origin)
        teller = self._context.source or self._mapping.source
        relays = [*self._source_lookup.find_all(teller), *relays] if teller else relays
        if not origins:
            flags.append("source_unnamed")
        prefix = self._mapping.identifier
        return parsed_row(
            self._context,
            row,
            self._kind.model_validate(content),
            ReportFacts(
                said="\n".join(said),
                language=self._mapping.language,
                locator=f"row {row}",
                external_id=f"{prefix}{identifier}"
                if identifier
                else f"file:{self._context.sha256[:20]}:{row}:{label}",
                flags=tuple(dict.fromkeys(flags)),
            ),
            origins=tuple(dict.fromkeys(origins)),
            relays=tuple(dict.fromkeys(relay for relay in relays if relay not in origins)),
        )

    def _sources(self, use: Column, text: str) -> list[Any]:
        known, value = cells.meant(text, use.values)
        text = str(value or "") if known else text
        if not text:
            return []
        one = (
            [self._source_lookup.find(part) for part in cells.split(text, use.split)]
            if use.split
            else self._source_lookup.find_all(text)
        )
        return [source for source in one if source]

    def _counts_last(self, by_field: dict[str, list[Cell]]) -> list[tuple[str, list[Cell]]]:
        """The fields with their cells; counts come last, because what they count may stand in another field."""
        return sorted(by_field.items(), key=lambda entry: self._fields[entry[0]].type is Count)

    def _value(self, field: KindField, told: list[Cell], flags: list[str], content: dict[str, Any]) -> Any:
        use, column, text = told[0]
        parts = {each.part or _whole(field.type): (name, cell) for each, name, cell in told}
        if field.type is Count:
            quantity = self._kind.quantity_of(field.name, content)
            if use.part:
                count, wrong = cells.count_of_parts(parts, quantity)
                flags += wrong
                return count
            known, value = cells.meant(text, use.values)
            return (
                cells.count_in(column, str(value) if known else text, use.as_, quantity)
                if not known or value is not None
                else None
            )
        if field.type is When:
            return self._when(field, use, parts, flags)
        if field.type is Where:
            where, wrong = cells.where_of_parts(parts, self._place_lookup, use.within)
            flags += wrong
            return where
        if field.type is Bilingual:
            en, ar = parts.get("en", ("", ""))[1], parts.get("ar", ("", ""))[1]
            if use.part and cells.swapped(en, ar):
                flags.append("columns_swapped")
            return Bilingual(en=en, ar=ar) if use.part else text
        if field.type is PersonName:
            return PersonName(
                **{"said": _full_name(parts), **{part: cell for part, (_, cell) in parts.items() if part != "said"}}
            )
        if field.type is Party or field.scheme:
            return self._codes(field, use, text, flags)
        if field.type is bool:
            return cells.truth(column, text)
        if field.type is int:
            return whole_number(column, text)
        if field.type is float:
            return decimal(column, text)
        known, value = cells.meant(text, use.values)
        return value if known else text

    def _when(self, field: KindField, use: Column, parts: dict[str, tuple[str, str]], flags: list[str]) -> When | None:
        try:
            return cells.when_of_parts(parts, use.format)
        except BadCell:
            if field.required:
                raise
            flags.append("date_unreadable")
            return None

    def _codes(self, field: KindField, use: Column, text: str, flags: list[str]) -> Any:
        values: list[Any] = []
        for each in cells.split(text, use.split):
            known, value = cells.meant(each, use.values)
            code = value if known else cells.code_of(field.scheme or "", each)
            if code is None and not known:
                if field.type is Party:
                    values.append({"name": each})
                    continue
                flags.append("unknown_code")
            for one in code if isinstance(code, list) else [code] if code is not None else []:
                values.append({"actor": one, "name": each} if field.type is Party and isinstance(one, str) else one)
        return values if field.many else (values[0] if values else None)


def _whole(type_: type[Any]) -> str:
    """The part that a column is when it does not say which."""
    names: dict[Any, str] = {When: "start", Where: "name", PersonName: "said", Count: "point"}
    return names.get(type_, "")


def _full_name(parts: dict[str, tuple[str, str]]) -> str:
    if "said" in parts:
        return parts["said"][1]
    return " ".join(parts[part][1] for part in ("given", "father", "grandfather", "family") if part in parts)


def _uses(part: MappedReport, header: Sequence[str]) -> list[tuple[Column, int, str]]:
    """Each use of a column with its position and name. Raises Unreadable for a column that the file does not have."""
    at = {name.casefold(): position for position, name in reversed(list(enumerate(header)))}
    uses = []
    for name, column in part.columns.items():
        position = at.get(name.strip().casefold())
        if position is None:
            raise Unreadable(f"the file has no column “{name}”; it has {', '.join(filter(None, header))}")
        uses += [(use, position, name) for use in (column if isinstance(column, list) else [column]) if not use.ignore]
    return uses


def _label(mapping: Mapping, part: MappedReport) -> str:
    """What tells the reports of one row apart: the name of the mapping, the kind, and what is constant in it."""
    return "/".join(
        [mapping.name or mapping.kind, *(value for value in part.constants.values() if isinstance(value, str))]
    )[:100]


def open_table(path: Path, mapping: dict[str, Any]) -> OpenedFile:
    """The rows of a CSV or XLSX file. Raises Unreadable where there is no mapping, or it does not fit the file."""
    if not mapping:
        raise Unreadable(
            f"what do the columns of {path.name} mean? Give --mapping FILE; --suggest writes a first one from the header"
        )
    read = checked(mapping)
    if path.suffix.casefold() in WORKBOOKS:
        opened = open_xlsx(path, read.sheet, read.header)
    else:
        opened = open_csv(path, encoding=read.encoding, delimiter=read.delimiter, header_row=read.header)
    for part in read.parts():
        try:
            _uses(part, opened.header)
        except Unreadable as error:
            if len(opened.header) > 1 or path.suffix.casefold() in WORKBOOKS:
                raise
            raise Unreadable(f"{path.name}: {one_column(opened.header, read.delimiter)}") from error
    first = read.header + read.skip
    if read.skip:
        rows = opened.rows
        opened.rows = (each for each in rows if each[0] > first)
    return opened


def _recognises(path: Path, beginning: bytes) -> bool:
    return path.suffix.casefold() in {".csv", ".tsv", ".txt", ".xlsx", ".xlsm"}


FORMATS = (Format("table", "a table (CSV or XLSX) with a mapping", _recognises, open_table, TableReader),)
