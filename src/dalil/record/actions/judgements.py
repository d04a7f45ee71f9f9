"""Judging whether two reports are about the same thing, and taking a judgement back."""

from __future__ import annotations

from collections.abc import Sequence

from django.contrib.auth.models import User

from dalil.archive.protection import Viewer
from dalil.record.actions.transaction import Refused, writing
from dalil.record.entities import entities_of
from dalil.record.gazetteer_in_use import gazetteer
from dalil.record.lengths import check_lengths
from dalil.record.log import Subject, Verb, append_change, append_changes
from dalil.record.models import Judgement, Report, Retraction, Verdict
from dalil.record.place_floors import find_floor, list_told_beside
from dalil.record.sealed.held_alike import cover_all_judged, cover_judged

TOGETHER = 100  # rows in one statement; SQLite takes at most a few thousand variables


class TellsPlace(Refused):
    """Readers would learn by a judgement where something is that may not be said so exactly."""


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

    Raises Refused for a report beside itself and for two reports of different kinds, and TellsPlace.
    """
    check_lengths(reason=reason)
    with writing():
        refuse_no_pair(one, other)
        if verdict == Verdict.SAME:
            _refuse_to_tell_place(one, other, whole=not matcher)
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


def judge_same_by_matcher(
    pairs: Sequence[tuple[Report, Report]], *, actor: User, matcher: str, score: float, reason: str = ""
) -> None:
    """Say of many pairs of reports, in the name of a matcher, that each is about one thing: as `judge` does of each, in a few statements.

    Raises Refused and TellsPlace as `judge` does; then none of them is judged.
    """
    check_lengths(reason=reason)
    with writing():
        ordered = []
        for one, other in pairs:
            refuse_no_pair(one, other)
            _refuse_to_tell_place(one, other, whole=False)
            ordered.append((one, other) if one.pk < other.pk else (other, one))
        Judgement.objects.bulk_create(
            [
                Judgement(a=a, b=b, verdict=Verdict.SAME, actor=actor, reason=reason, matcher=matcher, score=score)
                for a, b in ordered
            ],
            batch_size=TOGETHER,
        )
        append_changes(
            Verb.JUDGED,
            Subject.REPORT,
            [(a.address, b.address) for a, b in ordered],
            actor=actor,
            verdict=str(Verdict.SAME),
            matcher=matcher,
            score=score,
        )
        cover_all_judged(ordered, actor=actor)


def _refuse_to_tell_place(one: Report, other: Report, *, whole: bool) -> None:
    """Refuse to join what readers see of two things, where one says what is there and the other says too exactly where.

    whole: looks at everything that the two reports would bring together; else only where one of the two says itself what is there, as
    thousands of pairs of a matcher are too many to look behind each.
    """
    if not (whole or find_floor(one.claim) or find_floor(other.claim)):
        return
    joined = entities_of([one.pk, other.pk], Viewer.public())
    if len(joined) < 2:
        return
    claims = [[report.claim for report in each.reports] for each in joined]
    for told, by in (claims, claims[::-1]):
        for term, _, _ in list_told_beside(told, by, gazetteer()):
            raise TellsPlace(
                "tells_a_place",
                "readers would learn where a {target} is: one of the two says what is there, the other says more exactly where than "
                "may be public; take that one from the public first",
                {"target": term},
            )


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
