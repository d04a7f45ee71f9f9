"""The compartment: opening and closing it, its persons, and searching them. A name stands in no address and in no title."""

from __future__ import annotations

from django.contrib import messages
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from dalil.desk.lists import take_page
from dalil.desk.protecting.forms import ReasonForm
from dalil.desk.screens import DeskRequest, button, language, screen
from dalil.desk.sealed import session
from dalil.desk.sealed.forms import OpenForm, PersonForm
from dalil.desk.sealed.passkeys import ask_passkeys
from dalil.desk.sealed.session import find_opened, for_officers, session_of, while_open
from dalil.record.actions import Refused
from dalil.record.sealed import compartment, persons
from dalil.record.sealed.fields import FIELDS
from dalil.record.sealed.models import SealedPerson, Submission
from dalil.record.sealed.open_compartment import OpenCompartment
from dalil.record.sealed.passkeys import passkeys_of
from dalil.wording.numbers import say_number
from dalil.wording.refusals import refusal


@for_officers
def sealed(request: DeskRequest) -> HttpResponseBase:
    """That there are sealed persons, and whether the compartment is open; nobody's name."""
    if not compartment.is_set_up():
        return redirect("desk:sealed_officers")
    opened = find_opened(request)
    return screen(
        request,
        "desk/sealed/sealed.html",
        _("Sealed persons"),
        icon="lock-open" if opened else "lock",
        buttons=[
            *([button(_("Seal a person"), reverse("desk:sealed_enter"), "plus")] if opened else []),
            button(_say_submissions(), reverse("desk:sealed_submissions"), "mail"),
            button(_("Officers"), reverse("desk:sealed_officers"), "group"),
        ],
        open=opened is not None,
        page=take_page(request, SealedPerson.objects.select_related("erasure")),
    )


@for_officers
def open_compartment(request: DeskRequest) -> HttpResponseBase:
    """Opening the compartment for this session, with one's own key."""
    form = OpenForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        typed = form.cleaned_data
        try:
            opened = compartment.unlock(
                request.user,
                passphrase=typed["passphrase"],
                identity=typed["identity"],
                passkey=(typed["credential"], typed["secret"]) if typed["credential"] and typed["secret"] else None,
                session=session_of(request),
            )
        except Refused as error:
            form.add_error(None, refusal(error))
        else:
            response = redirect("desk:sealed")
            session.keep_open(request, response, opened)
            return response
    return screen(
        request,
        "desk/sealed/open.html",
        _("Open the compartment"),
        icon="lock",
        above=_above(),
        form=form,
        asked=ask_passkeys(passkeys_of(request.user)),
        status=422 if form.errors else 200,
    )


@require_POST
@for_officers
def close(request: DeskRequest) -> HttpResponseBase:
    """Closing it in this session."""
    response = redirect("desk:sealed")
    session.close(request, response)
    return response


@require_POST
@while_open
def search(request: DeskRequest, opened: OpenCompartment) -> HttpResponseBase:
    """Those who have exactly this name or number. What is searched for is sent in the body, so that no address and no log holds it."""
    words = request.POST.get("words", "")[:500]
    found = persons.find_people(opened, words, actor=request.user, session=session_of(request)) if words else []
    return screen(
        request, "desk/sealed/found.html", _("Found among the sealed"), icon="search", above=_above(), found=found
    )


@for_officers
def person(request: DeskRequest, reference: str) -> HttpResponseBase:
    """One sealed person; the fields only while the compartment is open."""
    found = _person(reference)
    if found.role == persons.SOUGHT and hasattr(found, "search_request"):
        return redirect("desk:tracing_search", reference)
    opened = find_opened(request)
    fields, problem = [], ""
    if opened and not hasattr(found, "erasure"):
        try:
            read = persons.read_person(opened, found, actor=request.user, session=session_of(request))
            fields = [(FIELDS[name].label.in_language(language()), each) for name, each in read.items()]
        except Refused as error:
            problem = refusal(error)
    return screen(
        request,
        "desk/sealed/person.html",
        _("Sealed person"),
        icon="lock-open" if opened else "lock",
        above=_above(),
        buttons=[
            button(_("Change"), reverse("desk:sealed_change", args=[reference]), "edit"),
            button(_("Erase"), reverse("desk:sealed_erase", args=[reference]), "bin"),
        ]
        if opened and not hasattr(found, "erasure")
        else [],
        person=found,
        open=opened is not None,
        fields=fields,
        problem=problem,
    )


@while_open
def enter(request: DeskRequest, opened: OpenCompartment) -> HttpResponseBase:
    """Sealing a person."""
    form = PersonForm(request.POST or None, screen_language=language())
    if request.method == "POST" and form.is_valid():
        try:
            made = persons.enter_person(opened, form.cleaned_data["role"], form.texts(), actor=request.user)
        except Refused as error:
            form.add_error(None, refusal(error))
        else:
            messages.success(request, _("Sealed, under a reference that says nothing."))
            return redirect("desk:sealed_person", made.reference)
    return _form(request, form, _("Seal a person"), [])


@while_open
def change(request: DeskRequest, opened: OpenCompartment, reference: str) -> HttpResponseBase:
    """Changing what is sealed of a person: a new version of each field that changes."""
    found = _person(reference)
    if found.role == persons.SOUGHT and hasattr(found, "search_request"):
        return redirect("desk:tracing_change", reference)
    address = reverse("desk:sealed_person", args=[reference])
    try:
        read = persons.read_person(opened, found, actor=request.user, session=session_of(request))
    except Refused as error:
        messages.error(request, refusal(error))
        return redirect(address)
    form = PersonForm(request.POST or None, screen_language=language(), read=read)
    if request.method == "POST" and form.is_valid():
        try:
            persons.change_person(opened, found, form.texts(), actor=request.user, seen=form.seen())
        except Refused as error:
            form.add_error(None, refusal(error))
        else:
            messages.success(request, _("Changed; what stood there before stays sealed."))
            return redirect(address)
    return _form(request, form, _("Change a sealed person"), [(address, reference)])


@while_open
def erase(request: DeskRequest, opened: OpenCompartment, reference: str) -> HttpResponseBase:
    """Destroying the keys of a person."""
    found = _person(reference)
    address = reverse("desk:sealed_person", args=[reference])
    form = ReasonForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            persons.erase_person(opened, found, actor=request.user, reason=form.cleaned_data["reason"])
        except Refused as error:
            form.add_error(None, refusal(error))
        else:
            messages.success(request, _("Erased: the keys are destroyed; that and why stays on the record."))
            return redirect(address)
    return screen(
        request,
        "desk/sealed/erase.html",
        _("Erase a sealed person"),
        icon="bin",
        above=[*_above(), (address, reference)],
        form=form,
        status=422 if form.errors else 200,
    )


def _form(request: DeskRequest, form: PersonForm, title: str, above: list[tuple[str, str]]) -> TemplateResponse:
    return screen(
        request,
        "desk/sealed/person_form.html",
        title,
        icon="edit",
        above=[*_above(), *above],
        form=form,
        status=422 if form.errors else 200,
    )


def _say_submissions() -> str:
    """The name of the list of what readers submitted, with how many wait."""
    waiting = Submission.objects.filter(about=Submission.About.INFORMATION, done_at=None).count()
    label = _("Submitted information")
    return f"{label} ({say_number(waiting, language())})" if waiting else label


def _above() -> list[tuple[str, str]]:
    return [(reverse("desk:sealed"), _("Sealed persons"))]


def _person(reference: str) -> SealedPerson:
    return get_object_or_404(SealedPerson.objects.select_related("erasure__actor", "entered_by"), reference=reference)
