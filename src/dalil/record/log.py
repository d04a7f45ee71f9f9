"""The log of the record: the one way to write it, and the one way to read it.

Every write to the record adds one change, in its own transaction. Writers take turns, so the numbers of the changes are in the order
of commit. A change names what it is about by what outlasts a database: the address of a report, the digest of a document, the code of
a source or place, the slug of a figure. Homes of the first versions hold entries with primary keys instead; those stay as they
are, and are read as names too.
"""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from itertools import islice
from typing import Any

from django.apps import apps
from django.contrib.auth.models import User
from django.db.models import Max, QuerySet
from django.dispatch import Signal

from dalil.record.models import LogEntry, Report
from dalil.record.per_request import forget, once_per_request


class Verb(StrEnum):
    """What was done. The codes stand in the log and never change."""

    RECEIVED = "received"
    NAMED = "named"
    ENTERED = "entered"
    SUPERSEDED = "superseded"
    WITHDREW = "withdrew"
    JUDGED = "judged"
    RETRACTED = "retracted"
    PROTECTED = "protected"
    PLACED = "placed"
    DEFINED = "defined"
    PUBLISHED = "published"
    OVERRODE = "overrode"
    PEOPLED = "peopled"
    PROPOSED = "proposed"


class Subject(StrEnum):
    """What it was done to. The codes stand in the log and never change."""

    DOCUMENT = "document"
    SOURCE = "source"
    REPORT = "report"
    PLACE = "place"
    FIGURE = "figure"
    EDITION = "figureedition"
    DOSSIER = "dossier"


@dataclass(frozen=True, slots=True)
class Change:
    """One write to the record, as the log has it.

    number: its place in the log. actor: the name of the account that wrote. subjects: what it is about; the addresses of reports, the
    digests of documents, the codes of sources and places, the slugs of figures and of the figures of editions, the
    prefixes of dossiers. A correction names the
    old report and the new one, a judgement its two reports, the entering of a batch every new report. What the matcher proposes otherwise than
    before names both reports of one pair after those of the other, and no report where there are too many. detail: what else is
    needed to understand it.
    """

    number: int
    at: datetime
    actor: str
    verb: Verb
    noun: Subject
    subjects: tuple[str, ...]
    detail: Mapping[str, Any]


_NAMES: Mapping[Subject, tuple[str, str]] = {
    Subject.DOCUMENT: ("archive.Document", "sha256"),
    Subject.SOURCE: ("record.Source", "code"),
    Subject.REPORT: ("record.Report", "address"),
    Subject.PLACE: ("record.Place", "code"),
    Subject.FIGURE: ("counting.Figure", "slug"),
    Subject.EDITION: ("counting.FigureEdition", "figure__slug"),
    Subject.DOSSIER: ("dossiers.Dossier", "prefix"),
}
"""The table that the primary keys of old entries belong to, and its column of names."""

AT_ONCE = 100  # entries that are read together; one may name thousands of reports
CHUNK = 500  # values in one query; SQLite takes at most a few thousand variables

change_written = Signal()
"""Sent for each change that was added, as `change`, within the transaction that adds it."""


def append_change(verb: Verb, noun: Subject, subjects: Iterable[str], *, actor: User, **detail: Any) -> None:
    """Add one change to the log; within the transaction of what it tells of. See `Change` for what the subjects are."""
    append_changes(verb, noun, [tuple(subjects)], actor=actor, **detail)


def append_changes(
    verb: Verb, noun: Subject, subjects_of_each: Iterable[Sequence[str]], *, actor: User, **detail: Any
) -> None:
    """Add several changes of one kind to the log, one for each sequence of subjects; within the transaction of what they tell of."""
    entries = [
        LogEntry(actor_id=actor.pk, verb=verb.value, model=noun.value, subjects=list(subjects), detail=detail)
        for subjects in subjects_of_each
    ]
    forget()
    for entry in LogEntry.objects.bulk_create(entries, batch_size=CHUNK):
        change = Change(entry.pk, entry.at, actor.username, verb, noun, tuple(entry.subjects), detail)
        change_written.send(LogEntry, change=change)


@dataclass(frozen=True, slots=True)
class Place:
    """A place in one log. number: of the change that stands there; 0 before the first. mark: what tells it from the change of that number
    in any other log: in a backup that was put back and went on otherwise, in another database."""

    number: int
    mark: str


def last_place() -> Place:
    """Return the place of the last change. Costs one query."""
    entry = LogEntry.objects.order_by("-pk").values_list(*_MARKED_BY).first()
    return Place(entry[0], _mark(entry)) if entry else Place(0, "")


@once_per_request
def last_place_when_asked() -> Place:
    """Return the place of the last change as this request first found it. A write of the request itself makes it look anew."""
    return last_place()


