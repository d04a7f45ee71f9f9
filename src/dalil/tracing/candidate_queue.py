"""One list of all candidates that wait, the likeliest first: worked out while the compartment is open (`candidate_runs.py`), and kept sealed.

It holds references and reasons and no name. It goes with every erasure and with a change of keys (`apps.py`).
"""

from __future__ import annotations

import json
import zlib
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.contrib.auth.models import User
from django.db.models import OuterRef, QuerySet, Subquery

from dalil.archive.protection import Viewer
from dalil.record.actions.transaction import Refused
from dalil.record.models import Report
from dalil.record.sealed.envelope import NotAuthentic, decrypt_bytes, derive_key, encrypt_bytes
from dalil.record.sealed.open_compartment import OpenCompartment
from dalil.record.sealed.persons import overwrite_what_goes
from dalil.record.sealed.reads import What, log_sealed_read
from dalil.tracing.candidates import CandidateReason
from dalil.tracing.looks import CandidateStanding, ReadLook, read_all_looks, standing_of
from dalil.tracing.models import CandidatePortion, CandidateQueue, SearchRequest, SearchStep
from dalil.tracing.requests import all_requests

WAITING = frozenset({"SUBMITTED", "VALIDATED", "OPEN", "CANDIDATE_FOUND", "UNRESOLVED"})
"""The states of requests for which candidates wait: they are searched, and nothing is verified yet."""
KINDS = ("victim", "remains")
"""The kinds of reports that tell of who may be the one."""
PADDED_TO = 65_536
"""What is sealed is filled up to a multiple of so many bytes, so that its length says little."""
SPARE = b"\x00"
CHANGED = "the list of candidates was changed by other means; work it out anew"


@dataclass(frozen=True)
class QueuedCandidate:
    """A candidate in the list. request: the reference. report: the address of a report, or empty; other: the reference of another request.

    remains: whether the report tells of remains whose name is not known.
    """

    request: str
    report: str
    other: str
    remains: bool
    reasons: tuple[CandidateReason, ...]

    @property
    def candidate(self) -> str:
        """Return what the candidate is named by in the looks at it."""
        return self.report or self.other

    @property
    def weight(self) -> float:
        """Return the sum of the reasons, in bits."""
        return sum(each.weight for each in self.reasons)


@dataclass(frozen=True)
class WaitingCandidate:
    """A candidate with how far it is. looks: those that hold, the latest first."""

    queued: QueuedCandidate
    search: SearchRequest
    standing: CandidateStanding
    looks: Sequence[ReadLook]


def shown_queue(opened: OpenCompartment) -> CandidateQueue | None:
    """Return what the list is read from: the last that was finished, else the one that is worked on; None where there is none."""
    kept = CandidateQueue.objects.filter(generation=opened.generation).select_related("actor")
    return kept.exclude(finished_at=None).order_by("-pk").first() or kept.order_by("-pk").first()


def unfinished_queue(opened: OpenCompartment) -> CandidateQueue | None:
    """Return what was begun and is not finished; None where there is none."""
    kept = CandidateQueue.objects.filter(generation=opened.generation, finished_at=None)
    return kept.select_related("actor").first()


def read_queue(opened: OpenCompartment, *, actor: User, session: str = "") -> list[WaitingCandidate]:
    """Return the candidates that were worked out, the likeliest first, with how far each is. It is logged.

    Left out is what the person may not read or what stands no more, and requests that are not searched any more. Raises Refused where it was
    changed by other means.
    """
    kept = shown_queue(opened)
    if kept is None:
        return []
    log_sealed_read(What.SEARCHED, actor=actor, session=session, fields=["search_candidates"])
    queued, viewer = open_portions(opened, kept), Viewer.of(actor)
    reports = Report.objects.visible_to(viewer).filter(kind__in=KINDS).standing_for(viewer)
    readable = set(reports.values_list("address", flat=True) if queued else ())
    searched = {each.reference: each for each in waiting_requests()}
    looks = {each.pk: told for each, told in read_all_looks(opened, actor=actor, session=session)}
    waiting = []
    for each in queued:
        if (each.report and each.report not in readable) or (each.other and each.other not in searched):
            continue
        if each.request in searched:
            search = searched[each.request]
            told = looks.get(search.pk, ())
            own = [look for look in told if look.candidate == each.candidate]
            waiting.append(WaitingCandidate(each, search, standing_of(told, each.candidate), own))
    return sorted(waiting, key=lambda each: (-each.queued.weight, each.queued.request, each.queued.candidate))


def find_queued(opened: OpenCompartment, request: str, candidate: str) -> QueuedCandidate | None:
    """Return a candidate as the list has it; None where it is not in the list. Raises Refused where that was changed by other means."""
    kept = shown_queue(opened)
    queued = open_portions(opened, kept) if kept else []
    return next((each for each in queued if (each.request, each.candidate) == (request, candidate)), None)


def waiting_requests() -> Any:
    """Return the requests for which candidates wait."""
    last = SearchStep.objects.filter(request=OuterRef("pk")).order_by("-number").values("state")[:1]
    return all_requests().filter(person__erasure=None).annotate(state=Subquery(last)).filter(state__in=WAITING)


def forget_queue() -> None:
    """Throw away what was worked out, within the transaction of whoever decides it; the database writes over where it stood."""
    throw_away(CandidateQueue.objects.all())


def throw_away(queues: QuerySet[CandidateQueue]) -> None:
    """Delete some of what was worked out, within a transaction; the database writes over where it stood."""
    if queues.exists():
        overwrite_what_goes("tracing_candidateportion", "tracing_candidatequeue")
        queues.delete()


def seal_portion(
    opened: OpenCompartment, queue: CandidateQueue, number: int, queued: Sequence[QueuedCandidate]
) -> bytes:
    """Seal the candidates of a portion, for its place alone."""
    plain = [
        [
            each.request,
            each.report,
            each.other,
            each.remains,
            [[one.about, one.level, one.weight] for one in each.reasons],
        ]
        for each in queued
    ]
    packed = zlib.compress(json.dumps(plain).encode())
    length = len(packed).to_bytes(8, "big")
    padded = length + packed + SPARE * (-(len(packed) + len(length)) % PADDED_TO)
    return encrypt_bytes(_key(opened), padded, place=_place(queue, number))


def open_portions(opened: OpenCompartment, queue: CandidateQueue) -> list[QueuedCandidate]:
    """Return the candidates of all portions. Raises Refused where one was changed by other means, or is missing."""
    portions = list(CandidatePortion.objects.filter(queue=queue).order_by("number"))
    if sum(each.requests for each in portions) < queue.done:
        raise Refused("queue_changed", CHANGED)
    return [each for portion in portions for each in _open(opened, portion)]


def _open(opened: OpenCompartment, portion: CandidatePortion) -> list[QueuedCandidate]:
    try:
        padded = decrypt_bytes(_key(opened), bytes(portion.sealed), place=_place(portion.queue, portion.number))
    except NotAuthentic as error:
        raise Refused("queue_changed", CHANGED) from error
    plain = json.loads(zlib.decompress(padded[8 : 8 + int.from_bytes(padded[:8], "big")]))
    return [
        QueuedCandidate(request, report, other, remains, tuple(CandidateReason(*one) for one in reasons))
        for request, report, other, remains, reasons in plain
    ]


def _key(opened: OpenCompartment) -> bytes:
    return derive_key(opened.secret, "candidates")


def _place(queue: CandidateQueue, number: int) -> tuple[str, ...]:
    return "tracing_candidateportion", str(queue.generation), str(queue.pk), str(number)
