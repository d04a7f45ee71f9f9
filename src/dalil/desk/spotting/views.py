"""Which sightings came before which strikes: proposed by the rule, judged here, and counted."""

from __future__ import annotations

from dataclasses import dataclass

from django.core.paginator import Paginator
from django.db.models import Exists, OuterRef, QuerySet
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from dalil.bulletin.record.seen_before import say_judged_warning
from dalil.desk.judging.verdicts import answer_taking_back, answer_verdict, find_two
from dalil.desk.lists import show_list
from dalil.desk.screens import DeskRequest, language, may, screen, viewer_of
from dalil.record.gazetteer_in_use import gazetteer
from dalil.record.models import Report
from dalil.spotting.flight_rule import lead_of
from dalil.spotting.models import WarningCandidate, WarningVerdict
from dalil.spotting.told_places import aircraft_of, strike_of
from dalil.spotting.warnings_judged import (
    JudgedWarning,
    NetworkWarnings,
    judge_warning,
    summarise_warnings,
    take_warning_back,
)
from dalil.wording.claims import title_of
from dalil.wording.numbers import say_decimal, say_number

ON_A_PAGE = 25


@dataclass(frozen=True)
class ProposedWarning:
    """A sighting beside an incident. between: what lies between them, in words."""

    pk: int
    sighting: Report
    incident: Report
    seen: str
    struck: str
    between: str


def _visible(request: DeskRequest) -> QuerySet[WarningCandidate]:
    reports = Report.objects.visible_to(viewer_of(request)).values("pk")
    return WarningCandidate.objects.filter(sighting__in=reports, incident__in=reports)


@require_safe
@may("judge")
def warnings(request: DeskRequest) -> HttpResponse:
    """What was not judged, the likeliest first; what was judged; and how many strikes were warned of."""
    pair = {"sighting": OuterRef("sighting"), "incident": OuterRef("incident")}
    waiting = _visible(request).filter(~Exists(WarningVerdict.objects.filter(**pair)))
    sheet = Paginator(waiting.select_related("sighting", "incident").order_by("-rank", "pk"), ON_A_PAGE).get_page(
        request.GET.get("p")
    )
    show_list(request, [report for each in sheet for report in (each.sighting, each.incident)])
    reports = Report.objects.visible_to(viewer_of(request)).values("pk")
    judged = WarningVerdict.objects.filter(sighting__in=reports, incident__in=reports)
    summary = summarise_warnings(viewer_of(request))
    return screen(
        request,
        "desk/spotting/warnings.html",
        _("Seen before strikes"),
        icon="tasks",
        pairs=[_present(each) for each in sheet],
        sheet=sheet,
        judged=list(judged.select_related("sighting", "incident", "actor").order_by("-pk")[:ON_A_PAGE]),
        summary=summary,
        median=_say_minutes(summary.median),
        networks=[_network(each) for each in summary.networks],
    )


def _network(each: NetworkWarnings) -> tuple[str, int, int, str]:
    name = each.network.in_language(language()) if each.network else ""
    return name, each.sightings, each.followed, _say_minutes(each.median)


def _say_minutes(minutes: float | None) -> str:
    """Minutes in the digits of the screen; half a minute lies between two strikes. Empty where none are known."""
    if minutes is None:
        return ""
    whole = minutes == int(minutes)
    return say_number(int(minutes), language()) if whole else say_decimal(minutes, language())


def _present(each: WarningCandidate) -> ProposedWarning:
    known = gazetteer()
    seen = aircraft_of(each.sighting_id, each.sighting.claim, known)
    strike = strike_of(each.incident_id, each.incident.claim, known)
    lead = lead_of(seen, strike) if seen and strike else None
    return ProposedWarning(
        pk=each.pk,
        sighting=each.sighting,
        incident=each.incident,
        seen=title_of(each.sighting.claim, language()),
        struck=title_of(each.incident.claim, language()),
        between=say_judged_warning(JudgedWarning(each.sighting, lead), language()),
    )


@require_POST
@may("judge")
def judge_proposed_warning(request: DeskRequest, candidate: int) -> HttpResponse:
    """Judge whether the aircraft that was seen is the one that struck."""
    found = get_object_or_404(_visible(request).select_related("sighting", "incident"), pk=candidate)
    return _judge(request, found.sighting, found.incident)


@require_POST
@may("judge")
def link_warning(request: DeskRequest) -> HttpResponse:
    """Judge a sighting and an incident that the rule did not propose: by their addresses, alone or within an address of a page."""
    two = find_two(request, "sighting", "incident")
    return _judge(request, *two) if two else redirect("desk:warnings")


def _judge(request: DeskRequest, sighting: Report, incident: Report) -> HttpResponse:
    return answer_verdict(
        request,
        lambda verdict, reason: judge_warning(sighting, incident, verdict, actor=request.user, reason=reason),
        then="desk:warnings",
    )


@require_POST
@may("judge")
def undo_warning(request: DeskRequest, verdict: int) -> HttpResponse:
    """Take a judgement of a warning back."""
    reports = Report.objects.visible_to(viewer_of(request)).values("pk")
    found = get_object_or_404(WarningVerdict.objects.filter(sighting__in=reports, incident__in=reports), pk=verdict)
    return answer_taking_back(request, lambda: take_warning_back(found, actor=request.user), then="desk:warnings")
