"""Writing what was read of a file: sources, reports, failed rows and the place where to go on, one transaction for each batch."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

from django.contrib.auth.models import Group
from django.utils import timezone

from dalil.archive.models import Document
from dalil.archive.protection import Level, Viewer
from dalil.intake.causes import Cause, shorten
from dalil.intake.file_protection import readers_of
from dalil.intake.identifiers import Identifiers
from dalil.intake.models import FailedRow, Import
from dalil.intake.notes import add_note
from dalil.intake.ownership import Ownership
from dalil.intake.parsed_rows import (
    UNSTORABLE,
    DocumentName,
    ParsedPeople,
    ParsedPlace,
    ParsedRow,
    Result,
    RowError,
)
from dalil.intake.place_entries import note_flags, placeable
from dalil.intake.request import ImportRequest
from dalil.intake.workers import ParsedBatch
from dalil.lookup.sources import SourceName, names_of_well_known
from dalil.record import actions
from dalil.record.gazetteer_in_use import gazetteer
from dalil.record.models import Report, Source, Withdrawal

SHOWN = 10
"""Sources and documents of which the summary says one by one that they hide reports."""


class Writer:
    """Writes what was read: sources, reports, failed rows and the place where to go on, one transaction for each batch."""

    def __init__(self, request: ImportRequest, run: Import, document: Document, *, again: bool = False) -> None:
        self._request, self._run, self._again = request, run, again
        self._documents, self._levels = {document.sha256: document.pk}, {document.sha256: document.level}
        self._rested_on: set[str] = set()
        self._attributions: dict[str, int] = {}
        self._sources: dict[str, Source] = {}
        self._open: dict[int, int] = {}
        self._ownership = Ownership(
            run,
            sha256=document.sha256,
            source=run.source,
            readers=readers_of(document.level, document.groups.all()),
            editions=[run.edition_of.document.sha256] if run.edition_of else [],
            corrections=request.corrections,
            side_by_side=request.side_by_side,
        )
        self._identifiers = Identifiers()
        self._corrections: list[tuple[int, str]] = []
        if run.next_row:
            self._identifiers.remember(document)

    def write(self, read: ParsedBatch) -> None:
        """Write what a batch of rows became."""
        run = self._run
        batch, results, words = read
        with actions.writing():
            self._open = self._waiting(batch[0][0], batch[-1][0])
            if self._again:
                run.failed -= len(batch)
                run.rows -= len(batch)
            readings, failed = self._identifiers.sort_out(results, run)
            self._place([each for each in results if isinstance(each, ParsedPlace)], failed)
            self._people(people_counted(results))
            readings, not_theirs, ignored = self._ownership.sift(readings)
            failed += not_theirs
            readings = [each for each in readings if self._document_is_here(each, failed)]
            for each in readings:
                self._credit(each)
            readings = [self._as_protected_as_told(each) for each in readings]
            self._rested_on.update(each.prepared.sha256 for each in readings)
            entered = actions.enter_prepared_reports(
                [each.prepared for each in readings],
                documents=self._documents,
                attributions=self._attributions,
                actor=self._request.actor,
                groups=self._request.groups,
                circles={
                    each.prepared.address: [group for group in self._request.groups if group.name in each.groups]
                    for each in readings
                    if each.document is not None and each.prepared.level == Level.RESTRICTED
                },
                stated=stated_corrections(readings),
                apart=self._ownership.ranges_of(readings),
                ignored=ignored,
                words=words,
            )
            self._ownership.note(entered)
            rows = {each.prepared.address: each.row for each in readings} if entered.corrections else {}
            self._corrections += [(rows[new], old) for old, new in entered.corrections]
            self._withdraw(each for each in readings if each.withdrawn)
            count_results(run, results, failed)
            run.new += entered.new
            run.repeated += entered.repeated
            run.corrected += entered.corrected
            self._note_failures(failed, dict(batch))
            self._note_resolved(results, {error.row for error in failed})
            run.next_row = max(run.next_row, batch[-1][0])
            run.save()

    def name_unseen(self) -> None:
        """Note what keeps the public from seeing a public import, with the command that would change it."""
        if self._request.level != Level.PUBLIC or self._request.format.writes != "reports":
            return
        documents = Document.objects.visible_to(Viewer.steward()).filter(sha256__in=self._rested_on)
        behind = [("source", source.code, source.level, source.code) for source in self._sources.values()]
        behind += [("document", document.address, document.level, document.sha256) for document in documents]
        hidden = sorted(each for each in behind if each[2] != Level.PUBLIC)
        for thing, code, level, name in hidden[:SHOWN]:
            note = Cause(
                "the public sees no report that rests on {thing} {code}, which is {level}: "
                "`dalil protect {thing} {code} --level public` would show them",
                thing=thing,
                code=code,
                level=Level(level).name.lower(),
            )
            add_note(self._run, note, **{f"{thing}s": [name]})
        if more := hidden[SHOWN:]:
            add_note(
                self._run,
                Cause("the same holds for {things}", things=[f"{thing} {code}" for thing, code, *_ in more]),
                sources=[name for thing, *_, name in more if thing == "source"],
                documents=[name for thing, *_, name in more if thing == "document"],
            )

    def name_corrections(self) -> None:
        """Say in the summary which rows took the place of which reports."""
        add_note(self._run, corrections_in_words(self._corrections), reports=named_in_corrections(self._corrections))

    def name_alike(self) -> None:
        """Say in the summary which rows say the same without an identifier that tells them apart."""
        self._identifiers.note_alike(self._run)

    def propose_same_sources(self) -> None:
        """Note which of the sources that the file names may be one with another, and say so in the summary."""
        pairs = [
            (pair.kept.code, pair.other.code)
            for pair in actions.propose_same_sources(
                self._sources.keys(), actor=self._request.actor, further_names=names_of_well_known()
            )
        ]
        if pairs:
            named = [Cause("{one} and {other}", one=kept, other=other) for kept, other in pairs]
            template = (
                "may be one source: {pairs}; until somebody judges them on the desk, neither corroborates the other"
            )
            note = Cause(template, pairs=shorten(named, SHOWN))
            add_note(self._run, note, sources=[code for pair in pairs[:SHOWN] for code in pair])

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
                    type=each.document.type,
                    filename=each.document.filename,
                    url=each.document.url,
                    language=each.document.language,
                    level=Level(max(self._request.level, each.document.level)),
                    groups=self._groups(each.document.groups),
                )
        if known is None:
            named = each.document.title if each.document else ""
            cause = Cause(
                "the document “{named}” is not here; put the file {sha256} into the folder `documents` "
                "beside the lines and retry",
                named=named,
                sha256=sha256,
            )
            failed.append(RowError(each.row, "document", sha256, cause))
            return False
        self._documents[sha256], self._levels[sha256] = known.pk, known.level
        return True

    def _withdraw(self, readings: Iterable[ParsedRow]) -> None:
        """Withdraw what the lines say was withdrawn; not what a person here has decided about already, also where that was taken back."""
        for each in readings:
            report = (
                Report.objects.visible_to(Viewer.steward())
                .filter(address=each.prepared.address)
                .exclude(pk__in=Withdrawal.everything.filter(report__address=each.prepared.address).values("report"))
                .first()
            )
            if report:
                actions.withdraw(report, actor=self._request.actor, reason=str(each.withdrawn))

    def _credit(self, each: ParsedRow) -> None:
        key = each.prepared.attribution
        if key not in self._attributions:
            whom = actions.credit_sources(
                [self.source_named(one) for one in each.origins], [self.source_named(one) for one in each.relays]
            )
            self._attributions[key] = whom.pk

    def source_named(self, name: SourceName) -> Source:
        """The source that a row names; made, as protected as the row says, where the record does not know it yet."""
        if name.code not in self._sources:
            self._sources[name.code] = actions.name_source(
                name.code,
                actor=self._request.actor,
                en=name.en,
                ar=name.ar,
                type=name.type,
                level=Level(max(self._request.level, name.level)),
                groups=self._groups(name.groups),
                from_file=not name.by_person or self._request.side_by_side,  # no person here has named it yet
            )
        return self._sources[name.code]

    def _groups(self, names: Sequence[str]) -> tuple[Group, ...]:
        """The groups of the import with these names; all that it names where the import itself is restricted and no names are told."""
        if not names:
            return self._request.groups if self._request.level == Level.RESTRICTED else ()
        return tuple(group for group in self._request.groups if group.name in names)

    def _as_protected_as_told(self, each: ParsedRow) -> ParsedRow:
        """The row as strictly protected as its line says its document and its sources are, where the record here has those less strictly."""
        behind: list[tuple[int, SourceName | DocumentName]] = [
            (self._sources[name.code].level, name) for name in (*each.origins, *each.relays) if name.level
        ]
        if each.document and each.document.level:
            behind.append((self._levels[each.prepared.sha256], each.document))
        weaker = [name for level, name in behind if level < name.level]
        if not weaker:
            return each
        circles = [set(name.groups) for name in weaker if name.level == Level.RESTRICTED]
        if each.prepared.level == Level.RESTRICTED:
            circles.append(set(each.groups))
        level = max(each.prepared.level, *(name.level for name in weaker))
        groups = tuple(sorted(set.intersection(*circles))) if circles else ()
        return each._replace(prepared=each.prepared._replace(level=level), groups=groups)

    def _waiting(self, first: int, last: int) -> dict[int, int]:
        """The failed rows of this file that wait, by their numbers; asked for each batch, as another importer may have left some by now."""
        waiting = FailedRow.objects.filter(
            run__document=self._run.document_id, run__format=self._run.format, resolved_at=None
        )
        return dict(waiting.filter(row__range=(first, last)).values_list("row", "pk"))

    def _note_failures(self, failed: Iterable[RowError], raw: Mapping[int, Any]) -> None:
        fresh: dict[int, FailedRow] = {}
        for error in failed:
            told = {"field": error.field[:200], "value": _storable(error.value), "cause": _storable(error.cause)}
            told["told"] = _storable(getattr(error.cause, "told", {}))
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
            report = self._report_of(each) if isinstance(each, ParsedRow) else None
            now = timezone.now()
            FailedRow.objects.filter(pk=self._open.pop(row)).update(resolved_at=now, retried_at=now, report=report)

    def _report_of(self, each: ParsedRow) -> Report | None:
        """The report that a row became; of a row that says what another row of its file says under the same identifier, that one's."""
        there = Report.objects.visible_to(Viewer.steward())
        own = there.filter(address=each.prepared.address).first()
        if own or not each.prepared.external_id:
            return own
        return there.filter(document=self._run.document_id, external_id=each.prepared.external_id).first()

    def _place(self, readings: Sequence[ParsedPlace], failed: list[RowError]) -> None:
        """Places come in one batch, so that a parent may stand after what lies in it."""
        if not readings:
            return
        entries, errors = placeable(readings, gazetteer())
        borders = {each.entry.code: each.border for each in reversed(readings) if each.border}
        new, completed = actions.add_places(
            entries, actor=self._request.actor, origin=self._request.path.name, borders=borders
        )
        note_flags(self._run, readings)
        failed += errors
        self._run.new += new
        self._run.corrected += completed
        self._run.repeated += len(entries) - new - completed

    def _people(self, counted: Sequence[actions.PeopleCounted]) -> None:
        if not counted:
            return
        new, changed = actions.add_populations(counted, actor=self._request.actor, origin=self._request.path.name[:200])
        self._run.new += new
        self._run.corrected += changed
        self._run.repeated += len(counted) - new - changed


