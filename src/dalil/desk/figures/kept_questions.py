"""Questions that a person keeps as figures: what they last saw of each answer, and which answers are others since."""

from __future__ import annotations

from dataclasses import asdict, dataclass

from django.contrib.auth.models import User
from django.urls import reverse

from dalil.archive.protection import Viewer
from dalil.columns import projection
from dalil.counting.answer import Answer
from dalil.counting.figures import current_answer, question_of
from dalil.counting.models import Figure, SeenAnswer
from dalil.counting.question import Unanswerable
from dalil.desk.figures.presenters import say_on_desk
from dalil.exports.answers import digest_of
from dalil.values.total import Total

MOST = 30
"""So many kept questions are asked anew on the first screen, the latest kept first."""


@dataclass(frozen=True)
class ChangedAnswer:
    """A kept question whose answer is another: what it was when the person last looked, and what it is now."""

    title: str
    url: str
    before: str
    now: str


def keep(figure: Figure, person: User, viewer: Viewer) -> None:
    """Keep a question for a person, who sees its answer now."""
    _note(figure, person, viewer, current_answer(figure, viewer))


def note_seen(figure: Figure, person: User, viewer: Viewer, answer: Answer) -> None:
    """Note that a person sees an answer, where they keep its question."""
    if SeenAnswer.objects.filter(figure=figure, person=person).exists():
        _note(figure, person, viewer, answer)


def list_changed(person: User, viewer: Viewer, language: str) -> list[ChangedAnswer]:
    """List the kept questions whose answer is another than the one that the person last saw; with the same number, its doubts or lines are.

    What a person saw with other rights than today's is not held against today's answer.
    """
    mine = SeenAnswer.objects.filter(
        person=person, clearance=viewer.clearance, figure__in=Figure.objects.visible_to(viewer)
    )
    others = (
        list(mine.exclude(version=projection.refresh(viewer).version).select_related("figure")[:MOST])
        if mine.exists()
        else []
    )
    changed = []
    for seen in others:
        try:
            answer = current_answer(seen.figure, viewer)
        except Unanswerable:  # the figures' list says so
            continue
        if digest_of(answer) != seen.digest:
            question = question_of(seen.figure)
            changed.append(
                ChangedAnswer(
                    seen.figure.title.in_language(language),
                    reverse("desk:figure", args=[seen.figure.slug]),
                    say_on_desk(Total(**seen.told), question, language),
                    say_on_desk(answer.total, question, language),
                )
            )
    return changed


def _note(figure: Figure, person: User, viewer: Viewer, answer: Answer) -> None:
    kept = {
        "clearance": viewer.clearance,
        "version": answer.version,
        "digest": digest_of(answer),
        "told": asdict(answer.total),
    }
    SeenAnswer.objects.update_or_create(figure=figure, person=person, defaults=kept)
