"""What the columns of a table mean: the mapping file of the general importer. Documented with examples in docs/importing.md."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from itertools import count
from math import isfinite
from pathlib import Path
from typing import Any, Literal, NamedTuple

import yaml
from pydantic import BaseModel, ConfigDict, Field, ValidationError, field_validator

from dalil.intake.causes import Cause
from dalil.intake.formats import Unreadable
from dalil.intake.mapping_constants import check_constants, check_meanings
from dalil.intake.mapping_lines import MappingLoader, find_line, line_of
from dalil.intake.parsed_rows import UNSTORABLE, in_words
from dalil.letters import LANGUAGE_CODES
from dalil.record.kind import Kind, KindField, UnknownKind, fields_of, kind_of
from dalil.text.dates import order_of
from dalil.values import Bilingual, Count, Party, PersonName, Value, When, Where


class Parts(NamedTuple):
    """Into which parts a value may be divided over several columns. whole: the part that a column is that does not say which."""

    names: tuple[str, ...] = ()
    whole: str = ""


PARTS: dict[type[Any], Parts] = {
    Count: Parts(("low", "point", "high", "as_of", "unit", "status", "sex", "age"), "point"),
    When: Parts(("start", "end", "year", "month", "day", "time"), "start"),
    Where: Parts(("name", "code", "country", "governorate", "district", "subdistrict", "lat", "lon"), "name"),
    Bilingual: Parts(LANGUAGE_CODES),
    PersonName: Parts(("said", "given", "father", "grandfather", "family", "mother"), "said"),
    Party: Parts(("actor",)),
}
"""The parts of each type of value; a type that is not here stands in one column."""


def parts_of(type_: Any) -> Parts:
    """Return the parts of a type of value; those of a span are its fields, of which the time may be divided into its start and its end."""
    if is_span(type_):
        return Parts((*(field.name for field in fields_of(type_)), "start", "end"))
    return PARTS.get(type_, Parts())


def is_span(type_: Any) -> bool:
    """Tell whether a type of value tells something over a time of its own: a stay of a victim, what a site was at another time."""
    return issubclass(type_, Value) and type_ not in PARTS and "when" in type_.model_fields


PRECISION = "precision"
THE_MAPPING = Cause("the mapping")
"""What a mapping is called that has no file."""
"""The part of a time or a place that says how exactly it is known."""


FACTS: dict[type[Any], tuple[str, ...]] = {
    Count: ("as_of", "unit", "status", "sex", "age"),
    Party: ("involvement", "attribution"),
}
"""What a column may say of all its values (`about`), by the type of its field."""

MOST_ROWS = 1_000_000_000
"""No header stands deeper, and no more rows are skipped."""


MOST_SPANS = 99
"""A row tells no more spans of one field than this."""


class _Part(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Column(_Part):
    """What one column means: a field of the kind (or a part of it), or one of the things every report has."""

    field: str = ""
    part: str = ""
    number: int = Field(1, ge=1, le=MOST_SPANS)
    as_: Literal["stated", "at_least", "more_than", "at_most", "about", "vague"] = Field("stated", alias="as")
    format: str = ""
    values: dict[str, Any] = {}
    split: str = ""
    within: str = ""
    about: dict[str, Any] = {}
    said_on: bool = False
    said: bool = False
    origin: bool = False
    relay: bool = False
    external_id: bool = False
    ignore: bool = False

    @field_validator("values", mode="before")
    @classmethod
    def _keys_are_text(cls, value: Any) -> Any:
        """YAML reads 1 and yes as a number and a truth; in a cell they are text. Only comments under `values:` are no values."""
        if value is None:
            return {}
        if not isinstance(value, dict):
            return value
        return {
            {True: "yes", False: "no"}.get(key, str(key)) if isinstance(key, bool) else str(key): to
            for key, to in value.items()
        }

    @field_validator("about")
    @classmethod
    def _days_are_days(cls, about: dict[str, Any]) -> dict[str, Any]:
        """The mapping of an import is kept as JSON, which writes a day as text."""
        return {**about, "as_of": date.fromisoformat(str(about["as_of"]))} if about.get("as_of") else about


class MappedReport(_Part):
    """One of several reports that each row gives."""

    constants: dict[str, Any] = {}
    columns: dict[str, Column | list[Column]] = {}


class Mapping(_Part):
    """A mapping file."""

    kind: str
    name: str = ""
    encoding: str = ""
    delimiter: str = ""
    sheet: str | int = ""
    header: int = Field(1, ge=1, le=MOST_ROWS)
    skip: int = Field(0, ge=0, le=MOST_ROWS)
    language: str = ""
    level: Literal["", "public", "internal", "restricted"] = ""
    source: str = ""
    origin: str = ""
    identifier: str = ""
    unknown: tuple[str, ...] = ()
    constants: dict[str, Any] = {}
    columns: dict[str, Column | list[Column]] = {}
    reports: list[MappedReport] = []

    def kind_meant(self) -> type[Kind]:
        """The kind of report that the rows become."""
        return kind_of(self.kind)

    def parts(self) -> list[MappedReport]:
        """What each row gives: one report, or those listed, each with what all share."""
        if not self.reports:
            return [MappedReport(constants=self.constants, columns=self.columns)]
        return [
            MappedReport(constants={**self.constants, **part.constants}, columns={**self.columns, **part.columns})
            for part in self.reports
        ]


MOST_ENTRIES, DEEPEST = 100_000, 30
"""So many entries a mapping may have, and so deep they may be nested; YAML lets a few lines name themselves a thousandfold."""


def load_mapping(path: Path) -> dict[str, Any]:
    """The content of a mapping file, checked. Raises Unreadable in words: what is wrong and where."""
    try:
        text = path.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError as error:
        raise Unreadable(Cause("{file} is not UTF-8; save it again as UTF-8", file=path.name)) from error
    return read_mapping(text, path.name)


def read_mapping(text: str, name: str) -> dict[str, Any]:
    """The content of a mapping, checked. name: what refusals call it. Raises Unreadable in words: what is wrong and in which line."""
    try:
        plain = yaml_as_json(MappingLoader(text).get_single_data())
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        where = line_of(name, mark.line + 1 if mark else None)
        problem = str(getattr(error, "problem", error))
        raise Unreadable(Cause("{where}: this is not YAML ({problem})", where=where, problem=problem)) from error
    except RecursionError as error:
        raise Unreadable(Cause("{where} is nested deeper than any mapping is", where=name)) from error
    except (ValueError, OverflowError) as error:  # days that no calendar has, numbers of thousands of digits
        raise Unreadable(Cause("{where} holds a value that cannot be: {error}", where=name, error=error)) from error
    if not isinstance(plain, dict):
        raise Unreadable(Cause("{where} is empty; it says at least `kind:` and `columns:`", where=name))
    try:
        checked(plain, name)
    except Unreadable as error:
        where = line_of(name, find_line(text, error.at))
        raise Unreadable(_moved(error, name, where), at=error.at) from error
    return plain


def _moved(error: Unreadable, name: str, where: str) -> str:
    """A refusal of a mapping with the line that it is about, in the place of the name that it begins with."""
    said = f"{where}{str(error).removeprefix(name)}"
    return error.cause.with_particulars(said, where=where) if isinstance(error.cause, Cause) else said


def checked(content: dict[str, Any], name: str = THE_MAPPING) -> Mapping:
    """The mapping in a dict. Raises Unreadable, naming the key, for what no mapping or no field of the kind is."""
    try:
        mapping = Mapping.model_validate(content)
        fields = {field.name: field for field in fields_of(mapping.kind_meant())}
    except ValidationError as error:
        wrong = in_words(error)
        at = tuple(map(str, error.errors(include_url=False, include_input=False)[0]["loc"]))
        raise Unreadable(
            Cause("{where}, {field}: {cause}", where=name, field=wrong.field, cause=wrong.cause), at=at
        ) from error
    except UnknownKind as error:
        raise Unreadable(Cause("{where}, kind: {error}", where=name, error=error), at=("kind",)) from error
    for part in mapping.parts():
        _check_part(part, fields, name, mapping.kind)
    return mapping


def _check_part(part: MappedReport, fields: dict[str, KindField], name: str, kind: str) -> None:
    """Refuse what no field of the kind is, what is said twice, and what is missing."""
    for constant in part.constants:
        _field(fields, constant, name, kind, at=("constants", constant))
    check_constants(part.constants, fields, name, kind)
    for column, uses in part.columns.items():
        at = ("columns", column)
        if not uses:
            raise Unreadable(
                Cause("{where}, column “{column}”: say what it means, or `ignore: true`", where=name, column=column),
                at=at,
            )
        for use in uses if isinstance(uses, list) else [uses]:
            try:
                _check_use(use, column, fields, name, kind)
            except Unreadable as error:
                raise Unreadable(error.cause, at=at) from error
    _check_once(part, fields, name)
    _check_required(part, fields, name, kind)


def yaml_as_json(value: Any) -> Any:
    """YAML's dates and keys as JSON has them, so that a mapping can be kept with the import.

    Raises ValueError for what no database keeps, and for far more than any mapping holds.
    """
    return _as_json(value, 0, count(1))


def _as_json(value: Any, depth: int, entries: Iterator[int]) -> Any:
    if depth > DEEPEST or next(entries) > MOST_ENTRIES:
        raise ValueError(
            Cause(
                "it is nested deeper than {levels} levels, or has more than {entries} entries",
                levels=DEEPEST,
                entries=f"{MOST_ENTRIES:,}",
            )
        )
    if isinstance(value, dict):
        return {
            key if isinstance(key, bool) else _as_json(str(key), depth + 1, entries): _as_json(each, depth + 1, entries)
            for key, each in value.items()
        }
    if isinstance(value, list):
        return [_as_json(each, depth + 1, entries) for each in value]
    if isinstance(value, float) and not isfinite(value):
        raise ValueError(Cause("{value} is not a number", value=value))
    if isinstance(value, (int, float)) or value is None:
        return value
    text = str(value)
    if UNSTORABLE.search(text):
        raise ValueError(Cause("a text in it holds a character that is not text (a null or half of a pair)"))
    return text


def _check_once(part: MappedReport, fields: dict[str, KindField], name: str) -> None:
    """Refuse two columns that fill one thing of which a report has one: one of the two would be lost."""
    filled: dict[tuple[str, str], str] = {}
    for column, uses in part.columns.items():
        for use in uses if isinstance(uses, list) else [uses]:
            field = fields[use.field] if use.field else None
            divided = field and (field.type in PARTS or is_span(field.type))
            if (field and field.many and (field.scheme or not divided)) or not (field or use.external_id):
                continue
            parts = parts_of(field.type) if field else Parts()
            of = f"{use.field} {use.number}" if field and is_span(field.type) else use.field
            what = (of or "external_id", use.part or parts.whole)
            if what in filled:
                named = Cause("the part {part} of {field}", part=what[1], field=what[0]) if use.part else what[0]
                raise Unreadable(
                    Cause(
                        "{where}: the columns “{one}” and “{other}” both fill {named}, of which a report has one; leave one out",
                        where=name,
                        one=filled[what],
                        other=column,
                        named=named,
                    ),
                    at=("columns", column),
                )
            filled[what] = column
    for of, field in fields.items():
        if field.type is Bilingual and (of, "") in filled and len([each for each in filled if each[0] == of]) > 1:
            raise Unreadable(
                Cause(
                    "{where}: the column “{column}” fills {field} as a whole, and others fill its parts; say its `part`",
                    where=name,
                    column=filled[of, ""],
                    field=of,
                ),
                at=("columns", filled[of, ""]),
            )


def _check_use(use: Column, column: str, fields: dict[str, KindField], name: str, kind: str) -> None:
    others = [use.said, use.said_on, use.origin, use.relay, use.external_id, use.ignore]
    if bool(use.field) + sum(others) != 1:
        raise Unreadable(
            Cause(
                "{where}, column “{column}”: say one of field, said, origin, relay, external_id, said_on or ignore",
                where=name,
                column=column,
            )
        )
    if use.field:
        field = _field(fields, use.field, name, kind)
        try:
            order_of(use.format)
        except ValueError as error:
            raise Unreadable(
                Cause("{where}, column “{column}”: {error}", where=name, column=column, error=error)
            ) from error
        parts = parts_of(field.type).names
        parts += (PRECISION,) if field.type in (When, Where) else ()
        if is_span(field.type) and not use.part:
            raise Unreadable(
                Cause(
                    "{where}, column “{column}”: say which `part` of {field} it tells: {parts}",
                    where=name,
                    column=column,
                    field=use.field,
                    parts=", ".join(parts),
                )
            )
        if use.number != 1 and not is_span(field.type):
            raise Unreadable(
                Cause(
                    "{where}, column “{column}”: {field} is told once; only spans have a `number`",
                    where=name,
                    column=column,
                    field=use.field,
                )
            )
        if use.part and use.part not in parts:
            raise Unreadable(
                Cause(
                    "{where}, column “{column}”: {field} has no part “{part}”; it has {parts}",
                    where=name,
                    column=column,
                    field=use.field,
                    part=use.part,
                    parts=", ".join(parts) or "–",
                )
            )
        check_meanings(use.values, field, name, column)
        _check_about(use, name, column, field.type)


def _check_about(use: Column, name: str, column: str, of: type[Any]) -> None:
    """Refuse a fact that values of this type do not have, or a code that there is not, before every row fails for it."""
    known = FACTS.get(of, ())
    if strange := [fact for fact in use.about if fact not in known]:
        raise Unreadable(
            Cause(
                "{where}, column “{column}”: {field} has no “{fact}” to say in `about`; it has {facts}",
                where=name,
                column=column,
                field=use.field,
                fact=strange[0],
                facts=", ".join(known) or "–",
            )
        )
    try:
        if of is Count:
            Count.exactly(0, **use.about)
        elif of is Party:
            Party(name="somebody", **use.about)
    except ValidationError as error:
        wrong = in_words(error)
        raise Unreadable(
            Cause(
                "{where}, column “{column}”, about {field}: {cause}",
                where=name,
                column=column,
                field=wrong.field,
                cause=wrong.cause,
            )
        ) from error


def _check_required(part: MappedReport, fields: dict[str, KindField], name: str, kind: str) -> None:
    """Refuse a mapping from which no row could become a report, before every row of the file fails for it."""
    listed = {column: uses if isinstance(uses, list) else [uses] for column, uses in part.columns.items()}
    told = {use.field for uses in listed.values() for use in uses} | set(part.constants)
    missing = [field.name for field in fields.values() if field.required and field.name not in told]
    if missing:
        ignored = [column for column, uses in listed.items() if all(use.ignore for use in uses)]
        about = {"where": name, "fields": ", ".join(missing), "kind": kind}
        if not ignored:
            raise Unreadable(
                Cause("{where}: the mapping has no column for {fields}, which the kind {kind} must have", **about)
            )
        named = ", ".join(f"“{column}”" for column in ignored)
        raise Unreadable(
            Cause(
                "{where}: the mapping has no column for {fields}, which the kind {kind} must have; it ignores {columns}",
                **about,
                columns=named,
            )
        )


def with_article(kind: str) -> str:
    """The code of a kind with a or an before it."""
    return f"{'an' if kind[0] in 'aeiou' else 'a'} {kind}"


def _field(fields: dict[str, KindField], wanted: str, name: str, kind: str, at: tuple[str, ...] = ()) -> KindField:
    if wanted not in fields:
        raise Unreadable(
            Cause(
                "{where}: “{field}” is no field of {kind}; its fields are {fields}",
                where=name,
                field=wanted,
                kind=kind,
                fields=", ".join(fields),
            ),
            at=at,
        )
    return fields[wanted]
