"""An answer as the page shows it: a table in which every number leads on, a map, a series, or the list of what was counted."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TypeVar

from django.urls import reverse
from django.utils.translation import gettext as say
from django.utils.translation import ngettext

from dalil.archive.protection import Viewer
from dalil.bulletin.drawings.drawn import Drawing
from dalil.bulletin.drawings.incident_charts import say_span
from dalil.bulletin.drawings.register_maps import PlacedNumber, draw_register
from dalil.bulletin.drawings.time_charts import draw_time
from dalil.counting.answer import Answer, AnswerLine, ask
from dalil.counting.answer_words import say_answer
from dalil.counting.cross_tables import CrossedKey, CrossTable, cross
from dalil.counting.layout import PERIODS, PLACE_LEVELS
from dalil.counting.question import GAP, Question, grouping_label
from dalil.counting.question_parameters import narrow, write_question
from dalil.counting.rate_words import RatesInWords
from dalil.counting.series import fitting_period
from dalil.values.doubts import Doubts
from dalil.values.total import Total
from dalil.wording.numbers import say_number
from dalil.wording.totals import say_ends

PUBLIC = Viewer.public()
MOST_ROWS = 300
MOST_COLUMNS = 12

Each = TypeVar("Each")


@dataclass(frozen=True)
class LinkedWords:
    """A cell of a table. url: the same question narrowed to it; empty where no question asks for just this."""

    words: str
    url: str


@dataclass(frozen=True)
class LinkedTable:
    """An answer as a table. keys: how many cells of a row are its names. left: what is not shown, in words."""

    caption: str
    head: tuple[LinkedWords, ...]
    keys: int
    rows: tuple[tuple[LinkedWords, ...], ...]
    left: tuple[str, ...]


def group_for(question: Question, way: str) -> Question:
    """Group a question as a way of showing it needs: a map by one level of places, a series by one period."""
    wanted = {"map": PLACE_LEVELS, "series": PERIODS}.get(way)
    if wanted is None or question.measure == GAP:
        return question.model_copy(update={"by": ()}) if way == "list" else question
    given = next((by for by in question.by if by in wanted), None)
    if given is None:
        given = "governorate" if way == "map" else _fitting_period(question)
    return question.model_copy(update={"by": (given,)})


def _fitting_period(question: Question) -> str:
    days = ask(question.model_copy(update={"by": ()}), PUBLIC).span()
    return fitting_period(*days) if days else "month"


def draw_answer(answer: Answer, way: str, title: str, language: str) -> Drawing | None:
    """Draw an answer as a map or a series, without its table, which the page has with links; None where nothing can be drawn."""
    question, lines = answer.question, answer.rows
    if not question.by or not len(lines):
        return None
    if way == "series":
        drawn = draw_time(
            list(lines),
            question.by[0],
            name="series",
            title=title,
            language=language,
            viewer=PUBLIC,
            places=question.places,
        )
        return replace(drawn, table=None) if drawn else None
    if way != "map":
        return None
    numbers = [PlacedNumber(line.keys[0], line.labels[0].in_language(language), line.total) for line in lines]
    drawn = draw_register(
        numbers,
        name="register",
        title=title,
        caption=title,
        language=language,
        notes=say_span(answer.span(), language),
        places=question.places,
    )
    return replace(drawn, table=None)


def list_shown(answer: Answer) -> Sequence[AnswerLine]:
    """List the lines of an answer that a table shows: the first of many, which are the largest; of times the latest."""
    return _latest(answer.rows, answer.question.by[0], MOST_ROWS) if answer.question.by else ()


def is_crossed(question: Question, way: str) -> bool:
    """Tell whether an answer is laid out as two groupings crossed."""
    return len(question.by) == 2 and way == "table"


def tabulate_answer(
    answer: Answer, way: str, title: str, language: str, rates: RatesInWords | None = None
) -> tuple[LinkedTable | None, Doubts]:
    """Lay the lines of an answer out as a table, two groupings crossed, with the doubts of what it shows; None where nothing is grouped.

    rates: of the lines of `list_shown`.
    """
    question = answer.question
    if not question.by or not len(answer.rows):
        return None, answer.doubts
    if is_crossed(question, way):
        crossed = cross(question, PUBLIC)
        return _cross(crossed, title, language), crossed.doubts
    head = [grouping_label(question.kind_class, by, language) for by in question.by] + [say("How many")]
    rows = tuple(_row(line, question, way, language) for line in list_shown(answer))
    left = say_left_rows(len(answer.rows) - len(rows), language)
    if rates and any(rates.lines):
        head.append(rates.heading)
        rows = tuple(
            (*row, LinkedWords(rate or say("unknown"), "")) for row, rate in zip(rows, rates.lines, strict=True)
        )
    return (
        LinkedTable(title, tuple(LinkedWords(words, "") for words in head), len(question.by), rows, left),
        answer.doubts,
    )


def _row(line: AnswerLine, question: Question, way: str, language: str) -> tuple[LinkedWords, ...]:
    keys = dict(zip(question.by, line.keys, strict=True))
    names = [
        LinkedWords(words.in_language(language), _url(question, {by: key}, way))
        for (by, key), words in zip(keys.items(), line.labels, strict=True)
    ]
    return (*names, LinkedWords(say_number_of(line.total, question, language), _url(question, keys, "list")))


def _cross(crossed: CrossTable, title: str, language: str) -> LinkedTable:
    question = crossed.question
    across, down = question.by[1], question.by[0]
    columns = _latest(crossed.columns, across, MOST_COLUMNS)
    rows = _latest(crossed.rows, down, MOST_ROWS)
    names = [grouping_label(question.kind_class, by, language) for by in question.by]

    def heading(key: CrossedKey, by: str) -> LinkedWords:
        return LinkedWords(key.label.in_language(language), _url(question, {by: key.key}, "table"))

    def cell(total: Total | None, keys: Mapping[str, str | None]) -> LinkedWords:
        if total is None:
            return LinkedWords("–", "")
        return LinkedWords(say_number_of(total, question, language), _url(question, keys, "list"))

    body = [
        (
            heading(row, down),
            *(cell(crossed.cells.get((row.key, each.key)), {down: row.key, across: each.key}) for each in columns),
            cell(row.total, {down: row.key}),
        )
        for row in rows
    ]
    last = (LinkedWords(say("All"), ""), *(cell(each.total, {across: each.key}) for each in columns))
    body.append((*last, cell(crossed.total, {})))
    left = list(say_left_rows(len(crossed.rows) - len(rows), language))
    if n := len(crossed.columns) - len(columns):
        sentence = ngettext("%(n)s column is not shown.", "%(n)s columns are not shown.", n)
        left.append(sentence % {"n": say_number(n, language)})
    head = (
        LinkedWords(" / ".join(names), ""),
        *(heading(each, across) for each in columns),
        LinkedWords(say("All"), ""),
    )
    return LinkedTable(title, head, 1, tuple(body), tuple(left))


def _latest(lines: Sequence[Each], by: str, most: int) -> Sequence[Each]:
    """The first of many lines, which are the largest; of times the latest."""
    return lines[max(0, len(lines) - most) :] if by in PERIODS else lines[:most]


def say_left_rows(n: int, language: str) -> tuple[str, ...]:
    """Say how many rows of a table are not shown; nothing where all of them are."""
    if not n:
        return ()
    sentence = ngettext("%(n)s row is not shown.", "%(n)s rows are not shown.", n)
    return (sentence % {"n": say_number(n, language)},)


def say_number_of(total: Total, question: Question, language: str) -> str:
    """Say the number of a cell; why there is none, where there is none."""
    return say_answer(total, question, language) if total.low is None else say_ends(total, language)


def _url(question: Question, keys: Mapping[str, str | None], way: str) -> str:
    narrowed = narrow(question, keys)
    if narrowed is None:
        return ""
    return explore_url(narrowed, "" if way == "list" and not narrowed.by and not keys else way)


def explore_url(question: Question, way: str = "", **than: str) -> str:
    """Return the address of a question on this page; the table is what it shows where no way is said. than: the period it is compared with.

    >>> explore_url(Question(), "list").partition("?")[2]
    'kind=incident&measure=entities&as=list'
    """
    way = "" if way == "table" else way
    return f"{reverse('explore')}?{write_question(question, **than, **({'as': way} if way else {}))}"


def answer_for(question: Question, way: str) -> Answer:
    """Ask what a way of showing needs. Raises Unanswerable."""
    return ask(group_for(question, way), PUBLIC)
