"""Judging two reports the same or different, and taking it back."""

from __future__ import annotations

from urllib.parse import urlencode

from django.contrib import messages
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from dalil.bulletin.drawings.drawn import Drawing
from dalil.bulletin.drawings.locator_maps import draw_locator
from dalil.desk.entities.facts import compare_claims
from dalil.desk.judging.candidates import MOST, RECENT, Pair, find_candidates
from dalil.desk.judging.effects import are_one_thing, judge_once, list_with_effects
from dalil.desk.judging.forms import READY_REASONS, PairsForm
from dalil.desk.judging.proposed import count_proposed, find_proposed, read_proposal
from dalil.desk.judging.quality import present_quality
from dalil.desk.lists import show_list
from dalil.desk.reports.views import report_at
from dalil.desk.screens import DeskRequest, language, may, saying, screen, viewer_of
from dalil.matching.match_runs import count_waiting, model_in_force
from dalil.matching.second_looks import ask_second_person, list_disagreements, list_second_looks
from dalil.record import actions
from dalil.record.kind import kind_of
from dalil.record.models import Judgement, Report, Verdict
from dalil.wording.claims import title_of
from dalil.wording.refusals import isolated, refusal

LATELY = 10
"""How many of their own latest judgements a person sees beside the pairs, to take one back at once."""

LONGEST_ID = 18
"""So many digits at the most a key of the database has."""


@may("judge")
def pairs(request: DeskRequest) -> HttpResponse:
    """Pairs of reports that could be about the same thing and that nobody has judged."""
    form = PairsForm(request.GET, screen_language=language(), viewer=viewer_of(request))
    kind = kind_of(form.of_kind)
    found = _find_pairs(form, request)
    asked, disputed = list_second_looks(viewer_of(request)), list_disagreements(viewer_of(request))
    also = [report for each in asked for report in (each.a, each.b)]
    also += [report for each in disputed for report in (each.a, each.b)]
    show_list(request, [*(report for pair in found for report in (pair.one, pair.other)), *also])
    mine = Judgement.objects.filter(actor=request.user, retraction=None, matcher="")
    visible = Report.objects.visible_to(viewer_of(request)).values("pk")
    return screen(
        request,
        "desk/judging/pairs.html",
        _("Pairs to judge"),
        icon="tasks",
        form=form,
        pairs=found,
        proposed=bool(kind.same_when),
        total=count_proposed(kind, viewer_of(request)) if kind.same_when else len(found),
        model=model_in_force(kind) if kind.same_when else None,
        quality=present_quality(kind, model_in_force(kind), language()) if kind.same_when else None,
        second_looks=[(each, each.actor_id == request.user.pk) for each in asked],
        disagreements=disputed,
        waiting=count_waiting() if kind.same_when else 0,
        recent=RECENT,
        ready=READY_REASONS,
        mine=list_with_effects(
            mine.filter(a__in=visible, b__in=visible).select_related("a", "b", "actor")[:LATELY], viewer_of(request)
        ),
        following=urlencode({"next": _address_of_next(request)}),
    )


@may("judge")
def next_pair(request: DeskRequest) -> HttpResponse:
    """Go on to the pair that tells most among those that meet what is asked; to the list where none is left."""
    form = PairsForm(request.GET, screen_language=language(), viewer=viewer_of(request))
    found = _find_pairs(form, request)
    if not found:
        messages.info(request, _("No pair is left that meets what is asked."))
        return redirect(reverse("desk:pairs"))
    first = found[0]
    following = request.GET.copy()
    if first.proposal:
        following.appendlist("skip", str(first.proposal))
    asked = {
        "a": first.one.address,
        "b": first.other.address,
        "next": _address_of_next(request),
        "skip": f"{reverse('desk:next_pair')}?{following.urlencode()}",
    }
    return redirect(f"{reverse('desk:compare')}?{urlencode(asked)}")


@require_POST
@may("judge")
def judge_several(request: DeskRequest) -> HttpResponse:
    """Judge every ticked pair alike, with one reason."""
    verdict = request.POST.get("verdict")
    chosen = [pair.partition("-")[::2] for pair in request.POST.getlist("pair")][:MOST]
    if verdict not in Verdict.values or not chosen:
        messages.error(request, _("Tick the pairs, and say whether they are the same or different."))
    else:
        couples = [(report_at(request, a), report_at(request, b)) for a, b in chosen]
        reason = request.POST.get("reason", "")
        try:
            with transaction.atomic():
                made = [judge_once(*pair, Verdict(verdict), actor=request.user, reason=reason) for pair in couples]
        except actions.Refused as error:
            messages.error(request, refusal(error))
        else:
            _say_judged(request, verdict, [pair for pair, judged in zip(couples, made, strict=True) if judged])
    return redirect(_read_next(request) or reverse("desk:pairs"))


