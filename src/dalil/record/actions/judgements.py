"""Judging whether two reports are about the same thing, and taking a judgement back."""

from __future__ import annotations

from django.contrib.auth.models import User

from dalil.record.actions.transaction import Refused, writing
from dalil.record.lengths import check_lengths
from dalil.record.log import Subject, Verb, append_change
from dalil.record.models import Judgement, Report, Retraction, Verdict
from dalil.record.sealed.held_alike import cover_judged


def refuse_no_pair(one: Report, other: Report) -> None:
    """Refuse two reports that cannot be about one thing. Raises Refused for a report beside itself and for two of different kinds."""
    if one.pk == other.pk:
        raise Refused("compared_with_itself", "a report is not compared with itself")
    if one.kind != other.kind:
        raise Refused(
            "different_kinds",
            "a report of {one} and a report of {other} are about different things by their kind",
            {"one": one.kind, "other": other.kind},
        )


def judge(
    one: Report,
    other: Report,
    verdict: Verdict,
    *,
    actor: User,
    reason: str = "",
    matcher: str = "",
    score: float | None = None,
) -> Judgement:
    """Say that two reports are about the same thing, or about different things.

    Raises Refused for a report beside itself and for two reports of different kinds.
    """
    check_lengths(reason=reason)
    with writing():
        refuse_no_pair(one, other)
        a, b = sorted((one, other), key=lambda report: report.pk)
        judgement = Judgement.objects.create(
            a=a, b=b, verdict=verdict, actor=actor, reason=reason, matcher=matcher, score=score
        )
        append_change(
            Verb.JUDGED,
            Subject.REPORT,
            [a.address, b.address],
            actor=actor,
            verdict=str(verdict),
            matcher=matcher,
            score=score,
        )
        if verdict == Verdict.SAME:
            cover_judged(a, b, actor=actor)
        return judgement


def retract(judgement: Judgement, *, actor: User, reason: str = "") -> Retraction:
    """Take a judgement back. Raises Refused where that was done already."""
    check_lengths(reason=reason)
    with writing():
        judgement.refresh_from_db()
        if hasattr(judgement, "retraction"):
            raise Refused("already_taken_back", "this judgement has already been taken back")
        retraction = Retraction.objects.create(judgement=judgement, actor=actor, reason=reason)
        append_change(
            Verb.RETRACTED,
            Subject.REPORT,
            [judgement.a.address, judgement.b.address],
            actor=actor,
            verdict=judgement.verdict,
            matcher=judgement.matcher,
            judged_at=judgement.at.isoformat(),
        )
        return retraction
