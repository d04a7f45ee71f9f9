"""The public pages of the record: search, entities, reports, documents, sources.

Everything is read as the public may know it, whoever is signed in; what may not be seen is missing like what is not there.
"""

from __future__ import annotations

import logging
import re
from dataclasses import dataclass
from typing import Any

from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as say
from django.views.decorators.http import require_safe

from dalil import vocabulary
from dalil.archive import store
from dalil.archive.models import Document
from dalil.bulletin.drawings.drawn import Drawing
from dalil.bulletin.drawings.list_maps import draw_list
from dalil.bulletin.http.headers import AS_FILE
from dalil.bulletin.http.public_state import kept_for_state
from dalil.bulletin.pages.page_links import link_pages, write_query
from dalil.bulletin.pages.sharing import SharedLink, draw_title
from dalil.bulletin.record.entity_presenters import (
    EntityLine,
    EntityPage,
    link_entity,
    present_entity_line,
    present_entity_page,
)
from dalil.bulletin.record.presenters import present_document, present_source
from dalil.bulletin.record.record_list import CONDITIONS, RecordQuery
from dalil.bulletin.record.report_presenters import PUBLIC, present_report_page
from dalil.counting.entity_list import EntityList, Order
from dalil.record.credits import with_credits
from dalil.record.entities import entities_of, entity_at
from dalil.record.gazetteer_in_use import gazetteer
from dalil.record.kind import all_kinds
from dalil.record.models import Report, Source
from dalil.record.reading import open_for_reading
from dalil.record.search.queries import Search, looking_for
from dalil.vocabulary.gazetteer import Place
from dalil.wording.doubts import list_doubts
from dalil.wording.refusals import refusal

logger = logging.getLogger(__name__)

ON_A_PAGE = 20
LONGEST_QUERY = 200  # letters; a longer one is cut
DOCUMENT = re.compile(r"[0-9a-f]{20}")


@dataclass(frozen=True)
class SearchOption:
    """One choice of a filter. total: how many it would find; None where that is not counted."""

    label: str
    url: str
    current: bool
    total: int | None = None


@dataclass(frozen=True)
class SearchFilter:
    """A condition by which a search is narrowed, with its choices."""

    label: str
    options: tuple[SearchOption, ...]


@dataclass(frozen=True)
class ChosenTerm:
    """One choice of a list in the form."""

    code: str
    label: str
    chosen: bool


@dataclass(frozen=True)
class SearchChoice:
    """A condition that is chosen from a list in the form."""

    name: str
    label: str
    terms: tuple[ChosenTerm, ...]


@dataclass(frozen=True)
class HiddenField:
    """A condition that stays with the next search."""

    name: str
    value: str


@dataclass(frozen=True)
class SearchForm:
    """A search of the record: what was asked, how many were found, and what it may be narrowed by.

    refused: why the conditions cannot be asked, a sentence each. doubts: what may belong and is not listed. since, until: as typed.
    json_url: empty where the API knows no such conditions.
    """

    query: str
    action: str
    total: int
    unknown_kind: str
    refused: tuple[str, ...]
    doubts: tuple[str, ...]
    since: str
    until: str
    narrowed: bool
    choices: tuple[SearchChoice, ...]
    filters: tuple[SearchFilter, ...]
    hidden: tuple[HiddenField, ...]
    json_url: str


