"""Mending one failed row at the desk: its cells in a form, the cause beside the cell, and that row alone brought in."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from dalil.archive.protection import Level
from dalil.desk.imports import presenters
from dalil.desk.imports.bringing_in import may_bring_in
from dalil.desk.imports.forms import NEEDS
from dalil.desk.screens import DeskRequest, can, language, refused, screen, viewer_of
from dalil.intake.mending import cells_of, is_mendable, mend_row, mendings_of_row
from dalil.intake.models import FailedRow, Import
from dalil.intake.runs import retry_row
from dalil.record import actions
from dalil.record.lengths import LONGEST
from dalil.record.reading import open_for_reading
from dalil.wording.numbers import say_number
from dalil.wording.refusals import isolated, refusal

LONG = 60
"""Letters from which on a cell is edited in an area of several lines."""


class RowForm(forms.Form):
    """The cells of one row, and why they are mended. The row was brought in by a mapping: a cell is read as the others of its column."""

    reason = forms.CharField(
        label=gettext_lazy("Where the right value is known from"),
        max_length=LONGEST["reason"],
        widget=forms.TextInput(attrs={"dir": "auto"}),
    )

    def __init__(self, data: Any = None, *, failed: FailedRow) -> None:
        super().__init__(data)
        self.use_required_attribute = False
        self._cells = cells_of(failed)
        names = [*failed.run.header, *[""] * (len(self._cells) - len(failed.run.header))]
        for at, (name, cell) in enumerate(zip(names, self._cells, strict=True)):
            several = "\n" in cell or len(cell) > LONG
            attrs = {"dir": "auto", **({"rows": 3} if several else {})}
            self.fields[f"cell_{at}"] = forms.CharField(
                label=name or _("Column %(n)s") % {"n": say_number(at + 1, language())},
                required=False,
                strip=False,
                initial=cell,
                max_length=LONGEST["text"],
                widget=forms.Textarea(attrs=attrs) if several else forms.TextInput(attrs=attrs),
            )
        self.order_fields([*(f"cell_{at}" for at in range(len(self._cells))), "reason"])

    def cells(self) -> list[str]:
        """All cells as they should be; lines end as in the file where nothing else was changed. Call after `is_valid()`."""
        typed = [self.cleaned_data[f"cell_{at}"] for at in range(len(self._cells))]
        return [
            was if cell.splitlines() == was.splitlines() else cell for was, cell in zip(self._cells, typed, strict=True)
        ]

    def say_beside(self, column: str, sentence: str) -> bool:
        """Say a cause beside the cell of a column; False where there is no such column."""
        for name, field in self.fields.items():
            if name != "reason" and field.label == column:
                field.help_text = self[name].help_text = sentence  # a form that was checked has taken its texts already
                return True
        return False


@may_bring_in
def mend(request: DeskRequest, pk: int, row: int) -> HttpResponse:
    """Mend the cells of a failed row and bring that row in; where it still fails, the form says why."""
    viewer = viewer_of(request)
    run = get_object_or_404(Import.objects.visible_to(viewer).select_related("document"), pk=pk)
    failed = get_object_or_404(FailedRow.objects.select_related("run__document"), pk=row, run=run)
    open_for_reading(run.document, viewer)
    if (run.level == Level.PUBLIC and not can(request, "publish")) or not request.user.has_perms(
        [NEEDS[run.format]] if run.format in NEEDS else []
    ):
        return refused(request)
    if failed.resolved_at or not is_mendable(run) or not isinstance(failed.raw, list):
        messages.warning(
            request,
            _("This row has been taken in already.") if failed.resolved_at else _("This row is mended in its file."),
        )
        return redirect("desk:import", pk)
    form = RowForm(request.POST if request.method == "POST" else None, failed=failed)
    tried = form.is_bound and form.is_valid()
    if tried:
        try:
            mend_row(failed, form.cells(), actor=request.user, reason=form.cleaned_data["reason"])
            failed = retry_row(failed, actor=request.user)
        except actions.Refused as error:
            form.add_error(None, isolated(refusal(error)))
            tried = False
        if tried and failed.resolved_at:
            messages.success(request, _("Row %(n)s is taken in.") % {"n": say_number(failed.row, language())})
            return redirect("desk:import", pk)
    (failure,) = presenters.failures([vars(failed)], viewer)
    beside = form.say_beside(_column_of(failed), failure.cause)
    return screen(
        request,
        "desk/imports/mend_row.html",
        _("Row %(n)s") % {"n": say_number(failed.row, language())},
        icon="edit",
        above=[
            (reverse("desk:imports"), _("Imports")),
            (reverse("desk:import", args=[pk]), run.document.title),
        ],
        form=form,
        failure=failure,
        beside=beside,
        still_fails=tried,
        mended=presenters.mendings(mendings_of_row(run, failed.row)),
        status=422 if form.is_bound else 200,
    )


def _column_of(failed: FailedRow) -> str:
    """The column that the cause of a failed row is about: the one it names, or the only one that fills the field it names."""
    if failed.field in failed.run.header:
        return failed.field
    columns = failed.run.mapping.get("columns", {})
    filling = [
        name
        for name, uses in columns.items()
        if any(use.get("field") == failed.field for use in (uses if isinstance(uses, list) else [uses]))
    ]
    return filling[0] if len(filling) == 1 else ""
