"""Making a bundle for a partner: what may leave for it, with documents, judgements, consents and proofs."""

from __future__ import annotations

import json
import os
import zipfile
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from django.contrib.auth.models import User
from django.db.models import Q, QuerySet
from django.utils import timezone

from dalil.access.models import Proposal
from dalil.archive import store
from dalil.archive.custody import note_custody
from dalil.archive.folder_store import settle
from dalil.archive.models import CustodyEvent, Document
from dalil.archive.protection import Viewer
from dalil.exchange.bundle_file import (
    CHECKPOINT,
    CONSENTS,
    CONSISTENCY,
    DECISIONS,
    DOCUMENTS,
    JUDGEMENTS,
    LINES,
    MANIFEST,
    PROOFS,
    SIGNATURE,
    VERSION,
    BundleManifest,
    sign_manifest,
    write_part,
)
from dalil.exchange.decided_since import find_missing_corrections, plain_decisions
from dalil.exchange.judged_since import as_ranges, plain_judgements, sent_before
from dalil.exchange.models import Partner, SentBundle
from dalil.exchange.partner_log import prove_continuation
from dalil.exports.bag.bag_folder import read_chunks
from dalil.exports.confirmed import count_left_out, viewer_of_export
from dalil.exports.leaving import ask_leave, why_files_stay
from dalil.exports.report_lines import report_lines
from dalil.proofs.kept_hashes import KeptHashes
from dalil.proofs.proving import NotProven, Prover
from dalil.proofs.signing import log_key, sign_checkpoint
from dalil.record import actions
from dalil.record.by_addresses import keys_as_subquery
from dalil.record.models import Report
from dalil.record.sealed.consents import consents_covering, covered_reports, note_disclosure, state_of
from dalil.record.sealed.models import Consent, Disclosure

HOW = "bundle"


class NothingToSend(Exception):
    """No report may leave for the partner."""


@dataclass
class BundleMade:
    """A bundle as it was written. left_out: how many reports were, by reason. decisions: how many it tells of what was sent before, by kind."""

    number: int
    reports: int
    documents: int
    digest: str
    left_out: Counter[str] = field(default_factory=Counter)
    decisions: Counter[str] = field(default_factory=Counter)


def make_bundle(
    file: Path,
    partner: Partner,
    reports: QuerySet[Report],
    *,
    viewer: Viewer,
    actor: User,
    purpose: str,
    taken: Proposal | None = None,
    sight: Viewer | None = None,
) -> BundleMade:
    """Write a bundle of reports for a partner. It is there as a whole, or not at all; it gets its name once the record says that it left.

    Reports that correct what the partner has go with those asked for, and what else was decided of that (`decided_since`); a bundle may hold
    nothing else. sight: the one who makes it, where viewer sees less. taken: the confirmed export of restricted reports. A report of which
    the document may not leave or is not whole, or which cannot be proven, stays too. Raises NothingToSend, and what `sign_checkpoint` raises.
    """
    exporting = viewer_of_export(viewer, taken)
    left_out = Counter({"restricted": 0 if taken else count_left_out(reports, viewer)})
    corrections = keys_as_subquery(sorted(find_missing_corrections(partner, viewer_of_export(viewer))))
    wanted = Q(pk__in=reports.order_by().values("pk")) | Q(pk__in=corrections)
    allowed = Report.objects.visible_to(exporting).filter(wanted)
    let_out = ask_leave(allowed, exporting, purpose=purpose, recipient=partner.name)
    left_out.update(permission.type for _, permission in let_out.withheld)
    going, documents = _with_whole_documents(let_out.reports, exporting, purpose, partner, left_out)
    prover = Prover(sign_checkpoint(actor=actor))
    proven = list(prover.prove_each(going, {"address", "digest", "kind", "entered_at", "document"}))
    proofs = [each for _, each in proven if not isinstance(each, NotProven)]
    left_out["unproven"] += len(proven) - len(proofs)
    unproven = {report.pk for report, each in proven if isinstance(each, NotProven)}
    going = [each for each in going if each.pk not in unproven]
    ids = {each.pk for each in going}
    decisions = list(plain_decisions(partner, ids, sight or viewer, exporting))
    if not going and not decisions:
        raise NothingToSend(_say_nothing_leaves(partner, +left_out))
    sent = SentBundle.objects.filter(partner=partner).last()
    asked = Report.objects.visible_to(exporting).filter(pk__in=ids)
    covered = [each for each in let_out.covered if each.pk in ids]
    part = file.with_name(f".{file.name}.part")
    try:
        with zipfile.ZipFile(part, "w", zipfile.ZIP_STORED) as bundle:
            os.chmod(part, 0o600)
            texts = {
                LINES: (
                    line.encode() for line in report_lines(asked, exporting, taken, among=ids | sent_before(partner))
                ),
                PROOFS: (_json(each.as_plain()) for each in proofs),
                CONSENTS: (_json(each) for each in _plain_consents(going, partner)),
                CHECKPOINT: iter([prover.note.encode()]),
                CONSISTENCY: iter([_json(prove_continuation(partner, KeptHashes(), prover.signed.size))]),
                DECISIONS: (_json(each) for each in decisions),
                JUDGEMENTS: (_json(each) for each in plain_judgements(partner, ids, exporting)),
            }
            parts = {name: write_part(bundle, name, chunks) for name, chunks in texts.items()}
            for each in documents:
                with store.open_verified(each.sha256) as stream:
                    name = f"{DOCUMENTS}{each.sha256}"
                    parts[name] = write_part(bundle, name, read_chunks(stream))
            manifest = BundleManifest(
                version=VERSION,
                sender=log_key().name,
                recipient=partner.name,
                number=sent.number + 1 if sent else 1,
                before=sent.digest if sent else "",
                purpose=purpose,
                made_at=timezone.now().isoformat(),
                parts=parts,
            )
            encoded = manifest.encode()
            digest = write_part(bundle, MANIFEST, iter([encoded]))["sha256"]
            write_part(bundle, SIGNATURE, iter([sign_manifest(encoded, log_key())]))
        with part.open("rb") as written:
            os.fsync(written.fileno())
        with actions.writing():
            SentBundle.objects.create(
                partner=partner,
                number=manifest.number,
                digest=digest,
                purpose=purpose,
                size=prover.signed.size,
                reports=as_ranges(sorted(ids)),
                actor=actor,
            )
            note_disclosure(covered, how=HOW, purpose=purpose, recipient=partner.name, actor=actor)
            for each in documents:
                facts = {"recipient": partner.name, "bundle": digest, "purpose": purpose}
                note_custody(each, CustodyEvent.What.EXPORTED, actor=actor, **facts)
        part.replace(file)  # after the transaction: whatever is killed here, nothing left that is not on record
        settle(file.parent)
    finally:
        part.unlink(missing_ok=True)
    told = Counter(each["of"] for each in decisions)
    return BundleMade(manifest.number, len(going), len(documents), digest, +left_out, told)


