"""Looking at candidates: one officer says that somebody may be the one, another looks too. What each thinks is sealed with the request.

Two who say so bring an open request to CANDIDATE_FOUND; nothing else follows. Whoever is said to be another person leaves the list, and comes
back when somebody looks again.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from django.contrib.auth.models import User

from dalil.record.actions.transaction import Refused, writing
from dalil.record.lengths import check_lengths
from dalil.record.sealed.open_compartment import OpenCompartment
from dalil.record.sealed.persons import ReadField, change_person, read_versions, read_versions_of_all
from dalil.tracing.models import CandidateLook, SearchRequest
from dalil.tracing.requests import add_step, all_requests, states_of

FIELD = "search_look"


class LookVerdict(StrEnum):
    """What an officer thinks of a candidate."""

    PERHAPS = "perhaps"
    OTHER = "other"


class CandidateStanding(StrEnum):
    """How far a candidate is: nobody looked, one said that it may be, two said so, somebody said that it is another person."""

    NEW = "new"
    SECOND = "second"
    AGREED = "agreed"
    OTHER = "other"


@dataclass(frozen=True)
class ReadLook:
    """One look at a candidate. candidate: the address of a report, or the reference of a request. by: who looked."""

    candidate: str
    verdict: LookVerdict
    reason: str
    at: datetime
    by: str


def look_at_candidate(
    opened: OpenCompartment, request: SearchRequest, candidate: str, verdict: LookVerdict, *, reason: str, actor: User
) -> CandidateStanding:
    """Note what an officer thinks of a candidate. Returns how far it is then.

    Raises Refused where the same officer said so before (a second person looks), without a reason, and where the request was erased.
    """
    check_lengths(reason=reason)
    if not reason.strip():
        raise Refused("look_without_reason", "say what speaks for it or against it; it is sealed with the request")
    with writing():
        looks = read_looks(opened, request, actor=actor)
        own = [each for each in since_last_other(looks, candidate) if each.by == actor.username]
        if verdict is LookVerdict.PERHAPS and own:
            raise Refused("looked_already", "you said already that this may be the one; a second person looks now")
        number = len(looks) + 1
        said = {"number": number, "candidate": candidate, "verdict": verdict.value, "reason": reason.strip()}
        words = json.dumps(said, ensure_ascii=False)
        change_person(opened, request.person, {FIELD: words}, actor=actor, seen={FIELD: number - 1})
        CandidateLook.objects.create(request=request, number=number, actor=actor)
        standing = standing_of(read_looks(opened, request, actor=actor), candidate)
        if standing is CandidateStanding.AGREED and states_of(request)[-1] == "OPEN":
            add_step(opened, request, "CANDIDATE_FOUND", reason=f"{candidate}: {reason.strip()}", actor=actor)
    return standing


def read_looks(
    opened: OpenCompartment, request: SearchRequest, *, actor: User, session: str = ""
) -> Sequence[ReadLook]:
    """Return the looks at the candidates of a request, the latest first. It is logged. Raises Refused where it was erased."""
    return [_look_of(each) for each in read_versions(opened, request.person, FIELD, actor=actor, session=session)]


def read_all_looks(
    opened: OpenCompartment, *, actor: User, session: str = ""
) -> Iterator[tuple[SearchRequest, Sequence[ReadLook]]]:
    """Yield the requests at whose candidates somebody looked, with the looks, the latest first; logged once."""
    of_person = {each.person_id: each for each in all_requests().filter(looks__isnull=False).distinct()}
    people = (each.person for each in of_person.values())
    for person, versions in read_versions_of_all(opened, people, FIELD, actor=actor, session=session):
        yield of_person[person.pk], [_look_of(each) for each in versions]


def since_last_other(looks: Iterable[ReadLook], candidate: str) -> list[ReadLook]:
    """Return the looks at one candidate that say that it may be, since somebody said that it is another person. looks: the latest first."""
    since = []
    for each in looks:
        if each.candidate == candidate:
            if each.verdict is LookVerdict.OTHER:
                break
            since.append(each)
    return since


def standing_of(looks: Sequence[ReadLook], candidate: str) -> CandidateStanding:
    """Return how far a candidate is. looks: those at the candidates of the request, the latest first."""
    since = since_last_other(looks, candidate)
    if not since:
        return CandidateStanding.OTHER if any(each.candidate == candidate for each in looks) else CandidateStanding.NEW
    return CandidateStanding.AGREED if len({each.by for each in since}) > 1 else CandidateStanding.SECOND


def _look_of(read: ReadField) -> ReadLook:
    said: Mapping[str, str] = json.loads(read.text)
    return ReadLook(said["candidate"], LookVerdict(said["verdict"]), said["reason"], read.at, read.by)
