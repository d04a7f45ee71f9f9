"""The list of dossiers, opening one, its question, its elements, and what is in it."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from dalil import vocabulary
from dalil.access.models import Action
from dalil.archive.models import Document
from dalil.cases.dossiers.carrying import count_left_behind
from dalil.cases.dossiers.case_words import NO_FINDING
from dalil.cases.dossiers.circle import groups_of, visible_dossiers
from dalil.cases.dossiers.dossier_search import find_in_dossier
from dalil.cases.dossiers.evidence import read_evidence
from dalil.cases.dossiers.keeping import (
    ask_question,
    choose_document,
    choose_reports,
    find_chosen,
    find_taken_out,
    numbers_of,
    open_dossier,
    question_of,
    take_out,
    visible_pins,
)
from dalil.cases.dossiers.matrix import read_matrix
from dalil.cases.dossiers.models import Dossier, Pin
from dalil.desk.browsing.forms import LookForm
from dalil.desk.dossiers.circles import name_groups
from dalil.desk.dossiers.forms import ChooseDocumentForm, ChooseForm, OpenDossierForm, QuestionOfDossierForm
from dalil.desk.dossiers.officers import do, dossier_of, dossier_screen, for_legal_officers, show_evidence
from dalil.desk.dossiers.presenters import DossierPresenter
from dalil.desk.lists import PER_PAGE, take_page
from dalil.desk.screens import DeskRequest, button, language, screen, viewer_of
from dalil.record.actions import Refused
from dalil.record.entities import entities_of
from dalil.record.models import Report
from dalil.record.reading import log_reading
from dalil.values import Where
from dalil.wording.refusals import refusal
from dalil.wording.times import say_when
from dalil.wording.where import say_where

MOST_CHOSEN = 10_000
"""Reports that are chosen at once."""


@require_safe
@for_legal_officers
def dossiers(request: DeskRequest) -> HttpResponse:
    """All dossiers, the latest first."""
    return screen(
        request,
        "desk/dossiers/dossiers.html",
        _("Dossiers"),
        icon="folder-open-1",
        buttons=[button(_("Open a dossier"), reverse("desk:open_dossier"), "plus")],
        page=take_page(request, visible_dossiers(viewer_of(request)).select_related("opened_by")),
        no_finding=NO_FINDING.in_language(language()),
    )


@for_legal_officers
def open_new(request: DeskRequest) -> HttpResponseBase:
    """Opening a dossier."""
    form = OpenDossierForm(request.POST or None, screen_language=language())
    if request.method == "POST" and form.is_valid():
        typed = form.cleaned_data
        try:
            made = open_dossier(typed["document_prefix"], typed["title"], form.question(), actor=request.user)
        except Refused as error:
            form.add_error("document_prefix" if "prefix" in error.type else None, refusal(error))
        else:
            messages.success(request, _("The dossier is open. Choose what belongs to it."))
            return redirect("desk:dossier_choose", made.prefix)
    return screen(
        request,
        "desk/dossiers/question_form.html",
        _("Open a dossier"),
        icon="folder-open-1",
        above=[(reverse("desk:dossiers"), _("Dossiers"))],
        form=form,
        status=422 if form.errors else 200,
    )


@for_legal_officers
def change_question(request: DeskRequest, prefix: str) -> HttpResponseBase:
    """Asking another question; what was asked before stays on the record."""
    dossier = dossier_of(request, prefix)
    form = QuestionOfDossierForm(request.POST or None, screen_language=language(), standing=question_of(dossier))
    if request.method == "POST" and form.is_valid():
        ask_question(dossier, form.question(), actor=request.user, reason=form.cleaned_data["why"])
        messages.success(request, _("The question is changed; what was asked before stays on the record."))
        return redirect("desk:dossier", prefix)
    return dossier_screen(
        request,
        dossier,
        "desk/dossiers/question_form.html",
        _("Change the question"),
        form=form,
        status=422 if form.errors else 200,
    )


@require_safe
@for_legal_officers
def one_dossier(request: DeskRequest, prefix: str) -> HttpResponse:
    """The elements beside what speaks for and against each, and what is missing."""
    dossier, viewer = dossier_of(request, prefix), viewer_of(request)
    matrix = read_matrix(dossier, viewer)
    show_evidence(request, [each.evidence for each in matrix.stray])
    presenter = DossierPresenter(dossier, numbers_of(dossier), language(), request.user.pk, matrix)
    question = matrix.question
    return dossier_screen(
        request,
        dossier,
        "desk/dossiers/dossier.html",
        dossier.title,
        buttons=[
            button(_("Change the question"), reverse("desk:dossier_question", args=[prefix]), "edit"),
            button(_("Who may open it"), reverse("desk:dossier_circle", args=[prefix]), "lock"),
        ],
        circle=name_groups(groups_of(dossier)),
        out_against=matrix.out_against,
        left_behind=count_left_behind(
            [(word.assessment, word.evidence.pin) for cell in matrix.cells for word in cell.words], matrix.newer
        ),
        grounds=presenter.grounds(matrix),
        who=question.who,
        where=say_where(Where(places=question.places), language()) if question.places else "",
        when=say_when(question.when, language()) if question.when else "",
        conflict=question.conflict,
        unseen=matrix.unseen,
        things=len(matrix.evidence),
        open_many=len(matrix.open_cells),
        cells_many=len(matrix.cells),
        against=len(matrix.words_against),
        stray=[presenter.word(each) for each in matrix.stray],
        no_finding=NO_FINDING.in_language(language()),
    )


@for_legal_officers
def choose(request: DeskRequest, prefix: str) -> HttpResponseBase:
    """Choosing reports by what they are looked for, one by one or all that are found; or a document by hand."""
    dossier, viewer = dossier_of(request, prefix), viewer_of(request)
    look = LookForm(request.GET, screen_language=language(), viewer=viewer)
    found = look.search.all_of(look.find_reports())
    form, by_hand = ChooseForm(), ChooseDocumentForm()
    if request.method == "POST" and "document" in request.POST:
        by_hand = ChooseDocumentForm(request.POST)
        if by_hand.is_valid() and _choose_document(request, dossier, by_hand):
            return redirect("desk:dossier_things", prefix)
    elif request.method == "POST":
        form = ChooseForm(request.POST)
        if form.is_valid() and _choose_reports(request, dossier, form, found):
            return redirect(f"{request.path}?{request.GET.urlencode()}")
    page = take_page(
        request,
        look.search.best_first(
            look.find_reports()
            .select_related("document", "attribution")
            .prefetch_related("attribution__credits__source")
        ),
    )
    inside = set(find_pinned(dossier, [each.pk for each in page]))
    return dossier_screen(
        request,
        dossier,
        "desk/dossiers/choose.html",
        _("Choose reports"),
        look=look,
        form=form,
        by_hand=by_hand,
        page=page,
        inside=inside,
        status=422 if form.errors or by_hand.errors else 200,
    )


def find_pinned(dossier: Dossier, reports: list[int]) -> QuerySet[Any, int]:
    """Find those of some reports that are in a dossier."""
    return Pin.objects.filter(dossier=dossier, report__in=reports).values_list("report_id", flat=True)


def _choose_reports(request: DeskRequest, dossier: Dossier, form: ChooseForm, found: QuerySet[Report]) -> bool:
    viewer, typed = viewer_of(request), form.cleaned_data
    if "all" in request.POST:
        ids = list(found.order_by("pk").values_list("pk", flat=True)[: MOST_CHOSEN + 1])
    else:
        picked = Report.objects.visible_to(viewer).filter(address__in=request.POST.getlist("pick")[:PER_PAGE])
        ids = list(picked.order_by("pk").values_list("pk", flat=True))
    if not ids or len(ids) > MOST_CHOSEN:
        form.add_error(
            None,
            _("Pick the reports that belong to it.") if not ids else _("That is too many at once; narrow the list."),
        )
        return False
    entities = entities_of(ids, viewer)
    of = {report.pk: entity.address for entity in entities for report in entity.reports}
    chosen = {each.pk: each for entity in entities for each in entity.reports if each.pk in set(ids)}
    if typed["with_entity"]:
        chosen |= {each.pk: each for entity in entities for each in entity.current}
    try:
        many = choose_reports(
            dossier,
            [chosen[key] for key in sorted(chosen)],
            actor=request.user,
            reason=typed["reason"],
            query={name: value for name, value in request.GET.items() if value and name != "p"},
            entities=of,
        )
    except Refused as error:
        form.add_error(None, refusal(error))
        return False
    messages.success(
        request,
        ngettext("%(many)s report is in the dossier now.", "%(many)s reports are in the dossier now.", many)
        % {"many": many},
    )
    return True


def _choose_document(request: DeskRequest, dossier: Dossier, form: ChooseDocumentForm) -> bool:
    typed = form.cleaned_data["document"].split()
    seen = Document.objects.visible_to(viewer_of(request))
    found = seen.filter(sha256__startswith=typed[0]).first() if typed and len(typed[0]) >= 20 else None
    if found is None:
        form.add_error("document", _("There is no such document. Begin with its address, or choose one of the list."))
        return False
    choose_document(dossier, found, actor=request.user, reason=form.cleaned_data["because"])
    messages.success(request, _("The document is in the dossier."))
    return True


@require_safe
@for_legal_officers
def things(request: DeskRequest, prefix: str) -> HttpResponse:
    """Everything in a dossier with its number, custody and consent; and a search over all of it, the notes and the work too."""
    dossier, viewer = dossier_of(request, prefix), viewer_of(request)
    chosen, query = find_chosen(dossier, viewer), request.GET.get("q", "")
    found = find_in_dossier(dossier, query, chosen, viewer) if query.strip() else None
    pins = chosen.pins if found is None else found.pins
    page = take_page(request, list(pins))  # type: ignore[arg-type]
    here = {each.pk: each for each in page}
    asked = request.GET.get("purpose", "")
    purpose = asked if vocabulary.is_code("consent_purposes", asked) else "internal"
    evidence = read_evidence(chosen.narrowed_to(here), viewer, purpose=purpose)
    taken_out = find_taken_out(dossier, viewer)
    show_evidence(request, evidence.values())
    log_reading(Action.LISTED, [thing for each in taken_out if (thing := each.pin.report or each.pin.document)], viewer)
    presenter = DossierPresenter(dossier, numbers_of(dossier), language(), request.user.pk)
    return dossier_screen(
        request,
        dossier,
        "desk/dossiers/things.html",
        _("What is in it"),
        page=page,
        query=query,
        purpose=purpose,
        purposes=[(term.code, term.label(language())) for term in vocabulary.terms("consent_purposes")],
        found=found,
        shown=[presenter.evidence(evidence[each.pk]) for each in page],
        taken_out=[presenter.taken_out(each) for each in taken_out] if found is None else (),
        unseen=chosen.unseen,
    )


@require_POST
@for_legal_officers
def take_thing_out(request: DeskRequest, prefix: str, pin: int) -> HttpResponseBase:
    """Taking something out of a dossier."""
    seen = Pin.objects.filter(visible_pins(viewer_of(request)), dossier=dossier_of(request, prefix))
    found = get_object_or_404(seen.select_related("dossier"), pk=pin)
    return do(
        request,
        lambda: take_out(found, actor=request.user, reason=request.POST.get("reason", "")),
        _("It is out of the dossier; that it was in it stays on the record."),
        reverse("desk:dossier_things", args=[prefix]),
    )
