"""The sites that reports name and that lead to no site of the register yet: each with the sites that may be meant, for a person to judge."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import islice

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from dalil.desk.judging.verdicts import answer_taking_back, answer_verdict, find_two
from dalil.desk.lists import show_list
from dalil.desk.screens import DeskRequest, language, may, screen, viewer_of
from dalil.lookup.match import Reason
from dalil.matching.models import Pointing
from dalil.matching.pointings import NamedSite, find_meant, named_sites, point, site_index, take_pointing_back
from dalil.record.models import Report
from dalil.wording.claims import title_of

SHOWN = 25
"""So many names are shown at once; those that are judged make room for others."""


@dataclass(frozen=True)
class SiteChoice:
    """A site of the register that may be meant: its report, and its title."""

    address: str
    title: str


@dataclass(frozen=True)
class NameToJudge:
    """A site as a report names it. about: the title of the report. reason: why it is not certain which site is meant, in words."""

    report: str
    about: str
    name: str
    reason: str
    choices: tuple[SiteChoice, ...]


@require_safe
@may("judge")
def named(request: DeskRequest) -> HttpResponse:
    """The names that lead to no site, with the sites that may be meant; and what was judged lately."""
    viewer = viewer_of(request)
    waiting = list(islice((each for each in named_sites(viewer) if each.target is None), SHOWN))
    index = site_index(viewer, (each.mention.site.name for each in waiting)) if waiting else None
    matches = [(each, find_meant(each, index)) for each in waiting] if index else []
    sites = Report.objects.visible_to(viewer).in_bulk({e.report for _each, match in matches for e in match.candidates})
    visible = Report.objects.visible_to(viewer).values("pk")
    judged = list(
        Pointing.objects.filter(report__in=visible, target__in=visible)
        .select_related("report", "target", "actor")
        .order_by("-pk")[:SHOWN]
    )
    show_list(
        request,
        [*(each.report for each in waiting), *sites.values(), *(r for j in judged for r in (j.report, j.target))],
    )
    return screen(
        request,
        "desk/judging/named_sites.html",
        _("Named sites"),
        icon="site",
        above=[(reverse("desk:pairs"), _("Pairs to judge"))],
        names=[_to_judge(each, match.reason, [sites[e.report] for e in match.candidates]) for each, match in matches],
        judged=[(each, title_of(each.target.claim, language())) for each in judged],
    )


def _to_judge(each: NamedSite, reason: Reason, sites: Sequence[Report]) -> NameToJudge:
    why = {
        Reason.NAME: _("One site bears the name and lies there."),
        Reason.HOMONYMS: _("These bear the name; where they lie does not say for certain which is meant."),
        Reason.ELSEWHERE: _("These bear the name and lie elsewhere."),
        Reason.SPELLING: _("Nothing bears this name; these are spelled alike."),
    }
    choices = tuple(SiteChoice(site.address, title_of(site.claim, language())) for site in sites)
    nothing = _("No site of the register is called so. Enter it as a site, or leave the name as it is.")
    about = title_of(each.report.claim, language())
    return NameToJudge(each.report.address, about, each.mention.site.name, why.get(reason, nothing), choices)


@require_POST
@may("judge")
def judge_named_site(request: DeskRequest) -> HttpResponse:
    """Judge whether a site of the register is the one that a report names."""
    two = find_two(request, "report", "target")
    if two is None:
        return redirect("desk:named_sites")
    name = request.POST.get("name", "")
    return answer_verdict(
        request,
        lambda verdict, reason: point(two[0], name, two[1], verdict, actor=request.user, reason=reason),
        then="desk:named_sites",
    )


@require_POST
@may("judge")
def undo_pointing(request: DeskRequest, pointing: int) -> HttpResponse:
    """Take a judgement of a named site back, a person's or the matcher's."""
    visible = Report.objects.visible_to(viewer_of(request)).values("pk")
    found = get_object_or_404(Pointing.objects.filter(report__in=visible, target__in=visible), pk=pointing)
    return answer_taking_back(request, lambda: take_pointing_back(found, actor=request.user), then="desk:named_sites")
