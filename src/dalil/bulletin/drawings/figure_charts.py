"""The drawings of a figure: which of them says what its question asks."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from datetime import date

from django.utils.translation import gettext as say

from dalil.archive.protection import Viewer
from dalil.bulletin.drawings.cross_charts import present_cross_table
from dalil.bulletin.drawings.drawn import Drawing
from dalil.bulletin.drawings.incident_charts import draw_in_time, say_span
from dalil.bulletin.drawings.range_charts import draw_lines
from dalil.bulletin.drawings.register_maps import PlacedNumber, draw_register
from dalil.bulletin.drawings.time_charts import draw_time
from dalil.counting.answer import Answer, AnswerLine, CountedEntity, ask
from dalil.counting.cross_tables import cross
from dalil.counting.layout import PERIODS, PLACE_LEVELS
from dalil.counting.public_figures import PublicFigure, list_published_lines
from dalil.counting.question import GAP, Question, grouping_label
from dalil.counting.timelines import first_and_last
from dalil.record.gazetteer_in_use import gazetteer
from dalil.values import When
from dalil.values.total import Total
from dalil.wording.times import say_when

PUBLIC = Viewer.public()
MOST_ENTITIES = 500
"""Of more entities than this a story has no map of its own: its figures have theirs."""


def draw_figure(this: PublicFigure, language: str, within: str = "") -> tuple[Drawing, ...]:
    """Draw what a figure asks: lines by time as a series, by place as a map, by two facets as a table, others as ranges side by side.

    within: begins the name of the drawing, where a page has several of them.
    """
    question = this.question
    if question.measure == GAP:
        return _draw_gap(this, language)
    lines = _lines_of(this)
    if not question.by or not lines:
        return ()
    title = this.figure.title.in_language(language)
    if len(question.by) == 2 and not this.has_changed:  # its totals are no part of an edition
        return (present_cross_table(cross(question, PUBLIC), title=title, language=language),)
    return (_draw_lines(question, lines, PUBLIC, title, language, overlapping=this.doubts.overlapping, within=within),)


def draw_answer_for(answer: Answer, viewer: Viewer, title: str, language: str) -> Drawing | None:
    """Draw an answer as a figure of the same question is drawn, for a viewer who asks now; None where nothing is grouped."""
    question, lines = answer.question, list(answer.rows)
    if not question.by or not lines:
        return None
    if len(question.by) == 2:
        return present_cross_table(cross(question, viewer), title=title, language=language)
    return _draw_lines(question, lines, viewer, title, language, overlapping=answer.overlapping)


def _draw_lines(
    question: Question,
    lines: Sequence[AnswerLine],
    viewer: Viewer,
    title: str,
    language: str,
    *,
    overlapping: bool,
    within: str = "",
) -> Drawing:
    """Draw lines by time as a series, by place as a map, others as ranges side by side."""
    if len(question.by) == 1:
        drawn = _draw_by(question.by[0], question, lines, viewer, title, language, within)
        if drawn is not None:
            return drawn
    column = " / ".join(grouping_label(question.kind_class, by, language) for by in question.by)
    return draw_lines(
        lines, name=f"{within}lines", title=title, column=column, language=language, overlapping=overlapping
    )


def _lines_of(this: PublicFigure) -> list[AnswerLine]:
    """The lines of the edition that is shown; those of today where a figure was not published yet."""
    if this.edition is None:
        return list(this.answer.rows) if this.answer else []
    return [
        AnswerLine(tuple(line.keys[by] for by in this.question.by), line.labels, line.total)
        for line in list_published_lines(this.edition)
    ]


def _draw_gap(this: PublicFigure, language: str) -> tuple[Drawing, ...]:
    """The time between two reports, where the record still says what was published."""
    moments = first_and_last(this.question, PUBLIC)
    if moments.first is None or (
        this.edition is not None and (this.contents is None or this.contents.gap != moments.gap)
    ):
        return ()
    drawn = draw_in_time(this.question, moments, moments.gap, PUBLIC, language)
    return (drawn,) if drawn else ()


def _draw_by(
    by: str,
    question: Question,
    lines: Sequence[AnswerLine],
    viewer: Viewer,
    title: str,
    language: str,
    within: str,
) -> Drawing | None:
    """A series or a map; None for what is drawn as ranges."""
    if by in PERIODS:
        return draw_time(
            lines, by, name=f"{within}series", title=title, language=language, viewer=viewer, places=question.places
        )
    if by not in PLACE_LEVELS:
        return None
    numbers = [PlacedNumber(line.keys[0], line.labels[0].in_language(language), line.total) for line in lines]
    days = ask(question.model_copy(update={"by": ()}), viewer).span()
    return draw_register(
        numbers,
        name=f"{within}register",
        title=title,
        caption=title,
        language=language,
        notes=say_span(days, language),
        places=question.places,
    )


def draw_figures_on_a_map(figures: Sequence[PublicFigure], language: str) -> Drawing | None:
    """Draw where the entities behind some figures were, each once; None where none of them has a known place, or there are too many."""
    entities: dict[str, CountedEntity] = {}
    for each in figures:
        if each.answer is not None and len(entities) <= MOST_ENTITIES:
            entities |= {entity.address: entity for entity in each.answer.entities(MOST_ENTITIES + 1)}
    known = gazetteer()
    by_place = Counter(each.place if each.place in known else None for each in entities.values())
    if len(entities) > MOST_ENTITIES or not any(code for code in by_place):
        return None
    numbers = [
        PlacedNumber(
            code,
            known.get(code).label(language) if code else say("place unknown"),
            Total(low=many, high=many, point=many, entities=many),
        )
        for code, many in sorted(by_place.items(), key=lambda each: (-each[1], each[0] or ""))
    ]
    return draw_register(
        numbers,
        name="story-map",
        title=say("Where: what the figures of this text count"),
        caption=say("What the figures of this text count, by place"),
        language=language,
        notes=[
            *_say_times([each.when for each in entities.values() if each.when], language),
            say("As the record says now; the numbers in the text are those of their editions."),
        ],
    )


def _say_times(times: Sequence[tuple[date, date]], language: str) -> list[str]:
    """Say from when to when things were; nothing where none of them is dated."""
    if not times:
        return []
    whole = When.span(min(start for start, _ in times), max(end for _, end in times))
    return [say("Time: %(when)s.") % {"when": say_when(whole, language)}]
