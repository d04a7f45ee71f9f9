"""Taking in a bundle of a partner: as a whole, in one transaction, beside what is here; or not at all, with the reason."""

from __future__ import annotations

import io
import json
import shutil
import tempfile
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any, BinaryIO

from django.conf import settings
from django.contrib.auth.models import Group, User
from django.db import transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.timezone import localdate
from filelock import FileLock, Timeout

from dalil.archive.custody import note_custody
from dalil.archive.models import CustodyEvent, Document
from dalil.archive.protection import Level, Viewer
from dalil.exchange.bundle_file import CONSENTS, DECISIONS, DOCUMENTS, LINES, BundleRefused, OpenedBundle, open_bundle
from dalil.exchange.decided_since import read_decisions
from dalil.exchange.judged_since import take_in_later_judgements
from dalil.exchange.models import Partner, ReceivedBundle, ReceivedConsent
from dalil.exchange.partner_decisions import FollowedDecisions
from dalil.exchange.partner_log import check_continues
from dalil.exchange.partners import account_of, find_partner, source_of_imports
from dalil.exports.archives import pack_files
from dalil.gate.examination import Asker, examine_entered
from dalil.intake import runs
from dalil.intake.causes import Cause, shorten
from dalil.intake.formats import Unreadable, formats
from dalil.intake.models import Import
from dalil.intake.notes import add_note
from dalil.intake.request import ImportRequest
from dalil.ledger.notes import PublicKey
from dalil.proofs.signing import public_key
from dalil.record import actions
from dalil.record.canonical import address_of
from dalil.record.credits import with_credits
from dalil.record.log import sources_first_named_by
from dalil.record.models import Report, Source
from dalil.record.sealed.consents import change_consent, cover, give_consent, state_of, withdraw_consent
from dalil.record.sealed.persons import name_person_elsewhere
from dalil.values.consent import ConsentTerms
from dalil.vocabulary.terms import UnknownCode

MOST_NAMED = 30
"""New sources that a note names one by one."""

PREFIX = "bundle-"
ARRIVING = "arriving"
"""The folder of the home in which a bundle is unpacked; what a killed process left there is swept by the next one."""


@dataclass(frozen=True)
class Received:
    """A bundle that is here. run: the import by which its reports came in. again: it was here before, and nothing changed."""

    bundle: ReceivedBundle
    run: Import
    again: bool = False


def receive_bundle(
    stream: BinaryIO,
    *,
    actor: User,
    level: Level = Level.INTERNAL,
    groups: Sequence[Group] = (),
    after_gap: bool = False,
) -> Received:
    """Take in a bundle, or find that it is here already.

    level: the least level at which its things come in, since what is public there was decided by the partner. groups: who may see here what is
    restricted. after_gap: take it in although the one before it never came. Raises BundleRefused and UnknownPartner; then nothing was taken in.
    """
    with open_bundle(stream, _key_of) as opened, _folder() as folder:
        partner = find_partner(opened.manifest.sender)
        known = ReceivedBundle.objects.filter(partner=partner, digest=opened.digest).select_related("run").first()
        if known is not None:
            return Received(known, known.run, again=True)
        _check_order(opened, partner, after_gap=after_gap)
        checkpoint = opened.unpack(folder)
        with transaction.atomic(), actions.writing():
            _check_order(opened, partner, after_gap=after_gap)
            check_continues(checkpoint, partner, folder, opened)
            last = Document.objects.visible_to(Viewer.steward()).aggregate(last=Max("pk"))["last"] or 0
            request = _request_of(folder, partner, level, groups)
            known_sources = sources_first_named_by(request.actor)
            told = FollowedDecisions(read_decisions(folder), partner, groups)
            told.close(_reports_by_their_addresses(folder, request.source))
            run = _import_lines(request)
            _keep_for_members(run)
            theirs = _reports_by_their_addresses(folder, request.source)
            told.follow(theirs)
            told.add_notes(run)
            _note_new_sources(run, sources_first_named_by(request.actor) - known_sources)
            take_in_later_judgements(folder, request, run)
            _ask_gate(run, last, actor)
            _note_documents(folder, opened, partner)
            _take_consents(folder, partner, theirs, actor)
            receipt = _keep_receipt(folder, opened, run)
            bundle = ReceivedBundle.objects.create(
                partner=partner,
                number=opened.manifest.number,
                digest=opened.digest,
                version=opened.manifest.version,
                size=checkpoint.size,
                root=checkpoint.root.hex(),
                document=receipt,
                run=run,
                actor=actor,
            )
    return Received(bundle, run)


