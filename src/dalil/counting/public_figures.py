"""Figures as the public may know them: what was published, what the record says now, and the one report behind a figure."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

from django.core.cache import cache

from dalil.archive.protection import Viewer
from dalil.counting.answer import Answer, ask
from dalil.counting.figures import compare_with_edition, question_of
from dalil.counting.models import Figure, FigureEdition
from dalil.counting.question import GAP, Question, Unanswerable
from dalil.record.credits import with_credits
from dalil.record.models import Report
from dalil.values import Count
from dalil.values.figure_change import FigurePart
from dalil.values.total import Total


@dataclass(frozen=True)
class PublicFigure:
    """A figure with what the public may know of it now. answer is None where its question can no longer be answered for the
    public; total: what the record says now; only: the one report behind it, where there is one; edition: the latest published."""

    figure: Figure
    edition: FigureEdition | None
    question: Question
    answer: Answer | None
    total: Total
    only: Report | None = None

    @property
    def published(self) -> Total:
        """Return what was published; what the record says where it was not published yet."""
        return self.edition.total if self.edition else self.total

    @property
    def unit(self) -> str:
        """Return what the number counts: the code of a unit, “day” for a time; empty for reports and entities."""
        return "day" if self.question.measure == GAP else self.total.unit or ""

    @property
    def has_changed(self) -> bool:
        """Tell whether the public record says something else than the edition, or can no longer answer its question."""
        return self.edition is not None and (self.answer is None or bool(self.changed_parts))

    @cached_property
    def changed_parts(self) -> frozenset[FigurePart]:
        """Return what differs between the edition and the public record of today; nothing where either is missing."""
        if self.edition is None or self.answer is None:
            return frozenset()
        return _find_changed_parts(self.edition, self.answer)


def _find_changed_parts(edition: FigureEdition, answer: Answer) -> frozenset[FigurePart]:
    """Compare an edition with the answer of today. The result is kept while the public's record is the same."""
    key = _cache_key("changed", str(edition.pk), answer.version, answer.question.model_dump_json())
    kept: frozenset[FigurePart] | None = cache.get(key)
    if kept is None:
        kept = compare_with_edition(edition, answer).parts
        cache.set(key, kept, None)
    return kept


def public_figures(figures: Iterable[Figure]) -> list[PublicFigure]:
    """Read figures with their answers, and the reports of those that rest on a single one, at once.

    One whose kind of report was taken away is left out, like the reports of that kind, until it is back.
    """
    drafts: list[tuple[Figure, Question, Answer | None, Total, int | None]] = []
    for figure in figures:
        try:
            question = question_of(figure)
        except Unanswerable:
            continue
        try:
            answer = ask(question, Viewer.public())
        except Unanswerable:  # it names a source that the public may no longer know of
            drafts.append((figure, question, None, Total(), None))
        else:
            drafts.append((figure, question, answer, *_total_and_report(answer)))
    reports = with_credits(Report.objects.visible_to(Viewer.public()))
    read = reports.in_bulk([only for *_, only in drafts if only is not None])
    return [
        PublicFigure(figure, figure.edition, question, answer, total, read.get(only))
        for figure, question, answer, total, only in drafts
    ]


def _total_and_report(answer: Answer) -> tuple[Total, int | None]:
    """Return the total of an answer, and the report it rests on where that is a single one. Kept while the public's record is the same."""
    key = _cache_key("counted", answer.version, answer.question.model_dump_json())
    kept: tuple[Total, int | None] | None = cache.get(key)
    if kept is None:
        found = answer.entities(2) if answer.question.measure != GAP else []
        only = found[0].reports[0] if len(found) == 1 and found[0].n_reports == 1 else None
        kept = answer.total, only
        cache.set(key, kept, None)
    return kept


def _cache_key(*parts: str) -> str:
    return hashlib.sha256(" ".join(parts).encode()).hexdigest()


def count_as_stated(this: PublicFigure) -> Count | None:
    """Return the number as the one report behind a figure states it; None where several do, or where it has changed."""
    count = getattr(this.only.claim, this.question.measure, None) if this.only and not this.has_changed else None
    return count if isinstance(count, Count) else None


def published_figure(slug: str) -> Figure | None:
    """Find the figure at an address, if it was published."""
    return Figure.objects.filter(slug=slug, editions__isnull=False).prefetch_related("editions").distinct().first()
