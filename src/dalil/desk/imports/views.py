"""Imports: what was brought in, and the rows that failed."""

from __future__ import annotations

from collections.abc import Sequence

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from dalil.access.models import Action
from dalil.desk.imports import presenters
from dalil.desk.imports.causes import censor
from dalil.desk.imports.pending_imports import list_pending
from dalil.desk.lists import show_list, take_page
from dalil.desk.pending_uploads import sweep_uploads
from dalil.desk.screens import DeskRequest, button, can, language, may, refused, screen, viewer_of
from dalil.exports.confirmed import log_export
from dalil.exports.failed_rows import failed_row_csv_lines
from dalil.exports.spreadsheet import csv_file
from dalil.intake import editions
from dalil.intake.mending import is_mendable
from dalil.intake.models import FailedRow, Import, RowMending
from dalil.intake.notes import list_notes
from dalil.intake.run_lock import state_of
from dalil.record import actions
from dalil.record.models import Report
from dalil.record.reading import open_for_reading
from dalil.wording.refusals import refusal, say_kept

MENDED_SHOWN = 200
"""Mendings that the page of an import lists."""


@may("imports")
def imports(request: DeskRequest) -> HttpResponse:
    """Every run of an importer over a file that this person may see, the last first."""
    sweep_uploads()
    found = Import.objects.visible_to(viewer_of(request)).select_related("document", "actor")
    page = take_page(request, found)
    brings_in = all(can(request, each) for each in ("enter", "correct"))
    return screen(
        request,
        "desk/imports/imports.html",
        _("Imports"),
        icon="upload",
        buttons=[button(_("Bring a file in"), reverse("desk:new_import"), "plus")] if brings_in else [],
        page=page,
        runs=[(run, state_of(run)) for run in page],
        waiting=presenters.waiting_files(list_pending(request.user)) if brings_in else (),
    )


@may("imports")
def one_import(request: DeskRequest, pk: int) -> HttpResponse:
    """One run: its sums, its notes, and the rows that did not become reports, with the cause."""
    found = _import_at(request, pk)
    page = take_page(request, _list_failed_rows(found))
    notes, kept_back = list_notes(found, viewer_of(request))
    return screen(
        request,
        "desk/imports/import.html",
        found.document.title,
        icon="upload",
        above=[(reverse("desk:imports"), _("Imports"))],
        buttons=[button(_("Failed rows as CSV"), reverse("desk:failed_rows", args=[pk]), "download")],
        run=found,
        state=state_of(found),
        notes=[say_kept(each.told, each) for each in notes],
        kept_back=kept_back,
        alike=presenters.say_alike(found, viewer_of(request), language()),
        failures=presenters.failures(map(vars, page), viewer_of(request)),
        flags=sorted(found.flags.items()),
        page=page,
        gone=_list_gone(request, found),
        mendable=is_mendable(found) and all(can(request, each) for each in ("enter", "correct")),
        mended=_list_mended(request, found),
    )


@require_POST
@may("withdraw")
def withdraw_gone(request: DeskRequest, pk: int) -> HttpResponse:
    """Withdraw the reports whose rows this next edition of a table no longer has, with one reason for all."""
    found = _import_at(request, pk)
    if not can(request, "imports"):
        return refused(request)
    try:
        many = editions.withdraw_gone(found, actor=request.user, reason=request.POST.get("reason", ""))
    except actions.Refused as error:
        messages.error(request, refusal(error))
    else:
        messages.success(request, _("Withdrawn: %(n)s.") % {"n": many})
    return redirect("desk:import", pk)


@may("imports")
def failed_rows(request: DeskRequest, pk: int) -> HttpResponse:
    """The failed rows of a run as a spreadsheet reads them: row, field, value, cause, and the row as it stood."""
    found = _import_at(request, pk)
    open_for_reading(found.document, viewer_of(request), Action.EXPORTED)
    log_export(viewer_of(request), "failed rows", run=pk)
    rows = [censor(row, viewer_of(request)) for row in _list_failed_rows(found)]
    return HttpResponse(
        csv_file(failed_row_csv_lines(rows, found.header)),
        content_type="text/csv; charset=utf-8",
        headers={"Content-Disposition": f'attachment; filename="failed-rows-{pk}.csv"'},
    )


def _list_gone(request: DeskRequest, run: Import) -> Sequence[Report]:
    """The reports that still stand although this next edition no longer has their rows."""
    viewer = viewer_of(request)
    return show_list(request, list(Report.objects.visible_to(viewer).filter(address__in=run.gone).standing_for(viewer)))


def _list_mended(request: DeskRequest, run: Import) -> list[presenters.Mending]:
    """What was mended in the rows that this run left, the last first."""
    found = list(
        RowMending.objects.filter(failed__run=run)
        .select_related("failed__run__document", "failed__report", "actor")
        .order_by("-pk")[:MENDED_SHOWN]
    )
    became = [each.failed.report_id for each in found]
    visible = Report.objects.visible_to(viewer_of(request)).filter(pk__in=became).values_list("address", flat=True)
    return presenters.mendings(found, frozenset(visible))


def _import_at(request: DeskRequest, pk: int) -> Import:
    found: Import = get_object_or_404(
        Import.objects.visible_to(viewer_of(request)).select_related("document", "actor"), pk=pk
    )
    open_for_reading(found.document, viewer_of(request))
    return found


def _list_failed_rows(run: Import) -> QuerySet[FailedRow]:
    return FailedRow.objects.filter(run=run, resolved_at=None).order_by("row", "pk")
