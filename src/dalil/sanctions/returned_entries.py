"""Entries that may have come back: somebody was taken off a list, and somebody alike stands on it since under another number.

Which these are is found by `finding_returned`, and judged on the screen of the screening: until a person has judged, nobody knows whether it is one.
"""

from __future__ import annotations

from dataclasses import dataclass

from dalil.archive.protection import Viewer
from dalil.kinds.listing import Listing
from dalil.record.models import Report, Verdict
from dalil.sanctions.models import ScreeningCandidate, ScreeningVerdict


@dataclass(frozen=True, slots=True)
class Returned:
    """An entry that was taken off, and one that may be the same. gone: the number of the first, as `name` is its name; entry: that of the second.

    report, step: the reports that took the one off and that tell of the other last. verdict: of a person; None where nobody has judged.
    """

    gone: str
    name: str
    entry: str
    report: int
    step: int
    verdict: Verdict | None


def returned_to(sanctions_list: str, viewer: Viewer) -> list[Returned]:
    """Return the entries of a list that may have come back, or of which a person judged whether they did, as far as this viewer may see both."""
    visible = Report.objects.visible_to(viewer).filter(kind=Listing.code).values("pk")
    of_list = {"sanctions_list": sanctions_list, "report__in": visible}
    verdicts = {
        (report, entry): Verdict(verdict)
        for report, entry, verdict in ScreeningVerdict.objects.filter(**of_list).values_list(
            "report", "entry", "verdict"
        )
    }
    rows = ScreeningCandidate.objects.filter(**of_list, step__in=visible).order_by("pk")
    return [
        Returned(external_id.rpartition(":")[2], name, entry, report, step, verdicts.get((report, entry)))
        for report, external_id, name, entry, step in rows.values_list(
            "report", "report__external_id", "report__content__who__said", "entry", "step"
        )
    ]
