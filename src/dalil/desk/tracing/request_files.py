"""Requests of others from a file, at the desk: looked at first, each fault named by row and column; what is good is sealed."""

from __future__ import annotations

from collections.abc import Mapping

from django.contrib import messages
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from dalil.desk.screens import DeskRequest, language, screen
from dalil.desk.sealed.session import while_open
from dalil.desk.tracing.forms import RequestFileForm
from dalil.desk.tracing.views import above
from dalil.record.actions import Refused
from dalil.record.sealed.open_compartment import OpenCompartment
from dalil.tracing.request_files import LARGEST, RequestFile, RowFault, enter_request_file, read_request_file
from dalil.wording.numbers import say_number
from dalil.wording.refusals import broken_rule, refusal


@while_open
def request_file(request: DeskRequest, opened: OpenCompartment) -> HttpResponseBase:
    """Looking at a file, and entering it. The file is read in memory and kept nowhere."""
    form = RequestFileForm(request.POST or None, request.FILES or None, screen_language=language())
    found: RequestFile | None = None
    if request.method == "POST" and form.is_valid():
        typed = form.cleaned_data
        try:
            found = read_request_file(typed["file"].read(LARGEST + 1), asker=typed["asker"])
            if not typed["only_look"]:
                entered, there = enter_request_file(
                    opened, found, form.consent(), asked_on=typed["asked_on"], actor=request.user
                )
                said = _("Entered: %(entered)s. Here before: %(there)s. With a fault, and not entered: %(faults)s.")
                numbers = (entered, there, len({each.row for each in found.faults}))
                words = (say_number(each, language()) for each in numbers)
                messages.success(request, said % dict(zip(("entered", "there", "faults"), words, strict=True)))
                if not found.faults:
                    return redirect("desk:tracing")
        except Refused as error:
            form.add_error("file", refusal(error))
            found = None
    return screen(
        request,
        "desk/tracing/request_file.html",
        _("Requests from a file"),
        icon="upload",
        above=above(),
        form=form,
        found=found,
        faults=[(each.row, each.column, _say(each)) for each in found.faults] if found else [],
        left_out=" · ".join(found.left_out) if found else "",
        status=422 if form.errors else 200,
    )


def _say(fault: RowFault) -> str:
    return broken_rule(dict(fault.error)) if isinstance(fault.error, Mapping) else refusal(fault.error)
