"""How many reports a member may see, without going through all of them again for each page of a list.

Among hundreds of thousands, counting costs more than the page itself. What is there stays there: a report is never deleted, and a member sees
more or fewer of the old ones only after a change of protection. So what was counted once holds, and only what came since is counted.
"""

from __future__ import annotations

import threading
from dataclasses import dataclass

from django.db.models import Max

from dalil.archive.protection import Viewer
from dalil.record.log import Place, Verb, last_number, last_place, stands_in_log
from dalil.record.models import Report


@dataclass(frozen=True)
class CountedReports:
    """How many of the reports up to a primary key a clearance sees, counted when the log ended at a place."""

    place: Place
    newest: int
    reports: int


_counted: dict[str, CountedReports] = {}
"""By clearance; of this process."""
_looking = threading.Lock()


def count_visible(viewer: Viewer) -> int:
    """Count the reports that this viewer may see. Exact; it goes through all only the first time, and after a change of protection."""
    visible = Report.objects.visible_to(viewer)
    if not viewer.member:  # the public also sees fewer with the day (`Protected.held_from`)
        return visible.count()
    with _looking:
        before = _counted.get(viewer.clearance)
    here = last_place()  # before the rest: a change that comes between is looked at next time
    newest = Report.objects.aggregate(last=Max("pk"))["last"] or 0
    if before is None or not _holds(before):
        before = CountedReports(Place(0, ""), 0, 0)
    reports = before.reports + visible.filter(pk__gt=before.newest, pk__lte=newest).count()
    with _looking:
        _counted[viewer.clearance] = CountedReports(here, newest, reports)
    return reports


def _holds(before: CountedReports) -> bool:
    return stands_in_log(before.place) and last_number(Verb.PROTECTED) <= before.place.number
