"""Handing out what is known of an entity as a bag: first what would leave and what stays, by count and reason; then the bag, as a ZIP."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django import forms
from django.http import Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from dalil import vocabulary
from dalil.access.accounts import is_travelling
from dalil.counting.entity_words import title_of_entity
from dalil.desk.inputs.lengths import Within
from dalil.desk.packing.beside import pack_beside, too_many_bags
from dalil.desk.packing.packed_bags import MOST_WHILE_ONE_WAITS, pack_bag, say_what_stays
from dalil.desk.packing.pending_bags import TooManyBags, list_bags
from dalil.desk.screens import DeskRequest, can, language, refused, screen, viewer_of
from dalil.desk.sign_in.letting_in import fresh_sign_in
from dalil.exports.bag.bag_contents import BagRequest, NothingLeaves, foresee_bag, write_bag
from dalil.proofs.signing import AnotherHistory
from dalil.record.actions import Refused
from dalil.record.entities import Entity, entity_at
from dalil.record.reading import open_for_reading
from dalil.wording.refusals import refusal


class BagForm(forms.Form):
    """To whom a bag goes, and for which purpose."""

    recipient = forms.CharField(
        label=gettext_lazy("Who receives it"),
        validators=[Within("recipient")],
        widget=forms.TextInput({"dir": "auto", "autocomplete": "off"}),
    )
    purpose = forms.ChoiceField(label=gettext_lazy("For which purpose"))

    def __init__(self, *args: Any, screen_language: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.use_required_attribute = False
        self.fields["purpose"].choices = [  # type: ignore[attr-defined]
            ("", "—"),
            *((term.code, term.label(screen_language)) for term in vocabulary.terms("consent_purposes")),
        ]


def may_hand_out(request: DeskRequest) -> bool:
    """Tell whether the person at the screen hands bags out: who publishes, and who works on dossiers; nobody on a journey."""
    return (can(request, "publish") or can(request, "dossiers")) and not is_travelling(request.user)


def for_those_who_hand_out(view: Callable[..., HttpResponseBase]) -> Callable[..., HttpResponseBase]:
    """A view that opens for those who may hand bags out."""

    @wraps(view)
    def checked(request: DeskRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        return view(request, *args, **kwargs) if may_hand_out(request) else refused(request)

    return checked


@for_those_who_hand_out
@fresh_sign_in
def bag_of(request: DeskRequest, address: str) -> HttpResponseBase:
    """What would leave of an entity and what stays; and, where `write` is asked, the bag."""
    viewer = viewer_of(request)
    found = entity_at(address, viewer)
    if found is None:
        raise Http404(f"no entity {address}")
    if found.address != address:
        return redirect("desk:bag", found.address)
    open_for_reading(found, viewer)
    form = BagForm(request.POST or None, screen_language=language())
    foreseen = None
    if request.method == "POST" and form.is_valid():
        asked = BagRequest(entities=(found.address,), viewer=viewer, actor=request.user, **form.cleaned_data)
        foreseen = foresee_bag(asked)
        if "write" in request.POST:
            try:
                if foreseen.documents > MOST_WHILE_ONE_WAITS:
                    return pack_beside(request, f"bag-{found.address}", entity=found.address, **form.cleaned_data)
                return pack_bag(f"bag-{found.address}", lambda place: write_bag(place, asked))
            except TooManyBags:
                form.add_error(None, too_many_bags())
            except NothingLeaves:
                form.add_error(None, _("Nothing of it may leave."))
            except (Refused, AnotherHistory) as error:
                form.add_error(None, refusal(error))
    return _show(request, found, form, foreseen)


def _show(request: DeskRequest, found: Entity, form: BagForm, foreseen: Any) -> HttpResponse:
    return screen(
        request,
        "desk/entities/bag.html",
        _("Hand out as a bag"),
        icon="download",
        above=[
            (reverse("desk:entities"), _("Entities")),
            (reverse("desk:entity", args=[found.address]), title_of_entity(found, language())),
        ],
        entity=found,
        form=form,
        foreseen=foreseen,
        stays=say_what_stays(foreseen.left_out) if foreseen else [],
        large=bool(foreseen) and foreseen.documents > MOST_WHILE_ONE_WAITS,
        bags=list_bags(request.user, entity=found.address),
        status=422 if form.errors else 200,
    )
