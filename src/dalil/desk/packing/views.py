"""A bag that is packed while one does something else: how far it is, why it could not be, and fetching it."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _

from dalil.cases.dossiers.circle import visible_dossiers
from dalil.desk.entities.bag import for_those_who_hand_out
from dalil.desk.packing.at_the_door import end_if_changed
from dalil.desk.packing.at_work import start
from dalil.desk.packing.packed_bags import give_out_zip
from dalil.desk.packing.pending_bags import BagStage, PendingBag, find_bag, remove_bag
from dalil.desk.screens import DeskRequest, can, language, screen, viewer_of
from dalil.desk.sign_in.letting_in import ask_if_stale, fresh_sign_in
from dalil.desk.work_folders import read_part
from dalil.exports.bag.leaving_words import say_left_out
from dalil.record.entities import entity_at
from dalil.wording.refusals import say_kept


@for_those_who_hand_out
def packed_bag(request: DeskRequest, key: str) -> HttpResponse:
    """How far a bag is, and what came of it; `again` packs one that was stopped, `remove` removes it."""
    bag = _bag_of(request, key)
    if bag is None:
        return _gone(request)
    if request.method == "POST":
        ask_if_stale(request)
        if "remove" not in request.POST:
            start(bag)
            return redirect("desk:packed_bag", key)
        if remove_bag(bag):
            messages.success(request, _("The bag was removed from here. That it was written stays on record."))
            return redirect(_way_back(bag))
        messages.error(request, _("It is being packed; it can be removed afterwards."))
        return redirect("desk:packed_bag", key)
    stage = end_if_changed(bag, viewer_of(request))
    outcome = read_part(bag.folder, "outcome") or {}
    return screen(
        request,
        "desk/packing/packed_bag.html",
        _("A bag"),
        icon="download",
        above=[(_way_back(bag), bag.dossier or _("Hand out as a bag"))],
        bag=bag,
        stage=stage.value,
        progress=read_part(bag.folder, "progress") or {},
        why=_say_why(outcome) if stage == BagStage.FAILED else "",
        ended=outcome.get("ended", False),
        bytes=bag.file.stat().st_size if stage == BagStage.DONE else 0,
    )


@for_those_who_hand_out
@fresh_sign_in
def packed_bag_file(request: DeskRequest, key: str) -> HttpResponseBase:
    """The ZIP of a bag that is packed."""
    bag = _bag_of(request, key)
    if bag is None:
        return _gone(request)
    if end_if_changed(bag, viewer_of(request)) != BagStage.DONE:
        return redirect("desk:packed_bag", key)
    return give_out_zip(bag.file.open("rb"), bag.name)


def _bag_of(request: DeskRequest, key: str) -> PendingBag | None:
    """Return the bag of a key; None for another person's, and for one about what this person may not see any more."""
    bag, viewer = find_bag(key, request.user), viewer_of(request)
    if bag is None:
        return None
    if bag.dossier:
        seen = can(request, "dossiers") and visible_dossiers(viewer).filter(prefix=bag.dossier).exists()
    else:
        seen = entity_at(bag.entity, viewer) is not None
    return bag if seen else None


def _gone(request: DeskRequest) -> HttpResponse:
    """Say that a bag is not here, or not for this person: the one is not told from the other."""
    return screen(request, "desk/packing/gone.html", _("A bag"), icon="download", status=410)


def _way_back(bag: PendingBag) -> str:
    return (
        reverse("desk:dossier_hand_out", args=[bag.dossier]) if bag.dossier else reverse("desk:bag", args=[bag.entity])
    )


def _say_why(outcome: dict[str, Any]) -> str:
    """Say why a bag could not be packed, in the language of the screen."""
    if "stays" in outcome:
        return _("Nothing of it may leave: %(why)s") % {
            "why": "; ".join(say_left_out(outcome["stays"], language())) or "–"
        }
    if "full" in outcome:
        return _("The disk of the server is full. Tell whoever keeps the machine, and pack it again.")
    if "fault" in outcome:
        return _("A fault of the program (%(fault)s). Tell whoever keeps the machine.") % {"fault": outcome["fault"]}
    return say_kept(outcome, outcome["said"])
