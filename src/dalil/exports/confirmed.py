"""Exports of restricted reports: a second person confirms one before it is taken, and each export is in the log of access."""

from __future__ import annotations

import hashlib
from typing import Any

from django.contrib.auth.models import User
from django.db.models import Max, QuerySet

from dalil.access import log, proposals
from dalil.access.models import Action, Proposal
from dalil.access.refused import Refused
from dalil.archive.protection import Viewer
from dalil.record.models import Report
from dalil.record.reading import restricted_reports


def viewer_of_export(viewer: Viewer, taken: Proposal | None = None) -> Viewer:
    """Return the viewer that an export is written for: without what is restricted, unless a second person confirmed this export.

    taken: the confirmed proposal, of which the proposer takes the export now (`take_export`).
    """
    if not proposals.is_required():
        return viewer
    confirmed = taken is not None and taken.used_at is not None and taken.verdict == Proposal.Verdict.CONFIRMED
    return viewer if confirmed else viewer.unrestricted


def count_left_out(reports: QuerySet[Report], viewer: Viewer) -> int:
    """Count the restricted reports among these that the viewer sees and that an export leaves out, since nobody confirmed it."""
    if not viewer.may_see_restricted or not proposals.is_required():
        return 0
    return reports.filter(restricted_reports()).count()


def propose_export(reports: QuerySet[Report], *, by: User, reason: str, query: dict[str, Any] | str) -> Proposal:
    """Lay an export of reports, restricted ones among them, before a second person. Returns the proposal.

    query: by what they were looked for; the export is that of this moment, without what is entered later. Raises Refused without a reason.
    """
    return proposals.propose(
        Proposal.Of.EXPORT,
        by=by,
        reason=reason,
        query=query,
        last=reports.aggregate(last=Max("pk"))["last"] or 0,
        reports=reports.count(),
        restricted=reports.filter(restricted_reports()).count(),
    )


def digest_over(reports: QuerySet[Report]) -> str:
    """Return a digest over the addresses of reports, by which a confirmed export is known not to have grown."""
    return hashlib.sha256("\n".join(sorted(reports.values_list("address", flat=True))).encode()).hexdigest()


def confirm_export(proposal: Proposal, *, actor: User) -> None:
    """Confirm an export that another person proposed. Raises Refused where the actor may not (`proposals.decide`), or sees nothing restricted."""
    if not Viewer.of(actor).may_see_restricted:
        raise Refused("no_right_to_confirm", "only who decides about protection confirms a proposal")
    proposals.decide(proposal, Proposal.Verdict.CONFIRMED, by=actor)


def take_export(proposal: Proposal, reports: QuerySet[Report], *, by: User) -> QuerySet[Report]:
    """Take a confirmed export, once. Returns those of these reports that were there when it was proposed. Raises Refused (`proposals.use`)."""
    proposals.use(proposal, by=by)
    return reports.filter(pk__lte=proposal.asked["last"])


def log_export(viewer: Viewer, what: str, **detail: Any) -> None:
    """Write into the log of access that a member, or a command, exports something. What the public takes is not logged."""
    if viewer.member:
        log.write(Action.EXPORTED, by=viewer.person, what=what, **detail)
