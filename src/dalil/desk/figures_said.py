"""What a figure says today, in words, as the public sees it."""

from __future__ import annotations

from django.utils.translation import gettext as _

from dalil.archive.protection import Viewer
from dalil.counting.figures import current_answer
from dalil.counting.models import Figure
from dalil.counting.question import Unanswerable
from dalil.desk.saying import say_total


def say_figure(figure: Figure, language: str) -> str:
    """The figure's range now; a sentence where its question cannot be asked any more."""
    try:
        return say_total(current_answer(figure, Viewer.public()).total, language)
    except Unanswerable:
        return _("cannot be asked any more")
