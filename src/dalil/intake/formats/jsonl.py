"""JSON Lines of Dalil's own reports: one report a line. What one record exports another takes in, under the same addresses.

The documents the reports stand in come along as files in a folder `documents` beside the lines, or are there already.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pydantic import ValidationError

from dalil import vocabulary
from dalil.intake.formats import Format, OpenedFile, check_text
from dalil.intake.parsed_rows import (
    UNSTORABLE,
    BadCell,
    Context,
    DocumentName,
    ParsedRow,
    Result,
    RowError,
    SourceName,
    check_sources,
    check_storable,
    in_words,
)
from dalil.record.attribution_keys import make_attribution_key
from dalil.record.canonical import canonical
from dalil.record.kind import UnknownKind, kind_of
from dalil.record.prepared import prepare_report

if TYPE_CHECKING:
    from dalil.record.models import ReportQuerySet

VERSION = 1
_TOO_DEEP = "the line is nested deeper than any report is"
_LEVELS = ("public", "internal", "restricted")


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
                "dalil", line.get("dalil"), f"the line does not say that it is a report of Dalil's format {VERSION}"
            )
        try:
            kind = kind_of(_text(line, "kind"))
        except UnknownKind as error:
            raise BadCell("kind", line.get("kind"), str(error)) from error
        told, document = _mapping(line, "attribution"), _mapping(line, "document")
        origins, relays = (_sources(_list(told, role)) for role in ("origins", "relays"))
        check_sources(origins, relays)
        withdrawn = _text(line, "withdrawn") if line.get("withdrawn") is not None else None
        claim, flags = kind.model_validate(line.get("content")), _texts(line, "flags")
        where = claim.wheres()
        if where and not all(code in self._context.known for code in where.places):
            flags = tuple(dict.fromkeys((*flags, "place_unresolved")))  # kept as told, as of any format
        prepared = prepare_report(
            claim,
            known=self._context.known,
            sha256=_text(document, "sha256"),
            attribution=make_attribution_key([each.code for each in origins], [each.code for each in relays]),
            level=self._level(line),
            said=_text(line, "said"),
            language=_text(line, "language"),
            locator=_text(line, "locator"),
            external_id=_text(line, "external_id"),
            flags=flags,
            corrects=_texts(line, "corrects"),
        )
        check_storable(prepared)
        if wrong := [flag for flag in prepared.flags if not vocabulary.is_code("flags", flag)]:
            raise BadCell("flags", wrong[0], f"there is no flag “{wrong[0]}”")
        if line.get("address", prepared.address) != prepared.address:
            cause = f"its content has the address {prepared.address}, not the one it claims: something in the line was changed"
            raise BadCell("address", line["address"], cause)
        name = DocumentName(**{key: _text(document, key) for key in DocumentName.__slots__})
        if name.type and not vocabulary.is_code("document_types", name.type):
            raise BadCell("document.type", name.type, f"there is no kind of document “{name.type}”")
        return ParsedRow(row, prepared, origins, relays, name, withdrawn)

    def _level(self, line: dict[str, Any]) -> int:
        """The stricter of the line's own level and that of the import."""
        named = line.get("level", "public")
        if not isinstance(named, str) or named not in _LEVELS:
            raise BadCell(
                "level", json.dumps(named)[:200], f"“{named}” is no level of protection; there are {', '.join(_LEVELS)}"
            )
        level = max(_LEVELS.index(named), self._context.level)
        if level == 2 and not self._context.may_restrict:
            raise BadCell(
                "level", named, "the report is restricted; say with --level restricted --group who may see it"
            )
        return level


