"""Candidates, findings and telling at the desk. All of it needs the compartment open; a second person decides what one proposes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType

from django.contrib import messages
from django.http import Http404
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from dalil.desk.lists import show_list
from dalil.desk.protecting.forms import ReasonForm
from dalil.desk.screens import DeskRequest, button, language, saying, screen, viewer_of
from dalil.desk.sealed.session import session_of, while_open
from dalil.desk.tracing.candidate_queue import STANDINGS
from dalil.desk.tracing.finding_forms import FindingForm, TellingForm
from dalil.desk.tracing.views import above, find, say_state
from dalil.record.actions import Refused
from dalil.record.models import Report
from dalil.record.sealed.open_compartment import OpenCompartment
from dalil.tracing import findings as actions
from dalil.tracing.candidate_words import say_reason
from dalil.tracing.candidates import TracedCandidate
from dalil.tracing.compared_people import find_candidates
from dalil.tracing.findings import FindingContent, TellingContent
from dalil.tracing.looks import CandidateStanding, ReadLook, read_looks, standing_of
from dalil.tracing.models import SearchFinding, SearchRequest
from dalil.wording.claims import title_of
from dalil.wording.refusals import refusal


@dataclass(frozen=True)
class CandidateLine:
    """A candidate: a victim of the record or another request, and what speaks for and against. look: where an officer says what they think."""

    name: str
    url: str
    look: str
    standing: str
    reasons: tuple[str, ...]


@dataclass(frozen=True)
class FindingLine:
    """A finding with what it says. may_decide: whether the person at the screen is a second person, and it waits for one."""

    finding: SearchFinding
    content: FindingContent
    state: str
    may_decide: bool


@require_safe
@while_open
def candidates(request: DeskRequest, opened: OpenCompartment, reference: str) -> HttpResponseBase:
    """Who may be the one who is sought; worked out for this answer and kept nowhere."""
    try:
        found, session = find(reference), session_of(request)
        traced = find_candidates(opened, found, actor=request.user, session=session)
        looks = read_looks(opened, found, actor=request.user, session=session)
    except (Refused, KeyError) as error:
        messages.error(request, refusal(error) if isinstance(error, Refused) else _("This request was erased."))
        return redirect("desk:tracing_search", reference)
    addresses = [each.person.key for each in (*traced.victims, *traced.remains)]
    reports = show_list(request, list(Report.objects.visible_to(viewer_of(request)).filter(address__in=addresses)))
    titles = {each.address: title_of(each.claim, language()) for each in reports if isinstance(each, Report)}
    response = screen(
        request,
        "desk/tracing/candidates.html",
        _("Who may be the one"),
        icon="tasks",
        above=above(reference),
        victims=[_line(each, "desk:report", reference, looks) for each in traced.victims],
        others=[_line(each, "desk:tracing_search", reference, looks) for each in traced.requests],
        remains=[_line(each, "desk:report", reference, looks, titles) for each in traced.remains],
        compared=traced.compared,
    )
    response.headers["Cache-Control"] = "no-store"
    return response


@while_open
def findings(request: DeskRequest, opened: OpenCompartment, reference: str) -> HttpResponseBase:
    """The findings of a request, and proposing one."""
    found = find(reference)
    form = FindingForm(request.POST or None, screen_language=language())
    if request.method == "POST" and form.is_valid():
        try:
            actions.propose_finding(opened, found, form.cleaned_data["content"], actor=request.user)
        except Refused as error:
            form.add_error(None, refusal(error))
        else:
            messages.success(request, _("Proposed; a second person decides."))
            return redirect("desk:tracing_findings", reference)
    try:
        lines = [_finding_line(request, opened, each) for each in found.findings.select_related("actor", "decided_by")]
    except Refused as error:
        messages.error(request, refusal(error))
        return redirect("desk:tracing_search", reference)
    return screen(
        request,
        "desk/tracing/findings.html",
        _("Findings"),
        icon="tasks",
        above=above(reference),
        buttons=[button(_("Who may be the one"), reverse("desk:tracing_candidates", args=[reference]), "search")],
        reference=reference,
        lines=lines,
        form=form,
        reason=ReasonForm(),
        telling=TellingForm(),
        status=422 if form.errors else 200,
    )


@require_POST
@while_open
def confirm(request: DeskRequest, opened: OpenCompartment, reference: str, number: int) -> HttpResponseBase:
    """Confirming a finding that somebody else proposed."""
    finding = _finding(find(reference), number)
    with saying(request, _("Confirmed. The family is told before anybody else.")):
        actions.confirm_finding(opened, finding, actor=request.user)
    return redirect("desk:tracing_findings", reference)


@require_POST
@while_open
def reject(request: DeskRequest, opened: OpenCompartment, reference: str, number: int) -> HttpResponseBase:
    """Rejecting a finding that somebody else proposed."""
    finding = _finding(find(reference), number)
    with saying(request, _("Rejected; the search goes on.")):
        actions.reject_finding(opened, finding, reason=request.POST.get("reason", ""), actor=request.user)
    return redirect("desk:tracing_findings", reference)


@require_POST
@while_open
def tell(request: DeskRequest, opened: OpenCompartment, reference: str, number: int) -> HttpResponseBase:
    """Noting that the family was told."""
    finding = _finding(find(reference), number)
    form = TellingForm(request.POST)
    if not form.is_valid():
        messages.error(request, _("Say who was told by whom, how, when, and what support was offered."))
        return redirect("desk:tracing_findings", reference)
    with saying(request, _("Noted: the family was told. They can be asked now whether it may be public.")):
        content = TellingContent(finding=finding.number, **form.cleaned_data)
        actions.tell_family(opened, finding, content, actor=request.user)
    return redirect("desk:tracing_findings", reference)


def _line(
    candidate: TracedCandidate,
    address: str,
    reference: str,
    looks: Sequence[ReadLook],
    titles: Mapping[str, str] = MappingProxyType({}),
) -> CandidateLine:
    key = str(candidate.person.key)
    standing = standing_of(looks, key)
    return CandidateLine(
        candidate.name or titles.get(key, ""),
        reverse(address, args=[key]),
        reverse("desk:tracing_look", args=[reference, key]),
        "" if standing is CandidateStanding.NEW else str(STANDINGS[standing]),
        tuple(say_reason(each, language()) for each in candidate.reasons),
    )


def _finding(found: SearchRequest, number: int) -> SearchFinding:
    finding = found.findings.select_related("request__person", "consent").filter(number=number).first()
    if finding is None:
        raise Http404
    return finding


def _finding_line(request: DeskRequest, opened: OpenCompartment, finding: SearchFinding) -> FindingLine:
    content = actions.read_finding(opened, finding, actor=request.user, session=session_of(request))
    may_decide = not finding.decision and finding.actor_id != request.user.pk
    return FindingLine(finding, content, say_state(content.state), may_decide)
