"""Deciding who may see a report, a document or a source."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _

from dalil.archive.models import Document
from dalil.archive.protection import Level
from dalil.desk.documents.views import document_at
from dalil.desk.entities.facts import list_credits
from dalil.desk.protecting.forms import ProtectForm
from dalil.desk.reports.views import report_at
from dalil.desk.screens import DeskRequest, can, language, may, screen
from dalil.desk.sign_in.doors import ask_if_stale
from dalil.desk.sources.views import source_at
from dalil.record import actions
from dalil.record.models import Report, Source
from dalil.wording.claims import title_of
from dalil.wording.refusals import refusal


@may("see")
def protect_report(request: DeskRequest, address: str) -> HttpResponseBase:
    """Who may see a report."""
    found = report_at(request, address)
    return _protect(request, found, title_of(found.claim, language()), reverse("desk:report", args=[address]))


@may("see")
def protect_document(request: DeskRequest, address: str) -> HttpResponseBase:
    """Who may see a document."""
    found = document_at(request, address)
    return _protect(request, found, found.title, reverse("desk:document", args=[address]))


@may("see")
def protect_source(request: DeskRequest, code: str) -> HttpResponseBase:
    """Who may see a source, and so all it says."""
    found = source_at(request, code)
    return _protect(request, found, found.name.in_language(language()), reverse("desk:source", args=[code]))


def _protect(request: DeskRequest, thing: Report | Document | Source, title: str, back: str) -> HttpResponseBase:
    """The form of level and groups. Who may protect decides; who may only publish may make public, and take that back."""
    if not can(request, "protect") and not can(request, "publish"):
        return may("protect")(lambda request: redirect(back))(request)
    if (
        can(request, "publish")
        and thing.level != Level.PUBLIC
        and request.POST.get("level", "0") == str(Level.PUBLIC.value)
    ):
        ask_if_stale(
            request
        )  # before the form is shown, and of what is sent only where it makes public: hiding never waits
    groups = list(thing.groups.all())
    form = ProtectForm(
        request.POST or None,
        user=request.user,
        standing=thing.level,
        initial={"level": thing.level, "groups": groups},
    )
    if request.method == "POST" and form.is_valid():
        typed = form.cleaned_data
        if not can(request, "protect") and Level.RESTRICTED in (typed["level"], thing.level):
            form.add_error("level", _("Restrictions are decided by a legal officer, a tracing officer or a steward."))
        else:
            try:
                actions.protect(
                    thing, Level(typed["level"]), actor=request.user, groups=typed["groups"], reason=typed["reason"]
                )
            except actions.Refused as error:
                form.add_error(None, refusal(error))
            else:
                messages.success(request, _("Protection is decided: %(level)s.") % {"level": thing.get_level_display()})
                return redirect(back)
    return screen(
        request,
        "desk/protecting/protect.html",
        _("Who may see it"),
        icon="lock",
        above=[(back, title)],
        form=form,
        about=title,
        chain=_list_chain(thing),
        status=422 if form.errors else 200,
    )


def _list_chain(thing: Report | Document | Source) -> list[tuple[Any, int]]:
    """What else decides who sees a report: its document and its sources, with their levels."""
    if not isinstance(thing, Report):
        return []
    sources = [credit.source for credit in list_credits(thing)]
    return [(each, each.level) for each in (thing.document, *sources)]
