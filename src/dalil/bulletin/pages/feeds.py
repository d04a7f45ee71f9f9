"""Feeds of the public site in one language, as Atom and as JSON Feed 1.1: cards, stories, and what is about a place, a term or a theme."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, time
from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.feedgenerator import Atom1Feed, SyndicationFeed, rfc3339_date
from django.utils.html import strip_tags
from django.utils.translation import get_language
from django.utils.translation import gettext as say
from django.views.decorators.http import require_safe

from dalil import vocabulary
from dalil.bulletin.models import CardPage, Dated, FrontPage, ThemePage
from dalil.bulletin.pages.card_presenters import expand_texts, find_dead_ways, find_sources, list_cards, present_card
from dalil.bulletin.pages.readable import front_of, readable
from dalil.bulletin.pages.story_lists import find_pages_about, list_stories
from dalil.bulletin.record.subject_links import FACETS
from dalil.record.gazetteer_in_use import gazetteer

IN_THE_FEED = 50
FORMS = ("xml", "json")


class StillFeed(Atom1Feed):
    """An Atom feed that is as old as its latest entry; an empty one is as old as the time that is counted from, and not as new as the request."""

    def latest_post_date(self) -> datetime:
        return super().latest_post_date() if self.items else datetime(1970, 1, 1, tzinfo=UTC)


class JsonFeed(SyndicationFeed):
    """JSON Feed, version 1.1 (jsonfeed.org)."""

    content_type = "application/feed+json; charset=utf-8"

    def write(self, outfile: Any, encoding: str) -> None:
        """Write the feed; each entry has the facts that `add_item` was given."""
        told = {
            "version": "https://jsonfeed.org/version/1.1",
            "title": self.feed["title"],
            "home_page_url": self.feed["link"],
            "feed_url": self.feed["feed_url"],
            "language": self.feed["language"],
            "authors": [{"name": self.feed["author_name"]}],
            "items": [_write_item(item) for item in self.items],
        }
        outfile.write(json.dumps(told, ensure_ascii=False))


@dataclass(frozen=True)
class FeedEntry:
    """An entry of a feed. key: names it for ever. author: who says so; None where nobody is named. url: whole."""

    title: str
    url: str
    text: str
    published: datetime
    updated: datetime
    key: str
    author: str | None = None
    categories: tuple[str, ...] = ()


def write_feed(
    request: HttpRequest, title: str, home: str, entries: Sequence[FeedEntry], form: str = "xml"
) -> HttpResponse:
    """Write entries as a feed in the language of the request. home: the address of the page that shows the same. form: xml or json."""
    language = get_language() or settings.LANGUAGE_CODE
    feed = (JsonFeed if form == "json" else StillFeed)(
        title=title,
        link=request.build_absolute_uri(home),
        description="",
        language=language,
        feed_url=request.build_absolute_uri(),
        author_name=name_author(language),
    )
    for entry in entries:
        feed.add_item(
            title=entry.title,
            link=entry.url,
            description=entry.text,
            author_name=entry.author,
            pubdate=entry.published,
            updateddate=entry.updated,
            unique_id=entry.key,
            categories=entry.categories,
        )
    return HttpResponse(feed.writeString("utf-8"), content_type=feed.content_type)


def name_author(language: str) -> str:
    """Return who says what stands in a feed where an entry names nobody: the site. Atom asks for one (RFC 4287, 4.1.1)."""
    front = front_of(language)
    return front.title if front else settings.WAGTAIL_SITE_NAME


@require_safe
def cards(request: HttpRequest, form: str = "xml") -> HttpResponse:
    """The latest cards of News & Views, with their summaries."""
    front, language = _front()
    entries = _present_cards(list(list_cards(front)[:IN_THE_FEED]), request, language)
    return write_feed(request, f"{front.title}: {say('News & Views')}", front.get_url(request), entries, form)


@require_safe
def stories(request: HttpRequest, form: str = "xml") -> HttpResponse:
    """The latest stories, with their standfirsts."""
    front, language = _front()
    entries = [_present_page(page, request) for page in list_stories(language)[:IN_THE_FEED]]
    return write_feed(request, f"{front.title}: {say('Stories')}", reverse("stories"), entries, form)


@require_safe
def about(request: HttpRequest, scheme: str, code: str, form: str = "xml") -> HttpResponse:
    """The latest stories and cards about a place, a weapon, a target, an actor, or a theme by the key that its translations share."""
    front, language = _front()
    name, home = _name_subject(scheme, code, request, language)
    pages = find_pages_about([(scheme, code)], language, IN_THE_FEED)
    of_cards = {
        each.key: each for each in _present_cards([p for p in pages if isinstance(p, CardPage)], request, language)
    }
    entries = [of_cards.get(_key(page)) or _present_page(page, request) for page in pages]
    return write_feed(request, f"{front.title}: {name}", home, entries, form)


def _front() -> tuple[FrontPage, str]:
    language = get_language() or settings.LANGUAGE_CODE
    front = front_of(language)
    if front is None:
        raise Http404
    return front, language


def _name_subject(scheme: str, code: str, request: HttpRequest, language: str) -> tuple[str, str]:
    """The name of what a feed is about, and the address of its page. Raises Http404."""
    if scheme == "places" and code in gazetteer():
        return gazetteer().get(code).label(language), reverse("place", args=[code])
    if scheme in FACETS and vocabulary.is_code(scheme, code):
        return vocabulary.label(scheme, code, language), reverse("term", args=[scheme, code])
    if scheme == "themes":
        themes = readable(ThemePage.objects.filter(locale__language_code=language))
        for theme in themes:
            if str(theme.translation_key) == code:
                return theme.title, theme.get_url(request)
    raise Http404


def _present_cards(these: list[CardPage], request: HttpRequest, language: str) -> list[FeedEntry]:
    sources, dead = find_sources(these), find_dead_ways(these)
    shown = [
        (card, present_card(card, html, request, language, sources, {}, dead))
        for card, html in zip(these, expand_texts([(card, card.summary) for card in these]), strict=True)
    ]
    return [
        FeedEntry(
            title=entry.headline,
            url=request.build_absolute_uri(entry.url),
            text=" ".join(strip_tags(entry.summary_html).split()),
            published=_published(card),
            updated=_updated(card),
            key=_key(card),
            author=entry.source or None,
            categories=(entry.form,),
        )
        for card, entry in shown
    ]


def _present_page(page: Dated, request: HttpRequest) -> FeedEntry:
    names = [str(block.value) for block in page.byline if block.block_type != "anonymous"]
    return FeedEntry(
        title=page.title,
        url=request.build_absolute_uri(page.get_url(request)),
        text=getattr(page, "standfirst", ""),
        published=_published(page),
        updated=_updated(page),
        key=_key(page),
        author=", ".join(names) or None,
    )


def _key(page: Dated) -> str:
    return f"urn:uuid:{page.translation_key}:{get_language() or settings.LANGUAGE_CODE}"


def _published(page: Dated) -> datetime:
    return datetime.combine(page.when.start, time(), UTC)


def _updated(page: Dated) -> datetime:
    published = _published(page)
    return max(published, page.last_published_at or published)


def _write_item(item: dict[str, Any]) -> dict[str, Any]:
    told = {
        "id": item["unique_id"],
        "url": item["link"],
        "title": item["title"],
        "content_text": item["description"],
        "date_published": rfc3339_date(item["pubdate"]),
        "date_modified": rfc3339_date(item["updateddate"]),
    }
    if item["author_name"]:
        told["authors"] = [{"name": item["author_name"]}]
    if item["categories"]:
        told["tags"] = list(item["categories"])
    return told