def _key_of(name: str) -> PublicKey:
    return PublicKey.read(find_partner(name).key)


@contextmanager
def _folder() -> Iterator[Path]:
    """A folder of the home to unpack a bundle in. The process that works in it holds its lock; one that was killed left it without."""
    arriving = Path(settings.DALIL_HOME) / ARRIVING
    arriving.mkdir(parents=True, exist_ok=True, mode=0o700)
    with FileLock(arriving / ".bundles.lock"):
        for left in arriving.glob(f"{PREFIX}*"):
            _sweep(left)
        work = Path(tempfile.mkdtemp(dir=arriving, prefix=PREFIX))
        lock = FileLock(work / "lock")
        lock.acquire(timeout=0)
    folder = work / "parts"
    folder.mkdir()
    try:
        yield folder
    finally:
        lock.release()
        shutil.rmtree(work, ignore_errors=True)


def _sweep(left: Path) -> None:
    """Remove what a process left that was killed; nothing where the process is at work."""
    lock = FileLock(left / "lock")
    with suppress(Timeout), lock.acquire(timeout=0):
        shutil.rmtree(left, ignore_errors=True)


def _check_order(opened: OpenedBundle, partner: Partner, *, after_gap: bool) -> None:
    """Refuse a bundle for somebody else, one that is older than what came, and one after a gap. Raises BundleRefused."""
    manifest = opened.manifest
    if manifest.recipient != public_key().name:
        raise BundleRefused(f"it was made for {manifest.recipient}, and this is {public_key().name}")
    last = ReceivedBundle.objects.filter(partner=partner).last()
    if last is None:
        return
    if manifest.version < last.version:
        raise BundleRefused(f"it has the older form {manifest.version}, and {partner.name} has sent {last.version}")
    if manifest.number <= last.number:
        raise BundleRefused(
            f"it is number {manifest.number} of {partner.name}, and number {last.number} came before it: it is replayed or replaced"
        )
    if not after_gap and (manifest.number != last.number + 1 or manifest.before != last.digest):
        raise BundleRefused(
            f"it is number {manifest.number} of {partner.name} and does not follow number {last.number}, the last that came; "
            "take in those between, or say --after-gap where they are lost"
        )


def _request_of(folder: Path, partner: Partner, level: Level, groups: Sequence[Group]) -> ImportRequest:
    """What is asked of the importer."""
    return ImportRequest(
        path=folder / LINES,
        format=formats()["jsonl"],
        actor=account_of(partner),
        source=source_of_imports(partner),
        level=level,
        groups=tuple(groups),
        processes=0,
        side_by_side=True,
    )


def _import_lines(request: ImportRequest) -> Import:
    """Enter the reports, with corrections and judgements. Raises BundleRefused where a single row is not taken in."""
    if not request.path.stat().st_size:
        return _import_without_lines(request)
    try:
        run = runs.run_import(request)
    except (Unreadable, actions.Refused) as error:
        raise BundleRefused(str(error)) from error
    first = runs.open_rows(run).first()
    if first is not None:
        raise BundleRefused(
            f"{run.failed:,} of its reports cannot be taken in; line {first.row}, {first.field}: {first.cause}"
        )
    return run


