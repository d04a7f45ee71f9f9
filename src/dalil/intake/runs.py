"""Bringing a file in: the file becomes a document, each row a report or a named error, batch by batch.

A batch is one transaction together with the place where the import goes on, so that it can be interrupted at any moment. Reading
rows (parsing, validation, digests, search words) is done by other processes where a file is large; writing is done here.
"""

from __future__ import annotations

import hashlib
import mimetypes
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from django.conf import settings
from django.contrib.auth.models import Group, User
from django.db import models
from django.utils import timezone

from dalil.archive.models import Document
from dalil.archive.protection import Level, Viewer
from dalil.intake.file_protection import checked_digest
from dalil.intake.formats import Format, OpenedFile
from dalil.intake.models import FailedRow, Import
from dalil.intake.ownership import Ownership
from dalil.intake.parsed_rows import (
    UNSTORABLE,
    Context,
    DocumentName,
    ParsedPlace,
    ParsedRow,
    Result,
    RowError,
    SourceName,
)
from dalil.intake.place_entries import note_flags, placeable
from dalil.intake.workers import ParsedBatch, rarely_collecting, read_all
from dalil.letters.folding import fold
from dalil.record import actions
from dalil.record.comparison import compare_rows
from dalil.record.gazetteer_in_use import gazetteer
from dalil.record.models import Report, Source

SHOWN = 10
"""Sources and documents of which the summary says one by one that they hide reports."""

Progress = Callable[[int, float], None]
"""Told how many rows are done and which part of the file is read."""


@dataclass(frozen=True)
class ImportRequest:
    """What is to be brought in, and how. groups: who may see it, where the level restricts it."""

    path: Path
    format: Format
    actor: User
    mapping: dict[str, Any] = field(default_factory=dict)
    source: str = ""
    level: Level = Level.INTERNAL
    groups: tuple[Group, ...] = ()
    processes: int | None = None


def run_import(request: ImportRequest, *, progress: Progress = lambda rows, part: None) -> Import:
    """Bring a file in, or go on where an interrupted import of it stopped. Returns the import with its counters.

    Raises formats.Unreadable where the file as a whole cannot be read; what was done before an interruption stays.
    """
    opened = request.format.open(request.path, request.mapping)
    checked_digest(request)
    with request.path.open("rb") as content:
        document = actions.receive_document(
            content,
            actor=request.actor,
            title=request.path.name,
            media_type=mimetypes.guess_type(request.path.name)[0] or "application/octet-stream",
            filename=request.path.name,
            level=request.level,
            groups=request.groups,
        )
    run = _begun(request, document, opened)
    writer = _Writer(request, run, document)
    rows = (each for each in opened.rows if each[0] > run.next_row)
    try:
        with rarely_collecting():
            for read in _read(request, document.sha256, opened.header, rows):
                writer.write(read)
                progress(run.rows, opened.part_read())
    except BaseException:
        Import.objects.filter(pk=run.pk).update(state=Import.State.INTERRUPTED)
        run.state = Import.State.INTERRUPTED
        raise
    run.state, run.ended_at = Import.State.FINISHED, timezone.now()
    run.notes += [note for note in writer.unseen() if note not in run.notes]
    run.save()
    return run


def dry_run(request: ImportRequest, *, progress: Progress = lambda rows, part: None) -> tuple[Import, list[RowError]]:
    """What bringing a file in would do, without doing it: the counters and the errors. Nothing is written."""
    opened = request.format.open(request.path, request.mapping)
    sha256 = checked_digest(request)
    run = Import(format=request.format.code, flags=dict(opened.flags), notes=_notes(request, opened))
    errors: list[RowError] = []
    seen = _Seen()
    ownership = Ownership(run, sha256=sha256, source=request.source)
    for _, results, _ in _read(request, sha256, opened.header, opened.rows):
        readings, failed = seen.sift(results, run)
        readings, not_theirs = ownership.sift(readings)
        failed += not_theirs
        compared = compare_rows([each.prepared for each in readings])
        places = [each for each in results if isinstance(each, ParsedPlace)]
        entries, homeless = placeable(places, gazetteer()) if places else ([], [])
        failed += homeless
        _count(run, results, failed)
        run.new += sum(entry.code not in gazetteer() for entry in entries)
        run.repeated += sum(entry.code in gazetteer() for entry in entries)
        run.new += len(compared.new)
        run.repeated += len(readings) - len(compared.new)
        run.corrected += len(compared.corrections)
        errors += failed
        progress(run.rows, opened.part_read())
    return run, errors


