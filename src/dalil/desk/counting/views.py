"""Asking the record how many, and keeping a question as a figure."""

from __future__ import annotations

import json
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from dalil.archive.protection import Viewer
from dalil.columns import projection
from dalil.counting.answer import Answer, ask
from dalil.counting.figures import define_figure
from dalil.counting.layout import units_in
from dalil.counting.models import Figure
from dalil.counting.question import Question, Unanswerable, grouping_label
from dalil.counting.timelines import first_and_last
from dalil.desk.counting.forms import QuestionForm
from dalil.desk.figures.presenters import say_on_desk
from dalil.desk.screens import DeskRequest, can, language, may, screen, viewer_of
from dalil.exports.answers import csv_lines
from dalil.exports.spreadsheet import csv_file
from dalil.record.models import Report
from dalil.values import When
from dalil.wording.counts import name_units
from dalil.wording.gaps import say_first_in
from dalil.wording.times import say_when
from dalil.wording.totals import list_caveats

SHOWN = 50


class FigureForm(forms.Form):
    """How a figure is called and addressed. The question travels along as JSON.

    A number is kept with its unit: without one, the unit most told of is counted, which may be another by next year. Where it is told
    in several, the unit is asked for.
    """

    question = forms.JSONField(widget=forms.HiddenInput)
    unit = forms.ChoiceField(
        label=gettext_lazy("Unit"),
        help_text=gettext_lazy("This number is told in several units; the figure counts one of them."),
    )
    slug = forms.SlugField(
        label=gettext_lazy("Address"),
        help_text=gettext_lazy("Short and lasting; it is part of the figure’s citation: killed-in-idlib-2019"),
        max_length=80,
        widget=forms.TextInput(attrs={"dir": "ltr"}),
    )
    title_en = forms.CharField(
        label=gettext_lazy("Title in English"),
        required=False,
        max_length=300,
        widget=forms.TextInput(attrs={"lang": "en", "dir": "ltr"}),
    )
    title_ar = forms.CharField(
        label=gettext_lazy("Title in Arabic"),
        required=False,
        max_length=300,
        widget=forms.TextInput(attrs={"lang": "ar", "dir": "rtl"}),
    )
    note_en = forms.CharField(
        label=gettext_lazy("Note in English"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 2, "lang": "en", "dir": "ltr"}),
    )
    note_ar = forms.CharField(
        label=gettext_lazy("Note in Arabic"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 2, "lang": "ar", "dir": "rtl"}),
    )

    def __init__(self, *args: Any, screen_language: str, viewer: Viewer, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.units = _units_open(self["question"].value(), viewer)
        if len(self.units) > 1:
            choices = [(unit, name_units(unit, screen_language)) for unit in self.units]
            self.fields["unit"].choices = choices  # type: ignore[attr-defined]
        else:
            del self.fields["unit"]

    def clean_slug(self) -> str:
        slug: str = self.cleaned_data["slug"]
        if Figure.objects.filter(slug=slug).exists():
            raise forms.ValidationError(_("A figure has this address already; choose another."))
        return slug

    def clean_question(self) -> Question:
        try:
            return Question.of(self.cleaned_data["question"])
        except (Unanswerable, TypeError) as error:
            raise forms.ValidationError(_("The question cannot be asked: %(why)s") % {"why": error}) from error

    def clean(self) -> dict[str, object]:
        typed = super().clean() or {}
        if not typed.get("title_en") and not typed.get("title_ar"):
            self.add_error("title_en", _("Write a title in at least one language."))
        unit = typed.get("unit") or (self.units[0] if len(self.units) == 1 else None)
        if unit and "question" in typed:
            typed["question"] = typed["question"].model_copy(update={"unit": unit})
        return typed


def _units_open(plain: str, viewer: Viewer) -> list[str]:
    """The units a question could be counted in where it names none; empty where it names one, counts no number or cannot be asked."""
    try:
        question = Question.of(json.loads(plain))
    except (ValueError, TypeError):
        return []  # said beside the question when the form is checked
    if question.unit or not question.is_quantity:
        return []
    return units_in(projection.refresh(viewer), question.kind, question.measure)


@may("count")
def count(request: DeskRequest) -> HttpResponse:
    """The question as a form; its answer as a table, as CSV, as JSON."""
    form = QuestionForm(request.GET, screen_language=language(), viewer=viewer_of(request))
    asked = "ask" in request.GET or "as" in request.GET
    answer = _answer(request, form) if asked and form.is_valid() else None
    if not asked:
        form.errors.clear()
    if answer and request.GET.get("as") == "csv":
        return HttpResponse(
            csv_file(csv_lines(answer)),
            content_type="text/csv; charset=utf-8",
            headers={"Content-Disposition": 'attachment; filename="dalil-count.csv"'},
        )
    if answer and request.GET.get("as") == "json":
        return JsonResponse(answer.as_plain(viewer_of(request)), json_dumps_params={"ensure_ascii": False, "indent": 2})
    shown = answer_shown(request, answer) if answer else {}
    if answer:
        shown["moments"] = _moments(answer.question, request)
    question = answer.question if answer else None
    making = None
    if question and can(request, "publish"):
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
        downloads=downloads.urlencode(),
        **shown,
    )


