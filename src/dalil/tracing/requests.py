"""Entering a search request, changing it, and its steps. All that the family says is sealed as one; each act needs the compartment open."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.contrib.auth.models import User
from django.db.models import QuerySet
from django.utils.timezone import localdate

from dalil import vocabulary
from dalil.record.actions.transaction import Refused, writing
from dalil.record.lengths import check_lengths
from dalil.record.sealed.consents import give_consent, state_of
from dalil.record.sealed.open_compartment import OpenCompartment
from dalil.record.sealed.persons import SOUGHT, change_person, enter_person, read_of_all, read_person, read_versions
from dalil.tracing.lifecycle import may_follow
from dalil.tracing.models import SearchRequest, SearchStep
from dalil.tracing.receipts import make_receipt
from dalil.tracing.search_content import SearchContent, read_content, write_content
from dalil.values import Bilingual
from dalil.values.consent import ConsentTerms, consent_permits

PURPOSE = "tracing"
"""For what a request is passed on; a code of `consent_purposes`."""


@dataclass(frozen=True)
class ReadStep:
    """One step with its reason, as it was read. by: who took it. other: the reference of the request it is a duplicate of."""

    state: str
    reason: str
    at: datetime
    by: str
    other: str
    body: str


def all_requests() -> QuerySet[SearchRequest]:
    """Return the requests, the latest first; what stands in clear of them."""
    return SearchRequest.objects.select_related("person__erasure", "entered_by")


def enter_request(
    opened: OpenCompartment,
    content: SearchContent,
    consent: ConsentTerms,
    *,
    asked_on: date,
    actor: User,
    draft: bool = False,
    receipt: bool = True,
) -> tuple[SearchRequest, str]:
    """Seal a request with what its family consents to. Returns it, and the code of its receipt, which is shown once and kept nowhere.

    asked_on: the day of the consent. draft: whether the family may still want to add to it. receipt: whether one is made; else the code is
    empty. Raises Refused for a day to come, for texts that
    are too long, and where the consent is to publication, for which it is asked after the family was told.
    """
    with writing():
        person = enter_person(opened, SOUGHT, {"search": write_content(content)}, actor=actor)
        request = SearchRequest.objects.create(person=person, entered_by=actor)
        give_consent(person, consent, on_day=asked_on, actor=actor)
        add_step(opened, request, "DRAFT" if draft else "SUBMITTED", reason="", actor=actor)
        return request, make_receipt(request, actor=actor) if receipt else ""


def read_request(opened: OpenCompartment, request: SearchRequest, *, actor: User, session: str = "") -> SearchContent:
    """Read a request. It is logged. Raises Refused where it was erased, or changed by other means."""
    read = read_person(opened, request.person, actor=actor, session=session, only=["search"])
    return read_content(read["search"].text)


def read_requests(
    opened: OpenCompartment, requests: Iterable[SearchRequest], *, actor: User, session: str = ""
) -> Iterator[tuple[SearchRequest, SearchContent]]:
    """Read many requests for a list or a search among them; logged once. Those that were erased are left out."""
    of_person = {each.person_id: each for each in requests}
    people = (each.person for each in of_person.values())
    for person, text in read_of_all(opened, people, "search", actor=actor, session=session):
        yield of_person[person.pk], read_content(text)


def change_request(
    opened: OpenCompartment, request: SearchRequest, content: SearchContent, *, actor: User, seen: int
) -> bool:
    """Write what the family says now; what it said before stays sealed. Returns whether anything changed.

    seen: the version that the person who changes it saw. Raises Refused where somebody changed it since, and where it was erased.
    """
    return bool(
        change_person(opened, request.person, {"search": write_content(content)}, actor=actor, seen={"search": seen})
    )


def take_step(
    opened: OpenCompartment,
    request: SearchRequest,
    state: str,
    *,
    reason: str,
    actor: User,
    other: SearchRequest | None = None,
    body: str = "",
) -> SearchStep:
    """Bring a request into its next state. state: a code of `search_states`. other, body: see `SearchStep`.

    Raises Refused without a reason, for a state that may not follow (what became of somebody takes two people: `findings`), for a duplicate
    of itself or of what is a duplicate, and for passing it on without the family's consent; UnknownCode for another state or body.
    """
    vocabulary.term("search_states", state)
    if not reason.strip():
        raise Refused("step_without_reason", "say why; the reason is sealed with the step")
    with writing():
        states = states_of(request)
        if state not in may_follow(states):
            raise Refused(
                "step_may_not_follow",
                "{state} may not follow {before}; what became of somebody is found by two people, with a basis and a document",
                {"state": _say("search_states", state), "before": _say("search_states", states[-1])},
            )
        if (state == "DUPLICATE_OF") != (other is not None) or (state == "REFERRED") != bool(body):
            raise Refused("step_needs_more", "say of which request it is a duplicate, or to whom it was passed on")
        if other is not None and (other.pk == request.pk or states_of(other)[-1] == "DUPLICATE_OF"):
            raise Refused("duplicate_of_duplicate", "a request is no duplicate of itself, nor of a duplicate")
        if body:
            _check_may_be_passed_on(request, body)
        return add_step(opened, request, state, reason=reason, actor=actor, other=other, body=body)


def add_step(opened: OpenCompartment, request: SearchRequest, state: str, *, reason: str, actor: User, **more: Any) -> SearchStep:  # fmt: skip
    """Write a step with its sealed reason; within a transaction of those who decide that it may be taken."""
    check_lengths(reason=reason)
    number = request.steps.count() + 1
    words = json.dumps({"number": number, "reason": reason.strip()}, ensure_ascii=False)
    change_person(opened, request.person, {"search_step": words}, actor=actor, seen={"search_step": number - 1})
    return SearchStep.objects.create(request=request, number=number, state=state, actor=actor, **more)


def states_of(request: SearchRequest) -> Sequence[str]:
    """Return the states that a request was in, the latest last."""
    return list(request.steps.order_by("number").values_list("state", flat=True))


def read_steps(
    opened: OpenCompartment, request: SearchRequest, *, actor: User, session: str = ""
) -> Sequence[ReadStep]:
    """Return the steps of a request with their reasons, the latest first. It is logged. Raises Refused where it was erased."""
    read = read_versions(opened, request.person, "search_step", actor=actor, session=session)
    reasons = {each.version: json.loads(each.text)["reason"] for each in read}
    return [
        ReadStep(
            each.state,
            reasons[each.number],
            each.at,
            each.actor.username,
            each.other.reference if each.other else "",
            each.body,
        )
        for each in request.steps.select_related("actor", "other__person").order_by("-number")
    ]


def _check_may_be_passed_on(request: SearchRequest, body: str) -> None:
    """Refuse passing a request on where no consent of the family permits it: silence is none."""
    name = _say("tracing_bodies", body)
    states = [state_of(each) for each in request.person.consents.prefetch_related("acts")]
    permitted = any(
        consent_permits([each], PURPOSE, recipient, localdate()).allowed
        for each in states
        for recipient in (name.en, name.ar, body)
    )
    if not permitted:
        raise Refused(
            "not_consented_to_passing_on", "the family did not consent to passing this on to {body}", {"body": name}
        )


def _say(scheme: str, code: str) -> Bilingual:
    term = vocabulary.term(scheme, code)
    return Bilingual(en=term.en, ar=term.ar)
