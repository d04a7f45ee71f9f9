"""What machines read of the public site: the sitemap, by Django's framework, and robots.txt. (Feeds: bulletin/pages/feeds.py)"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from urllib.parse import urlsplit

from django.contrib.sitemaps import Sitemap
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import get_language, override
from django.views.decorators.http import require_safe
from wagtail.models import Page

from dalil.bulletin.figures.presenters import list_slugs
from dalil.bulletin.pages.readable import front_of, readable
from dalil.letters import LANGUAGE_CODES

LISTS = ("stories", "figures", "record", "explore", "sanctions", "corrections", "letters", "check")
"""Lists that are no pages of the tree."""


@dataclass(frozen=True)
class SameThing:
    """One thing of the site in each of its languages. addresses: by code of language. changed: when it was last published."""

    addresses: Mapping[str, str]
    changed: datetime | None = None


class PublicSite(Sitemap[SameThing]):
    """Every public page, list and figure in each of its languages, each address naming the others."""

    i18n = True
    alternates = True

    def items(self) -> list[SameThing]:
        """List the pages of the tree, the lists that are no pages of it, and the published figures."""
        return [*_list_pages(), *(_in_languages(name) for name in LISTS), *map(_in_languages_of_figure, list_slugs())]

    def get_languages_for_item(self, item: SameThing) -> list[str]:
        """Return the languages in which a thing is there."""
        return list(item.addresses)

    def location(self, item: SameThing) -> str:
        """Return the address of a thing in the language at hand."""
        return item.addresses[get_language() or LANGUAGE_CODES[0]]

    def lastmod(self, item: SameThing) -> datetime | None:
        """Return when a page was last published; of a list nothing is said."""
        return item.changed


SITEMAPS = {"site": PublicSite}


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


def _list_pages() -> list[SameThing]:
    fronts = [front for code in LANGUAGE_CODES if (front := front_of(code))]
    pages: dict[object, dict[str, Page]] = {}
    for front in fronts:
        for page in readable(Page.objects.descendant_of(front, inclusive=True)).select_related("locale"):
            pages.setdefault(page.translation_key, {})[page.locale.language_code] = page
    return [
        SameThing(
            {code: urlsplit(page.get_url() or page.url_path).path for code, page in same.items()},
            max((page.last_published_at for page in same.values() if page.last_published_at), default=None),
        )
        for same in pages.values()
    ]


def _in_languages(name: str, *args: str) -> SameThing:
    addresses = {}
    for code in LANGUAGE_CODES:
        with override(code):
            addresses[code] = reverse(name, args=args)
    return SameThing(addresses)


def _in_languages_of_figure(slug: str) -> SameThing:
    return _in_languages("figure", slug)
