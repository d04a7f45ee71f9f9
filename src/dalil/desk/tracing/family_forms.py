"""The forms that families filled in themselves: that they came, for officers; their words, while the compartment is open; entering them."""

from __future__ import annotations

from django.contrib import messages
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from dalil.desk.lists import take_page
from dalil.desk.screens import DeskRequest, button, language, screen
from dalil.desk.sealed.session import find_opened, for_officers, session_of, while_open
from dalil.desk.sealed.submissions import ask_to_erase
from dalil.desk.tracing.views import above
from dalil.record.actions import Refused
from dalil.record.sealed.open_compartment import OpenCompartment
from dalil.tracing import family_forms as actions
from dalil.tracing.models import FamilyForm
from dalil.tracing.search_words import say_content
from dalil.wording.refusals import refusal


@require_safe
@for_officers
def family_forms(request: DeskRequest) -> HttpResponseBase:
    """The forms: what waits first; no word of any."""
    return screen(
        request,
        "desk/tracing/family_forms.html",
        _("Forms that families sent"),
        icon="mail",
        above=above(),
        open=find_opened(request) is not None,
        page=take_page(request, actions.list_forms()),
    )


@require_safe
@for_officers
def family_form(request: DeskRequest, reference: str) -> HttpResponseBase:
    """One form; its words only while the compartment is open."""
    found, opened = _find(reference), find_opened(request)
    read, problem = None, ""
    if opened and not found.submission.erased_at:
        try:
            read = actions.read_form(opened, found, actor=request.user, session=session_of(request))
        except Refused as error:
            problem = refusal(error)
    erase_ = button(_("Erase"), reverse("desk:tracing_form_erase", args=[reference]), "bin")
    return screen(
        request,
        "desk/tracing/family_form.html",
        _("A form that a family sent"),
        icon="lock-open" if opened else "lock",
        above=_above(),
        buttons=[erase_] if read else [],
        open=opened is not None,
        form_=found,
        facts=list(say_content(read.content, language())) if read else [],
        read=read,
        problem=problem,
    )


@require_POST
@while_open
def enter(request: DeskRequest, opened: OpenCompartment, reference: str) -> HttpResponseBase:
    """Entering a form as a search request."""
    try:
        made = actions.enter_form(opened, _find(reference), actor=request.user, session=session_of(request))
    except Refused as error:
        messages.error(request, refusal(error))
        return redirect("desk:tracing_form", reference)
    messages.success(request, _("Entered; the receipt that the family holds is that of this request."))
    return redirect("desk:tracing_search", made.reference)


@while_open
def erase(request: DeskRequest, opened: OpenCompartment, reference: str) -> HttpResponseBase:
    """Erasing a form that is no request of a family."""
    above = [*_above(), (reverse("desk:tracing_form", args=[reference]), reference)]
    return ask_to_erase(request, opened, _find(reference).submission, above=above, then="desk:tracing_forms")


def _above() -> list[tuple[str, str]]:
    return [*above(), (reverse("desk:tracing_forms"), _("Forms that families sent"))]


def _find(reference: str) -> FamilyForm:
    return get_object_or_404(actions.list_forms(), submission__reference=reference)
