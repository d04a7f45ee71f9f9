"""What the versions of a list did to its entries, read from the reports: the steps of each entry, and who stood on a list on a day."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from dalil.archive.protection import Viewer
from dalil.kinds.listing import Listing
from dalil.record.models import Report
from dalil.sanctions.models import PREFIX, ListVersion

CHUNK = 500  # ids in one query; SQLite takes at most a few thousand variables
OFF = "delisted"


@dataclass(frozen=True, slots=True)
class ListingStep:
    """One report of a list about one entry. version: the number of the version that shows it. report: its primary key."""

    entry: str
    version: int
    report: int
    action: str
    subject: str
    name: str


def steps_of(sanctions_list: str, viewer: Viewer, *, until: int | None = None, entry: str = "") -> list[ListingStep]:
    """Return the steps of a list that this viewer may see, in the order of its versions. What was withdrawn is left out.

    until: only the versions with numbers up to it. entry: only the steps of the entry with this number.
    """
    prefix = f"{PREFIX}{sanctions_list}/"
    rows = (
        Report.objects.visible_to(viewer)
        .filter(kind=Listing.code, external_id__startswith=prefix)
        .standing_for(viewer)
        .filter(**({"external_id__endswith": f":{entry}"} if entry else {}))
        .order_by("pk")
        .values_list("pk", "external_id", "content__action", "content__subject", "content__who__said")
    )
    steps = []
    for pk, external_id, action, subject, name in rows:
        version, _, number = external_id[len(prefix) :].partition(":")
        if until is None or int(version) <= until:
            steps.append(ListingStep(number, int(version), pk, action, subject or "", name))
    return sorted(steps, key=lambda step: step.version)


def last_steps(steps: Iterable[ListingStep]) -> dict[str, ListingStep]:
    """Return the last step of each entry, by its number."""
    return {step.entry: step for step in steps}


def standing_in(sanctions_list: str, viewer: Viewer, version: int) -> dict[str, ListingStep]:
    """Return the entries that stand on a list in one of its versions, each by its number with its last step."""
    return {
        entry: step
        for entry, step in last_steps(steps_of(sanctions_list, viewer, until=version)).items()
        if step.action != OFF
    }


def claims_of(steps: Iterable[ListingStep], viewer: Viewer) -> Iterator[tuple[ListingStep, Listing]]:
    """Yield steps with what their reports say."""
    wanted = {step.report: step for step in steps}
    ids = sorted(wanted)
    for start in range(0, len(ids), CHUNK):
        for report in Report.objects.visible_to(viewer).filter(pk__in=ids[start : start + CHUNK]).order_by("pk"):
            claim = report.claim
            assert isinstance(claim, Listing)
            yield wanted[report.pk], claim


def versions_of(sanctions_list: str, viewer: Viewer) -> list[ListVersion]:
    """Return the versions of a list that this viewer may see, the first one first."""
    return list(
        ListVersion.objects.visible_to(viewer)
        .filter(sanctions_list=sanctions_list)
        .select_related("document")
        .order_by("number")
    )


def version_on(versions: Sequence[ListVersion], day: date) -> ListVersion | None:
    """Return the version that tells who stood on a list on a day: the last one not later; None where all are later."""
    return next((each for each in reversed(versions) if each.dated <= day), None)


def watched_lists(viewer: Viewer) -> list[str]:
    """Return the codes of the lists of which this viewer may see a version."""
    return sorted(set(ListVersion.objects.visible_to(viewer).values_list("sanctions_list", flat=True)))


def reports_of_entry(sanctions_list: str, entry: str, viewer: Viewer) -> list[Report]:
    """Return the reports of the steps of one entry that this viewer may see, in the order of the versions."""
    numbers = {step.report for step in steps_of(sanctions_list, viewer, entry=entry)}
    return sorted(Report.objects.visible_to(viewer).filter(pk__in=numbers).order_by("pk"), key=_version_of)


def _version_of(report: Report) -> int:
    return int(report.external_id.rpartition(":")[0].rpartition("/")[2])