def export_lines(reports: ReportQuerySet) -> Iterator[str]:
    """The lines of these reports, each ended by a line feed. What they say of corrections is told only among themselves.

    reports: narrowed by the caller with `visible_to` to what the receiver may see.
    """
    from dalil.record.models import Supersession

    chosen = reports.order_by("pk")
    corrects: dict[int, list[str]] = {}
    ids = chosen.order_by().values("pk")
    for new, old in Supersession.objects.filter(new__in=ids, old__in=ids).values_list("new", "old__address"):
        corrects.setdefault(new, []).append(old)
    related = chosen.select_related("document", "attribution", "withdrawal").prefetch_related(
        "attribution__credits__source"
    )
    for report in related.iterator(chunk_size=1000):
        credits = sorted(report.attribution.credits.all(), key=lambda credit: credit.position)
        line: dict[str, Any] = {
            "dalil": VERSION,
            "address": report.address,
            "kind": report.kind,
            "content": report.content,
            "said": report.said,
            "language": report.language,
            "document": {key: str(getattr(report.document, key)) for key in DocumentName.__slots__},
            "locator": report.locator,
            "attribution": {
                f"{role}s": [_source_line(credit.source) for credit in credits if credit.role == role]
                for role in ("origin", "relay")
            },
            "external_id": report.external_id,
            "flags": report.flags,
            "level": _LEVELS[report.level],
            "corrects": corrects.get(report.pk, []),
            "withdrawn": report.withdrawal.reason if hasattr(report, "withdrawal") else None,
        }
        yield canonical({key: value for key, value in line.items() if value not in ("", [], None)}) + "\n"


def _source_line(source: Any) -> dict[str, str]:
    told = {"code": source.code, "en": source.name_en, "ar": source.name_ar, "type": source.type}
    return {key: value for key, value in told.items() if value}


def _sources(listed: list[Any]) -> tuple[SourceName, ...]:
    for each in listed:
        if not isinstance(each, dict) or not each.get("code") or not set(each) <= {"code", "en", "ar", "type"}:
            raise BadCell("attribution", json.dumps(each)[:200], "a source is told as {code, en, ar, type}")
    return tuple(SourceName(**{key: _text(each, key) for key in each}) for each in listed)


def _object(raw: str) -> dict[str, Any]:
    try:
        line = json.loads(raw, parse_constant=_no_number)
    except json.JSONDecodeError as error:
        raise BadCell("line", raw[:200], f"this is not JSON: {error.msg} at character {error.colno}") from error
    except ValueError as error:  # Python reads no number of more than 4,300 digits
        raise BadCell("line", raw[:200], "the line holds something that is not a number of use") from error
    if not isinstance(line, dict):
        raise BadCell("line", raw[:200], "the line is not a JSON object")
    return line


def _no_number(name: str) -> Any:
    raise ValueError(f"{name} is not a number")


def _mapping(values: dict[str, Any], key: str) -> dict[str, Any]:
    value = values.get(key) or {}
    if not isinstance(value, dict):
        raise BadCell(key, json.dumps(value)[:200], f"{key} is not an object")
    return value


def _list(values: dict[str, Any], key: str) -> list[Any]:
    value = values.get(key) or []
    if not isinstance(value, list):
        raise BadCell(key, json.dumps(value)[:200], f"{key} is not a list")
    return value


def _texts(values: dict[str, Any], key: str) -> tuple[str, ...]:
    for each in (listed := _list(values, key)):
        if not isinstance(each, str) or UNSTORABLE.search(each):
            raise BadCell(key, json.dumps(each)[:200], f"{key} is a list of texts")
    return tuple(listed)


def _text(values: dict[str, Any], key: str) -> str:
    """A text, no longer than the record keeps it and without characters that no database does."""
    value = values.get(key, "")
    if not isinstance(value, str):
        raise BadCell(key, json.dumps(value)[:200], f"{key} is not a text")
    if UNSTORABLE.search(value):
        raise BadCell(key, value[:200], f"{key} holds a character that is not text (a null or half of a pair)")
    if len(value) > _LONGEST.get(key, len(value)):
        raise BadCell(key, value[:200], f"{key} is longer than {_LONGEST[key]} characters")
    if key == "sha256" and not re.fullmatch("[0-9a-f]{64}", value):
        raise BadCell(key, value[:200], "the document is named by its SHA-256, 64 hexadecimal digits")
    return value


_LONGEST = {"language": 12, "locator": 200, "external_id": 200, "url": 2000, "en": 300, "ar": 300, "type": 40}


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

    return OpenedFile((), rows(), part_read=lambda: 1.0 if file.closed else min(1.0, file.tell() / size))


def _recognises(path: Path, beginning: bytes) -> bool:
    return path.suffix.casefold() in {".jsonl", ".ndjson"} and b'"dalil":' in beginning.split(b"\n", 1)[0]


FORMATS = (Format("jsonl", "JSON Lines of Dalil's reports", _recognises, _open, JsonlReader),)
