"""Public pages, kept and given out as they are until something they show has changed, and made anew once and not once per reader.

A page is kept under the firm state of what the public sees (`public_state`) at the moment *before* it was made: when something is taken
from the public, or an editor publishes, no page made before is given out again. With it stands the state of the record it was made from.
Where something public was added to the record since, readers get the page as it was, and a thread of this process makes it anew, one page after
the other; a page that is older than `OLD` then is waited for. While much is added, a page is made anew only every few seconds. Its header
`Dalil-Record-As-Of` and its foot say what state it shows. Of several readers who wait for the same page, one has it made. A hidden write
changes neither state: no header, no page and no time that a page takes tells of it.
"""

from __future__ import annotations

import gzip
import hashlib
import io
import logging
import queue
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.core.cache import caches
from django.core.handlers.wsgi import WSGIRequest
from django.core.signals import request_finished, request_started
from django.db.models.signals import post_delete, post_save
from django.http import HttpRequest, HttpResponse, HttpResponseNotModified
from django.middleware.gzip import re_accepts_gzip
from django.utils.cache import patch_vary_headers
from django.utils.http import parse_etags
from django.utils.text import compress_string
from wagtail.models import Locale, Page, PageViewRestriction, Site
from wagtail.signals import post_page_move

from dalil.bulletin.http.headers import PublicGZip, is_desk
from dalil.bulletin.http.public_state import PublicState, note_taken_away, public_state, touch
from dalil.columns.following import answering_readers
from dalil.counting.models import Figure
from dalil.record.log import change_written
from dalil.tracing.models import ListedSearch

LARGEST = 200_000  # bytes; a longer answer is made anew each time. 500 are kept (settings), compressed to about a fifth
PACKED = {"Content-Encoding": "gzip"}
ASKED = {"page", "form", "q", "kind", "place", "source", "document"}  # what public pages ask for in their addresses
ASKED |= {"limit", "offset", "after", "measure", "facet", "since", "until", "according_to", "grade", "reading", "unit"}
ASKED |= {
    "by",
    "entity",
    "level",
    "as",
    "on",
    "month",
    "than_since",
    "than_until",
}  # and the API; an answer to anything else is not kept
AS_OF = "Dalil-Record-As-Of"
YOUNG, OF_WHAT_IT_TOOK, OLD = 2.0, 20.0, 30.0
"""A page is made anew when something was added and it is older than 2 s, and than 20 times what it took to make it. Until that is done it is
given out as it was; but never for longer than 30 s after it was made."""
LONGEST_REST = 1.0
"""Seconds at the most between two pages that are made anew in the background."""
PATIENCE = 30.0
"""Seconds for which a reader waits for another who has the same page made, before making it too."""
AT_ONCE, FOR_A_TURN = 4, 2.0
"""Pages that one process makes at once, and the seconds for which the next one waits for its turn before it begins all the same. Readers come by
fifty at once; all of their pages at once would be done no sooner, and somebody who enters a report would have a fiftieth of the processor."""
ALSO_FROM = ("bulletin", "counting", "pictures")  # apps of which every row is shown somewhere
OF_A_DRAFT = {
    "latest_revision",
    "latest_revision_created_at",
    "draft_title",
    "has_unpublished_changes",
    "wagtail_admin_comments",
}
"""What saving a draft of a page changes of the page itself; no reader sees any of it."""

logger = logging.getLogger(__name__)


@dataclass(frozen=True)
class KeptPage:
    """An answer as it is kept, the state of the record it was made from, when it was made (monotonic seconds), and the seconds it took.

    content: compressed where that is shorter; the headers then say so.
    """

    content: bytes
    headers: dict[str, str]
    record: int
    made: float
    took: float

    def is_of(self, now: PublicState) -> bool:
        """Tell whether nothing was added to the record since that the public sees."""
        return self.record == now.record.number

    def is_young(self) -> bool:
        """Tell whether it need not be made anew yet, although something was added since."""
        return time.monotonic() - self.made < min(OLD, max(YOUNG, OF_WHAT_IT_TOOK * self.took))

    def is_old(self) -> bool:
        """Tell whether it may not be given out any more, where something was added since."""
        return time.monotonic() - self.made >= OLD


