"""What goes into a bag about some entities, and what may not; and writing it."""

from __future__ import annotations

import hashlib
import json
import mimetypes
import re
import secrets
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path
from string import Template
from typing import Any

from django.conf import settings
from django.contrib.auth.models import User
from django.utils import timezone

from dalil.access.models import Action, Proposal
from dalil.archive import store
from dalil.archive.custody import note_custody, own_tool
from dalil.archive.models import CustodyEvent, Document
from dalil.archive.protection import Viewer
from dalil.exports.bag.bag_folder import BagFolder, read_chunks
from dalil.exports.bag.bag_proofs import BagProofs
from dalil.exports.bag.compilations import NOT_SEEN, BagMade, Compilation, Going, describe_compilation
from dalil.exports.bag.left_out import LeftOut, leave_out
from dalil.exports.confirmed import digest_over, log_export, viewer_of_export
from dalil.exports.leaving import LetOut, ask_leave, why_files_stay
from dalil.exports.report_lines import report_lines
from dalil.ledger.inclusion import InclusionProof
from dalil.ledger.seals import allowed_signer, public_pem, sign_file, ssh_signature
from dalil.letters import LANGUAGE_CODES
from dalil.proofs.models import Cosigner, SignedCheckpoint
from dalil.proofs.proving import Prover
from dalil.proofs.signing import log_key, sign_checkpoint
from dalil.proofs.tile_files import note_with_cosignatures
from dalil.proofs.timestamps import stamp_by_all
from dalil.record import actions
from dalil.record.by_addresses import keys_as_subquery
from dalil.record.credits import with_credits
from dalil.record.entities import entities_of, entity_at
from dalil.record.models import Report
from dalil.record.per_request import asked_once
from dalil.record.reading import open_each_for_reading
from dalil.record.sealed.consents import note_disclosure
from dalil.wording.claims import title_of

NAMESPACE = "dalil-bag"
"""What the signature of ssh-keygen is for."""

TEXTS = ("METHOD", "LIMITS", "VERIFY")
"""What is said of a bag in each language; VERIFY lies beside the payload, where the program that checks bags does not look for it."""


class UnknownEntity(LookupError):
    """No report that the viewer may see has an address."""


class OtherThanConfirmed(Exception):
    """A bag is not the one that a second person confirmed."""


class NothingLeaves(Exception):
    """Nothing of what was asked for may leave. left_out: why."""

    def __init__(self, left_out: Sequence[LeftOut]) -> None:
        self.left_out = tuple(left_out)
        super().__init__("nothing of it may leave")


@dataclass(frozen=True, kw_only=True)
class BagRequest:
    """What a bag is about, and for whom. entities: addresses; viewer, actor: who takes it out; taken: a confirmed export of restricted reports.

    purpose: a code of `consent_purposes`; recipient: who receives it. compilation: what was chosen one by one, instead of entities.
    """

    entities: tuple[str, ...] = ()
    viewer: Viewer
    actor: User
    purpose: str = "internal"
    recipient: str = ""
    taken: Proposal | None = None
    compilation: Compilation | None = None

    @property
    def name(self) -> str:
        """Return by what the bag is known: the entities that it is about, or the name of what was chosen."""
        return self.compilation.name if self.compilation else " ".join(sorted(self.entities))


def reports_of(request: BagRequest) -> list[int]:
    """Return the ids of all reports that are asked for and that the viewer may see. Raises UnknownEntity."""
    if request.compilation:
        seen = Report.objects.visible_to(request.viewer)
        return sorted(seen.filter(pk__in=keys_as_subquery(request.compilation.reports)).values_list("pk", flat=True))
    ids: set[int] = set()
    for address in request.entities:
        entity = entity_at(address, request.viewer)
        if entity is None:
            raise UnknownEntity(f"there is nothing of the address {address}")
        ids |= {each.pk for each in entity.reports}
    return sorted(ids)


def describe_bag(request: BagRequest, last: int | None = None) -> dict[str, str]:
    """Return by what a proposal of a bag is known: entities, purpose, recipient, and a digest over the addresses of the reports about them.

    last: the id of the last report that is looked at; all unless given. Raises UnknownEntity.
    """
    about = Report.objects.visible_to(request.viewer).filter(pk__in=keys_as_subquery(reports_of(request)))
    if last is not None:
        about = about.filter(pk__lte=last)
    return {
        "bag": request.name,
        "purpose": request.purpose,
        "recipient": request.recipient,
        "reports": digest_over(about),
        **(describe_compilation(request.compilation, request.viewer) if request.compilation else {}),
    }


