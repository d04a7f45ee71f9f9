"""What readers submitted in confidence: that it came, for officers; its words, while the compartment is open."""

from __future__ import annotations

from django.contrib import messages
from django.db.models import QuerySet
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from dalil.desk.lists import take_page
from dalil.desk.protecting.forms import ReasonForm
from dalil.desk.screens import DeskRequest, button, saying, screen
from dalil.desk.sealed.session import find_opened, for_officers, session_of, while_open
from dalil.record.actions import Refused
from dalil.record.sealed import submissions as actions
from dalil.record.sealed.models import Submission
from dalil.record.sealed.open_compartment import OpenCompartment
from dalil.wording.refusals import refusal


@for_officers
def submissions(request: DeskRequest) -> HttpResponseBase:
    """What came in: what waits first, the latest before; no word of it."""
    found = _information().select_related("done_by", "erased_by").order_by("done_at", "-pk")
    return screen(
        request,
        "desk/sealed/submissions.html",
        _("Submitted information"),
        icon="mail",
        above=_above()[:1],
        open=find_opened(request) is not None,
        page=take_page(request, found),
    )


@for_officers
def submission(request: DeskRequest, reference: str) -> HttpResponseBase:
    """One thing that was submitted; its words only while the compartment is open."""
    found, opened = _find(reference), find_opened(request)
    read, problem = None, ""
    if opened and not found.erased_at:
        try:
            read = actions.read_submission(opened, found, actor=request.user, session=session_of(request))
        except Refused as error:
            problem = refusal(error)
    return screen(
        request,
        "desk/sealed/submission.html",
        _("Submitted information"),
        icon="lock-open" if opened else "lock",
        above=_above(),
        buttons=[button(_("Erase"), reverse("desk:sealed_submission_erase", args=[reference]), "bin")]
        if opened and not found.erased_at
        else [],
        open=opened is not None,
        submission=found,
        read=read,
        problem=problem,
    )


@require_POST
@while_open
def set_done(request: DeskRequest, opened: OpenCompartment, reference: str) -> HttpResponseBase:
    """Noting that it was dealt with."""
    with saying(request, _("Noted: it was dealt with.")):
        actions.set_done(opened, _find(reference), actor=request.user)
    return redirect("desk:sealed_submissions")


@while_open
def erase(request: DeskRequest, opened: OpenCompartment, reference: str) -> HttpResponseBase:
    """Erasing its words."""
    above = [*_above(), (reverse("desk:sealed_submission", args=[reference]), reference)]
    return ask_to_erase(request, opened, _find(reference), above=above, then="desk:sealed_submissions")


def ask_to_erase(
    request: DeskRequest, opened: OpenCompartment, found: Submission, *, above: list[tuple[str, str]], then: str
) -> HttpResponseBase:
    """Ask why the words of a submission are erased, and erase them. above: the screens before. then: the name of the screen that follows."""
    form = ReasonForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            actions.erase_submission(opened, found, actor=request.user, reason=form.cleaned_data["reason"])
        except Refused as error:
            form.add_error(None, refusal(error))
        else:
            messages.success(request, _("Erased; that it came, and why it was erased, stays."))
            return redirect(then)
    return screen(
        request,
        "desk/sealed/erase_submission.html",
        _("Erase what was submitted"),
        icon="bin",
        above=above,
        form=form,
        status=422 if form.errors else 200,
    )


def _above() -> list[tuple[str, str]]:
    return [
        (reverse("desk:sealed"), _("Sealed persons")),
        (reverse("desk:sealed_submissions"), _("Submitted information")),
    ]


def _find(reference: str) -> Submission:
    return get_object_or_404(_information().select_related("done_by", "erased_by"), reference=reference)


def _information() -> QuerySet[Submission]:
    """What readers told; the forms of families stand among the searches."""
    return Submission.objects.filter(about=Submission.About.INFORMATION)
