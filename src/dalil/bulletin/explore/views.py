"""The page on which readers put questions of their own. Everything is asked as the public may know it, whoever is signed in."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import parse_qsl

from django.core.paginator import Page, Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.timezone import localtime
from django.utils.translation import get_language
from django.utils.translation import gettext as say
from django.views.decorators.http import require_safe

from dalil import vocabulary
from dalil.bulletin.drawings.drawn import Drawing
from dalil.bulletin.explore.answered import (
    PUBLIC,
    LinkedTable,
    answer_for,
    draw_answer,
    explore_url,
    is_crossed,
    list_shown,
    tabulate_answer,
)
from dalil.bulletin.explore.asked import THAN, WAYS, AskedQuestion, read_question
from dalil.bulletin.explore.compared import ComparedPeriods, present_comparison
from dalil.bulletin.explore.form import ExploreField, KindLink, list_fields, list_kinds
from dalil.bulletin.pages.page_links import PageLinks
from dalil.bulletin.record.entity_presenters import EntityLine, present_entity_line
from dalil.counting.answer import Answer
from dalil.counting.answer_words import say_answer
from dalil.counting.layout import PLACE_LEVELS
from dalil.counting.question import Question, Unanswerable
from dalil.counting.question_parameters import write_question
from dalil.counting.rate_words import RatesInWords, say_rates
from dalil.counting.two_periods import compare_periods
from dalil.record.entities import entities_of
from dalil.values import When
from dalil.wording.doubts import list_doubts
from dalil.wording.times import say_when

ON_A_PAGE = 20
FILES = {
    "CSV": "count-csv",
    "XLSX": "count-xlsx",
    "Parquet": "count-parquet",
    "GeoJSON": "count-geojson",
    "JSON": "count",
}
"""The forms in which an answer is given out, with the route of each; as a map only what is grouped by places."""


@dataclass(frozen=True)
class WayLink:
    """A way of showing an answer, or a file of it."""

    label: str
    url: str
    current: bool


@dataclass(frozen=True)
class ExploredAnswer:
    """An answer: the question in words, the total, what must be known beside it, and one of drawing, table and list.

    known_on: in words. rates: of the whole, with what must be known beside all rates; None where no population is imported.
    ways: the same question shown otherwise. files: what can be taken along.
    feed_url: of the feed that tells when the answer changes. keep_url: where who works at the desk keeps the question as a figure.
    """

    question: str
    told: str
    reading: str
    known_on: str
    doubts: tuple[str, ...]
    rates: RatesInWords | None
    drawing: Drawing | None
    table: LinkedTable | None
    compared: ComparedPeriods | None
    entities: tuple[EntityLine, ...]
    pages: PageLinks | None
    ways: tuple[WayLink, ...]
    files: tuple[WayLink, ...]
    feed_url: str
    keep_url: str


@dataclass(frozen=True)
class ExplorePage:
    """The form, and the answer where something was asked and understood. faults: what belongs to no field; notes: what names were taken for."""

    action: str
    kind: str
    entity: str
    kinds: tuple[KindLink, ...]
    fields: tuple[ExploreField, ...]
    faults: tuple[str, ...]
    notes: tuple[str, ...]
    answer: ExploredAnswer | None


@require_safe
def explore(request: HttpRequest) -> HttpResponse:
    """A question put by choosing, and its answer. An address that can be written more simply leads on to the one that is passed on."""
    language, here = get_language() or "en", reverse("explore")
    asked = read_question(request.GET, PUBLIC)
    answer = None
    if asked.is_asked and asked.question is not None:
        simple = explore_url(asked.question, asked.way, **_other_period(asked))
        simple += f"&page={asked.page}" if asked.page.isdecimal() else ""
        said = parse_qsl(request.META["QUERY_STRING"], keep_blank_values=True)  # however its letters are escaped
        if parse_qsl(simple.partition("?")[2]) != said and not asked.notes:
            return redirect(simple)
        try:
            answer = _present(answer_for(asked.question, asked.way), asked, asked.question, language)
        except Unanswerable as error:
            asked.refuse(error)
    fields = list_fields(asked, language)
    beside = {name for each in fields if each.faults for name in (each.name, each.id.split("-")[1])}
    page = ExplorePage(
        action=here,
        kind=asked.kind,
        entity=asked.one("entity"),
        kinds=list_kinds(asked, here, language),
        fields=fields,
        faults=tuple(
            words
            for name, said in asked.faults.items()
            if asked.is_asked or name == "kind"
            for words in said
            if name not in beside
        ),
        notes=tuple(asked.notes),
        answer=answer,
    )
    return render(request, "bulletin/explore/explore.html", {"explore": page})


def _present(answer: Answer, asked: AskedQuestion, question: Question, language: str) -> ExploredAnswer:
    shown, title = answer.question, answer.question.in_words(language, PUBLIC)
    rates = say_rates(answer, () if is_crossed(shown, asked.way) else list_shown(answer), language)
    table, doubts = tabulate_answer(answer, asked.way, title, language, rates)
    sheet = Paginator(range(answer.total.entities), ON_A_PAGE).get_page(asked.page)
    names = {"table": say("Table"), "map": say("Map"), "series": say("Series in time"), "list": say("List")}
    query = write_question(shown)
    return ExploredAnswer(
        question=title,
        told=say_answer(answer.total, shown, language, with_noun=True),
        reading=vocabulary.label("readings", shown.reading.value, language) if shown.is_quantity else "",
        known_on=say_when(When.day(localtime(answer.known_at).date()), language),
        doubts=tuple(list_doubts(doubts, language)),
        rates=rates,
        drawing=draw_answer(answer, asked.way, title, language),
        table=table,
        compared=present_comparison(compare_periods(question, asked.than, PUBLIC), language) if asked.than else None,
        entities=_list_entities(answer, sheet.number, language) if asked.way == "list" else (),
        pages=_link_sheets(sheet, question) if asked.way == "list" else None,
        ways=tuple(
            WayLink(names[way], explore_url(question, way, **_other_period(asked)), way == asked.way) for way in WAYS
        ),
        files=tuple(
            WayLink(name, f"{reverse(f'api:{route}')}?{query}", False)
            for name, route in FILES.items()
            if name != "GeoJSON" or any(by in PLACE_LEVELS for by in shown.by)
        ),
        feed_url=f"{reverse('explore-feed')}?{write_question(question)}",
        keep_url=f"{reverse('desk:keep_question')}?{write_question(question)}",
    )


def _other_period(asked: AskedQuestion) -> dict[str, str]:
    """The parameters of the period that is compared with; none where none is."""
    if asked.than is None:
        return {}
    plain = asked.than.plain()
    return {name: str(plain[part]) for name, part in THAN.items() if plain.get(part)}


def _list_entities(answer: Answer, number: int, language: str) -> tuple[EntityLine, ...]:
    found = answer.entities(ON_A_PAGE, (number - 1) * ON_A_PAGE)
    if not found:
        return ()
    of = {
        report.pk: each for each in entities_of([each.reports[0] for each in found], PUBLIC) for report in each.reports
    }
    return tuple(present_entity_line(of[each.reports[0]], language) for each in found if each.reports[0] in of)


def _link_sheets(sheet: Page[int], question: Question) -> PageLinks:
    def at(number: int) -> str:
        return f"{explore_url(question, 'list')}&page={number}"

    return PageLinks(
        number=sheet.number,
        of=sheet.paginator.num_pages,
        previous_url=at(sheet.previous_page_number()) if sheet.has_previous() else "",
        next_url=at(sheet.next_page_number()) if sheet.has_next() else "",
    )