class Makers:
    """Who has which page made just now: one for each page."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._at_it: dict[str, threading.Event] = {}

    def begin(self, key: str) -> threading.Event | None:
        """Begin to make a page: None. Where another has begun, what tells that it is done."""
        with self._lock:
            if key in self._at_it:
                return self._at_it[key]
            self._at_it[key] = threading.Event()
            return None

    def end(self, key: str) -> None:
        """Tell those who wait that the page is made, or that it cannot be kept."""
        with self._lock:
            if underway := self._at_it.pop(key, None):
                underway.set()


class PageCache:
    """Answers a reader without a session from memory where it can."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response
        self.makers = Makers()
        self.turns = threading.BoundedSemaphore(AT_ONCE)
        self.anew: queue.SimpleQueue[tuple[HttpRequest, str]] = queue.SimpleQueue()
        self.maker: threading.Thread | None = None
        self._starting = threading.Lock()

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if is_desk(request):
            return self.get_response(request)
        now = public_state()
        request.public_state = now  # type: ignore[attr-defined]  # the foot of the page says it
        if request.method not in ("GET", "HEAD") or request.COOKIES or not ASKED.issuperset(request.GET):
            return self._make(request, now)
        key = _key(request, now.firm)
        kept: KeptPage | None = caches["pages"].get(key)
        if kept is None or not (kept.is_of(now) or (now.followed and not kept.is_old())):
            answer = self._made_once(request, key, now)
            if not isinstance(answer, KeptPage):
                return answer
            kept = answer
        elif not (kept.is_of(now) or kept.is_young()):
            self._have_made_anew(request, key)
        return _given_out(request, kept)

    def _made_once(self, request: HttpRequest, key: str, now: PublicState) -> KeptPage | HttpResponse:
        """The page, as one reader of all who want it now has it made; the answer itself where that is not kept."""
        if underway := self.makers.begin(key):
            underway.wait(PATIENCE)
            return caches["pages"].get(key) or self._make(request, now)
        return self._made(request, key, now)

    def _have_made_anew(self, request: HttpRequest, key: str) -> None:
        """Have a page made anew by the thread for that, unless it is being made."""
        if self.makers.begin(key):
            return
        self.anew.put((_same_request(request), key))
        with self._starting:
            if self.maker is None or not self.maker.is_alive():
                self.maker = threading.Thread(target=self._make_anew, daemon=True)
                self.maker.start()

    def _make_anew(self) -> None:
        """Make the pages that are asked for, one after the other, each as a request of its own."""
        while True:
            request, key = self.anew.get()
            begun = time.monotonic()
            request_started.send(type(self), environ=request.META)
            try:
                now = public_state()
                request.public_state = now  # type: ignore[attr-defined]
                made = self._made(request, key, now)
                if not isinstance(made, KeptPage):
                    made.close()
            except (
                Exception
            ):  # the page stays as it was until it is old; then its reader is answered what the fault makes of it
                logger.exception("%s was not made anew", request.path)
                self.makers.end(key)
            finally:
                request_finished.send(type(self))
            time.sleep(
                min(LONGEST_REST, time.monotonic() - begun)
            )  # those who wait for an answer have half of the time

    def _made(self, request: HttpRequest, key: str, now: PublicState) -> KeptPage | HttpResponse:
        """The page, made by who has begun with it; the answer itself where that is not kept."""
        try:
            begun = time.monotonic()
            answer = self._make(request, now)
            if answer.status_code != 200 or answer.streaming or answer.cookies or len(answer.content) > LARGEST:
                return answer
            if "no-store" in answer.headers.get("Cache-Control", ""):  # an address that is somebody's own
                return answer
            patch_vary_headers(answer, ("Accept-Encoding",))
            headers = dict(answer.headers)
            headers["ETag"] = f'"{hashlib.sha256(answer.content).hexdigest()[:32]}"'
            headers["Cache-Control"] = "no-cache"
            content, headers = _packed(answer.content, headers)
            made = time.monotonic()
            page = KeptPage(content, headers, now.record.number, made, made - begun)
            if request.method == "GET":
                caches["pages"].set(key, page, None)
            return page
        finally:
            self.makers.end(key)

    def _make(self, request: HttpRequest, now: PublicState) -> HttpResponse:
        mine = self.turns.acquire(timeout=FOR_A_TURN)
        try:
            with answering_readers(now.record.number, at_least=now.taken_away):
                answer = self.get_response(request)
        finally:
            if mine:
                self.turns.release()
        if not request.COOKIES:  # who is signed in is answered from the record as it is now
            answer.headers[AS_OF] = now.record.since
        return answer


