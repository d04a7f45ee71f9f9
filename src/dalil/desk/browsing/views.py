"""Looking for reports, entities, documents and sources."""

from __future__ import annotations

from functools import cached_property
from typing import Any

from django import forms
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from dalil import vocabulary
from dalil.archive.models import Document
from dalil.archive.protection import Level, Viewer
from dalil.desk.finding import with_flag
from dalil.desk.screens import DeskRequest, button, can, language, may, screen, viewer_of
from dalil.exports.report_lines import report_lines
from dalil.record.entities import entities_of
from dalil.record.kind import all_kinds
from dalil.record.models import Report, Source, Supersession
from dalil.record.search.queries import Ranked, Search, looking_for, matching
from dalil.text.dates import read_date
from dalil.wording.refusals import refusal

PER_PAGE = 50


class LookForm(forms.Form):
    """What one is looking for among reports or entities."""

    q = forms.CharField(
        label=gettext_lazy("Words, in either script"),
        required=False,
        max_length=300,
        widget=forms.TextInput(attrs={"dir": "auto", "type": "search"}),
    )
    kind = forms.ChoiceField(label=gettext_lazy("Kind"), required=False)
    level = forms.ChoiceField(label=gettext_lazy("Who may see it"), required=False)
    flag = forms.ChoiceField(label=gettext_lazy("Defect"), required=False)
    source = forms.CharField(
        label=gettext_lazy("According to"),
        required=False,
        max_length=80,
        widget=forms.TextInput(attrs={"dir": "auto", "data-suggest": "sources", "autocomplete": "off"}),
    )
    since = forms.CharField(
        label=gettext_lazy("From"),
        required=False,
        max_length=60,
        widget=forms.TextInput(attrs={"dir": "auto", "placeholder": "2018-09"}),
    )
    until = forms.CharField(
        label=gettext_lazy("Until"),
        required=False,
        max_length=60,
        widget=forms.TextInput(attrs={"dir": "auto", "placeholder": "2019-03"}),
    )

    def __init__(self, *args: Any, screen_language: str, viewer: Viewer, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.viewer = viewer
        anything = ("", _("all"))
        self.fields["kind"].choices = [  # type: ignore[attr-defined]
            anything,
            *((code, kind.plural.in_language(screen_language)) for code, kind in sorted(all_kinds().items())),
        ]
        self.fields["level"].choices = [anything, *((str(level.value), level.label) for level in Level)]  # type: ignore[attr-defined]
        self.fields["flag"].choices = [  # type: ignore[attr-defined]
            anything,
            *((term.code, term.label(screen_language)) for term in vocabulary.terms("flags")),
        ]

    def _day(self, name: str, end: bool) -> str:
        typed = self.cleaned_data[name]
        if not typed:
            return ""
        try:
            when = read_date(typed)
        except ValueError as error:
            raise forms.ValidationError(refusal(error)) from None
        return str(when.end if end else when.start)

    def clean_since(self) -> str:
        return self._day("since", end=False)

    def clean_until(self) -> str:
        return self._day("until", end=True)

    @cached_property
    def search(self) -> Search:
        """What the words look for."""
        return looking_for(self.cleaned_data["q"] if self.is_valid() else "")

    def meeting(self) -> QuerySet[Report]:
        """The reports that meet all that is asked besides words; none while the form has errors."""
        reports: QuerySet[Report] = Report.objects.visible_to(self.viewer).with_withdrawals()
        if not self.is_valid():
            return reports.none()
        wanted = self.cleaned_data
        if wanted["kind"]:
            reports = reports.filter(kind=wanted["kind"])
        if wanted["level"]:
            reports = reports.filter(level=int(wanted["level"]))
        if wanted["flag"]:
            reports = with_flag(reports, wanted["flag"])
        if wanted["source"]:
            sources = Source.objects.visible_to(self.viewer)
            named = sources.filter(code=wanted["source"]) or sources.filter(matching(wanted["source"]))
            reports = reports.filter(attribution__in=named.values("credits__attribution"))
        if wanted["since"]:
            reports = reports.filter(content__when__end__gte=wanted["since"])
        if wanted["until"]:
            reports = reports.filter(content__when__start__lte=wanted["until"])
        return reports


@may("see")
def reports(request: DeskRequest) -> HttpResponse:
    """Reports, newest first."""
    form = LookForm(request.GET, screen_language=language(), viewer=viewer_of(request))
    among = form.meeting().select_related("document", "attribution")
    page = _page(request, form.search.best_first(among.prefetch_related("attribution__credits__source")))
    return screen(
        request,
        "desk/browsing/reports.html",
        _("Reports"),
        icon="doc-full",
        buttons=[
            *([button(_("New report"), reverse("desk:new"), "plus")] if can(request, "enter") else []),
            button(_("Export as JSON Lines"), f"{reverse('desk:export_reports')}?{_asked(request)}", "download"),
        ],
        form=form,
        page=page,
        corrected=corrected_among([report.pk for report in page], viewer_of(request)),
        comparing=_compared(request),
    )


@may("see")
def export_reports(request: DeskRequest) -> HttpResponseBase:
    """The reports that the list shows, all of them, one a line as `dalil import` reads them again."""
    form = LookForm(request.GET, screen_language=language(), viewer=viewer_of(request))
    found = form.search.all_of(form.meeting())
    response = StreamingHttpResponse(report_lines(found, viewer_of(request)), content_type="application/x-ndjson")
    response["Content-Disposition"] = 'attachment; filename="reports.jsonl"'
    return response


def _asked(request: DeskRequest) -> str:
    """What the list was narrowed by, without the page of it."""
    asked = request.GET.copy()
    asked.pop("p", None)
    return asked.urlencode()


@may("see")
def entities(request: DeskRequest) -> HttpResponse:
    """Entities that hold at least one of the reports looked for; each once, at the first of its reports."""
    form = LookForm(request.GET, screen_language=language(), viewer=viewer_of(request))
    among = form.meeting()
    page = _page(request, form.search.best_first(among))
    groups = entities_of([report.pk for report in page], viewer_of(request))
    members = [report.pk for entity in groups for report in entity.reports]
    matched = form.search.best_first(among.filter(pk__in=members).only("pk"))[: len(members)]
    of = {report.pk: entity for entity in groups for report in entity.reports}
    first = {of[report.pk].address: report.pk for report in reversed(matched)}
    shown = [(report.as_written, of[report.pk]) for report in page if first[of[report.pk].address] == report.pk]
    return screen(
        request, "desk/browsing/entities.html", _("Entities"), icon="group", form=form, page=page, entities=shown
    )


@may("see")
def documents(request: DeskRequest) -> HttpResponse:
    """Documents, the last received first."""
    found = Document.objects.visible_to(viewer_of(request))
    if query := request.GET.get("q", ""):
        found = found.filter(matching(query))
    return screen(
        request,
        "desk/browsing/documents.html",
        _("Documents"),
        icon="doc-full-inverse",
        page=_page(request, found),
        query=query,
    )


@may("see")
def sources(request: DeskRequest) -> HttpResponse:
    """Sources, by their codes."""
    found = Source.objects.visible_to(viewer_of(request))
    if query := request.GET.get("q", ""):
        found = found.filter(matching(query))
    return screen(
        request,
        "desk/browsing/sources.html",
        _("Sources"),
        icon="user",
        buttons=[button(_("Name a source"), reverse("desk:name_source"), "plus")] if can(request, "enter") else [],
        page=_page(request, found),
        query=query,
    )


def corrected_among(ids: list[int], viewer: Viewer) -> set[int]:
    """Those of these reports that a report which this viewer may see has corrected."""
    visible = Report.objects.visible_to(viewer).values("pk")
    return set(Supersession.objects.filter(old__in=ids, new__in=visible).values_list("old", flat=True))


def _page(request: DeskRequest, found: QuerySet[Any] | Ranked) -> Any:
    return Paginator(found, PER_PAGE).get_page(request.GET.get("p"))


def _compared(request: DeskRequest) -> Report | None:
    """The report for which another is looked for, to compare the two."""
    address = request.GET.get("compare", "")
    report: Report | None = Report.objects.visible_to(viewer_of(request)).filter(address=address).first()
    return report
