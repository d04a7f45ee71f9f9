"""Who of ours is looked for with a partner: requests whose family consents to it, and people of the record who may leave to it."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from django.contrib.auth.models import User
from django.utils.timezone import localdate

from dalil.archive.protection import Viewer
from dalil.record.actions.transaction import Refused
from dalil.record.models import Report
from dalil.record.reading import restricted_reports
from dalil.record.sealed.consents import covered_reports, may_leave, note_disclosure, state_of
from dalil.record.sealed.open_compartment import OpenCompartment
from dalil.tracing.candidates import ComparedPerson
from dalil.tracing.compared_people import people_of_record, person_of_request
from dalil.tracing.lifecycle import FATES
from dalil.tracing.models import SearchRequest
from dalil.tracing.requests import PURPOSE, all_requests, read_request, read_requests, states_of
from dalil.values.consent import consent_permits

REQUEST, REPORT = "request", "report"
HOW = "tracing"
NOT_LOOKED_FOR = FATES | {"DRAFT", "SUSPENDED", "WITHDRAWN", "DUPLICATE_OF", "REFERRED", "REMAINS_RETURNED"}
"""States in which nobody is looked for here: what became of somebody is known, another body looks, or the family wants it so."""


def list_offered(
    opened: OpenCompartment, partner: str, *, actor: User, session: str = ""
) -> Iterator[tuple[str, ComparedPerson]]:
    """Yield those who may be looked for with a partner, each by what it is and its reference: `request:…` or `report:…`. It is logged.

    Silence is no consent. What is restricted, itself or by its document or a source, and reports whose consents do not permit tracing, stay out.
    """
    open_requests = [each for each in all_requests() if may_be_known_to(each, partner)]
    for request, content in read_requests(opened, open_requests, actor=actor, session=session):
        yield f"{REQUEST}:{request.reference}", person_of_request(request, content)
    viewer = Viewer.of(actor)
    allowed = Report.objects.visible_to(viewer).exclude(restricted_reports())
    staying = {each.address for each in covered_reports(allowed) if not may_leave(each, PURPOSE, partner).allowed}
    addresses = set(allowed.filter(kind="victim").values_list("address", flat=True)) - staying
    for person in people_of_record(viewer):
        if person.key in addresses:
            yield f"{REPORT}:{person.key}", person


def may_be_known_to(request: SearchRequest, partner: str) -> bool:
    """Tell whether the family consents to this partner's knowing, and the search goes on."""
    states = [state_of(each) for each in request.person.consents.prefetch_related("acts")]
    permitted = any(consent_permits([each], PURPOSE, partner, localdate()).allowed for each in states)
    return permitted and not hasattr(request.person, "erasure") and states_of(request)[-1] not in NOT_LOOKED_FOR


def tell_item(opened: OpenCompartment, item: str, partner: str, *, actor: User, session: str = "") -> dict[str, Any]:
    """Return what a partner is told of one of ours: names, mother, birth, last seen; it is noted that it left, where consents cover it.

    Raises Refused where it may not be known to the partner any more: a consent ended, the search did, or the report was corrected.
    """
    kind, _between, reference = item.partition(":")
    if kind == REQUEST:
        request = all_requests().filter(person__reference=reference).first()
        if request is None or not may_be_known_to(request, partner):
            raise Refused(
                "not_consented_to_partner",
                "the family does not consent to {partner} knowing this, or the search does not go on",
                {"partner": partner},
            )
        person = person_of_request(request, read_request(opened, request, actor=actor, session=session))
    else:
        allowed = Report.objects.visible_to(Viewer.of(actor)).exclude(restricted_reports()).filter(address=reference)
        report = allowed.first()
        found = next(people_of_record(Viewer.of(actor), report.pk), None) if report else None
        if report is None or found is None or not may_leave(report, PURPOSE, partner).allowed:
            raise Refused(
                "report_stays_here",
                "report {report} may not be told to {partner}",
                {"report": reference, "partner": partner},
            )
        person = found
        note_disclosure(list(covered_reports(allowed)), how=HOW, purpose=PURPOSE, recipient=partner, actor=actor)
    return {
        "is": kind,
        "reference": reference,
        "names": list(person.names),
        "mother": person.mother,
        "born": person.born.notation() if person.born else "",
        "seen": person.when.notation() if person.when else "",
        "places": list(person.places)[:10],
    }


def read_told(text: str) -> dict[str, str]:
    """Return what a partner told of one of theirs, as lines by name. Raises ValueError or TypeError where it is no such thing."""
    told = json.loads(text)
    if not isinstance(told, dict):
        raise TypeError("what a partner told is no record of a person")
    lines = {}
    for name in ("is", "reference", "names", "mother", "born", "seen", "places"):
        value = told.get(name) or ""
        said = " · ".join(map(str, value)) if isinstance(value, list) else str(value)
        if said:
            lines[name] = said[:1000]
    return lines
