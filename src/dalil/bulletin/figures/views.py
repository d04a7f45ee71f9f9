"""A figure's own page: the question, the answer and its reading, what it is made of, and the reports it rests on.

Only figures that were published are there. The numbered editions stay as they were published; they are what is cited.
"""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import get_language, override
from django.views.decorators.http import require_safe

from dalil.bulletin.figures.figure_page import FigurePage, present_figure
from dalil.bulletin.figures.presenters import list_slugs, present_tiles, say_figure
from dalil.bulletin.pages.page_links import link_pages
from dalil.bulletin.pages.readable import front_of
from dalil.bulletin.pages.sharing import SharedLink
from dalil.counting.public_figures import PublicFigure, public_figures, published_figure
from dalil.drawing.share_cards import draw_share_card
from dalil.exports.capsule.building import build_capsule, why_no_capsule
from dalil.exports.figures import figure_csv_lines, plain_figure, plain_figure_in_short
from dalil.exports.spreadsheet import csv_file
from dalil.letters import language_of

ON_A_PAGE = 50  # entities


@require_safe
def figures(request: HttpRequest) -> HttpResponse:
    """All published figures."""
    sheet = Paginator(list_slugs(), ON_A_PAGE).get_page(request.GET.get("page"))
    shown = present_tiles([(slug, None) for slug in sheet], get_language() or "en")
    context = {"figures": shown, "pages": link_pages(sheet, reverse("figures"), {})}
    return render(request, "bulletin/figures/figure_list.html", context)


@require_safe
def figure(request: HttpRequest, slug: str) -> HttpResponse:
    """The figure as it was last published, whole, and beside it what the record says now."""
    return _show(request, _open_figure(slug), reverse("figure", args=[slug]))


@require_safe
def edition(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    """One edition, as it was published: the number to cite, its readings, its parts, and what it counted."""
    here = reverse("figure-edition", args=[slug, number])
    return _show(request, _open_figure(slug, number), here, numbered=True)


def _show(request: HttpRequest, this: PublicFigure, here: str, *, numbered: bool = False) -> HttpResponse:
    kept = this.contents.entities if this.contents else None
    sheet = Paginator(kept or (), ON_A_PAGE).get_page(request.GET.get("page"))
    first, language = (sheet.number - 1) * ON_A_PAGE, get_language() or "en"
    shown = present_figure(this, first, ON_A_PAGE, language, request, numbered=numbered)
    context = {
        "figure": shown,
        "share": _share(shown, "" if numbered else this.figure.slug, request),
        "pages": link_pages(sheet, here, {}),
    }
    return render(request, "bulletin/figures/figure.html", context)


def _share(shown: FigurePage, slug: str, request: HttpRequest) -> SharedLink:
    """The figure as other sites show a link to it: the answer with its doubts. slug: empty for an edition; the picture shows the latest."""
    return SharedLink(
        title=shown.question,
        description=" ".join([f"{shown.told}.", *shown.doubts]),
        picture=request.build_absolute_uri(reverse("figure-share", args=[slug])) if slug else "",
        alt=f"{shown.question} {shown.told}",
    )


@require_safe
def share_picture(request: HttpRequest, slug: str) -> HttpResponse:
    """What other sites show of a link to the figure: its question, its answer, its doubts, drawn as a picture."""
    this, language = _open_figure(slug), get_language() or "en"
    shown = present_figure(this, 0, 1, language, request)
    front = front_of(language)
    beside = (shown.per, f"{shown.range} ({shown.reading.name})" if shown.range else "", *shown.doubts)
    png = draw_share_card(
        shown.question,
        shown.told,
        [each for each in beside if each],
        front.title if front else settings.WAGTAIL_SITE_NAME,
        rtl=language_of(language).direction == "rtl",
    )
    return HttpResponse(png, content_type="image/png")


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


@require_safe
def as_capsule(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    """One edition to take away and recompute without Dalil; see `exports.capsule`. 404 with a sentence where it has none."""
    this = _open_figure(slug, number)
    if why := why_no_capsule(this):
        return HttpResponse(f"{why}\n", status=404, content_type="text/plain; charset=utf-8")
    content = build_capsule(this, request.build_absolute_uri, get_language() or "en")
    return HttpResponse(
        content,
        content_type="application/zip",
        headers={"Content-Disposition": f'attachment; filename="{slug}-{number}.zip"'},
    )


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


def _open_figure(slug: str, number: int | None = None) -> PublicFigure:
    """The figure at an address, in its latest edition or in the one of this number."""
    this = published_figure(slug)
    asked = [] if this is None else [this if number is None else (this, number)]
    for found in public_figures(asked):
        return found
    raise Http404
