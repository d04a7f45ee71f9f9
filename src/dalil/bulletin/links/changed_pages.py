"""A captured page that was edited or deleted in silence becomes a link for the editors, and the draft of a card where its watcher may write."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlsplit

from django.utils.translation import gettext as say
from django.utils.translation import override

from dalil.access.refused import Refused
from dalil.archive.protection import Level
from dalil.bulletin.links.cards import make_card
from dalil.bulletin.links.feeds import same_as
from dalil.bulletin.links.models import LONGEST_ADDRESS, FeedItem
from dalil.bulletin.links.page_elsewhere import LONGEST_SUMMARY, LONGEST_TITLE, shorten
from dalil.captures.models import Capture
from dalil.wording.numbers import write_digits
from dalil.wording.times import say_day


def on_page_changed(sender: Any, capture: Capture, before: Capture | None, **_: Any) -> None:
    """Propose a change that was just found; a receiver of `page_changed`."""
    propose_change(capture, before)


def propose_change(capture: Capture, before: Capture | None) -> FeedItem | None:
    """Propose to the editors what became of a page. Returns the link; None where the capture is restricted, since editors need not know of it.

    The draft of a card is made in the name of whoever watches the page, where that account may write cards; else an editor makes it.
    """
    if capture.level == Level.RESTRICTED:
        return None
    language = (before or capture).document_language or "en"
    with override(language):
        title = before.title if before else capture.title
        told = {
            Capture.Change.EDITED: say("Edited without a word: %(title)s"),
            Capture.Change.DELETED: say("Deleted: %(title)s"),
            Capture.Change.BACK: say("There again: %(title)s"),
        }[Capture.Change(capture.change)] % {"title": title}
        summary = _summary(capture, before, language)
    item, _made = FeedItem.objects.get_or_create(
        same_as=f"{same_as(capture.url)}#capture-{capture.pk}"[-LONGEST_ADDRESS:],
        defaults={
            "url": capture.url[:LONGEST_ADDRESS],
            "title": shorten(told, LONGEST_TITLE),
            "summary": shorten(summary, LONGEST_SUMMARY),
            "site": (urlsplit(capture.url).hostname or "")[:200],
            "published": f"{capture.at:%Y-%m-%d}",
            "language": language,
        },
    )
    try:
        make_card(item, capture.actor)
    except Refused:
        item.refresh_from_db()  # it waits among the links for an editor
    return item


def _summary(capture: Capture, before: Capture | None, language: str) -> str:
    since = say_day(before.at.date(), language) if before else ""
    parts = [say("As captured on %(date)s, and no more.") % {"date": since}] if since else []
    if difference := capture.difference:
        counted = {name: write_digits(str(difference[name]), language) for name in ("taken_out", "put_in")}
        parts.append(say("Words taken out: %(taken_out)s, put in: %(put_in)s.") % counted)
        parts += [f"«{each['was'] or '–'}» → «{each['now'] or '–'}»" for each in difference["passages"][:3]]
    return " ".join(parts)