def _import_without_lines(request: ImportRequest) -> Import:
    """The import of a bundle that only says what was decided since. What it says is kept as a document, as that of any import."""
    with (request.path.parent / DECISIONS).open("rb") as content:
        document = actions.receive_document(
            content,
            actor=request.actor,
            title=DECISIONS,
            media_type="application/x-ndjson",
            filename=DECISIONS,
            level=request.level,
            groups=request.groups,
        )
    run = Import.objects.create(
        document=document,
        format=request.format.code,
        source=request.source,
        level=request.level,
        actor=request.actor,
        state=Import.State.FINISHED,
        ended_at=timezone.now(),
    )
    run.groups.set(request.groups)
    return run


def _keep_for_members(run: Import) -> None:
    """Keep the file of the lines from the public: it tells reasons and judgements that members alone are told. No report rests on it."""
    if run.document.level == Level.PUBLIC:
        reason = "the lines of a bundle are for members"
        actions.protect(run.document, Level.INTERNAL, actor=run.actor, reason=reason)


def _note_new_sources(run: Import, codes: frozenset[str]) -> None:
    """Name the sources that nobody here had named: one of them may be one that is known here by another name, which no spelling shows."""
    if not codes:
        return
    found = Source.objects.visible_to(Viewer.steward()).filter(code__in=codes).order_by("code")
    named = [f"{each.code} ({' / '.join(dict.fromkeys(each.names))})" for each in found]
    note = Cause(
        "{n} sources are new here: {names}; where one is known here under another name, judge the two on the desk, or it corroborates itself",
        n=f"{len(codes):,}",
        names=shorten(named, MOST_NAMED),
    )
    add_note(run, note, sources=sorted(codes)[:MOST_NAMED])


def _ask_gate(run: Import, last_document: int, actor: User) -> None:
    """Make internal what came in as public and the gate objects to, with the files in which it stands. The import notes how many, and why.

    last_document: the id of the last document that was here before; those stay as they are protected.
    """
    why: Counter[str] = Counter()
    lowered, told_in = 0, {run.document_id}
    for first, last in run.entered:
        entered = Report.objects.visible_to(Viewer.steward()).filter(pk__range=(first, last), level=Level.PUBLIC)
        for report in with_credits(entered):
            objections = examine_entered(report, Asker(actor))
            if objections:
                types = sorted({each.type for each in objections})
                why.update(types)
                lowered += 1
                told_in.add(report.document_id)
                actions.protect(report, Level.INTERNAL, actor=actor, reason=f"the gate: {', '.join(types)}")
    if not lowered:
        return
    files = Document.objects.visible_to(Viewer.steward()).filter(pk__in=told_in, pk__gt=last_document)
    for document in files.filter(level=Level.PUBLIC):
        actions.protect(document, Level.INTERNAL, actor=actor, reason="what stands in it may not be public")
    run.document.refresh_from_db()
    causes = ", ".join(f"{code}: {count}" for code, count in sorted(why.items()))
    add_note(
        run,
        Cause(
            "{n} reports that are public there are internal here, with the files in which they stand, because the gate objects ({causes})",
            n=f"{lowered:,}",
            causes=causes,
        ),
    )
    run.save(update_fields=["notes", "told", "named"])


def _note_documents(folder: Path, opened: OpenedBundle, partner: Partner) -> None:
    """Write into the custody of each document that came along from whom it is."""
    digests = [name.removeprefix(DOCUMENTS) for name in opened.manifest.parts if name.startswith(DOCUMENTS)]
    for digest in digests:
        document = Document.objects.visible_to(Viewer.steward()).filter(sha256=digest).first()
        if document is None:
            raise BundleRefused(f"no report stands in the document {digest} that came along")
        facts = {"sender": partner.name, "bundle": opened.digest}
        note_custody(document, CustodyEvent.What.COPIED, actor=account_of(partner), **facts)


