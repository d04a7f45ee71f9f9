"""Zones at the desk: for somebody who helps owners, the properties in each by what is due of them."""

from __future__ import annotations

from dataclasses import dataclass

from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from dalil import vocabulary
from dalil.access.models import Action
from dalil.counting.entity_words import title_of_entity
from dalil.desk.lists import show_list
from dalil.desk.screens import DeskRequest, button, language, may, screen, viewer_of
from dalil.desk.sign_in.letting_in import fresh_sign_in
from dalil.desk.zoning.lists_of_properties import holder_of, list_csv_lines
from dalil.exports.confirmed import log_export, viewer_of_export
from dalil.exports.leaving import let_leave
from dalil.exports.spreadsheet import csv_file
from dalil.record.entities import Entity
from dalil.record.models import Report
from dalil.record.reading import open_for_reading
from dalil.values.filing_clock import Deadline
from dalil.wording.deadlines import (
    NO_ADVICE,
    say_days_left,
    say_deadline,
    say_filing_reasons,
    say_filing_state,
    say_rules,
)
from dalil.zoning.zones import PropertyDue, ZoneDue, find_zone, list_zones


@dataclass(frozen=True)
class ZoneLine:
    """A zone in the list: its deadline, and how many properties are in which state, in words."""

    title: str
    url: str
    until: str
    left: str
    states: tuple[tuple[str, int], ...]


@dataclass(frozen=True)
class PropertyLine:
    """A property in the list of a zone. holder: as they may be called outside. reasons: a sentence each."""

    title: str
    url: str
    holder: str
    state: str
    reasons: tuple[str, ...]


@require_safe
@may("see")
def zones(request: DeskRequest) -> HttpResponse:
    """All zones, those that end first before the others, and the properties whose zone is not found."""
    today = localdate()
    known = list_zones(viewer_of(request), today)
    show_list(request, [each.entity for each in known.zones])
    show_list(request, known.unplaced)
    return screen(
        request,
        "desk/zoning/zones.html",
        _("Redevelopment zones"),
        icon="home",
        buttons=[button(_("New zone"), reverse("desk:enter", args=["zone"]), "plus")],
        zones=[_line(each) for each in known.zones],
        unplaced=[(title_of_entity(each, language()), _url(each)) for each in known.unplaced],
        no_advice=NO_ADVICE.in_language(language()),
    )


@require_safe
@may("see")
def zone(request: DeskRequest, address: str) -> HttpResponse:
    """One zone: until when, why, and the properties in it, those first of which something can still be done."""
    viewer, today = viewer_of(request), localdate()
    found = find_zone(address, viewer, today)
    if found is None:
        raise Http404(f"no zone {address}")
    if found.entity.address != address:
        return redirect("desk:zone", found.entity.address)
    open_for_reading(found.entity, viewer)
    show_list(request, [each.entity for each in found.properties])
    common = set(found.deadline.reasons)
    return screen(
        request,
        "desk/zoning/zone.html",
        title_of_entity(found.entity, language()),
        short=_("Zone"),
        icon="home",
        above=[(reverse("desk:zones"), _("Redevelopment zones"))],
        buttons=[
            button(_("Its reports"), _url(found.entity), "doc-full"),
            *(
                [button(_("List as CSV"), reverse("desk:zone_list", args=[address]), "download")]
                if found.properties
                else []
            ),
        ],
        until=say_deadline(found.deadline, language()),
        left=say_days_left(found.deadline, today, language()),
        rules=say_rules(found.deadline, language()),
        doubts=say_filing_reasons(found.deadline.reasons, language()),
        states=_say_states(found),
        properties=[_property_line(each, common) for each in found.properties],
        no_advice=NO_ADVICE.in_language(language()),
    )


@require_safe
@may("see")
@fresh_sign_in
def list_of_properties(request: DeskRequest, address: str) -> HttpResponse:
    """The properties of a zone as a spreadsheet reads them, those first of which something can still be done.

    Without those that an export leaves out: what is restricted, and what no consent lets out for work inside. The header Dalil-Left-Out says
    how many they are.
    """
    viewer, today = viewer_of(request), localdate()
    found = find_zone(address, viewer, today)
    if found is None:
        raise Http404(f"no zone {address}")
    open_for_reading(found.entity, viewer, Action.EXPORTED)
    exporting = viewer_of_export(viewer)
    ids = [report.pk for each in found.properties for report in each.entity.reports]
    let_out = let_leave(
        Report.objects.visible_to(exporting).filter(pk__in=ids),
        exporting,
        how="export",
        purpose="internal",
        recipient="",
        actor=request.user,
    )
    going = set(let_out.reports.values_list("pk", flat=True))
    listed = [each for each in found.properties if all(report.pk in going for report in each.entity.reports)]
    log_export(exporting, "properties of a zone", zone=found.entity.address)
    answer = HttpResponse(
        csv_file(list_csv_lines(found.deadline, listed, today, language())),
        content_type="text/csv; charset=utf-8",
        headers={"Content-Disposition": f'attachment; filename="zone-{found.entity.address}.csv"'},
    )
    if left_out := len(found.properties) - len(listed):
        answer["Dalil-Left-Out"] = str(left_out)
    return answer


def _line(zone: ZoneDue) -> ZoneLine:
    deadline: Deadline = zone.deadline
    return ZoneLine(
        title=title_of_entity(zone.entity, language()),
        url=reverse("desk:zone", args=[zone.entity.address]),
        until=say_deadline(deadline, language()),
        left=say_days_left(deadline, localdate(), language()),
        states=_say_states(zone),
    )


def _say_states(zone: ZoneDue) -> tuple[tuple[str, int], ...]:
    return tuple((vocabulary.label("filing_states", code, language()), many) for code, many in zone.states.items())


def _property_line(due: PropertyDue, common: set[str]) -> PropertyLine:
    """A property; the doubts of the deadline, which all in the zone share, are said above the list."""
    own = [code for code in due.state.reasons if code not in common]
    return PropertyLine(
        title=title_of_entity(due.entity, language()),
        url=_url(due.entity),
        holder=holder_of(due.entity, language()),
        state=say_filing_state(due.state, language()),
        reasons=tuple(say_filing_reasons(own, language())),
    )


def _url(entity: Entity) -> str:
    return reverse("desk:entity", args=[entity.address])
