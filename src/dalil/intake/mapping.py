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

from dalil.intake.formats import Unreadable
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

MOST_ALIASES, MOST_TAKEN_OVER = 200, 5_000
"""So often entries may be named again, and so many may be taken over into one mapping."""


def load_mapping(path: Path) -> dict[str, Any]:
    """The content of a mapping file, checked. Raises Unreadable in words: what is wrong and where."""
    try:
        text = path.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError as error:
        raise Unreadable(f"{path.name} is not UTF-8; save it again as UTF-8") from error
    return read_mapping(text, path.name)


def read_mapping(text: str, name: str) -> dict[str, Any]:
    """The content of a mapping, checked. name: what refusals call it. Raises Unreadable in words: what is wrong and in which line."""
    try:
        plain = yaml_as_json(_MappingLoader(text).get_single_data())
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        where = f", line {mark.line + 1}" if mark else ""
        raise Unreadable(f"{name}{where}: this is not YAML ({getattr(error, 'problem', error)})") from error
    except RecursionError as error:
        raise Unreadable(f"{name} is nested deeper than any mapping is") from error
    except (ValueError, OverflowError) as error:  # days that no calendar has, numbers of thousands of digits
        raise Unreadable(f"{name} holds a value that cannot be: {error}") from error
    if not isinstance(plain, dict):
        raise Unreadable(f"{name} is empty; it says at least `kind:` and `columns:`")
    try:
        checked(plain, name)
    except Unreadable as error:
        line = find_line(text, error.at)
        where = f"{name}, line {line}" if line else name
        raise Unreadable(f"{where}{str(error).removeprefix(name)}", at=error.at) from error
    return plain


def find_line(text: str, at: tuple[str, ...]) -> int | None:
    """The number of the line of a mapping at which some keys stand below one another, be it under one of its `reports`.

    None where not even the first key stands there. Keys that the text does not have are passed over: pydantic names the types that it
    tried among them.

    >>> find_line("kind: incident\\ncolumns:\\n  day: {field: when, wrong: 1}\\n", ("columns", "day", "Column", "wrong"))
    3
    """
    whole = yaml.compose(text, Loader=yaml.SafeLoader)
    assert isinstance(whole, yaml.MappingNode)
    reports: list[Any] = next((value.value for key, value in whole.value if key.value == "reports"), [])
    paths = [at, *(("reports", str(number), *at) for number in range(len(reports)))]
    ends = [_follow(whole, path) for path in paths]
    return next((line for line, complete in ends if complete), ends[0][0])


def _follow(node: Any, at: tuple[str, ...]) -> tuple[int | None, bool]:
    """The line of the last key that is there, and whether that is the last of all."""
    line, complete = None, False
    for key in at:
        complete = False
        if isinstance(node, yaml.MappingNode):
            if found := next((pair for pair in node.value if pair[0].value == key), None):
                line, node, complete = found[0].start_mark.line + 1, found[1], True
        elif isinstance(node, yaml.SequenceNode) and key.isdecimal() and int(key) < len(node.value):
            node, complete = node.value[int(key)], True
            line = node.start_mark.line + 1
    return line, complete


class _MappingLoader(yaml.SafeLoader):
    """Reads YAML, and refuses a key that stands twice in one place: the first would be lost without a word.

    It refuses too what names itself over and over: YAML copies the entries of a mapping to every place that takes them over (`<<`).
    """

    aliases = 0

    def compose_node(self, parent: yaml.Node | None, index: Any) -> yaml.Node | None:
        """Return the next node. Raises ComposerError where entries are named again more often than in any mapping."""
        if self.check_event(yaml.AliasEvent):
            self.aliases += 1
            if self.aliases > MOST_ALIASES:
                problem = f"entries are named again more than {MOST_ALIASES} times"
                raise yaml.composer.ComposerError(None, None, problem, self.peek_event().start_mark)  # type: ignore[no-untyped-call]
        return super().compose_node(parent, index)

    def flatten_mapping(self, node: yaml.MappingNode) -> None:
        """Take over the entries that a mapping names with `<<`. Raises ConstructorError where these become far too many."""
        super().flatten_mapping(node)
        if len(node.value) > MOST_TAKEN_OVER:
            problem = f"more than {MOST_TAKEN_OVER:,} entries are taken over with “<<”"
            raise yaml.constructor.ConstructorError(None, None, problem, node.start_mark)

    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict[Any, Any]:
        """Return the mapping of a node. Raises ConstructorError for a key that stands twice."""
        seen: set[str] = set()
        for key, _ in node.value:
            name = str(key.value) if isinstance(key, yaml.ScalarNode) and key.tag != "tag:yaml.org,2002:merge" else ""
            if name and name in seen:
                problem = (
                    f"“{name[:80]}” stands twice; of two columns of one name the second is called “{name[:80]} (2)”"
                )
                raise yaml.constructor.ConstructorError(None, None, problem, key.start_mark)
            seen.add(name)
        return super().construct_mapping(node, deep)