def retry(request: ImportRequest, run: Import, *, progress: Progress = lambda rows, part: None) -> Import:
    """Try the rows again that an import could not take. Those that are understood now become reports; the others stay."""
    opened = request.format.open(request.path, request.mapping)
    waiting = [(failed.row, failed.raw) for failed in open_rows(run)]
    if run.mapping != request.mapping:
        run.mapping = request.mapping
    writer = _Writer(request, run, run.document, again=True)
    for read in _read(request, run.document.sha256, opened.header, iter(waiting)):
        writer.write(read)
        progress(run.rows, 1.0)
    return run


def _notes(request: ImportRequest, opened: OpenedFile) -> list[str]:
    public = ["places are public, whatever the level of the file"] if request.format.writes == "places" else []
    return [*opened.notes, *public]


def open_rows(run: Import) -> models.QuerySet[FailedRow]:
    """The rows of an import's file that wait to be taken in, also those that an earlier import of it left."""
    return FailedRow.objects.filter(run__document=run.document_id, run__format=run.format, resolved_at=None).order_by(
        "row"
    )


def last_import(path: Path) -> Import | None:
    """The latest import of these very bytes, if there is one."""
    with path.open("rb") as content:
        sha256 = hashlib.file_digest(content, "sha256").hexdigest()
    return Import.objects.visible_to(Viewer.steward()).filter(document__sha256=sha256).first()


