"""Search requests at the desk: listed by reference and state while the compartment is closed, read and written only while it is open."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.contrib import messages
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from dalil import vocabulary
from dalil.desk.lists import take_page
from dalil.desk.screens import DeskRequest, button, language, saying, screen
from dalil.desk.sealed.session import find_opened, for_officers, session_of, while_open
from dalil.desk.tracing.forms import FamilySearchForm, NewFamilySearchForm, StepForm
from dalil.record.actions import Refused
from dalil.record.sealed.open_compartment import OpenCompartment
from dalil.record.sealed.persons import read_person
from dalil.tracing import receipts, requests
from dalil.tracing.calls import requests_of_officer, requests_to_call
from dalil.tracing.family_forms import count_waiting_forms
from dalil.tracing.lifecycle import may_follow
from dalil.tracing.models import SearchRequest
from dalil.tracing.photographs import MOST, Photograph, read_photographs
from dalil.tracing.search_content import read_content
from dalil.tracing.search_words import LABELS, say_content
from dalil.wording.numbers import say_number
from dalil.wording.refusals import refusal


@dataclass(frozen=True)
class SearchLine:
    """A request in the list. name: of the missing person, while the compartment is open. wants: what would help most and is not known."""

    reference: str
    state: str
    since: datetime
    erased: bool
    name: str = ""
    wants: str = ""


@require_safe
@for_officers
def searches(request: DeskRequest) -> HttpResponseBase:
    """The requests, the latest first; names only while the compartment is open."""
    opened = find_opened(request)
    shown = request.GET.get("show", "")
    narrowed = {"mine": requests_of_officer(request.user), "calls": requests_to_call(localdate())}
    page = take_page(request, narrowed.get(shown, requests.all_requests()).prefetch_related("steps"))
    read, problem = {}, ""
    if opened:
        try:
            found = requests.read_requests(opened, page.object_list, actor=request.user, session=session_of(request))
            read = {each.pk: content for each, content in found}
        except Refused as error:
            problem = refusal(error)
    lines = []
    for each in page.object_list:
        last, content = list(each.steps.all())[-1], read.get(each.pk)
        wants = [LABELS[name].in_language(language()) for name in content.missing_fields()[:3]] if content else []
        lines.append(
            SearchLine(
                each.reference,
                say_state(last.state),
                last.at,
                hasattr(each.person, "erasure"),
                content.name.said if content else "",
                " · ".join(wants),
            )
        )
    return screen(
        request,
        "desk/tracing/searches.html",
        _("Search requests"),
        icon="lock-open" if opened else "lock",
        buttons=[button(_("New search request"), reverse("desk:tracing_enter"), "plus")] if opened else [],
        ways=_ways(opened is not None),
        open=opened is not None,
        page=page,
        lines=lines,
        problem=problem,
        shown=shown,
    )


def _ways(is_open: bool) -> list[tuple[str, str]]:
    """The other screens of searches. Five buttons beside a title would leave no room for it."""
    while_it_is_open = [
        (reverse("desk:tracing_queue"), _("Candidates that wait")),
        (reverse("desk:tracing_file"), _("Requests from a file")),
    ]
    return [
        *(while_it_is_open if is_open else ()),
        (reverse("desk:tracing_forms"), _say_forms()),
        (reverse("desk:tracing_blind"), _("Looking with partners")),
    ]


@while_open
def enter(request: DeskRequest, opened: OpenCompartment) -> HttpResponseBase:
    """Entering a request. The code of its receipt is shown once, on the answer itself."""
    form = NewFamilySearchForm(request.POST or None, screen_language=language())
    if request.method == "POST" and form.is_valid():
        typed = form.cleaned_data
        try:
            made, code = requests.enter_request(
                opened, typed["content"], form.consent(), asked_on=typed["asked_on"], actor=request.user
            )
        except Refused as error:
            form.add_error(None, refusal(error))
        else:
            return _show_receipt(request, made, code)
    return _form(request, form, _("New search request"))


@require_safe
@for_officers
def search(request: DeskRequest, reference: str) -> HttpResponseBase:
    """One request: its state; what the family says, and the reasons of its steps, only while the compartment is open."""
    found, opened = find(reference), find_opened(request)
    erased = hasattr(found.person, "erasure")
    facts: list[tuple[str, str]] = []
    photographs: Sequence[Photograph] = ()
    steps, problem, form = [], "", None
    if opened and not erased:
        try:
            session = session_of(request)
            content = requests.read_request(opened, found, actor=request.user, session=session)
            facts = list(say_content(content, language()))
            photographs = read_photographs(opened, found, actor=request.user, session=session)
            read = requests.read_steps(opened, found, actor=request.user, session=session)
            steps = [(say_state(each.state), each) for each in read]
            form = _step_form(request, found)
        except Refused as error:
            problem = refusal(error)
    return screen(
        request,
        "desk/tracing/search.html",
        _("Search request"),
        icon="lock-open" if opened else "lock",
        above=above(),
        buttons=[button(_("Change"), reverse("desk:tracing_change", args=[reference]), "edit")] if form else [],
        ways=[
            (_("Who may be the one"), reverse("desk:tracing_candidates", args=[reference])),
            (_("Findings"), reverse("desk:tracing_findings", args=[reference])),
            (_("Interview"), reverse("desk:tracing_interview", args=[reference, 1])),
            (_("Summary to print"), reverse("desk:tracing_summary", args=[reference])),
            (_("Public list"), reverse("desk:tracing_listing", args=[reference])),
        ]
        if form
        else [],
        request_=found,
        open=opened is not None,
        facts=facts,
        steps=steps,
        photographs=photographs,
        may_add=len(photographs) < MOST,
        plain_steps=[(say_state(each.state), each) for each in found.steps.select_related("actor").order_by("-number")],
        form=form,
        calls=found.calls.filter(done_at=None).select_related("actor"),
        today=localdate(),
        problem=problem,
    )


@while_open
def change(request: DeskRequest, opened: OpenCompartment, reference: str) -> HttpResponseBase:
    """Writing what the family says now; what it said before stays sealed."""
    found = find(reference)
    try:
        read = read_person(opened, found.person, actor=request.user, session=session_of(request), only=["search"])
    except Refused as error:
        messages.error(request, refusal(error))
        return redirect("desk:tracing_search", reference)
    stands = read["search"]
    form = FamilySearchForm(
        request.POST or None,
        screen_language=language(),
        content=read_content(stands.text),
        version=stands.version,
    )
    if request.method == "POST" and form.is_valid():
        typed = form.cleaned_data
        try:
            requests.change_request(opened, found, typed["content"], actor=request.user, seen=typed["seen"] or 0)
        except Refused as error:
            form.add_error(None, refusal(error))
        else:
            messages.success(request, _("Changed; what stood there before stays sealed."))
            return redirect("desk:tracing_search", reference)
    return _form(request, form, _("Change a search request"), reference)


@require_POST
@while_open
def step(request: DeskRequest, opened: OpenCompartment, reference: str) -> HttpResponseBase:
    """Bringing a request into its next state."""
    found = find(reference)
    form = _step_form(request, found)
    if not form.is_valid():
        messages.error(request, _("Say the next state and why."))
        return redirect("desk:tracing_search", reference)
    typed = form.cleaned_data
    other = SearchRequest.objects.filter(person__reference=typed["other"].strip()).first() if typed["other"] else None
    with saying(request, _("The step is noted, with its reason sealed.")):
        requests.take_step(
            opened, found, typed["state"], reason=typed["reason"], actor=request.user, other=other, body=typed["body"]
        )
    return redirect("desk:tracing_search", reference)


@require_POST
@while_open
def renew_receipt(request: DeskRequest, opened: OpenCompartment, reference: str) -> HttpResponseBase:
    """A new receipt, as when the paper is lost; the old one says nothing from now on."""
    found = find(reference)
    return _show_receipt(request, found, receipts.make_receipt(found, actor=request.user))


def _say_forms() -> str:
    """The name of the list of forms that families filled in, with how many wait."""
    waiting = count_waiting_forms()
    label = _("Forms that families sent")
    return f"{label} ({say_number(waiting, language())})" if waiting else label


def say_state(code: str) -> str:
    """Return what a state is called on the screen."""
    return vocabulary.label("search_states", code, language())


def find(reference: str) -> SearchRequest:
    """Return the request of a reference, or answer that there is none."""
    return get_object_or_404(requests.all_requests(), person__reference=reference)


def above(reference: str = "") -> list[tuple[str, str]]:
    """The screens that those of a request belong under."""
    own = [(reverse("desk:tracing_search", args=[reference]), reference)] if reference else []
    return [(reverse("desk:tracing"), _("Search requests")), *own]


def _step_form(request: DeskRequest, found: SearchRequest) -> StepForm:
    states = sorted(may_follow(requests.states_of(found)))
    return StepForm(request.POST or None, screen_language=language(), states=states)


def _show_receipt(request: DeskRequest, made: SearchRequest, code: str) -> HttpResponseBase:
    response = screen(
        request,
        "desk/tracing/receipt.html",
        _("Receipt for the family"),
        icon="doc-full",
        above=above(made.reference),
        reference=made.reference,
        code=code,
    )
    response.headers["Cache-Control"] = "no-store"
    return response


def _form(request: DeskRequest, form: FamilySearchForm, title: str, reference: str = "") -> HttpResponseBase:
    return screen(
        request,
        "desk/tracing/search_form.html",
        title,
        icon="edit",
        above=above(reference),
        form=form,
        status=422 if form.errors else 200,
    )
