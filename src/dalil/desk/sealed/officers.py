"""Who can open the compartment: setting it up, a key of one's own, admitting and removing."""

from __future__ import annotations

from django.contrib import messages
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from dalil.desk.screens import DeskRequest, saying, screen
from dalil.desk.sealed.forms import KeyForm
from dalil.desk.sealed.session import find_opened, for_officers, keep_open, while_open
from dalil.record.actions import Refused
from dalil.record.sealed import compartment
from dalil.record.sealed.models import KeyHolder
from dalil.record.sealed.open_compartment import OpenCompartment
from dalil.wording.refusals import refusal


@for_officers
def officers(request: DeskRequest) -> HttpResponseBase:
    """Those who can open the compartment, and those who ask to."""
    holders = compartment.holders()
    return screen(
        request,
        "desk/sealed/officers.html",
        _("Officers of the compartment"),
        icon="group",
        above=[(reverse("desk:sealed"), _("Sealed persons"))],
        holders=holders,
        is_set_up=compartment.is_set_up(),
        open=find_opened(request) is not None,
        has_key=any(holder.user_id == request.user.pk for holder in holders),
    )


@for_officers
def set_up(request: DeskRequest) -> HttpResponseBase:
    """Making the compartment; its recovery key is shown this once."""
    if compartment.is_set_up():
        return redirect("desk:sealed_officers")
    form = KeyForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            typed = form.cleaned_data
            recovery = compartment.set_up(request.user, passphrase=typed["passphrase"], recipient=typed["recipient"])
        except Refused as error:
            form.add_error(None, refusal(error))
        else:
            return screen(request, "desk/sealed/recovery.html", _("The recovery key"), icon="key", recovery=recovery)
    return _key_form(request, form, _("Set up the compartment"))


@for_officers
def make_key(request: DeskRequest) -> HttpResponseBase:
    """A key of one's own, with which to ask to be admitted."""
    form = KeyForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        typed = form.cleaned_data
        try:
            compartment.make_holder(request.user, passphrase=typed["passphrase"], recipient=typed["recipient"])
        except Refused as error:
            form.add_error(None, refusal(error))
        else:
            messages.success(
                request, _("Your key is made. Tell an officer its end by another way, and they admit you.")
            )
            return redirect("desk:sealed_officers")
    return _key_form(request, form, _("A key of your own"))


@require_POST
@while_open
def admit(request: DeskRequest, opened: OpenCompartment, holder: int) -> HttpResponseBase:
    """Letting somebody who asks open the compartment from now on."""
    found = get_object_or_404(KeyHolder, pk=holder)
    with saying(request, _("Admitted.")):
        compartment.admit(opened, found, actor=request.user)
    return redirect("desk:sealed_officers")


@require_POST
@while_open
def remove(request: DeskRequest, opened: OpenCompartment, holder: int) -> HttpResponseBase:
    """Taking a key out of the compartment; it stays open for who does it, under the new key."""
    found = get_object_or_404(KeyHolder, pk=holder)
    response = redirect("desk:sealed_officers")
    reason = request.POST.get("reason", "").strip()
    if not reason:
        messages.error(request, _("Say why."))
        return response
    try:
        fresh = compartment.remove(opened, found, actor=request.user, reason=reason)
    except Refused as error:
        messages.error(request, refusal(error))
        return response
    messages.success(request, _("Removed; everything is sealed to a new key, and every session was closed."))
    if found.user_id != request.user.pk:
        keep_open(request, response, fresh)
    return response


def _key_form(request: DeskRequest, form: KeyForm, title: str) -> HttpResponseBase:
    return screen(
        request,
        "desk/sealed/key_form.html",
        title,
        icon="key",
        above=[(reverse("desk:sealed"), _("Sealed persons")), (reverse("desk:sealed_officers"), _("Officers"))],
        form=form,
        status=422 if form.errors else 200,
    )
