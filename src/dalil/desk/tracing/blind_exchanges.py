"""Looking with partners for people whom both know, at the desk: a file goes and a file comes, with the compartment open; hits are opened by both."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe

from dalil.desk.screens import DeskRequest, screen
from dalil.desk.sealed.session import find_opened, for_officers, session_of, while_open
from dalil.desk.tracing.views import above
from dalil.exchange.models import Partner
from dalil.record.actions import Refused
from dalil.record.sealed.open_compartment import OpenCompartment
from dalil.tracing import blind_exchanges as actions
from dalil.tracing.blind_offered import REQUEST
from dalil.tracing.models import BlindExchange, BlindHit
from dalil.wording.refusals import refusal

STEPS = {
    1: gettext_lazy("offered"),
    2: gettext_lazy("answered"),
    3: gettext_lazy("closed"),
    4: gettext_lazy("hits opened"),
}
FIELDS = {
    "is": gettext_lazy("What it is there"),
    "reference": gettext_lazy("Reference"),
    "names": gettext_lazy("Names"),
    "mother": gettext_lazy("Mother’s name"),
    "born": gettext_lazy("Born"),
    "seen": gettext_lazy("Last seen, or when it happened"),
    "places": gettext_lazy("Places"),
}


class BeginForm(forms.Form):
    """With whom."""

    partner = forms.ModelChoiceField(Partner.objects.all(), label=gettext_lazy("Partner"))


class StepFileForm(forms.Form):
    """A file that came from a partner."""

    file = forms.FileField(label=gettext_lazy("File of a partner"))


@dataclass(frozen=True)
class HitLine:
    """A hit. told: what the partner told, as labels and words; empty where it is not told, or we have not told it ourselves."""

    hit: BlindHit
    url: str
    reference: str
    is_request: bool
    sent: bool
    came: bool
    told: tuple[tuple[tuple[str, str], ...], ...] = ()


@require_safe
@for_officers
def blind_exchanges(request: DeskRequest) -> HttpResponseBase:
    """The exchanges; beginning one, and taking a file in."""
    return screen(
        request,
        "desk/tracing/blind_exchanges.html",
        _("Looking with partners"),
        icon="group",
        above=above(),
        open=find_opened(request) is not None,
        exchanges=[(each, STEPS[each.step]) for each in BlindExchange.objects.select_related("partner", "actor")],
        begin=BeginForm(),
        step_file=StepFileForm(),
    )


@require_POST
@while_open
def begin(request: DeskRequest, opened: OpenCompartment) -> HttpResponseBase:
    """Beginning an exchange: the answer is the file for the partner."""
    form = BeginForm(request.POST)
    if not form.is_valid():
        messages.error(request, _("Choose a partner."))
        return redirect("desk:tracing_blind")
    try:
        made = actions.begin_exchange(
            opened, form.cleaned_data["partner"], actor=request.user, session=session_of(request)
        )
    except Refused as error:
        messages.error(request, refusal(error))
        return redirect("desk:tracing_blind")
    return _give(made)


@require_POST
@while_open
def take(request: DeskRequest, opened: OpenCompartment) -> HttpResponseBase:
    """Taking the file of a partner in: the answer is the file of the next step, where there is one."""
    form = StepFileForm(request.POST, request.FILES)
    if not form.is_valid():
        messages.error(request, _("Choose the file that the partner sent."))
        return redirect("desk:tracing_blind")
    try:
        made = actions.receive_step(opened, form.cleaned_data["file"], actor=request.user, session=session_of(request))
    except Refused as error:
        messages.error(request, _("Nothing was taken in: %(why)s") % {"why": refusal(error)})
        return redirect("desk:tracing_blind")
    if made.file:
        return _give(made)
    messages.success(request, _("Taken in."))
    return redirect("desk:tracing_blind_exchange", made.exchange.pk)


@require_safe
@for_officers
def blind_exchange(request: DeskRequest, pk: int) -> HttpResponseBase:
    """One exchange: its steps, and whom both know."""
    found, opened = _find(pk), find_opened(request)
    lines, problem = [], ""
    for hit in found.hits.prefetch_related("openings"):
        try:
            lines.append(_line(request, opened, hit))
        except Refused as error:
            problem = refusal(error)
    return screen(
        request,
        "desk/tracing/blind_exchange.html",
        _("Looking with a partner"),
        icon="lock-open" if opened else "lock",
        above=[*above(), (reverse("desk:tracing_blind"), _("Looking with partners"))],
        open=opened is not None,
        exchange=found,
        steps=[(STEPS[each.step], each) for each in found.steps.select_related("actor")],
        lines=lines,
        problem=problem,
    )


@require_POST
@while_open
def open_hits(request: DeskRequest, opened: OpenCompartment, pk: int) -> HttpResponseBase:
    """Telling a partner who stands behind hits: the answer is the file for it."""
    found = _find(pk)
    numbers = [each for each in request.POST.getlist("hit") if each.isascii() and each.isdigit()]
    chosen = found.hits.filter(pk__in=numbers)
    try:
        made = actions.open_hits(opened, found, chosen, actor=request.user, session=session_of(request))
    except Refused as error:
        messages.error(request, refusal(error))
        return redirect("desk:tracing_blind_exchange", pk)
    return _give(made)


def _line(request: DeskRequest, opened: OpenCompartment | None, hit: BlindHit) -> HitLine:
    kind, _between, reference = hit.item.partition(":")
    is_request = kind == REQUEST
    sides = {each.sent for each in hit.openings.all()}
    told: Any = ()
    if opened and sides == {True, False}:
        read = actions.read_opened(opened, hit, actor=request.user, session=session_of(request))
        told = tuple(
            tuple((str(FIELDS[name]), _say_kind(words) if name == "is" else words) for name, words in each.items())
            for each in read
        )
    address = "desk:tracing_search" if is_request else "desk:report"
    return HitLine(hit, reverse(address, args=[reference]), reference, is_request, True in sides, False in sides, told)


def _say_kind(kind: str) -> str:
    return _("Search request") if kind == REQUEST else _("Report")


def _give(made: actions.BlindAnswer) -> HttpResponseBase:
    answer = HttpResponse(made.file, content_type="application/zip")
    name = f"blind-{made.exchange.identity[:8]}-{made.exchange.steps.latest('pk').step}.zip"
    answer.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer


def _find(pk: int) -> BlindExchange:
    return get_object_or_404(BlindExchange.objects.select_related("partner"), pk=pk)
