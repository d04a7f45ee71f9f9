"""Judging two reports the same or different, and taking it back."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from dalil.desk.entities.facts import compare_claims
from dalil.desk.judging.candidates import RECENT, find_candidates
from dalil.desk.lists import show_list
from dalil.desk.reports.views import report_at
from dalil.desk.screens import DeskRequest, language, may, screen, viewer_of
from dalil.record import actions
from dalil.record.kind import all_kinds
from dalil.record.models import Judgement, Report, Verdict
from dalil.wording.refusals import refusal


@may("judge")
def pairs(request: DeskRequest) -> HttpResponse:
    """Pairs of reports that could be about the same thing and that nobody has judged."""
    kinds = [(code, kind.plural.in_language(language())) for code, kind in sorted(all_kinds().items())]
    asked = request.GET.get("kind", "")
    kind = asked if asked in all_kinds() else "incident"
    found = find_candidates(kind, viewer_of(request))
    show_list(request, [report for pair in found for report in (pair.one, pair.other)])
    return screen(
        request,
        "desk/judging/candidates.html",
        _("Pairs to judge"),
        icon="tasks",
        kinds=kinds,
        kind=kind,
        pairs=found,
        recent=RECENT,
    )


@may("judge")
def compare(request: DeskRequest) -> HttpResponse:
    """Two reports beside each other; a verdict with its reason where one is given."""
    asked = request.POST if request.method == "POST" else request.GET
    one, other = report_at(request, asked.get("a", "")), report_at(request, asked.get("b", ""))
    refused = ""
    if one.pk == other.pk or one.kind != other.kind:
        refused = _("Only two different reports of one kind can be compared.")
    elif request.method == "POST":
        verdict = asked.get("verdict")
        if verdict not in Verdict.values:
            refused = _("Say whether they are the same or different.")
        elif not asked.get("reason", "").strip():
            refused = _("Say why: what makes them the same thing, or two things.")
        else:
            try:
                actions.judge(one, other, Verdict(verdict), actor=request.user, reason=asked["reason"])
            except actions.Refused as error:
                refused = refusal(error)
            else:
                messages.success(request, _("Judged. It can be taken back at any time."))
                return redirect(_read_next(request) or reverse("desk:report", args=[one.address]))
    judgements = Judgement.objects.filter(a__in=[one, other], b__in=[one, other]).select_related("actor", "retraction")
    return screen(
        request,
        "desk/judging/compare.html",
        _("Same or different?"),
        icon="tasks",
        above=[(reverse("desk:pairs"), _("Pairs to judge"))],
        pair=(one, other),
        rows=compare_claims([one.claim, other.claim], language()) if one.kind == other.kind else [],
        judgements=judgements,
        refused=refused,
        reason=asked.get("reason", ""),
        next=_read_next(request),
        status=422 if refused and request.method == "POST" else 200,
    )


@require_POST
@may("judge")
def undo(request: DeskRequest, judgement: int) -> HttpResponse:
    """Take a judgement back; it stays on the record, with who took it back."""
    visible = Report.objects.visible_to(viewer_of(request)).values("pk")
    found = get_object_or_404(Judgement, pk=judgement, a__in=visible, b__in=visible)
    try:
        actions.retract(found, actor=request.user, reason=request.POST.get("reason", ""))
    except actions.Refused as error:
        messages.error(request, refusal(error))
    else:
        messages.success(request, _("The judgement is taken back."))
    return redirect(_read_next(request) or reverse("desk:report", args=[found.a.address]))


def _read_next(request: DeskRequest) -> str:
    """Where to go on to, as the screen before said; nowhere outside this site."""
    url = request.POST.get("next", "") or request.GET.get("next", "")
    return url if url_has_allowed_host_and_scheme(url, {request.get_host()}) else ""
