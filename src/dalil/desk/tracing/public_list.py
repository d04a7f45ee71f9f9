"""The public list at the desk: proposed by one officer, put up by another, taken down by any."""

from __future__ import annotations

from django import forms
from django.contrib import messages
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from dalil.desk.screens import DeskRequest, saying, screen
from dalil.desk.sealed.session import session_of, while_open
from dalil.desk.tracing.views import above, find
from dalil.record.actions import Refused
from dalil.record.sealed.open_compartment import OpenCompartment
from dalil.tracing import public_list as actions
from dalil.tracing.models import ListedSearch
from dalil.wording.refusals import refusal


class ListingForm(forms.Form):
    """Whose name the public list shows."""

    shows = forms.ChoiceField(
        label=gettext_lazy("Whose name stands there"),
        choices=ListedSearch.Shows.choices,
        initial=ListedSearch.Shows.ASKER,
        widget=forms.RadioSelect,
        help_text=gettext_lazy(
            "The name of who asks is safer: somebody who is held may be harmed by being looked for. Choose the other only where the family "
            "asks for it and knows the danger."
        ),
    )


@while_open
def listing(request: DeskRequest, opened: OpenCompartment, reference: str) -> HttpResponseBase:
    """What of a request stands on the public list or is proposed for it; proposing it."""
    found = find(reference)
    form = ListingForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            actions.propose_listing(found, form.cleaned_data["shows"], actor=request.user)
        except Refused as error:
            form.add_error(None, refusal(error))
        else:
            messages.success(request, _("Proposed; a second person puts it up."))
            return redirect("desk:tracing_listing", reference)
    standing = found.listings.filter(taken_down_at=None).select_related("actor", "put_up_by").first()
    return screen(
        request,
        "desk/tracing/listing.html",
        _("Public list"),
        icon="site",
        above=above(reference),
        reference=reference,
        standing=standing,
        own=standing is not None and standing.actor_id == request.user.pk,
        permitted=actions.find_permitting(found) is not None,
        form=form,
        status=422 if form.errors else 200,
    )


@require_POST
@while_open
def put_up(request: DeskRequest, opened: OpenCompartment, reference: str) -> HttpResponseBase:
    """Putting up what another officer proposed."""
    standing = find(reference).listings.filter(taken_down_at=None).first()
    if standing is not None:
        with saying(request, _("It stands on the public list.")):
            actions.put_up(opened, standing, actor=request.user, session=session_of(request))
    return redirect("desk:tracing_listing", reference)


@require_POST
@while_open
def take_down(request: DeskRequest, opened: OpenCompartment, reference: str) -> HttpResponseBase:
    """Taking a request off the public list."""
    actions.take_down(find(reference).listings.filter(taken_down_at=None))
    messages.success(request, _("It does not stand on the public list any more; its name is emptied there."))
    return redirect("desk:tracing_listing", reference)
