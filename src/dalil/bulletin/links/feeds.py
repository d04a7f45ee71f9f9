"""Following feeds: asking each again with what it said last, and keeping what is new.

A feed that answers nothing new (304) is asked no more for a while; one that fails waits longer each time. Arabic names of days and
months, which feedparser does not read, are read by our own dates.
"""

from __future__ import annotations

import io
from collections.abc import Iterator
from contextlib import suppress
from datetime import datetime, timedelta
from email.utils import parsedate_to_datetime
from html import unescape
from typing import Any
from urllib.parse import parse_qsl, urlencode, urljoin, urlsplit
from xml.etree.ElementTree import ParseError

import feedparser
from defusedxml.ElementTree import fromstring
from django.utils.html import strip_tags

from dalil.access.refused import Refused
from dalil.archive.fetching import NotFetched, check_address, fetch
from dalil.bulletin.links.alike import find_twin
from dalil.bulletin.links.models import LONGEST_ADDRESS, Feed, FeedItem
from dalil.bulletin.links.page_elsewhere import LONGEST_TITLE, LinkFacts, shorten
from dalil.intake.causes import cause_of
from dalil.letters import guess_language
from dalil.text.dates import read_dates

EVERY = timedelta(minutes=30)
"""How long after a look that went well a feed is asked again."""

LONGEST_WAIT = timedelta(days=1)
"""After failures the wait doubles, up to this."""

MOST_ITEMS = 200
"""So many entries of one answer are read."""

_COUNTING = ("utm_", "fbclid", "gclid", "mc_cid", "mc_eid", "igshid", "ref_src")
"""Parts of an address that only count visitors."""


_MEDIA_TYPES = ("application/rss+xml", "application/atom+xml")


class NoFeed(Refused):
    """An answer that is no feed."""


def add_feed(url: str) -> tuple[Feed, bool]:
    """Follow the feed at an address from now on. Returns it, and whether it is new.

    An address that no look will ever reach is not followed. Raises NotFetched.
    """
    check_address(url)
    return Feed.objects.get_or_create(url=url)


def is_due(feed: Feed, now: datetime) -> bool:
    """Whether a feed is to be asked now."""
    if feed.looked is None:
        return True
    wait: timedelta = min(EVERY * 2**feed.failures, LONGEST_WAIT)
    return now >= feed.looked + wait


def follow(feed: Feed, now: datetime) -> list[FeedItem]:
    """Ask a feed and keep its new items. Returns them. What went wrong is kept with the feed, and raised no further."""
    known = {"If-None-Match": feed.etag, "If-Modified-Since": feed.modified}
    feed.looked = now
    new: list[FeedItem] = []
    try:
        answer = fetch(feed.url, headers={name: value for name, value in known.items() if value})
        if answer.status not in (200, 304):
            raise NoFeed("not_there", "the address answers with the error {status}", {"status": answer.status})
        if answer.status == 200:
            title, entries = read_feed(answer.body, answer.url)
            new = [item for facts in entries if (item := keep(facts, feed)) is not None]
            feed.title = feed.title or title[:200]
            feed.etag, feed.modified = (
                answer.headers.get("etag", "")[:300],
                answer.headers.get("last-modified", "")[:100],
            )
        feed.failures, feed.why, feed.told = 0, "", {}
    except (NotFetched, NoFeed) as error:
        cause = cause_of(error)
        feed.failures, feed.why, feed.told = feed.failures + 1, cause[:300], getattr(cause, "told", {})
    feed.save()
    return new


def read_feed(body: bytes, url: str) -> tuple[str, list[LinkFacts]]:
    """Read an answer as a feed: its title, and what its entries say, the newest first. Raises NoFeed, which says where a page names its feed."""
    parsed = feedparser.parse(io.BytesIO(body), response_headers={"content-location": url}, sanitize_html=True)
    if not parsed.get("version"):
        if named := _feed_named_by(parsed):
            raise NoFeed("page_names_feed", "this is a page; its feed is at {feed}", {"feed": named})
        raise NoFeed("no_feed", "what the address gives is no feed (RSS or Atom)")
    title = _plain(parsed.feed.get("title", ""))
    return title, list(_entries(parsed.entries[:MOST_ITEMS], title, url))


