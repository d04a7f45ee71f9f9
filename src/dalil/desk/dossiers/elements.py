"""One element of a dossier: what speaks for it and against it, what would fill it, and the review by another officer."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from dalil.cases.dossiers.assessing import assess, review, take_assessment_back
from dalil.cases.dossiers.carrying import carry_over, current_pins, find_newer
from dalil.cases.dossiers.case_words import NO_FINDING, name_evidence
from dalil.cases.dossiers.gaps import find_gaps
from dalil.cases.dossiers.keeping import find_chosen, numbers_of, visible_pins
from dalil.cases.dossiers.matrix import read_matrix
from dalil.cases.dossiers.models import Assessment, Pin, SecondOpinion, Stance
from dalil.desk.dossiers.forms import AssessForm
from dalil.desk.dossiers.officers import do, dossier_of, dossier_screen, for_legal_officers, show_evidence
from dalil.desk.dossiers.presenters import DossierPresenter
from dalil.desk.screens import DeskRequest, language, viewer_of
from dalil.record.actions import Refused
from dalil.wording.refusals import refusal


@for_legal_officers
def element(request: DeskRequest, prefix: str, ground: str, code: str) -> HttpResponseBase:
    """An element with everything that was said of it, and the form that says more."""
    dossier, viewer = dossier_of(request, prefix), viewer_of(request)
    matrix = read_matrix(dossier, viewer)
    cell = next((each for each in matrix.cells if each.key == (ground, code)), None)
    if cell is None:
        raise Http404(f"the question asks about no element {code} of {ground}")
    presenter = DossierPresenter(dossier, numbers_of(dossier), language(), request.user.pk, matrix)
    show_evidence(request, matrix.evidence.values())
    pins = [
        (key, f"{presenter.number_of(each.document.pk)} {name_evidence(each, language())}")
        for key, each in matrix.evidence.items()
        if each.counts
    ]
    form = AssessForm(request.POST or None, pins=pins)
    if request.method == "POST" and form.is_valid():
        typed = form.cleaned_data
        try:
            pin = Pin.objects.get(visible_pins(viewer), pk=typed["pin"], dossier=dossier)
            assess(pin, ground, code, Stance(typed["stance"]), actor=request.user, reason=typed["reason"])
        except Refused as error:
            form.add_error(None, refusal(error))
        else:
            messages.success(request, _("It is noted; another officer looks at it."))
            return redirect(request.path)
    gap = next((each for each in find_gaps(matrix) if each.cell.key == cell.key), None)
    return dossier_screen(
        request,
        dossier,
        "desk/dossiers/element.html",
        _("Element"),
        cell=presenter.cell(cell, gap),
        ground=cell.ground.name.in_language(language()),
        source=cell.ground.source,
        sides=[
            (_("Speaks for it"), [presenter.word(each) for each in cell.speaks_for]),
            (_("Speaks against it"), [presenter.word(each) for each in cell.speaks_against]),
            (_("Says nothing any more"), [presenter.word(each) for each in cell.silent]),
        ],
        form=form,
        no_finding=NO_FINDING.in_language(language()),
        status=422 if form.errors else 200,
    )


def _find(request: DeskRequest, prefix: str, assessment: int) -> Assessment:
    pins = Pin.everything.filter(visible_pins(viewer_of(request)), dossier=dossier_of(request, prefix))
    said = Assessment.objects.filter(pin__in=pins).select_related("pin__dossier", "actor")
    return get_object_or_404(said, pk=assessment)


def _back(said: Assessment) -> str:
    return reverse("desk:dossier_element", args=[said.pin.dossier.prefix, said.provision, said.element])


@require_POST
@for_legal_officers
def review_assessment(request: DeskRequest, prefix: str, assessment: int) -> HttpResponseBase:
    """Agreeing or disagreeing with what another officer said."""
    found = _find(request, prefix, assessment)
    asked = request.POST.get("agreement", "")
    if asked not in SecondOpinion.values:
        messages.error(request, _("Say whether you agree."))
        return redirect(_back(found))
    return do(
        request,
        lambda: review(found, SecondOpinion(asked), actor=request.user, reason=request.POST.get("reason", "")),
        _("Your review is noted."),
        _back(found),
    )


@require_POST
@for_legal_officers
def take_back(request: DeskRequest, prefix: str, assessment: int) -> HttpResponseBase:
    """Taking an assessment back."""
    found = _find(request, prefix, assessment)
    return do(
        request,
        lambda: take_assessment_back(found, actor=request.user),
        _("The judgement is taken back."),
        _back(found),
    )


@require_POST
@for_legal_officers
def carry(request: DeskRequest, prefix: str, assessment: int) -> HttpResponseBase:
    """Saying that what was said of a report holds of its correction too."""
    found = _find(request, prefix, assessment)
    viewer = viewer_of(request)
    newer = find_newer(find_chosen(dossier_of(request, prefix), viewer), viewer)
    pin = newer.get(current_pins(found.pin.dossier).get(found.pin_id, 0))
    return do(
        request,
        lambda: carry_over(found, pin, actor=request.user),
        _("It is noted of the correction; another officer looks at it."),
        _back(found),
    )