class _Writer:
    """Writes what was read: sources, reports, failed rows and the place where to go on, one transaction for each batch."""

    def __init__(self, request: ImportRequest, run: Import, document: Document, *, again: bool = False) -> None:
        self._request, self._run, self._again = request, run, again
        self._documents = {document.sha256: document.pk}
        self._attributions: dict[str, int] = {}
        self._sources: dict[str, Source] = {}
        self._open = dict(
            FailedRow.objects.filter(run__document=document, run__format=run.format, resolved_at=None).values_list(
                "row", "pk"
            )
        )
        self._ownership = Ownership(run, sha256=document.sha256, source=run.source)
        self._seen = _Seen()
        if run.next_row:
            self._seen.remember(document)

    def write(self, read: ParsedBatch) -> None:
        """Write what a batch of rows became."""
        run = self._run
        batch, results, words = read
        with actions.writing():
            if self._again:
                run.failed -= len(batch)
                run.rows -= len(batch)
            readings, failed = self._seen.sift(results, run)
            self._place([each for each in results if isinstance(each, ParsedPlace)], failed)
            readings, not_theirs = self._ownership.sift(readings)
            failed += not_theirs
            readings = [each for each in readings if self._document_is_here(each, failed)]
            for each in readings:
                self._credit(each)
            entered = actions.enter_prepared_reports(
                [each.prepared for each in readings],
                documents=self._documents,
                attributions=self._attributions,
                actor=self._request.actor,
                groups=self._request.groups,
                words=words,
            )
            self._ownership.note(entered)
            self._withdraw(each for each in readings if each.withdrawn)
            _count(run, results, failed)
            run.new += entered.new
            run.repeated += entered.repeated
            run.corrected += entered.corrected
            self._note_failures(failed, dict(batch))
            self._note_resolved(results, {error.row for error in failed})
            run.next_row = max(run.next_row, batch[-1][0])
            run.save()

    def unseen(self) -> list[str]:
        """What keeps the public from seeing a public import, with the command that would change it."""
        if self._request.level != Level.PUBLIC or self._request.format.writes == "places":
            return []
        documents = Document.objects.visible_to(Viewer.steward()).filter(pk__in=self._documents.values())
        behind = [("source", source.code, source.level) for source in self._sources.values()]
        behind += [("document", document.address, document.level) for document in documents]
        hidden = sorted((thing, code, level) for thing, code, level in behind if level != Level.PUBLIC)
        notes = [
            f"the public sees no report that rests on {thing} {code}, which is {Level(level).name.lower()}: "
            f"`dalil protect {thing} {code} --level public` would show them"
            for thing, code, level in hidden[:SHOWN]
        ]
        if more := hidden[SHOWN:]:
            notes.append(f"the same holds for {', '.join(f'{thing} {code}' for thing, code, _ in more)}")
        return notes

    def _document_is_here(self, each: ParsedRow, failed: list[RowError]) -> bool:
        """Whether the document of a reading is in the archive, or lies beside the file and was received now; else an error is noted."""
        sha256 = each.prepared.sha256
        if sha256 in self._documents:
            return True
        known = Document.objects.visible_to(Viewer.steward()).filter(sha256=sha256).first()
        if known is None and each.document and (beside := _file_beside(self._request.path, each.document)):
            with beside.open("rb") as content:
                known = actions.receive_document(
                    content,
                    actor=self._request.actor,
                    title=each.document.title or beside.name,
                    media_type=each.document.media_type or "application/octet-stream",
                    filename=each.document.filename,
                    url=each.document.url,
                    language=each.document.language,
                    level=self._request.level,
                    groups=self._request.groups,
                )
        if known is None:
            named = each.document.title if each.document else ""
            cause = f"the document “{named}” is not here; put the file {sha256} into the folder `documents` beside the lines and retry"
            failed.append(RowError(each.row, "document", sha256, cause))
            return False
        self._documents[sha256] = known.pk
        return True

    def _withdraw(self, readings: Iterable[ParsedRow]) -> None:
        for each in readings:
            report = (
                Report.objects.visible_to(Viewer.steward())
                .filter(address=each.prepared.address, withdrawal=None)
                .first()
            )
            if report:
                actions.withdraw(report, actor=self._request.actor, reason=str(each.withdrawn))

    def _credit(self, each: ParsedRow) -> None:
        key = each.prepared.attribution
        if key not in self._attributions:
            whom = actions.credit_sources(
                [self._source(one) for one in each.origins], [self._source(one) for one in each.relays]
            )
            self._attributions[key] = whom.pk

    def _source(self, name: SourceName) -> Source:
        if name.code not in self._sources:
            self._sources[name.code] = actions.name_source(
                name.code,
                actor=self._request.actor,
                en=name.en,
                ar=name.ar,
                type=name.type,
                level=self._request.level,
                groups=self._request.groups,
            )
        return self._sources[name.code]

    def _note_failures(self, failed: Iterable[RowError], raw: Mapping[int, Any]) -> None:
        fresh: dict[int, FailedRow] = {}
        for error in failed:
            told = {"field": error.field[:200], "value": _storable(error.value), "cause": _storable(error.cause)}
            if error.row in self._open:
                FailedRow.objects.filter(pk=self._open[error.row]).update(**told, retried_at=timezone.now())
            else:
                fresh.setdefault(
                    error.row, FailedRow(run=self._run, row=error.row, raw=_storable(raw[error.row]), **told)
                )
        for row in FailedRow.objects.bulk_create(fresh.values()):
            self._open[row.row] = row.pk

    def _note_resolved(self, results: Iterable[Result], failed: set[int]) -> None:
        mended = {each.row: each for each in results if each.row in self._open and each.row not in failed}
        for row, each in mended.items():
            address = each.prepared.address if isinstance(each, ParsedRow) else ""
            report = Report.objects.visible_to(Viewer.steward()).filter(address=address).first()
            now = timezone.now()
            FailedRow.objects.filter(pk=self._open.pop(row)).update(resolved_at=now, retried_at=now, report=report)

    def _place(self, readings: Sequence[ParsedPlace], failed: list[RowError]) -> None:
        """Places come in one batch, so that a parent may stand after what lies in it."""
        if not readings:
            return
        entries, errors = placeable(readings, gazetteer())
        new, completed = actions.add_places(entries, actor=self._request.actor, origin=self._request.path.name)
        note_flags(self._run, readings)
        failed += errors
        self._run.new += new
        self._run.corrected += completed
        self._run.repeated += len(entries) - new - completed


def _file_beside(path: Path, name: DocumentName) -> Path | None:
    """The file of a document in the folder `documents` beside an imported file, if its bytes are the ones that are meant."""
    folder = path.parent / "documents"
    for candidate in (folder / name.sha256, folder / Path(name.filename or name.sha256).name):
        if candidate.is_file():
            with candidate.open("rb") as content:
                if hashlib.file_digest(content, "sha256").hexdigest() == name.sha256:
                    return candidate
    return None


