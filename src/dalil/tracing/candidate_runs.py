"""Working the list of all candidates out, portion by portion: each is sealed as soon as it is done, so that what was stopped goes on from there.

It takes the secret of the compartment, which no database holds: whoever has it open hands it to a process of its own (`desk/tracing/
candidate_work.py`), and the work stops when they close it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence

from django.contrib.auth.models import User
from django.utils import timezone

from dalil.archive.protection import Viewer
from dalil.record.actions.transaction import writing
from dalil.record.sealed.open_compartment import OpenCompartment, check_current
from dalil.tracing.candidate_queue import QueuedCandidate, seal_portion, throw_away, unfinished_queue, waiting_requests
from dalil.tracing.candidates import LEAST_QUEUED, MOST_QUEUED, ComparedPeople, ComparedPerson, TracedCandidate
from dalil.tracing.compared_people import people_of_record, person_of_request, remains_of_record
from dalil.tracing.models import CandidatePortion, CandidateQueue
from dalil.tracing.nameless_candidates import LEAST_REMAINS, MOST_REMAINS, KnownRemains
from dalil.tracing.requests import read_requests

AT_ONCE = 500
"""So many requests are one portion: some seconds of work."""


def begin_queue(opened: OpenCompartment, *, actor: User) -> CandidateQueue:
    """Begin to work the candidates of all requests out anew. What the same person began and did not finish is gone on with; of others it goes.

    Nobody may be at work on it. What was finished before stays until this is finished. Raises Refused where the keys were changed meanwhile.
    """
    with writing():
        check_current(opened)
        begun = unfinished_queue(opened)
        if begun is not None and begun.actor_id == actor.pk:
            return begun
        throw_away(CandidateQueue.objects.filter(finished_at=None))
        return CandidateQueue.objects.create(
            generation=opened.generation, requests=waiting_requests().count(), actor=actor
        )


def work_on_queue(
    opened: OpenCompartment,
    queue: CandidateQueue,
    *,
    actor: User,
    session: str = "",
    may_go_on: Callable[[], bool] = lambda: True,
) -> bool:
    """Work out what is still to do: among the victims and remains that the person may read, and among the requests. Returns whether it was finished.

    may_go_on: asked before each portion, whether the compartment is still open. It ends, too, where what was worked out was thrown away, as an
    erasure does. The reading is logged. Raises Refused where a request was changed by other means, and where the keys were changed meanwhile.
    """
    requests = list(waiting_requests().order_by("pk"))
    sought = [person_of_request(*each) for each in read_requests(opened, requests, actor=actor, session=session)]
    compared = _Compared(sought, {each.reference: each.pk for each in requests}, Viewer.of(actor))
    done = list(queue.portions.order_by("number"))
    left = [each for each in sought if not done or compared.number[str(each.key)] > done[-1].last]
    CandidateQueue.objects.filter(pk=queue.pk).update(
        requests=sum(each.requests for each in done) + len(left), people=compared.people, remains=compared.remains
    )
    for start in range(0, len(left), AT_ONCE):
        portion = left[start : start + AT_ONCE]
        if not may_go_on() or not _keep(opened, queue, portion, compared):
            return False
    return _finish(opened, queue)


def work_out_queue(opened: OpenCompartment, *, actor: User, session: str = "") -> CandidateQueue:
    """Work the candidates of all requests out at once. Raises what `work_on_queue` raises."""
    queue = begin_queue(opened, actor=actor)
    work_on_queue(opened, queue, actor=actor, session=session)
    return queue


class _Compared:
    """Whom all requests are compared with, laid out once. number: the key of each request, by its reference."""

    def __init__(self, sought: Sequence[ComparedPerson], number: Mapping[str, int], viewer: Viewer) -> None:
        known, remains = list(people_of_record(viewer)), list(remains_of_record(viewer))
        self.number, self.people, self.remains = number, len(known), len(remains)
        self._known, self._sought, self._remains = ComparedPeople(known), ComparedPeople(sought), KnownRemains(remains)

    def find(self, portion: Sequence[ComparedPerson]) -> Iterator[QueuedCandidate]:
        """Yield the candidates of some requests; of two requests the later one has the earlier as its candidate."""
        for whom, found in self._known.find_many(portion, MOST_QUEUED, LEAST_QUEUED):
            yield from (_of_report(whom, each, remains=False) for each in found)
        for whom, found in self._remains.find_many(portion, MOST_REMAINS, LEAST_REMAINS):
            yield from (_of_report(whom, each, remains=True) for each in found)
        for whom, found in self._sought.find_many(portion, MOST_QUEUED, LEAST_QUEUED):
            for each in found:
                if self.number[str(whom.key)] > self.number[str(each.person.key)]:
                    yield QueuedCandidate(str(whom.key), "", str(each.person.key), False, each.reasons)


def _of_report(whom: ComparedPerson, found: TracedCandidate, *, remains: bool) -> QueuedCandidate:
    return QueuedCandidate(str(whom.key), str(found.person.key), "", remains, found.reasons)


def _keep(opened: OpenCompartment, queue: CandidateQueue, portion: Sequence[ComparedPerson], compared: _Compared) -> bool:  # fmt: skip
    """Seal what is found for a portion. False where the whole was thrown away meanwhile."""
    found = list(compared.find(portion))
    with writing():
        check_current(opened)
        if not _still_there(queue):
            return False
        number = queue.portions.count() + 1
        CandidatePortion.objects.create(
            queue=queue,
            number=number,
            requests=len(portion),
            last=compared.number[str(portion[-1].key)],
            sealed=seal_portion(opened, queue, number, found),
        )
        queue.done = sum(queue.portions.values_list("requests", flat=True))
        CandidateQueue.objects.filter(pk=queue.pk).update(done=queue.done)
    return True


def _finish(opened: OpenCompartment, queue: CandidateQueue) -> bool:
    """Show this from now on, in the place of what was finished before. False where it was thrown away meanwhile."""
    with writing():
        check_current(opened)
        if not _still_there(queue):
            return False
        throw_away(CandidateQueue.objects.exclude(pk=queue.pk))
        CandidateQueue.objects.filter(pk=queue.pk).update(finished_at=timezone.now())
    return True


def _still_there(queue: CandidateQueue) -> bool:
    return CandidateQueue.objects.select_for_update().filter(pk=queue.pk, finished_at=None).exists()
