"""Pairs that wait for a second person, and pairs on which persons judged differently."""

from __future__ import annotations

from dataclasses import dataclass

from django.contrib.auth.models import User
from django.db.models import Exists, F, OuterRef, Q, QuerySet

from dalil.archive.protection import Viewer
from dalil.matching.models import SecondLook
from dalil.record import actions
from dalil.record.lengths import check_lengths
from dalil.record.models import Judgement, Report

MOST = 20
"""So many are listed."""


@dataclass(frozen=True)
class Disagreement:
    """A pair that one person judged the same and another different. The latest word holds until somebody takes one back."""

    a: Report
    b: Report
    judgements: tuple[Judgement, ...]


def ask_second_person(one: Report, other: Report, *, actor: User, reason: str = "") -> SecondLook:
    """Ask that somebody else judges a pair. Asking twice changes nothing. Raises Refused where both are one report, or of two kinds."""
    check_lengths(reason=reason)
    actions.refuse_no_pair(one, other)
    a, b = sorted((one, other), key=lambda each: each.pk)
    waiting = waiting_looks().filter(a=a, b=b, actor=actor).first()
    return waiting or SecondLook.objects.create(a=a, b=b, actor=actor, reason=reason.strip())


def list_second_looks(viewer: Viewer) -> list[SecondLook]:
    """List the pairs that wait for a second person and of which the viewer may see both reports, the latest asked first."""
    visible = Report.objects.visible_to(viewer).values("pk")
    found = waiting_looks().filter(a__in=visible, b__in=visible).select_related("a", "b", "actor")
    return list(found[:MOST])


def list_disagreements(viewer: Viewer) -> list[Disagreement]:
    """List the pairs that persons judged differently, where nobody took their word back and the viewer may see both reports."""
    visible = Report.objects.visible_to(viewer).values("pk")
    words = Judgement.objects.filter(matcher="", retraction=None, a__in=visible, b__in=visible)
    other_word = words.filter(a=OuterRef("a"), b=OuterRef("b")).exclude(verdict=OuterRef("verdict"))
    pairs: dict[tuple[int, int], list[Judgement]] = {}
    for word in (
        words.filter(Exists(other_word.exclude(actor=OuterRef("actor"))))
        .select_related("a", "b", "actor")
        .order_by("-pk")[: 4 * MOST]
    ):
        pairs.setdefault((word.a_id, word.b_id), []).append(word)
    return [Disagreement(said[0].a, said[0].b, tuple(said)) for said in pairs.values()][:MOST]


def waiting_looks() -> QuerySet[SecondLook]:
    """Return those that nobody but the one who asks has judged since."""
    answered = Judgement.objects.filter(
        ~Q(actor=OuterRef("actor")),
        a=OuterRef("a"),
        b=OuterRef("b"),
        matcher="",
        retraction=None,
        at__gte=OuterRef("at"),
    )
    return SecondLook.objects.filter(~Exists(answered)).order_by(F("pk").desc())
