"""What may leave the house for a purpose and a recipient, and the note of what did.

Everything that gives reports out in bulk to a member asks here. What the public reads needs no question: a report of which a consent does not permit
publication is not visible to the public at all (`Protected.held_from`).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet
from django.utils.timezone import localdate

from dalil.archive.models import Document
from dalil.archive.protection import Level, Viewer
from dalil.gate.examination import examine_where
from dalil.record.credits import with_credits
from dalil.record.models import Report
from dalil.record.sealed.consents import covered_reports, may_leave, note_disclosure
from dalil.record.sealed.models import ConsentCover
from dalil.values.consent import PUBLICATION, Permission, consent_permits

AT_ONCE = 500
"""Reports that are read together."""

REDACTION = Document.Relation.REDACTION

TO_BE_TOLD = frozenset({PUBLICATION, "advocacy", "media"})
"""The purposes whose recipients tell everybody: for these leaves no place that is said more exactly, or earlier, than may be public."""


@dataclass(frozen=True)
class LetOut:
    """What may leave, and what may not: addresses of reports, each with why. covered: those that may and that a consent covers."""

    reports: QuerySet[Report]
    withheld: tuple[tuple[str, Permission], ...] = ()
    covered: tuple[Report, ...] = ()


def let_leave(
    reports: QuerySet[Report], viewer: Viewer, *, how: str, purpose: str, recipient: str, actor: Any
) -> LetOut:
    """Return those of the reports that consents permit to leave, and note that they do where a consent covers them.

    how: by which way (`export`, `api`). purpose: a code of `consent_purposes`. recipient: its name; empty where nobody is named.
    actor: the account that takes them. For the public nothing is asked and nothing noted.
    """
    let_out = ask_leave(reports, viewer, purpose=purpose, recipient=recipient)
    note_disclosure(let_out.covered, how=how, purpose=purpose, recipient=recipient, actor=actor)
    return let_out


def ask_leave(reports: QuerySet[Report], viewer: Viewer, *, purpose: str, recipient: str) -> LetOut:
    """Return those of the reports that consents and places permit to leave, and note nothing: whoever sends only some of them notes those."""
    if not viewer.member:
        return LetOut(reports)
    going, withheld, kept = [], [], []
    seen = Report.objects.visible_to(viewer).filter(pk__in=reports.order_by().values("pk"))
    for each in with_credits(covered_reports(seen)):
        permission = may_leave(each, purpose, recipient)
        if permission.allowed:
            going.append(each)
        else:
            withheld.append((each.address, permission))
            kept.append(each.pk)
    for each, permission in _kept_for_place(seen.exclude(pk__in=kept), purpose, viewer):
        withheld.append((each.address, permission))
        kept.append(each.pk)
    going = [each for each in going if each.pk not in kept]
    return LetOut(reports.exclude(pk__in=kept) if kept else reports, tuple(withheld), tuple(going))


def why_files_stay(documents: Sequence[Document], exporting: Viewer, *, purpose: str, recipient: str) -> dict[int, str]:
    """Return the code of why each of some documents may not leave as a file, by its primary key; empty where it may.

    exporting: for whom an export is written. A file that holds reports that may not leave stays with them, unless it is public. A copy or a
    translation tells what its original tells, and stays with it; a redaction is made to leave without it. Documents are looked at many at a time:
    what no consent covers and what holds nothing hidden costs no query of its own.
    """
    why: dict[int, str] = {}
    for start in range(0, len(documents), AT_ONCE):
        why |= _why_these_stay(documents[start : start + AT_ONCE], exporting, purpose, recipient)
    return why


def _why_these_stay(documents: Sequence[Document], exporting: Viewer, purpose: str, recipient: str) -> dict[int, str]:
    told = {each.pk: each.parent_id for each in documents if each.parent_id and each.relation != REDACTION}
    originals = list(Document.objects.visible_to(Viewer.steward()).filter(pk__in=set(told.values())))
    of_originals = _why_these_stay(originals, exporting, purpose, recipient) if originals else {}
    visible = set(Document.objects.visible_to(exporting).filter(pk__in=list(of_originals)).values_list("pk", flat=True))
    of_originals |= {
        each.pk: "restricted" for each in originals if each.level == Level.RESTRICTED and each.pk not in visible
    }
    keys = [each.pk for each in documents]
    covered = set(ConsentCover.objects.filter(document__in=keys).values_list("document_id", flat=True))
    uncovered = consent_permits((), purpose, recipient, localdate())
    permissions = {
        each.pk: may_leave(each, purpose, recipient) if each.pk in covered else uncovered for each in documents
    }
    closed = [each.pk for each in documents if each.level != Level.PUBLIC or each.is_held]
    of_reports = _why_reports_keep(closed, exporting, purpose, recipient)
    return {
        each.pk: of_originals.get(told.get(each.pk, 0), "")
        or ("" if permissions[each.pk].allowed else permissions[each.pk].type)
        or of_reports.get(each.pk, "")
        for each in documents
    }


def _why_reports_keep(keys: Sequence[int], exporting: Viewer, purpose: str, recipient: str) -> dict[int, str]:
    """Why the reports that stand in documents keep them, by the primary key of the document; the first reason of those that there are."""
    within = Report.objects.visible_to(Viewer.steward()).filter(document__in=list(keys))
    shown = Report.objects.visible_to(exporting).filter(document__in=list(keys))
    why = dict.fromkeys(
        within.exclude(pk__in=shown.values("pk")).values_list("document_id", flat=True), "holds_restricted"
    )
    for each in covered_reports(within.exclude(document__in=list(why))):
        if each.document_id not in why and not may_leave(each, purpose, recipient).allowed:
            why[each.document_id] = "holds_without_consent"
    for each, _ in _kept_for_place(within.exclude(document__in=list(why)), purpose, exporting):
        why[each.document_id] = "holds_place"
    return why


def _kept_for_place(reports: QuerySet[Report], purpose: str, viewer: Viewer) -> Iterator[tuple[Report, Permission]]:
    """Yield the reports that stay for where something is, or for how lately it was: those that are not public, where everybody would be told."""
    if purpose not in TO_BE_TOLD:
        return
    for each in reports.exclude(level=Level.PUBLIC).order_by("pk").iterator(chunk_size=AT_ONCE):
        if objection := examine_where(each, viewer):
            yield each, Permission(objection.type, objection.template, objection.particulars)
