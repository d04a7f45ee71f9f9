"""Asking the record how many."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.http import HttpResponse, JsonResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from dalil.bulletin.drawings.figure_charts import draw_answer_for
from dalil.counting.answer import Answer, ask
from dalil.counting.question import Question, Unanswerable, grouping_label
from dalil.counting.question_parameters import write_question
from dalil.counting.rate_words import say_rates
from dalil.counting.timelines import first_and_last
from dalil.desk.counting.forms import QuestionForm
from dalil.desk.figures.forms import FigureForm
from dalil.desk.figures.presenters import say_on_desk
from dalil.desk.lists import show_list
from dalil.desk.screens import DeskRequest, language, may, screen, viewer_of
from dalil.exports.answers import csv_lines, plain_answer
from dalil.exports.confirmed import log_export
from dalil.exports.spreadsheet import csv_file
from dalil.record.models import Report
from dalil.values import When
from dalil.wording.doubts import list_doubts
from dalil.wording.gaps import say_ahead, say_first_in, say_gap
from dalil.wording.times import say_when
from dalil.wording.where import name_place

SHOWN = 50


@may("count")
def count(request: DeskRequest) -> HttpResponse:
    """The question as a form; its answer as a table, as CSV, as JSON."""
    form = QuestionForm(request.GET, screen_language=language(), viewer=viewer_of(request))
    asked = "ask" in request.GET or "as" in request.GET
    answer = _answer(request, form) if asked and form.is_valid() else None
    if not asked:
        form.errors.clear()
    if answer and request.GET.get("as") in ("csv", "json"):
        log_export(viewer_of(request), "count")
    if answer and request.GET.get("as") == "csv":
        return HttpResponse(
            csv_file(csv_lines(answer)),
            content_type="text/csv; charset=utf-8",
            headers={"Content-Disposition": 'attachment; filename="dalil-count.csv"'},
        )
    if answer and request.GET.get("as") == "json":
        return JsonResponse(
            plain_answer(answer, viewer_of(request)), json_dumps_params={"ensure_ascii": False, "indent": 2}
        )
    shown = present_answer(request, answer) if answer else {}
    if answer:
        shown["moments"] = _say_moments(answer.question, request)
        shown["drawing"] = draw_answer_for(answer, viewer_of(request), shown["in_words"], language())
    question = answer.question if answer else None
    making = None
    if question:
        making = FigureForm(
            initial={"question": question.plain(), "unit": answer.unit if answer else None},
            screen_language=language(),
            viewer=viewer_of(request),
        )
    downloads = request.GET.copy()
    downloads.pop("ask", None)
    downloads.pop("as", None)
    return screen(
        request,
        "desk/counting/count.html",
        _("Count"),
        icon="order",
        form=form,
        making=making,
        meant=_link_places_meant(form, request),
        downloads=downloads.urlencode(),
        explore_url=f"{reverse('explore')}?{write_question(question)}" if question else "",
        **shown,
    )


@dataclass(frozen=True)
class PlaceChoice:
    """Another place that a name may mean: its name with its level, and the same question with that place instead."""

    name: str
    url: str


@dataclass(frozen=True)
class NameOfPlaces:
    """A name that may mean several places. taken: what it was taken for; empty where it was not."""

    typed: str
    taken: str
    choices: tuple[PlaceChoice, ...]


def _link_places_meant(form: QuestionForm, request: DeskRequest) -> list[NameOfPlaces]:
    """Say of each name what else it may mean, each of them to be chosen by a click."""
    meant = []
    for each in form.places_meant:
        choices = []
        for places, name in each.choices(language()):
            asked = request.GET.copy()
            asked["places"] = places
            choices.append(PlaceChoice(name, f"?{asked.urlencode()}"))
        taken = name_place(each.taken, language()) if each.taken else ""
        meant.append(NameOfPlaces(each.typed, taken, tuple(choices)))
    return meant


def _answer(request: DeskRequest, form: QuestionForm) -> Answer | None:
    try:
        return ask(form.question(), viewer_of(request))
    except Unanswerable as error:
        form.refuse(error)
        return None


def _say_moments(question: Question, request: DeskRequest) -> list[str]:
    """The first and the last time, and how long it had not been before the last."""
    found, said = first_and_last(question, viewer_of(request)), language()
    lines = []
    if found.first and found.last:
        days = [say_when(When.span(each.start, each.end), said) for each in (found.first, found.last)]
        lines.append(_("First documented %(first)s, last %(last)s.") % {"first": days[0], "last": days[1]})
    if found.gap and found.gap.months[0]:
        lines.append(_("The last was the %(gap)s.") % {"gap": say_first_in(found.gap, said)})
    if found.longest and found.longest.months[0]:
        ends = [say_when(When.span(each.start, each.end), said) for each in (found.longest.before, found.longest.after)]
        told = {"gap": say_gap(found.longest, said), "before": ends[0], "after": ends[1]}
        lines.append(_("The longest time without one: %(gap)s, from %(before)s to %(after)s.") % told)
    if found.ahead:
        lines.append(say_ahead(found.ahead, said))
    return lines


def present_answer(request: DeskRequest, answer: Answer) -> dict[str, Any]:
    """Say an answer as screens show it."""
    question, said = answer.question, language()
    found = answer.entities(limit=SHOWN)
    firsts = [report for each in found for report in each.reports[:1]]
    visible = Report.objects.visible_to(viewer_of(request)).filter(pk__in=firsts).select_related("attribution")
    reports = {report.pk: report for report in show_list(request, list(visible))}
    lines = list(answer.rows)
    rates = say_rates(answer, lines, said)
    return {
        "answer": answer,
        "rates": rates,
        "in_words": question.in_words(said, viewer_of(request)),
        "said": say_on_desk(answer.total, question, said),
        "caveats": list_doubts(answer.doubts, said),
        "headings": [grouping_label(question.kind_class, name, said) for name in question.by],
        "lines": [
            (
                [label.in_language(said) for label in row.labels],
                say_on_desk(row.total, question, said),
                row.total,
                rate,
            )
            for row, rate in zip(lines, rates.lines if rates else [""] * len(lines), strict=True)
        ],
        "found": [(each, reports.get(each.reports[0])) for each in found if each.reports],
    }
