"""Deciding who may see a report, a document or a source."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from django.contrib import messages
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from dalil.access import proposals
from dalil.archive import store
from dalil.archive.file_metadata import CannotClean
from dalil.archive.models import Document
from dalil.archive.protection import Level, NobodyLeft, together
from dalil.desk.access.proposed import say_proposed
from dalil.desk.documents.opening import document_at
from dalil.desk.entities.facts import list_credits
from dalil.desk.lists import show_list
from dalil.desk.protecting.forms import ProtectForm
from dalil.desk.protecting.gate_questions import asker_of
from dalil.desk.protecting.telling_files import read_document
from dalil.desk.reports.views import report_at
from dalil.desk.screens import DeskRequest, can, language, may, refused, screen, viewer_of
from dalil.desk.sign_in.letting_in import ask_if_stale
from dalil.desk.sources.views import source_at
from dalil.gate import doors as gate
from dalil.gate.examination import examine
from dalil.record import actions
from dalil.record.models import Report, Source
from dalil.wording.claims import title_of
from dalil.wording.file_metadata import say_particulars
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
    tells = read_document(thing) if isinstance(thing, Document) else ()
    second = thing.level == Level.RESTRICTED and proposals.is_required()
    asker = asker_of(request)
    objections = examine(thing, asker) if can(request, "publish") and thing.level != Level.PUBLIC else ()
    form = ProtectForm(
        request.POST or None,
        user=request.user,
        standing=thing.level,
        groups=thing.groups.all(),
        tells=bool(tells),
        objections=objections,
        initial={"level": thing.level, "groups": groups},
    )
    if request.method == "POST" and form.is_valid():
        typed = form.cleaned_data
        try:
            outcome = gate.protect(
                thing,
                Level(typed["level"]),
                asker=asker,
                groups=typed["groups"],
                reason=typed["reason"],
                override=bool(typed.get("override")),
            )
        except actions.Refused as error:
            form.add_error(None, refusal(error))
        else:
            if outcome.proposal:
                say_proposed(request, outcome.proposal)
            else:
                thing.refresh_from_db(fields=["level"])
                said = _("Protection is decided: %(level)s.") % {"level": thing.get_level_display()}
                messages.success(request, said)
                _tell_derivatives(request, thing)
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
        effective=_say_effective(thing),
        tells=say_particulars(tells, language()),
        cleaned=_list_cleaned(request, thing),
        document=thing if isinstance(thing, Document) else None,
        second_person=second,
        objections=[refusal(each) for each in objections],
        waiting=gate.waiting_for(thing) if objections else (),
        status=422 if form.errors else 200,
    )


def _tell_derivatives(request: DeskRequest, thing: Report | Document | Source) -> None:
    """Say that what was made of a restricted document follows it; what stays public says the page of the document."""
    if not isinstance(thing, Document) or thing.level != Level.RESTRICTED:
        return
    if Document.objects.visible_to(viewer_of(request)).filter(parent=thing).exists():
        messages.info(
            request,
            _(
                "What was made of it is restricted too, except for redactions that are public: decide about each of these."
            ),
        )


@require_POST
@may("enter")
def clean_document(request: DeskRequest, address: str) -> HttpResponseBase:
    """Make a cleaned copy of a document, and go on to deciding who may see it. The original stays as it is."""
    if not can(request, "protect") and not can(request, "publish"):
        return refused(request)
    original = document_at(request, address)
    back = redirect("desk:protect_document", original.address)
    title = _("%(title)s (cleaned copy)") % {"title": original.title[:450]}
    try:
        copy = actions.clean_document(original, actor=request.user, title=title)
    except CannotClean as error:
        messages.error(request, _("No cleaned copy can be made for certain. What would stay in it:"))
        for line in say_particulars(error.left, language()):
            messages.error(request, line)
        return back
    except (FileNotFoundError, store.DamagedDocument):
        messages.error(request, _("The file is missing from the archive or has changed. Tell a steward."))
        return back
    if not Document.objects.visible_to(viewer_of(request)).filter(pk=copy.pk).exists():
        messages.error(request, _("The cleaned copy could not be opened for you. Tell a steward."))
        return back
    messages.success(
        request, _("This is the cleaned copy. Look at it before you decide; the original stays as it was.")
    )
    return redirect("desk:protect_document", copy.address)


@dataclass(frozen=True)
class ChainLink:
    """A document or a source that decides with a report who sees it: its level, what stays, and where it is decided."""

    thing: Document | Source
    level: int
    stays: str
    url: str


def _list_cleaned(request: DeskRequest, thing: Report | Document | Source) -> Sequence[Document]:
    """The cleaned copies of a document that the person at the screen sees."""
    if not isinstance(thing, Document):
        return ()
    seen = Document.objects.visible_to(viewer_of(request))
    return show_list(request, list(seen.filter(parent=thing, relation=Document.Relation.REDACTION)))


def _list_chain(thing: Report | Document | Source) -> list[ChainLink]:
    """List what else decides who sees a report: its document and its sources. What is decided about the report changes none of them."""
    if not isinstance(thing, Report):
        return []
    stays = {
        Level.PUBLIC: _("It stays public: everybody can read it and its file, whatever is decided here."),
        Level.INTERNAL: _("It stays internal: the public does not see the report, whatever is decided here."),
        Level.RESTRICTED: _("It stays restricted: only its groups see the report, whatever is decided here."),
    }
    sources = [credit.source for credit in list_credits(thing)]
    links = [ChainLink(thing.document, thing.document.level, "", _decided_at(thing.document))]
    links += [ChainLink(each, each.level, "", _decided_at(each)) for each in dict.fromkeys(sources)]
    return [replace(link, stays=stays[Level(link.level)]) for link in links]


def _decided_at(thing: Document | Source) -> str:
    if isinstance(thing, Document):
        return reverse("desk:protect_document", args=[thing.address])
    return reverse("desk:protect_source", args=[thing.code])


def _say_effective(thing: Report | Document | Source) -> str:
    """Say who sees a report as things stand, with all that decides; empty for a document or a source, which decides by itself."""
    if not isinstance(thing, Report):
        return ""
    links = [thing, thing.document, *(credit.source for credit in list_credits(thing))]
    try:
        level, _groups = together((each.level, each.groups.all()) for each in links)
    except NobodyLeft:
        return _("As things stand, no group sees this report: the groups of its restrictions have none in common.")
    return {
        Level.PUBLIC: _("As things stand, everybody sees this report."),
        Level.INTERNAL: _("As things stand, only people with an account see this report."),
        Level.RESTRICTED: _("As things stand, only the groups that may see all of it see this report."),
    }[level]
