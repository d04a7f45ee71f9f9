"""Movements: sightings of somebody who, as a person judged, is listed, each beside the listing in force on that day.

Nothing is concluded from a name: only a judgement ties a sighting to an entry. What the list was on a day is told by the last version not later.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from dalil.archive.protection import Viewer
from dalil.kinds.listing import Listing
from dalil.kinds.sighting import Sighting
from dalil.record.models import Report, Verdict
from dalil.sanctions.listing_steps import OFF, claims_of, last_steps, steps_of, version_on, versions_of
from dalil.sanctions.models import ListVersion, ScreeningVerdict


@dataclass(frozen=True)
class Movement:
    """One sighting of the person of an entry.

    sighting: its report. start, end: its first and last day; None where it says no time. version: the one that tells of the last day; None where
    every version is later. listing: what the list said then; None where the entry did not stand on it. step: the primary key of that report.
    certain: whether the entry stood on the list in the versions around these days alike, so that nothing in between can have changed it.
    """

    sighting: Report
    start: date | None
    end: date | None
    version: ListVersion | None = None
    listing: Listing | None = None
    step: int | None = None
    certain: bool = False

    @property
    def bans(self) -> tuple[str, ...]:
        """What the entry itself calls a ban of travel or of entry."""
        named = self.listing.measures if self.listing else ()
        return tuple(each for each in named if "travel" in each.casefold() or "entry" in each.casefold())


def movements_of(sanctions_list: str, entry: str, viewer: Viewer) -> list[Movement]:
    """Return the sightings of the person of an entry that this viewer may see, the earliest first; those without a day last."""
    judged = ScreeningVerdict.objects.filter(sanctions_list=sanctions_list, entry=entry, verdict=Verdict.SAME)
    seen = (
        Report.objects.visible_to(viewer)
        .filter(pk__in=judged.values("report"), kind=Sighting.code)
        .standing_for(viewer)
        .order_by("pk")
    )
    reports = list(seen)
    if not reports:
        return []
    found = _beside_listings(reports, sanctions_list, entry, viewer)
    return sorted(found, key=lambda each: (each.start is None, each.start or date.max, each.sighting.pk))


def _beside_listings(reports: list[Report], sanctions_list: str, entry: str, viewer: Viewer) -> Iterator[Movement]:
    versions = versions_of(sanctions_list, viewer)
    steps = steps_of(sanctions_list, viewer, entry=entry)
    claims = {step.report: claim for step, claim in claims_of(steps, viewer)}

    def standing(version: ListVersion) -> int | None:
        last = last_steps(step for step in steps if step.version <= version.number).get(entry)
        return last.report if last and last.action != OFF else None

    for report in reports:
        claim = report.claim
        assert isinstance(claim, Sighting)
        if claim.when is None:
            yield Movement(report, None, None)
            continue
        start, end = claim.when.start, claim.when.end
        version, first = version_on(versions, end), version_on(versions, start)
        if version is None:
            yield Movement(report, start, end)
            continue
        step = standing(version)
        after = next((each for each in versions if each.dated > end), None)
        around = [standing(each) is not None for each in (first, version, after) if each]
        settled = first is not None and (version.dated == start == end or (after is not None and len(set(around)) == 1))
        yield Movement(report, start, end, version, claims.get(step) if step else None, step, settled)
