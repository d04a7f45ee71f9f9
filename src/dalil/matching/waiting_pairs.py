"""The pairs that the matcher holds worth a look and no person has judged: what waits at the desk, and is said beside every number."""

from __future__ import annotations

from collections.abc import Collection, Iterator

from django.db.models import Exists, OuterRef, Q, QuerySet

from dalil.archive.protection import Viewer
from dalil.columns.tables import Pair
from dalil.matching.models import LikelyPair
from dalil.record.models import Judgement, Report

CHUNK = 500  # ids in one query; SQLite takes at most a few thousand variables


def waiting_pairs(viewer: Viewer) -> QuerySet[LikelyPair]:
    """Return the proposed pairs that no person has judged and of which this viewer may see both reports."""
    visible = Report.objects.visible_to(viewer).values("pk")
    by_persons = Judgement.objects.filter(a=OuterRef("a"), b=OuterRef("b"), matcher="", retraction=None)
    return LikelyPair.objects.filter(~Exists(by_persons), a__in=visible, b__in=visible)


class WaitingPairs:
    """The pairs that wait, laid out beside the entities of a projection."""

    version = 1

    def pairs_for(self, viewer: Viewer, touched: Collection[int] | None) -> Iterator[Pair]:
        """Yield the pairs that wait: those with one of some reports, all where None is given."""
        waiting = waiting_pairs(viewer).values_list("kind", "a_id", "b_id")
        if touched is None:
            yield from waiting.iterator(chunk_size=20_000)
            return
        ids = sorted(touched)
        for start in range(0, len(ids), CHUNK):
            chunk = ids[start : start + CHUNK]
            yield from waiting.filter(Q(a__in=chunk) | Q(b__in=chunk))
