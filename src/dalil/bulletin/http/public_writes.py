"""Which writes to the record the public can see anything of: what is hidden must not even be told by a page that is made anew.

A write is passed over only where it is certain that no public page shows anything of it: it is about reports, documents or
sources that the public does not see now. Should one of them be opened later, that is a write of its own, and counts.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import islice

from dalil.archive.models import Document
from dalil.archive.protection import Level, Viewer
from dalil.counting.models import Figure
from dalil.record.by_addresses import as_subquery
from dalil.record.log import Change, Subject, Verb, changes_since
from dalil.record.models import Report, Source

AT_ONCE = 200  # changes that are looked at together
PUBLIC = Viewer.public()
_TABLES: dict[Subject, tuple[type[Report] | type[Document] | type[Source], str]] = {
    Subject.REPORT: (Report, "address"),
    Subject.DOCUMENT: (Document, "sha256"),
    Subject.SOURCE: (Source, "code"),
}
"""What is protected, with the column that the log names it by."""


def any_between(before: int, last: int) -> bool:
    """Whether the public can see anything of the writes after `before`, up to and with `last`."""
    changes = changes_since(before, last)
    while batch := list(islice(changes, AT_ONCE)):
        if _seen(batch):
            return True
    return False


def takes_away(change: Change) -> bool:
    """Tell whether a change takes something away that the public saw until now. Asked in the transaction of the change, after it was made."""
    match change.verb, change.noun:
        case Verb.WITHDREW, Subject.REPORT:
            return bool(_visible(Report, "address", set(change.subjects)))
        case Verb.RETRACTED, Subject.REPORT if change.detail.get("what") == "correction":
            return bool(_visible(Report, "address", set(change.subjects[1:])))  # the correction is withdrawn by it
        case Verb.PROTECTED, _:
            stays = change.detail["level"] == Level.PUBLIC and not change.detail.get("consent")
            return not stays and _was_seen(change)
    return False


def _was_seen(change: Change) -> bool:
    """Whether the public saw the thing of a protection before it, as far as its level and what it rests on tell."""
    if change.detail["before"]["level"] != Level.PUBLIC:
        return False
    model, column = _TABLES[change.noun]
    thing = model.objects.visible_to(Viewer.steward()).filter(**{column: change.subjects[0]}).first()
    if thing is None or (thing.is_held and not change.detail.get("consent")):
        return False
    if not isinstance(thing, Report):
        return True
    behind = {"credits__attribution": thing.attribution_id}
    shown, all_of_them = (
        Source.objects.visible_to(viewer).filter(**behind).distinct().count() for viewer in (PUBLIC, Viewer.steward())
    )
    return shown == all_of_them and Document.objects.visible_to(PUBLIC).filter(pk=thing.document_id).exists()


def _seen(changes: Sequence[Change]) -> bool:
    """Whether the public can see anything of one of these writes."""
    reports: set[str] = set()
    documents: set[str] = set()
    sources: set[str] = set()
    pairs: list[tuple[str, ...]] = []
    for change in changes:
        match change.verb, change.noun:
            case Verb.ENTERED, Subject.REPORT:
                if Report.objects.visible_to(PUBLIC).filter(address__in=as_subquery(change.subjects)).exists():
                    return True
            case ((Verb.JUDGED | Verb.RETRACTED | Verb.SUPERSEDED), Subject.REPORT):
                pairs.append(change.subjects)
            case Verb.PROPOSED, _:
                pairs += _pairs_proposed(change)
            case Verb.WITHDREW, Subject.REPORT:
                reports.update(change.subjects)
            case Verb.RECEIVED, Subject.DOCUMENT:
                documents.update(change.subjects)
            case Verb.NAMED, Subject.SOURCE:
                sources.update(change.subjects)
            case Verb.PROTECTED, _:
                if _was_seen(change) or _visible(*_TABLES[change.noun], set(change.subjects)):
                    return True
            case Verb.DEFINED, Subject.FIGURE:
                if Figure.objects.filter(slug__in=change.subjects, editions__isnull=False).exists():
                    return True
            case _, Subject.DOSSIER:
                pass  # nothing of a dossier is public
            case Verb.OVERRODE, _:
                pass  # of itself it makes nothing public; the change of protection that follows does
            case _:  # places, editions, and whatever is written in days to come
                return True
    shown = _visible(Report, "address", {*reports, *(each for pair in pairs for each in pair)})
    return (
        not shown.isdisjoint(reports)
        or any(shown.issuperset(pair) for pair in pairs)
        or bool(_visible(Document, "sha256", documents))
        or bool(_visible(Source, "code", sources))
    )


def _pairs_proposed(change: Change) -> list[tuple[str, ...]]:
    """The pairs that are proposed otherwise than before; of so many that the change names none, any public report of their kind stands for one."""
    if change.subjects:
        return list(zip(change.subjects[::2], change.subjects[1::2], strict=True))
    public = Report.objects.visible_to(PUBLIC).filter(kind=change.detail["kind"]).values_list("address", flat=True)
    return [(each,) for each in public[:1]]


def _visible(model: type[Report] | type[Document] | type[Source], column: str, names: set[str]) -> set[str]:
    """Those of these names that belong to a row the public sees."""
    if not names:
        return set()
    rows = model.objects.visible_to(PUBLIC).filter(**{f"{column}__in": as_subquery(sorted(names))})
    return set(rows.values_list(column, flat=True))