class _Seen:
    """The identifiers met so far in one file, so that a row that bears another's is noticed."""

    def __init__(self) -> None:
        self._by_identifier: dict[str, tuple[int, int]] = {}

    def remember(self, document: Document) -> None:
        """Take up what an interrupted import has entered already."""
        there = Report.objects.visible_to(Viewer.steward()).filter(document=document).exclude(external_id="")
        for identifier, locator in there.values_list("external_id", "locator").iterator():
            number = locator.removeprefix("row ")
            if number.isdigit():
                self._by_identifier[identifier] = (int(number), 0)

    def sift(self, results: Sequence[Result], run: Import) -> tuple[list[ParsedRow], list[RowError]]:
        """What can be entered, and what is an error; the same identifier over other content within one file is one."""
        readings: list[ParsedRow] = []
        errors: list[RowError] = []
        for each in results:
            if isinstance(each, RowError):
                errors.append(each)
            if not isinstance(each, ParsedRow):
                continue
            ready = each.prepared
            if each.document is not None:  # a record's own reports name what they correct
                readings.append(each)
                continue
            says = hash((ready.content, ready.said, ready.attribution))
            first, before = (
                self._by_identifier.setdefault(ready.external_id, (each.row, says))
                if ready.external_id
                else (each.row, says)
            )
            if first == each.row:
                readings.append(each)
            elif before == says:
                run.flags["duplicate_row"] = run.flags.get("duplicate_row", 0) + 1
                readings.append(each)
            else:
                cause = f"row {first} of this file has the same identifier but says something else"
                errors.append(RowError(each.row, "external_id", ready.external_id, cause))
        return readings, errors


def _begun(request: ImportRequest, document: Document, opened: OpenedFile) -> Import:
    """The import to go on with where one was interrupted, else a new one."""
    same = Import.objects.visible_to(Viewer.steward()).filter(
        document=document, format=request.format.code, source=request.source
    )
    for run in same.exclude(state=Import.State.FINISHED):
        if run.mapping == request.mapping:
            run.state = Import.State.RUNNING
            return run
    run = Import.objects.create(
        document=document,
        format=request.format.code,
        mapping=request.mapping,
        source=request.source,
        level=request.level,
        actor=request.actor,
        flags=dict(opened.flags),
        notes=_notes(request, opened),
    )
    run.groups.set(request.groups)
    return run


def _read(
    request: ImportRequest, sha256: str, header: tuple[str, ...], rows: Iterator[tuple[int, Any]]
) -> Iterator[ParsedBatch]:
    return read_all(
        request.format,
        _context(request, sha256),
        header,
        request.mapping,
        rows,
        own_kinds=Path(settings.DALIL_HOME) / "kinds",
        processes=request.processes,
    )


def _context(request: ImportRequest, sha256: str) -> Context:
    codes: dict[str, str] = {}
    for source in Source.objects.visible_to(Viewer.steward()):
        for name in (source.code, source.name_en, source.name_ar):
            if key := fold(name):
                codes.setdefault(key, source.code)
    return Context(
        sha256=sha256,
        level=int(request.level),
        known=gazetteer(),
        codes=codes,
        source=request.source or request.format.source,
        may_restrict=bool(request.groups),
    )


def _count(run: Import, results: Sequence[Result], failed: Sequence[RowError]) -> None:
    run.rows += len({each.row for each in results})
    run.failed += len({each.row for each in failed})
    flags = Counter(run.flags)
    wrong = {(error.row, error.field == "external_id") for error in failed}
    for each in results:
        if isinstance(each, ParsedRow):
            if each.prepared.flags and (each.row, True) not in wrong:
                flags.update(each.prepared.flags)
        elif isinstance(each, ParsedPlace):
            flags.update(flag for _, _, flag in each.flags)
    run.flags = dict(flags)


def _storable(value: Any, depth: int = 0) -> Any:
    """The value without what no database keeps; the file itself still has it."""
    if isinstance(value, str):
        return UNSTORABLE.sub("�", value)
    if depth > 20:
        return "…"
    if isinstance(value, list):
        return [_storable(each, depth + 1) for each in value]
    if isinstance(value, dict):
        return {_storable(key): _storable(each, depth + 1) for key, each in value.items()}
    return str(value) if isinstance(value, float) and value - value != 0 else value
