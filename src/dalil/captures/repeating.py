"""Looking at captured pages again: a silent edit and a deletion become an event of custody, a difference in words, and a signal.

A machine that does not answer, or refuses to show the page (401, 403, 429, 451, 5xx), says nothing of the page: that is noted, and looked at again.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from django.contrib.auth.models import Group, User
from django.dispatch import Signal
from django.utils import timezone

from dalil.archive.custody import note_custody
from dalil.archive.fetching import NotFetched
from dalil.archive.models import CustodyEvent
from dalil.archive.protection import Level
from dalil.archive.store import open_verified
from dalil.captures.capturing import CaptureRequest, SeenPage, keep_page, look_at_page, note_failure
from dalil.captures.differences import say_difference
from dalil.captures.models import Capture, PageWatch
from dalil.captures.moving_lines import without_moving_lines
from dalil.captures.page_text import PageText
from dalil.record import actions

page_changed = Signal()
"""Sent after a capture found that a page was edited, deleted, or is there again, as `capture`, with the one `before`."""

GONE = (404, 410)
MOST_IN_A_TURN = 20


def watch_page(
    url: str, *, every: int, actor: User, level: Level = Level.INTERNAL, groups: tuple[Group, ...] = ()
) -> PageWatch:
    """Look at a page again every so many days, from now on. One that this account looks at already gets the new interval."""
    with actions.writing():
        watch = PageWatch.objects.filter(url=url, actor=actor, level=level, ended_at=None).first()
        due = timezone.now() + timedelta(days=every)
        if watch is None:
            watch = PageWatch.objects.create(url=url, every=every, level=level, actor=actor, next_at=due)
            watch.groups.set(groups)
        else:
            watch.every, watch.next_at = every, due
            watch.save(update_fields=["every", "next_at"])
        return watch


def end_watch(watch: PageWatch) -> None:
    """Look at a page no more. What was captured stays."""
    watch.ended_at = timezone.now()
    watch.save(update_fields=["ended_at"])


def repeat_due(now: datetime) -> list[Capture]:
    """Capture the pages that are due, the longest waiting first. Cut off anywhere, the next turn goes on."""
    due = PageWatch.objects.filter(ended_at=None, next_at__lte=now).order_by("next_at")[:MOST_IN_A_TURN]
    return [look_again(watch, now) for watch in list(due)]


def look_again(watch: PageWatch, now: datetime) -> Capture:
    """Capture a watched page once more, and say what became of it. Returns the capture."""
    request = CaptureRequest(
        url=watch.url,
        actor=watch.actor,
        level=Level(watch.level),
        groups=tuple(watch.groups.all()),
        compare=False,
        watch=watch,
    )
    before = last_seen(watch.url, of=watch)
    watch.next_at = now + timedelta(days=watch.every)
    watch.save(update_fields=["next_at"])
    try:
        seen = look_at_page(watch.url, compare=False)
    except NotFetched as error:
        return note_failure(request, error)
    if seen.answer.status != 200 and seen.answer.status not in GONE:
        refusal = NotFetched("not_shown", "the address answers with the error {status}", {"status": seen.answer.status})
        return note_failure(request, refusal, status=seen.answer.status)
    return _compare(request, seen, before)


def last_seen(url: str, of: PageWatch | None = None) -> Capture | None:
    """Return the last capture of an address at which the page was there, or was gone; those of a watch, and before it those of its author."""
    captures = Capture.objects.filter(url=url, status__in=(200, *GONE))
    if of is not None:
        captures = captures.filter(actor=of.actor, level=of.level)
    return captures.order_by("-pk").first()


def _compare(request: CaptureRequest, seen: SeenPage, before: Capture | None) -> Capture:
    change, difference = _change(seen.answer.status, seen.text, seen.answer.at, before)
    if before is not None and not change:
        with actions.writing():
            return Capture.objects.create(
                url=request.url,
                at=seen.answer.at,
                actor=request.actor,
                level=request.level,
                final_url=seen.answer.url[:2000],
                status=seen.answer.status,
                title=before.title,
                document=before.document,
                text=before.text,
                told=seen.told,
                same_as=before.same_as or before,
                watch=request.watch,
            )
    with actions.writing():
        made = keep_page(request, seen, change=change, difference=difference)
        if before is not None and before.document is not None:
            counted = {name: difference[name] for name in ("taken_out", "put_in") if name in difference}
            note_custody(
                before.document,
                CustodyEvent.What.CHANGED_ELSEWHERE,
                actor=request.actor,
                change=change,
                status=seen.answer.status,
                url=request.url,
                output=made.document.sha256 if made.document else "",
                **counted,
            )
    if change:
        page_changed.send(Capture, capture=made, before=before)
    return made


def _change(status: int, text: PageText, at: datetime, before: Capture | None) -> tuple[str, dict[str, Any]]:
    """What became of a page since the capture before; an empty text where nothing did."""
    if before is None:
        return "", {}
    difference = say_difference(_comparable(before), _what_is_told(text.title, text.text, at)) if status == 200 else {}
    if status in GONE:
        return ("", {}) if before.status in GONE else (Capture.Change.DELETED.value, {})
    if before.status in GONE:
        return Capture.Change.BACK.value, difference
    return (Capture.Change.EDITED.value, difference) if difference else ("", {})


def _comparable(before: Capture) -> str:
    """What a page told when it was captured before. One without a title has its address there."""
    title = "" if before.title.startswith(("http://", "https://")) else before.title
    return _what_is_told(title, read_kept_text(before), before.at)


def _what_is_told(title: str, text: str, at: datetime) -> str:
    """The title and the text of a page, without the lines that change by themselves. The title is told once."""
    told = without_moving_lines(text, at.date())
    return told if title in told.splitlines() else f"{title}\n{told}"


def read_kept_text(capture: Capture) -> str:
    """Return what could be read of a captured page, without its title. Raises what `store.open_verified` raises."""
    if capture.text is None:
        return ""
    with open_verified(capture.text.sha256) as stream:
        return stream.read().decode().partition("\n\n")[2]
