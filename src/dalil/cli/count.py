"""`dalil count`: ask the record."""

from __future__ import annotations

import json
from typing import Any

import click
from django.utils.translation import override
from rich.console import Console
from rich.table import Table

from dalil import vocabulary
from dalil.archive.protection import Viewer
from dalil.counting import question_words
from dalil.counting.answer import Answer, ask
from dalil.counting.answer_words import say_answer
from dalil.counting.question import Question, Unanswerable, grouping_label
from dalil.counting.rate_words import say_rates
from dalil.counting.timelines import FirstAndLast, first_and_last, plain
from dalil.exports.answers import csv_lines, plain_answer
from dalil.exports.figures import plain_doubts
from dalil.letters import LANGUAGE_CODES
from dalil.record.kind import PERPETRATORS, UnknownKind, kind_of
from dalil.values import When
from dalil.values.gap import Moment
from dalil.values.total import Total
from dalil.wording.counts import name_units
from dalil.wording.doubts import list_doubts
from dalil.wording.gaps import say_ahead, say_first_in
from dalil.wording.numbers import say_number
from dalil.wording.refusals import refusal
from dalil.wording.times import say_when

SCHEMES = {"weapon": "weapons", "target": "targets", "actor": "actors"}


@click.command()
@click.option("--kind", default="incident", show_default=True, help="Which kind of report.")
@click.option("--measure", default="entities", help="What is counted: incidents, reports, killed, injured, sites …")
@click.option("--place", "places", multiple=True, help="A place with everything in it, by code or name. Repeatable.")
@click.option("--since", help="First day; 2018-10 is the first of October 2018.")
@click.option("--until", help="Last day; 2019-03 is the 31st of March 2019.")
@click.option("--weapon", multiple=True, help="With what, and everything of that sort.")
@click.option("--target", multiple=True, help="What was hit, and everything of that sort.")
@click.option("--actor", multiple=True, help="A party, whatever its part, and everybody under it.")
@click.option("--perpetrator", multiple=True, help="By whom it was done, and everybody under it.")
@click.option("--what", multiple=True, help="What happened, by the codes of the kind.")
@click.option("--facet", "facets", multiple=True, metavar="NAME=CODE", help="Any facet of the kind. Repeatable.")
@click.option("--according-to", help="Only what this source tells, by code or name.")
@click.option("--grade", "grades", multiple=True, help="reported, corroborated, confirmed … Repeatable.")
@click.option("--reading", default="reported_range", show_default=True, help="floor, agreed, named, conservative …")
@click.option("--unit", help="The unit of the numbers: person, family …")
@click.option("--entity", help="One entity, by its address or that of any of its reports.")
@click.option(
    "--by", multiple=True, help="Group by a facet, country, governorate, district, place, day … source. Repeatable."
)
@click.option("--first-last", is_flag=True, help="The first and last time, and the gap before it.")
@click.option("--csv", "form", flag_value="csv", help="Print CSV.")
@click.option("--json", "form", flag_value="json", help="Print JSON.")
@click.option("--table", "form", flag_value="table", default="table", help="Print a table (the default).")
@click.option(
    "--language", type=click.Choice(LANGUAGE_CODES), default=LANGUAGE_CODES[0], show_default=True, help="Of the table."
)
@click.option("--public", is_flag=True, help="As the public may know it; otherwise as the steward does.")
def count(form: str, language: str, public: bool, first_last: bool, **asked: Any) -> None:
    """Ask how many, where, when, with what, by whom, and according to whom.

    Codes and names are taken in English or Arabic. What nobody stated is unknown, never zero.
    """
    viewer = Viewer.public() if public else Viewer.steward()
    with override(language):
        try:
            question = _question(viewer, **asked)
            if first_last:
                _show_moments(question, first_and_last(question, viewer), form or "table", language, viewer)
            else:
                _show_answer(ask(question, viewer), form or "table", language, viewer)
        except (Unanswerable, UnknownKind) as error:
            raise click.ClickException(refusal(error)) from error


def _question(viewer: Viewer, **asked: Any) -> Question:
    kind = kind_of(asked["kind"])
    facets: dict[str, list[str]] = {}
    for option, scheme in SCHEMES.items():
        for words in asked[option]:
            facets.setdefault(question_words.facet_of_scheme(kind, scheme), []).append(
                question_words.term_named(scheme, words)
            )
    by_whom = (f"{PERPETRATORS}={each}" for each in asked["perpetrator"])
    for words in [*(f"what={each}" for each in asked["what"]), *by_whom, *asked["facets"]]:
        facet, code = question_words.facet_given(kind, words)
        facets.setdefault(facet, []).append(code)
    according_to = asked["according_to"]
    return Question.of(
        {
            "kind": asked["kind"],
            "measure": question_words.measure_named(kind, asked["measure"]),
            "facets": facets,
            "places": [question_words.place_named(words, _say_aside) for words in asked["places"]],
            "since": asked["since"],
            "until": asked["until"],
            "according_to": question_words.source_named(according_to, viewer) if according_to else None,
            "grades": [question_words.term_named("grades", words) for words in asked["grades"]],
            "reading": question_words.term_named("readings", asked["reading"]),
            "unit": question_words.term_named("units", asked["unit"]) if asked["unit"] else None,
            "by": [question_words.grouping_named(kind, words) for words in asked["by"]],
            "entity": asked["entity"],
        }
    )


def _say_aside(sentence: str) -> None:
    """Print a sentence beside the answer, so that the answer can still be read by a program."""
    click.echo(sentence, err=True)


