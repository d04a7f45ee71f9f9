"""The read-only JSON API, over the same visibility as everything else: the public's, or a signed-in member's own.

Things are named by their addresses and codes; the numbers by which the database knows them say how much is hidden, and stay inside.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import asdict
from importlib.metadata import version
from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils.cache import patch_vary_headers
from django.utils.timezone import localdate
from django.utils.translation import gettext
from ninja import NinjaAPI, Query
from ninja.errors import HttpError, ValidationError

from dalil.access.models import Action
from dalil.archive.models import Document
from dalil.archive.protection import Viewer
from dalil.bulletin.api.askers import answer_missing, counting_viewer_of, viewer_of
from dalil.bulletin.api.law_routes import router as law
from dalil.bulletin.api.parameters import (
    ADDRESS,
    AFTER,
    KIND_CODE,
    LEVEL,
    LIMIT,
    OFFSET,
    PLACE_NAME,
    SLUG,
    WITHIN,
    WORDS,
    QuestionParameters,
    ReportFilters,
    refuse_unknown_parameters,
)
from dalil.bulletin.figures.views import describe_figure, describe_figure_in_short
from dalil.bulletin.http.public_lines import public_lines
from dalil.bulletin.http.rate_limits import give_out
from dalil.bulletin.record.views import DOCUMENT, find_public_reports
from dalil.counting.answer import Answer, ask
from dalil.counting.entity_readings import grade_entity
from dalil.counting.entity_words import title_of_entity
from dalil.counting.models import Figure
from dalil.counting.public_figures import public_figures, published_figure
from dalil.counting.question import Fault, Unanswerable
from dalil.exports.answer_files import write_geojson, write_parquet, write_workbook
from dalil.exports.answers import csv_lines, plain_answer
from dalil.exports.confirmed import count_left_out, log_export, viewer_of_export
from dalil.exports.deadlines import plain_deadline, plain_filing
from dalil.exports.figures import plain_counted_entity
from dalil.exports.leaving import let_leave
from dalil.exports.report_lines import plain_reports, plain_source, report_lines
from dalil.exports.spreadsheet import csv_file
from dalil.kinds.property import Property
from dalil.kinds.zone import Zone
from dalil.letters import LANGUAGE_CODES
from dalil.lookup.match import Reason
from dalil.lookup.places import find_place
from dalil.record.credits import with_credits
from dalil.record.entities import Entity, entity_at
from dalil.record.gazetteer_in_use import gazetteer
from dalil.record.kind import UnknownKind, all_kinds, fields_of, kind_of, quantities_of
from dalil.record.models import Report, Source
from dalil.record.reading import log_reading, open_for_reading
from dalil.record.search.queries import matching
from dalil.vocabulary.gazetteer import Level, UnknownPlace
from dalil.wording.refusals import broken_rule, refusal
from dalil.zoning.zones import deadline_of_zone, due_of, zone_of_property

api = NinjaAPI(
    title="Dalil",
    version=version("dalil"),
    description="Reports, entities, figures and counts, as far as you may know them. Everything is read-only.",
    docs_url=None,
    urls_namespace="api",
)
api.add_decorator(refuse_unknown_parameters)
api.add_router("", law)


@api.exception_handler(Unanswerable)
def unanswerable(request: HttpRequest, error: Unanswerable) -> HttpResponse:
    """Answer a question that cannot be asked: one sentence for each fault, in the language that the reader prefers, and its type."""
    faults = [{"field": fault.field, "type": fault.type} for fault in error.faults]
    response = api.create_response(request, {"detail": list(map(refusal, error.faults)), "faults": faults}, status=422)
    patch_vary_headers(response, ["Accept-Language"])
    return response


@api.exception_handler(ValidationError)
def out_of_form(request: HttpRequest, error: ValidationError) -> HttpResponse:
    """Answer what is not in the form of its parameter, as a question that cannot be asked is answered."""
    told = [(next(str(part) for part in reversed(each["loc"]) if isinstance(part, str)), each) for each in error.errors]
    faults = [{"field": field, "type": each["type"]} for field, each in told]
    detail = [f"{field}: {broken_rule(each)}" for field, each in told]
    response = api.create_response(request, {"detail": detail, "faults": faults}, status=422)
    patch_vary_headers(response, ["Accept-Language"])
    return response


def _ask(asked: QuestionParameters, viewer: Viewer) -> Answer:
    """Ask what the parameters ask. Raises Unanswerable, also for an entity that is not there or that the viewer may not know of."""
    if asked.entity and entity_at(asked.entity[:64], viewer) is None:
        told = {"address": asked.entity[:64]}
        raise Unanswerable(Fault("unknown_entity", "there is no entity with the address “{address}”", told, "entity"))
    return ask(asked.question(), viewer)


@api.get("/kinds", summary="The kinds of report, with what can be counted and grouped by")
def kinds(request: HttpRequest) -> Any:
    """The kinds of report there are, with their fields in both languages."""
    return [
        {
            "code": code,
            "name": kind.name.model_dump(),
            "plural": kind.plural.model_dump(),
            "quantities": quantities_of(kind),
            "facets": kind.facets,
            "fields": [{"name": field.name, "label": field.label.model_dump()} for field in fields_of(kind)],
        }
        for code, kind in all_kinds().items()
    ]


@api.get("/kinds/{code}", summary="The JSON Schema of one kind")
def kind(request: HttpRequest, code: str = KIND_CODE) -> Any:
    """The JSON Schema of one kind."""
    try:
        return kind_of(code).model_json_schema()
    except UnknownKind as error:
        raise HttpError(404, refusal(error)) from None


@api.get("/sources", summary="Who says something")
def sources(request: HttpRequest, q: str = WORDS, limit: int = LIMIT, offset: int = OFFSET) -> Any:
    """Who says something: the sources you may see."""
    found = Source.objects.visible_to(viewer_of(request)).filter(matching(q)).order_by("code")
    return _page(request, found, limit, offset, plain_source)


@api.get("/documents", summary="The things themselves, as they were found")
def documents(request: HttpRequest, q: str = WORDS, limit: int = LIMIT, offset: int = OFFSET) -> Any:
    """The documents you may see, the latest first."""
    found = Document.objects.visible_to(viewer_of(request)).filter(matching(q)).order_by("-pk")
    return _page(request, found, limit, offset, _document)


@api.get("/documents/{address}", summary="One document")
def document(request: HttpRequest, address: str = ADDRESS) -> Any:
    """One document, with its digest and what was read from it."""
    viewer = viewer_of(request)
    found = Document.objects.visible_to(viewer)
    this = found.filter(sha256__startswith=address).first() if DOCUMENT.fullmatch(address) else None
    return _document(open_for_reading(this or answer_missing(), viewer))


@api.get("/reports", summary="What sources say, the latest entered first")
def reports(request: HttpRequest, filters: Query[ReportFilters], limit: int = LIMIT, after: str = AFTER) -> Any:
    """`after` is the address of the last report of the page before; `next` of the answer gives it."""
    viewer = viewer_of(request)
    found = _filtered(filters, viewer)
    total = found.count()
    if after:
        last = Report.objects.visible_to(viewer).filter(address=after).values_list("pk", flat=True).first()
        if last is None:
            raise HttpError(422, gettext("there is no report %(address)s") % {"address": after})
        found = found.filter(pk__lt=last)
    page = list(with_credits(found).order_by("-pk")[: limit + 1])
    more, page = len(page) > limit, page[:limit]
    log_reading(Action.LISTED, page, viewer)
    return {"total": total, "next": page[-1].address if more else None, "items": plain_reports(page, viewer)}


@api.get(
    "/reports.jsonl",
    url_name="reports-jsonl",
    summary="The same reports as JSON Lines, all of them, for another record",
)
def reports_jsonl(request: HttpRequest, filters: Query[ReportFilters]) -> HttpResponseBase:
    """The reports you may see, in the order in which they were entered, one a line, as `dalil import` reads them again.

    Only so many are given out at once; beyond that, 429 or 503 says when to come back, and one that is read very slowly breaks off.
    Restricted reports leave by an export that a second person confirmed, at the desk; the header Dalil-Left-Out says how many of them
    are not in this one.
    """
    viewer = viewer_of(request)
    if not viewer.member and not any(filters.model_dump().values()):
        return give_out(request, public_lines)
    found, exporting = _filtered(filters, viewer), viewer_of_export(viewer)

    def lines() -> Iterable[str]:
        let_out = let_leave(found, exporting, how="api", purpose="internal", recipient="", actor=request.user)
        return report_lines(let_out.reports, viewer)

    response = give_out(request, lines)
    if left_out := count_left_out(found, viewer):
        response["Dalil-Left-Out"] = str(left_out)
    return response


@api.get("/reports/{address}", url_name="report", summary="One report")
def report(request: HttpRequest, address: str = ADDRESS) -> Any:
    """One report: what it says, in which words, where, according to whom."""
    viewer = viewer_of(request)
    this = with_credits(Report.objects.visible_to(viewer)).filter(address=address[:64]).first()
    return plain_reports([open_for_reading(this or answer_missing(), viewer)], viewer)[0]


@api.get("/entities", summary="The entities that answer a question, the latest first")
def entities(request: HttpRequest, asked: Query[QuestionParameters], limit: int = LIMIT, offset: int = OFFSET) -> Any:
    """The things reports are about, found like reports."""
    viewer = viewer_of(request)
    answer = _ask(asked, viewer)
    found = answer.entities(limit, offset)
    if viewer.may_see_restricted:
        behind = [pk for each in found for pk in each.reports]
        log_reading(Action.LISTED, Report.objects.visible_to(viewer).only("pk").in_bulk(behind).values(), viewer)
    items = [plain_counted_entity(each) for each in found]
    return {"total": answer.total.entities, "items": items}


@api.get("/entities/{address}", url_name="entity", summary="One entity, with its reports")
def entity(request: HttpRequest, response: HttpResponse, address: str = ADDRESS) -> Any:
    """One entity with its reports; an address that was merged leads to the entity it belongs to now."""
    viewer = viewer_of(request)
    this = entity_at(address[:64], viewer) or answer_missing()
    if this.address != address:
        response["Content-Location"] = reverse("api:entity", args=[this.address])
    return _entity(open_for_reading(this, viewer), viewer)


@api.get("/figures", summary="The published figures, and what the public record says to each")
def figures(request: HttpRequest, limit: int = LIMIT, offset: int = OFFSET) -> Any:
    """The published figures."""
    found = Figure.objects.filter(editions__isnull=False).distinct().prefetch_related("editions")
    these = public_figures(found[offset : offset + limit])
    return {"total": found.count(), "items": [describe_figure_in_short(each, request) for each in these]}


@api.get("/figures/{slug}", summary="One published figure, with its answer, its editions and the entities it counts")
def figure(request: HttpRequest, slug: str = SLUG) -> Any:
    """One figure: its question, its answer now and as published."""
    this = published_figure(slug[:80]) or answer_missing()
    return describe_figure(next(iter(public_figures([this])), None) or answer_missing(), request)


@api.get("/count", summary="How many, where, when, with what, by whom, and according to whom")
def count(request: HttpRequest, asked: Query[QuestionParameters]) -> Any:
    """Ask how many: the answer with its counters; for who may not count at the desk, what is public."""
    viewer = counting_viewer_of(request)
    return plain_answer(_ask(asked, viewer), viewer)


@api.get("/count.csv", url_name="count-csv", summary="The same answer as CSV, a line for each row")
def count_csv(request: HttpRequest, asked: Query[QuestionParameters]) -> HttpResponse:
    """The answer as `dalil count --csv` and the desk give it; of a grouped answer the rows, and no total among them."""
    return _give_answer(request, asked, lambda answer: csv_file(csv_lines(answer)), "csv", "text/csv; charset=utf-8")


@api.get("/count.xlsx", url_name="count-xlsx", summary="The same answer as a workbook (XLSX)")
def count_xlsx(request: HttpRequest, asked: Query[QuestionParameters]) -> HttpResponse:
    """The lines on one sheet, the question, the doubts and the method on another."""
    return _give_answer(request, asked, write_workbook, "xlsx", XLSX)


@api.get("/count.parquet", url_name="count-parquet", summary="The same answer as Parquet")
def count_parquet(request: HttpRequest, asked: Query[QuestionParameters]) -> HttpResponse:
    """The columns of the CSV, numbers as numbers; the question, the doubts and the method in the metadata under "dalil"."""
    return _give_answer(request, asked, write_parquet, "parquet", "application/vnd.apache.parquet")


@api.get("/count.geojson", url_name="count-geojson", summary="The same answer as GeoJSON, grouped by places")
def count_geojson(request: HttpRequest, asked: Query[QuestionParameters]) -> HttpResponse:
    """A feature for each line: the area of a place, or a point that stands for it; `geometry_is` says which. The question has to be
    grouped by country, governorate, district or place."""
    return _give_answer(request, asked, write_geojson, "geojson", "application/geo+json")


XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def _give_answer(
    request: HttpRequest,
    asked: QuestionParameters,
    write: Callable[[Answer], bytes | Iterable[str]],
    ending: str,
    media_type: str,
) -> HttpResponse:
    """Give an answer out as a file. Raises Unanswerable for a question that cannot be asked, or not in this form."""
    viewer = counting_viewer_of(request)
    answer = _ask(asked, viewer)
    content = write(answer)
    log_export(viewer, "count")
    return HttpResponse(
        content,
        content_type=media_type,
        headers={"Content-Disposition": f'attachment; filename="dalil-count.{ending}"'},
    )


@api.get("/places", summary="The gazetteer: by name in either script, or what lies in a place")
def places(
    request: HttpRequest,
    q: str = PLACE_NAME,
    within: str = WITHIN,
    level: Level | None = LEVEL,
    limit: int = LIMIT,
    offset: int = OFFSET,
) -> Any:
    """The places of the gazetteer by name or code. `found` is the code of the place that is meant, or null where that is not certain.

    `items` are that place and what else the name may mean; where none bears the name as it is written, those that may be spelled so.
    """
    known = gazetteer()
    try:
        if q:
            match = find_place(q, gazetteer=known, within=within or None, level=level)
            meant, places = match.found, match.candidates if match.reason is not Reason.ELSEWHERE else ()
        else:
            inside = known.within(within) if within else frozenset(place.code for place in known.places)
            meant = None
            places = tuple(place for place in known.places if place.code in inside and level in (None, place.level))
    except UnknownPlace as error:
        raise HttpError(422, refusal(error)) from None
    page = [asdict(place) for place in places[offset : offset + limit]]
    return {"total": len(places), "found": meant.code if meant else None, "items": page}


def _due(this: Entity, viewer: Viewer) -> dict[str, Any]:
    """Of a zone, until when owners may file; of a property, what became of it by then, where its zone is certain."""
    if this.kind == Zone.code:
        return {"deadline": plain_deadline(deadline_of_zone(this))}
    if this.kind == Property.code and (zone := zone_of_property(this, viewer)):
        today = localdate()
        return {"filing": plain_filing(due_of(this, deadline_of_zone(zone), today).state, zone.address, today)}
    return {}


def _filtered(filters: ReportFilters, viewer: Viewer) -> QuerySet[Report]:
    return find_public_reports(filters.model_dump(), viewer)


def _page(request: HttpRequest, found: Any, limit: int, offset: int, plain: Any) -> dict[str, Any]:
    page = list(found[offset : offset + limit])
    log_reading(Action.LISTED, page, viewer_of(request))
    return {"total": found.count(), "items": [plain(each) for each in page]}


def _document(this: Document) -> dict[str, Any]:
    return {
        "address": this.address,
        "sha256": this.sha256,
        "title": this.title,
        "type": this.type,
        "media_type": this.media_type,
        "size": this.size,
        "language": this.language,
        "found_at": this.url,
        "received_at": this.received_at.isoformat(),
    }


def _entity(this: Entity, viewer: Viewer) -> dict[str, Any]:
    due = _due(this, viewer) if this.current else {}
    return due | {
        "address": this.address,
        "kind": this.kind,
        "title": {language: title_of_entity(this, language) for language in LANGUAGE_CODES},
        "grade": grade_entity(this),
        "reports": plain_reports(list(this.reports), viewer),
    }
