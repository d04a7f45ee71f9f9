"""The first rows of a file as they will be read, for a person to look at before anything is written."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Any

from dalil.archive.protection import Viewer
from dalil.intake.file_protection import digest_of
from dalil.intake.parsed_rows import ParsedPlace, ParsedRow, Result, RowError
from dalil.intake.request import ImportRequest
from dalil.intake.runs import make_context
from dalil.lookup.sources import SourceName


@dataclass(frozen=True)
class PreviewedReport:
    """A report as it would be entered. content: of its kind, as JSON. origins, relays: code, and name in each language."""

    kind: str
    content: str
    said: str
    external_id: str
    flags: tuple[str, ...]
    origins: tuple[tuple[str, str, str], ...]
    relays: tuple[tuple[str, str, str], ...]


@dataclass(frozen=True)
class PreviewedPlace:
    """A place as it would be added to the gazetteer. flags: what is wrong with it."""

    code: str
    en: str
    ar: str
    parent: str | None
    flags: tuple[str, ...]


@dataclass(frozen=True)
class PreviewedRow:
    """A row of the file, and what becomes of it. raw: as it stands in the file."""

    row: int
    raw: Any
    reports: tuple[PreviewedReport, ...]
    places: tuple[PreviewedPlace, ...]
    failures: tuple[RowError, ...]


def preview_rows(request: ImportRequest, viewer: Viewer, *, most: int) -> tuple[tuple[str, ...], list[PreviewedRow]]:
    """The columns of a file, and its first rows as they are read. Raises Unreadable.

    viewer: who looks. Only sources that this viewer may see are known by their names, so that a cell tells of no other.
    """
    opened = request.format.open(request.path, request.mapping)
    assert request.format.reader is not None
    context = make_context(request, digest_of(request.path), {}, viewer)
    reader = request.format.reader(context, opened.header, request.mapping)
    return opened.header, [_previewed(row, raw, reader.read(row, raw)) for row, raw in islice(opened.rows, most)]


def _previewed(row: int, raw: Any, results: Sequence[Result]) -> PreviewedRow:
    return PreviewedRow(
        row,
        raw,
        tuple(_report(each) for each in results if isinstance(each, ParsedRow)),
        tuple(_place(each) for each in results if isinstance(each, ParsedPlace)),
        tuple(each for each in results if isinstance(each, RowError)),
    )


def _report(each: ParsedRow) -> PreviewedReport:
    ready = each.prepared
    return PreviewedReport(
        ready.kind, ready.content, ready.said, ready.external_id, ready.flags, _named(each.origins), _named(each.relays)
    )


def _place(each: ParsedPlace) -> PreviewedPlace:
    entry = each.entry
    return PreviewedPlace(
        entry.code, entry.en, entry.ar, entry.parent, tuple(dict.fromkeys(flag for *_, flag in each.flags))
    )


def _named(sources: Sequence[SourceName]) -> tuple[tuple[str, str, str], ...]:
    return tuple((each.code, each.en, each.ar) for each in sources)
