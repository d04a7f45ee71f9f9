"""How judgements of law travel from one record to another, in the lines of the reports that they are kept with.

In a line the other report is the report itself: a judgement of law is of one. Its verdict says `same` where the provision may concern it, and
`different` where it does not; of a kind of conflict always `same`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

from django.contrib.auth.models import User

from dalil import vocabulary
from dalil.archive.protection import Viewer
from dalil.cases.law import Conflict
from dalil.cases.tagging.models import ConflictVerdict, TagAnswer, TagVerdict
from dalil.cases.tagging.tag_facts import KINDS
from dalil.cases.tagging.tags_judged import keep_conflict, keep_tag, laws_of, take_law_back
from dalil.intake.travelling import TravellingJudgement
from dalil.record.actions import Refused
from dalil.record.entities import entities_of
from dalil.record.models import Report, Verdict

OF_ANSWER = {TagAnswer.ACCEPTED.value: Verdict.SAME, TagAnswer.REFUSED.value: Verdict.DIFFERENT}
ANSWERS = {verdict: answer for answer, verdict in OF_ANSWER.items()}
PERMISSION = "desk.judge_law"


class TravellingTags:
    """Which provisions may concern the report of a line, and which do not; see `intake.travelling.Travelling`. Persons alone judge it."""

    key, noun, by_matchers = "law", "judgements of law", False

    def about(self, reports: Sequence[int]) -> Iterator[TravellingJudgement]:
        """Give what was judged of these reports, also what was taken back."""
        for each in TagVerdict.everything.filter(report__in=reports).order_by("pk"):
            told = {"provision": each.provision, "rules": ";".join(each.rules)}
            yield TravellingJudgement(each.report_id, each.report_id, each, told)

    def sift_for_readers(self, told: Sequence[TravellingJudgement]) -> list[TravellingJudgement]:
        """Give what the pages of provisions say: what is accepted, in force, and held by what readers may see."""
        laws = laws_of(list(entities_of({each.report for each in told}, Viewer.public())))
        shown = {verdict.pk for law in laws.values() if law for verdict in law.accepted}
        return [each for each in told if each.row.pk in shown]

    def judged_here(self, report: Report, other: Report, particulars: Mapping[str, str]) -> list[TagVerdict]:
        """Give what was judged of the same report and the same provision, by the same rules."""
        kept = TagVerdict.everything.filter(report=report, provision=particulars["provision"])
        return [each for each in kept.order_by("pk") if each.rules == _rules(particulars)]

    def make(
        self, report: Report, other: Report, verdict: Verdict, particulars: Mapping[str, str], **by: Any
    ) -> TagVerdict:
        """Keep a judgement of law. Raises Refused for whoever may not judge law, another kind of report, and a provision that is not known;
        and where somebody else judged here otherwise."""
        _check(report, other, by["actor"])
        code = particulars["provision"]
        if not vocabulary.is_code("provisions", code):
            raise Refused("unknown_provision", "there is no provision {provision}", {"provision": code})
        answer = TagAnswer(ANSWERS[verdict])
        others = TagVerdict.objects.filter(report=report, provision=code).exclude(answer=answer)
        if others.exclude(actor=by["actor"]).exists():
            raise Refused("law_judged_here", "somebody here judged this provision otherwise")
        return keep_tag(report, code, answer, _rules(particulars), **by)

    def take_back(self, row: TagVerdict, *, actor: User) -> None:
        """Take a judgement of law back."""
        take_law_back(row, actor=actor)

    def changes_ours(self, report: Report, other: Report, is_ours: Callable[[Report], bool]) -> bool:
        """Tell whether the report is about something that a report of ours is about: which law may concern it is for us to say."""
        return _is_of_ours(report, is_ours)


class TravellingConflicts:
    """In which kind of conflict the report of a line happened. The latest judgement holds; a person's judgement here is not overruled."""

    key, noun, by_matchers = "conflict", "judgements of a conflict", False

    def about(self, reports: Sequence[int]) -> Iterator[TravellingJudgement]:
        """Give what was judged of these reports, also what was taken back."""
        for each in ConflictVerdict.everything.filter(report__in=reports).order_by("pk"):
            yield TravellingJudgement(each.report_id, each.report_id, each, {"conflict_kind": each.conflict})

    def sift_for_readers(self, told: Sequence[TravellingJudgement]) -> list[TravellingJudgement]:
        """Give none: no page for readers says in which kind of conflict somebody judged a thing to be."""
        return []

    def judged_here(self, report: Report, other: Report, particulars: Mapping[str, str]) -> list[ConflictVerdict]:
        """Give what was judged of the same report to the same effect."""
        kept = ConflictVerdict.everything.filter(report=report, conflict=particulars["conflict_kind"])
        return list(kept.order_by("pk"))

    def make(
        self, report: Report, other: Report, verdict: Verdict, particulars: Mapping[str, str], **by: Any
    ) -> ConflictVerdict:
        """Keep a judgement of a conflict. Raises Refused for whoever may not judge law, another kind of report, and an unknown kind of conflict;
        and where somebody else judged here otherwise."""
        _check(report, other, by["actor"])
        kind = particulars["conflict_kind"]
        if kind not in list(Conflict):
            raise Refused("unknown_conflict", "there is no kind of conflict {kind}", {"kind": kind})
        others = ConflictVerdict.objects.filter(report=report).exclude(conflict=kind).exclude(actor=by["actor"])
        if others.exists():
            raise Refused("conflict_judged_here", "somebody here judged the kind of conflict otherwise")
        return keep_conflict(report, Conflict(kind), **by)

    def take_back(self, row: ConflictVerdict, *, actor: User) -> None:
        """Take a judgement of a conflict back."""
        take_law_back(row, actor=actor)

    def changes_ours(self, report: Report, other: Report, is_ours: Callable[[Report], bool]) -> bool:
        """Tell whether the report is about something that a report of ours is about."""
        return _is_of_ours(report, is_ours)


def _is_of_ours(report: Report, is_ours: Callable[[Report], bool]) -> bool:
    return any(map(is_ours, (each for one in entities_of([report.pk], Viewer.steward()) for each in one.reports)))


def _rules(particulars: Mapping[str, str]) -> list[str]:
    return [each for each in particulars["rules"].split(";") if each]


def _check(report: Report, other: Report, actor: User) -> None:
    """Refuse what is no judgement of law, and a person who may not judge law. The account of a partner signs in nowhere and has no role."""
    if report != other or report.kind not in KINDS:
        raise Refused("no_law_of_kind", "law is judged of incidents and victims; this is something else")
    if actor.is_active and not actor.has_perm(PERMISSION):
        raise Refused("may_not_judge_law", "whoever imports this may not judge law")
