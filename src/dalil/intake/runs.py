"""Bringing a file in: the file becomes a document, each row a report or a named error, batch by batch.

A batch is one transaction together with the place where the import goes on, so that it can be interrupted at any moment. Reading
rows (parsing, validation, digests, search words) is done by other processes where a file is large; writing is done here.
"""

from __future__ import annotations

import hashlib
import mimetypes
import time
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

from django.conf import settings
from django.contrib.auth.models import User
from django.db import connection, models
from django.utils import timezone

from dalil.archive.models import Document
from dalil.archive.protection import Viewer
from dalil.intake.causes import Cause
from dalil.intake.editions import Edition, describe_gone, find_edition
from dalil.intake.file_protection import checked_digest, protection_of, readers_of
from dalil.intake.formats import OpenedFile
from dalil.intake.identifiers import Identifiers
from dalil.intake.judgements import take_in_judgements
from dalil.intake.mending import mended_rows, request_for_row, with_mended_cells
from dalil.intake.models import FailedRow, Import
from dalil.intake.notes import add_note, kept_notes
from dalil.intake.ownership import Ownership
from dalil.intake.parsed_rows import (
    UNSTORABLE,
    Context,
    ParsedPlace,
    RowError,
)
from dalil.intake.place_entries import placeable
from dalil.intake.public_rows import check_places, refuse_too_exact
from dalil.intake.request import ImportRequest
from dalil.intake.run_lock import only_process_for
from dalil.intake.workers import ParsedBatch, Portions, rarely_collecting, read_all
from dalil.intake.writer import (
    Writer,
    corrections_in_words,
    count_results,
    named_in_corrections,
    people_counted,
    stated_corrections,
)
from dalil.lookup.sources_in_record import name_sources, names_given_by_people
from dalil.proofs.turns import let_others_write
from dalil.record import actions
from dalil.record.comparison import compare_rows
from dalil.record.gazetteer_in_use import gazetteer
from dalil.record.planner import MANY, count_anew

Progress = Callable[[int, float], None]
"""Told how many rows are done and which part of the file is read."""


def run_import(request: ImportRequest, *, progress: Progress = lambda rows, part: None) -> Import:
    """Bring a file in, or go on where an interrupted import of it stopped. Returns the import with its counters.

    Raises formats.Unreadable where the file as a whole cannot be read, and actions.Refused where another process is bringing it in;
    what was done before an interruption stays.
    """
    opened = request.format.open(request.path, request.mapping)
    sha256 = checked_digest(request, opened)
    level, groups = protection_of(request, opened)
    context = make_context(request, sha256, {})
    check_reader(request, opened, context)
    check_places(request, context)
    edition = find_edition(request, context)
    with request.path.open("rb") as content:
        document = actions.receive_document(
            content,
            actor=request.actor,
            title=request.path.name,
            media_type=mimetypes.guess_type(request.path.name)[0] or "application/octet-stream",
            filename=request.path.name,
            level=level,
            groups=groups,
        )
    run = _begun(request, document, opened, edition)
    with only_process_for(run):
        writer = Writer(request, run, document)
        rows = (each for each in opened.rows if each[0] > run.next_row)
        try:
            with rarely_collecting():
                portions = Portions(beside_others=request.beside_others)
                for read in _read(request, run, document.sha256, opened.header, rows, portions):
                    begun = time.perf_counter()
                    writer.write(read)
                    portions.note(len(read.batch), time.perf_counter() - begun)
                    let_others_write()
                    progress(run.rows, opened.part_read())
        except BaseException:
            Import.objects.filter(pk=run.pk).update(state=Import.State.INTERRUPTED)
            run.state = Import.State.INTERRUPTED
            raise
        _finish(request, run, writer)
        run.state, run.ended_at = Import.State.FINISHED, timezone.now()
        writer.name_unseen()
        run.save()
        if run.rows >= MANY:
            count_anew(connection)
        return run


