"""Which sources are one: further names, judging two sources the same or different, and taking these back."""

from __future__ import annotations

from django.contrib import messages
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from dalil.desk.lists import take_page
from dalil.desk.screens import DeskRequest, may, saying, screen, viewer_of
from dalil.lookup.sources import find_source
from dalil.lookup.sources_in_record import name_sources
from dalil.record import actions
from dalil.record.models import Source, SourceAlias, SourceJudgement, Verdict
from dalil.wording.refusals import isolated, refusal


@may("judge")
def alike(request: DeskRequest) -> HttpResponse:
    """Pairs of sources whose names are spelled alike and that nobody has judged; until then neither corroborates the other."""
    seen = judgements_seen(request)
    judged = seen.filter(matcher="")
    waiting = seen.exclude(matcher="").exclude(
        Exists(
            judged.filter(
                Q(kept=OuterRef("kept"), other=OuterRef("other")) | Q(kept=OuterRef("other"), other=OuterRef("kept"))
            )
        )
    )
    return screen(
        request,
        "desk/sources/alike.html",
        _("Sources that may be one"),
        icon="tasks",
        above=[(reverse("desk:sources"), _("Sources"))],
        page=take_page(request, waiting),
    )


@require_POST
@may("judge")
def judge_sources(request: DeskRequest, code: str) -> HttpResponse:
    """Say that a source and another are one, under the name of either, or that they are two."""
    found = get_object_or_404(Source.objects.visible_to(viewer_of(request)), code=code)
    back = redirect((request.POST.get("next") == "alike" and "desk:alike") or reverse("desk:source", args=[code]))
    other = _source_meant(request, request.POST.get("other", ""))
    verdict, reason = request.POST.get("verdict", ""), request.POST.get("reason", "").strip()
    if other is None:
        messages.error(request, _("Name the other source by its code or its whole name."))
    elif verdict not in ("kept", "other", "different"):
        messages.error(request, _("Say whether they are one source or two."))
    elif not reason:
        messages.error(request, _("Say why: what makes them one source, or two."))
    else:
        kept, second = (other, found) if verdict == "other" else (found, other)
        with saying(request, _("Judged. It can be taken back at any time.")):
            judged = Verdict.DIFFERENT if verdict == "different" else Verdict.SAME
            actions.judge_sources(kept, second, judged, actor=request.user, reason=reason)
    return back


@require_POST
@may("judge")
def undo_source_judgement(request: DeskRequest, judgement: int) -> HttpResponse:
    """Take a judgement of two sources back; it stays on the record."""
    seen = Source.objects.visible_to(viewer_of(request)).values("pk")
    found = get_object_or_404(SourceJudgement.everything, pk=judgement, kept__in=seen, other__in=seen)
    with saying(request, _("The judgement is taken back.")):
        actions.retract_source_judgement(found, actor=request.user)
    return redirect("desk:source", found.kept.code)


@require_POST
@may("judge")
def add_alias(request: DeskRequest, code: str) -> HttpResponse:
    """Give a source a further name, by which it is found from now on."""
    found = get_object_or_404(Source.objects.visible_to(viewer_of(request)), code=code)
    try:
        alias = actions.add_alias(found, request.POST.get("name", ""), actor=request.user)
    except actions.Refused as error:
        messages.error(request, refusal(error))
    else:
        messages.success(request, _("The source is found by “%(name)s” too.") % {"name": isolated(alias.name)})
    return redirect("desk:source", code)


@require_POST
@may("judge")
def remove_alias(request: DeskRequest, code: str, alias: int) -> HttpResponse:
    """Take a further name of a source back."""
    found = get_object_or_404(Source.objects.visible_to(viewer_of(request)), code=code)
    with saying(request, _("The name is taken back.")):
        actions.remove_alias(get_object_or_404(SourceAlias.everything, source=found, pk=alias), actor=request.user)
    return redirect("desk:source", code)


def judgements_seen(request: DeskRequest) -> QuerySet[SourceJudgement]:
    """The judgements in force of which the person at the screen may know both sources."""
    seen = Source.objects.visible_to(viewer_of(request)).values("pk")
    judged: QuerySet[SourceJudgement] = SourceJudgement.objects.filter(kept__in=seen, other__in=seen)
    return judged.select_related("kept", "other", "actor")


def _source_meant(request: DeskRequest, written: str) -> Source | None:
    """The source of a code, of a whole name, or of a line that a suggestion wrote: the code first."""
    viewer = viewer_of(request)
    names = name_sources(viewer)
    code = find_source(written.strip(), names).found or find_source((written.split() or [""])[0], names).found
    return Source.objects.visible_to(viewer).filter(code=code).first() if code else None
