"""What machines read of the public site: the Atom feed of News & Views, the sitemap, robots.txt."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, time
from xml.sax.saxutils import escape, quoteattr

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.feedgenerator import Atom1Feed
from django.utils.html import strip_tags
from django.utils.translation import get_language, override
from django.utils.translation import gettext as say
from django.views.decorators.http import require_safe
from wagtail.models import Page

from dalil.bulletin.figures.presenters import list_slugs
from dalil.bulletin.pages.card_presenters import expand_texts, find_sources, list_cards, present_card
from dalil.bulletin.pages.readable import front_of, readable
from dalil.letters import LANGUAGE_CODES

IN_THE_FEED = 50


@require_safe
def news(request: HttpRequest) -> HttpResponse:
    """The latest cards of News & Views in one language, with their summaries, as Atom."""
    language = get_language() or settings.LANGUAGE_CODE
    front = front_of(language)
    if front is None:
        raise Http404
    feed = Atom1Feed(
        title=f"{front.title}: {say('News & Views')}",
        link=request.build_absolute_uri(front.get_url(request)),
        description="",
        subtitle=front.tagline,
        language=language,
        feed_url=request.build_absolute_uri(),
    )
    cards = list(list_cards(front)[:IN_THE_FEED])
    sources = find_sources(cards)
    for card, html in zip(cards, expand_texts([(card, card.summary) for card in cards]), strict=True):
        entry = present_card(card, html, request, language, sources, {})
        published = datetime.combine(card.when.start, time(), UTC)
        feed.add_item(
            title=entry.headline,
            link=request.build_absolute_uri(entry.url),
            description=" ".join(strip_tags(entry.summary_html).split()),
            author_name=entry.source or None,
            pubdate=published,
            updateddate=max(published, card.last_published_at or published),
            unique_id=f"urn:uuid:{card.translation_key}:{language}",
            categories=[entry.form],
        )
    return HttpResponse(feed.writeString("utf-8"), content_type=feed.content_type)


@require_safe
def sitemap(request: HttpRequest) -> HttpResponse:
    """Every public page and figure in both languages, each naming its translation."""
    lines = ['<?xml version="1.0" encoding="UTF-8"?>']
    lines.append(
        '<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" xmlns:xhtml="http://www.w3.org/1999/xhtml">'
    )
    for same in _addresses(request):
        for path in same.values():
            lines.append(f"<url><loc>{escape(request.build_absolute_uri(path))}</loc>")
            for code, other in same.items():
                href = quoteattr(request.build_absolute_uri(other))
                lines.append(f'<xhtml:link rel="alternate" hreflang="{code}" href={href}/>')
            lines.append("</url>")
    lines.append("</urlset>")
    return HttpResponse("\n".join(lines), content_type="application/xml; charset=utf-8")


@require_safe
def robots(request: HttpRequest) -> HttpResponse:
    """What crawlers may read: the public site, not the desk."""
    sitemap_url = request.build_absolute_uri(reverse("sitemap"))
    return HttpResponse(
        f"User-agent: *\nDisallow: /desk/\nSitemap: {sitemap_url}\n", content_type="text/plain; charset=utf-8"
    )


def _addresses(request: HttpRequest) -> Iterator[dict[str, str]]:
    """The same thing in each of its languages, by code of language."""
    fronts = [front for code in LANGUAGE_CODES if (front := front_of(code))]
    pages: dict[object, dict[str, str]] = {}
    for front in fronts:
        for page in readable(Page.objects.descendant_of(front, inclusive=True)).select_related("locale"):
            pages.setdefault(page.translation_key, {})[page.locale.language_code] = page.get_url(request)
    yield from pages.values()
    for slug in list_slugs():
        same = {}
        for code in LANGUAGE_CODES:
            with override(code):
                same[code] = reverse("figure", args=[slug])
        yield same
