"""Who opens the screens of dossiers: legal officers, unless they travel; and what these screens share."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from functools import wraps
from typing import Any

from django.contrib import messages
from django.http import HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from wagtail.admin.widgets.button import Button

from dalil.access.accounts import is_travelling
from dalil.access.models import Action
from dalil.cases.dossiers.circle import visible_dossiers
from dalil.cases.dossiers.evidence import Evidence
from dalil.cases.dossiers.models import Dossier
from dalil.desk.screens import DeskRequest, View, can, refused, screen, viewer_of
from dalil.record.actions import Refused
from dalil.record.reading import log_reading
from dalil.vocabulary import UnknownCode
from dalil.wording.refusals import refusal


def for_legal_officers(view: View) -> View:
    """A view that opens for those who work on dossiers. On a journey it stays closed: nobody is to be made to show what a case rests on."""

    @wraps(view)
    def checked(request: DeskRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not can(request, "dossiers") or is_travelling(request.user):
            return refused(request)
        return view(request, *args, **kwargs)

    return checked


def dossier_of(request: DeskRequest, prefix: str) -> Dossier:
    """Return the dossier of a prefix, or answer that there is none: also to an officer of another circle."""
    return get_object_or_404(visible_dossiers(viewer_of(request)), prefix=prefix)


def dossier_screen(
    request: DeskRequest,
    dossier: Dossier,
    template: str,
    title: str,
    *,
    buttons: Sequence[Button] = (),
    status: int = 200,
    **context: Any,
) -> TemplateResponse:
    """A screen of one dossier, with the ways to its others."""
    above = [(reverse("desk:dossiers"), _("Dossiers"))]
    if template != "desk/dossiers/dossier.html":
        above.append((reverse("desk:dossier", args=[dossier.prefix]), dossier.prefix))
    return screen(
        request,
        template,
        title,
        icon="folder-open-1",
        above=above,
        buttons=buttons,
        status=status,
        dossier=dossier,
        ways=[
            (reverse(f"desk:{name}", args=[dossier.prefix]), words)
            for name, words in (
                ("dossier", _("Elements")),
                ("dossier_choose", _("Choose reports")),
                ("dossier_things", _("What is in it")),
                ("dossier_work", _("Work")),
                ("dossier_command", _("Command over time")),
                ("dossier_figures", _("Figures")),
                ("dossier_hand_out", _("Hand out")),
            )
        ],
        **context,
    )


def show_evidence(request: DeskRequest, evidence: Iterable[Evidence]) -> None:
    """Write into the log of access what restricted things a screen names."""
    log_reading(Action.LISTED, [each.report or each.document for each in evidence], viewer_of(request))


def do(request: DeskRequest, act: Callable[[], object], done: str, back: str) -> HttpResponseRedirect:
    """Do something, say that it is done or why it is refused, and go back."""
    try:
        act()
    except (Refused, UnknownCode) as error:
        messages.error(request, refusal(error))
    else:
        messages.success(request, done)
    return redirect(back)
