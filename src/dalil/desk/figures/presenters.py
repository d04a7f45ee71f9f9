"""What a figure says, in words, as readers are told it."""

from __future__ import annotations

from django.utils.translation import gettext as _

from dalil.archive.protection import Viewer
from dalil.bulletin.figures.presenters import read_figures, say_figure
from dalil.counting.figures import current_answer
from dalil.counting.models import Figure
from dalil.counting.question import GAP, Unanswerable
from dalil.values.total import Total
from dalil.wording.totals import say_total


def say_on_desk(total: Total, measure: str | None, language: str) -> str:
    """Say a total with its noun; in English “people” is left unsaid, because most numbers of the desk count people."""
    with_noun = total.unit != "person" or language != "en"
    return say_total(total, language, days=measure == GAP, with_noun=with_noun)


def say_now(figure: Figure, language: str) -> str:
    """What the public record says today; empty where the question cannot be asked any more."""
    try:
        answer = current_answer(figure, Viewer.public())
    except Unanswerable:
        return ""
    return say_on_desk(answer.total, answer.question.measure, language)


def say_to_readers(figure: Figure, language: str) -> str:
    """What a page shows of the figure: as it was published, or as it stands where it was not published yet."""
    try:
        return say_figure(read_figures([figure.slug])[figure.slug], language)
    except Unanswerable:
        return _("cannot be asked any more")
