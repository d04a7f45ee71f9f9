"""Having a large bag packed while its person does something else."""

from __future__ import annotations

from django.http import HttpResponseRedirect
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from dalil.desk.packing.at_work import start
from dalil.desk.packing.pending_bags import ask_for_bag
from dalil.desk.screens import DeskRequest


def pack_beside(request: DeskRequest, name: str, **asked: str) -> HttpResponseRedirect:
    """Begin to pack a bag, and lead to the page that says how far it is. asked: see `ask_for_bag`. Raises TooManyBags."""
    bag = ask_for_bag(request.user, name, **asked)
    start(bag)
    return redirect("desk:packed_bag", bag.key)


def too_many_bags() -> str:
    """Return the sentence for somebody who has as many packed bags waiting as they may."""
    return _("You have too many packed bags waiting. Fetch and remove some of them, or come back tomorrow.")
