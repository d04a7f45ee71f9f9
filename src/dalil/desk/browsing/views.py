"""Looking for reports and for entities."""

from __future__ import annotations

from django.db.models import Exists, OuterRef, QuerySet
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _

from dalil.archive.protection import Viewer
from dalil.bulletin.drawings.drawn import Drawing
from dalil.bulletin.drawings.list_maps import draw_list
from dalil.bulletin.http.rate_limits import give_out
from dalil.bulletin.record.record_list import MOST_FOUND
from dalil.counting.answer import log_question
from dalil.counting.entity_list import count_by_place
from dalil.counting.question import Question
from dalil.desk.access.proposed import say_proposed
from dalil.desk.browsing.forms import LookForm
from dalil.desk.lists import show_list, take_page
from dalil.desk.protecting.forms import ReasonForm
from dalil.desk.screens import DeskRequest, button, can, language, may, screen, viewer_of
from dalil.desk.sign_in.letting_in import fresh_sign_in
from dalil.exports.confirmed import count_left_out, propose_export, viewer_of_export
from dalil.exports.leaving import let_leave
from dalil.exports.report_lines import report_lines
from dalil.record import actions
from dalil.record.counted_reports import count_visible
from dalil.record.entities import entities_of
from dalil.record.kind import all_kinds
from dalil.record.models import Report, Supersession
from dalil.wording.refusals import refusal


@may("see")
def reports(request: DeskRequest) -> HttpResponse:
    """Reports, newest first."""
    form = LookForm(request.GET, screen_language=language(), viewer=viewer_of(request))
    among = form.find_reports().select_related("document", "attribution")
    page = take_page(
        request,
        form.search.best_first(among.prefetch_related("attribution__credits__source")),
        counted=None if form.narrows else count_visible(viewer_of(request)),
    )
    return screen(
        request,
        "desk/browsing/reports.html",
        _("Reports"),
        icon="doc-full",
        buttons=[
            *([button(_("New report"), reverse("desk:new"), "plus")] if can(request, "enter") else []),
            button(_("Export as JSON Lines"), f"{reverse('desk:export_reports')}?{_write_query(request)}", "download"),
        ],
        form=form,
        page=page,
        corrected=find_corrected([report.pk for report in page], viewer_of(request)),
        comparing=_find_compared(request),
    )


@may("see")
@fresh_sign_in
def export_reports(request: DeskRequest) -> HttpResponseBase:
    """The reports that the list shows, one a line as `dalil import` reads them again; without those whose consent is not for work inside.

    Where some are restricted and a second person has to confirm that they leave, a screen says so, and takes the proposal.
    """
    form = LookForm(request.GET, screen_language=language(), viewer=viewer_of(request))
    found, viewer = form.search.all_of(form.find_reports()), viewer_of(request)
    restricted = count_left_out(found, viewer)
    if restricted and request.GET.get("restricted") != "left-out":
        return _propose_export(request, found, restricted)
    exporting = viewer_of_export(viewer)
    let_out = let_leave(found, exporting, how="export", purpose="internal", recipient="", actor=request.user)
    return give_out(request, lambda: report_lines(let_out.reports, viewer))


def _propose_export(request: DeskRequest, found: QuerySet[Report], restricted: int) -> HttpResponse:
    """The screen that says how many of the reports are restricted, and lays the export before a second person."""
    form, query = ReasonForm(request.POST or None), _write_query(request)
    if request.method == "POST" and form.is_valid():
        try:
            proposal = propose_export(found, by=request.user, reason=form.cleaned_data["reason"], query=query)
        except actions.Refused as error:
            form.add_error(None, refusal(error))
        else:
            say_proposed(request, proposal)
            return redirect("desk:proposals")
    return screen(
        request,
        "desk/access/export.html",
        _("Export"),
        icon="download",
        above=[(reverse("desk:reports"), _("Reports"))],
        form=form,
        restricted=restricted,
        without=f"{reverse('desk:export_reports')}?{query}&restricted=left-out",
        status=422 if form.errors else 200,
    )


def _write_query(request: DeskRequest) -> str:
    """What the list was narrowed by, without the page of it."""
    asked = request.GET.copy()
    asked.pop("p", None)
    return asked.urlencode()


@may("see")
def entities(request: DeskRequest) -> HttpResponse:
    """Entities that hold at least one of the reports looked for; each once, at the first of its reports."""
    form = LookForm(request.GET, screen_language=language(), viewer=viewer_of(request))
    among = form.find_reports()
    page = take_page(request, form.search.best_first(among))
    groups = show_list(request, entities_of([report.pk for report in page], viewer_of(request)))
    members = [report.pk for entity in groups for report in entity.reports]
    matched = form.search.best_first(among.filter(pk__in=members).only("pk"))[: len(members)]
    of = {report.pk: entity for entity in groups for report in entity.reports}
    first = {of[report.pk].address: report.pk for report in reversed(matched)}
    shown = [(report.as_written, of[report.pk]) for report in page if first[of[report.pk].address] == report.pk]
    others = request.GET.copy()
    on_a_map = others.pop("as", [""])[-1] == "map"
    return screen(
        request,
        "desk/browsing/entities.html",
        _("Entities"),
        icon="group",
        form=form,
        page=page,
        entities=shown,
        drawing=_draw_map(form, among, viewer_of(request)) if on_a_map and shown else None,
        map_url=f"?{others.urlencode()}" if on_a_map else f"?{others.urlencode()}&as=map",
    )


def _draw_map(form: LookForm, among: QuerySet[Report], viewer: Viewer) -> Drawing:
    """The map of the entities that hold one of the reports looked for; of more reports than `MOST_FOUND` it shows the best."""
    log_question(Question(), viewer)
    found = form.search.best_first(among).keys(MOST_FOUND) if form.narrows else None
    questions = {code: Question(kind=code) for code in all_kinds()}
    return draw_list(count_by_place(questions, viewer, found=found), language())


def find_corrected(ids: list[int], viewer: Viewer) -> set[int]:
    """Find those of these reports that a report which this viewer may see has corrected."""
    seen = Exists(Report.objects.visible_to(viewer).filter(pk=OuterRef("new")))
    return set(Supersession.objects.filter(seen, old__in=ids).values_list("old", flat=True))


def _find_compared(request: DeskRequest) -> Report | None:
    """The report for which another is looked for, to compare the two."""
    address = request.GET.get("compare", "")
    report: Report | None = Report.objects.visible_to(viewer_of(request)).filter(address=address).first()
    if report:
        show_list(request, [report])
    return report