@require_safe
def record(request: HttpRequest) -> HttpResponse:
    """Search the record: words, kind, place, source, document, period, weapon, target, party, grade; by date or by entry."""
    language = get_language() or "en"
    asked = {name: request.GET.get(name, "").strip()[:LONGEST_QUERY] for name in ASKED}
    search = looking_for(asked["q"])
    query = RecordQuery(asked, search, _find_reports({"document": asked["document"]}))
    number = request.GET.get("page", "")
    first = (int(number) - 1) * ON_A_PAGE if number.isdecimal() and 0 < len(number) < 7 and int(number) else 0
    listed = query.list_page(ON_A_PAGE, first)
    total = listed.totals.get(asked["kind"], 0) if asked["kind"] else sum(listed.totals.values())
    sheet = Paginator(range(total), ON_A_PAGE).get_page(request.GET.get("page"))
    if (sheet.number - 1) * ON_A_PAGE != first:  # a page beyond the last shows the last
        listed = query.list_page(ON_A_PAGE, (sheet.number - 1) * ON_A_PAGE)
    here, in_form = reverse("record"), ("q", "order", *CONDITIONS)
    narrowed = any(asked[name] for name in CONDITIONS)
    return render(
        request,
        "bulletin/record/record_index.html",
        {
            "search": SearchForm(
                query=asked["q"],
                action=here,
                total=total,
                unknown_kind=asked["kind"] if asked["kind"] not in ("", *all_kinds()) else "",
                refused=tuple(refusal(fault) for fault in query.faults.faults) if query.faults else (),
                doubts=tuple(list_doubts(query.doubts(listed), language)),
                since=asked["since"],
                until=asked["until"],
                narrowed=narrowed or asked["order"] == Order.DATE,
                choices=_list_choices(asked, language),
                filters=(
                    _filter_by_kind(asked, listed, here, language),
                    _filter_by_place(request, asked, search, here, language),
                ),
                hidden=tuple(
                    HiddenField(name, value) for name, value in asked.items() if value and name not in in_form
                ),
                json_url=""
                if narrowed
                else f"{reverse('api:reports-jsonl')}?{write_query({name: asked[name] for name in IN_THE_API})}",
            ),
            "entities": list_entity_lines(listed, language),
            "map": _draw_map(query, asked, language) if total else None,
            "pages": link_pages(sheet, here, asked),
        },
    )


@dataclass(frozen=True)
class MapOfList:
    """The map of the list, where it is asked for, and the way to the list with it or without it."""

    url: str
    drawing: Drawing | None


def _draw_map(query: RecordQuery, asked: dict[str, str], language: str) -> MapOfList:
    here, shown = reverse("record"), asked["as"] == "map"
    url = f"{here}?{write_query({**asked, 'as': '' if shown else 'map'})}"
    places = (asked["place"],) if asked["place"] and asked["place"] in gazetteer() else ()
    return MapOfList(url, draw_list(query.count_places(), language, places) if shown else None)


IN_THE_API = ("q", "kind", "place", "source", "document")
ASKED = (*IN_THE_API, *CONDITIONS, "order", "as")
"""What the address of the list may ask for."""


def _list_choices(asked: dict[str, str], language: str) -> tuple[SearchChoice, ...]:
    """List what can be chosen in the form: weapon, target, party, grade, and the order."""
    schemes = {"weapon": "weapons", "target": "targets", "party": "actors", "grade": "grades"}
    names = {
        "weapon": say("With what"),
        "target": say("What was hit"),
        "party": say("Who took part"),
        "grade": say("Grade"),
    }
    choices = [
        SearchChoice(
            name,
            names[name],
            (
                ChosenTerm("", "—", not asked[name]),
                *(
                    ChosenTerm(term.code, term.label(language), term.code == asked[name])
                    for term in vocabulary.terms(scheme)
                ),
            ),
        )
        for name, scheme in schemes.items()
    ]
    by_date = asked["order"] == Order.DATE
    orders = (
        ChosenTerm("", say("the latest entered first"), not by_date),
        ChosenTerm(Order.DATE.value, say("the latest that happened first"), by_date),
    )
    return (*choices, SearchChoice("order", say("Order"), orders))


def find_public_reports(asked: dict[str, str], viewer: Any = PUBLIC) -> QuerySet[Report]:
    """The reports that a viewer may see and that meet every condition: q (words), kind, place, source, document."""
    return _search_in_place(looking_for(asked.get("q") or ""), asked).among(_find_reports(asked, viewer))


