"""What a question finds, where and when: a map of its entities by place, and a series of them with the last gap."""

from __future__ import annotations

from datetime import date

from django.utils.translation import gettext as say

from dalil.archive.protection import Viewer
from dalil.bulletin.drawings.drawn import Drawing
from dalil.bulletin.drawings.register_maps import PlacedNumber, draw_register
from dalil.bulletin.drawings.time_charts import draw_time
from dalil.counting.answer import ask
from dalil.counting.question import Question
from dalil.counting.series import fitting_period
from dalil.counting.timelines import FirstAndLast
from dalil.values import When
from dalil.values.gap import Gap
from dalil.wording.times import say_when


def draw_incidents(question: Question, moments: FirstAndLast, viewer: Viewer, language: str) -> tuple[Drawing, ...]:
    """Draw the entities that a question counts, by place and in time; what there are too few of to be seen is left out.

    moments: the first and the last of them.
    """
    entities = question.model_copy(update={"measure": "entities", "by": (), "unit": None})
    found: list[Drawing | None] = [_draw_places(entities, viewer, language)]
    if moments.first and moments.last and moments.entities > 1:
        found.append(draw_in_time(entities, moments, moments.longest, viewer, language))
    return tuple(each for each in found if each)


def _draw_places(question: Question, viewer: Viewer, language: str) -> Drawing:
    answer = ask(question.model_copy(update={"by": ("place",)}), viewer)
    lines = answer.rows
    numbers = [PlacedNumber(line.keys[0], line.labels[0].in_language(language), line.total) for line in lines]
    plural = question.kind_class.plural.in_language(language)
    return draw_register(
        numbers,
        name="register",
        title=say("Where: %(what)s by place") % {"what": plural},
        caption=say("%(what)s by place") % {"what": plural},
        language=language,
        notes=say_span(answer.span(), language),
        places=question.places,
    )


def draw_in_time(
    question: Question, moments: FirstAndLast, marked: Gap | None, viewer: Viewer, language: str
) -> Drawing | None:
    """Draw the entities that a question counts in time. marked: the gap that is marked, unless it is too short to be seen."""
    assert moments.first and moments.last
    period = fitting_period(moments.first.start, moments.last.end)
    period = "month" if period in ("day", "week") else period
    lines = ask(question.model_copy(update={"measure": "entities", "by": (period,)}), viewer).rows
    gap = marked if marked and marked.months[1] >= 2 else None
    plural = question.kind_class.plural.in_language(language)
    return draw_time(
        list(lines),
        period,
        name="series",
        title=say("When: %(what)s in time") % {"what": plural},
        language=language,
        viewer=viewer,
        places=question.places,
        gap=gap,
    )


def say_span(days: tuple[date, date] | None, language: str) -> list[str]:
    """Say from when to when what is drawn was; nothing where none of it is dated. days: the first and the last."""
    return [say("Time: %(when)s.") % {"when": say_when(When.span(*days), language)}] if days else []