def stands_in_log(place: Place) -> bool:
    """Tell whether a place belongs to this log. Costs one query."""
    if not place.number:
        return not place.mark
    entry = LogEntry.objects.filter(pk=place.number).values_list(*_MARKED_BY).first()
    return entry is not None and _mark(entry) == place.mark


_MARKED_BY = ("pk", "at", "verb", "model", "actor__username")


def _mark(entry: Sequence[Any]) -> str:
    number, at, *rest = entry
    return hashlib.sha256(repr((number, at.isoformat(), *rest)).encode()).hexdigest()[:16]


def last_number(verb: Verb | None = None) -> int:
    """Return the number of the last change, or of the last change of one verb; 0 where there is none. Costs one query."""
    entries = LogEntry.objects.all() if verb is None else LogEntry.objects.filter(verb=verb.value)
    return entries.aggregate(last=Max("pk"))["last"] or 0


def last_number_about(verb: Verb, noun: Subject, name: str) -> int:
    """Return the number of the last change of one verb about one thing and nothing else; 0 where there is none. It looks through the log."""
    entries = LogEntry.objects.filter(verb=verb.value, model=noun.value, subjects=[name])
    return entries.aggregate(last=Max("pk"))["last"] or 0


def last_change() -> Change | None:
    """Return the last change; None where nothing was written yet."""
    return next(changes_since(last_number() - 1), None)


def count_changes(after: int, until: int | None = None) -> int:
    """Return how many changes have a number above `after` and, where it is given, not above `until`."""
    return _entries(after, until).count()


def changes_since(after: int, until: int | None = None) -> Iterator[Change]:
    """Yield the changes with a number above `after` and, where it is given, not above `until`, in the order of commit."""
    yield from _read(_entries(after, until))


def changes_of(verb: Verb, since: datetime) -> Iterator[Change]:
    """Yield the changes of one verb that were written after a moment, in the order of commit."""
    yield from _read(LogEntry.objects.filter(verb=verb.value, at__gt=since))


def sources_first_named_by(actor: User) -> frozenset[str]:
    """Return the codes of the sources that an account was the first to name. A further name of a source is another change, and does not count."""
    named = LogEntry.objects.filter(actor=actor, verb=Verb.NAMED.value, model=Subject.SOURCE.value)
    told = named.values_list("subjects", "detail")
    return frozenset(code for codes, detail in told if not detail for code in codes if isinstance(code, str))


def _read(chosen: QuerySet[LogEntry]) -> Iterator[Change]:
    entries = chosen.select_related("actor").order_by("pk").iterator(chunk_size=AT_ONCE)
    while batch := list(islice(entries, AT_ONCE)):
        names = _names_of_keys(batch)
        for entry in batch:
            actor = entry.actor.username if entry.actor else ""
            noun = Subject(entry.model)
            yield Change(entry.pk, entry.at, actor, Verb(entry.verb), noun, _subjects(entry, noun, names), entry.detail)


def _entries(after: int, until: int | None) -> QuerySet[LogEntry]:
    entries = LogEntry.objects.filter(pk__gt=after)
    return entries if until is None else entries.filter(pk__lte=until)


def _subjects(entry: LogEntry, noun: Subject, names: Mapping[tuple[Subject, int], str]) -> tuple[str, ...]:
    if _is_range(entry):
        reports = Report.objects.filter(pk__range=tuple(entry.subjects)).order_by("pk")
        return tuple(reports.values_list("address", flat=True))
    return tuple(names[noun, each] if isinstance(each, int) else each for each in entry.subjects)


def _is_range(entry: LogEntry) -> bool:
    """Whether it is an old entry of a batch, which has only the first and the last primary key of its new reports."""
    return entry.verb == Verb.ENTERED and bool(entry.subjects) and isinstance(entry.subjects[0], int)


def _names_of_keys(entries: Sequence[LogEntry]) -> Mapping[tuple[Subject, int], str]:
    """The names of everything that old entries hold the primary keys of, one by one."""
    keys: defaultdict[Subject, set[int]] = defaultdict(set)
    for entry in entries:
        if not _is_range(entry):
            keys[Subject(entry.model)].update(each for each in entry.subjects if isinstance(each, int))
    names: dict[tuple[Subject, int], str] = {}
    for noun, wanted in keys.items():
        label, column = _NAMES[noun]
        rows, listed = apps.get_model(label)._default_manager.all(), sorted(wanted)
        for start in range(0, len(listed), CHUNK):
            chunk = listed[start : start + CHUNK]
            names |= {(noun, key): name for key, name in rows.filter(pk__in=chunk).values_list("pk", column)}
    return names