def checked(content: dict[str, Any], name: str = "the mapping") -> Mapping:
    """The mapping in a dict. Raises Unreadable, naming the key, for what no mapping or no field of the kind is."""
    try:
        mapping = Mapping.model_validate(content)
        fields = {field.name: field for field in fields_of(mapping.kind_meant())}
    except ValidationError as error:
        wrong = in_words(error)
        at = tuple(map(str, error.errors(include_url=False, include_input=False)[0]["loc"]))
        raise Unreadable(f"{name}, {wrong.field}: {wrong.cause}", at=at) from error
    except UnknownKind as error:
        raise Unreadable(f"{name}, kind: {error}", at=("kind",)) from error
    for part in mapping.parts():
        _check_part(part, fields, name, mapping.kind)
    return mapping


def _check_part(part: MappedReport, fields: dict[str, KindField], name: str, kind: str) -> None:
    """Refuse what no field of the kind is, what is said twice, and what is missing."""
    for constant in part.constants:
        _field(fields, constant, name, kind, at=("constants", constant))
    for column, uses in part.columns.items():
        at = ("columns", column)
        if not uses:
            raise Unreadable(f"{name}, column “{column}”: say what it means, or `ignore: true`", at=at)
        for use in uses if isinstance(uses, list) else [uses]:
            try:
                _check_use(use, column, fields, name, kind)
            except Unreadable as error:
                raise Unreadable(str(error), at=at) from error
    _check_once(part, fields, name)
    _check_required(part, fields, name, kind)


def yaml_as_json(value: Any) -> Any:
    """YAML's dates and keys as JSON has them, so that a mapping can be kept with the import.

    Raises ValueError for what no database keeps, and for far more than any mapping holds.
    """
    return _as_json(value, 0, count(1))


def _as_json(value: Any, depth: int, entries: Iterator[int]) -> Any:
    if depth > DEEPEST or next(entries) > MOST_ENTRIES:
        raise ValueError(f"it is nested deeper than {DEEPEST} levels, or has more than {MOST_ENTRIES:,} entries")
    if isinstance(value, dict):
        return {
            key if isinstance(key, bool) else _as_json(str(key), depth + 1, entries): _as_json(each, depth + 1, entries)
            for key, each in value.items()
        }
    if isinstance(value, list):
        return [_as_json(each, depth + 1, entries) for each in value]
    if isinstance(value, float) and not isfinite(value):
        raise ValueError(f"{value} is not a number")
    if isinstance(value, (int, float)) or value is None:
        return value
    text = str(value)
    if UNSTORABLE.search(text):
        raise ValueError("a text in it holds a character that is not text (a null or half of a pair)")
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
                named = f"the part {what[1]} of {what[0]}" if use.part else what[0]
                raise Unreadable(
                    f"{name}: the columns “{filled[what]}” and “{column}” both fill {named}, of which a report has one; leave one out",
                    at=("columns", column),
                )
            filled[what] = column
    for of, field in fields.items():
        if field.type is Bilingual and (of, "") in filled and len([each for each in filled if each[0] == of]) > 1:
            raise Unreadable(
                f"{name}: the column “{filled[of, '']}” fills {of} as a whole, and others fill its parts; say its `part`",
                at=("columns", filled[of, ""]),
            )


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
        parts = parts_of(field.type).names
        parts += (PRECISION,) if field.type in (When, Where) else ()
        if is_span(field.type) and not use.part:
            raise Unreadable(f"{name}, column “{column}”: say which `part` of {use.field} it tells: {', '.join(parts)}")
        if use.number != 1 and not is_span(field.type):
            raise Unreadable(f"{name}, column “{column}”: {use.field} is told once; only spans have a `number`")
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
            Party(name="somebody", **use.about)
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


def _field(fields: dict[str, KindField], wanted: str, name: str, kind: str, at: tuple[str, ...] = ()) -> KindField:
    if wanted not in fields:
        raise Unreadable(f"{name}: “{wanted}” is no field of {kind}; its fields are {', '.join(fields)}", at=at)
    return fields[wanted]
