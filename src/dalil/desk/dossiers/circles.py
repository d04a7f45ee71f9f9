"""Who may open a dossier, at the desk: all legal officers, or those of some groups."""

from __future__ import annotations

from collections.abc import Iterable

from django.contrib import messages
from django.contrib.auth.models import Group
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from dalil.cases.dossiers.circle import draw_circle, groups_of
from dalil.desk.dossiers.forms import CircleForm
from dalil.desk.dossiers.officers import dossier_of, dossier_screen, for_legal_officers
from dalil.desk.screens import DeskRequest, language, viewer_of
from dalil.letters import join_list
from dalil.record.actions import Refused
from dalil.wording.refusals import refusal


@for_legal_officers
def circle(request: DeskRequest, prefix: str) -> HttpResponseBase:
    """Who may open it now, and drawing another circle."""
    dossier = dossier_of(request, prefix)
    standing = groups_of(dossier)
    form = CircleForm(request.POST or None, user=request.user, standing=Group.objects.filter(pk__in=standing))
    if request.method == "POST" and form.is_valid():
        try:
            draw_circle(
                dossier,
                form.cleaned_data["groups"],
                viewer=viewer_of(request),
                actor=request.user,
                reason=form.cleaned_data["reason"],
            )
        except Refused as error:
            form.add_error(None, refusal(error))
        else:
            messages.success(request, _("It is noted who may open the dossier."))
            return redirect("desk:dossier", prefix)
    return dossier_screen(
        request,
        dossier,
        "desk/dossiers/circle.html",
        _("Who may open it"),
        form=form,
        circle=name_groups(standing),
        before=[(each, name_groups(each.groups)) for each in dossier.circles.select_related("actor").order_by("-pk")],
        status=422 if form.errors else 200,
    )


def name_groups(keys: Iterable[int]) -> str:
    """Return the names of groups as a list in words; empty where there is none. A group that is gone is said to be."""
    told = list(keys)
    names = dict(Group.objects.filter(pk__in=told).values_list("pk", "name"))
    return join_list([names.get(key, _("a group that is gone")) for key in told], language()) if told else ""
