"""What a figure says, in words, as readers are told it."""

from __future__ import annotations

from django.utils.translation import gettext as _

from dalil.archive.protection import Viewer
from dalil.bulletin.figures.presenters import read_figures, say_figure
from dalil.counting.answer_words import say_answer
from dalil.counting.figures import current_answer
from dalil.counting.models import Figure, FigureEdition
from dalil.counting.question import Question, Unanswerable
from dalil.values.doubts import Doubts
from dalil.values.total import Total
from dalil.wording.doubts import say_doubts_briefly
from dalil.wording.totals import say_total


def say_on_desk(total: Total, question: Question, language: str) -> str:
    """Say a total with its noun; in English “people” is left unsaid, because most numbers of the desk count people."""
    with_noun = total.unit != "person" or language != "en"
    return say_answer(total, question, language, with_noun=with_noun)


def say_edition(edition: FigureEdition, language: str) -> str:
    """Say what an edition published, with its doubts in a few words."""
    try:
        told = say_on_desk(edition.total, Question.of(edition.question, kept=True), language)
    except Unanswerable:  # its kind of report was taken away
        told = say_total(edition.total, language)
    return say_with_doubts(told, edition.doubts, language)


def say_now(figure: Figure, language: str) -> str:
    """What the public record says today, with its doubts in a few words; empty where the question cannot be asked any more."""
    try:
        answer = current_answer(figure, Viewer.public())
    except Unanswerable:
        return ""
    return say_with_doubts(say_on_desk(answer.total, answer.question, language), answer.doubts, language)


def say_with_doubts(told: str, doubts: Doubts, language: str) -> str:
    """Say a number that was said already with its doubts in a few words behind it."""
    brief = say_doubts_briefly(doubts, language)
    return f"{told} ({brief})" if brief else told


def say_to_readers(figure: Figure, language: str) -> str:
    """What a page shows of the figure: as it was published, or as it stands where it was not published yet."""
    this = read_figures([(figure.slug, None)]).get((figure.slug, None))
    return say_figure(this, language) if this else _("cannot be asked any more")