def keep(facts: LinkFacts, feed: Feed | None = None) -> FeedItem | None:
    """Keep what a link says of itself, once. Returns the item, or None where it is there already."""
    if not facts.title or not _leads_elsewhere(facts.url):
        return None
    item, made = FeedItem.objects.get_or_create(
        same_as=same_as(facts.url),
        defaults={
            "feed": feed,
            "url": facts.url,
            "title": facts.title[:LONGEST_TITLE],
            "summary": facts.summary,
            "site": facts.site[:200],
            "published": facts.published,
            "language": facts.language,
            "picture": facts.picture if _leads_elsewhere(facts.picture) else "",
        },
    )
    if made and (twin := find_twin(item)) is not None:
        item.twin = twin
        item.save(update_fields=["twin"])
    return item if made else None


def same_as(url: str) -> str:
    """Return an address without what only counts visitors, without `www.`, and without a last slash.

    >>> same_as("https://www.Paper.example/a/?utm_source=x&id=3#top")
    'paper.example/a?id=3'
    """
    parts = urlsplit(url)
    asked = urlencode([(name, value) for name, value in parse_qsl(parts.query) if not name.startswith(_COUNTING)])
    host = (parts.hostname or "").removeprefix("www.")
    return f"{host}{parts.path.rstrip('/')}" + (f"?{asked}" if asked else "")


def addresses_of_opml(body: bytes) -> list[str]:
    """Return the addresses of the feeds that an OPML file lists, each once. Raises NoFeed where it is none."""
    try:
        outlines = fromstring(body).iter("outline")
    except (ParseError, ValueError) as error:
        raise NoFeed("no_opml", "this is no OPML file") from error
    found = [address for each in outlines if (address := each.get("xmlUrl"))]
    if not found:
        raise NoFeed("no_feeds", "the file names no feed")
    return list(dict.fromkeys(found))


def _leads_elsewhere(url: str) -> bool:
    """Whether this is an address of the web that has room in a row: `javascript:` would run in the browser of the editor."""
    return urlsplit(url).scheme in ("http", "https") and len(url) <= LONGEST_ADDRESS


def _feed_named_by(parsed: Any) -> str:
    """The address of the feed that the head of a page names; empty where it names none."""
    named = (each for each in parsed.feed.get("links", ()) if each.get("rel") == "alternate")
    return next((each["href"] for each in named if each.get("type") in _MEDIA_TYPES and each.get("href")), "")


def _entries(entries: list[Any], site: str, base: str) -> Iterator[LinkFacts]:
    for entry in entries:
        title = _plain(entry.get("title", ""))
        summary = shorten(_plain(entry.get("summary", "")))
        yield LinkFacts(
            url=urljoin(base, entry.get("link", "")),
            title=title,
            summary=summary,
            site=_plain(entry.get("source", {}).get("title", "")) or site,
            published=_published(entry),
            language=guess_language(f"{title} {summary}"),
        )


def _published(entry: Any) -> str:
    """The day of an entry where it was written: half past midnight in Damascus is not yesterday. Empty where it is not certain."""
    said = str(dict.get(entry, "published") or dict.get(entry, "updated") or "")[:200]
    for read in (parsedate_to_datetime, datetime.fromisoformat):
        with suppress(ValueError):
            return read(said.strip()).date().isoformat()
    days = {mention.when.notation() for mention in read_dates(said)}
    return days.pop() if len(days) == 1 else ""


def _plain(text: str) -> str:
    return " ".join(unescape(strip_tags(text)).split())
