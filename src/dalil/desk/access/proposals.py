"""What waits for a second person: the list, deciding, and taking an export that was confirmed."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.db.models import Q
from django.http import HttpResponse, QueryDict, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from dalil.access import proposals
from dalil.access.accounts import is_travelling
from dalil.access.models import Action, Proposal
from dalil.access.refused import Refused
from dalil.archive.models import Document
from dalil.archive.protection import Level
from dalil.counting.models import Figure
from dalil.desk.access.proposed import nobody_else
from dalil.desk.browsing.forms import LookForm
from dalil.desk.protecting.gate_questions import asker_of
from dalil.desk.screens import DeskRequest, language, may, refused, screen, viewer_of
from dalil.desk.sign_in.letting_in import fresh_sign_in
from dalil.exports.confirmed import confirm_export, take_export
from dalil.exports.leaving import let_leave
from dalil.exports.report_lines import report_lines
from dalil.gate import doors as gate
from dalil.record.actions.protection import Protectable
from dalil.record.models import Report, Source
from dalil.record.reading import log_reading
from dalil.wording.claims import title_of
from dalil.wording.refusals import refusal

NO_RIGHT = ("no_right_to_confirm", "no_right_to_decide", "no_right_to_override", "no_right_to_publish", "own_proposal")
"""The types of refusals by which somebody may not decide at all."""


@dataclass(frozen=True)
class Waiting:
    """A proposal as the list shows it.

    thing: what it is about, None for an export. objections: what the gate says against it today. may_confirm, may_take: what the person
    at the screen may do.
    """

    proposal: Proposal
    thing: Protectable | Figure | None
    title: str
    level: Level | None
    may_confirm: bool
    may_take: bool = False
    objections: tuple[str, ...] = ()


@may("see")
def list_proposals(request: DeskRequest) -> HttpResponse:
    """What waits for a second person, as far as the person at the screen sees what it is about; and the own exports to take."""
    me = request.user
    to_take = Q(proposer=me, of=Proposal.Of.EXPORT, verdict=Proposal.Verdict.CONFIRMED, used_at=None)
    found = Proposal.objects.filter(Q(verdict="") | to_take, expires_at__gt=timezone.now()).select_related("proposer")
    rows = [row for proposal in found if (row := _present(request, proposal)) is not None]
    things = [row.thing for row in rows if row.thing is not None and not isinstance(row.thing, Figure)]
    log_reading(Action.LISTED, things, viewer_of(request))
    return screen(
        request,
        "desk/access/proposals.html",
        _("Proposals for a second person"),
        icon="tasks",
        rows=rows,
        alone="" if proposals.find_confirmers(besides=me).exists() else nobody_else(),
    )


def _present(request: DeskRequest, proposal: Proposal) -> Waiting | None:
    """A proposal for the list; None where the person at the screen may not know of it."""
    me, viewer = request.user, viewer_of(request)
    own = proposal.proposer_id == me.pk
    right = me.has_perm(proposals.right_to_confirm(proposal)) and not own
    if proposal.of == Proposal.Of.EXPORT:
        if not (own or right) or is_travelling(me):
            return None
        asked = proposal.asked
        title = _("%(reports)s reports, of which %(restricted)s are restricted") % asked
        here = isinstance(asked["query"], str)  # a command proposed it otherwise, and takes it
        return Waiting(proposal, None, title, None, right, may_take=own and here and bool(proposal.verdict))
    thing = gate.find_subject(proposal, viewer)
    if thing is None:
        return None
    level = Level(proposal.asked.get("level", Level.PUBLIC))
    right = right and (level != Level.PUBLIC or me.has_perm("desk.publish"))
    objections = gate.objections_to(proposal, asker_of(request)) if right else ()
    return Waiting(proposal, thing, _title(thing), level, right, objections=tuple(refusal(each) for each in objections))


def _title(thing: Any) -> str:
    match thing:
        case Report():
            return title_of(thing.claim, language())
        case Source():
            return thing.name.in_language(language())
        case Figure():
            return thing.title.in_language(language())
        case Document():
            return thing.title
    raise TypeError(type(thing).__name__)


@require_POST
@may("see")
@fresh_sign_in
def decide_proposal(request: DeskRequest, proposal: int) -> HttpResponse:
    """Confirm or decline what another person proposed; or take one's own proposal back."""
    found = get_object_or_404(Proposal.objects.select_related("proposer"), pk=proposal)
    if _present(request, found) is None:
        return refused(request)
    try:
        if request.POST.get("verdict") != Proposal.Verdict.CONFIRMED:
            proposals.decide(found, Proposal.Verdict.DECLINED, by=request.user)
            messages.success(request, _("The proposal is declined; nothing has changed."))
        elif found.of == Proposal.Of.EXPORT:
            confirm_export(found, actor=request.user)
            messages.success(request, _("The export is confirmed; who proposed it may take it once."))
        else:
            gate.confirm(found, asker=asker_of(request), reason=request.POST.get("reason", ""))
            messages.success(request, _("Confirmed, and done."))
    except Refused as error:
        if error.type in NO_RIGHT:
            return refused(request)
        messages.error(request, refusal(error))
    return redirect("desk:proposals")


@require_POST
@may("see")
@fresh_sign_in
def take_proposed_export(request: DeskRequest, proposal: int) -> HttpResponseBase:
    """Give out the export that was confirmed, once, to the person who proposed it."""
    found = get_object_or_404(Proposal, pk=proposal, of=Proposal.Of.EXPORT)
    if found.proposer_id != request.user.pk:
        return refused(request)
    viewer = viewer_of(request)
    if not isinstance(found.asked["query"], str):
        messages.error(
            request,
            _("This was proposed by a command, and the same command takes it: dalil export --confirmed %s") % found.pk,
        )
        return redirect("desk:proposals")
    form = LookForm(QueryDict(found.asked["query"]), screen_language=language(), viewer=viewer)
    try:
        reports = take_export(found, form.search.all_of(form.find_reports()), by=request.user)
    except Refused as error:
        messages.error(request, refusal(error))
        return redirect("desk:proposals")
    let_out = let_leave(reports, viewer, how="export", purpose="internal", recipient="", actor=request.user)
    response = StreamingHttpResponse(report_lines(let_out.reports, viewer, found), content_type="application/x-ndjson")
    response["Content-Disposition"] = 'attachment; filename="reports.jsonl"'
    return response
