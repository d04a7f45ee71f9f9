"""The doors of reading: one protected thing, a page of a list, and an export go through here, and into the log of access.

Lists and counts are narrowed by `visible_to`, in the query. The door checks a thing that was found so once more, and sends a signal.
What is restricted is written into the log before it is handed out (`access/log.py`): who, what, when, in which session.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from typing import Any, TypeVar

from django.contrib.auth.models import User
from django.db.models import Exists, OuterRef, Q
from django.dispatch import Signal

from dalil.access import log
from dalil.access.models import Action
from dalil.archive.models import Document
from dalil.archive.protection import Level, Viewer, is_allowed
from dalil.record.entities import Entity
from dalil.record.models import Credit, Report, Source

Readable = TypeVar("Readable", Document, Source, Report, Entity)
Thing = Document | Source | Report | Entity

AT_ONCE = 1000
"""Things of an export that are checked, and written into the log, together."""

thing_opened = Signal()
"""Sent for each thing that is handed out, as `thing`, with its `viewer`."""


class NotVisible(PermissionError):
    """The viewer may not see this thing; whoever looked it up forgot to narrow the query, or the account was paused meanwhile."""


def open_for_reading(thing: Readable, viewer: Viewer, action: Action = Action.READ) -> Readable:
    """Hand out one protected thing, as this viewer may see it, and tell of it by `thing_opened`. Returns the thing.

    Costs no query for the public, where the document and the sources of a report were read with it. What is restricted is logged.
    Raises NotVisible where the viewer may not see all of the thing.
    """
    return next(open_each_for_reading([thing], viewer, action))


def open_each_for_reading(
    things: Iterable[Readable], viewer: Viewer, action: Action = Action.EXPORTED
) -> Iterator[Readable]:
    """Hand out many protected things one by one, as an export does; each as `open_for_reading` does, with one entry for a portion.

    Raises NotVisible also where the viewer's account is closed, or begins to travel, while things are handed out.
    """
    waiting = iter(things)
    first = True
    while portion := list(islice(waiting, AT_ONCE)):
        for thing in portion:
            if not _is_visible(thing, viewer):
                raise NotVisible(f"the viewer may not see the {type(thing).__name__.lower()} that was to be opened")
        if not first and not _is_still(viewer):
            raise NotVisible("the account was paused, or travels, since this was begun")
        first = False
        log_reading(action, portion, viewer)
        for thing in portion:
            thing_opened.send(type(thing), thing=thing, viewer=viewer)
            yield thing


def log_reading(action: Action, things: Iterable[Thing], viewer: Viewer) -> None:
    """Write one entry with those of these things that are restricted; none where nothing is. Lists call it for each page they show."""
    if viewer.may_see_restricted and (named := _restricted(list(things))):
        log.write(action, named, by=viewer.person)


def reaches_restricted(viewer: Viewer) -> bool:
    """Tell whether there is anything restricted that this viewer may see; a thing that is restricted names its groups."""
    if not viewer.may_see_restricted:
        return False
    of_groups: dict[str, Any] = {} if viewer.everything else {"group_id__in": viewer.groups}
    return any(model.groups.through.objects.filter(**of_groups).exists() for model in (Report, Document, Source))


def restricted_reports() -> Q:
    """Return the condition of a report that is restricted: itself, by its document, or by one of its sources."""
    sources = Credit.objects.filter(attribution=OuterRef("attribution"), source__level=Level.RESTRICTED)
    return Q(level=Level.RESTRICTED) | Q(document__level=Level.RESTRICTED) | Q(Exists(sources))


def _restricted(things: Sequence[Thing]) -> list[log.Thing]:
    """The restricted ones of some things, as the log names them; of an entity those of its reports. Costs a query for all reports."""
    reports: set[int] = set()
    named = []
    for thing in things:
        match thing:
            case Document() if thing.level == Level.RESTRICTED:
                named.append(("document", thing.sha256))
            case Source() if thing.level == Level.RESTRICTED:
                named.append(("source", thing.code))
            case Report():
                reports.add(thing.pk)
            case Entity():
                reports.update(report.pk for report in thing.reports)
    listed = sorted(reports)
    for start in range(0, len(listed), AT_ONCE):
        found = Report.objects.filter(restricted_reports(), pk__in=listed[start : start + AT_ONCE]).order_by("pk")
        named += [("report", address) for address in found.values_list("address", flat=True)]
    return named


def _is_still(viewer: Viewer) -> bool:
    """Whether the account of a viewer may still see what the viewer might at the beginning, as far as pauses and journeys go."""
    if viewer.person.account is None or not viewer.may_see_restricted:
        return True
    account = User.objects.filter(pk=viewer.person.account).first()
    return account is not None and Viewer.of(account).may_see_restricted


def _is_visible(thing: Document | Source | Report | Entity, viewer: Viewer) -> bool:
    """The rule of `visible_to`, for one thing that was read already."""
    if viewer.everything:
        return True
    match thing:
        case Entity():
            return all(_is_visible(report, viewer) for report in thing.reports)
        case Report():
            credits = thing.attribution.credits.all()
            links = (thing, thing.document, *(credit.source for credit in credits))
            return all(is_allowed(each, viewer) for each in links)
        case _:
            return is_allowed(thing, viewer)