def dry_run(request: ImportRequest, *, progress: Progress = lambda rows, part: None) -> tuple[Import, list[RowError]]:
    """What bringing a file in would do, without doing it: the counters and the errors. Nothing is written."""
    opened = request.format.open(request.path, request.mapping)
    sha256 = checked_digest(request, opened)
    context = make_context(request, sha256, {})
    check_reader(request, opened, context)
    check_places(request, context)
    edition = find_edition(request, context)
    run = Import(
        format=request.format.code,
        mapping=request.mapping,
        flags=dict(opened.flags),
        **kept_notes(_notes(request, opened)),
        rows_before=edition.names if edition else {},
    )
    _note_gone(run, edition)
    errors: list[RowError] = []
    identifiers = Identifiers()
    corrections: list[tuple[int, str]] = []
    ownership = Ownership(
        run,
        sha256=sha256,
        source=request.source,
        readers=readers_of(*protection_of(request, opened)),
        editions=[edition.before.document.sha256] if edition else [],
        corrections=request.corrections,
        side_by_side=request.side_by_side,
    )
    for _, results, _ in _read(request, run, sha256, opened.header, opened.rows):
        readings, failed = identifiers.sort_out(results, run)
        readings, not_theirs, ignored = ownership.sift(readings)
        failed += not_theirs
        compared = compare_rows(
            [each.prepared for each in readings],
            stated=stated_corrections(readings),
            apart=ownership.ranges_of(readings),
            ignored=ignored,
        )
        places = [each for each in results if isinstance(each, ParsedPlace)]
        entries, homeless = placeable(places, gazetteer()) if places else ([], [])
        failed += homeless
        count_results(run, results, failed)
        run.new += sum(entry.code not in gazetteer() for entry in entries)
        run.repeated += sum(entry.code in gazetteer() for entry in entries)
        if people := people_counted(results):
            fresh, changed = actions.sift_populations(people)
            run.new, run.corrected = run.new + len(fresh) - changed, run.corrected + changed
            run.repeated += len(people) - len(fresh)
        run.new += len(compared.new)
        run.repeated += len(readings) - len(compared.new)
        run.corrected += len(compared.corrections) + len(compared.stated)
        rows = {each.prepared.address: each.row for each in readings}
        corrections += [(rows[new], old) for old, new in compared.corrections]
        errors += failed
        progress(run.rows, opened.part_read())
    add_note(run, corrections_in_words(corrections), reports=named_in_corrections(corrections))
    identifiers.note_alike(run)
    return run, errors


def _finish(request: ImportRequest, run: Import, writer: Writer) -> None:
    """What comes after all rows, because it may be about any two of them: corrections by row, judgements, sources that may be one."""
    writer.name_corrections()
    writer.name_alike()
    if request.format.judgements:
        told = request.format.judgements(request.path, make_context(request, run.document.sha256, {}))
        take_in_judgements(told, request, run, writer.source_named)
    writer.propose_same_sources()


def check_reader(request: ImportRequest, opened: OpenedFile, context: Context) -> None:
    """Make the reader of a file once before anything is written. Raises Unreadable for a mapping that does not fit the record."""
    if request.format.reader:
        request.format.reader(context, opened.header, request.mapping)


def retry(request: ImportRequest, run: Import, *, progress: Progress = lambda rows, part: None) -> Import:
    """Try the rows again that an import could not take. Those that are understood now become reports; the others stay."""
    opened = request.format.open(request.path, request.mapping)
    if run.mapping != request.mapping:
        run.mapping = request.mapping
    _try_again(request, run, opened.header, open_rows(run), progress)
    run.header = _header_of(opened)
    run.save(update_fields=["header"])
    return run


def retry_row(failed: FailedRow, *, actor: User) -> FailedRow:
    """Try one failed row again, with the cells that were mended. Returns it as it is then: taken in, or waiting with its cause.

    Raises Refused where the file is being brought in just now.
    """
    request, run = request_for_row(failed, actor=actor), failed.run
    with only_process_for(run):
        _try_again(request, run, tuple(run.header), [failed])
    failed.refresh_from_db()
    return failed


