"""What a new version of a list of sanctions changed becomes a link for the editors in both languages, and the drafts of two cards."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import override

from dalil import vocabulary
from dalil.access.refused import Refused
from dalil.archive.protection import Level, Viewer
from dalil.bulletin.links.cards import make_card
from dalil.bulletin.links.feeds import same_as
from dalil.bulletin.links.models import LONGEST_ADDRESS, FeedItem
from dalil.bulletin.links.page_elsewhere import LONGEST_SUMMARY, LONGEST_TITLE, shorten
from dalil.bulletin.newsletter.mail import site_address
from dalil.letters import LANGUAGE_CODES
from dalil.sanctions.change_words import EVIDENCE, say_changes, say_doubts
from dalil.sanctions.list_changes import ListChanges, changes_on
from dalil.sanctions.models import ListVersion


def on_version_taken(sender: Any, version: ListVersion, before: ListVersion | None, **_: Any) -> None:
    """Propose what a version changed; a receiver of `version_taken`."""
    propose_changes(version, before)


def propose_changes(version: ListVersion, before: ListVersion | None) -> list[FeedItem]:
    """Propose to the editors what a version changed, in each language. Returns the links.

    Of a first version, of one that changed nothing, and of a list that the public may not see there is none: a card leads readers to the list.
    The drafts are made in the name of whoever took the version in, where that account may write cards; else an editor makes them.
    """
    changed = version.listed + version.amended + version.delisted
    if before is None or not changed or {version.document.level, before.document.level} != {Level.PUBLIC}:
        return []
    try:
        changes = changes_on(version.sanctions_list, before.dated, version.dated, Viewer.public())
    except Refused:  # the public may not know of all that this rests on
        return []
    if changes.last.number != version.number or changes.first.number != before.number:
        return []  # two versions of one day: the next day tells both
    items = list[FeedItem]()
    for language in LANGUAGE_CODES:
        items.append(_keep(version, changes, language, items[0] if items else None))
    for item in items:
        try:
            make_card(item, version.actor)
        except Refused:
            item.refresh_from_db()  # it waits among the links for an editor
    return items


def _keep(version: ListVersion, changes: ListChanges, language: str, twin: FeedItem | None) -> FeedItem:
    with override(language):
        path = reverse("sanctions-changes", args=[version.sanctions_list])
    url = f"{site_address()}{path}?{urlencode({'since': changes.since, 'until': changes.until})}"
    sentence = say_changes(changes, language)
    summary = " ".join([sentence, *say_doubts(changes, language), EVIDENCE.in_language(language)])
    item, _made = FeedItem.objects.get_or_create(
        same_as=f"{same_as(url)}#version-{version.pk}"[-LONGEST_ADDRESS:],
        defaults={
            "url": url[:LONGEST_ADDRESS],
            "title": shorten(sentence.rstrip("."), LONGEST_TITLE),
            "summary": shorten(summary, LONGEST_SUMMARY),
            "site": vocabulary.label("sanction_lists", version.sanctions_list, language)[:200],
            "published": f"{version.dated:%Y-%m-%d}",
            "language": language,
            "twin": twin,
        },
    )
    return item
