"""JSON Lines of Dalil's own reports: one report a line. What one record exports another takes in, under the same addresses.

The documents the reports stand in come along as files in a folder `documents` beside the lines, or are there already.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterator, Sequence
from dataclasses import fields
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from dalil import vocabulary
from dalil.intake.causes import Cause, cause_of
from dalil.intake.files.json_object import RepeatedKey, read_object
from dalil.intake.formats import Format, OpenedFile, check_text
from dalil.intake.formats.line_judgements import LineJudgements, read_judgements
from dalil.intake.formats.report_line import (
    DOCUMENT_TEXTS,
    FURTHER,
    LEVELS,
    ROLES,
    SOURCE_TEXTS,
    VERSION,
    AttributionFields,
    DocumentFields,
    ReportLine,
    SourceFields,
)
from dalil.intake.parsed_rows import (
    NOT_TEXT,
    UNSTORABLE,
    BadCell,
    Context,
    DocumentName,
    ParsedRow,
    Result,
    RowError,
    bad_length,
    check_sources,
    check_storable,
    in_words,
)
from dalil.letters import LANGUAGE_CODES
from dalil.lookup.sources import SourceName
from dalil.record.attribution_keys import make_attribution_key
from dalil.record.canonical import address_of
from dalil.record.kind import UnknownKind, kind_of
from dalil.record.lengths import TextTooLong, check_lengths
from dalil.record.prepared import PreparedReport, prepare_report
from dalil.record.report_facts import ReportFacts
from dalil.values.base import SEALED

_TEXTS = tuple(field.name for field in fields(ReportFacts) if field.name != "flags")
"""The texts of every report, by their names in a line."""

_TOO_DEEP = Cause("the line is nested deeper than any report is")


class JsonlReader:
    """Reads one line after another."""

    def __init__(self, context: Context, header: Sequence[str], mapping: dict[str, Any]) -> None:
        self._context = context

    def read(self, row: int, raw: str) -> Sequence[Result]:
        """The report of a line, or the error it is."""
        try:
            return (self._report(row, raw),)
        except BadCell as error:
            return (RowError(row, error.field, error.value, error.cause),)
        except RecursionError:
            return (RowError(row, "line", raw[:200], _TOO_DEEP),)
        except ValidationError as invalid:
            wrong = in_words(invalid)
            return (RowError(row, f"content.{wrong.field}", wrong.value, wrong.cause),)

    def _report(self, row: int, raw: str) -> ParsedRow:
        line = _object(raw)
        if line.get("dalil") != VERSION:
            raise BadCell(
                "dalil",
                line.get("dalil"),
                Cause("the line does not say that it is a report of Dalil's format {version}", version=VERSION),
            )
        try:
            kind = kind_of(_text(line, "kind"))
        except UnknownKind as error:
            raise BadCell("kind", line.get("kind"), cause_of(error)) from error
        told, document = _mapping(line, "attribution"), _mapping(line, "document")
        _refuse_strange(line, ReportLine)
        _refuse_strange(told, AttributionFields)
        _refuse_strange(document, DocumentFields)
        origins, relays = (tuple(map(self._source, _list(told, name))) for name in ROLES)
        check_sources(origins, relays)
        read_judgements(line, self._source)
        withdrawn = _text(line, "withdrawn") if line.get("withdrawn") is not None else None
        # A line with a digest is a copy of what another record sealed: refused like any other, and never reworded.
        sealed = SEALED if line.get("digest") is not None or line.get("address") is not None else None
        claim, flags = kind.model_validate(line.get("content"), context=sealed), _texts(line, "flags")
        where = claim.wheres()
        if where and not all(code in self._context.known for code in where.places):
            flags = tuple(dict.fromkeys((*flags, "place_unresolved")))  # kept as told, as of any format
        level, groups = self._protection(line, "report")
        prepared = prepare_report(
            claim,
            ReportFacts(**{name: _text(line, name) for name in _TEXTS}, flags=flags),
            known=self._context.known,
            sha256=_text(document, "sha256"),
            attribution=make_attribution_key([each.code for each in origins], [each.code for each in relays]),
            level=level,
            corrects=_texts(line, "corrects"),
        )
        check_storable(prepared)
        if wrong := [flag for flag in prepared.flags if not vocabulary.is_code("flags", flag)]:
            raise BadCell("flags", wrong[0], Cause("there is no flag “{flag}”", flag=wrong[0]))
        prepared = _under_its_address(prepared, line)
        kept, circle = self._protection(document, "document")
        name = DocumentName(**{key: _text(document, key) for key in DOCUMENT_TEXTS}, level=kept, groups=circle)
        if name.type and not vocabulary.is_code("document_types", name.type):
            raise BadCell("document.type", name.type, Cause("there is no type of document “{code}”", code=name.type))
        return ParsedRow(
            row,
            prepared,
            origins,
            relays,
            name,
            withdrawn,
            corrected_by=_texts(line, "corrected_by"),
            reasons=_reasons(line),
            groups=groups,
        )

    def judgements(self, raw: str) -> tuple[str, LineJudgements] | None:
        """The address that a line claims and what it says of judgements; None where it is no line that `read` understands."""
        try:
            line = _object(raw)
            return _text(line, "address"), read_judgements(line, self._source)
        except (BadCell, RecursionError):
            return None

    def _source(self, told: Any) -> SourceName:
        if not isinstance(told, dict) or not told.get("code") or not set(told) <= SourceFields.__annotations__.keys():
            raise BadCell(
                "attribution",
                json.dumps(told)[:200],
                Cause(
                    "a source is told as an object with the keys {keys}", keys=", ".join(SourceFields.__annotations__)
                ),
            )
        texts = {key: _text(told, key) for key in SOURCE_TEXTS}
        level, groups = self._protection(told, texts["code"][:80])
        return SourceName(**texts, level=level, groups=groups, by_person=told.get("by_person") is True)

    def _protection(self, thing: dict[str, Any], named: str) -> tuple[int, tuple[str, ...]]:
        """The stricter of the level that a line gives a thing and that of the import; and the groups, where the thing is restricted.

        A line restricts to groups of the record it comes from. Whether those of the same name are the same people here, whoever imports
        says by naming them.
        """
        told = thing.get("level", "public")
        if not isinstance(told, str) or told not in LEVELS:
            cause = Cause(
                "“{cell}” is no level of protection; there are {levels}", cell=str(told)[:80], levels=", ".join(LEVELS)
            )
            raise BadCell("level", json.dumps(told)[:200], cause)
        level, wanted, here = (
            max(LEVELS.index(told), self._context.level),
            _texts(thing, "groups"),
            self._context.groups,
        )
        if level < LEVELS.index("restricted"):
            return level, ()
        groups = tuple(group for group in here if group in wanted) if wanted else here
        if not groups:
            if not wanted:
                raise BadCell(
                    "level", told, Cause("{thing} is restricted; say with --group who may see it here", thing=named)
                )
            cause = Cause(
                "{thing} is restricted to {groups}; say with --group who may see it here",
                thing=named,
                groups=", ".join(wanted),
            )
            raise BadCell("level", told, cause)
        return level, groups


def _under_its_address(prepared: PreparedReport, line: dict[str, Any]) -> PreparedReport:
    """The report under the address that its line gives. Raises BadCell where the line says something else than its digest is over.

    An address follows from the digest or was drawn (`record.canonical`). A line of an earlier version has no digest: its address follows.
    """
    address, digest = line.get("address", prepared.address), line.get("digest")
    as_given = [each if isinstance(each, str) else json.dumps(each)[:200] for each in (address, digest)]
    if digest is None and as_given[0] not in {prepared.address, *_addresses_of_copies(prepared.digest)}:
        cause = Cause(
            "its content has the address {address}, not the one it claims: something in the line was changed",
            address=prepared.address,
        )
        raise BadCell("address", as_given[0][:200], cause)
    if digest is not None and digest != prepared.digest:
        cause = Cause(
            "its content has the digest {digest}, not the one it claims: something in the line was changed",
            digest=prepared.digest,
        )
        raise BadCell("digest", as_given[1][:200], cause)
    if not _ADDRESS.fullmatch(as_given[0]):
        raise BadCell(
            "address", as_given[0][:200], Cause("an address has sixteen of the letters a–z and the digits 2–7")
        )
    return prepared._replace(address=as_given[0])


def _addresses_of_copies(digest: str) -> set[str]:
    """The addresses that earlier versions gave to reports that say the very same, entered by people who might not see the others."""
    return {address_of(hashlib.sha256(f"{digest} {copy}".encode()).hexdigest()) for copy in range(1, MOST_COPIES)}


def _reasons(line: dict[str, Any]) -> tuple[tuple[str, str], ...]:
    told = _mapping(line, "reasons")
    return tuple((address, _text(told, address)) for address in told)


def _object(raw: str) -> dict[str, Any]:
    try:
        line = json.loads(raw, parse_constant=_no_number, object_pairs_hook=read_object)
    except json.JSONDecodeError as error:
        cause = Cause("this is not JSON: {problem} at character {n}", problem=error.msg, n=error.colno)
        raise BadCell("line", raw[:200], cause) from error
    except RepeatedKey as error:
        raise BadCell("line", raw[:200], Cause("the key “{key}” stands twice in one object", key=error.key)) from error
    except BadCell:
        raise
    except ValueError as error:  # Python reads no number of more than 4,300 digits
        raise BadCell("line", raw[:200], Cause("the line holds something that is not a number of use")) from error
    if not isinstance(line, dict):
        raise BadCell("line", raw[:200], Cause("the line is not a JSON object"))
    return line


def _no_number(name: str) -> Any:
    raise BadCell("line", name, Cause("“{cell}” is not a number", cell=name))


def _refuse_strange(values: dict[str, Any], fields: type) -> None:
    """Raises BadCell for a key that an object of a line does not have: what it says would be lost."""
    strange = [key for key in values if key not in fields.__annotations__]
    if strange:
        cause = Cause("no report has a key “{key}” at this place", key=strange[0][:80])
        raise BadCell(strange[0][:80] or "line", json.dumps(values[strange[0]])[:200], cause)


def _mapping(values: dict[str, Any], key: str) -> dict[str, Any]:
    value = values.get(key) or {}
    if not isinstance(value, dict):
        raise BadCell(key, json.dumps(value)[:200], Cause("{key} is not an object", key=key))
    return value


def _list(values: dict[str, Any], key: str) -> list[Any]:
    value = values.get(key) or []
    if not isinstance(value, list):
        raise BadCell(key, json.dumps(value)[:200], Cause("{key} is not a list", key=key))
    return value


def _texts(values: dict[str, Any], key: str) -> tuple[str, ...]:
    for each in (listed := _list(values, key)):
        if not isinstance(each, str) or UNSTORABLE.search(each):
            raise BadCell(key, json.dumps(each)[:200], Cause("{key} is a list of texts", key=key))
    return tuple(listed)


def _text(values: dict[str, Any], key: str) -> str:
    """A text, no longer than the record keeps it and without characters that no database does."""
    value = values.get(key, "")
    if not isinstance(value, str):
        raise BadCell(key, json.dumps(value)[:200], Cause("{key} is not a text", key=key))
    if UNSTORABLE.search(value):
        raise BadCell(key, value[:200], Cause(NOT_TEXT))
    if len(value) > _LONGEST.get(key, len(value)):
        raise BadCell(key, value[:200], Cause("{key} is longer than {n} characters", key=key, n=_LONGEST[key]))
    if what := _LENGTHS.get(key):
        try:
            check_lengths(**{what: value})
        except TextTooLong as error:
            raise bad_length(error, key) from error
    if key == "sha256" and not re.fullmatch("[0-9a-f]{64}", value):
        raise BadCell(key, value[:200], Cause("the document is named by its SHA-256, 64 hexadecimal digits"))
    return value


_LONGEST = {"language": 12, "type": 40}
_LENGTHS = {
    each: each for each in ("said", "locator", "external_id", "url", "title", "filename", "reason")
} | dict.fromkeys(LANGUAGE_CODES, "source_name")
"""The keys of a line whose length is one of `record.lengths.LONGEST`."""


def _open(path: Path, mapping: dict[str, Any]) -> OpenedFile:
    file = path.open("rb")
    check_text(path, file.read(65536))
    file.seek(0)
    size = path.stat().st_size or 1

    def rows() -> Iterator[tuple[int, str]]:
        with file:
            for number, line in enumerate(file, start=1):
                if line.strip():
                    yield number, line.decode("utf-8", "replace").strip().lstrip("\ufeff")

    return OpenedFile(
        (), rows(), strictest=strictest_in(path), part_read=lambda: 1.0 if file.closed else min(1.0, file.tell() / size)
    )


def strictest_in(path: Path) -> tuple[int, frozenset[str] | None]:
    """Find the strictest level that a file of lines gives to anything in it, and the groups that see all that is restricted.

    The groups are None where every line leaves them to the import. A line that is no JSON is judged by nothing; it becomes a failed row.
    """
    strictest, circle = 0, None
    with path.open("rb") as file:
        for raw in file:
            if not _STRICT.search(raw):
                continue
            try:
                things = list(_protected_in(json.loads(raw)))
            except (ValueError, RecursionError):
                continue
            for thing in things:
                told = thing.get("level")
                level = LEVELS.index(told) if isinstance(told, str) and told in LEVELS else 0
                strictest = max(strictest, level)
                groups = thing.get("groups")
                if level == LEVELS.index("restricted") and isinstance(groups, list) and groups:
                    names = frozenset(each for each in groups if isinstance(each, str))
                    circle = names if circle is None else circle & names
    return strictest, circle


MOST_COPIES = 100
_ADDRESS = re.compile(r"[a-z2-7]{16}")
_STRICT = re.compile(rb"internal|restricted")


def _protected_in(line: Any) -> Iterator[dict[str, Any]]:
    """The things of a line that have a protection of their own: the report, its document, its sources."""
    if not isinstance(line, dict):
        return
    yield line
    told, known = line.get("attribution"), line.get("sources")
    sources = [told.get(name) for name in ROLES] if isinstance(told, dict) else []
    judged = known.get("judged") if isinstance(known, dict) else None
    for each in judged if isinstance(judged, list) else ():
        sources.append([each.get("kept"), each.get("other")] if isinstance(each, dict) else [])
    for each in (
        line.get("document"),
        *(source for listed in sources if isinstance(listed, list) for source in listed),
    ):
        if isinstance(each, dict):
            yield each


def _recognises(path: Path, beginning: bytes) -> bool:
    return path.suffix.casefold() in {".jsonl", ".ndjson"} and b'"dalil":' in beginning.split(b"\n", 1)[0]


_JUDGING = tuple(f'"{key}"'.encode() for key in ("judged", "sources", *FURTHER))


def judgements_in(path: Path, context: Context) -> Iterator[tuple[str, LineJudgements]]:
    """Give what the lines of a file say of judgements, with the address of each line's report. A line of another shape is a failed row."""
    reader = JsonlReader(context, (), {})
    with path.open("rb") as file:
        for line in file:
            if any(key in line for key in _JUDGING):
                found = reader.judgements(line.decode("utf-8", "replace").strip().lstrip("\ufeff"))
                if found and any(found[1]):
                    yield found


FORMATS = (
    Format(
        "jsonl",
        "JSON Lines of Dalil's reports",
        _recognises,
        _open,
        JsonlReader,
        has_levels=True,
        judgements=judgements_in,
    ),
)
