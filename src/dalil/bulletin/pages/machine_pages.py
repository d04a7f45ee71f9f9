"""What machines read of the public site: the sitemap and robots.txt. (Feeds: bulletin/pages/feeds.py)"""

from __future__ import annotations

from collections.abc import Iterator
from xml.sax.saxutils import escape, quoteattr

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import override
from django.views.decorators.http import require_safe
from wagtail.models import Page

from dalil.bulletin.figures.presenters import list_slugs
from dalil.bulletin.pages.readable import front_of, readable
from dalil.letters import LANGUAGE_CODES

LISTS = ("stories", "figures", "record", "explore", "sanctions", "corrections", "letters")
"""Lists that are no pages of the tree."""


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


@require_safe
def print_styles(request: HttpRequest) -> HttpResponse:
    """The part of the print stylesheet that knows where the site is: behind each link of its own stands the full address."""
    site = request.build_absolute_uri("/").rstrip("/")
    behind = "font-weight: 400; font-size: .8em; direction: ltr; unicode-bidi: isolate; overflow-wrap: anywhere"
    return HttpResponse(
        f'main a[href^="/"]::after {{ content: " <{site}" attr(href) ">"; {behind} }}\n'
        f'main a[href^="http"]::after {{ content: " <" attr(href) ">"; {behind} }}\n'
        "main .actions a::after, main .filters a::after, main svg a::after { content: none }\n",
        content_type="text/css; charset=utf-8",
    )


def _addresses(request: HttpRequest) -> Iterator[dict[str, str]]:
    """The same thing in each of its languages, by code of language."""
    fronts = [front for code in LANGUAGE_CODES if (front := front_of(code))]
    pages: dict[object, dict[str, str]] = {}
    for front in fronts:
        for page in readable(Page.objects.descendant_of(front, inclusive=True)).select_related("locale"):
            pages.setdefault(page.translation_key, {})[page.locale.language_code] = page.get_url(request)
    yield from pages.values()
    yield from ({code: _in_language(code, name) for code in LANGUAGE_CODES} for name in LISTS)
    for slug in list_slugs():
        same = {}
        for code in LANGUAGE_CODES:
            with override(code):
                same[code] = reverse("figure", args=[slug])
        yield same


def _in_language(code: str, name: str) -> str:
    with override(code):
        return reverse(name)
