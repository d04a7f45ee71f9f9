"""How judgements of named sites travel from one record to another, in the lines of the reports that name them."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

from django.contrib.auth.models import User

from dalil.archive.protection import Viewer
from dalil.intake.travelling import TravellingJudgement
from dalil.letters import fold
from dalil.matching.models import Pointing
from dalil.matching.pointings import point, take_pointing_back, tells_too_much
from dalil.record.entities import entities_of
from dalil.record.models import Report, Verdict


class TravellingPointings:
    """Which site of the register is meant where the report of a line names one; see `intake.travelling.Travelling`."""

    key, noun, by_matchers = "points_to", "judgements of named sites", True

    def about(self, reports: Sequence[int]) -> Iterator[TravellingJudgement]:
        """Give the judgements of the sites that these reports name."""
        for each in Pointing.everything.filter(report__in=reports).order_by("pk"):
            yield TravellingJudgement(each.report_id, each.target_id, each, {"field": each.field, "name": each.name})

    def sift_for_readers(self, told: Sequence[TravellingJudgement]) -> list[TravellingJudgement]:
        """Leave out those of a report that says more exactly where a site is than may be public: the link would say it of the site."""
        public = Viewer.public()
        claims = {
            pk: each.claim for pk, each in Report.objects.visible_to(public).in_bulk({e.report for e in told}).items()
        }
        sites = {r.pk: site for site in entities_of({each.other for each in told}, public) for r in site.reports}
        return [each for each in told if not tells_too_much(claims[each.report], sites[each.other])]

    def judged_here(self, report: Report, other: Report, particulars: Mapping[str, str]) -> list[Pointing]:
        """Give what was judged of the same name and site."""
        judged = Pointing.everything.filter(report=report, target=other).order_by("pk")
        return [each for each in judged if fold(each.name) == fold(particulars["name"])]

    def make(
        self, report: Report, other: Report, verdict: Verdict, particulars: Mapping[str, str], **by: Any
    ) -> Pointing:
        """Judge that the site is meant, or is not. Raises Refused where the report names none so, and where the other is no site."""
        return point(report, particulars["name"], other, verdict, field=particulars["field"], **by)

    def take_back(self, row: Pointing, *, actor: User) -> None:
        """Take a judgement back."""
        take_pointing_back(row, actor=actor)

    def changes_ours(self, report: Report, other: Report, is_ours: Callable[[Report], bool]) -> bool:
        """Tell whether our own report names the site: what it means is for us to say. That theirs names a site of ours is theirs to say."""
        return is_ours(report)