def touch_after(sender: type, instance: Any = None, **facts: Any) -> None:
    """Signal handler: counts a change of anything that public pages are made of."""
    meta = getattr(sender, "_meta", None)
    if meta is None or meta.model_name == "siteversion" or sender.__module__ == "__fake__":  # a model of a migration
        return
    if issubclass(sender, Page):
        changed = facts.get("update_fields")
        if (changed and OF_A_DRAFT.issuperset(changed)) or (not instance.live and instance.first_published_at is None):
            return
    elif issubclass(sender, Figure):
        if not instance.editions.exists():
            return
    elif meta.app_label not in ALSO_FROM and not issubclass(sender, (Site, Locale, PageViewRestriction, ListedSearch)):
        return
    touch()


def watch() -> None:
    """Count every change from now on."""
    for signal in (post_save, post_delete):
        signal.connect(touch_after, dispatch_uid="dalil.bulletin.http.page_cache")
    post_page_move.connect(_touch_after_a_move, dispatch_uid="dalil.bulletin.http.page_cache")
    change_written.connect(note_taken_away, dispatch_uid="dalil.bulletin.http.page_cache")


def _touch_after_a_move(**_: Any) -> None:
    touch()


def _same_request(request: HttpRequest) -> HttpRequest:
    """The request once more, for another thread: its connection may be closed by then, and it has no body."""
    return WSGIRequest({**request.META, "wsgi.input": io.BytesIO(), "CONTENT_LENGTH": "0"})


def _given_out(request: HttpRequest, kept: KeptPage) -> HttpResponse:
    headers = kept.headers
    known = {each.removeprefix("W/") for each in parse_etags(request.headers.get("If-None-Match", ""))}
    if headers["ETag"].removeprefix("W/") in known:
        named = ("ETag", "Cache-Control", AS_OF)
        return HttpResponseNotModified(headers={name: headers[name] for name in named})
    if PACKED.items() <= headers.items() and not re_accepts_gzip.search(request.headers.get("Accept-Encoding", "")):
        return _unpacked(kept)
    return HttpResponse(kept.content, headers=headers)


def _packed(content: bytes, headers: dict[str, str]) -> tuple[bytes, dict[str, str]]:
    """A page and its headers as nearly every browser takes them, so that a page is compressed once and not once per reader."""
    packed = compress_string(content, max_random_bytes=PublicGZip.max_random_bytes)
    if len(packed) >= len(content):
        return content, headers
    return packed, headers | PACKED | {"Content-Length": str(len(packed)), "ETag": "W/" + headers["ETag"]}


def _unpacked(kept: KeptPage) -> HttpResponse:
    """The page for who takes nothing compressed: the length is then that of the page, and the tag that of its bytes."""
    content = gzip.decompress(kept.content)
    headers = {name: value for name, value in kept.headers.items() if name not in PACKED}
    headers |= {"Content-Length": str(len(content)), "ETag": headers["ETag"].removeprefix("W/")}
    return HttpResponse(content, headers=headers)


def _key(request: HttpRequest, firm: tuple[int, int]) -> str:
    asked = (
        request.scheme,
        request.get_host(),
        request.get_full_path(),
        request.method,
        request.headers.get("Accept-Language", "") if request.path == "/" else "",
        *firm,
    )
    return hashlib.sha256(repr(asked).encode()).hexdigest()
