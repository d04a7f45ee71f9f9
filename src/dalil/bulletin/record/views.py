"""The public pages of the record: search, entities, reports, documents, sources.

Everything is read as the public may know it, whoever is signed in; what may not be seen is missing like what is not there.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

from django.core.paginator import Paginator
from django.db.models import Count, QuerySet
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as say
from django.views.decorators.http import require_safe

from dalil.archive import store
from dalil.archive.models import Document
from dalil.bulletin.pages.page_links import link_pages, write_query
from dalil.bulletin.record.entity_presenters import EntityLine, link_entity, present_entity_line, present_entity_page
from dalil.bulletin.record.presenters import present_document, present_source
from dalil.bulletin.record.report_presenters import PUBLIC, present_report_page
from dalil.record.credits import with_credits
from dalil.record.entities import entities_of, entity_at
from dalil.record.gazetteer_in_use import gazetteer
from dalil.record.kind import all_kinds
from dalil.record.models import Report, Source
from dalil.record.reading import open_for_reading
from dalil.record.search.queries import Search, looking_for
from dalil.vocabulary.gazetteer import Place

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
class HiddenField:
    """A condition that stays with the next search."""

    name: str
    value: str


@dataclass(frozen=True)
class SearchForm:
    """A search of the record: what was asked, how many were found, and what it may be narrowed by."""

    query: str
    action: str
    total: int
    unknown_kind: str
    filters: tuple[SearchFilter, ...]
    hidden: tuple[HiddenField, ...]
    json_url: str


@require_safe
def record(request: HttpRequest) -> HttpResponse:
    """Search the record: words, kind, place, source, document."""
    language = get_language() or "en"
    asked = {
        name: request.GET.get(name, "").strip()[:LONGEST_QUERY] for name in ("q", "kind", "place", "source", "document")
    }
    search = looking_for(asked["q"])
    there = _search_in_place(search, asked)
    sheet = Paginator(there.best_first(_find_reports(asked)), ON_A_PAGE).get_page(request.GET.get("page"))
    here = reverse("record")
    return render(
        request,
        "bulletin/record/record_index.html",
        {
            "search": SearchForm(
                query=asked["q"],
                action=here,
                total=sheet.paginator.count,
                unknown_kind=asked["kind"] if asked["kind"] not in ("", *all_kinds()) else "",
                filters=(
                    _filter_by_kind(asked, search, here, language),
                    _filter_by_place(asked, search, here, language),
                ),
                hidden=tuple(HiddenField(name, value) for name, value in asked.items() if value and name != "q"),
                json_url=f"{reverse('api:reports-jsonl')}?{write_query(asked)}",
            ),
            "entities": _list_entities(list(sheet), language),
            "pages": link_pages(sheet, here, asked),
        },
    )


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
    return render(
        request,
        "bulletin/record/entity.html",
        {"entity": present_entity_page(this, language, request.build_absolute_uri)},
    )


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
def document_file(request: HttpRequest, address: str) -> FileResponse:
    """The file itself, as it was found, after its bytes were checked. It is handed over to be saved and never opened as a page."""
    this = _open_document(address)
    name = this.filename or f"{this.address}{_guess_ending(this.media_type)}"
    response = FileResponse(
        store.open_verified(this.sha256), as_attachment=True, filename=name, content_type=this.media_type
    )
    response["Content-Security-Policy"] = "default-src 'none'; sandbox"
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


def _list_entities(reports: list[Any], language: str) -> list[EntityLine]:
    """List the entities of these reports, in the order in which their reports were found; which of them in another spelling only."""
    found = entities_of([each.pk for each in reports], PUBLIC)
    of = {report.pk: entity for entity in found for report in entity.reports}
    first = {of[each.pk].address: each for each in reversed(reports)}
    by_address = {entity.address: entity for entity in found}
    return [
        present_entity_line(by_address[address], language, as_written=first[address].as_written)
        for address in dict.fromkeys(of[each.pk].address for each in reports)
    ]


def _filter_by_kind(asked: dict[str, str], search: Search, here: str, language: str) -> SearchFilter:
    without = {**asked, "kind": ""}
    found = _search_in_place(search, asked).all_of(_find_reports(without))
    totals = dict(found.order_by().values_list("kind").annotate(many=Count("pk")))
    options = [
        SearchOption(
            label=kind.plural.in_language(language),
            url=f"{here}?{write_query({**asked, 'kind': code})}",
            current=asked["kind"] == code,
            total=totals[code],
        )
        for code, kind in all_kinds().items()
        if code in totals
    ]
    everything = SearchOption(say("Every kind"), f"{here}?{write_query(without)}", current=not asked["kind"])
    return SearchFilter(say("Kind"), (everything, *options))


def _filter_by_place(asked: dict[str, str], search: Search, here: str, language: str) -> SearchFilter:
    places = _places_with_reports(search, _find_reports(asked))
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
