"""One list of all candidates that wait, the likeliest first: worked out while the compartment is open, and kept sealed until it is done anew.

It holds references and reasons and no name. It goes with every erasure and with a change of keys (`apps.py`).
"""

from __future__ import annotations

import json
import zlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.contrib.auth.models import User
from django.db.models import OuterRef, Subquery

from dalil.archive.protection import Viewer
from dalil.record.actions.transaction import Refused, writing
from dalil.record.models import Report
from dalil.record.sealed.envelope import NotAuthentic, decrypt_bytes, derive_key, encrypt_bytes
from dalil.record.sealed.open_compartment import OpenCompartment, check_current
from dalil.record.sealed.persons import overwrite_what_goes
from dalil.record.sealed.reads import What, log_sealed_read
from dalil.tracing.candidates import LEAST_QUEUED, MOST_QUEUED, CandidateReason, ComparedPeople, TracedCandidate
from dalil.tracing.compared_people import people_of_record, person_of_request
from dalil.tracing.looks import CandidateStanding, ReadLook, read_all_looks, standing_of
from dalil.tracing.models import CandidateQueue, SearchRequest, SearchStep
from dalil.tracing.requests import all_requests, read_requests

WAITING = frozenset({"SUBMITTED", "VALIDATED", "OPEN", "CANDIDATE_FOUND", "UNRESOLVED"})
"""The states of requests for which candidates wait: they are searched, and nothing is verified yet."""
PADDED_TO = 65_536
"""What is sealed is filled up to a multiple of so many bytes, so that its length says little."""
SPARE = b"\x00"


@dataclass(frozen=True)
class QueuedCandidate:
    """A candidate in the list. request: the reference. report: the address of a report, or empty; other: the reference of another request."""

    request: str
    report: str
    other: str
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


def work_out_queue(opened: OpenCompartment, *, actor: User, session: str = "") -> CandidateQueue:
    """Work out the candidates of all requests that are searched, among the victims that the person may read and among each other; seal them as one.

    The reading is logged. What was worked out before goes. Raises Refused where a request was changed by other means.
    """
    requests = list(waiting_requests())
    sought = [person_of_request(*each) for each in read_requests(opened, requests, actor=actor, session=session)]
    known = list(people_of_record(Viewer.of(actor)))
    number = {each.reference: each.pk for each in requests}
    queued = [
        QueuedCandidate(str(whom.key), str(each.person.key), "", each.reasons)
        for whom, found in ComparedPeople(known).find_many(sought, MOST_QUEUED, LEAST_QUEUED)
        for each in found
    ]
    for whom, found in ComparedPeople(sought).find_many(sought, MOST_QUEUED, LEAST_QUEUED):
        queued += list(_pairs(str(whom.key), found, number))
    with writing():
        check_current(opened)
        forget_queue()
        return CandidateQueue.objects.create(
            generation=opened.generation,
            sealed=_seal(opened, queued),
            requests=len(sought),
            people=len(known),
            actor=actor,
        )


def read_queue(opened: OpenCompartment, *, actor: User, session: str = "") -> list[WaitingCandidate]:
    """Return the candidates that were worked out, the likeliest first, with how far each is. It is logged.

    Left out is what the person may not read, and requests that are not searched any more. Raises Refused where it was changed by other means.
    """
    kept = CandidateQueue.objects.filter(generation=opened.generation).first()
    if kept is None:
        return []
    log_sealed_read(What.SEARCHED, actor=actor, session=session, fields=["search_candidates"])
    queued = _open(opened, kept)
    readable = set(
        Report.objects.visible_to(Viewer.of(actor)).filter(kind="victim").values_list("address", flat=True)
        if queued
        else ()
    )
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
    kept = CandidateQueue.objects.filter(generation=opened.generation).first()
    queued = _open(opened, kept) if kept else []
    return next((each for each in queued if (each.request, each.candidate) == (request, candidate)), None)


def waiting_requests() -> Any:
    """Return the requests for which candidates wait."""
    last = SearchStep.objects.filter(request=OuterRef("pk")).order_by("-number").values("state")[:1]
    return all_requests().filter(person__erasure=None).annotate(state=Subquery(last)).filter(state__in=WAITING)


def forget_queue() -> None:
    """Throw away what was worked out, within the transaction of whoever decides it; the database writes over where it stood."""
    if CandidateQueue.objects.exists():
        overwrite_what_goes("tracing_candidatequeue")
        CandidateQueue.objects.all().delete()


def _pairs(reference: str, found: Sequence[TracedCandidate], number: Mapping[str, int]) -> Iterator[QueuedCandidate]:
    """Yield each pair of requests once: the later one beside the earlier."""
    for each in found:
        if number[reference] > number[str(each.person.key)]:
            yield QueuedCandidate(reference, "", str(each.person.key), each.reasons)


def _seal(opened: OpenCompartment, queued: Sequence[QueuedCandidate]) -> bytes:
    plain = [
        [each.request, each.report, each.other, [[one.about, one.level, one.weight] for one in each.reasons]]
        for each in queued
    ]
    packed = zlib.compress(json.dumps(plain).encode())
    length = len(packed).to_bytes(8, "big")
    padded = length + packed + SPARE * (-(len(packed) + len(length)) % PADDED_TO)
    return encrypt_bytes(_key(opened), padded, place=_place(opened))


def _open(opened: OpenCompartment, kept: CandidateQueue) -> list[QueuedCandidate]:
    try:
        padded = decrypt_bytes(_key(opened), bytes(kept.sealed), place=_place(opened))
    except NotAuthentic as error:
        raise Refused("queue_changed", "the list of candidates was changed by other means; work it out anew") from error
    plain = json.loads(zlib.decompress(padded[8 : 8 + int.from_bytes(padded[:8], "big")]))
    return [
        QueuedCandidate(request, report, other, tuple(CandidateReason(*one) for one in reasons))
        for request, report, other, reasons in plain
    ]


def _key(opened: OpenCompartment) -> bytes:
    return derive_key(opened.secret, "candidates")


def _place(opened: OpenCompartment) -> tuple[str, ...]:
    return "tracing_candidatequeue", str(opened.generation)
