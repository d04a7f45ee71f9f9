"""One search box over everything public: stories, cards and other pages by their words, and the record."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.html import strip_tags
from django.utils.translation import get_language
from django.views.decorators.http import require_safe
from wagtail.models import Page

from dalil.bulletin.models import BulletinPage, PageWords
from dalil.bulletin.pages.hindrances import words_on
from dalil.bulletin.pages.page_links import write_query
from dalil.bulletin.pages.readable import readable
from dalil.bulletin.record.entity_presenters import EntityLine
from dalil.bulletin.record.record_list import RecordQuery
from dalil.bulletin.record.views import ASKED, LONGEST_QUERY, find_public_reports, list_entity_lines
from dalil.record.search.index_text import indexed
from dalil.record.search.queries import looking_for
from dalil.record.search.words import note_words
from dalil.text.compounds import find_words_to_spell

MOST_PAGES = 20
OF_THE_RECORD = 8
LONGEST_OPENING = 200


@dataclass(frozen=True)
class FoundPage:
    """A page that has the words. kind: what sort of page it is, in words. opening: how its text begins."""

    url: str
    title: str
    kind: str
    opening: str


@dataclass(frozen=True)
class SearchResults:
    """What the search box found; see bulletin/pages/search.html. more_pages: there are pages beyond those listed.

    of_the_record: how many things of the record have the words; record_url leads to all of them.
    """

    query: str
    action: str
    pages: tuple[FoundPage, ...]
    more_pages: bool
    entities: tuple[EntityLine, ...]
    of_the_record: int
    record_url: str


@require_safe
def search(request: HttpRequest) -> HttpResponse:
    """What has the words that are looked for: pages of this language, then the record."""
    language = get_language() or settings.LANGUAGE_CODE
    query = request.GET.get("q", "").strip()[:LONGEST_QUERY]
    pages = _find_pages(query, language) if query else []
    listed = _find_in_record(query) if query else None
    results = SearchResults(
        query=query,
        action=reverse("search"),
        pages=tuple(_present(page, request) for page in pages[:MOST_PAGES]),
        more_pages=len(pages) > MOST_PAGES,
        entities=tuple(list_entity_lines(listed, language)) if listed else (),
        of_the_record=sum(listed.totals.values()) if listed else 0,
        record_url=f"{reverse('record')}?{write_query({'q': query})}",
    )
    return render(request, "bulletin/pages/search.html", {"results": results})


def note_page_words(page: Page) -> None:
    """Keep the words by which a published page is found."""
    text = indexed(words_on(page))
    PageWords.objects.update_or_create(page_id=page.pk, defaults={"search": text})
    note_words(find_words_to_spell([text]))


def note_words_of_all() -> None:
    """Keep the words of published pages that have none yet: those that an earlier version published."""
    for page in Page.objects.live().filter(depth__gt=1, words=None).specific():
        if isinstance(page, BulletinPage):
            note_page_words(page)


def _find_pages(query: str, language: str) -> list[Page]:
    """The pages of a language with the words, those that have them as they are written first; one more than are listed."""
    rows = looking_for(query).best_first(PageWords.objects.filter(page__in=_readable_in(language)))[: MOST_PAGES + 1]
    keys = [row.page_id for row in rows]
    by_key = {page.pk: page for page in Page.objects.filter(pk__in=keys).specific()}
    return [by_key[key] for key in keys]


def _readable_in(language: str) -> Any:
    return readable(Page.objects.filter(locale__language_code=language)).values("pk")


def _find_in_record(query: str) -> Any:
    asked = dict.fromkeys(ASKED, "") | {"q": query}
    return RecordQuery(asked, looking_for(query), find_public_reports({})).list_page(OF_THE_RECORD, 0)


def _present(page: Page, request: HttpRequest) -> FoundPage:
    opening = getattr(page, "standfirst", "") or getattr(page, "summary", "") or getattr(page, "intro", "")
    text = " ".join(strip_tags(opening).split())
    return FoundPage(
        url=page.get_url(request),
        title=page.title,
        kind=str(page._meta.verbose_name),
        opening=text if len(text) <= LONGEST_OPENING else f"{text[:LONGEST_OPENING].rsplit(' ', 1)[0]}…",
    )
