"""Sources: finding them, one of them, and naming a new one."""

from __future__ import annotations

from django.contrib import messages
from django.db.models import Q
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _

from dalil import vocabulary
from dalil.archive.protection import Level
from dalil.desk.lists import list_latest, search_list
from dalil.desk.screens import DeskRequest, button, can, language, may, screen, viewer_of
from dalil.desk.sources.forms import SourceForm
from dalil.desk.sources.judging import judgements_seen
from dalil.record import actions
from dalil.record.models import Report, Source, SourceAlias
from dalil.record.reading import open_for_reading
from dalil.wording.refusals import isolated, refusal


@may("see")
def sources(request: DeskRequest) -> HttpResponse:
    """Sources, by their codes."""
    return screen(
        request,
        "desk/sources/sources.html",
        _("Sources"),
        icon="user",
        buttons=[
            button(label, reverse(name), icon)
            for ability, label, name, icon in (
                ("enter", _("Name a source"), "desk:name_source", "plus"),
                ("judge", _("Sources that may be one"), "desk:alike", "tasks"),
            )
            if can(request, ability)
        ],
        **search_list(request, Source.objects.visible_to(viewer_of(request))),
    )


@may("see")
def source(request: DeskRequest, code: str) -> HttpResponse:
    """A source, and what it said last."""
    found = source_at(request, code)
    reports = Report.objects.visible_to(viewer_of(request)).filter(attribution__credits__source=found).distinct()
    known = vocabulary.is_code("source_types", found.type)
    return screen(
        request,
        "desk/sources/source.html",
        found.name.in_language(language()),
        short=_("Source"),
        icon="user",
        above=[(reverse("desk:sources"), _("Sources"))],
        buttons=[button(_("Protect"), reverse("desk:protect_source", args=[code]), "lock")]
        if can(request, "protect") or can(request, "publish")
        else [],
        source=found,
        type=vocabulary.label("source_types", found.type, language()) if known else found.type,
        aliases=SourceAlias.objects.filter(source=found).select_related("actor"),
        judgements=judgements_seen(request).filter(Q(kept=found) | Q(other=found)),
        **list_latest(request, reports),
    )


@may("enter")
def name_source(request: DeskRequest) -> HttpResponse:
    """Name a source that the record does not know yet."""
    form = SourceForm(request.POST or None, user=request.user, screen_language=language())
    if request.method == "POST" and form.is_valid():
        typed = form.cleaned_data
        try:
            made = actions.name_source(
                typed["code"],
                actor=request.user,
                en=typed["en"],
                ar=typed["ar"],
                type=typed["type"],
                level=Level(typed["level"]),
                groups=typed["groups"],
            )
        except actions.Refused as error:
            form.add_error("code", refusal(error))
        else:
            messages.success(
                request, _("The source has its name; its code is %(code)s.") % {"code": isolated(made.code)}
            )
            if Source.objects.visible_to(viewer_of(request)).filter(pk=made.pk).exists():
                return redirect("desk:source", made.code)
            return redirect("desk:sources")
    return screen(
        request,
        "desk/sources/source_form.html",
        _("Name a source"),
        icon="plus",
        above=[(reverse("desk:sources"), _("Sources"))],
        form=form,
        status=422 if form.errors else 200,
    )


def source_at(request: DeskRequest, code: str) -> Source:
    """The source with a code, where the person at the screen may see it. Raises Http404."""
    viewer = viewer_of(request)
    found: Source = get_object_or_404(Source.objects.visible_to(viewer).prefetch_related("groups"), code=code)
    return open_for_reading(found, viewer)
