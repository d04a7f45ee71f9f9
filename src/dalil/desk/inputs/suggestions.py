"""Suggestions and readings while one types, as JSON; every input they serve also works without them."""

from __future__ import annotations

from django.http import HttpResponse, JsonResponse
from django.utils.translation import gettext as _

from dalil import vocabulary
from dalil.desk.inputs.plain import reading_of, say_reading
from dalil.desk.lists import place_line, show_list
from dalil.desk.reports.filling import line_of
from dalil.desk.screens import DeskRequest, language, may, viewer_of
from dalil.lookup.documents import suggest_documents
from dalil.lookup.places import suggest_places
from dalil.lookup.sources_in_record import suggest_sources
from dalil.record.gazetteer_in_use import gazetteer
from dalil.text.counts import bound_whole, read_count
from dalil.text.dates import read_date
from dalil.wording.counts import say_quantity
from dalil.wording.numbers import say_range
from dalil.wording.refusals import isolated, refusal

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
def understand_count(request: DeskRequest) -> HttpResponse:
    """How the words or the notation of a number are read, or why they are not, as the form reads them.

    of: the quantity that is asked for. unit: what it counts. part: whether the form says of which part of the people it is.
    """
    typed, quantity = request.GET.get("q", ""), request.GET.get("of", "")
    try:
        count = read_count(typed, quantity)
        if quantity and not request.GET.get("part"):
            count = bound_whole(count, typed, quantity)
    except ValueError as error:
        return JsonResponse({"said": refusal(error)})
    unit = request.GET.get("unit", "")
    if "unit" not in count.model_fields_set and vocabulary.is_code("units", unit):
        count = count.model_copy(update={"unit": unit})
    said = say_quantity(count, language())
    if not any(letter.isdigit() for letter in said):  # a word such as “dozens”, of which the record keeps the bounds
        said = f"{said} ({say_range(count.low, count.high, language())})"
    return JsonResponse({"said": _("Understood as %(what)s.") % {"what": isolated(said)}})


@may("see")
def understand_date(request: DeskRequest) -> HttpResponse:
    """How the words of a date are read, or why they are not; the form then knows that the reading was shown."""
    try:
        when = read_date(request.GET.get("q", ""))
    except ValueError as error:
        return JsonResponse({"reading": "", "said": refusal(error)})
    return JsonResponse({"reading": reading_of(when), "said": say_reading(when, language())})
