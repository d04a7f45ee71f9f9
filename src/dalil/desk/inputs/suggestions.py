"""Suggestions while one types, as JSON; every box they serve also works without them."""

from __future__ import annotations

from django.http import HttpResponse, JsonResponse

from dalil.archive.models import Document
from dalil.desk.finding import place_line, suggested_places
from dalil.desk.reports.forms import line_of
from dalil.desk.screens import DeskRequest, language, may, viewer_of
from dalil.record.models import Source
from dalil.record.search.queries import matching

MOST = 20


@may("see")
def suggest(request: DeskRequest, what: str) -> HttpResponse:
    """Up to twenty lines for what is being typed: places, sources or documents that this person may see."""
    typed, viewer = request.GET.get("q", ""), viewer_of(request)
    if what == "places":
        lines = [place_line(place.code, language()) for place in suggested_places(typed, MOST)]
    elif what == "sources":
        lines = [
            line_of(each, language())
            for each in Source.objects.visible_to(viewer).filter(matching(typed, typing=True))[:MOST]
        ]
    else:
        lines = [
            line_of(each, language())
            for each in Document.objects.visible_to(viewer).filter(matching(typed, typing=True))[:MOST]
        ]
    return JsonResponse({"lines": lines})