def _search_in_place(search: Search, asked: dict[str, str]) -> Search:
    return search.lying_in(asked["place"]) if asked.get("place") else search


def _find_reports(asked: dict[str, str], viewer: Any = PUBLIC) -> QuerySet[Report]:
    """The reports that a viewer may see of a kind, a source and a document: what is asked besides words and place."""
    found = Report.objects.visible_to(viewer).order_by("-pk")
    if asked.get("kind"):
        found = found.filter(kind=asked["kind"])
    if asked.get("source"):
        sources = Source.objects.visible_to(viewer).filter(code=asked["source"])
        found = found.filter(attribution__in=sources.values("credits__attribution"))
    if asked.get("document"):
        address = asked["document"]
        documents = Document.objects.visible_to(viewer)
        found = found.filter(
            document__in=documents.filter(sha256__startswith=address) if DOCUMENT.fullmatch(address) else []
        )
    result: QuerySet[Report] = found
    return result


@require_safe
def entity(request: HttpRequest, address: str) -> HttpResponse:
    """An entity; an address that was merged into another leads on to it."""
    this = entity_at(address, PUBLIC)
    if this is None:
        raise Http404
    if this.address != address:
        return redirect("entity", this.address)
    open_for_reading(this, PUBLIC)
    language = get_language() or "en"
    page = present_entity_page(this, language, request.build_absolute_uri)
    shared = SharedLink(
        title=page.title,
        description=_say_summary(page),
        picture=request.build_absolute_uri(reverse("entity-share", args=[this.address])),
        alt=page.title,
    )
    return render(request, "bulletin/record/entity.html", {"entity": page, "share": shared})


@require_safe
def entity_picture(request: HttpRequest, address: str) -> HttpResponse:
    """What other sites show of a link to an entity: its title and its numbers with what is in conflict, drawn."""
    this = entity_at(address, PUBLIC)
    if this is None or this.address != address:
        raise Http404
    open_for_reading(this, PUBLIC)
    language = get_language() or "en"
    page = present_entity_page(this, language, request.build_absolute_uri)
    return draw_title(page.title, _say_summary(page), language)


def _say_summary(page: EntityPage) -> str:
    """The numbers of an entity, its time and its grade in one line, as a link to it shows them."""
    said = [f"{each.label}: {each.told}" for each in page.summary]
    if not said and page.counted:
        said = [say("No report says how many. That is unknown, which is not zero.")]
    return " · ".join([*said, f"{say('Grade:')} {page.grade.name}"])


@require_safe
def report(request: HttpRequest, address: str) -> HttpResponse:
    """A report, as it was entered."""
    this = with_credits(Report.objects.visible_to(PUBLIC)).filter(address=address).first()
    if this is None:
        raise Http404
    open_for_reading(this, PUBLIC)
    language = get_language() or "en"
    (of,) = entities_of([this.pk], PUBLIC)
    page = present_report_page(this, link_entity(of, language), language, request.build_absolute_uri)
    return render(request, "bulletin/record/report.html", {"report": page})


@require_safe
def document(request: HttpRequest, address: str) -> HttpResponse:
    """A document, and the reports read from it."""
    this = _open_document(address)
    language = get_language() or "en"
    return render(
        request,
        "bulletin/record/document.html",
        {"document": present_document(this, language, request.build_absolute_uri)},
    )


@require_safe
def document_file(request: HttpRequest, address: str) -> HttpResponseBase:
    """The file itself, as it was found, after its bytes were checked. It is handed over to be saved and never opened as a page."""
    this = _open_document(address)
    name = this.filename or f"{this.address}{_guess_ending(this.media_type)}"
    try:
        stream = store.open_verified(this.sha256)
    except (FileNotFoundError, store.DamagedDocument) as error:
        logger.error("the document %s cannot be handed out: %s", this.address, error)
        explained = (
            say("The file has changed since it was received, so it is not handed out.")
            if isinstance(error, store.DamagedDocument)
            else say("The file is missing from the archive.")
        )
        context = {"explained": explained, "address": this.address}
        return render(request, "bulletin/record/document_lost.html", context, status=404)
    response = FileResponse(stream, as_attachment=True, filename=name, content_type=this.media_type)
    response["Content-Security-Policy"] = AS_FILE
    response["X-Content-Type-Options"] = "nosniff"
    return response


