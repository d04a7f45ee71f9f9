"""How judgements of warnings travel from one record to another, in the lines of the incidents."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

from django.contrib.auth.models import User

from dalil.archive.protection import Viewer
from dalil.intake.travelling import TravellingJudgement
from dalil.record.entities import entities_of
from dalil.record.models import Report, Verdict
from dalil.spotting.models import WarningVerdict
from dalil.spotting.warnings_judged import judge_warning, take_warning_back


class TravellingWarnings:
    """Which sightings were of the aircraft of the incident of a line; see `intake.travelling.Travelling`. Persons alone judge it."""

    key, noun, by_matchers = "seen_before", "judgements of warnings", False

    def about(self, reports: Sequence[int]) -> Iterator[TravellingJudgement]:
        """Give the judgements of what was seen before these incidents."""
        for each in WarningVerdict.everything.filter(incident__in=reports).order_by("pk"):
            yield TravellingJudgement(each.incident_id, each.sighting_id, each, {})

    def sift_for_readers(self, told: Sequence[TravellingJudgement]) -> Sequence[TravellingJudgement]:
        """Give all of them: the page of an incident says the same of what is public."""
        return told

    def judged_here(self, report: Report, other: Report, particulars: Mapping[str, str]) -> list[WarningVerdict]:
        """Give what was judged of the same incident and the same sighting."""
        return list(WarningVerdict.everything.filter(incident=report, sighting=other).order_by("pk"))

    def make(
        self, report: Report, other: Report, verdict: Verdict, particulars: Mapping[str, str], **by: Any
    ) -> WarningVerdict:
        """Judge whether the aircraft was the one that struck. Raises Refused where the two are no incident and no sighting."""
        return judge_warning(other, report, verdict, **by)

    def take_back(self, row: WarningVerdict, *, actor: User) -> None:
        """Take a judgement back."""
        take_warning_back(row, actor=actor)

    def changes_ours(self, report: Report, other: Report, is_ours: Callable[[Report], bool]) -> bool:
        """Tell whether one of the two is about something that a report of ours is about: what was seen before it is for us to say."""
        return any(map(is_ours, (r for e in entities_of([report.pk, other.pk], Viewer.steward()) for r in e.reports)))
