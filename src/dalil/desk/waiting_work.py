"""What waits for a person, by what they may do: shown first on the first screen of the desk."""

from __future__ import annotations

from dataclasses import dataclass

from django.contrib.auth.models import User
from django.urls import reverse
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from dalil.archive.protection import Viewer
from dalil.desk.reports.unfinished import list_unfinished
from dalil.intake.models import FailedRow, Import
from dalil.matching.second_looks import waiting_looks
from dalil.matching.waiting_pairs import waiting_pairs
from dalil.record.models import Report
from dalil.tracing.calls import calls_due
from dalil.tracing.family_forms import count_waiting_forms
from dalil.zoning.reminders import count_due


@dataclass(frozen=True)
class WaitingWork:
    """Something that waits: what it is, how many there are, and where it is done."""

    words: str
    many: int
    url: str


def list_waiting_work(user: User, viewer: Viewer) -> list[WaitingWork]:
    """List what waits for this person: what nobody judged, what others ask a second person about, rows that failed, what they entered today.

    Only what the viewer may see is counted; what there is none of is left out.
    """
    visible = Report.objects.visible_to(viewer)
    work = []
    if user.has_perm("desk.judge"):
        seen = {"a__in": visible.values("pk"), "b__in": visible.values("pk")}
        pairs = waiting_pairs(viewer)
        asked = waiting_looks().filter(**seen).exclude(actor=user)
        work.append(WaitingWork(_("Others ask for a second person"), asked.count(), reverse("desk:pairs")))
        work.append(WaitingWork(_("Pairs that nobody judged"), pairs.count(), reverse("desk:pairs")))
    if user.has_perm("desk.imports"):
        failed = FailedRow.objects.filter(run__in=Import.objects.visible_to(viewer), resolved_at=None)
        work.append(WaitingWork(_("Rows that failed and wait to be mended"), failed.count(), reverse("desk:imports")))
    if user.has_perm("desk.open_sealed"):
        due = count_due(localdate())
        work.append(WaitingWork(_("Reminders of deadlines that are due"), due, reverse("desk:sealed_reminders")))
        work.append(WaitingWork(_("Forms that families sent"), count_waiting_forms(), reverse("desk:tracing_forms")))
        calls = calls_due(localdate()).filter(actor=user)
        work.append(
            WaitingWork(_("Families that you call today"), calls.count(), f"{reverse('desk:tracing')}?show=calls")
        )
    if user.has_perm("desk.enter"):
        today = visible.filter(entered_by=user, entered_at__date=localdate())
        unfinished = list_unfinished(user)
        work.append(WaitingWork(_("Reports that you have not finished"), len(unfinished), reverse("desk:new")))
        work.append(WaitingWork(_("You entered today"), today.count(), reverse("desk:mine")))
    return [each for each in work if each.many]
