"""The work on a dossier: tasks and requests, notes that never leave, who commanded what, and figures."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.contrib import messages
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from dalil import vocabulary
from dalil.cases.dossiers.command import RoleToldOf, read_command
from dalil.cases.dossiers.errands import NewErrand, end_errand, find_accounts, give_errand, write_note
from dalil.cases.dossiers.keeping import freeze_figure, take_figure_out, visible_figures
from dalil.cases.dossiers.models import Errand, ErrandOutcome
from dalil.cases.dossiers.question import find_ground
from dalil.counting.models import Figure, FigureEdition
from dalil.desk.dossiers.forms import EndErrandForm, ErrandForm, FreezeForm, NoteForm
from dalil.desk.dossiers.officers import do, dossier_of, dossier_screen, for_legal_officers
from dalil.desk.figures.presenters import say_edition
from dalil.desk.lists import show_list
from dalil.desk.screens import DeskRequest, language, viewer_of
from dalil.letters import join_list
from dalil.record.actions import Refused
from dalil.vocabulary import UnknownCode
from dalil.wording.claims import title_of
from dalil.wording.refusals import refusal
from dalil.wording.times import say_day, say_when


@dataclass(frozen=True)
class ErrandShown:
    """Something to be done. late: its day has passed. element: what it would speak to."""

    pk: int
    words: str
    partner: str
    facts: tuple[str, ...]
    element: str
    by: str
    at: datetime
    late: bool
    ended: str
    ended_words: str


@dataclass(frozen=True)
class RoleShown:
    """A role as one report tells it. contradicts: titles of the reports that give the same command to somebody else at the time."""

    who: str
    function: str
    position: str
    when: str
    sources: str
    shown_by: str
    url: str
    contradicts: tuple[tuple[str, str], ...]


@for_legal_officers
def work(request: DeskRequest, prefix: str) -> HttpResponseBase:
    """What is to be done and what was asked of partners; and asking for more."""
    dossier, viewer = dossier_of(request, prefix), viewer_of(request)
    asked = request.GET if "provision" in request.GET else None
    form = ErrandForm(
        request.POST or None,
        screen_language=language(),
        initial=asked.dict() | _words_of(asked.dict()) if asked else None,
    )
    if request.method == "POST" and form.is_valid():
        try:
            give_errand(dossier, NewErrand(**form.cleaned_data), actor=request.user, viewer=viewer)
        except (Refused, UnknownCode) as error:
            form.add_error("again" if getattr(error, "type", "") == "account_given_already" else None, refusal(error))
        else:
            messages.success(request, _("It is noted."))
            return redirect("desk:dossier_work", prefix)
    accounts = find_accounts(dossier, viewer)
    show_list(request, accounts)
    errands = dossier.errands.select_related("actor", "end").order_by("-pk")
    return dossier_screen(
        request,
        dossier,
        "desk/dossiers/work.html",
        _("Work"),
        form=form,
        note=NoteForm(),
        end=EndErrandForm(),
        errands=[_present(each) for each in errands],
        accounts=accounts,
        notes=dossier.notes.select_related("actor"),
        status=422 if form.errors else 200,
    )


def _words_of(asked: dict[str, str]) -> dict[str, str]:
    """The words of a request that closes a gap, as the form offers them."""
    kind = asked.get("document_type", "")
    what = vocabulary.label("document_types", kind, language()) if vocabulary.is_code("document_types", kind) else ""
    parts = [each for each in (what, asked.get("place", ""), asked.get("about", "")) if each]
    return {"words": _("Needed: %(what)s") % {"what": join_list(parts, language())}} if parts else {}


def _present(errand: Errand) -> ErrandShown:
    end = getattr(errand, "end", None)
    kind = vocabulary.label("document_types", errand.document_type, language()) if errand.document_type else ""
    due = _("until %(day)s") % {"day": say_day(errand.due, language())} if errand.due else ""
    return ErrandShown(
        pk=errand.pk,
        words=errand.reason,
        partner=errand.partner,
        facts=tuple(each for each in (kind, errand.place, errand.about, due) if each),
        element=_name_element(errand),
        by=errand.actor.get_username(),
        at=errand.at,
        late=bool(errand.due and not end and errand.due < localdate()),
        ended=str(end.get_outcome_display()) if end else "",
        ended_words=end.reason if end else "",
    )


def _name_element(errand: Errand) -> str:
    if not errand.provision:
        return ""
    known = find_ground(errand.provision)
    return next((each.words.in_language(language()) for each in known.elements if each.code == errand.element), "")


@require_POST
@for_legal_officers
def end_work(request: DeskRequest, prefix: str, errand: int) -> HttpResponseBase:
    """Saying how something ended."""
    found = get_object_or_404(Errand, pk=errand, dossier=dossier_of(request, prefix))
    outcome = request.POST.get("outcome", "")
    if outcome not in ErrandOutcome.values:
        messages.error(request, _("Say what became of it."))
        return redirect("desk:dossier_work", prefix)
    return do(
        request,
        lambda: end_errand(found, ErrandOutcome(outcome), actor=request.user, reason=request.POST.get("reason", "")),
        _("It is noted."),
        reverse("desk:dossier_work", args=[prefix]),
    )


@require_POST
@for_legal_officers
def add_note(request: DeskRequest, prefix: str) -> HttpResponseBase:
    """Writing a privileged note."""
    dossier = dossier_of(request, prefix)
    return do(
        request,
        lambda: write_note(dossier, request.POST.get("words", ""), actor=request.user),
        _("The note is kept, for the officers alone."),
        reverse("desk:dossier_work", args=[prefix]),
    )


@require_safe
@for_legal_officers
def command(request: DeskRequest, prefix: str) -> HttpResponse:
    """Who commanded what over time, according to whom."""
    dossier = dossier_of(request, prefix)
    found = read_command(dossier, viewer_of(request))
    show_list(request, [each.report for unit in found.units for each in unit.roles])
    show_list(request, found.seen)
    return dossier_screen(
        request,
        dossier,
        "desk/dossiers/command.html",
        _("Command over time"),
        units=[
            (unit.name.in_language(language()), [_present_role(each) for each in unit.roles]) for unit in found.units
        ],
        seen=found.seen,
    )


def _present_role(told: RoleToldOf) -> RoleShown:
    claim = told.claim
    return RoleShown(
        who=claim.who.said,
        function=vocabulary.label("role_functions", claim.function, language()),
        position=claim.position.in_language(language()) if claim.position else "",
        when=say_when(claim.when, language()) if claim.when else "",
        sources=join_list((each.name.in_language(language()) for each in told.sources), language()),
        shown_by=vocabulary.label("role_bases", claim.shown_by, language()) if claim.shown_by else "",
        url=reverse("desk:report", args=[told.report.address]),
        contradicts=tuple(
            (reverse("desk:report", args=[each.address]), title_of(each.claim, language())) for each in told.contradicts
        ),
    )


@for_legal_officers
def figures(request: DeskRequest, prefix: str) -> HttpResponseBase:
    """The figures of a dossier, each as an edition of it was published."""
    dossier, viewer = dossier_of(request, prefix), viewer_of(request)
    form = FreezeForm(request.POST or None)
    known = Figure.objects.visible_to(viewer)
    form.fields["edition"].queryset = FigureEdition.objects.filter(figure__in=known.values("pk")).select_related(  # type: ignore[attr-defined]
        "figure"
    )
    form.fields["edition"].label_from_instance = _name_edition  # type: ignore[attr-defined]
    if request.method == "POST" and form.is_valid():
        try:
            freeze_figure(dossier, form.cleaned_data["edition"], actor=request.user, reason=form.cleaned_data["reason"])
        except Refused as error:
            form.add_error(None, refusal(error))
        else:
            messages.success(request, _("The figure is in the dossier, as this edition says it."))
            return redirect(request.path)
    return dossier_screen(
        request,
        dossier,
        "desk/dossiers/figures.html",
        _("Figures"),
        form=form,
        figures=[
            (each, _name_edition(each.edition), say_edition(each.edition, language()))
            for each in visible_figures(dossier, viewer)
        ],
        status=422 if form.errors else 200,
    )


def _name_edition(edition: FigureEdition) -> str:
    return _("%(title)s, edition %(number)s") % {
        "title": edition.figure.title.in_language(language()),
        "number": edition.number,
    }


@require_POST
@for_legal_officers
def remove_figure(request: DeskRequest, prefix: str, frozen: int) -> HttpResponseBase:
    """Taking a figure out of a dossier."""
    dossier = dossier_of(request, prefix)
    found = get_object_or_404(visible_figures(dossier, viewer_of(request)), pk=frozen)
    return do(
        request,
        lambda: take_figure_out(found, actor=request.user),
        _("It is out of the dossier; that it was in it stays on the record."),
        reverse("desk:dossier_figures", args=[prefix]),
    )
