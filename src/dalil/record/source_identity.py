"""Which sources are one: what persons judged, and what the matcher holds possible, as one viewer may know it.

Sources that a person judged the same are one origin everywhere. Sources whose names are spelled alike stay two until a person says so;
until then neither corroborates the other, because nobody knows for certain that they are two.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from dalil.archive.protection import Viewer
from dalil.record.models import Source, SourceJudgement, Verdict
from dalil.record.per_request import once_per_request

Pair = tuple[str, str]
"""The codes of two sources, in their order."""


@dataclass(frozen=True)
class SourceIdentities:
    """same: the code under which a source stands, for each that stands under another. alike: pairs that may be one, undecided."""

    same: dict[str, str] = field(default_factory=dict)
    alike: frozenset[Pair] = frozenset()

    def under_one_name(self, codes: Iterable[str]) -> tuple[str, ...]:
        """Return the codes under which these sources stand, each once, in their order."""
        return tuple(dict.fromkeys(self.same.get(code, code) for code in codes))

    def alike_to(self, codes: Iterable[str]) -> frozenset[Pair]:
        """Return the undecided pairs that one of these sources is in."""
        wanted = set(codes)
        return frozenset(pair for pair in self.alike if not wanted.isdisjoint(pair)) if self.alike else self.alike


@once_per_request
def read_identities(viewer: Viewer) -> SourceIdentities:
    """Read which sources are one, from the judgements of which a viewer may know both sources. Costs one query where nothing was judged."""
    judged = SourceJudgement.objects.order_by("pk")
    rows = list(judged.values_list("kept__code", "other__code", "verdict", "matcher"))
    if not rows:
        return SourceIdentities()
    seen = set(
        Source.objects.visible_to(viewer)
        .filter(code__in={code for kept, other, *_ in rows for code in (kept, other)})
        .values_list("code", flat=True)
    )
    return identify([row for row in rows if row[0] in seen and row[1] in seen])


def identify(judgements: Iterable[tuple[str, str, str, str]]) -> SourceIdentities:
    """Work out which sources are one. Pure.

    judgements: in the order in which they were made, as (code kept, other code, verdict, matcher); the matcher is empty for a person's.
    Of several on one pair the latest person's counts, else the latest matcher's.

    >>> identify([("sohr", "sogr", "same", ""), ("sohr", "sorh", "same", "spelling")])
    SourceIdentities(same={'sogr': 'sohr'}, alike=frozenset({('sohr', 'sorh')}))
    """
    latest: dict[Pair, tuple[str, str, str, str]] = {}
    for judgement in judgements:
        kept, other, _, matcher = judgement
        pair = _pair(kept, other)
        if pair in latest and matcher and not latest[pair][3]:
            continue
        latest[pair] = judgement
    under: dict[str, str] = {}

    def kept_code(code: str) -> str:
        while code in under:
            code = under[code]
        return code

    persons = [each for each in latest.values() if not each[3]]
    for kept, other, verdict, _ in persons:
        if verdict == Verdict.SAME and kept_code(kept) != kept_code(other):
            under[kept_code(other)] = kept_code(kept)
    different = {
        _pair(kept_code(kept), kept_code(other)) for kept, other, verdict, _ in persons if verdict != Verdict.SAME
    }
    alike = {
        _pair(kept_code(kept), kept_code(other))
        for kept, other, verdict, matcher in latest.values()
        if matcher and verdict == Verdict.SAME and kept_code(kept) != kept_code(other)
    }
    return SourceIdentities({code: kept_code(code) for code in sorted(under)}, frozenset(alike - different))


def judged_with(codes: Iterable[str]) -> set[str]:
    """Return these codes and those of every source that a judgement binds to one of them, directly or through others, taken back or not."""
    reached = set(codes)
    bound = [set(pair) for pair in SourceJudgement.everything.values_list("kept__code", "other__code")]
    while more := set().union(*(pair for pair in bound if pair & reached)) - reached:
        reached |= more
    return reached


def _pair(one: str, other: str) -> Pair:
    return (one, other) if one <= other else (other, one)
