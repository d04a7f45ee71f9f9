"""What another record judged is taken in beside what is ours: it never joins or parts two reports of our own, nor renames or joins our sources.

It comes in as the word of a matcher that bears the partner's name, so that the word of a person here goes before it.
"""

from __future__ import annotations

from collections.abc import Iterable

from dalil.archive.protection import Viewer
from dalil.intake.formats.line_judgements import LONGEST_MATCHER, Judged
from dalil.intake.models import Import
from dalil.intake.request import ImportRequest
from dalil.letters import fold
from dalil.lookup.sources_in_record import name_sources
from dalil.record.entities import bearings_for, bundle
from dalil.record.grouping import JudgementLink, group
from dalil.record.log import sources_first_named_by
from dalil.record.models import Judgement, Report, Verdict

STEWARD = Viewer.steward()


class BesideOurs:
    """Tells which judgements of another record change nothing of ours. Made when all rows of its file are entered."""

    def __init__(self, request: ImportRequest, run: Import) -> None:
        self._name = request.source
        earlier = Import.objects.visible_to(STEWARD).filter(source=request.source).exclude(pk=run.pk)
        self._theirs = [
            tuple(pair) for entered in (*(each.entered for each in earlier), run.entered) for pair in entered
        ]
        self._sources = sources_first_named_by(request.actor)

    def have_source(self, *codes: str) -> bool:
        """Tell whether all these sources were made by what came from there."""
        return self._sources.issuperset(codes)

    def is_free(self, name: str, code: str) -> bool:
        """Tell whether a name leads to no other source than this one, so that a row of ours that says it still means what it meant."""
        return set(name_sources(STEWARD).get(fold(name), ())) <= {code}

    def as_theirs(self, how: Judged) -> Judged:
        """The judgement as it stands here: by a matcher that bears the name of the partner."""
        return how._replace(matcher=f"{self._name} {how.matcher}".strip()[:LONGEST_MATCHER])

    def is_theirs(self, matcher: str) -> bool:
        """Tell whether a judgement that stands here came from there, by its matcher."""
        return matcher.partition(" ")[0] == self._name

    def is_ours(self, report: Report) -> bool:
        """Tell whether a report came from elsewhere than this partner."""
        return bool(self._of_ours([report.pk]))

    def changes_ours(self, a: Report, b: Report, how: Judged) -> bool:
        """Tell whether a judgement is about two reports of ours, or would join or part some by what lies between."""
        if self._of_ours((a.pk, b.pk)) == {a.pk, b.pk}:
            return True
        if how.retracted:
            return False
        reached, corrections, links = bundle([a.pk, b.pk], STEWARD)
        ours = self._of_ours(reached)
        if len(ours) < 2:
            return False
        last = Judgement.objects.order_by("-pk").values_list("pk", flat=True).first() or 0
        link = JudgementLink(a.pk, b.pk, how.verdict == Verdict.SAME, False, last + 1, how.score or 0.0)
        before, after = (
            {
                frozenset(ours.intersection(each))
                for each in group(reached, corrections, told, bearings_for(told, corrections))[0]
            }
            for told in (links, [*links, link])
        )
        return before - {frozenset()} != after - {frozenset()}

    def _of_ours(self, ids: Iterable[int]) -> set[int]:
        return {each for each in ids if not any(first <= each <= last for first, last in self._theirs)}
