"""What each page of lists answers to its address: the same for the public and for a member at the desk, each as it may know it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.http import Http404
from django.utils.timezone import localdate
from django.utils.translation import gettext as say

from dalil import vocabulary
from dalil.access.models import Action
from dalil.access.refused import Refused
from dalil.archive.protection import Viewer
from dalil.bulletin.sanctions import change_presenters, entry_presenters, presenters
from dalil.bulletin.sanctions.presenters import Links
from dalil.kinds.listing import Listing
from dalil.record.models import Report
from dalil.record.reading import log_reading
from dalil.record.search.queries import looking_for
from dalil.sanctions.list_changes import changes_on, list_on
from dalil.sanctions.listing_steps import reports_of_entry, versions_of
from dalil.sanctions.models import PREFIX
from dalil.wording.refusals import refusal

MOST_FOUND = 100
"""So many reports at the most are looked at for a search; a name that more have is no name to look for."""
LONGEST_QUERY = 200


def answer_lists(asked: Mapping[str, str], viewer: Viewer, language: str, link: Links) -> dict[str, Any]:
    """Answer for the page of all lists, with a search over all names where one was asked."""
    query = asked.get("q", "").strip()[:LONGEST_QUERY]
    found: list[Report] = []
    if query:
        listings = Report.objects.visible_to(viewer).filter(kind=Listing.code, external_id__startswith=PREFIX)
        found = list(looking_for(query).best_first(listings.standing_for(viewer))[0:MOST_FOUND])
        log_reading(Action.LISTED, found, viewer)
    return {"page": presenters.present_lists(viewer, language, link, query, found)}


def answer_list(code: str, asked: Mapping[str, str], viewer: Viewer, language: str, link: Links) -> dict[str, Any]:
    """Answer who stood on a list on the day that was asked; without one, on the day of its last version. Raises Http404 for no such list."""
    versions = _versions_or_404(code, viewer)
    typed = asked.get("on", "").strip()[:20]
    day = presenters.day_typed(typed) if typed else versions[-1].dated
    why = "" if day else say("“%(words)s” is no day; write it as 2019-04-26.") % {"words": typed}
    if day and day > localdate():
        why, day = say("That day is still to come."), None
    if day:
        try:
            page, pages = presenters.present_list(list_on(code, day, viewer), viewer, language, link, asked.get("page"))
            return {"page": page, "pages": pages}
        except Refused as error:
            why = refusal(error)
    return {"page": presenters.present_unknown_day(code, typed, why, viewer, language, link), "pages": None}


def answer_changes(code: str, asked: Mapping[str, str], viewer: Viewer, language: str, link: Links) -> dict[str, Any]:
    """Answer what changed on a list between two days; without them, between its last two versions. Raises Http404 for no such list."""
    versions = _versions_or_404(code, viewer)
    typed = [asked.get(name, "").strip()[:20] for name in ("since", "until")]
    standard = [versions[-2 if len(versions) > 1 else -1].dated, versions[-1].dated]
    days: list[date | None] = [
        presenters.day_typed(words) if words else day for words, day in zip(typed, standard, strict=True)
    ]
    shown = [words or str(day) for words, day in zip(typed, standard, strict=True)]
    since, until = days
    if since is None or until is None:
        wrong = next(words for words, day in zip(typed, days, strict=True) if day is None)
        why = say("“%(words)s” is no day; write it as 2019-04-26.") % {"words": wrong}
    else:
        try:
            return {
                "page": change_presenters.present_changes(
                    changes_on(code, since, until, viewer), viewer, language, link
                )
            }
        except Refused as error:
            why = refusal(error)
    return {"page": change_presenters.present_unknown_changes(code, shown[0], shown[1], why, language, link)}


def answer_entry(code: str, number: str, viewer: Viewer, language: str, link: Links) -> dict[str, Any]:
    """Answer for one entry: what the list says of it, and its steps. Raises Http404 for no such entry."""
    _versions_or_404(code, viewer)
    reports = reports_of_entry(code, number, viewer)
    if not reports:
        raise Http404
    log_reading(Action.LISTED, reports, viewer)
    return {"page": entry_presenters.present_entry(code, number, reports, viewer, language, link)}


def _versions_or_404(code: str, viewer: Viewer) -> list[Any]:
    """The versions of a list; those that are restricted are written into the log of access as read."""
    versions = versions_of(code, viewer) if vocabulary.is_code("sanction_lists", code) else []
    if not versions:
        raise Http404
    log_reading(Action.LISTED, [version.document for version in versions], viewer)
    return versions