def _show_answer(answer: Answer, form: str, language: str, viewer: Viewer) -> None:
    if form == "json":
        click.echo(json.dumps(plain_answer(answer, viewer), ensure_ascii=False, indent=2))
    elif form == "csv":
        for line in csv_lines(answer):
            click.echo(line, nl=False)
    else:
        _table(answer, language, viewer)


def _table(answer: Answer, language: str, viewer: Viewer) -> None:
    arabic, question = language == "ar", answer.question
    names = [grouping_label(question.kind_class, by, language) for by in question.by]
    totals = [answer.total, *(row.total for row in answer.rows)]
    counters = [name for name in _COUNTERS if any(getattr(total, name) for total in totals)]
    table = Table(title=question.in_words(language, viewer), title_justify="left", show_footer=bool(question.by))
    total = answer.total
    first = ("المجموع" if arabic else "total") if question.by else ""
    for index, name in enumerate(names):
        table.add_column(name, footer=first if index == 0 else "", overflow="fold")
    unit = name_units(answer.unit, language) if answer.unit else ("العدد" if arabic else "number")
    table.add_column(unit, justify="right", footer=_say(total, question, language), no_wrap=True)
    if question.is_quantity:
        table.add_column(_BEST[arabic], justify="right", footer=_number(total.point, language))
        plural = question.kind_class.plural.in_language(language)
        table.add_column(plural, justify="right", footer=say_number(total.entities, language))
    for name in counters:
        table.add_column(_COUNTERS[name][arabic], justify="right", footer=say_number(getattr(total, name), language))
    lines = list(answer.rows)
    rates = say_rates(answer, lines, language)
    if rates:
        table.add_column(rates.heading, justify="right", footer=rates.total)
    for at, row in enumerate(lines):
        labels = [words.in_language(language) for words in row.labels]
        table.add_row(*labels, *_cells(row.total, question, counters, language), *([rates.lines[at]] if rates else []))
    if not question.by:
        table.add_row(*_cells(total, question, counters, language), *([rates.total] if rates else []))
    console = Console()
    if not console.is_terminal:
        console = Console(width=160)
    console.print(table)
    for remark in [*_remarks(answer, language), *(rates.notes if rates else ())]:
        console.print(remark, highlight=False, soft_wrap=True)


def _cells(total: Total, question: Question, counters: list[str], language: str) -> list[str]:
    cells = [_say(total, question, language)]
    if question.is_quantity:
        cells += [_number(total.point, language), say_number(total.entities, language)]
    return [*cells, *(say_number(getattr(total, name), language) for name in counters)]


def _remarks(answer: Answer, language: str) -> list[str]:
    arabic, remarks = language == "ar", []
    if answer.question.is_quantity:
        reading = vocabulary.label("readings", answer.question.reading.value, language)
        explained = vocabulary.term("readings", answer.question.reading.value).extra.get(f"explained_{language}", "")
        remarks.append(f"{'القراءة' if arabic else 'Reading'}: {reading} ({explained}).")
    remarks += list_doubts(answer.doubts, language)
    return remarks


def _show_moments(question: Question, moments: FirstAndLast, form: str, language: str, viewer: Viewer) -> None:
    if form == "json":
        words = {lang: question.in_words(lang, viewer) for lang in LANGUAGE_CODES}
        click.echo(
            json.dumps(
                {
                    "question": question.plain(),
                    "in_words": words,
                    **plain(moments),
                    "doubts": plain_doubts(ask(question, viewer).doubts),
                },
                ensure_ascii=False,
                indent=2,
            )
        )
        return
    if form == "csv":
        raise click.UsageError("the first and last time come as a table or as JSON, not as CSV")
    arabic = language == "ar"
    click.echo(question.in_words(language, viewer))
    if moments.first is None or moments.last is None:
        click.echo("لا يوثّق السجل شيئاً من ذلك بتاريخ معروف." if arabic else "The record holds none with a known date.")
        return
    click.echo(f"{'أول توثيق' if arabic else 'first'}: {_moment(moments.first, language)}")
    click.echo(f"{'آخر توثيق' if arabic else 'last'}: {_moment(moments.last, language)}")
    if moments.gap and moments.gap.months[0]:  # under a month there is no gap to speak of
        click.echo(f"{say_first_in(moments.gap, language)} ({_moment(moments.gap.before, language)})")
    if moments.longest and moments.longest != moments.gap:
        longest = moments.longest
        click.echo(
            f"{'أطول انقطاع' if arabic else 'longest gap'}: "
            f"{_moment(longest.before, language)} – {_moment(longest.after, language)}"
        )
    if moments.ahead:
        click.echo(say_ahead(moments.ahead, language))
    for doubt in list_doubts(ask(question, viewer).doubts, language):
        click.echo(doubt)


def _moment(moment: Moment, language: str) -> str:
    return f"{say_when(When.span(moment.start, moment.end), language)} [{moment.address}]"


def _say(total: Total, question: Question, language: str) -> str:
    return say_answer(total, question, language)


def _number(number: int | None, language: str) -> str:
    return "" if number is None else say_number(number, language)


_BEST = ("best", "الأرجح")
_COUNTERS = {
    "open": ("no upper end", "بلا حد أعلى"),
    "unknown": ("unknown", "غير معروف"),
    "conflict": ("conflict", "متعارض"),
    "contradictory": ("contradicts itself", "يناقض نفسه"),
    "other": ("in another unit", "بوحدة أخرى"),
    "at_most": ("only an upper bound", "حد أعلى فقط"),
}
