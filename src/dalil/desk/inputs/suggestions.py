"""Suggestions and readings while one types, as JSON; every input they serve also works without them."""

from __future__ import annotations

from django.http import HttpResponse, JsonResponse

from dalil.desk.inputs.plain import reading_of, say_reading
from dalil.desk.lists import place_line, show_list
from dalil.desk.reports.filling import line_of
from dalil.desk.screens import DeskRequest, language, may, viewer_of
from dalil.lookup.documents import suggest_documents
from dalil.lookup.places import suggest_places
from dalil.lookup.sources_in_record import suggest_sources
from dalil.record.gazetteer_in_use import gazetteer
from dalil.text.dates import read_date
from dalil.wording.refusals import refusal

MOST = 20


@may("see")
def suggest(request: DeskRequest, what: str) -> HttpResponse:
    """Up to twenty lines for what is being typed: places, sources or documents that this person may see."""
    typed, viewer = request.GET.get("q", ""), viewer_of(request)
    if what == "places":
        lines = [place_line(place.code, language()) for place in suggest_places(typed, gazetteer(), MOST)]
    elif what == "sources":
        lines = [line_of(each, language()) for each in show_list(request, suggest_sources(typed, viewer, MOST))]
    else:
        lines = [line_of(each, language()) for each in show_list(request, suggest_documents(typed, viewer, MOST))]
    return JsonResponse({"lines": lines})


@may("see")
def understand_date(request: DeskRequest) -> HttpResponse:
    """How the words of a date are read, or why they are not; the form then knows that the reading was shown."""
    try:
        when = read_date(request.GET.get("q", ""))
    except ValueError as error:
        return JsonResponse({"reading": "", "said": refusal(error)})
    return JsonResponse({"reading": reading_of(when), "said": say_reading(when, language())})