def people_counted(results: Iterable[Result]) -> list[actions.PeopleCounted]:
    """What rows say of how many people live where."""
    return [
        actions.PeopleCounted(each.place, each.year, each.people, each.said_by)
        for each in results
        if isinstance(each, ParsedPeople)
    ]


def corrections_in_words(corrections: Sequence[tuple[int, str]]) -> str:
    """Say which rows took the place of which reports, given by their addresses; empty where none did."""
    rows = [Cause("row {row} of report {report}", row=row, report=old) for row, old in corrections]
    return Cause("corrections: the place is taken by {rows}", rows=shorten(rows, SHOWN)) if rows else ""


def named_in_corrections(corrections: Sequence[tuple[int, str]]) -> list[str]:
    """The addresses of the reports that `corrections_in_words` names."""
    return [old for _, old in corrections[:SHOWN]]


def stated_corrections(readings: Iterable[ParsedRow]) -> dict[tuple[str, str], str | None]:
    """The corrections that lines state, by the addresses of the old report and the new one: the reason, None where no line gives it."""
    stated: dict[tuple[str, str], str | None] = {}
    for each in readings:
        reasons, address = dict(each.reasons), each.prepared.address
        pairs = [(old, address, old) for old in each.prepared.corrects]
        pairs += [(address, new, new) for new in each.corrected_by]
        for old, new, other in pairs:
            if stated.get((old, new)) is None:
                stated[old, new] = reasons.get(other)
    return stated


def _file_beside(path: Path, name: DocumentName) -> Path | None:
    """The file of a document in the folder `documents` beside an imported file, if its bytes are the ones that are meant."""
    folder = path.parent / "documents"
    for candidate in (folder / name.sha256, folder / Path(name.filename or name.sha256).name):
        if candidate.is_file():
            with candidate.open("rb") as content:
                if hashlib.file_digest(content, "sha256").hexdigest() == name.sha256:
                    return candidate
    return None


def count_results(run: Import, results: Sequence[Result], failed: Sequence[RowError]) -> None:
    """Add what came of some rows to the counters of an import."""
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
