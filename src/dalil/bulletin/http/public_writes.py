"""Which writes to the record the public can see anything of: what is hidden must not even be told by a page that is made anew.

A write is passed over only where it is certain that no public page shows anything of it: it is about reports, documents or
sources that the public does not see now. Should one of them be opened later, that is a write of its own, and counts.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from django.db.models import Max

from dalil.archive.models import Document
from dalil.archive.protection import Level, Viewer
from dalil.record.models import LogEntry, Report, Source

AT_ONCE = 200  # entries of the log that are looked at together; one names two reports or a range of them
PUBLIC = Viewer.public()

Entry = tuple[str, str, Sequence[int], dict[str, Any]]


def last_write() -> int:
    """The place in the log of the last write of all."""
    return LogEntry.objects.aggregate(last=Max("pk"))["last"] or 0


def any_between(before: int, last: int) -> bool:
    """Whether the public can see anything of the writes after `before`, up to and with `last`."""
    entries = LogEntry.objects.filter(pk__gt=before, pk__lte=last).order_by("pk")
    rows = entries.values_list("verb", "model", "subjects", "detail").iterator(chunk_size=AT_ONCE)
    batch: list[Entry] = []
    for row in rows:
        batch.append(row)
        if len(batch) == AT_ONCE:
            if _seen(batch):
                return True
            batch = []
    return _seen(batch)


def _seen(entries: Sequence[Entry]) -> bool:
    """Whether the public can see anything of one of these writes."""
    reports: list[int] = []
    documents: list[int] = []
    sources: list[int] = []
    pairs: list[tuple[int, int]] = []
    for verb, model, subjects, detail in entries:
        match verb, model:
            case "entered", "report":
                if Report.objects.visible_to(PUBLIC).filter(pk__range=tuple(subjects)).exists():
                    return True
            case (("judged" | "retracted" | "superseded"), "report"):
                pairs.append((subjects[0], subjects[1]))
            case "withdrew", "report":
                reports += subjects
            case "received", "document":
                documents += subjects
            case "named", "source":
                sources += subjects
            case "protected", _:
                before, after = detail.get("before", {}).get("level", Level.PUBLIC), detail.get("level", Level.PUBLIC)
                if Level.PUBLIC in (before, after):
                    return True
            case _:  # places, figures, and whatever is written in days to come
                return True
    shown = _visible(Report, {*reports, *(each for pair in pairs for each in pair)})
    return (
        not shown.isdisjoint(reports)
        or any(shown.issuperset(pair) for pair in pairs)
        or bool(_visible(Document, documents))
        or bool(_visible(Source, sources))
    )


def _visible(model: type[Report] | type[Document] | type[Source], ids: Iterable[int]) -> set[int]:
    wanted = set(ids)
    if not wanted:
        return set()
    return set(model.objects.visible_to(PUBLIC).filter(pk__in=wanted).values_list("pk", flat=True))
