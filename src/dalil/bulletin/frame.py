"""What stands around every public page: the name, the sections, the other language, the addresses for machines."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse
from django.utils.functional import SimpleLazyObject
from django.utils.translation import get_language, override
from django.utils.translation import gettext as say
from wagtail.models import Page

from dalil.bulletin.models import FrontPage

LANGUAGES = {"en": "English", "ar": "العربية"}


def around(request: HttpRequest) -> dict[str, Any]:
    """Context processor: `site`, `canonical` and `alternates`, worked out only where a template asks for them."""
    return {
        "site": SimpleLazyObject(lambda: _site(request)),
        "canonical": SimpleLazyObject(lambda: request.build_absolute_uri(request.path)),
        "alternates": SimpleLazyObject(lambda: _alternates(request)),
    }


def front_of(language: str) -> FrontPage | None:
    """The front page of a language, where it is published."""
    return FrontPage.objects.live().filter(locale__language_code=language).first()


def translations(request: HttpRequest) -> dict[str, str]:
    """The path of this page in each language it exists in: a page says so itself; other addresses differ in their prefix."""
    own = getattr(request, "translations", None)
    if own is not None:
        return dict(own)
    language = get_language() or settings.LANGUAGE_CODE
    prefix = f"/{language}/"
    if not request.path.startswith(prefix):
        return {}
    rest = request.get_full_path()[len(prefix) :]
    return {code: f"/{code}/{rest}" for code in LANGUAGES}


def _site(request: HttpRequest) -> dict[str, Any]:
    language = get_language() or settings.LANGUAGE_CODE
    front = front_of(language)
    known = translations(request)
    home = f"/{language}/"
    nav = [
        {"title": page.title, "url": page.get_url(request)}
        for page in (Page.objects.child_of(front).live().in_menu() if front else ())
    ]
    with override(language):
        nav.append({"title": say("The record"), "url": reverse("record")})
    return {
        "name": front.title if front else settings.WAGTAIL_SITE_NAME,
        "tagline": front.tagline if front else "",
        "notice": front.notice if front else "",
        "home_url": home,
        "search_url": reverse("record"),
        "record_url": reverse("record"),
        "feed_url": reverse("feed"),
        "nav": [{**item, "current": bool(item["url"]) and request.path.startswith(item["url"])} for item in nav],
        "languages": [
            {"code": code, "name": name, "url": known.get(code, f"/{code}/"), "current": code == language}
            for code, name in LANGUAGES.items()
        ],
    }


def _alternates(request: HttpRequest) -> list[dict[str, str]]:
    return [{"code": code, "url": request.build_absolute_uri(path)} for code, path in translations(request).items()]
