"""The door of reading: pages of one protected thing, its file and its exports take the thing through here.

Lists and counts are narrowed by `visible_to`, in the query. The door checks a thing that was found so once more, and sends a signal, so
that reads can be logged at one place.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TypeVar

from django.dispatch import Signal

from dalil.archive.models import Document
from dalil.archive.protection import Viewer, is_allowed
from dalil.record.entities import Entity
from dalil.record.models import Report, Source

Readable = TypeVar("Readable", Document, Source, Report, Entity)

thing_opened = Signal()
"""Sent for each thing that is handed out, as `thing`, with its `viewer`."""


class NotVisible(PermissionError):
    """The viewer may not see this thing; whoever looked it up forgot to narrow the query."""


def open_for_reading(thing: Readable, viewer: Viewer) -> Readable:
    """Hand out one protected thing, as this viewer may see it, and tell of it by `thing_opened`. Returns the thing.

    Costs no query where the document and the sources of a report were read with it and nothing is restricted to groups.
    Raises NotVisible where the viewer may not see all of the thing.
    """
    if not _is_visible(thing, viewer):
        raise NotVisible(f"the viewer may not see the {type(thing).__name__.lower()} that was to be opened")
    thing_opened.send(type(thing), thing=thing, viewer=viewer)
    return thing


def open_each_for_reading(things: Iterable[Readable], viewer: Viewer) -> Iterator[Readable]:
    """Hand out many protected things one by one, as an export does; each as `open_for_reading` does."""
    return (open_for_reading(thing, viewer) for thing in things)


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