def _say_nothing_leaves(partner: Partner, left_out: Counter[str]) -> str:
    if not left_out:
        return f"no report may leave for {partner.name}: none is here that was asked for"
    counted = ", ".join(f"{why}: {count:,}" for why, count in sorted(left_out.items()))
    return f"no report may leave for {partner.name}; those asked for stay, by reason: {counted}"


def _with_whole_documents(
    reports: QuerySet[Report], exporting: Viewer, purpose: str, partner: Partner, left_out: Counter[str]
) -> tuple[list[Report], list[Document]]:
    """The reports whose documents may leave and are whole, and these documents; the others are counted by reason."""
    named = reports.order_by().values("document")
    why: dict[int, str] = {}
    documents = []
    found = list(Document.objects.visible_to(exporting).filter(pk__in=named).order_by("pk"))
    kept = why_files_stay(found, exporting, purpose=purpose, recipient=partner.name)
    for document in found:
        reason = kept[document.pk]
        if not reason:
            try:
                store.open_verified(document.sha256).close()
            except FileNotFoundError:
                reason = "missing"
            except store.DamagedDocument:
                reason = "damaged"
        why[document.pk] = reason
        if not reason:
            documents.append(document)
    going = []
    for report in reports.order_by("pk"):
        if reason := why[report.document_id]:
            left_out[reason] += 1
        else:
            going.append(report)
    needed = {each.document_id for each in going}
    return going, [each for each in documents if each.pk in needed]


def _plain_consents(going: Sequence[Report], partner: Partner) -> Iterator[dict[str, Any]]:
    """The consents that cover what goes now, and as they stand today those that cover what went to this partner before."""
    before = Disclosure.objects.filter(how=HOW, recipient=partner.name)
    asked = Q(pk__in=[each.pk for each in going]) | Q(disclosures__in=before)
    covered: dict[Consent, list[str]] = {}
    for report in covered_reports(Report.objects.visible_to(Viewer.steward()).filter(asked).distinct()).order_by("pk"):
        for consent in consents_covering(report).select_related("person"):
            covered.setdefault(consent, []).append(report.address)
    for consent, addresses in covered.items():
        state, last = state_of(consent), consent.acts.last()
        yield {
            "reference": consent.reference,
            "role": consent.person.role,
            "terms": state.terms.model_dump(mode="json", exclude_defaults=True),
            "withdrawn_on": state.withdrawn_on.isoformat() if state.withdrawn_on else None,
            "on_day": last.on_day.isoformat() if last else None,
            "reports": sorted(set(addresses)),
        }


def _json(value: Any) -> bytes:
    return f"{json.dumps(value, ensure_ascii=False)}\n".encode()
