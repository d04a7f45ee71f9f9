"""Pairs of reports that could be about the same thing: of one kind, close in time and place, and not judged.

The simple rule, for kinds that do not say how two of their reports agree. Pairs of those that do are proposed by the matcher (`proposed`).
"""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass

from django.db.models import QuerySet

from dalil.archive.protection import Viewer
from dalil.letters import fold
from dalil.record.entities import group_all
from dalil.record.gazetteer_in_use import gazetteer
from dalil.record.models import Judgement, Report, Supersession
from dalil.values import Where
from dalil.wording.matches import ReasonsInWords

DAYS = 3
"""How far apart two reports of one thing may be dated."""

RECENT = 500
"""How many of the latest reports are looked through."""

MOST = 50
"""How many pairs one sitting is offered."""


@dataclass(frozen=True)
class Pair:
    """Two reports, the earlier entered first, and how many days lie between them.

    proposal, likelihood, reasons: by which the matcher proposed the pair, how likely it holds one thing, and why. joined: the matcher judged so.
    """

    one: Report
    other: Report
    days: int
    proposal: int | None = None
    likelihood: float | None = None
    joined: bool = False
    reasons: ReasonsInWords | None = None


def find_candidates(kind: str, viewer: Viewer, among: QuerySet[Report] | None = None) -> list[Pair]:
    """Find pairs among the latest reports of a kind that this viewer may see, the closest in time first. among: only of these reports."""
    visible = Report.objects.visible_to(viewer)
    latest = visible.filter(kind=kind).not_withdrawn()
    if among is not None:
        latest = latest.filter(pk__in=among.values("pk"))
    latest = (
        latest.exclude(pk__in=Supersession.objects.filter(new__in=visible.values("pk")).values("old"))
        .select_related("document", "attribution")
        .prefetch_related("attribution__credits__source")
        .order_by("-pk")[:RECENT]
    )
    dated = []
    for report in latest:
        claim = report.claim
        when, where = claim.whens(), claim.wheres()
        if when is not None and where is not None:
            dated.append((when.start.toordinal(), report.pk, report, when, where))
    dated.sort(key=lambda each: each[:2])
    starts = [each[0] for each in dated]
    ids = [each[1] for each in dated]
    entity_of, _ = group_all(ids)
    judged = set(Judgement.objects.filter(a__in=ids, b__in=ids, retraction=None).values_list("a_id", "b_id"))
    found = []
    for at, (_start, pk, report, when, where) in enumerate(dated):
        for _, other_pk, other, other_when, other_where in dated[
            at + 1 : bisect_right(starts, when.end.toordinal() + DAYS)
        ]:
            one, two = sorted((pk, other_pk))
            if (one, two) in judged or entity_of.get(pk, pk) == entity_of.get(other_pk, other_pk):
                continue
            if may_be_one_place(where, other_where):
                days = when.days_apart(other_when)
                earlier, later = sorted((report, other), key=lambda each: each.pk)
                found.append(Pair(earlier, later, days))
    found.sort(key=lambda pair: (pair.days, -pair.other.pk))
    return found[:MOST]


def may_be_one_place(one: Where, other: Where) -> bool:
    """Whether two places can be one: the same, one in the other, or bearing the same name where neither was resolved."""
    if one.places and other.places:
        known = gazetteer()
        return any(
            b in known and a in known and (a in known.path(b) or b in known.path(a))
            for a in one.places
            for b in other.places
        )
    return bool(one.name) and fold(one.name) == fold(other.name)