def check_confirmed(request: BagRequest, proposal: Proposal) -> None:
    """Refuse a bag that is not the one that was confirmed: other entities, another purpose or recipient, or reports that came to the
    entities since, as by a judgement. What was entered since is left out. Raises OtherThanConfirmed and UnknownEntity."""
    asked = proposal.asked["query"]
    if not isinstance(asked, dict) or asked.get("bag") != request.name:
        raise OtherThanConfirmed(f"there is no proposal {proposal.pk} of this export")
    now = describe_bag(request, proposal.asked["last"])
    if changed := [name for name, value in now.items() if asked.get(name) != value]:
        raise OtherThanConfirmed(
            f"proposal {proposal.pk} was confirmed with other {', '.join(changed)}; propose this bag anew"
        )


Progress = Callable[[int, int], None]
"""Is told how many documents of how many were copied into a bag."""


def write_bag(place: Path, request: BagRequest, progress: Progress | None = None) -> BagMade:
    """Write a bag, seal it, and note in the custody of each document that it left. It is there as a whole, or not at all.

    Raises UnknownEntity, NothingLeaves, FileExistsError, OtherThanConfirmed, and what `sign_checkpoint` raises.
    """
    with asked_once():
        return _write_bag(place, request, progress or (lambda done, of: None))


def _write_bag(place: Path, request: BagRequest, progress: Progress) -> BagMade:
    if place.exists():
        raise FileExistsError(17, "it is there already; a bag is written into a new folder", str(place))
    made = BagMade(place, secrets.token_hex(16))
    exporting = viewer_of_export(request.viewer, request.taken)
    let_out = _sift_reports(request, exporting, made)
    reports = list(with_credits(let_out.reports).order_by("pk"))
    documents = _sift_documents(reports, request, exporting, made)
    if not reports and not documents:
        raise NothingLeaves(made.left_out)
    signed = sign_checkpoint(actor=request.actor)
    made.unstamped = stamp_by_all(signed)
    proofs = BagProofs(Prover(signed), exporting)
    log_export(exporting, "bag", bag=made.number, **({"proposal": request.taken.pk} if request.taken else {}))
    folder = BagFolder(place)
    try:
        opened = open_each_for_reading(documents, exporting, Action.EXPORTED)
        originals = []
        for done, each in enumerate(opened, 1):
            originals += [each] if _add_document(folder, each, made) else []
            progress(done, len(documents))
        going = _add_record(folder, reports, originals, request, exporting, proofs)
        for path, content in request.compilation.annex(going) if request.compilation else ():
            folder.add(path, [content])
        made.reports, made.documents, made.unproven = len(reports), len(originals), proofs.unproven
        _add_words(folder, request, made, proofs)
        _seal(folder, request, reports, made)
        with actions.writing():
            note_disclosure(
                let_out.covered, how="bag", purpose=request.purpose, recipient=request.recipient, actor=request.actor
            )
            if request.compilation:
                request.compilation.note(made)
            facts = {"bag": made.number, "manifest": made.digest, "recipient": request.recipient}
            for each in originals:
                note_custody(each, CustodyEvent.What.EXPORTED, actor=request.actor, purpose=request.purpose, **facts)
        folder.close()  # after the transaction: whatever is killed here, nothing left that is not on record
    except BaseException:
        folder.discard()
        raise
    return made


def foresee_bag(request: BagRequest) -> BagMade:
    """Say what a bag would hold and what would be left out, and write nothing. Raises UnknownEntity, OtherThanConfirmed.

    Whether files are missing or damaged is seen when they are copied.
    """
    foreseen = BagMade(Path(), "")
    exporting = viewer_of_export(request.viewer, request.taken)
    reports = list(_sift_reports(request, exporting, foreseen).reports)
    documents = _sift_documents(reports, request, exporting, foreseen)
    foreseen.reports, foreseen.documents = len(reports), len(documents)
    return foreseen


