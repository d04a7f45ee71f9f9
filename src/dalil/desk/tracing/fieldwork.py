"""Field work with a request: calls that are due, an interview by its script, one page to print."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe

from dalil.desk.screens import DeskRequest, language, saying, screen
from dalil.desk.sealed.session import session_of, while_open
from dalil.desk.tracing.forms import FamilySearchForm
from dalil.desk.tracing.views import above, find, say_state
from dalil.record.actions import Refused
from dalil.record.sealed.open_compartment import OpenCompartment
from dalil.record.sealed.persons import read_person
from dalil.tracing import calls as actions
from dalil.tracing import requests
from dalil.tracing.interview import AFTER, BEFORE, PARTS, WHILE
from dalil.tracing.models import SearchCall
from dalil.tracing.photographs import read_photographs
from dalil.tracing.search_content import read_content
from dalil.tracing.search_words import LABELS, say_content
from dalil.tracing.typed_searches import type_search
from dalil.wording.refusals import refusal


class CallForm(forms.Form):
    """Until when a family is called."""

    due_on = forms.DateField(label=gettext_lazy("Call them until"), widget=forms.DateInput(attrs={"type": "date"}))


class InterviewForm(FamilySearchForm):
    """The questions of one part of an interview; what other parts ask stays as it is."""

    def __init__(self, *args: Any, part: int, typed: dict[str, Any], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._typed = typed
        asked = PARTS[part].questions
        for name in [each for each in self.fields if each not in asked and each != "seen"]:
            del self.fields[name]
        for name, question in asked.items():
            self.fields[name].label = question.in_language(kwargs["screen_language"])
            self.fields[name].required = False
        self.order_fields([*asked, "seen"])

    def clean(self) -> dict[str, Any]:
        """What is asked elsewhere is filled in from what stands there; a name and who asks are never emptied."""
        cleaned = self.cleaned_data
        for name in ("said", "asker"):
            if name in cleaned and not cleaned[name]:
                cleaned[name] = self._typed[name]
        self.cleaned_data = {**self._typed, **cleaned}
        return super().clean()


@require_POST
@while_open
def plan_call(request: DeskRequest, opened: OpenCompartment, reference: str) -> HttpResponseBase:
    """Noting until when one calls a family."""
    found, form = find(reference), CallForm(request.POST)
    if not form.is_valid():
        messages.error(request, _("Say until which day you call."))
        return redirect("desk:tracing_search", reference)
    with saying(request, _("Noted. It stands among what waits for you when it is due.")):
        actions.plan_call(found, form.cleaned_data["due_on"], actor=request.user)
    return redirect("desk:tracing_search", reference)


@require_POST
@while_open
def called(request: DeskRequest, opened: OpenCompartment, reference: str, number: int) -> HttpResponseBase:
    """Noting that a family was called."""
    call = SearchCall.objects.filter(request=find(reference), pk=number).first()
    if call is None:
        raise Http404
    with saying(request, _("Noted: they were called.")):
        actions.note_called(call, actor=request.user)
    return redirect("desk:tracing_search", reference)


@while_open
def interview(request: DeskRequest, opened: OpenCompartment, reference: str, part: int) -> HttpResponseBase:
    """One part of an interview: answers are sealed with the request, any of them may be left out, and a break keeps what was said."""
    found = find(reference)
    if not 1 <= part <= len(PARTS):
        raise Http404
    try:
        read = read_person(opened, found.person, actor=request.user, session=session_of(request), only=["search"])
    except Refused as error:
        messages.error(request, refusal(error))
        return redirect("desk:tracing_search", reference)
    stands = read["search"]
    content = read_content(stands.text)
    form = InterviewForm(
        request.POST or None,
        screen_language=language(),
        content=content,
        version=stands.version,
        part=part - 1,
        typed=type_search(content),
    )
    if request.method == "POST" and form.is_valid():
        typed = form.cleaned_data
        try:
            requests.change_request(opened, found, typed["content"], actor=request.user, seen=typed["seen"] or 0)
        except Refused as error:
            form.add_error(None, refusal(error))
        else:
            if "break" in request.POST or part == len(PARTS):
                messages.success(request, _("What was said is sealed. Go on whenever they want to."))
                return redirect("desk:tracing_search", reference)
            return redirect("desk:tracing_interview", reference, part + 1)
    return screen(
        request,
        "desk/tracing/interview.html",
        PARTS[part - 1].title.in_language(language()),
        icon="openquote",
        above=above(reference),
        reference=reference,
        before=[each.in_language(language()) for each in BEFORE] if part == 1 else [],
        meanwhile=WHILE.in_language(language()),
        after=[each.in_language(language()) for each in AFTER] if part == len(PARTS) else [],
        skip=reverse("desk:tracing_interview", args=[reference, part + 1]) if part < len(PARTS) else "",
        form=form,
        status=422 if form.errors else 200,
    )


@require_safe
@while_open
def summary(request: DeskRequest, opened: OpenCompartment, reference: str) -> HttpResponseBase:
    """One page to print for field work. Who asks, and how they are reached, is not on it: paper is lost."""
    found = find(reference)
    try:
        content = requests.read_request(opened, found, actor=request.user, session=session_of(request))
        photographs = read_photographs(opened, found, actor=request.user, session=session_of(request))
    except Refused as error:
        messages.error(request, refusal(error))
        return redirect("desk:tracing_search", reference)
    of_family = {"asker": "—", "relation": None, "contact": "", "call_not": "", "sample_place": ""}
    shown = content.model_copy(update=of_family)
    asker = LABELS["asker"].in_language(language())
    return screen(
        request,
        "desk/tracing/summary.html",
        _("Summary to print"),
        icon="doc-full",
        above=above(reference),
        reference=reference,
        photograph=photographs[0] if photographs else None,
        state=say_state(requests.states_of(found)[-1]),
        facts=[(label, words) for label, words in say_content(shown, language()) if label != asker],
        wants=[LABELS[name].in_language(language()) for name in content.missing_fields() if name != "contact"],
    )
