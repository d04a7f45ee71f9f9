"""Figures: a question kept under an address, answered anew whenever it is opened, and published in numbered editions.

What was published stays. `compare_with_edition` is the one rule for whether the record says something else today; the desk, the site, the
API, the command line and publishing itself ask it. `stale_figures` lists the figures that changed, with the entities that did it. A
figure whose question can no longer be answered, because what it names was protected, is listed without an answer.
"""

from __future__ import annotations

import secrets
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from django.contrib.auth.models import User

from dalil.access import log
from dalil.access.models import Action
from dalil.archive.protection import Viewer
from dalil.counting.answer import Answer, CountedEntity, ask
from dalil.counting.edition_contents import MOST_KEPT, work_out_contents
from dalil.counting.models import Figure, FigureEdition
from dalil.counting.question import Question, Unanswerable
from dalil.record import actions
from dalil.record.lengths import check_lengths
from dalil.record.log import Subject, Verb, append_change, last_number
from dalil.record.models import Report, Source
from dalil.values.doubts import Doubts
from dalil.values.figure_change import FigurePart, compare_totals
from dalil.values.total import Total

EntityNumber = tuple[int | None, int | None, int | None]
"""The low, the high and the best number of one entity."""


@dataclass(frozen=True)
class EntityChange:
    """One entity that is counted otherwise than in the edition.

    then, now: its number; None where it was not counted. new_reports: the ids of reports behind it that were not there then.
    gone_reports: how many reports were behind it then and are not any more.
    """

    address: str
    then: EntityNumber | None
    now: EntityNumber | None
    new_reports: tuple[int, ...] = ()
    gone_reports: int = 0


@dataclass(frozen=True)
class FigureChange:
    """How the answer of today differs from a published edition. It is false where nothing differs.

    parts: what differs. entities: the entities that are counted otherwise, where the edition kept them one by one.
    """

    parts: frozenset[FigurePart] = frozenset()
    entities: tuple[EntityChange, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.parts)

    @property
    def says_otherwise(self) -> bool:
        """Tell whether a reader would be told something else. One more report that says the same, or one less, changes no word."""
        return bool(self.parts - {FigurePart.REPORTS})


@dataclass(frozen=True)
class Stale:
    """A published figure that the record has left behind. now: what it says instead; None where it cannot be asked any more."""

    figure: Figure
    edition: FigureEdition
    published: Total
    now: Total | None
    change: FigureChange = FigureChange()
    doubts: Doubts | None = None
    """What must be known beside `now`."""


def define_figure(
    slug: str,
    question: Question,
    *,
    actor: User,
    title_en: str = "",
    title_ar: str = "",
    note_en: str = "",
    note_ar: str = "",
) -> Figure:
    """Make the figure at this address with this question and these words, or bring it up to them. Editions stay as they are.

    Raises TextTooLong.
    """
    for title, note in ((title_en, note_en), (title_ar, note_ar)):
        check_lengths(figure_title=title, text=note)
    facts = {
        "question": question.plain(),
        "title_en": title_en,
        "title_ar": title_ar,
        "note_en": note_en,
        "note_ar": note_ar,
    }
    with actions.writing():
        figure = Figure.objects.filter(slug=slug).first()
        if figure is not None and all(getattr(figure, name) == value for name, value in facts.items()):
            return figure
        figure, _made = Figure.objects.update_or_create(slug=slug, defaults=facts)
        append_change(Verb.DEFINED, Subject.FIGURE, [slug], actor=actor)
        log.write(Action.FIGURE_KEPT, [(Subject.FIGURE.value, slug)], by=log.Person.here(actor))
        return figure


def question_of(figure: Figure) -> Question:
    """Read the question of a figure. Raises Unanswerable where a kind or code it needs is no longer there."""
    return Question.of(figure.question, kept=True)


def names_nothing_hidden(question: Question, viewer: Viewer) -> bool:
    """Tell whether this viewer may see the source and the report that a question names; `Figure.objects.visible_to` for one question."""
    source, report = question.according_to, question.entity
    return (not source or Source.objects.visible_to(viewer).filter(code=source).exists()) and (
        not report or Report.objects.visible_to(viewer).filter(address=report).exists()
    )


def draw_slug() -> str:
    """Draw an address for a figure whose question names what is protected: it tells nothing, and is nobody else's."""
    return f"figure-{secrets.token_hex(6)}"


def current_answer(figure: Figure, viewer: Viewer) -> Answer:
    """Answer the question of a figure today, for this viewer. Raises Unanswerable where it names what the viewer may not know of."""
    return ask(question_of(figure), viewer)


def answer_for_readers(figure: Figure) -> Answer:
    """Answer the question of a figure today, for the public. Raises Refused where it is about something that the public may not see."""
    try:
        answer = current_answer(figure, Viewer.public())
    except Unanswerable as error:
        raise actions.Refused(
            "figure_cannot_be_asked",
            "the figure “{slug}” cannot be published: {why}",
            {"slug": figure.slug, "why": error},
        ) from error
    entity = answer.question.entity
    if entity and not Report.objects.visible_to(Viewer.public()).filter(address=entity).exists():
        raise actions.Refused(
            "figure_without_public_report",
            "the figure “{slug}” cannot be published: no public report has the address “{address}”",
            {"slug": figure.slug, "address": entity},
        )
    return answer


