"""Figures as the public may know them: one edition, whole as it was published, and beside it what the record says now."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import cached_property

from django.core.cache import cache

from dalil.archive.protection import Viewer
from dalil.counting.answer import Answer, ask
from dalil.counting.edition_contents import EditionContents, work_out_contents
from dalil.counting.figures import FigureChange, compare_with_edition, question_of
from dalil.counting.models import Figure, FigureEdition
from dalil.counting.question import GAP, Question, Unanswerable
from dalil.record.credits import with_credits
from dalil.record.models import Report, Source
from dalil.values import Bilingual, Count
from dalil.values.doubts import Doubts
from dalil.values.figure_change import FigurePart
from dalil.values.total import Total


@dataclass(frozen=True)
class PublicFigure:
    """A figure in one edition, as the public may know it.

    edition: the one that is shown; None where the figure was never published, and the record of today is shown. question: that of the
    edition. contents: what the edition keeps beside its answer; None where an earlier version published it, and the record has moved on
    since. only: the one report behind it, where there is one and the public may still see it.
    """

    figure: Figure
    edition: FigureEdition | None
    question: Question
    contents: EditionContents | None = None
    only: Report | None = None

    @cached_property
    def answer(self) -> Answer | None:
        """Return what the record says now to the question that the figure asks now; None where the public can no longer be told."""
        try:
            return ask(question_of(self.figure), Viewer.public())
        except Unanswerable:  # it names a source that the public may no longer know of
            return None

    @property
    def published(self) -> Total:
        """Return what was published; what the record says where it was not published yet."""
        return self.edition.total if self.edition else self.total

    @property
    def doubts(self) -> Doubts:
        """Return what must be known beside what was published.

        Which pairs wait is said of today, as long as the record says what the latest edition says: a pair that came in since is a doubt of the
        number that readers see, and one that was judged to be two is none any more.
        """
        if self.edition is None:
            return self.answer.doubts if self.answer else Doubts(Total())
        published = self.edition.doubts
        waiting = self.answer.waiting_pairs if self.answer else published.waiting_pairs
        if waiting == published.waiting_pairs or not self.is_latest or self.has_changed:
            return published
        return replace(published, waiting_pairs=waiting)

    @property
    def total(self) -> Total:
        """Return what the record says now."""
        return self.answer.total if self.answer else Total()

    @property
    def unit(self) -> str:
        """Return what the number counts: the code of a unit, “day” for a time; empty for reports and entities."""
        return "day" if self.question.measure == GAP else self.published.unit or ""

    @property
    def is_latest(self) -> bool:
        """Tell whether no later edition than this one was published."""
        return self.edition is None or self.edition.number == max(each.number for each in self.figure.editions.all())

    @property
    def has_changed(self) -> bool:
        """Tell whether the public record says something else than the edition, or can no longer answer the question.

        Another report that says the same is no such change; `changed_parts` names it.
        """
        if self.edition is None:
            return False
        return self.answer is None or FigureChange(self.changed_parts).says_otherwise

    @cached_property
    def changed_parts(self) -> frozenset[FigurePart]:
        """Return what differs between the edition and the public record of today; nothing where either is missing."""
        if self.edition is None or self.answer is None:
            return frozenset()
        return _find_changed_parts(self.edition, self.answer)

    def compare(self) -> FigureChange:
        """Compare the edition with the public record of today, with the entities and reports that make the difference."""
        if self.edition is None or self.answer is None or not self.changed_parts:
            return FigureChange()
        return compare_with_edition(self.edition, self.answer)


def _find_changed_parts(edition: FigureEdition, answer: Answer) -> frozenset[FigurePart]:
    """Compare an edition with the answer of today. The result is kept while the public's record is the same."""
    key = _cache_key("changed", str(edition.pk), answer.version, answer.question.model_dump_json())
    kept: frozenset[FigurePart] | None = cache.get(key)
    if kept is None:
        kept = compare_with_edition(edition, answer).parts
        cache.set(key, kept, None)
    return kept


def public_figures(figures: Iterable[Figure | tuple[Figure, int]]) -> list[PublicFigure]:
    """Read figures, each in its latest edition or in the one whose number stands beside it, and the reports of those that rest on a
    single one, at once.

    One whose kind of report was taken away is left out, like the reports of that kind, until it is back; so is an edition that is not there.
    """
    drafts = []
    for each in figures:
        figure, number = each if isinstance(each, tuple) else (each, None)
        edition = next((one for one in figure.editions.all() if number in (None, one.number)), None)
        if number is not None and edition is None:
            continue
        try:
            question = question_of(figure)
            if edition is not None:
                question = Question.of(edition.question, kept=True)
        except Unanswerable:
            continue
        this = PublicFigure(figure, edition, question)
        drafts.append((this, _contents_of(this)))
    known = {contents.only for _, contents in drafts if contents and contents.only}
    reports = Report.objects.visible_to(Viewer.public()).filter(address__in=known)
    read = {report.address: report for report in with_credits(reports)} if known else {}
    return [
        PublicFigure(this.figure, this.edition, this.question, contents, read.get(contents.only) if contents else None)
        for this, contents in drafts
    ]


def _contents_of(this: PublicFigure) -> EditionContents | None:
    """Return what an edition keeps. One of an earlier version keeps nothing: what the record says now is the same, or it is not known."""
    if this.edition is not None and this.edition.contents is not None:
        return EditionContents.of(this.edition.contents)
    if this.answer is None or this.changed_parts:
        return None
    key = _cache_key("contents", str(this.edition and this.edition.pk), this.answer.version, repr(this.figure.question))
    kept: EditionContents | None = cache.get(key)
    if kept is None:
        kept = work_out_contents(this.figure, this.answer)
        cache.set(key, kept, None)
    return kept


def _cache_key(*parts: str) -> str:
    return hashlib.sha256(" ".join(parts).encode()).hexdigest()


def count_as_stated(this: PublicFigure) -> Count | None:
    """Return the number as the one report behind a figure states it; None where several do, or where it cannot be shown any more."""
    count = getattr(this.only.claim, this.question.measure, None) if this.only else None
    return count if isinstance(count, Count) else None


@dataclass(frozen=True)
class PublishedLine:
    """One line of a grouped answer as an edition published it. keys: as in the answer; None also for a source that is no longer public."""

    keys: dict[str, str | None]
    labels: tuple[Bilingual, ...]
    total: Total


def list_published_lines(edition: FigureEdition) -> list[PublishedLine]:
    """List the lines of the answer that an edition published. A source that the public may no longer know of is not named."""
    lines = edition.answer["rows"]
    named = {line["keys"]["source"] for line in lines if line["keys"].get("source")}
    hidden = named - set(
        Source.objects.visible_to(Viewer.public()).filter(code__in=named).values_list("code", flat=True)
    )
    return [
        PublishedLine(
            {by: None if by == "source" and key in hidden else key for by, key in line["keys"].items()},
            tuple(
                HIDDEN_SOURCE if by == "source" and line["keys"][by] in hidden else Bilingual(**words)
                for by, words in line["labels"].items()
            ),
            Total(**line["total"]),
        )
        for line in lines
    ]


HIDDEN_SOURCE = Bilingual(en="a source that is not shown", ar="مصدر غير معروض")


def published_figure(slug: str) -> Figure | None:
    """Find the figure at an address, if it was published."""
    return Figure.objects.filter(slug=slug, editions__isnull=False).prefetch_related("editions").distinct().first()
