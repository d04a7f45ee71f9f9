"""Capturing one page: asking for it, keeping what was said as a WARC and what can be read as a text, and noting it where that fails."""

from __future__ import annotations

import hashlib
import io
from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from urllib.parse import urlsplit

from django.contrib.auth.models import Group, User
from django.utils import timezone

from dalil.archive.custody import note_custody
from dalil.archive.fetching import Exchange, NotFetched, converse
from dalil.archive.models import CustodyEvent, Document
from dalil.archive.protection import Level
from dalil.captures.differences import likeness
from dalil.captures.models import Capture, PageWatch
from dalil.captures.page_text import PageText, read_page_text
from dalil.captures.robots import ask_robots
from dalil.captures.warc_file import MEDIA_TYPE, tools, write_warc
from dalil.record import actions

LARGEST = 50_000_000
"""Bytes of an answer, as it came and unfolded."""
PATIENCE = 45.0

AT_ONCE = 12.0
"""Seconds where somebody waits at the desk."""

BROWSER = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0"
"""As whom the page is asked for a second time, to see whether it shows others something else."""

ALIKE = 0.8
"""From so much likeness of their words on, two texts are taken for the same page."""


@dataclass(frozen=True, kw_only=True)
class CaptureRequest:
    """A page to be captured, by whom, and who may see it. compare: ask as a browser too, and note where that gets another page.

    patience: seconds for each of the two.
    """

    url: str
    actor: User
    level: Level = Level.INTERNAL
    groups: tuple[Group, ...] = ()
    compare: bool = True
    patience: float = PATIENCE
    watch: PageWatch | None = None


@dataclass(frozen=True)
class SeenPage:
    """A page as it was answered, and what could be read of it. told: what is known beside it."""

    exchanges: tuple[Exchange, ...]
    text: PageText
    told: dict[str, Any]

    @property
    def answer(self) -> Exchange:
        """The last answer for our own name; those for the second look stand after it."""
        return self.exchanges[int(self.told["answers"]) - 1]


def capture(request: CaptureRequest) -> Capture:
    """Capture a page. Returns the capture; one that failed has no document and says why, so that the address stands with its date."""
    try:
        seen = look_at_page(request.url, compare=request.compare, patience=request.patience)
    except NotFetched as error:
        return note_failure(request, error)
    return keep_page(request, seen)


def recent_capture(request: CaptureRequest) -> Capture | None:
    """Return what the same account captured of a page within the last hour, as protected as is asked now; None where there is none."""
    since = timezone.now() - timedelta(hours=1)
    made = Capture.objects.filter(url=request.url, actor=request.actor, at__gte=since, document__level=request.level)
    for each in made.select_related("document"):
        if each.document and set(each.document.groups.all()) == set(request.groups):
            return each
    return None


def look_at_page(url: str, *, compare: bool, patience: float = PATIENCE) -> SeenPage:
    """Ask for a page with all that leads to it. Raises NotFetched."""
    robots = ask_robots(url)
    exchanges = converse(url, most=LARGEST, patience=patience)
    text = read_page_text(exchanges[-1])
    told: dict[str, Any] = {
        "url": url,
        "answers": len(exchanges),
        "status": exchanges[-1].status,
        "robots": robots,
        "charset": text.charset,
        "sha256": hashlib.sha256(exchanges[-1].body).hexdigest(),
        "tools": tools(),
    }
    if compare:
        exchanges += _look_as_browser(url, text, told, patience)
    return SeenPage(tuple(exchanges), text, told)


def _look_as_browser(url: str, text: PageText, told: dict[str, Any], patience: float) -> list[Exchange]:
    """What a browser is answered, where that is another page; what came of looking is told."""
    try:
        second = converse(url, headers={"User-Agent": BROWSER}, most=LARGEST, patience=patience)
    except NotFetched as error:
        told["as_browser"] = f"not answered: {error}"
        return []
    alike = likeness(text.words, read_page_text(second[-1]).words)
    if alike >= ALIKE and second[-1].status == told["status"]:
        told["as_browser"] = "the same page"
        return []
    told["as_browser"] = f"another page: status {second[-1].status}, {alike:.0%} of the words are the same"
    told["cloaked"] = True
    return second


def keep_page(request: CaptureRequest, seen: SeenPage, **facts: Any) -> Capture:
    """Keep a page as documents, with its custody. facts: what else the capture says."""
    answer, text = seen.answer, seen.text
    host = urlsplit(answer.url).hostname or ""
    title = text.title or (f"{answer.status} {answer.url}" if answer.status != 200 else answer.url)
    name = f"{host}-{answer.at:%Y%m%dT%H%M%SZ}"
    shared: dict[str, Any] = {
        "actor": request.actor,
        "url": request.url if len(request.url) <= 2000 else "",
        "language": text.language,
        "level": request.level,
        "groups": request.groups,
    }
    with actions.writing():
        document = actions.receive_document(
            io.BytesIO(write_warc(seen.exchanges, text.text, seen.told)),
            title=title[:500],
            media_type=MEDIA_TYPE,
            type="page",
            filename=f"{name}.warc.gz",
            **shared,
        )
        facts_of_custody = {
            "url": request.url,
            "final_url": answer.url if answer.url != request.url else "",
            "status": answer.status,
            "machine": answer.machine,
            "sha256_of_page": seen.told["sha256"],
            "certificate_sha256": hashlib.sha256(answer.certificates[0]).hexdigest() if answer.certificates else "",
            "robots": seen.told["robots"],
            "as_browser": seen.told.get("as_browser", ""),
        }
        note_custody(document, CustodyEvent.What.COLLECTED, actor=request.actor, tool=tools()[:200], **facts_of_custody)
        return Capture.objects.create(
            url=request.url,
            at=answer.at,
            actor=request.actor,
            level=request.level,
            final_url=answer.url[:2000],
            status=answer.status,
            title=title[:500],
            document=document,
            text=_keep_text(document, text, title, name, shared),
            told=seen.told,
            watch=request.watch,
            **facts,
        )


def _keep_text(document: Document, text: PageText, title: str, name: str, shared: dict[str, Any]) -> Document | None:
    """What can be read, as a copy of the WARC; None where nothing can. The same text is kept once, with the WARC that it came from first."""
    if not text.text.strip():
        return None
    content = f"{title}\n\n{text.text}\n".encode()
    facts: dict[str, Any] = {"title": title[:500], "media_type": "text/plain; charset=utf-8", "filename": f"{name}.txt"}
    return actions.receive_document(
        io.BytesIO(content), parent=document, relation=Document.Relation.COPY, **facts, **shared
    )


def note_failure(request: CaptureRequest, error: NotFetched, **facts: Any) -> Capture:
    """Note that a page could not be captured, and why."""
    with actions.writing():
        return Capture.objects.create(
            url=request.url[:2000],
            at=timezone.now(),
            actor=request.actor,
            level=request.level,
            why=str(error)[:500],
            told={
                "type": error.type,
                "template": error.template,
                "particulars": {key: str(value) for key, value in error.particulars.items()},
            },
            watch=request.watch,
            **facts,
        )
