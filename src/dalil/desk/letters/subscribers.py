"""Subscribers of the letter: how many, for editors; looked up, exported and erased, by stewards. Every such act is in the log of access."""

from __future__ import annotations

from django import forms
from django.conf import settings
from django.contrib import messages
from django.http import HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from dalil.access.accounts import keeps_accounts
from dalil.bulletin.newsletter import subscribers as kept
from dalil.bulletin.newsletter.models import Subscriber
from dalil.desk.screens import DeskRequest, may, refused, screen
from dalil.desk.sign_in.letting_in import fresh_sign_in
from dalil.exports.spreadsheet import csv_file
from dalil.letters import LANGUAGES


class AddressForm(forms.Form):
    """An address that somebody asks about."""

    address = forms.EmailField(
        label=gettext_lazy("Address"),
        max_length=254,
        widget=forms.EmailInput(attrs={"dir": "ltr", "autocomplete": "off"}),
    )


@may("publish")
def subscribers(request: DeskRequest) -> HttpResponse:
    """How many subscribe, by language; a steward looks up an address that asked what is kept of it, or to be erased."""
    steward = keeps_accounts(request.user)
    if request.method == "POST" and not steward:
        return refused(request)
    form = AddressForm(request.POST if request.method == "POST" else None)
    found = kept.find_by_address(form.cleaned_data["address"]) if form.is_valid() else None
    counts = kept.count_subscribers()
    return screen(
        request,
        "desk/letters/subscribers.html",
        _("Subscribers"),
        icon="group",
        above=[(reverse("desk:letters"), _("The letter"))],
        names=[each.name for each in LANGUAGES],
        rows=[
            (label, [counts[code].get(each.code, 0) for each in LANGUAGES]) for code, label in Subscriber.State.choices
        ],
        steward=steward,
        form=form,
        asked=form.is_valid(),
        found=found,
        kept=kept.write_what_is_kept(found) if found else "",
        mail=settings.MAIL_IS_SET,
        status=422 if form.errors else 200,
    )


@may("publish")
@require_POST
def erase_subscriber(request: DeskRequest, subscriber: int) -> HttpResponse:
    """Erase somebody who asked for it."""
    if not keeps_accounts(request.user):
        return refused(request)
    kept.erase(get_object_or_404(Subscriber, pk=subscriber))
    messages.success(request, _("The address is erased, with all that was kept with it."))
    return redirect("desk:subscribers")


@may("publish")
@fresh_sign_in
def export_subscribers(request: DeskRequest) -> HttpResponseBase:
    """Every subscriber as CSV."""
    if not keeps_accounts(request.user):
        return refused(request)
    answer = StreamingHttpResponse(csv_file(kept.export_lines()), content_type="text/csv; charset=utf-8")
    answer.headers["Content-Disposition"] = 'attachment; filename="subscribers.csv"'
    return answer