def _find_pairs(form: PairsForm, request: DeskRequest) -> list[Pair]:
    viewer, kind = viewer_of(request), kind_of(form.of_kind)
    among = form.find_reports() if request.GET else None
    if kind.same_when:
        skipped = [
            int(each)
            for each in request.GET.getlist("skip")
            if each.isascii() and each.isdigit() and len(each) <= LONGEST_ID
        ]
        return find_proposed(kind, viewer, language(), among, skipped)
    return find_candidates(kind.code, viewer, among)


def _address_of_next(request: DeskRequest) -> str:
    asked = request.GET.copy()
    asked.pop("next", None)
    return f"{reverse('desk:next_pair')}?{asked.urlencode()}"


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
        else:
            try:
                made = judge_once(one, other, Verdict(verdict), actor=request.user, reason=asked.get("reason", ""))
            except actions.Refused as error:
                refused = refusal(error)
            else:
                _say_judged(request, verdict, [(one, other)] if made else [])
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
        judgements=list_with_effects(judgements, viewer_of(request)),
        refused=refused,
        reason=asked.get("reason", ""),
        ready=READY_REASONS,
        proposal=read_proposal(one, other, language()),
        drawing=_draw_places(one, other),
        next=_read_next(request),
        skip=_read_next(request, "skip"),
        status=422 if refused and request.method == "POST" else 200,
    )


def _say_judged(request: DeskRequest, verdict: str, judged: list[tuple[Report, Report]]) -> None:
    """Say what came of judging these pairs; of those that are not what was judged, that they are not."""
    if not judged:
        messages.info(request, _("You have judged this so already; nothing was added."))
        return
    viewer = viewer_of(request)
    in_vain = [pair for pair in judged if are_one_thing(*pair, viewer) != (verdict == Verdict.SAME)]
    if not in_vain:
        messages.success(request, _("Judged. It can be taken back at any time."))
    elif verdict == Verdict.SAME:
        messages.warning(
            request,
            _("Judged, and the two stay apart: another judgement keeps apart what this would bring together. %(pair)s")
            % {"pair": _name_pairs(in_vain)},
        )
    else:
        messages.warning(
            request,
            _("Judged, and the two stay together: a correction holds them. %(pair)s") % {"pair": _name_pairs(in_vain)},
        )


def _name_pairs(pairs: list[tuple[Report, Report]]) -> str:
    named = [isolated(" – ".join(title_of(each.claim, language()) for each in pair)) for pair in pairs[:LATELY]]
    return "; ".join([*named, *["…"] * (len(pairs) > LATELY)])


def _draw_places(one: Report, other: Report) -> Drawing | None:
    """Both places on one map, as exactly as each is known."""
    wheres = [where for where in (one.claim.wheres(), other.claim.wheres()) if where is not None]
    return draw_locator(wheres, name="pair", language=language()) if wheres else None


@require_POST
@may("judge")
def ask_second(request: DeskRequest) -> HttpResponse:
    """Ask that another person judges a pair, and go on to the next."""
    named = [request.POST.get(name) or request.GET.get(name, "") for name in ("a", "b")]
    one, other = report_at(request, named[0]), report_at(request, named[1])
    with saying(request, _("A second person is asked. The pair stands on the list of pairs to judge.")):
        ask_second_person(one, other, actor=request.user, reason=request.POST.get("reason", ""))
    return redirect(_read_next(request, "skip") or _read_next(request) or reverse("desk:pairs"))


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
        _say_taken_back(request, found)
    return redirect(_read_next(request) or reverse("desk:report", args=[found.a.address]))


def _say_taken_back(request: DeskRequest, judgement: Judgement) -> None:
    """Say that a judgement is taken back, and where that changes nothing because another one says the same."""
    are_one = are_one_thing(judgement.a, judgement.b, viewer_of(request))
    if are_one and judgement.verdict == Verdict.SAME:
        messages.warning(
            request, _("The judgement is taken back. The two are still held for one thing, by other judgements.")
        )
    elif not are_one and judgement.verdict == Verdict.DIFFERENT and _is_judged_different(judgement):
        messages.warning(request, _("The judgement is taken back. Another one still keeps the two apart."))
    else:
        messages.success(request, _("The judgement is taken back."))


def _is_judged_different(judgement: Judgement) -> bool:
    pair = Judgement.objects.filter(a=judgement.a_id, b=judgement.b_id, retraction=None)
    return pair.filter(verdict=Verdict.DIFFERENT).exists()


def _read_next(request: DeskRequest, name: str = "next") -> str:
    """Where to go on to, as the screen before said; nowhere outside this site."""
    url = request.POST.get(name, "") or request.GET.get(name, "")
    return url if url_has_allowed_host_and_scheme(url, {request.get_host()}) else ""
