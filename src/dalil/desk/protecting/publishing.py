"""Publishing reports with all that they rest on, one or many at once, after showing what that is."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.contrib import messages
from django.db.models import Q
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from dalil.archive.models import Document
from dalil.archive.protection import Level
from dalil.desk.lists import show_list
from dalil.desk.protecting.effective import list_what_decides
from dalil.desk.protecting.forms import ReasonForm
from dalil.desk.protecting.gate_questions import asker_of
from dalil.desk.protecting.telling_files import read_document
from dalil.desk.screens import DeskRequest, language, may, screen, viewer_of
from dalil.desk.sign_in.letting_in import fresh_sign_in
from dalil.gate import doors as gate
from dalil.gate.examination import Asker, Thing, examine
from dalil.record import actions
from dalil.record.credits import with_credits
from dalil.record.models import Report, Source
from dalil.wording.claims import title_of
from dalil.wording.file_metadata import say_particulars
from dalil.wording.numbers import say_number
from dalil.wording.refusals import refusal

MOST = 50
"""Reports that are published at once."""

LOOKED_AT = 1_000
"""Other reports of the same documents and sources that are looked at: whether they become public with them."""


@dataclass(frozen=True)
class ToBePublished:
    """A thing that becomes public with the reports. objections: what the gate has against it by itself. tells: what a file tells besides."""

    thing: Thing
    title: str
    url: str
    objections: tuple[str, ...]
    tells: tuple[str, ...]


@may("publish")
@fresh_sign_in
def publish_reports(request: DeskRequest) -> HttpResponseBase:
    """Show all that becomes public with the reports that were picked, then publish it: all of it, or nothing where anything is refused.

    What is restricted, and what the gate stops, is decided thing by thing, on the screen of its protection.
    """
    reports = _find_picked(request)
    if not reports:
        messages.error(request, _("Pick the reports that shall be public."))
        return redirect("desk:reports")
    things = _list_not_public(reports)
    form = ReasonForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            with actions.writing():
                for thing in things:
                    _publish(thing, asker_of(request), form.cleaned_data["reason"])
        except actions.Refused as error:
            form.add_error(None, refusal(error))
        else:
            many = len(things)
            said = ngettext("%(n)s thing is public now.", "%(n)s things are public now.", many)
            messages.success(request, said % {"n": say_number(many, language())})
            return redirect("desk:report", reports[0].address) if len(reports) == 1 else redirect("desk:reports")
    return screen(
        request,
        "desk/protecting/publish.html",
        _("Publish with all it rests on"),
        icon="lock-open",
        above=[(reverse("desk:reports"), _("Reports"))],
        form=form,
        reports=reports,
        things=[_present(thing, asker_of(request)) for thing in things],
        along=_find_taken_along(things, reports, request),
        status=422 if form.errors else 200,
    )


def _find_picked(request: DeskRequest) -> Sequence[Report]:
    picked = [each[:64] for each in (request.POST or request.GET).getlist("pick")[:MOST]]
    found = with_credits(Report.objects.visible_to(viewer_of(request)).filter(address__in=picked)).order_by("pk")
    return show_list(request, list(found))


def _list_not_public(reports: Sequence[Report]) -> list[Thing]:
    """List what is not public yet: sources first, then documents, then the reports, so that each report waits for nothing else."""
    found = dict.fromkeys(thing for report in reports for thing in list_what_decides(report))
    order = (Source, Document, Report)
    return sorted((each for each in found if each.level != Level.PUBLIC), key=lambda each: order.index(type(each)))


def _publish(thing: Thing, asker: Asker, reason: str) -> None:
    """Make one thing public. Raises Refused where it is restricted or the gate stops it; a file that tells more than it shows is refused."""
    if thing.level == Level.RESTRICTED:
        raise actions.Refused(
            "restricted_among_published",
            "“{title}” is restricted: decide about it by itself, on the screen of its protection",
            {"title": _name(thing)},
        )
    if isinstance(thing, Document) and read_document(thing):
        raise actions.Refused(
            "telling_file_among_published",
            "the file “{title}” tells more than it shows: decide about it by itself, or publish a cleaned copy",
            {"title": _name(thing)},
        )
    gate.protect(thing, Level.PUBLIC, asker=asker, reason=reason)


def _present(thing: Thing, asker: Asker) -> ToBePublished:
    tells = say_particulars(read_document(thing), language()) if isinstance(thing, Document) else ()
    objections = [each for each in examine(thing, asker) if each.type not in _SETTLED_HERE]
    return ToBePublished(thing, _name(thing), _url_of(thing), tuple(map(refusal, objections)), tuple(tells))


_SETTLED_HERE = frozenset({"document_not_public", "source_not_public"})
"""Objections that say only that something else is not public, which becomes public here as well."""


def _find_taken_along(things: Sequence[Thing], reports: Sequence[Report], request: DeskRequest) -> Sequence[Report]:
    """Find other reports that wait for nothing but these documents and sources, and become public with them."""
    documents = [each.pk for each in things if isinstance(each, Document)]
    sources = [each.pk for each in things if isinstance(each, Source)]
    waiting = Report.objects.visible_to(viewer_of(request)).filter(level=Level.PUBLIC)
    waiting = waiting.filter(Q(document__in=documents) | Q(attribution__credits__source__in=sources)).distinct()
    others = with_credits(waiting.exclude(pk__in=[report.pk for report in reports])).order_by("pk")
    opened = set(things)
    along = [
        each
        for each in others[:LOOKED_AT]
        if all(thing.level == Level.PUBLIC or thing in opened for thing in list_what_decides(each))
    ]
    return show_list(request, along)


def _name(thing: Thing) -> str:
    if isinstance(thing, Report):
        return title_of(thing.claim, language())
    return thing.title if isinstance(thing, Document) else thing.name.in_language(language())


def _url_of(thing: Thing) -> str:
    if isinstance(thing, Report):
        return reverse("desk:protect_report", args=[thing.address])
    if isinstance(thing, Document):
        return reverse("desk:protect_document", args=[thing.address])
    return reverse("desk:protect_source", args=[thing.code])