def publish_edition(figure: Figure, *, actor: User, reason: str = "") -> FigureEdition:
    """Publish what the public record says now. The same answer to the same question published again is the same edition.

    Raises Refused for a question about an entity or a source that the public may not see.
    """
    sequence = last_number()
    answer = answer_for_readers(figure)
    plain, found = answer.as_plain(), answer.entities(limit=MOST_KEPT + 1)
    contents = work_out_contents(figure, answer, found).plain()
    with actions.writing():
        before = figure.edition
        if before is not None and not compare_with_edition(before, answer):
            return before
        edition = FigureEdition.objects.create(
            figure=figure,
            number=before.number + 1 if before else 1,
            question=figure.question,
            answer=plain,
            basis=_basis(found),
            contents=contents,
            sequence=sequence,
            by=actor,
            reason=reason,
        )
        append_change(Verb.PUBLISHED, Subject.EDITION, [figure.slug], actor=actor, edition=edition.number)
        did = Action.FIGURE_CORRECTED if before else Action.FIGURE_PUBLISHED
        log.write(did, [(Subject.FIGURE.value, figure.slug)], by=log.Person.here(actor), edition=edition.number)
        return edition


def stale_figures(viewer: Viewer | None = None, slugs: Iterable[str] | None = None) -> Iterator[Stale]:
    """Yield the published figures of which the record now says something else; as the public sees it unless a viewer is given.

    slugs: only these figures. One of which other reports say the same is not among them.
    """
    viewer = viewer or Viewer.public()
    figures = Figure.objects.all() if slugs is None else Figure.objects.filter(slug__in=list(slugs))
    for figure in figures.prefetch_related("editions"):
        editions = sorted(figure.editions.all(), key=lambda each: -each.number)
        if not editions:
            continue
        edition = editions[0]
        try:
            answer = current_answer(figure, viewer)
        except Unanswerable:
            yield Stale(figure, edition, edition.total, None)
            continue
        change = compare_with_edition(edition, answer)
        if change.says_otherwise:
            yield Stale(figure, edition, edition.total, answer.total, change, answer.doubts)


def compare_with_edition(edition: FigureEdition, answer: Answer) -> FigureChange:
    """Compare a published edition with an answer of today: the one rule for whether a figure has changed.

    A change is whatever a reader is told, and whatever stands behind it: the question, the numbers, the unit, the doubts, the lines, the
    entities and their reports. The time and the version of the record, and the names of codes, are no part of the answer.
    """
    same_question = _asks_the_same(edition, answer.question)
    if same_question and edition.answer["version"] == answer.version:
        return FigureChange()
    parts = compare_totals(edition.total, answer.total)
    if not same_question or edition.answer["reading"] != answer.question.reading.value:
        parts.add(FigurePart.QUESTION)
    if _keeps_other_doubts(edition, answer):
        parts.add(FigurePart.DOUBTS)
    then = [(tuple(line["keys"].values()), Total(**line["total"])) for line in edition.answer["rows"]]
    if then != [(line.keys, line.total) for line in answer.rows]:
        parts.add(FigurePart.LINES)
    entities = _compare_entities(edition, answer)
    if any(each.then != each.now for each in entities):
        parts.add(FigurePart.ENTITIES)
    if any(each.new_reports or each.gone_reports for each in entities):
        parts.add(FigurePart.REPORTS)
    return FigureChange(frozenset(parts), entities)


def _keeps_other_doubts(edition: FigureEdition, answer: Answer) -> bool:
    """Whether the doubts beside the total differ. What an edition of an earlier version says nothing of is not compared.

    Neither are the pairs that wait: the matcher finds some every hour, and each is said beside the number of today as long as it waits. Only
    the judgement changes the figure.
    """
    doubts = answer.doubts.plain()
    return any(edition.answer.get(name, doubts[name]) != doubts[name] for name in doubts.keys() - {"waiting_pairs"})


def _asks_the_same(edition: FigureEdition, question: Question) -> bool:
    if edition.question == question.plain():
        return True
    try:
        return Question.of(edition.question, kept=True) == question
    except Unanswerable:  # a kind or code that it names was taken away
        return False


def _basis(found: Sequence[CountedEntity]) -> dict[str, Any] | None:
    if len(found) > MOST_KEPT:
        return None
    return {each.address: {"number": _number(each), "reports": list(each.reports)} for each in found}


def _number(found: CountedEntity) -> list[int | None] | None:
    return list(found.number) if found.number is not None else None


def _compare_entities(edition: FigureEdition, answer: Answer) -> tuple[EntityChange, ...]:
    """The entities that differ; none where either side has too many to be kept one by one."""
    now = _basis(answer.entities(limit=MOST_KEPT + 1)) if edition.basis is not None else None
    if edition.basis is None or now is None:
        return ()
    changes = []
    for address in sorted(edition.basis.keys() | now.keys()):
        before, after = edition.basis.get(address), now.get(address)
        if before == after:
            continue
        reports_then, reports_now = (set(each["reports"]) if each else set() for each in (before, after))
        changes.append(
            EntityChange(
                address,
                _number_kept(before),
                _number_kept(after),
                tuple(sorted(reports_now - reports_then)),
                len(reports_then - reports_now),
            )
        )
    return tuple(changes)


def _number_kept(kept: dict[str, Any] | None) -> EntityNumber | None:
    if kept is None:
        return None
    low, high, point = kept["number"] or (None, None, None)
    return low, high, point
