"""Judgements that cannot all be true: A is B, B is C, and A is not C. Which they are, and by which steps they contradict each other.

`grouping` lets the weaker of them pass; here it is told which one that is, and what it contradicts, so that a person can take the mistaken one back.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from dalil.archive.protection import Viewer
from dalil.record.entities import bearings_for, bundle
from dalil.record.grouping import Bearings, JudgementLink, Obstacle, effective_of, group
from dalil.record.models import Judgement, Verdict

MOST_DIFFERENT, MOST_MATCHED = 5_000, 2_000
"""So many of the latest judgements “different”, and of the matcher's latest “same”, are looked through."""


@dataclass(frozen=True)
class Contradiction:
    """A judgement that has no effect, and those with which it cannot be true.

    passed_over: the judgement “same” that has no effect. steps: the judgements “same” by which the two reports `apart` would come together with
    it, in order; a step that is a correction is left out. different: the judgement that keeps these two apart, or else what does (`obstacle`).
    """

    passed_over: JudgementLink
    steps: tuple[JudgementLink, ...]
    apart: tuple[int, int]
    different: JudgementLink | None
    obstacle: Obstacle | None = None


def find_contradictions(viewer: Viewer) -> list[Contradiction]:
    """Find the latest contradictions among what this viewer may see; those of persons first."""
    standing = Judgement.objects.filter(retraction=None).order_by("-pk")
    seeds = [
        *standing.filter(verdict=Verdict.DIFFERENT).values_list("a_id", "b_id")[:MOST_DIFFERENT],
        *standing.filter(verdict=Verdict.SAME).exclude(matcher="").values_list("a_id", "b_id")[:MOST_MATCHED],
    ]
    reached, corrections, links = bundle({each for pair in seeds for each in pair}, viewer)
    return contradictions_of(reached, corrections, links, bearings_for(links, corrections))


def contradictions_of(
    ids: Iterable[int],
    corrections: Sequence[tuple[int, int]],
    judgements: Sequence[JudgementLink],
    bearings: Mapping[int, Bearings],
) -> list[Contradiction]:
    """Return the contradictions among some reports, those of persons first, then the latest first. Pure.

    A matcher's word that only repeats what a person's “different” of the same pair says no to is none: the person's counts.
    """
    groups, passed_over = group(ids, corrections, judgements, bearings)
    of = {member: at for at, members in enumerate(groups) for member in members}
    effective = effective_of(judgements)
    apart = [link for link in effective.values() if not link.same]
    holding = _edges(effective, corrections, of)
    found = []
    for link in sorted(passed_over, key=lambda each: (not each.by_person, -each.order)):
        ends = (of[link.a], of[link.b])
        made = _apart_by_judgement(link, ends, apart, of) or _apart_by_rule(groups[ends[0]], groups[ends[1]], bearings)
        if made is None:
            continue
        (one, other), different, obstacle = made
        steps = (*_way(link.a, one, holding), *_way(link.b, other, holding))
        found.append(Contradiction(link, steps, (one, other), different, obstacle))
    return found


_Apart = tuple[tuple[int, int], JudgementLink | None, Obstacle | None]


def _apart_by_judgement(
    link: JudgementLink, ends: tuple[int, int], apart: Iterable[JudgementLink], of: Mapping[int, int]
) -> _Apart | None:
    """The judgement “different” between the two groups that a passed-over one would join; one of its two in the group of each end."""
    for each in apart:
        if link.by_person and not each.by_person:
            continue
        if (of[each.a], of[each.b]) == ends:
            return (each.a, each.b), each, None
        if (of[each.b], of[each.a]) == ends:
            return (each.b, each.a), each, None
    return None


def _apart_by_rule(ones: Iterable[int], others: Sequence[int], bearings: Mapping[int, Bearings]) -> _Apart | None:
    for one in ones:
        for other in others:
            if one in bearings and other in bearings and (why := bearings[one].obstacle(bearings[other])):
                return (one, other), None, why
    return None


_Edges = dict[int, list[tuple[int, JudgementLink | None]]]


def _edges(
    effective: Mapping[tuple[int, int], JudgementLink], corrections: Iterable[tuple[int, int]], of: Mapping[int, int]
) -> _Edges:
    """What holds reports together, by report: judgements, and None for a correction."""
    edges: _Edges = {}
    held: list[tuple[int, int, JudgementLink | None]] = [(a, b, None) for a, b in corrections]
    held += [(link.a, link.b, link) for link in effective.values() if link.same and of[link.a] == of[link.b]]
    for a, b, link in held:
        edges.setdefault(a, []).append((b, link))
        edges.setdefault(b, []).append((a, link))
    return edges


def _way(start: int, end: int, edges: _Edges) -> list[JudgementLink]:
    """The judgements on the shortest way from one report to another of its group."""
    came: dict[int, tuple[int, JudgementLink | None]] = {start: (start, None)}
    queue = deque([start])
    while queue and end not in came:
        at = queue.popleft()
        for following, link in edges.get(at, ()):
            if following not in came:
                came[following] = (at, link)
                queue.append(following)
    steps = []
    while end != start:
        end, link = came[end]
        if link is not None:
            steps.append(link)
    return steps[::-1]