@require_safe
def source(request: HttpRequest, code: str) -> HttpResponse:
    """A source, and what it says."""
    this = Source.objects.visible_to(PUBLIC).filter(code=code).first()
    if this is None:
        raise Http404
    open_for_reading(this, PUBLIC)
    page = present_source(this, get_language() or "en", beside=request.GET.get("source", ""))
    return render(request, "bulletin/record/source.html", {"source": page})


def _open_document(address: str) -> Document:
    """The public document of an address, which is the beginning of its SHA-256."""
    found = Document.objects.visible_to(PUBLIC)
    this: Document | None = found.filter(sha256__startswith=address).first() if DOCUMENT.fullmatch(address) else None
    if this is None:
        raise Http404
    return open_for_reading(this, PUBLIC)


def list_entity_lines(listed: EntityList, language: str) -> list[EntityLine]:
    """Present the entities of one page, in their order."""
    found = entities_of([each.report for each in listed.entities], PUBLIC)
    of = {report.pk: entity for entity in found for report in entity.reports}
    return [
        present_entity_line(of[each.report], language, as_written=each.as_written)
        for each in listed.entities
        if each.report in of
    ]


def _filter_by_kind(asked: dict[str, str], listed: EntityList, here: str, language: str) -> SearchFilter:
    options = [
        SearchOption(
            label=kind.plural.in_language(language),
            url=f"{here}?{write_query({**asked, 'kind': code})}",
            current=asked["kind"] == code,
            total=listed.totals[code],
        )
        for code, kind in all_kinds().items()
        if code in listed.totals
    ]
    without = {**asked, "kind": ""}
    everything = SearchOption(say("Every kind"), f"{here}?{write_query(without)}", current=not asked["kind"])
    return SearchFilter(say("Kind"), (everything, *options))


def _filter_by_place(
    request: HttpRequest, asked: dict[str, str], search: Search, here: str, language: str
) -> SearchFilter:
    codes = kept_for_state(
        request,
        ("places with reports", {**asked, "place": ""}),
        lambda: [place.code for place in _places_with_reports(search, _find_reports(asked))],
    )
    places = [gazetteer().get(code) for code in codes]
    if asked["place"] in gazetteer() and asked["place"] not in {place.code for place in places}:
        places.insert(0, gazetteer().get(asked["place"]))
    everywhere = SearchOption(
        say("Everywhere"), f"{here}?{write_query({**asked, 'place': ''})}", current=not asked["place"]
    )
    options = [
        SearchOption(
            label=place.label(language),
            url=f"{here}?{write_query({**asked, 'place': place.code})}",
            current=asked["place"] == place.code,
        )
        for place in places
    ]
    return SearchFilter(say("Place"), (everywhere, *options))


def _places_with_reports(search: Search, reports: QuerySet[Report]) -> list[Place]:
    """The governorates in which a report that is looked for lies, by country; each after its country where there are several."""
    known = gazetteer()
    countries = search.places_among(reports, [place for place in known.places if place.parent is None])
    below = {code: country.code for country in countries for code in known.within(country.code)}
    governorates = [place for place in known.places if place.level == "governorate" and place.code in below]
    there = search.places_among(reports, governorates)
    return [
        place
        for country in countries
        for place in [country] * (len(countries) > 1) + [place for place in there if below[place.code] == country.code]
    ]


def _guess_ending(media_type: str) -> str:
    import mimetypes

    return mimetypes.guess_extension(media_type.partition(";")[0].strip()) or ""
