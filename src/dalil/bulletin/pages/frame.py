"""What stands around every public page: the name, the sections, the other language, the addresses for machines."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse
from django.utils.functional import SimpleLazyObject
from django.utils.timezone import localtime
from django.utils.translation import get_language, override
from django.utils.translation import gettext as say

from dalil.bulletin.http.public_state import kept_for_site
from dalil.bulletin.models import FrontPage, StandingPage
from dalil.bulletin.pages.readable import front_of, sections_of
from dalil.bulletin.pictures.shown import MARK, load_pictures, present_picture
from dalil.bulletin.record.report_presenters import TitledLink
from dalil.letters import LANGUAGE_CODES, LANGUAGES
from dalil.wording.times import say_moment

Paths = Mapping[str, str]
"""The path of one page in each language it exists in."""


@dataclass(frozen=True)
class NavigationItem:
    """A section of the site. current: whether this page lies in it."""

    title: str
    url: str
    current: bool


@dataclass(frozen=True)
class LanguageLink:
    """This page in a language, or the front page of that language where there is no such page."""

    code: str
    name: str
    url: str
    current: bool


@dataclass(frozen=True)
class Alternate:
    """This page in a language, at its absolute address."""

    code: str
    url: str


@dataclass(frozen=True)
class RecordMoment:
    """Since when the public's record is as a page shows it, for machines and in words."""

    iso: str
    words: str


@dataclass(frozen=True)
class SiteMark:
    """The mark of the organisation, beside its name."""

    url: str
    width: int
    height: int


@dataclass(frozen=True)
class SiteFrame:
    """What stands around every page; see bulletin/base.html. standing: the pages at the foot: about, how we count, contact.

    look_url: the style sheet of the organisation's colours; empty where it chose none. submit_url: empty where nobody can submit anything.
    """

    name: str
    tagline: str
    notice: str
    home_url: str
    record_url: str
    feed_url: str
    search_url: str
    submit_url: str
    look_url: str
    mark: SiteMark | None
    standing: tuple[TitledLink, ...]
    nav: tuple[NavigationItem, ...]
    languages: tuple[LanguageLink, ...]


@dataclass(frozen=True)
class SiteParts:
    """What is the same around every page of a language; see `SiteFrame`. sections: in their order, each with its address."""

    name: str
    tagline: str
    notice: str
    look_url: str
    mark: SiteMark | None
    standing: tuple[TitledLink, ...]
    sections: tuple[TitledLink, ...]


def frame_page(request: HttpRequest, paths: Paths | None = None, front: FrontPage | None = None) -> dict[str, Any]:
    """Frame a page, as a context processor: `site`, `canonical`, `alternates` and `record_as_of`, worked out only where a template asks for them.

    A page of the tree hands in its own `paths`, and the front page itself as `front`.
    The addresses of the record differ in nothing but the language before them.
    """
    return {
        "record_as_of": SimpleLazyObject(lambda: _say_state(request)),
        "site": SimpleLazyObject(lambda: _frame_site(request, _find_paths(request) if paths is None else paths, front)),
        "canonical": SimpleLazyObject(lambda: request.build_absolute_uri(request.path)),
        "alternates": SimpleLazyObject(
            lambda: _list_alternates(request, _find_paths(request) if paths is None else paths)
        ),
    }


def _say_state(request: HttpRequest) -> RecordMoment | None:
    """Since when the public's record is as this page shows it; None on a page that is shown at the desk."""
    state = getattr(request, "public_state", None)
    if state is None:
        return None
    since = state.record.since
    moment = localtime(datetime.fromisoformat(since))
    return RecordMoment(since, say_moment(moment, get_language() or settings.LANGUAGE_CODE))


def _find_paths(request: HttpRequest) -> Paths:
    prefix = f"/{get_language() or settings.LANGUAGE_CODE}/"
    if not request.path.startswith(prefix):
        return {}
    rest = request.get_full_path()[len(prefix) :]
    return {code: f"/{code}/{rest}" for code in LANGUAGE_CODES}


def _frame_site(request: HttpRequest, paths: Paths, front: FrontPage | None) -> SiteFrame:
    language = get_language() or settings.LANGUAGE_CODE
    parts = kept_for_site(
        request, ("frame", language), lambda: _read_parts(request, front or front_of(language), language)
    )
    return SiteFrame(
        name=parts.name,
        tagline=parts.tagline,
        notice=parts.notice,
        home_url=f"/{language}/",
        record_url=reverse("record"),
        feed_url=reverse("feed"),
        search_url=reverse("search"),
        submit_url=reverse("submit") if settings.SUBMISSIONS_ARE_ON else "",
        look_url=parts.look_url,
        mark=parts.mark,
        standing=parts.standing,
        nav=tuple(
            NavigationItem(each.title, each.url, current=bool(each.url) and request.path.startswith(each.url))
            for each in parts.sections
        ),
        languages=tuple(
            LanguageLink(
                each.code, each.name, url=paths.get(each.code, f"/{each.code}/"), current=each.code == language
            )
            for each in LANGUAGES
        ),
    )


def _read_parts(request: HttpRequest, front: FrontPage | None, language: str) -> SiteParts:
    below = sections_of(front) if front else ()
    standing = [page for page in below if isinstance(page, StandingPage)]
    with override(language):
        sections = [TitledLink(say("Stories"), reverse("stories"))]
        sections += [
            TitledLink(page.title, page.get_url(request))
            for page in below
            if page.show_in_menus and page not in standing
        ]
        sections.append(TitledLink(say("The record"), reverse("record")))
        sections.append(TitledLink(say("Explore"), reverse("explore")))
    return SiteParts(
        name=front.title if front else settings.WAGTAIL_SITE_NAME,
        tagline=front.tagline if front else "",
        notice=front.notice if front else "",
        look_url=reverse("look") if front and (front.accent or front.accent_dark) else "",
        mark=_find_mark(front) if front and front.mark_id else None,
        standing=tuple(TitledLink(page.title, page.get_url(request)) for page in standing),
        sections=tuple(sections),
    )


def _find_mark(front: FrontPage) -> SiteMark | None:
    """The mark of the organisation in the size of the header; None where its picture may not be shown, or cannot be."""
    picture = load_pictures([front.mark_id], MARK).get(front.mark_id)
    shown = present_picture(picture, front.locale.language_code, form=MARK, with_document=False)
    return SiteMark(shown.url, shown.width, shown.height) if shown else None


def _list_alternates(request: HttpRequest, paths: Paths) -> list[Alternate]:
    return [Alternate(code, request.build_absolute_uri(path)) for code, path in paths.items()]
