"""What stands around every public page: the name, the sections, the other language, the addresses for machines."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse
from django.utils.functional import SimpleLazyObject
from django.utils.translation import get_language, override
from django.utils.translation import gettext as say

from dalil.bulletin.models import FrontPage
from dalil.bulletin.pages.readable import front_of, sections_of
from dalil.letters import LANGUAGE_CODES, LANGUAGES

Paths = Mapping[str, str]
"""The path of one page in each language it exists in."""


def around(request: HttpRequest, paths: Paths | None = None, front: FrontPage | None = None) -> dict[str, Any]:
    """Context processor: `site`, `canonical` and `alternates`, worked out only where a template asks for them.

    A page of the tree hands in its own `paths`, and the front page itself as `front`.
    The addresses of the record differ in nothing but the language before them.
    """
    return {
        "site": SimpleLazyObject(lambda: _site(request, _paths(request) if paths is None else paths, front)),
        "canonical": SimpleLazyObject(lambda: request.build_absolute_uri(request.path)),
        "alternates": SimpleLazyObject(lambda: _alternates(request, _paths(request) if paths is None else paths)),
    }


def _paths(request: HttpRequest) -> Paths:
    prefix = f"/{get_language() or settings.LANGUAGE_CODE}/"
    if not request.path.startswith(prefix):
        return {}
    rest = request.get_full_path()[len(prefix) :]
    return {code: f"/{code}/{rest}" for code in LANGUAGE_CODES}


def _site(request: HttpRequest, paths: Paths, front: FrontPage | None) -> dict[str, Any]:
    language = get_language() or settings.LANGUAGE_CODE
    front = front or front_of(language)
    home = f"/{language}/"
    nav = [
        {"title": page.title, "url": page.get_url(request)}
        for page in (sections_of(front) if front else ())
        if page.show_in_menus
    ]
    with override(language):
        nav.append({"title": say("The record"), "url": reverse("record")})
    return {
        "name": front.title if front else settings.WAGTAIL_SITE_NAME,
        "tagline": front.tagline if front else "",
        "notice": front.notice if front else "",
        "home_url": home,
        "record_url": reverse("record"),
        "feed_url": reverse("feed"),
        "nav": [{**item, "current": bool(item["url"]) and request.path.startswith(item["url"])} for item in nav],
        "languages": [
            {
                "code": each.code,
                "name": each.name,
                "url": paths.get(each.code, f"/{each.code}/"),
                "current": each.code == language,
            }
            for each in LANGUAGES
        ],
    }


def _alternates(request: HttpRequest, paths: Paths) -> list[dict[str, str]]:
    return [{"code": code, "url": request.build_absolute_uri(path)} for code, path in paths.items()]
