"""Public pages, kept as long as nothing they could show has changed.

A page is kept under the state of the public's record and of the site at the moment *before* it was made: the last write that the
public can see anything of, the site's own version, the day (pages say "as known on"). Both numbers grow in the same transaction as
what they count, so a page made from newer facts can be kept under an older state, which nobody asks for again, and never the
other way round. A hidden write changes none of them: neither a header nor the time a page takes tells of it.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from typing import Any

from django.core.cache import caches
from django.db.models import F
from django.db.models.signals import post_delete, post_save
from django.http import HttpRequest, HttpResponse, HttpResponseNotModified
from django.utils.http import parse_etags
from django.utils.timezone import localdate
from wagtail.models import Locale, Page, PageViewRestriction, Site
from wagtail.signals import post_page_move

from dalil.bulletin.http import public_writes
from dalil.bulletin.http.headers import is_desk
from dalil.bulletin.models import SiteVersion
from dalil.record.log import last_place_when_asked
from dalil.record.per_request import forget

LARGEST = (
    200_000  # bytes; a longer answer is made anew each time. 500 of these are kept (settings), so 100 MB at the most
)
ASKED = {"page", "form", "q", "kind", "place", "source", "document"}  # what public pages ask for in their addresses
ASKED |= {"limit", "offset", "after", "measure", "facet", "since", "until", "according_to", "grade", "reading", "unit"}
ASKED |= {"by", "entity", "level"}  # and the API; an answer to anything else is not kept
LOOKED_AT = "looked-at"
ALSO_FROM = ("bulletin", "counting")  # apps of which every row is shown somewhere
OF_A_DRAFT = {
    "latest_revision",
    "latest_revision_created_at",
    "draft_title",
    "has_unpublished_changes",
    "wagtail_admin_comments",
}
"""What saving a draft of a page changes of the page itself; no reader sees any of it."""


class PageCache:
    """Answers a reader without a session from memory where it can."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if (
            request.method not in ("GET", "HEAD")
            or request.COOKIES
            or is_desk(request)
            or not ASKED.issuperset(request.GET)
        ):
            return self.get_response(request)
        pages = caches["pages"]
        key = _key(request, state())
        kept = pages.get(key)
        if kept is None:
            response = self.get_response(request)
            if response.status_code != 200 or response.streaming or response.cookies or len(response.content) > LARGEST:
                return response
            headers = dict(response.headers)
            headers["ETag"] = f'"{hashlib.sha256(response.content).hexdigest()[:32]}"'
            headers["Cache-Control"] = "no-cache"
            kept = (response.content, headers)
            if request.method == "GET":
                pages.set(key, kept, None)
        content, headers = kept
        known = {each.removeprefix("W/") for each in parse_etags(request.headers.get("If-None-Match", ""))}
        if headers["ETag"] in known:
            return HttpResponseNotModified(headers={"ETag": headers["ETag"], "Cache-Control": headers["Cache-Control"]})
        return HttpResponse(content, headers=headers)


def state() -> tuple[Any, ...]:
    """What names the present state of everything public: it is different after every write that the public can see."""
    return _last_public_write(), SiteVersion.objects.values_list("number", flat=True).first(), localdate().toordinal()


def _last_public_write() -> int:
    """A place in the log after which nothing was written that the public can see.

    How far the log was looked at is kept beside the pages and lost with them; whoever starts anew takes all there is for seen.
    """
    pages, last = caches["pages"], last_place_when_asked().number
    looked_at, seen = pages.get(LOOKED_AT, (None, last))
    if looked_at == last:
        return int(seen)
    if looked_at is None or looked_at > last or public_writes.any_between(looked_at, last):
        seen = last
    pages.set(LOOKED_AT, (last, seen), None)
    return int(seen)


def touch(**_: Any) -> None:
    """Something that public pages show has changed."""
    forget()
    if not SiteVersion.objects.update(number=F("number") + 1):
        SiteVersion.objects.create(number=1)


def touch_after(sender: type, **facts: Any) -> None:
    """Signal handler: counts a change of anything that public pages are made of."""
    meta = getattr(sender, "_meta", None)
    if sender is SiteVersion or meta is None or sender.__module__ == "__fake__":  # a model of a migration
        return
    changed = facts.get("update_fields")
    if issubclass(sender, Page) and changed and OF_A_DRAFT.issuperset(changed):
        return
    if meta.app_label in ALSO_FROM or issubclass(sender, (Page, Site, Locale, PageViewRestriction)):
        touch()


def watch() -> None:
    """Count every change from now on."""
    for signal in (post_save, post_delete):
        signal.connect(touch_after, dispatch_uid="dalil.bulletin.http.page_cache")
    post_page_move.connect(touch, dispatch_uid="dalil.bulletin.http.page_cache")


def _key(request: HttpRequest, now: tuple[Any, ...]) -> str:
    asked = (
        request.scheme,
        request.get_host(),
        request.get_full_path(),
        request.method,
        request.headers.get("Accept-Language", "") if request.path == "/" else "",
        *now,
    )
    return hashlib.sha256(repr(asked).encode()).hexdigest()
