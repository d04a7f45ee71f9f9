"""Whom a family's request is compared with: victims and rows of lists that the person may read, and other requests, while the compartment is open."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.contrib.auth.models import User

from dalil.archive.protection import Viewer
from dalil.record.gazetteer_in_use import gazetteer
from dalil.record.models import Report
from dalil.record.sealed.open_compartment import OpenCompartment
from dalil.tracing.candidates import ComparedPeople, ComparedPerson, TracedCandidate
from dalil.tracing.models import SearchRequest
from dalil.tracing.nameless_candidates import ComparedRemains, find_remains
from dalil.tracing.requests import all_requests, read_requests
from dalil.tracing.search_content import SearchContent
from dalil.values import When
from dalil.values.base import KEPT


@dataclass(frozen=True)
class TracedPeople:
    """The candidates for one request. victims: of the record; requests: for the same person, as it seems, of other families.

    remains: unidentified, of which little is certain.
    """

    victims: Sequence[TracedCandidate]
    requests: Sequence[TracedCandidate]
    remains: Sequence[TracedCandidate]
    compared: int


def find_candidates(opened: OpenCompartment, request: SearchRequest, *, actor: User, session: str = "") -> TracedPeople:
    """Find who may be the one who is sought. Nothing of it is kept: it is worked out while the compartment is open. The reading is logged.

    A victim's key is the address of its report, a request's its reference. Raises Refused where the request was erased or changed.
    """
    read = dict(read_requests(opened, all_requests(), actor=actor, session=session))
    sought = person_of_request(request, read.pop(request))
    known = list(people_of_record(Viewer.of(actor)))
    others = [person_of_request(other, content) for other, content in read.items()]
    remains = list(remains_of_record(Viewer.of(actor)))
    return TracedPeople(
        ComparedPeople(known).find(sought),
        ComparedPeople(others).find(sought),
        find_remains(sought, remains),
        len(known) + len(others) + len(remains),
    )


def person_of_request(request: SearchRequest, content: SearchContent) -> ComparedPerson:
    """Return the one who is sought, as they are compared."""
    chain = " ".join(
        filter(None, (content.name.given, content.name.father, content.name.grandfather, content.name.family))
    )
    places = (
        content.last_seen_place,
        content.birth_place,
        content.register_place,
        *(each.place for each in content.held),
    )
    return ComparedPerson(
        request.reference,
        tuple(
            dict.fromkeys(
                filter(None, (content.name.said, chain if len(chain.split()) > 1 else "", *content.also_named))
            )
        ),
        content.name.mother,
        content.born,
        content.last_seen,
        tuple(filter(None, places)),
        str(content.sex or ""),
        None,
        content.companions,
        " ".join((content.marks, content.circumstances)),
    )


def people_of_record(viewer: Viewer, report: int | None = None) -> Iterator[ComparedPerson]:
    """Yield the victims whom reports name and the viewer may read: killed, detained, released or sought by others. report: of this one alone."""
    rows = Report.objects.visible_to(viewer).filter(kind="victim").standing_for(viewer).order_by("pk")
    rows = rows.filter(pk=report) if report else rows
    for address, document, content in rows.values_list("address", "document", "content").iterator(chunk_size=2000):
        names = tuple(dict.fromkeys(content[name]["said"] for name in ("who", "also_named") if content.get(name)))
        if names:
            yield _person_of_report(address, document, content, names)


def remains_of_record(viewer: Viewer, report: int | None = None) -> Iterator[ComparedRemains]:
    """Yield the unidentified remains that the viewer may read. report: of this one alone."""
    rows = Report.objects.visible_to(viewer).filter(kind="remains").standing_for(viewer).order_by("pk")
    rows = rows.filter(pk=report) if report else rows
    for address, content in rows.values_list("address", "content").iterator(chunk_size=2000):
        where = content.get("where") or {}
        own, above = _names_of_places(where.get("places", ()))
        told = (content.get(name) or {} for name in ("marks", "clothing", "belongings"))
        yield ComparedRemains(
            address,
            tuple(filter(None, (where.get("name"), *own))),
            above,
            _when(content.get("when")),
            _when(content.get("died")),
            content.get("sex") or "",
            content.get("youngest"),
            content.get("oldest"),
            tuple(words for each in told for words in each.values() if words),
            (content.get("name_found") or {}).get("said", ""),
        )


def _names_of_places(codes: Sequence[str]) -> tuple[list[str], tuple[str, ...]]:
    """The names of places, and those of the areas that they lie in, without the country."""
    known = gazetteer()
    own = [code for code in codes if code in known]
    above = [code for each in own for code in known.path(each)[1:] if code not in own]
    names = [name for code in own for name in known.get(code).names()]
    return names, tuple(name for code in above for name in known.get(code).names())


def _person_of_report(
    address: str, document: int, content: Mapping[str, Any], names: tuple[str, ...]
) -> ComparedPerson:
    known = gazetteer()
    places: list[str] = [stay["place"]["name"] for stay in content.get("held", ())]
    for name in ("where", "origin"):
        where = content.get(name) or {}
        places.append(where.get("name") or "")
        for code in where.get("places", ()):
            places += [known.get(code).en, known.get(code).ar] if code in known else []
    return ComparedPerson(
        address,
        names,
        (content.get("who") or {}).get("mother", ""),
        _when(content.get("born")),
        _when(content.get("when")),
        tuple(filter(None, places)),
        content.get("sex") or "",
        document,
    )


def _when(content: Any) -> When | None:
    return When.model_validate(content, context=KEPT) if content else None
