"""Registering what presents each type of page, with the frame around every page."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, get_type_hints

from django.conf import settings
from django.http import HttpRequest
from wagtail.models import Page

from dalil.bulletin.models import FrontPage
from dalil.bulletin.pages.contexts import context_of
from dalil.bulletin.pages.frame import frame_page
from dalil.bulletin.pages.readable import readable
from dalil.bulletin.pages.sharing import first_words_of, share_page


def translations(page: Page, request: HttpRequest) -> dict[str, str]:
    """The path of a page in each language in which everybody may read it."""
    found = list(readable(page.get_translations(inclusive=True)).select_related("locale"))
    for itself in (each for each in found if each.pk == page.pk):
        page.locale = itself.locale  # else it is asked for once more
    return {each.locale.language_code: each.get_url(request) for each in found if each.get_url(request)}


def language_of(page: Page) -> str:
    """The language a page is written in."""
    code = page.locale.language_code
    return code if code in dict(settings.LANGUAGES) else settings.LANGUAGE_CODE


def presents(present: Callable[[Any, HttpRequest], dict[str, Any]]) -> None:
    """Register what presents one type of page, the type of its first argument, with the frame around every page."""

    def whole(page: Any, request: HttpRequest) -> dict[str, Any]:
        front = page if isinstance(page, FrontPage) else None
        shown = frame_page(request, translations(page, request), front) | present(page, request)
        if not shown.get("share") and page.pk:
            shown["share"] = share_page(request, page, first_words_of(page), None, language_of(page))
        return shown

    context_of.register(get_type_hints(present)["page"], whole)
