"""What may leave the house for a purpose and a recipient, and the note of what did.

Everything that gives reports out in bulk to a member asks here. What the public reads needs no question: a report of which a consent does not permit
publication is not visible to the public at all (`Protected.held_from`).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet

from dalil.archive.models import Document
from dalil.archive.protection import Level, Viewer
from dalil.gate.examination import examine_where
from dalil.record.credits import with_credits
from dalil.record.models import Report
from dalil.record.sealed.consents import covered_reports, may_leave, note_disclosure
from dalil.values.consent import PUBLICATION, Permission

AT_ONCE = 500
"""Reports that are read together."""


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


def why_file_stays(document: Document, exporting: Viewer, *, purpose: str, recipient: str) -> str:
    """Return the code of why a document may not leave as a file; empty where it may.

    exporting: for whom an export is written. A file that holds reports that may not leave stays with them, unless it is public. A copy or a
    translation tells what its original tells, and stays with it; a redaction is made to leave without it.
    """
    if document.parent_id and document.relation != Document.Relation.REDACTION:
        original = Document.objects.visible_to(Viewer.steward()).get(pk=document.parent_id)
        if original.level == Level.RESTRICTED and not _sees(exporting, original):
            return "restricted"
        if reason := why_file_stays(original, exporting, purpose=purpose, recipient=recipient):
            return reason
    permission = may_leave(document, purpose, recipient)
    if not permission.allowed:
        return permission.type
    if document.level == Level.PUBLIC and not document.is_held:
        return ""
    within = Report.objects.visible_to(Viewer.steward()).filter(document=document)
    if within.exclude(pk__in=Report.objects.visible_to(exporting).filter(document=document).values("pk")).exists():
        return "holds_restricted"
    if any(not may_leave(each, purpose, recipient).allowed for each in covered_reports(within)):
        return "holds_without_consent"
    if next(_kept_for_place(within, purpose, exporting), None):
        return "holds_place"
    return ""


def _kept_for_place(reports: QuerySet[Report], purpose: str, viewer: Viewer) -> Iterator[tuple[Report, Permission]]:
    """Yield the reports that stay for where something is, or for how lately it was: those that are not public, where everybody would be told."""
    if purpose not in TO_BE_TOLD:
        return
    for each in reports.exclude(level=Level.PUBLIC).order_by("pk").iterator(chunk_size=AT_ONCE):
        if objection := examine_where(each, viewer):
            yield each, Permission(objection.type, objection.template, objection.particulars)


def _sees(viewer: Viewer, document: Document) -> bool:
    return Document.objects.visible_to(viewer).filter(pk=document.pk).exists()
