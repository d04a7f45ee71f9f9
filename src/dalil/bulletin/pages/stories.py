"""Stories: each on its own page, and the list of all of them."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.html import escape
from django.utils.safestring import SafeString
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from dalil.archive.models import Document
from dalil.bulletin.corrections.editions_on_pages import figures_shown
from dalil.bulletin.corrections.listing import SaidCorrection, say_corrections_of
from dalil.bulletin.drawings.drawn import Drawing
from dalil.bulletin.drawings.figure_charts import draw_figures_on_a_map
from dalil.bulletin.figures.embeds import figures_in
from dalil.bulletin.figures.presenters import FigureTile, name_sources_of, present_tiles, read_figures
from dalil.bulletin.models import StoryPage
from dalil.bulletin.pages.body import AnsweredQuestion, expand_body, present_chosen
from dalil.bulletin.pages.card_presenters import PageDate, say_page_date
from dalil.bulletin.pages.page_links import link_pages
from dalil.bulletin.pages.publication_lines import Publication, say_publication
from dalil.bulletin.pages.registering import language_of, presents
from dalil.bulletin.pages.sharing import SharedLink, share_page
from dalil.bulletin.pages.story_lists import (
    StoryLine,
    find_in_series,
    find_pages_about,
    find_subjects,
    link_subjects,
    list_months,
    list_stories,
    present_lines,
)
from dalil.bulletin.pictures.shown import SHARED, WHOLE, ShownPicture, load_pictures, present_picture
from dalil.bulletin.record.report_presenters import PUBLIC, NamedSource, ReportCard, TitledLink, link_document

ON_A_PAGE = 20
MONTH = re.compile(r"[0-9]{4}-[0-9]{2}")


@dataclass(frozen=True)
class StorySeries:
    """The series that a story is a part of, with its other stories."""

    name: str
    others: tuple[StoryLine, ...]


@dataclass(frozen=True)
class StoryText(PageDate):
    """A story on its own page. about: the pages of what it is about. series: its name, and its other stories."""

    picture: ShownPicture | None
    share: SharedLink
    publication: Publication
    about: tuple[TitledLink, ...]
    series: StorySeries | None
    related: tuple[StoryLine, ...]
    questions: tuple[AnsweredQuestion, ...]
    reports: tuple[ReportCard, ...]
    kicker: str
    headline: str
    standfirst: str
    body_html: SafeString
    figures: tuple[FigureTile, ...]
    unknown_html: tuple[str, ...]
    corrections: tuple[SaidCorrection, ...]
    sources: tuple[NamedSource, ...]
    document: TitledLink | None
    map: Drawing | None = None


@require_safe
def stories(request: HttpRequest) -> HttpResponse:
    """All stories of a language, the latest first; `month` narrows them to one month."""
    language = get_language() or settings.LANGUAGE_CODE
    these, here = list_stories(language), reverse("stories")
    month = request.GET.get("month", "")
    month = month if MONTH.fullmatch(month) else ""
    months = list_months(these, here, month, language)
    sheet = Paginator(these.filter(dated__startswith=month) if month else these, ON_A_PAGE).get_page(
        request.GET.get("page")
    )
    context = {
        "stories": present_lines(sheet, request, language),
        "months": months,
        "pages": link_pages(sheet, here, {"month": month}),
    }
    return render(request, "bulletin/pages/stories.html", context)


@presents
def _present_story(page: StoryPage, request: HttpRequest) -> dict[str, Any]:
    language = language_of(page)
    figures = figures_shown(page, figures_in(page.body))
    document = Document.objects.visible_to(PUBLIC).filter(sha256__startswith=page.document or "-").first()
    body = expand_body(page, page.body, language)
    corrections, about = say_corrections_of(page, language), find_subjects(page)
    heads = load_pictures([page.picture_id] if page.picture_id else [], WHOLE, SHARED)
    return {
        "story": StoryText(
            kicker=page.kicker,
            headline=page.title,
            standfirst=page.standfirst,
            body_html=body.html,
            questions=body.questions,
            picture=present_picture(heads.get(page.picture_id), language, eager=True),
            share=share_page(request, page, page.standfirst, heads.get(page.picture_id), language),
            publication=say_publication(page, corrections, language),
            about=link_subjects(about, request, language),
            series=_present_series(page, request, language),
            related=present_lines(find_pages_about(about, language, without=page.pk), request, language),
            reports=present_chosen(page.reports, language),
            figures=present_tiles(figures, language),
            unknown_html=tuple(escape(block.value) for block in page.unknown),
            corrections=corrections,
            sources=name_sources_of(figures, language),
            document=link_document(document) if document else None,
            map=draw_figures_on_a_map(list(read_figures(figures).values()), language),
            **vars(say_page_date(page, language)),
        )
    }


def _present_series(page: StoryPage, request: HttpRequest, language: str) -> StorySeries | None:
    others = find_in_series(page, language)
    return StorySeries(page.series, present_lines(others, request, language)) if others else None
