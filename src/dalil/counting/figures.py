"""Figures: a question kept under an address, answered anew whenever it is opened, and published in numbered editions.

What was published stays. When the record says something else, `stale_figures` names the figure and the entities that did it; a
figure whose question can no longer be answered, since what it names was protected, is named without an answer.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict, dataclass
from typing import Any

from django.contrib.auth.models import User

from dalil.archive.protection import Viewer
from dalil.counting.answer import Answer, CountedEntity, ask
from dalil.counting.models import Figure, FigureEdition
from dalil.counting.question import Question, Unanswerable
from dalil.record import actions
from dalil.record.log import Noun, Verb, append_change, last_number
from dalil.record.models import Report
from dalil.values.total import Total

MOST_KEPT = 5_000
"""An edition keeps the numbers of its entities one by one up to so many of them."""


@dataclass(frozen=True)
class Change:
    """One entity that is counted otherwise than in the edition: its number and reports then and now; None where it was not counted."""

    address: str
    then: tuple[int | None, int | None, int | None] | None
    now: tuple[int | None, int | None, int | None] | None
    new_reports: tuple[int, ...] = ()


@dataclass(frozen=True)
class Stale:
    """A published figure that the record no longer bears out. now: what it says instead; None where it cannot be asked any more."""

    figure: Figure
    edition: FigureEdition
    published: Total
    now: Total | None
    changes: tuple[Change, ...] = ()


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
    """The figure at this address with this question and these words; made, or brought up to them. Editions stay as they are."""
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
        append_change(Verb.DEFINED, Noun.FIGURE, [slug], actor=actor)
        return figure


def question_of(figure: Figure) -> Question:
    """The question of a figure. Raises Unanswerable where a kind or code it needs is no longer there."""
    return Question.of(figure.question, kept=True)


def current_answer(figure: Figure, viewer: Viewer) -> Answer:
    """What the record says today, to this viewer. Raises Unanswerable where the question names what the viewer may not know of."""
    return ask(question_of(figure), viewer)


def answer_for_readers(figure: Figure) -> Answer:
    """What the public record says today. Raises Refused for a question about something that the public may not see."""
    try:
        answer = current_answer(figure, Viewer.public())
    except Unanswerable as error:
        raise actions.Refused(
            "figure_cannot_be_asked",
            "the figure “{slug}” cannot be published: {why}",
            {"slug": figure.slug, "why": "; ".join(error.sentences)},
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
    plain, basis = answer.as_plain(), _basis(answer)
    with actions.writing():
        before = figure.edition
        if before is not None and _says_the_same(before, figure, plain, basis):
            return before
        edition = FigureEdition.objects.create(
            figure=figure,
            number=before.number + 1 if before else 1,
            question=figure.question,
            answer=plain,
            basis=basis,
            sequence=sequence,
            by=actor,
            reason=reason,
        )
        append_change(Verb.PUBLISHED, Noun.EDITION, [figure.slug], actor=actor, edition=edition.number)
        return edition


def stale_figures(viewer: Viewer | None = None) -> Iterator[Stale]:
    """The published figures of which the record now says something else; as the public sees it unless a viewer is given."""
    viewer = viewer or Viewer.public()
    for figure in Figure.objects.prefetch_related("editions"):
        editions = sorted(figure.editions.all(), key=lambda each: -each.number)
        if not editions:
            continue
        edition = editions[0]
        try:
            answer = current_answer(figure, viewer)
        except Unanswerable:
            yield Stale(figure, edition, edition.total, None)
            continue
        if edition.answer["version"] == answer.version and edition.question == figure.question:
            continue
        now = answer.total
        changes = _changes(edition, answer)
        if asdict(now) != asdict(edition.total) or changes:
            yield Stale(figure, edition, edition.total, now, changes)


def _basis(answer: Answer) -> dict[str, Any] | None:
    found = answer.entities(limit=MOST_KEPT + 1)
    if len(found) > MOST_KEPT:
        return None
    return {each.address: {"number": _number(each), "reports": list(each.reports)} for each in found}


def _number(found: CountedEntity) -> list[int | None] | None:
    return list(found.number) if found.number is not None else None


def _changes(edition: FigureEdition, answer: Answer) -> tuple[Change, ...]:
    now = _basis(answer)
    if edition.basis is None or now is None:
        return ()
    changes = []
    for address in sorted(edition.basis.keys() | now.keys()):
        before, after = edition.basis.get(address), now.get(address)
        if before == after:
            continue
        new = sorted(set(after["reports"]) - set(before["reports"] if before else ())) if after else []
        changes.append(Change(address, _triple(before), _triple(after), tuple(new)))
    return tuple(changes)


def _triple(kept: dict[str, Any] | None) -> tuple[int | None, int | None, int | None] | None:
    if kept is None:
        return None
    low, high, point = kept["number"] or (None, None, None)
    return low, high, point


def _says_the_same(before: FigureEdition, figure: Figure, plain: dict[str, Any], basis: dict[str, Any] | None) -> bool:
    passing = {"known_at", "version", "in_words"}
    then, now = (
        {name: value for name, value in each.items() if name not in passing} for each in (before.answer, plain)
    )
    return before.question == figure.question and then == now and before.basis == basis