def _try_again(
    request: ImportRequest,
    run: Import,
    header: tuple[str, ...],
    waiting: Iterable[FailedRow],
    progress: Progress = lambda rows, part: None,
) -> None:
    writer = Writer(request, run, run.document, again=True)
    rows = iter([(failed.row, failed.raw) for failed in waiting])
    for read in _read(request, run, run.document.sha256, header, rows):
        writer.write(read)
        progress(run.rows, 1.0)
    _finish(request, run, writer)
    run.save(update_fields=["notes", "told", "named"])


def _header_of(opened: OpenedFile) -> list[str]:
    return [UNSTORABLE.sub("�", name) for name in opened.header]


def _note_gone(run: Import, edition: Edition | None) -> None:
    if edition and edition.gone:
        before = edition.before.document
        add_note(run, describe_gone(edition.gone, before), reports=edition.gone, documents=[before.sha256])


def _notes(request: ImportRequest, opened: OpenedFile) -> list[str]:
    public = {
        "places": Cause("places are public, whatever the level of the file"),
        "people": Cause("how many people live in a place is public, whatever the level of the file"),
    }.get(request.format.writes)
    return [*opened.notes, *([public] if public else [])]


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


def _begun(request: ImportRequest, document: Document, opened: OpenedFile, edition: Edition | None) -> Import:
    """The import to go on with where one was interrupted, else a new one."""
    same = Import.objects.visible_to(Viewer.steward()).filter(
        document=document, format=request.format.code, source=request.source
    )
    for run in same.exclude(state=Import.State.FINISHED):
        if run.mapping == request.mapping:
            run.state, run.header = Import.State.RUNNING, _header_of(opened)
            return run
    run = Import.objects.create(
        document=document,
        format=request.format.code,
        mapping=request.mapping,
        source=request.source,
        level=request.level,
        actor=request.actor,
        header=_header_of(opened),
        flags=dict(opened.flags),
        **kept_notes(_notes(request, opened)),
        edition_of=edition.before if edition else None,
        rows_before=edition.names if edition else {},
        gone=list(edition.gone) if edition else [],
    )
    run.groups.set(request.groups)
    _note_gone(run, edition)
    run.save(update_fields=["notes", "told", "named"])
    return run


def _read(
    request: ImportRequest,
    run: Import,
    sha256: str,
    header: tuple[str, ...],
    rows: Iterator[tuple[int, Any]],
    portions: Portions | None = None,
) -> Iterator[ParsedBatch]:
    """The rows of a file, read in batches, with the cells that persons mended. A batch names its rows as they stand in the file."""
    mended = mended_rows(sha256, request.format.code)
    stood: dict[int, Any] = {}

    def as_mended() -> Iterator[tuple[int, Any]]:
        for row, raw in rows:
            if row in mended:
                stood[row] = raw
                raw = with_mended_cells(raw, mended[row])
            yield row, raw

    context = make_context(request, sha256, {int(row): name for row, name in run.rows_before.items()})
    for read in read_all(
        request.format,
        replace(context, mended=frozenset(mended)),
        header,
        request.mapping,
        as_mended() if mended else rows,
        own_kinds=Path(settings.DALIL_HOME) / "kinds",
        processes=request.processes,
        portions=portions,
    ):
        read = read._replace(results=refuse_too_exact(read.results, context.known))
        yield read._replace(batch=[(row, stood.pop(row, raw)) for row, raw in read.batch]) if stood else read


def make_context(
    request: ImportRequest, sha256: str, rows_before: dict[int, str], viewer: Viewer | None = None
) -> Context:
    """What a reader of the file needs to know. viewer: to whom its sources must be known, where not all of them are taken."""
    codes = name_sources(viewer or Viewer.steward())
    return Context(
        sha256=sha256,
        level=int(request.level),
        known=gazetteer(),
        codes=codes,
        named_by_people=names_given_by_people() & codes.keys() if viewer else names_given_by_people(),
        rows_before=rows_before,
        source=request.source or request.format.source,
        groups=tuple(group.name for group in request.groups),
    )
