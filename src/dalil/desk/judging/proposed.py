"""Pairs that the matcher holds worth a look and no person has judged, those first whose judgement matters most."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from django.db.models import Exists, F, FloatField, OuterRef, Q, QuerySet
from django.db.models.functions import Abs

from dalil.archive.protection import Viewer
from dalil.counting.behind_editions import reports_behind_editions
from dalil.desk.judging.candidates import MOST, Pair
from dalil.matching.match_runs import model_in_force
from dalil.matching.models import LikelyPair
from dalil.matching.second_looks import waiting_looks
from dalil.matching.waiting_pairs import waiting_pairs
from dalil.record.kind import Kind, kind_of, quantities_of
from dalil.record.models import Judgement, Report, Verdict
from dalil.wording.matches import ReasonsInWords, say_reasons

LOOKED_THROUGH = 400
"""Of the most uncertain pairs, so many are put in order by what hangs on them."""


def find_proposed(
    kind: type[Kind], viewer: Viewer, language: str, among: QuerySet[Report] | None = None, skipped: Iterable[int] = ()
) -> list[Pair]:
    """Find the proposed pairs of a kind that this viewer may see and nobody has judged, the most telling first.

    Those that wait for a second person stand on a list of their own. among: the reports of which a pair has at least one.
    skipped: proposals that the person leaves open. What tells most is uncertain (Lewis and Gale, A Sequential Algorithm for Training Text
    Classifiers, 1994), changes a published figure, and is about many people.
    """
    waiting = waiting_pairs(viewer).filter(kind=kind.code).exclude(pk__in=list(skipped))
    if among is not None:
        chosen = among.values("pk")
        waiting = waiting.filter(Q(a__in=chosen) | Q(b__in=chosen))
    asked = waiting_looks().filter(a=OuterRef("a"), b=OuterRef("b"))
    waiting = waiting.filter(~Exists(asked)).annotate(certainty=Abs(F("likelihood") - 0.5, output_field=FloatField()))
    looked_through = list(waiting.order_by("certainty", "pk")[:LOOKED_THROUGH])
    telling = _order_by_consequence(kind, looked_through)[:MOST]
    return _read(kind, telling, viewer, language)


def count_proposed(kind: type[Kind], viewer: Viewer) -> int:
    """Count the proposed pairs of a kind of which this viewer may see both reports, judged or not."""
    visible = Report.objects.visible_to(viewer).values("pk")
    return LikelyPair.objects.filter(kind=kind.code, a__in=visible, b__in=visible).count()


@dataclass(frozen=True)
class ProposedPair:
    """How likely the matcher holds two reports for one thing, and why."""

    likelihood: float
    reasons: ReasonsInWords


def read_proposal(one: Report, other: Report, language: str) -> ProposedPair | None:
    """Return what the matcher says of two reports today; None where it holds the pair not worth a look."""
    a, b = sorted((one.pk, other.pk))
    found = LikelyPair.objects.filter(a=a, b=b).first()
    if found is None or not kind_of(found.kind).same_when:
        return None
    _, reasons = model_in_force(kind_of(found.kind)).score(found.levels)
    return ProposedPair(found.likelihood, say_reasons(reasons, found.kind, language))


def _order_by_consequence(kind: type[Kind], pairs: Sequence[LikelyPair]) -> list[LikelyPair]:
    published = reports_behind_editions()
    people = _people({each for pair in pairs for each in (pair.a_id, pair.b_id)}, kind)

    def tells(pair: LikelyPair) -> float:
        uncertain = 4 * pair.likelihood * (1 - pair.likelihood)
        weight = 3 if {pair.a_id, pair.b_id} & published else 1
        return -uncertain * weight * math.log2(2 + max(people.get(pair.a_id, 0), people.get(pair.b_id, 0)))

    return sorted(pairs, key=lambda pair: (tells(pair), pair.pk))


def _people(ids: set[int], kind: type[Kind]) -> Mapping[int, int]:
    """The largest number that each of these reports states."""
    everything = Report.objects.visible_to(Viewer.steward()).filter(pk__in=sorted(ids))
    return {
        pk: max(
            (count.get("high") or count["low"] for name in quantities_of(kind) if (count := content.get(name))),
            default=0,
        )
        for pk, content in everything.values_list("pk", "content")
    }


def _read(kind: type[Kind], proposals: Sequence[LikelyPair], viewer: Viewer, language: str) -> list[Pair]:
    model = model_in_force(kind)
    ids = {each for pair in proposals for each in (pair.a_id, pair.b_id)}
    reports = (
        Report.objects.visible_to(viewer)
        .select_related("document", "attribution")
        .prefetch_related("attribution__credits__source")
        .in_bulk(ids)
    )
    joined = set(
        Judgement.objects.filter(a__in=ids, b__in=ids, verdict=Verdict.SAME, retraction=None)
        .exclude(matcher="")
        .values_list("a_id", "b_id")
    )
    pairs = []
    for each in proposals:
        one, other = reports[each.a_id], reports[each.b_id]
        when, other_when = one.claim.whens(), other.claim.whens()
        _, reasons = model.score(each.levels)
        pairs.append(
            Pair(
                one,
                other,
                when.days_apart(other_when) if when and other_when else 0,
                proposal=each.pk,
                likelihood=each.likelihood,
                joined=(each.a_id, each.b_id) in joined,
                reasons=say_reasons(reasons, kind.code, language),
            )
        )
    return pairs
