"""Looking weekly whether the pages are still there to which cards lead; and leading to the kept copy of one that is gone.

One look that finds nothing says little: it is repeated, later each time, and only the third in a row makes a link dead. A page that refuses
to be looked at (401, 403, 429, 451) is not gone. One that is there again is alive at once.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta

from django.urls import reverse

from dalil.archive.fetching import NotFetched, fetch
from dalil.archive.models import Document
from dalil.archive.protection import Viewer
from dalil.bulletin.http.public_state import touch
from dalil.bulletin.links.models import CheckedLink
from dalil.bulletin.models import CardPage
from dalil.intake.causes import cause_of

EVERY = timedelta(days=7)
"""How long after a look that found the page it is looked at again."""

AGAIN = timedelta(days=1)
"""After a look that found nothing; the wait doubles each time, up to EVERY."""

DEAD_AFTER = 3
"""So many looks in a row find nothing before a link counts as dead."""

MOST_IN_A_TURN = 50
"""So many pages are looked at in one turn of the schedule."""

MOST = 200_000
"""Bytes of a page that are read; one that is longer is there all the same."""

REFUSES = (401, 403, 407, 429, 451)
"""Answers of a page that is there, or may be, and is not shown to us."""


class NothingThere(NotFetched):
    """An address answers that it has no such page."""


def check_links(now: datetime) -> int:
    """Look at the addresses that are due, the longest unseen first. Returns how many. Cut off anywhere, the next turn goes on."""
    _follow_cards()
    due = [link for link in CheckedLink.objects.order_by("looked") if is_due(link, now)][:MOST_IN_A_TURN]
    for link in due:
        look_at(link, now)
    return len(due)


def is_due(link: CheckedLink, now: datetime) -> bool:
    """Tell whether a link is to be looked at now."""
    if link.looked is None:
        return True
    wait: timedelta = min(AGAIN * 2 ** (link.failures - 1), EVERY) if link.failures else EVERY
    return now >= link.looked + wait


def look_at(link: CheckedLink, now: datetime) -> None:
    """Look whether a page is still there, with what it said of itself last, and keep what came of it."""
    known = {"If-None-Match": link.etag, "If-Modified-Since": link.modified}
    was_dead, link.looked = link.dead_since, now
    try:
        answer = fetch(link.url, headers={name: value for name, value in known.items() if value}, most=MOST)
        if answer.status >= 400 and answer.status not in REFUSES:
            raise NothingThere("not_there", "the address answers with the error {status}", {"status": answer.status})
        if answer.status == 200:
            link.etag = answer.headers.get("etag", "")[:300]
            link.modified = answer.headers.get("last-modified", "")[:100]
        link.failures, link.why, link.told, link.dead_since = 0, "", {}, None
    except NotFetched as error:
        if error.type == "too_large":
            link.failures, link.why, link.told, link.dead_since = 0, "", {}, None
        else:
            cause = cause_of(error)
            link.failures, link.why, link.told = link.failures + 1, cause[:300], getattr(cause, "told", {})
            if link.failures >= DEAD_AFTER:
                link.dead_since = link.dead_since or now
    link.save()
    if link.dead_since != was_dead:
        touch()


def find_dead_links(urls: Iterable[str]) -> dict[str, str]:
    """Find those of these addresses that are dead, each with the page of its kept copy; empty where the public has none."""
    wanted = set(filter(None, urls))
    if not wanted:
        return {}
    dead = CheckedLink.objects.filter(url__in=wanted, dead_since__isnull=False).values_list("url", flat=True)
    found = dict.fromkeys(dead, "")
    spelled = {spelling: url for url in found for spelling in _spellings(url)}
    kept = Document.objects.visible_to(Viewer.public()).filter(url__in=spelled) if spelled else ()
    return found | {spelled[each.url]: reverse("document", args=[each.address]) for each in kept}


def cards_that_lead_to(urls: Iterable[str]) -> dict[str, list[CardPage]]:
    """Return the live cards that lead to each of these addresses."""
    cards: dict[str, list[CardPage]] = {}
    for card in CardPage.objects.live().filter(more_url__in=set(urls)).order_by("pk"):
        cards.setdefault(card.more_url, []).append(card)
    return cards


def _follow_cards() -> None:
    """Keep a row for each address to which a live card leads, and none for others."""
    wanted = set(CardPage.objects.live().exclude(more_url="").values_list("more_url", flat=True))
    CheckedLink.objects.exclude(url__in=wanted).delete()
    there = set(CheckedLink.objects.values_list("url", flat=True))
    CheckedLink.objects.bulk_create((CheckedLink(url=url) for url in sorted(wanted - there)), ignore_conflicts=True)


def _spellings(url: str) -> Iterator[str]:
    yield from (url.rstrip("/"), f"{url.rstrip('/')}/")
