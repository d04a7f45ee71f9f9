"""The photographs of a request: added and taken away while the compartment is open. They are shown within the screen of the request."""

from __future__ import annotations

from django import forms
from django.contrib import messages
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from dalil.desk.screens import DeskRequest, saying
from dalil.desk.sealed.session import while_open
from dalil.desk.tracing.views import find
from dalil.record.sealed.open_compartment import OpenCompartment
from dalil.tracing import photographs as actions


class PhotographForm(forms.Form):
    """A photograph of somebody who is sought."""

    photograph = forms.FileField(
        label=gettext_lazy("Another photograph"), widget=forms.FileInput(attrs={"accept": "image/*"})
    )


@require_POST
@while_open
def add_photograph(request: DeskRequest, opened: OpenCompartment, reference: str) -> HttpResponseBase:
    """Sealing a photograph with a request."""
    found, form = find(reference), PhotographForm(request.POST, request.FILES)
    if not form.is_valid():
        messages.error(request, _("Choose a photograph first."))
        return redirect("desk:tracing_search", reference)
    with saying(request, _("The photograph is sealed with the request.")):
        prepared = actions.prepare_photograph(form.cleaned_data["photograph"].read(actions.LARGEST + 1))
        actions.add_photograph(opened, found, prepared, actor=request.user)
    return redirect("desk:tracing_search", reference)


@require_POST
@while_open
def take_away_photograph(
    request: DeskRequest, opened: OpenCompartment, reference: str, number: int
) -> HttpResponseBase:
    """Showing a photograph no more."""
    with saying(request, _("The photograph is shown no more. It is erased with the request.")):
        actions.take_away_photograph(opened, find(reference), number, actor=request.user)
    return redirect("desk:tracing_search", reference)