def _take_consents(folder: Path, partner: Partner, theirs: Mapping[str, set[int]], actor: User) -> None:
    """Keep what consents permit, as the partner tells them: they cover what came from the partner, and nothing of our own."""
    for line in (folder / CONSENTS).read_text(encoding="utf-8").splitlines():
        try:
            told = json.loads(line)
            terms = ConsentTerms.model_validate(told["terms"])
            on_day = min(date.fromisoformat(told["on_day"]), localdate())
            withdrawn = told["withdrawn_on"] and min(date.fromisoformat(told["withdrawn_on"]), localdate())
            reference, role, addresses = str(told["reference"])[:40], str(told["role"]), list(told["reports"])
        except (ValueError, KeyError, TypeError, RecursionError) as error:
            raise BundleRefused("a consent in it cannot be read") from error
        reason = f"told by {partner.name}"
        try:
            consent = _consent_here(partner, reference, role, terms, on_day, actor)
            standing = state_of(consent)
            if standing.withdrawn_on is None and withdrawn:
                withdraw_consent(consent, on_day=withdrawn, actor=actor, reason=reason)
            elif not withdrawn and (standing.withdrawn_on or standing.terms != terms):
                change_consent(consent, terms, on_day=on_day, actor=actor, reason=reason)
        except (UnknownCode, actions.Refused) as error:
            raise BundleRefused(f"a consent in it cannot be kept: {error}") from error
        ids = {pk for each in addresses if isinstance(each, str) for pk in theirs.get(each, ())}
        covered = Report.objects.visible_to(Viewer.steward()).filter(pk__in=sorted(ids))
        cover(consent, covered, actor=actor, reason=reason)


def _reports_by_their_addresses(folder: Path, source: str) -> dict[str, set[int]]:
    """The ids of all reports that came from the partner, by the addresses that they have there.

    One whose address was taken here stands under another that was drawn for it. It is known again by its digest: from the line that came now,
    and for one that came earlier because its address follows from the digest. An address that was drawn there too, and whose line does not
    come again, is not known again.
    """
    found: dict[str, set[int]] = {}
    by_digest: dict[str, set[int]] = {}
    for each in Import.objects.visible_to(Viewer.steward()).filter(source=source):
        for first, last in each.entered:
            entered = Report.objects.visible_to(Viewer.steward()).filter(pk__range=(first, last))
            for pk, address, digest in entered.values_list("pk", "address", "digest"):
                by_digest.setdefault(digest, set()).add(pk)
                for name in {address, address_of(digest)}:
                    found.setdefault(name, set()).add(pk)
    with (folder / LINES).open(encoding="utf-8") as lines:
        for line in lines:
            told = json.loads(line)
            found.setdefault(told["address"], set()).update(by_digest.get(told["digest"], ()))
    return found


def _consent_here(partner: Partner, reference: str, role: str, terms: ConsentTerms, on_day: date, actor: User) -> Any:
    known = ReceivedConsent.objects.filter(partner=partner, reference=reference).select_related("consent").first()
    if known is not None:
        return known.consent
    person = name_person_elsewhere(role, actor=actor)
    consent = give_consent(
        person, terms, on_day=on_day, actor=actor, reason=f"told by {partner.name}, who knows the person"
    )
    ReceivedConsent.objects.create(partner=partner, reference=reference, consent=consent)
    return consent


def _keep_receipt(folder: Path, opened: OpenedBundle, run: Import) -> Document:
    """Keep what was signed as a document, as protected as the lines in it."""
    manifest = opened.manifest
    content = pack_files(opened.receipt(folder), timezone.now())
    return actions.receive_document(
        io.BytesIO(content),
        actor=run.actor,
        title=f"Bundle {manifest.number} of {manifest.sender}",
        media_type="application/zip",
        filename=f"bundle-{manifest.number}.zip",
        level=Level(run.document.level),
        groups=run.document.groups.all(),
    )
