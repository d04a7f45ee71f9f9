"""A figure's own page: the question, the answer and its reading, what it is made of, and the reports it rests on.

Only figures that were published are there. The numbered editions stay as they were published; they are what is cited.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import get_language, override
from django.views.decorators.http import require_safe

from dalil.bulletin.figures.figure_page import present_edition, present_figure
from dalil.bulletin.figures.presenters import say_figure
from dalil.bulletin.pages.page_links import link_pages
from dalil.bulletin.record.report_presenters import PUBLIC
from dalil.counting.answer import CountedEntity
from dalil.counting.public_figures import PublicFigure, public_figures, published_figure
from dalil.counting.question import Question, Unanswerable
from dalil.exports.figures import figure_csv_lines, plain_figure, plain_figure_in_short
from dalil.exports.spreadsheet import csv_file
from dalil.record.entities import Entity, entities_of
from dalil.record.models import Report
from dalil.values.total import Total

ON_A_PAGE = 50  # entities


@require_safe
def figure(request: HttpRequest, slug: str) -> HttpResponse:
    """The figure as the record has it today, beside what was published."""
    this, language = _open_figure(slug), get_language() or "en"
    sheet = Paginator(range(this.total.entities), ON_A_PAGE).get_page(request.GET.get("page"))
    context = {
        "figure": present_figure(this, _entities_of_page(this, sheet.number), language, request),
        "pages": link_pages(sheet, reverse("figure", args=[slug]), {}),
    }
    return render(request, "bulletin/figures/figure.html", context)


@require_safe
def edition(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    """One edition, as it was published: the number to cite, and the entities it counted."""
    this, language = _open_figure(slug), get_language() or "en"
    that = this.figure.editions.filter(number=number).first()
    if that is None:
        raise Http404
    then = replace(this, edition=that)
    if that.question != this.figure.question:  # the figure asks something else today
        try:
            then = PublicFigure(this.figure, that, Question.of(that.question, kept=True), None, Total())
        except Unanswerable:  # its kind of report was taken away
            raise Http404 from None
    basis = list(that.basis or {})[:ON_A_PAGE]
    behind = Report.objects.visible_to(PUBLIC).filter(address__in=basis).values_list("pk", flat=True)
    context = {"figure": present_edition(then, that, entities_of(behind, PUBLIC), language, request)}
    return render(request, "bulletin/figures/figure.html", context)


@require_safe
def as_csv(request: HttpRequest, slug: str) -> HttpResponse:
    """The figure as one table: the total, what it is made of, and every report behind it; see `exports.figures`."""
    this = _open_figure(slug)
    lines = figure_csv_lines(this, request.build_absolute_uri, get_language() or "en")
    return HttpResponse(
        csv_file(lines),
        content_type="text/csv; charset=utf-8",
        headers={"Content-Disposition": f'attachment; filename="{slug}.csv"'},
    )


@require_safe
def as_json(request: HttpRequest, slug: str) -> HttpResponse:
    """The figure with its question, its answer, its editions and the entities it counts."""
    this = _open_figure(slug)
    return JsonResponse(describe_figure(this, request), json_dumps_params={"ensure_ascii": False})


def describe_figure(this: PublicFigure, request: HttpRequest) -> dict[str, Any]:
    """Describe a figure as JSON gives it, with everything it rests on."""
    return plain_figure(this, request.build_absolute_uri, _say_in_languages(this))


def describe_figure_in_short(this: PublicFigure, request: HttpRequest) -> dict[str, Any]:
    """Describe a figure in a list: what it asks, what was published, what the public record says now."""
    return plain_figure_in_short(this, request.build_absolute_uri, _say_in_languages(this))


def _say_in_languages(this: PublicFigure) -> dict[str, str]:
    """The answer as pages say it, by language."""
    words = {}
    for language in ("en", "ar"):
        with override(language):
            words[language] = say_figure(this, language)
    return words


def _open_figure(slug: str) -> PublicFigure:
    this = published_figure(slug)
    for found in public_figures([this] if this else []):
        return found
    raise Http404


def _entities_of_page(this: PublicFigure, number: int) -> list[Entity]:
    """The entities on one page of the list; only as many are read as it shows."""
    if this.answer is None:
        return []
    found: list[CountedEntity] = this.answer.entities(ON_A_PAGE, (number - 1) * ON_A_PAGE)
    entities = {each.address: each for each in entities_of([each.reports[0] for each in found], PUBLIC)}
    return [entities[each.address] for each in found if each.address in entities]
