"""Consents at the desk: given, changed, withdrawn, what each covers, and where copies went. They name nobody, so they show while closed."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.contrib import messages
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from dalil import vocabulary
from dalil.archive.models import Document
from dalil.desk.screens import DeskRequest, button, language, saying, screen, viewer_of
from dalil.desk.sealed.consent_forms import ConsentForm
from dalil.desk.sealed.session import for_officers
from dalil.record.actions import Refused
from dalil.record.models import Report, Source
from dalil.record.sealed import consents
from dalil.record.sealed.models import Consent, ConsentCover, SealedPerson
from dalil.values.consent import ConsentTerms
from dalil.wording.claims import say_truth
from dalil.wording.refusals import refusal


@for_officers
def give(request: DeskRequest, reference: str) -> HttpResponseBase:
    """Noting a consent of a sealed person."""
    person = get_object_or_404(SealedPerson, reference=reference)
    form = ConsentForm(request.POST or None, screen_language=language())
    if request.method == "POST" and form.is_valid():
        typed = form.cleaned_data
        try:
            made = consents.give_consent(
                person,
                form.terms(),
                on_day=typed["on_day"],
                actor=request.user,
                guardian=typed["guardian"],
                reason=typed["reason"],
            )
        except Refused as error:
            form.add_error("purposes", refusal(error))
            return _form(request, form, _("A consent"), person)
        messages.success(request, _("The consent is noted. Say what it covers."))
        return redirect("desk:sealed_consent", made.reference)
    return _form(request, form, _("A consent"), person)


@for_officers
def change(request: DeskRequest, reference: str) -> HttpResponseBase:
    """Noting that a consent changed, or was given anew."""
    found = _consent(reference)
    form = ConsentForm(request.POST or None, screen_language=language(), terms=consents.state_of(found).terms)
    if request.method == "POST" and form.is_valid():
        typed = form.cleaned_data
        try:
            consents.change_consent(
                found, form.terms(), on_day=typed["on_day"], actor=request.user, reason=typed["reason"]
            )
        except Refused as error:
            form.add_error("purposes", refusal(error))
            return _form(request, form, _("Change a consent"), found.person)
        messages.success(request, _("The change is noted, and what it covers follows it from now on."))
        return redirect("desk:sealed_consent", reference)
    return _form(request, form, _("Change a consent"), found.person)


@for_officers
def consent(request: DeskRequest, reference: str) -> HttpResponseBase:
    """A consent: what it says, its history, what it covers, where copies went."""
    found = _consent(reference)
    state = consents.state_of(found)
    visible = {
        "report": Report.objects.visible_to(viewer_of(request)),
        "document": Document.objects.visible_to(viewer_of(request)),
        "source": Source.objects.visible_to(viewer_of(request)),
    }
    covers = found.covers.filter(taken_back_at=None).select_related("report", "document", "source", "actor")
    return screen(
        request,
        "desk/sealed/consent.html",
        _("A consent"),
        icon="tick",
        above=_above(found.person),
        buttons=[button(_("Change"), reverse("desk:sealed_consent_change", args=[reference]), "edit")],
        consent=found,
        state=state,
        facts=_list_facts(state.terms),
        acts=found.acts.select_related("actor"),
        covers=[(each, _is_visible(each, visible)) for each in covers],
        disclosures=[
            (each, each.reports.filter(pk__in=visible["report"].values("pk")))
            for each in consents.find_disclosures(found)
        ],
    )


@require_POST
@for_officers
def withdraw(request: DeskRequest, reference: str) -> HttpResponseBase:
    """Noting that a person withdrew their consent."""
    found = _consent(reference)
    with saying(request, _("Withdrawn: what it covers is not public any more. Below stands where copies went.")):
        reason = request.POST.get("reason", "")[:2000]
        consents.withdraw_consent(found, on_day=localdate(), actor=request.user, reason=reason)
    return redirect("desk:sealed_consent", reference)


@require_POST
@for_officers
def cover(request: DeskRequest, reference: str) -> HttpResponseBase:
    """Saying what a consent covers: the address of a report or a document, or the code of a source."""
    found, viewer, named = _consent(reference), viewer_of(request), request.POST.get("thing", "").strip()[:100]
    for things in (
        Report.objects.visible_to(viewer).filter(address=named),
        Document.objects.visible_to(viewer).filter(sha256__startswith=named) if len(named) >= 20 else (),
        Source.objects.visible_to(viewer).filter(code=named),
    ):
        if len(listed := list(things)) == 1:
            consents.cover(found, listed, actor=request.user)
            messages.success(request, _("The consent covers it from now on."))
            return redirect("desk:sealed_consent", reference)
    messages.error(request, _("Name one report or document by its address, or one source by its code."))
    return redirect("desk:sealed_consent", reference)


@require_POST
@for_officers
def uncover(request: DeskRequest, reference: str, cover: int) -> HttpResponseBase:
    """Saying that a consent does not cover a thing after all."""
    found = get_object_or_404(ConsentCover, pk=cover, consent__reference=reference)
    try:
        consents.uncover(found, actor=request.user)
    except Refused as error:
        messages.error(request, refusal(error))
    return redirect("desk:sealed_consent", reference)


def _form(request: DeskRequest, form: ConsentForm, title: str, person: SealedPerson) -> HttpResponseBase:
    return screen(
        request,
        "desk/sealed/consent_form.html",
        title,
        icon="edit",
        above=_above(person),
        form=form,
        status=422 if form.errors else 200,
    )


def _list_facts(terms: ConsentTerms) -> list[tuple[str, str]]:
    """What is consented to, in words; what is not said is left out."""

    def label(scheme: str, code: str | None) -> str:
        return vocabulary.label(scheme, code, language()) if code else ""

    facts = [
        (_("Who consented"), label("consent_givers", terms.giver)),
        (_("What for"), "; ".join(label("consent_purposes", each) for each in terms.purposes) or _("nothing")),
        (_("Only to"), "; ".join(terms.recipients)),
        (_("How far it may be told who they are"), label("identity_disclosures", terms.identity)),
        (_("Picture and voice may be used"), say_truth(terms.media, language())),
        (_("They may be asked again"), say_truth(terms.recontact, language())),
        (_("In which language it was explained"), terms.language),
        (_("How it was explained"), label("consent_explained", terms.explained)),
        (_("Holds until"), terms.expires.isoformat() if terms.expires else ""),
    ]
    return [(name, told) for name, told in facts if told]


def _is_visible(each: ConsentCover, visible: Mapping[str, Any]) -> bool:
    """Whether the person at the screen may see what is covered; else only that something is covered shows."""
    name = type(each.thing).__name__.lower()
    return bool(visible[name].filter(pk=each.thing.pk).exists())


def _consent(reference: str) -> Consent:
    return get_object_or_404(Consent.objects.select_related("person", "guardian"), reference=reference)


def _above(person: SealedPerson) -> list[tuple[str, str]]:
    return [
        (reverse("desk:sealed"), _("Sealed persons")),
        (reverse("desk:sealed_person", args=[person.reference]), person.reference),
    ]
