"""What a person entered on a day, with the reports of others that may be about the same thing."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.contrib.auth.models import User
from django.db.models import Q

from dalil.archive.protection import Viewer
from dalil.matching.waiting_pairs import CHUNK, waiting_pairs
from dalil.record.credits import with_credits
from dalil.record.models import Report

MOST_SHOWN = 200
"""So many reports of a day are shown, the latest first."""
MOST_ALIKE = 3
"""So many that may be about the same thing are shown beside each, the likeliest first."""


@dataclass(frozen=True)
class OwnReport:
    """A report of one's own. alike: others that may be about the same thing and that nobody judged, with how likely it is."""

    report: Report
    alike: tuple[tuple[Report, float], ...]


def list_own(user: User, viewer: Viewer, day: date) -> list[OwnReport]:
    """List what a person entered on a day and sees today, the latest first. What the viewer may not see stands beside none of it."""
    visible = with_credits(Report.objects.visible_to(viewer))
    own = list(visible.filter(entered_by=user, entered_at__date=day).order_by("-pk")[:MOST_SHOWN])
    alike = _find_alike([report.pk for report in own], viewer)
    others = visible.in_bulk({pk for found in alike.values() for pk, _ in found})
    return [
        OwnReport(report, tuple((others[pk], likelihood) for pk, likelihood in alike.get(report.pk, ())))
        for report in own
    ]


def _find_alike(ids: list[int], viewer: Viewer) -> dict[int, list[tuple[int, float]]]:
    """For each report, those with which it waits to be judged, the likeliest first."""
    found: dict[int, list[tuple[int, float]]] = {}
    for start in range(0, len(ids), CHUNK):
        chunk = set(ids[start : start + CHUNK])
        waiting = waiting_pairs(viewer).filter(Q(a__in=chunk) | Q(b__in=chunk)).order_by("-likelihood", "pk")
        for a, b, likelihood in waiting.values_list("a_id", "b_id", "likelihood"):
            for one, other in ((a, b), (b, a)):
                if one in chunk and len(found.setdefault(one, [])) < MOST_ALIKE:
                    found[one].append((other, likelihood))
    return found
