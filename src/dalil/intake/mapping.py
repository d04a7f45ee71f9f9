"""What the columns of a table mean: the mapping file of the general importer. Documented with examples in docs/importing.md."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any, Literal, NamedTuple

import yaml
from pydantic import BaseModel, ConfigDict, Field, ValidationError, field_validator

from dalil.intake.formats import Unreadable
from dalil.intake.parsed_rows import in_words
from dalil.letters import LANGUAGE_CODES
from dalil.record.kind import Kind, KindField, UnknownKind, fields_of, kind_of
from dalil.text.dates import order_of
from dalil.values import Bilingual, Count, Party, PersonName, When, Where


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

PRECISION = "precision"
"""The part of a time or a place that says how exactly it is known."""


FACTS: dict[type[Any], tuple[str, ...]] = {
    Count: ("as_of", "unit", "status", "sex", "age"),
    Party: ("involvement", "attribution"),
}
"""What a column may say of all its values (`about`), by the type of its field."""


class _Part(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Column(_Part):
    """What one column means: a field of the kind (or a part of it), or one of the things every report has."""

    field: str = ""
    part: str = ""
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
    header: int = Field(1, ge=1)
    skip: int = Field(0, ge=0)
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


def load_mapping(path: Path) -> dict[str, Any]:
    """The content of a mapping file, checked. Raises Unreadable in words: what is wrong and where."""
    try:
        content = yaml.safe_load(path.read_text(encoding="utf-8-sig"))
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        where = f", line {mark.line + 1}" if mark else ""
        raise Unreadable(f"{path.name}{where}: this is not YAML ({getattr(error, 'problem', error)})") from error
    except UnicodeDecodeError as error:
        raise Unreadable(f"{path.name} is not UTF-8; save it again as UTF-8") from error
    if not isinstance(content, dict):
        raise Unreadable(f"{path.name} is empty; it says at least `kind:` and `columns:`")
    plain: dict[str, Any] = yaml_as_json(content)
    checked(plain, path.name)
    return plain


def checked(content: dict[str, Any], name: str = "the mapping") -> Mapping:
    """The mapping in a dict. Raises Unreadable, naming the key, for what no mapping or no field of the kind is."""
    try:
        mapping = Mapping.model_validate(content)
        fields = {field.name: field for field in fields_of(mapping.kind_meant())}
    except ValidationError as error:
        wrong = in_words(error)
        raise Unreadable(f"{name}, {wrong.field}: {wrong.cause}") from error
    except UnknownKind as error:
        raise Unreadable(f"{name}, kind: {error}") from error
    for part in mapping.parts():
        for constant in part.constants:
            _field(fields, constant, name, mapping.kind)
        for column, uses in part.columns.items():
            for use in uses if isinstance(uses, list) else [uses]:
                _check_use(use, column, fields, name, mapping.kind)
        _check_required(part, fields, name, mapping.kind)
    return mapping


def yaml_as_json(value: Any) -> Any:
    """YAML's dates and keys as JSON has them, so that a mapping can be kept with the import."""
    if isinstance(value, dict):
        return {key if isinstance(key, bool) else str(key): yaml_as_json(each) for key, each in value.items()}
    if isinstance(value, list):
        return [yaml_as_json(each) for each in value]
    return value if isinstance(value, (str, int, float, bool)) or value is None else str(value)


def _check_use(use: Column, column: str, fields: dict[str, KindField], name: str, kind: str) -> None:
    others = [use.said, use.said_on, use.origin, use.relay, use.external_id, use.ignore]
    if bool(use.field) + sum(others) != 1:
        raise Unreadable(
            f"{name}, column “{column}”: say one of field, said, origin, relay, external_id, said_on or ignore"
        )
    if use.field:
        field = _field(fields, use.field, name, kind)
        try:
            order_of(use.format)
        except ValueError as error:
            raise Unreadable(f"{name}, column “{column}”: {error}") from error
        parts = PARTS.get(field.type, Parts()).names
        parts += (PRECISION,) if field.type in (When, Where) else ()
        if use.part and use.part not in parts:
            raise Unreadable(
                f"{name}, column “{column}”: {use.field} has no part “{use.part}”; it has {', '.join(parts) or 'none'}"
            )
        _check_about(use, f"{name}, column “{column}”", field.type)


def _check_about(use: Column, where: str, of: type[Any]) -> None:
    """Refuse a fact that values of this type do not have, or a code that there is not, before every row fails for it."""
    known = FACTS.get(of, ())
    if strange := [fact for fact in use.about if fact not in known]:
        raise Unreadable(
            f"{where}: {use.field} has no “{strange[0]}” to say in `about`; it has {', '.join(known) or 'none'}"
        )
    try:
        if of is Count:
            Count.exactly(0, **use.about)
        elif of is Party:
            Party(name="-", **use.about)
    except ValidationError as error:
        wrong = in_words(error)
        raise Unreadable(f"{where}, about {wrong.field}: {wrong.cause}") from error


def _check_required(part: MappedReport, fields: dict[str, KindField], name: str, kind: str) -> None:
    """Refuse a mapping from which no row could become a report, before every row of the file fails for it."""
    listed = {column: uses if isinstance(uses, list) else [uses] for column, uses in part.columns.items()}
    told = {use.field for uses in listed.values() for use in uses} | set(part.constants)
    missing = [field.name for field in fields.values() if field.required and field.name not in told]
    if missing:
        ignored = [column for column, uses in listed.items() if all(use.ignore for use in uses)]
        hint = f"; it ignores {', '.join(f'“{column}”' for column in ignored)}" if ignored else ""
        raise Unreadable(
            f"{name}: the mapping has no column for {' and '.join(missing)}, which {with_article(kind)} must have{hint}"
        )


def with_article(kind: str) -> str:
    """The code of a kind with a or an before it."""
    return f"{'an' if kind[0] in 'aeiou' else 'a'} {kind}"


def _field(fields: dict[str, KindField], wanted: str, name: str, kind: str) -> KindField:
    if wanted not in fields:
        raise Unreadable(f"{name}: “{wanted}” is no field of {kind}; its fields are {', '.join(fields)}")
    return fields[wanted]
