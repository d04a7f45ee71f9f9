"""The queue of people of the record who may be listed: each with its reasons, for a person to judge."""

from __future__ import annotations

from dataclasses import dataclass

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Exists, OuterRef, QuerySet
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from dalil import vocabulary
from dalil.desk.lists import show_list
from dalil.desk.screens import DeskRequest, language, may, saying, screen, viewer_of
from dalil.record.models import Report, Verdict
from dalil.sanctions.models import ScreeningCandidate, ScreeningVerdict
from dalil.sanctions.screening_runs import judge_candidate, take_verdict_back
from dalil.sanctions.screening_words import say_screening_reasons
from dalil.wording.claims import title_of

ON_A_PAGE = 25


@dataclass(frozen=True)
class ScreenedPair:
    """A person of a report beside an entry. about: what the report says. speak_for, speak_against: reasons, the strongest first."""

    pk: int
    name: str
    about: str
    report: str
    listed_name: str
    list_name: str
    code: str
    entry: str
    speak_for: tuple[str, ...]
    speak_against: tuple[str, ...]


def _visible(request: DeskRequest) -> QuerySet[ScreeningCandidate]:
    reports = Report.objects.visible_to(viewer_of(request)).values("pk")
    return ScreeningCandidate.objects.filter(report__in=reports, step__in=reports)


@require_safe
@may("judge")
def screening(request: DeskRequest) -> HttpResponse:
    """Who of the record may be listed and was not judged, the likeliest first; and what was judged."""
    same = {"report": OuterRef("report"), "sanctions_list": OuterRef("sanctions_list"), "entry": OuterRef("entry")}
    waiting = _visible(request).filter(~Exists(ScreeningVerdict.objects.filter(**same)))
    sheet = Paginator(waiting.select_related("report").order_by("-weight", "pk"), ON_A_PAGE).get_page(
        request.GET.get("p")
    )
    reports = Report.objects.visible_to(viewer_of(request)).values("pk")
    judged = ScreeningVerdict.objects.filter(report__in=reports).select_related("report", "actor")
    show_list(request, [each.report for each in sheet])
    return screen(
        request,
        "desk/sanctions/screening.html",
        _("May be listed"),
        icon="tasks",
        above=[(reverse("desk:sanctions"), _("Sanctions lists"))],
        pairs=[_pair(each) for each in sheet],
        sheet=sheet,
        judged=list(judged.order_by("-pk")[:ON_A_PAGE]),
    )


def _pair(each: ScreeningCandidate) -> ScreenedPair:
    speak_for, speak_against = say_screening_reasons(each.reasons, language())
    return ScreenedPair(
        pk=each.pk,
        name=each.name,
        about=title_of(each.report.claim, language()),
        report=each.report.address,
        listed_name=each.listed_name,
        list_name=vocabulary.label("sanction_lists", each.sanctions_list, language()),
        code=each.sanctions_list,
        entry=each.entry,
        speak_for=tuple(speak_for),
        speak_against=tuple(speak_against),
    )


@require_POST
@may("judge")
def judge_screened(request: DeskRequest, candidate: int) -> HttpResponse:
    """Judge whether the person of a report is the one of an entry."""
    found = get_object_or_404(_visible(request), pk=candidate)
    verdict = request.POST.get("verdict", "")
    if verdict not in Verdict.values:
        messages.error(request, _("Say whether they are the same or different."))
        return redirect("desk:screening")
    with saying(request, _("The judgement is kept; it can be taken back.")):
        judge_candidate(found, Verdict(verdict), actor=request.user, reason=request.POST.get("reason", ""))
    return redirect("desk:screening")


@require_POST
@may("judge")
def undo_screened(request: DeskRequest, verdict: int) -> HttpResponse:
    """Take a judgement of a screening back."""
    reports = Report.objects.visible_to(viewer_of(request)).values("pk")
    found = get_object_or_404(ScreeningVerdict.objects.filter(report__in=reports), pk=verdict)
    with saying(request, _("The judgement is taken back.")):
        take_verdict_back(found, actor=request.user)
    return redirect("desk:screening")