def _sift_reports(request: BagRequest, exporting: Viewer, made: BagMade) -> LetOut:
    """The reports that may leave; what may not is noted."""
    if request.taken:
        check_confirmed(request, request.taken)
    about = Report.objects.visible_to(request.viewer).filter(pk__in=keys_as_subquery(reports_of(request)))
    if request.taken:
        about = about.filter(pk__lte=request.taken.asked["last"])
    allowed = Report.objects.visible_to(exporting).filter(pk__in=keys_as_subquery(about.values_list("pk", flat=True)))
    kept = about.exclude(pk__in=keys_as_subquery(allowed.values_list("pk", flat=True))).order_by("pk")
    made.left_out += [leave_out(each, "restricted", made.number) for each in kept]
    let_out = ask_leave(allowed, exporting, purpose=request.purpose, recipient=request.recipient)
    why = {address: permission.type for address, permission in let_out.withheld}
    withheld = Report.objects.visible_to(exporting).filter(address__in=why).order_by("pk")
    made.left_out += [leave_out(each, why[each.address], made.number) for each in withheld]
    return let_out


def _sift_documents(reports: Sequence[Report], request: BagRequest, exporting: Viewer, made: BagMade) -> list[Document]:
    """The documents that may leave: those in which the reports stand, and what was made of them."""
    named = {each.document_id for each in reports}
    seen = Document.objects.visible_to(exporting)
    if chosen := request.compilation.documents if request.compilation else ():
        named |= chosen
        told = Document.objects.visible_to(request.viewer).filter(pk__in=keys_as_subquery(chosen))
        kept = told.exclude(
            pk__in=keys_as_subquery(seen.filter(pk__in=keys_as_subquery(chosen)).values_list("pk", flat=True))
        )
        made.left_out += [leave_out(each, "restricted", made.number) for each in kept.order_by("pk")]
    among = keys_as_subquery(named)
    found = [*seen.filter(pk__in=among).order_by("pk"), *seen.filter(parent__in=among).exclude(pk__in=among)]
    going = []
    why = why_files_stay(found, exporting, purpose=request.purpose, recipient=request.recipient)
    for document in found:
        if reason := why[document.pk]:
            made.left_out.append(leave_out(document, reason, made.number))
        else:
            going.append(document)
    return going


def _add_document(folder: BagFolder, document: Document, made: BagMade) -> bool:
    """Copy a document that was opened for reading into the bag under its digest. Returns False where it is missing or damaged; that is noted."""
    try:
        stream = store.open_verified(document.sha256)
    except FileNotFoundError:
        made.left_out.append(leave_out(document, "missing", made.number))
        return False
    except store.DamagedDocument:
        made.left_out.append(leave_out(document, "damaged", made.number))
        return False
    with stream:
        folder.add(_path_of(document), read_chunks(stream))
    return True


def _path_of(document: Document) -> str:
    ending = Path(document.filename).suffix.lower() or mimetypes.guess_extension(document.media_type) or ""
    kept = ending if re.fullmatch(r"\.[a-z0-9]{1,8}", ending) else ""
    return f"data/{'derived' if document.parent_id else 'originals'}/{document.sha256}{kept}"


def _add_record(
    folder: BagFolder,
    reports: Sequence[Report],
    documents: Sequence[Document],
    request: BagRequest,
    exporting: Viewer,
    proofs: BagProofs,
) -> Going:
    """Add the lines of reports, the entities, the documents as they are described, custody, and the proofs of all. Returns what goes."""
    ids = [each.pk for each in reports]
    asked = Report.objects.visible_to(exporting).filter(pk__in=keys_as_subquery(ids))
    lines = report_lines(asked, exporting, request.taken, among=ids)
    folder.add("data/reports.jsonl", (line.encode() for line in lines))
    folder.add("data/entities.json", [_json(list(_plain_entities(ids, exporting)), indent=1)])
    stood_in = Document.objects.visible_to(exporting).filter(
        pk__in=keys_as_subquery({each.document_id for each in reports})
    )
    described = list(dict.fromkeys((*stood_in.order_by("pk"), *documents)))
    custody = list(proofs.of_custody(described))
    folder.add("data/custody.jsonl", (_json(_shown(each)) for each in custody))
    things = proofs.of_things(reports, described)
    folder.add("data/ledger/proofs.jsonl", (_json(each.as_plain()) for each in (*things, *custody)))
    note = note_with_cosignatures(proofs.prover.signed)
    folder.add("data/ledger/checkpoint", [note.encode()])
    folder.add("data/ledger/log-key", [f"{log_key().public}\n".encode()])
    if witnesses := [f"{each.key}\n" for each in Cosigner.objects.all()]:
        folder.add("data/ledger/witness-keys", ["".join(witnesses).encode()])
    _add_timestamps(folder, proofs.prover.signed)
    return Going(reports, described, {each.pk: _path_of(each) for each in documents})


