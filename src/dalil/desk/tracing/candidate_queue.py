"""All candidates that wait, in one list, and looking at one beside the request: an officer says what they think, a second one looks too."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django import forms
from django.contrib import messages
from django.contrib.auth.models import User
from django.core.paginator import Page, Paginator
from django.http import Http404
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe

from dalil.desk.entities.facts import list_facts
from dalil.desk.inputs.lengths import Within
from dalil.desk.lists import show_list
from dalil.desk.reports.views import report_at
from dalil.desk.screens import DeskRequest, button, language, screen, viewer_of
from dalil.desk.sealed.forms import UNREMEMBERED
from dalil.desk.sealed.session import session_of, while_open
from dalil.desk.tracing import candidate_work
from dalil.desk.tracing.views import above, find, say_state
from dalil.record.actions import Refused
from dalil.record.models import Report
from dalil.record.sealed.open_compartment import OpenCompartment
from dalil.tracing import requests
from dalil.tracing.calls import requests_of_officer
from dalil.tracing.candidate_queue import (
    KINDS,
    WaitingCandidate,
    find_queued,
    read_queue,
    shown_queue,
    unfinished_queue,
)
from dalil.tracing.candidate_words import say_reason
from dalil.tracing.candidates import CandidateReason, compare_two
from dalil.tracing.compared_people import people_of_record, person_of_request, remains_of_record
from dalil.tracing.looks import CandidateStanding, LookVerdict, ReadLook, look_at_candidate, read_looks, standing_of
from dalil.tracing.models import CandidateQueue, SearchRequest
from dalil.tracing.nameless_candidates import compare_remains
from dalil.tracing.search_content import SearchContent
from dalil.tracing.search_words import LABELS, say_content
from dalil.wording.claims import title_of
from dalil.wording.refusals import refusal

ON_A_PAGE = 25
STANDINGS: Mapping[CandidateStanding, object] = {
    CandidateStanding.NEW: gettext_lazy("nobody has looked"),
    CandidateStanding.SECOND: gettext_lazy("waits for a second person"),
    CandidateStanding.AGREED: gettext_lazy("two say that it may be"),
    CandidateStanding.OTHER: gettext_lazy("said to be another person"),
}
VERDICTS = {"same": LookVerdict.PERHAPS, "different": LookVerdict.OTHER}
"""What the buttons say, as those of other pairs to judge do, so that the same keys press them."""


class CandidateForm(forms.Form):
    """What an officer thinks of a candidate, and why."""

    reason = forms.CharField(
        label=gettext_lazy("What speaks for it or against it; it is sealed"),
        validators=[Within("reason")],
        widget=forms.Textarea(attrs={**UNREMEMBERED, "dir": "auto", "rows": 2}),
    )


@dataclass(frozen=True)
class QueueLine:
    """A candidate in the list. sought, name: who is sought, and who may be the one. of_record: whether the record tells of them."""

    reference: str
    sought: str
    name: str
    of_record: bool
    reasons: tuple[str, ...]
    standing: str
    looks: Sequence[ReadLook]
    url: str


def _filters(user: User) -> Mapping[str, tuple[object, Callable[[WaitingCandidate], bool]]]:
    """The ways to narrow the list: what each is called, and whom it leaves in."""
    mine = frozenset(requests_of(user))
    waits = (CandidateStanding.NEW, CandidateStanding.SECOND)

    def waits_for_me(each: WaitingCandidate) -> bool:
        return each.standing is CandidateStanding.SECOND and each.looks[0].by != user.username

    return {
        "": (_("All that wait"), lambda each: each.standing in waits),
        "new": (_("New"), lambda each: each.standing is CandidateStanding.NEW),
        "second": (_("They wait for me as a second person"), waits_for_me),
        "mine": (_("Of my requests"), lambda each: each.standing in waits and each.search.pk in mine),
        "remains": (_("Unidentified remains"), lambda each: each.standing in waits and each.queued.remains),
        "agreed": (_("Two say that it may be"), lambda each: each.standing is CandidateStanding.AGREED),
        "other": (_("Said to be another person"), lambda each: each.standing is CandidateStanding.OTHER),
    }


def requests_of(user: User) -> Sequence[int]:
    """Return the keys of the requests that a person entered, or plans to call about."""
    return list(requests_of_officer(user).values_list("pk", flat=True))


@require_safe
@while_open
def queue(request: DeskRequest, opened: OpenCompartment) -> HttpResponseBase:
    """The candidates that wait, the likeliest first."""
    filters, shown = _filters(request.user), request.GET.get("show", "")
    shown = shown if shown in filters else ""
    problem, lines = "", []
    page: Page = Paginator([], ON_A_PAGE).get_page(1)
    try:
        waiting = read_queue(opened, actor=request.user, session=session_of(request))
        page = Paginator([each for each in waiting if filters[shown][1](each)], ON_A_PAGE).get_page(
            request.GET.get("p")
        )
        lines = _lines(request, opened, list(page.object_list), shown)
    except Refused as error:
        problem = refusal(error)
    kept = shown_queue(opened)
    return screen(
        request,
        "desk/tracing/candidate_queue.html",
        _("Candidates that wait"),
        icon="tasks",
        above=above(),
        **_how_far(opened, kept, request.user),
        page=page,
        lines=lines,
        shown=shown,
        tabs=[(name, title) for name, (title, _leaves) in filters.items()],
        problem=problem,
    )


def _how_far(opened: OpenCompartment, kept: CandidateQueue | None, user: User) -> dict[str, Any]:
    """From when the list is, what came in since, and how far one is that is being worked out, or was stopped."""
    begun, at_work = unfinished_queue(opened), candidate_work.is_at_work()
    newer = 0
    if kept is not None:
        last = kept.portions.last()
        newer = requests.all_requests().filter(entered_at__gt=kept.at, pk__gt=last.last if last else 0).count()
    return {
        "kept": kept,
        "newer": newer,
        "begun": begun,
        "at_work": at_work,
        "own": begun is not None and begun.actor_id == user.pk,
        "why": "" if at_work else candidate_work.why_stopped(),
    }


@require_POST
@while_open
def work_out(request: DeskRequest, opened: OpenCompartment) -> HttpResponseBase:
    """Having the candidates worked out anew, or going on with it where it was stopped."""
    try:
        candidate_work.start(opened, actor=request.user, session=session_of(request))
    except Refused as error:
        messages.error(request, refusal(error))
    return redirect("desk:tracing_queue")


@while_open
def look(request: DeskRequest, opened: OpenCompartment, reference: str, candidate: str) -> HttpResponseBase:
    """A candidate beside the request; what an officer thinks of them."""
    found, session, shown = find(reference), session_of(request), request.GET.get("show")
    form = CandidateForm(request.POST or None)
    verdict = VERDICTS.get(request.POST.get("verdict", ""))
    _check_candidate(request, reference, candidate)
    if request.method == "POST" and verdict and form.is_valid():
        try:
            standing = look_at_candidate(
                opened, found, candidate, verdict, reason=form.cleaned_data["reason"], actor=request.user
            )
        except Refused as error:
            form.add_error(None, refusal(error))
        else:
            messages.success(request, f"{_('Noted')}: {STANDINGS[standing]}.")
            return redirect(_after(request, reference))
    try:
        content = requests.read_request(opened, found, actor=request.user, session=session)
        looks = read_looks(opened, found, actor=request.user, session=session)
        queued = find_queued(opened, reference, candidate)
        name, url, facts, reasons = _other_side(request, opened, found, content, candidate)
        following = _following(request, opened, reference, candidate, shown) if shown is not None else None
    except Refused as error:
        messages.error(request, refusal(error))
        return redirect("desk:tracing_queue")
    return screen(
        request,
        "desk/tracing/look.html",
        _("Is it the one who is sought?"),
        icon="tasks",
        above=[*above(reference), (reverse("desk:tracing_queue"), _("Candidates that wait"))],
        buttons=[button(_("Findings"), reverse("desk:tracing_findings", args=[reference]), "tasks")],
        reference=reference,
        state=say_state(requests.states_of(found)[-1]),
        sought=list(say_content(content, language())),
        name=name,
        url=url,
        facts=facts,
        reasons=[say_reason(each, language()) for each in (queued.reasons if queued else reasons)],
        standing=STANDINGS[standing_of(looks, candidate)],
        looks=[(each, each.verdict is LookVerdict.PERHAPS) for each in looks if each.candidate == candidate],
        form=form,
        following=following,
        skip=_address(following, shown or "") if following else reverse("desk:tracing_queue"),
        status=422 if form.errors else 200,
    )


def _lines(
    request: DeskRequest, opened: OpenCompartment, waiting: Sequence[WaitingCandidate], shown: str
) -> list[QueueLine]:
    """The lines of one page, with the names read for it."""
    references = {name for each in waiting for name in (each.queued.request, each.queued.other) if name}
    asked = requests.all_requests().filter(person__reference__in=references)
    read = requests.read_requests(opened, asked, actor=request.user, session=session_of(request))
    names = {each.reference: content.name.said for each, content in read}
    reports = Report.objects.visible_to(viewer_of(request)).filter(
        address__in=[each.queued.report for each in waiting if each.queued.report]
    )
    titles = {each.address: title_of(each.claim, language()) for each in show_list(request, list(reports))}
    return [
        QueueLine(
            each.queued.request,
            names.get(each.queued.request, ""),
            titles.get(each.queued.report) or names.get(each.queued.other, ""),
            bool(each.queued.report),
            tuple(say_reason(one, language()) for one in each.queued.reasons),
            str(STANDINGS[each.standing]),
            each.looks,
            _address((each.queued.request, each.queued.candidate), shown),
        )
        for each in waiting
    ]


def _check_candidate(request: DeskRequest, reference: str, candidate: str) -> None:
    """Answer that there is none where the candidate is neither a victim nor remains that the person may read, nor another request."""
    victims = Report.objects.visible_to(viewer_of(request)).filter(kind__in=KINDS, address=candidate)
    others = requests.all_requests().exclude(person__reference=reference).filter(person__reference=candidate)
    if not victims.exists() and not others.exists():
        raise Http404


def _other_side(
    request: DeskRequest, opened: OpenCompartment, found: SearchRequest, content: SearchContent, candidate: str
) -> tuple[str, str, list[tuple[str, str]], Sequence[CandidateReason]]:
    """Who may be the one: a title, where it stands, what is told of them, and what speaks for and against."""
    sought = person_of_request(found, content)
    other = requests.all_requests().filter(person__reference=candidate).first()
    if other:
        told = requests.read_request(opened, other, actor=request.user, session=session_of(request))
        reasons = compare_two(sought, person_of_request(other, told)).reasons
        url = reverse("desk:tracing_search", args=[candidate])
        return told.name.said, url, list(say_content(told, language())), reasons
    report = report_at(request, candidate)
    facts = [(each.label, "\n".join(each.lines)) for each in list_facts(report.claim, language())]
    who = getattr(report.claim, "who", None)
    if who and who.mother:
        facts.insert(1, (LABELS["mother"].in_language(language()), who.mother))
    viewer, reasons = viewer_of(request), ()
    if known := next(people_of_record(viewer, report.pk), None):
        reasons = compare_two(sought, known).reasons
    elif remains := next(remains_of_record(viewer, report.pk), None):
        reasons = compare_remains(sought, remains)
    return title_of(report.claim, language()), reverse("desk:report", args=[candidate]), facts, reasons


def _following(
    request: DeskRequest, opened: OpenCompartment, reference: str, candidate: str, shown: str
) -> tuple[str, str] | None:
    """The candidate that comes after this one in the list that one goes through."""
    leaves = _filters(request.user).get(shown, _filters(request.user)[""])[1]
    waiting = read_queue(opened, actor=request.user, session=session_of(request))
    here = [(each.queued.request, each.queued.candidate) for each in waiting]
    at = here.index((reference, candidate)) if (reference, candidate) in here else -1
    later = next((each for each in waiting[at + 1 :] if leaves(each)), None)
    return (later.queued.request, later.queued.candidate) if later else None


def _after(request: DeskRequest, reference: str) -> str:
    """Where one goes on to: the next candidate of the list, else the list; the request where one came from there."""
    then = tuple(request.POST.get("following", "").split("/"))
    shown = request.GET.get("show")
    if shown is None:
        return reverse("desk:tracing_candidates", args=[reference])
    if len(then) == 2 and all(each.isalnum() for each in then):
        return _address((then[0], then[1]), shown)
    return f"{reverse('desk:tracing_queue')}?{urlencode({'show': shown})}"


def _address(of: tuple[str, str], shown: str) -> str:
    return f"{reverse('desk:tracing_look', args=of)}?{urlencode({'show': shown})}"
