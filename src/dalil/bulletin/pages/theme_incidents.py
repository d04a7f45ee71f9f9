"""What the record holds on a theme: the incidents that meet its conditions, counted and listed as the public may know them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as say
from django.utils.translation import ngettext
from wagtail.blocks import StreamValue

from dalil.bulletin.drawings.drawn import Drawing
from dalil.bulletin.drawings.incident_charts import draw_incidents
from dalil.bulletin.record.entity_presenters import EntityLine, present_entity_line
from dalil.bulletin.record.report_presenters import PUBLIC
from dalil.counting.answer import ask
from dalil.counting.answer_words import say_answer
from dalil.counting.question import Question, facet_fields
from dalil.counting.timelines import first_and_last
from dalil.record.entities import entities_of
from dalil.record.kind import quantities_of
from dalil.values import When
from dalil.values.doubts import Doubts
from dalil.values.total import Total
from dalil.wording.doubts import list_doubts, say_doubts_briefly
from dalil.wording.gaps import say_ahead
from dalil.wording.numbers import say_number
from dalil.wording.times import say_when

LISTED = 5
IN_A_TABLE = 8
MEASURES = ("killed", "injured")


@dataclass(frozen=True)
class ThemeTable:
    """The incidents of a theme by one grouping, as rows of words."""

    caption: str
    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


@dataclass(frozen=True)
class ThemeIncidents:
    """What the public record holds on a theme. doubts: what must be known beside the number, also where it is none, a sentence each.

    A theme that asks nothing has none of it.
    """

    doubts: tuple[str, ...] = ()
    total: int = 0
    total_told: str = ""
    first: str = ""
    last: str = ""
    drawings: tuple[Drawing, ...] = ()
    tables: tuple[ThemeTable, ...] = ()
    entities: tuple[EntityLine, ...] = ()
    more_url: str = ""


def question_of(asks: StreamValue, **more: Any) -> Question | None:
    """The question a theme puts to the record; None where it asks nothing."""
    facets: dict[str, list[str]] = {}
    for block in asks:
        facet, _colon, code = block.value.partition(":")
        facets.setdefault(facet, []).append(code)
    return Question.of({"facets": facets, **more}) if facets else None


def say_theme_in_a_line(asks: StreamValue, language: str) -> str:
    """Say how much the record holds, with its doubts, such as “12 incidents in the record (4 more may belong)”.

    Empty where a theme asks nothing, or where nothing is there and nothing may belong.
    """
    question = question_of(asks)
    answer = ask(question, PUBLIC) if question else None
    if answer is None:
        return ""
    doubts, many = say_doubts_briefly(answer.doubts, language), answer.total.entities
    if not many and not doubts:
        return ""
    told = say_incidents(many, language) if many else say("no incident known to belong")
    return f"{told} ({doubts})" if doubts else told


def present_theme_incidents(asks: StreamValue, language: str) -> ThemeIncidents:
    """Present the incidents that a theme asks for: how many, from when to when, by governorate and by year, the latest of them."""
    question = question_of(asks)
    answer = ask(question, PUBLIC) if question else None
    if question is None or answer is None:
        return ThemeIncidents()
    doubts = tuple(list_doubts(answer.doubts, language))
    if not answer.total.entities:
        return ThemeIncidents(doubts)
    moments = first_and_last(question, PUBLIC)
    if moments.ahead:
        doubts = (*doubts, say_ahead(moments.ahead, language))
    found = answer.entities(LISTED)
    by_first = {entity.address: entity for entity in entities_of([each.reports[0] for each in found], PUBLIC)}
    return ThemeIncidents(
        doubts=doubts,
        total=answer.total.entities,
        total_told=say_incidents(answer.total.entities, language),
        first=_say_moment(moments.first, language),
        last=_say_moment(moments.last, language),
        drawings=draw_incidents(question, moments, PUBLIC, language),
        tables=tuple(table for by in ("year", "governorate") if (table := _make_table(asks, by, language))),
        entities=tuple(present_entity_line(by_first[each.address], language) for each in found),
        more_url=reverse("record") + "?kind=incident" if answer.total.entities > LISTED else "",
    )


def say_incidents(many: int, language: str) -> str:
    """A number of incidents of the record, in words."""
    told = {"told": say_number(many, language)}
    return ngettext("%(told)s incident in the record", "%(told)s incidents in the record", many) % told


def _say_moment(moment: Any, language: str) -> str:
    return say_when(When.span(moment.start, moment.end), language) if moment else ""


def _make_table(asks: StreamValue, by: str, language: str) -> ThemeTable | None:
    """Make the table of the theme's incidents by one grouping, with who was killed and injured beside their number."""
    question = question_of(asks, by=(by,))
    assert question is not None
    incidents = ask(question, PUBLIC)
    if len(incidents.rows) < 2:
        return None
    measures = [name for name in MEASURES if name in quantities_of(question.kind_class)]
    others = [ask(question.model_copy(update={"measure": name}), PUBLIC) for name in measures]
    lines = [{row.keys: row.total for row in answer.rows} for answer in others]
    return ThemeTable(
        caption=say("By year") if by == "year" else say("By governorate"),
        head=(
            say("Year") if by == "year" else say("Governorate"),
            say("Incidents"),
            *(_name_measure(question, measure, language) for measure in measures),
        ),
        rows=tuple(
            (
                row.labels[0].in_language(language),
                say_number(row.total.entities, language),
                *(
                    _say_cell(answer.question, line[row.keys], language)
                    for answer, line in zip(others, lines, strict=True)
                ),
            )
            for row in list(incidents.rows)[-IN_A_TABLE:]
        ),
    )


def _say_cell(question: Question, total: Total, language: str) -> str:
    told, doubts = say_answer(total, question, language), say_doubts_briefly(Doubts(total), language)
    return f"{told} ({doubts})" if doubts else told


def _name_measure(question: Question, measure: str, language: str) -> str:
    return facet_fields(question.kind_class)[measure].label.in_language(language)
