"""Stories in lists: all of them, those of a month, those of a series, and the pages about the same things."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Q
from django.http import HttpRequest
from wagtail.models import Page

from dalil import vocabulary
from dalil.bulletin.models import CardPage, Dated, PageSubject, StoryPage, ThemePage
from dalil.bulletin.pages.card_presenters import PageDate, say_page_date
from dalil.bulletin.pages.readable import readable
from dalil.bulletin.pictures.shown import CROPPED, ShownPicture, load_pictures, present_picture
from dalil.bulletin.record.report_presenters import TitledLink
from dalil.bulletin.record.subject_links import FACETS, url_of_place, url_of_term
from dalil.record.gazetteer_in_use import gazetteer
from dalil.values import When
from dalil.wording.times import say_when

Subject = tuple[str, str]
"""What a page is about: a scheme (`places`, `themes`, or one of the vocabulary) and a code of it."""
RELATED = 6
IN_A_SERIES = 30


@dataclass(frozen=True)
class StoryLine(PageDate):
    """A story or a card in a list; see bulletin/pages/story_line.html. standfirst, kicker, picture: where it has them."""

    url: str
    kicker: str
    headline: str
    standfirst: str
    picture: ShownPicture | None


@dataclass(frozen=True)
class MonthLink:
    """A month in which stories are dated, with how many, to narrow the list to."""

    label: str
    url: str
    current: bool


def list_stories(language: str) -> Any:
    """List the stories of a language that everybody may read, the latest first."""
    stories = StoryPage.objects.filter(locale__language_code=language)
    return readable(stories).order_by("-dated", "-first_published_at", "-pk")


def list_months(stories: Any, here: str, chosen: str, language: str) -> tuple[MonthLink, ...]:
    """List the months in which stories are dated, the latest first; a story that is dated by its year alone is in none."""
    dates = stories.order_by().values_list("dated", flat=True).distinct()
    months = sorted({date[:7] for date in dates if len(date) >= 7 and date[4] == "-"}, reverse=True)
    return tuple(
        MonthLink(say_when(When.parse(each), language), f"{here}?month={each}", each == chosen) for each in months
    )


def present_lines(pages: Iterable[Dated], request: HttpRequest, language: str) -> tuple[StoryLine, ...]:
    """Present stories and cards as lines of a list, in their order."""
    these = list(pages)
    pictures = load_pictures({page.picture_id for page in these if page.picture_id}, CROPPED)
    return tuple(
        StoryLine(
            url=page.get_url(request),
            kicker=getattr(page, "kicker", "") or "",
            headline=page.title,
            standfirst=getattr(page, "standfirst", ""),
            picture=present_thumbnail(pictures.get(page.picture_id), language),
            **vars(say_page_date(page, language)),
        )
        for page in these
    )


def present_thumbnail(picture: Any, language: str) -> ShownPicture | None:
    """Present a picture as it stands in a list of pages."""
    return present_picture(picture, language, form=CROPPED, sizes="(min-width: 60rem) 22rem, 92vw", with_document=False)


def find_in_series(story: StoryPage, language: str) -> Sequence[StoryPage]:
    """Find the other stories of the series of a story, the first first."""
    if not story.series:
        return []
    others: Any = list_stories(language).filter(series=story.series).exclude(pk=story.pk)
    return list(others.reverse()[:IN_A_SERIES])


def find_subjects(page: Page) -> list[Subject]:
    """Find what a published page is about, by scheme and code."""
    return list(PageSubject.objects.filter(page_id=page.pk).order_by("pk").values_list("scheme", "code"))


def find_pages_about(
    subjects: Sequence[Subject], language: str, most: int = RELATED, without: int | None = None
) -> list[Dated]:
    """Find the stories and cards of a language that are about some things: those that share most of them first, then the latest."""
    if not subjects:
        return []
    wanted = Q()
    for scheme, code in subjects:
        wanted |= Q(scheme=scheme, code=code)
    rows = PageSubject.objects.filter(wanted, page__locale__language_code=language).exclude(page=without)
    shared = dict(rows.values_list("page").annotate(shared=Count("pk")))
    found = [
        page
        for kind in (StoryPage, CardPage)
        if shared
        for page in readable(kind.objects.filter(pk__in=shared)).select_related("locale")
    ]
    found.sort(key=lambda page: (shared[page.pk], page.dated, page.pk), reverse=True)
    return found[:most]


def link_subjects(subjects: Sequence[Subject], request: HttpRequest, language: str) -> tuple[TitledLink, ...]:
    """Link things that a page is about: the pages of places and terms of the record, and themes."""
    links = []
    known = gazetteer()
    keys = [code for scheme, code in subjects if scheme == "themes"]
    themes = ThemePage.objects.filter(translation_key__in=keys, locale__language_code=language)
    by_key = {str(theme.translation_key): theme for theme in (readable(themes) if keys else ())}
    for scheme, code in subjects:
        if scheme == "places" and code in known:
            links.append(TitledLink(known.get(code).label(language), url_of_place(code)))
        elif scheme == "themes" and code in by_key:
            links.append(TitledLink(by_key[code].title, by_key[code].get_url(request)))
        elif scheme in FACETS and vocabulary.is_code(scheme, code):
            links.append(TitledLink(vocabulary.label(scheme, code, language), url_of_term(scheme, code)))
    return tuple(links)
