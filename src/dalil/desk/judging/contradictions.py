"""The screen of judgements that cannot all be true; the mistaken one is taken back."""

from __future__ import annotations

from dataclasses import dataclass

from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from dalil.archive.protection import Viewer
from dalil.desk.judging.effects import JudgementLine, list_with_effects
from dalil.desk.lists import show_list
from dalil.desk.screens import DeskRequest, may, screen, viewer_of
from dalil.record.contradictions import Contradiction, find_contradictions
from dalil.record.grouping import JudgementLink, Obstacle
from dalil.record.models import Judgement, Report

MOST_SHOWN = 20
"""So many are shown at once; the next ones come as these are settled."""

_OBSTACLES = {
    Obstacle.ONE_LIST: gettext_lazy("They are two rows of one list, and a list holds each thing once."),
    Obstacle.IDENTIFIERS: gettext_lazy("They state two personal numbers."),
    Obstacle.MINUTES: gettext_lazy("They name minutes more than four hours apart."),
    Obstacle.WAYS: gettext_lazy("They tell of ways that exclude each other."),
    Obstacle.DAYS: gettext_lazy("Their days lie too far apart."),
}


@dataclass(frozen=True)
class ContradictionLine:
    """A contradiction as the screen shows it. judgements: those that cannot all be true, the one without effect first.

    one, other: the reports that they would bring together and that are kept apart; why_apart: by which rule, empty where a judgement does it.
    """

    judgements: tuple[JudgementLine, ...]
    one: Report
    other: Report
    why_apart: str


@may("judge")
def contradictions(request: DeskRequest) -> HttpResponse:
    """Judgements that cannot all be true, those of persons first."""
    viewer = viewer_of(request)
    found = find_contradictions(viewer)
    shown = present_contradictions(found[:MOST_SHOWN], viewer)
    show_list(request, [report for each in shown for report in (each.one, each.other)])
    return screen(
        request,
        "desk/judging/contradictions.html",
        _("Judgements that contradict each other"),
        icon="warning",
        above=[(reverse("desk:pairs"), _("Pairs to judge"))],
        contradictions=shown,
        total=len(found),
    )


def present_contradictions(found: list[Contradiction], viewer: Viewer) -> list[ContradictionLine]:
    """Give contradictions with their judgements and reports, as this viewer may read them."""
    orders = {link.order for each in found for link in _links(each)}
    judgements = Judgement.objects.filter(pk__in=orders).select_related("a", "b", "actor", "retraction")
    lines = {line.judgement.pk: line for line in list_with_effects(judgements, viewer)}
    reports = Report.objects.visible_to(viewer).in_bulk({pk for each in found for pk in each.apart})
    return [
        ContradictionLine(
            tuple(lines[link.order] for link in _links(each)),
            reports[each.apart[0]],
            reports[each.apart[1]],
            str(_OBSTACLES[each.obstacle]) if each.obstacle else "",
        )
        for each in found
    ]


def _links(each: Contradiction) -> list[JudgementLink]:
    return [each.passed_over, *each.steps, *([each.different] if each.different else [])]
