"""Which reports that an import brought in may be about what was here before: the pairs of them that wait for a judgement."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import reduce
from operator import or_

from django.db.models import Exists, OuterRef, Q

from dalil.archive.protection import Viewer
from dalil.matching.match_runs import count_waiting, match_what_came_in, matched_kinds
from dalil.matching.models import Followed, LikelyPair
from dalil.matching.pointings import follow_mentions
from dalil.record.log import Verb, last_number
from dalil.record.models import Judgement, Report

FEW = 2_000
"""Reports that are compared at once with what is here, while somebody waits; more are left to the worker."""


@dataclass(frozen=True)
class PairsOfImport:
    """What waits of an import. reports: how many of its reports are in such a pair; compared: whether the matcher has seen all that is here."""

    reports: int
    pairs: int
    compared: bool


def match_if_few() -> bool:
    """Match what came in since the last time, where that is soon done. Returns whether it was done."""
    never = not Followed.objects.exists()
    if (Report.objects.visible_to(Viewer.steward()).count() if never else count_waiting()) > FEW:
        return False
    match_what_came_in()
    follow_mentions()
    return True


def find_pairs_of_import(entered: Sequence[Sequence[int]], viewer: Viewer) -> PairsOfImport:
    """Find the pairs of a report of an import and one from elsewhere that the matcher holds worth a look and nobody has judged.

    entered: the ids of its reports, as pairs of the first and the last. Of what the viewer may not see nothing is counted.
    """
    kinds = [kind.code for kind in matched_kinds()]
    follow = list(Followed.objects.filter(kind__in=kinds).values_list("number", flat=True))
    compared = len(follow) == len(kinds) and min(follow) >= last_number(Verb.ENTERED)
    if not entered:
        return PairsOfImport(0, 0, compared)
    a, b = (reduce(or_, (Q(**{f"{end}__pk__range": (each[0], each[-1])}) for each in entered)) for end in ("a", "b"))
    visible = Report.objects.visible_to(viewer).values("pk")
    judged = Judgement.objects.filter(a=OuterRef("a"), b=OuterRef("b"), retraction=None)
    waiting = LikelyPair.objects.filter((a & ~b) | (b & ~a), ~Exists(judged), a__in=visible, b__in=visible)
    pairs = list(waiting.values_list("a", "b"))
    own = {pk for pair in pairs for pk in pair if any(each[0] <= pk <= each[-1] for each in entered)}
    return PairsOfImport(len(own), len(pairs), compared)