def _answer(request: DeskRequest, form: QuestionForm) -> Answer | None:
    try:
        return ask(form.question(), viewer_of(request))
    except Unanswerable as error:
        form.add_error(None, str(error))
        return None


def _moments(question: Question, request: DeskRequest) -> list[str]:
    """The first and the last time, and how long it had not been before the last."""
    found, said = first_and_last(question, viewer_of(request)), language()
    lines = []
    if found.first and found.last:
        days = [say_when(When.span(each.start, each.end), said) for each in (found.first, found.last)]
        lines.append(_("First documented %(first)s, last %(last)s.") % {"first": days[0], "last": days[1]})
    if found.gap and found.gap.months[0]:
        lines.append(_("The last was the %(gap)s.") % {"gap": say_first_in(found.gap, said)})
    return lines


def answer_shown(request: DeskRequest, answer: Answer) -> dict[str, Any]:
    """What a screen shows of an answer."""
    question, said = answer.question, language()
    found = answer.entities(limit=SHOWN)
    firsts = [report for each in found for report in each.reports[:1]]
    reports = {
        report.pk: report
        for report in Report.objects.visible_to(viewer_of(request)).filter(pk__in=firsts).select_related("attribution")
    }
    return {
        "answer": answer,
        "in_words": question.in_words(said, viewer_of(request)),
        "said": say_on_desk(answer.total, question.measure, said),
        "caveats": list_caveats(answer.total, answer.perhaps, answer.overlapping, said),
        "headings": [grouping_label(question.kind_class, name, said) for name in question.by],
        "lines": [
            (
                [label.in_language(said) for label in row.labels],
                say_on_desk(row.total, question.measure, said),
                row.total,
            )
            for row in answer.rows
        ],
        "found": [(each, reports.get(each.reports[0])) for each in found if each.reports],
    }


@require_POST
@may("publish")
def make_figure(request: DeskRequest) -> HttpResponse:
    """Keep the question that was asked under an address that pages can show and readers can cite."""
    form = FigureForm(request.POST, screen_language=language(), viewer=viewer_of(request))
    if form.is_valid():
        typed = form.cleaned_data
        figure = define_figure(
            typed["slug"],
            typed["question"],
            actor=request.user,
            title_en=typed["title_en"],
            title_ar=typed["title_ar"],
            note_en=typed["note_en"],
            note_ar=typed["note_ar"],
        )
        messages.success(request, _("The figure is defined. Publish its first edition when it is right."))
        return redirect("desk:figure", figure.slug)
    question = form.cleaned_data.get("question")
    return screen(
        request,
        "desk/counting/make_figure.html",
        _("Make a figure"),
        icon="order",
        above=[(reverse("desk:count"), _("Count"))],
        form=form,
        in_words=question.in_words(language(), viewer_of(request)) if question else "",
        status=422,
    )