def _add_timestamps(folder: BagFolder, signed: SignedCheckpoint) -> None:
    """Add the time stamps over the checkpoint, and who gave them when."""
    told = []
    for at, stamp in enumerate(signed.timestamps.all(), 1):
        folder.add(f"data/ledger/timestamp-{at}.tsr", [bytes(stamp.token)])
        moment = {"says": stamp.says.isoformat(), "seconds": int(stamp.says.timestamp())}
        told.append({"file": f"timestamp-{at}.tsr", "authority": stamp.authority, **moment})
    if told:
        folder.add("data/ledger/timestamps.json", [_json(told, indent=1)])


def _plain_entities(ids: Sequence[int], viewer: Viewer) -> Iterator[dict[str, Any]]:
    going = set(ids)
    for entity in entities_of(ids, viewer):
        reports = [each for each in entity.reports if each.pk in going]
        first = next((each for each in entity.current if each.pk in going), reports[0])
        yield {
            "address": entity.address,
            "kind": entity.kind,
            "title": {language: title_of(first.claim, language) for language in LANGUAGE_CODES},
            "reports": [each.address for each in reports],
            "current": [each.address for each in entity.current if each.pk in going],
        }


def _add_words(folder: BagFolder, request: BagRequest, made: BagMade, proofs: BagProofs) -> None:
    """Add what is said of the bag: what was left out, the method, the limits, how to check it."""
    counted = Counter((each.noun, each.reason) for each in made.left_out)
    unseen = request.compilation.unseen if request.compilation else 0
    told = {
        "bag": made.number,
        "counts": [
            *({"noun": noun, "reason": reason, "count": count} for (noun, reason), count in sorted(counted.items())),
            *([{"noun": "thing", "reason": NOT_SEEN, "count": unseen}] if unseen else []),
        ],
        "marks": sorted(each.mark for each in made.left_out if each.mark),
        "unproven": proofs.unproven,
    }
    folder.add("data/left-out.json", [_json(told, indent=1)])
    size = f"{proofs.prover.signed.size:,}"
    facts = {"log": log_key().name, "key": str(log_key().public), "namespace": NAMESPACE, "bag": made.number}
    for name in TEXTS:
        for language in LANGUAGE_CODES:
            text = files("dalil.exports.bag").joinpath("texts", f"{name}.{language}.txt").read_text(encoding="utf-8")
            beside = "VERIFY.txt" if language == LANGUAGE_CODES[0] else f"VERIFY.{language}.txt"
            path = beside if name == "VERIFY" else f"data/{name}.{language}.txt"
            folder.add(path, [Template(text).substitute(facts, size=size).encode()])
    folder.add("check_proofs.py", [files("dalil.exports.bag").joinpath("check_proofs.py").read_bytes()])


def _seal(folder: BagFolder, request: BagRequest, reports: Sequence[Report], made: BagMade) -> None:
    key = log_key()
    manifest = folder.finish_manifests(
        {
            "Source-Organization": settings.SITE.hostname or key.name,
            "External-Identifier": request.compilation.name if request.compilation else " ".join(request.entities),
            "External-Description": f"{len(reports)} reports with their documents and proofs",
            "Internal-Sender-Identifier": made.number,
            "Internal-Sender-Description": f"for {request.recipient or 'nobody named'}, purpose {request.purpose}",
            "Bagging-Date": f"{timezone.now():%Y-%m-%d}",
            "Bag-Software-Agent": own_tool(),
        }
    )
    made.digest = hashlib.sha256(manifest).hexdigest()
    folder.add_unlisted("seal/tagmanifest-sha256.sig", sign_file(key, manifest))
    folder.add_unlisted("seal/tagmanifest-sha256.sshsig", ssh_signature(key, manifest, NAMESPACE).encode())
    folder.add_unlisted("seal/log-key.pem", public_pem(key.public))
    folder.add_unlisted("seal/allowed_signers", allowed_signer(key.public, NAMESPACE).encode())


def _shown(proof: InclusionProof) -> dict[str, str]:
    return {each.name: each.value for each in proof.leaf.fields}


def _json(value: Any, indent: int | None = None) -> bytes:
    return f"{json.dumps(value, ensure_ascii=False, indent=indent)}\n".encode()
