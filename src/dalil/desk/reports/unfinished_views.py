"""Keeping what is typed of a report while it is typed, and giving it up."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse, JsonResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from dalil.desk.reports.unfinished import GivenUp, TooLong, give_up_unfinished, keep_unfinished
from dalil.desk.screens import DeskRequest, language, may
from dalil.record.kind import all_kinds
from dalil.wording.numbers import write_digits


@require_POST
@may("enter")
def keep(request: DeskRequest) -> HttpResponseBase:
    """Keep what was typed so far. A script is answered with the key and a sentence, a button with the list of what is unfinished."""
    kind = request.POST.get("kind", "")
    if kind not in all_kinds():
        return HttpResponse(status=400)
    key, status = request.POST.get("unfinished", ""), 200
    try:
        key = keep_unfinished(request.user, kind, request.POST, key).key
        at = write_digits(f"{timezone.localtime():%H:%M}", language())
        said = _("Kept for you alone at %(time)s; not in the record.") % {"time": at}
    except GivenUp:
        said, status = _("Not kept: this report was entered or given up in another window."), 410
    except TooLong:
        said, status = _("Not kept: this is more than is kept of an unfinished report. Enter it, or shorten it."), 413
    if request.headers.get("Accept") == "application/json":
        return JsonResponse({"key": key, "said": said}, status=status)
    (messages.success if status == 200 else messages.error)(request, said)
    return redirect("desk:new")


@require_POST
@may("enter")
def give_up(request: DeskRequest) -> HttpResponse:
    """Give up what one has typed of a report."""
    give_up_unfinished(request.user, request.POST.get("unfinished", ""))
    messages.success(request, _("It is given up."))
    return redirect("desk:new")
