"""Bringing a file in at the desk: upload, what its columns mean, preview, run."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from dalil.archive.protection import Level
from dalil.desk.imports import presenters
from dalil.desk.imports.forms import FORMATS, AgainForm, MappingForm, UploadForm
from dalil.desk.imports.pending_imports import (
    PendingImport,
    Stage,
    Task,
    find_pending,
    give_up,
    list_pending,
    read_part,
    save_pending,
    stage_of,
)
from dalil.desk.imports.tasks import start
from dalil.desk.screens import DeskRequest, View, language, may, screen, viewer_of
from dalil.intake.files.xlsx_file import headers_of_sheets
from dalil.intake.formats import WORKBOOKS, Unreadable
from dalil.intake.mapping import read_mapping
from dalil.intake.models import Import
from dalil.intake.suggestion import suggest_mapping
from dalil.wording.refusals import say_kept

MOST_PENDING = 10
"""Files that one person may have waiting: each is kept for a day."""


def may_bring_in(view: View) -> View:
    """A view for those who see imports, enter reports and correct them: a file does both."""
    return may("imports")(may("enter")(may("correct")(view)))


@may_bring_in
def new_import(request: DeskRequest) -> HttpResponse:
    """Put a file up for import, with its protection."""
    form = UploadForm(request.POST or None, request.FILES or None, user=request.user)
    if request.method == "POST" and len(list_pending(request.user)) >= MOST_PENDING:
        messages.error(request, _("Too many files of yours wait already; bring them in or give them up."))
        return redirect("desk:imports")
    if request.method == "POST" and form.is_valid() and (pending := _begin(form)):
        if pending.has_mapping:
            return redirect("desk:import_mapping", pending.key)
        start(pending, Task.DRY_RUN)
        return redirect("desk:pending_import", pending.key)
    return screen(
        request,
        "desk/imports/upload.html",
        _("Bring a file in"),
        icon="upload",
        above=[(reverse("desk:imports"), _("Imports"))],
        form=form,
        status=422 if form.is_bound else 200,
    )


def _begin(form: UploadForm) -> PendingImport | None:
    """The pending import of a form, with a first mapping; None where its table cannot be read, as the form then says."""
    typed = form.cleaned_data
    assert form.pending_upload
    pending = PendingImport(
        upload=form.pending_upload,
        user=form.user.pk,
        format=typed["format"],
        level=typed["level"],
        groups=tuple(group.name for group in typed["groups"]) if typed["level"] == Level.RESTRICTED else (),
        source=typed["source"],
    )
    try:
        return save_pending(pending, **(_suggest(pending) if pending.has_mapping else {}))
    except Unreadable as error:
        form.refuse_file(error)
        return None


def _suggest(pending: PendingImport, sheet: str = "") -> dict[str, Any]:
    """A first mapping of a table, and what each column was taken for. Raises Unreadable."""
    suggested = suggest_mapping(pending.upload.path, sheet=sheet)
    columns = tuple(
        {"name": each.name, "use": each.use, "asks": each.asks, "remarks": each.remarks}
        for each in suggested.table.columns
    )
    return {"mapping": suggested.text, "sheet": sheet, "suggestion": columns}


@may_bring_in
def settle_mapping(request: DeskRequest, key: str) -> HttpResponse:
    """Edit what the columns of a table mean; of a workbook, choose the sheet."""
    pending = find_pending(key, request.user)
    if (
        pending is None
        or not pending.has_mapping
        or not pending.upload.path.exists()
        or stage_of(pending) == Stage.WORKING
    ):
        return _turn_away(request, pending)
    form = MappingForm(
        request.POST if request.method == "POST" and "sheet" not in request.POST else None, pending=pending
    )
    if "sheet" in request.POST:
        try:
            save_pending(pending, **_suggest(pending, request.POST["sheet"]))
            return redirect("desk:import_mapping", key)
        except Unreadable as error:
            messages.error(request, str(error))
    elif form.is_bound and form.is_valid():
        pending = save_pending(pending, mapping=form.cleaned_data["mapping"], edition=None)
        start(pending, Task.DRY_RUN)
        return redirect("desk:pending_import", key)
    sheets = headers_of_sheets(pending.upload.path) if pending.upload.path.suffix.casefold() in WORKBOOKS else []
    return _step(
        request,
        pending,
        "mapping",
        form=form,
        columns=presenters.read_columns(pending.suggestion, _kind_of(pending), language()),
        sheets=[name for name, _header in sheets] if len(sheets) > 1 else [],
        status=422 if form.is_bound else 200,
    )


def _kind_of(pending: PendingImport) -> str:
    """The kind that the mapping names; what a mapping with a mistake means is not asked."""
    try:
        return str(read_mapping(pending.mapping, "the mapping")["kind"])
    except Unreadable:
        return "incident"


@may_bring_in
def pending_import(request: DeskRequest, key: str) -> HttpResponse:
    """A pending import as far as it is: still to be looked at, being read or brought in, looked at, or stopped."""
    pending = find_pending(key, request.user)
    if pending is None:
        return _turn_away(request, pending)
    stage, task, outcome = stage_of(pending), read_part(pending, "task"), read_part(pending, "outcome") or {}
    if stage == Stage.WORKING:
        return _step(
            request, pending, "progress", progress=read_part(pending, "progress") or {}, importing=task == Task.IMPORT
        )
    if stage == Stage.KILLED or (task == Task.IMPORT and "refused" in outcome):
        return _step(
            request,
            pending,
            "stopped",
            importing=task == Task.IMPORT,
            refused=_say_refused(outcome),
            progress=read_part(pending, "progress") or {},
        )
    if task == Task.IMPORT:
        visible = Import.objects.visible_to(viewer_of(request)).filter(pk=outcome["run"]).exists()
        return redirect("desk:import", outcome["run"]) if visible else _step(request, pending, "finished")
    if pending.has_mapping and stage == Stage.UNREAD:
        return redirect("desk:import_mapping", key)
    return _step(
        request,
        pending,
        "preview",
        read=stage == Stage.DONE,
        refused=_say_refused(outcome),
        edition=outcome.get("refused", {}).get("edition"),
        sums=outcome.get("sums"),
        flags=sorted(outcome.get("flags", {}).items()),
        notes=[say_kept(each["told"], each["said"]) for each in outcome.get("notes", ())],
        kept_back=outcome.get("kept_back", 0),
        rows=presenters.read_rows(outcome, viewer_of(request), language())
        if stage == Stage.DONE and "rows" in outcome
        else (),
        failures=presenters.failures(outcome.get("errors", ()), viewer_of(request)),
        failures_left=outcome.get("errors_left", 0),
        uncoded=presenters.uncoded_columns(outcome, language()),
        form=AgainForm(
            initial={
                "edition": {True: "yes", False: "no", None: ""}[pending.edition],
                "corrections": pending.corrections,
            }
        ),
    )


@require_POST
@may_bring_in
def start_import(request: DeskRequest, key: str) -> HttpResponse:
    """Look at a pending import again, or bring it in, as was chosen."""
    pending = find_pending(key, request.user)
    if pending is None:
        return _turn_away(request, pending)
    form, outcome = AgainForm(request.POST), read_part(pending, "outcome") or {}
    if stage_of(pending) == Stage.WORKING or "run" in outcome or not form.is_valid():
        return redirect("desk:pending_import", key)
    looked_at = "sums" in outcome or read_part(pending, "task") == Task.IMPORT
    facts = form.facts() if "choose" in request.POST else {}
    wants_import = "bring_in" in request.POST and looked_at
    if any(getattr(pending, name) != value for name, value in facts.items()):
        pending, wants_import = save_pending(pending, **facts), False
    start(pending, Task.IMPORT if wants_import else Task.DRY_RUN)
    return redirect("desk:pending_import", key)


@require_POST
@may_bring_in
def give_up_import(request: DeskRequest, key: str) -> HttpResponse:
    """Remove a file that was put up; what came in of it already stays."""
    pending = find_pending(key, request.user)
    if pending is None:
        return _turn_away(request, pending)
    if not give_up(pending):
        messages.error(request, _("The file is being read just now; wait until that is done."))
        return redirect("desk:pending_import", key)
    messages.success(request, _("The file is removed."))
    return redirect("desk:imports")


def _turn_away(request: DeskRequest, pending: PendingImport | None) -> HttpResponse:
    if pending:
        return redirect("desk:pending_import", pending.key)
    messages.warning(request, _("This file does not wait any longer: it was given up, or more than a day has passed."))
    return redirect("desk:imports")


def _say_refused(outcome: dict[str, Any]) -> str:
    refused = outcome.get("refused", {})
    return say_kept(refused, refused["said"]) if "said" in refused else ""


def _step(request: DeskRequest, pending: PendingImport, template: str, **context: Any) -> HttpResponse:
    return screen(
        request,
        f"desk/imports/{template}.html",
        pending.upload.filename,
        icon="upload",
        above=[(reverse("desk:imports"), _("Imports"))],
        pending=pending,
        format=FORMATS.get(pending.format, pending.format),
        level=pending.level,
        **context,
    )
