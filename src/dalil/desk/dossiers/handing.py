"""A dossier that leaves: to whom, for what, under which terms; and the list of what left."""

from __future__ import annotations

from pathlib import Path

from django.http import FileResponse
from django.http.response import HttpResponseBase
from django.utils.translation import gettext as _

from dalil import vocabulary
from dalil.cases.dossiers.case_words import NO_FINDING
from dalil.cases.dossiers.handing_out import HandOver, hand_out
from dalil.cases.dossiers.keeping import find_chosen
from dalil.cases.dossiers.matrix import read_matrix
from dalil.cases.dossiers.models import Dossier
from dalil.desk.dossiers.forms import HandOutForm
from dalil.desk.dossiers.officers import dossier_of, dossier_screen, for_legal_officers
from dalil.desk.packing.beside import pack_beside, too_many_bags
from dalil.desk.packing.packed_bags import MOST_WHILE_ONE_WAITS, pack_bag, say_what_stays
from dalil.desk.packing.pending_bags import TooManyBags, list_bags
from dalil.desk.screens import DeskRequest, language, viewer_of
from dalil.desk.sign_in.letting_in import fresh_sign_in
from dalil.exports.bag.bag_contents import NothingLeaves
from dalil.exports.bag.leaving_words import say_left_out
from dalil.proofs.signing import AnotherHistory
from dalil.record.actions import Refused
from dalil.wording.refusals import refusal


@for_legal_officers
@fresh_sign_in
def hand_dossier_out(request: DeskRequest, prefix: str) -> HttpResponseBase:
    """Writing the bag, which the browser receives as a ZIP, a large one when it is packed; and what was handed out before."""
    dossier, viewer = dossier_of(request, prefix), viewer_of(request)
    form = HandOutForm(request.POST or None, screen_language=language())
    chosen = find_chosen(dossier, viewer)
    large = len(chosen.pins) > MOST_WHILE_ONE_WAITS
    if request.method == "POST" and form.is_valid():
        asked = {name: form.cleaned_data[name] for name in ("recipient", "purpose", "terms")}
        try:
            if large:
                return pack_beside(request, _name_of_bag(dossier), dossier=dossier.prefix, **asked)
            return _pack(request, dossier, HandOver(**asked))
        except TooManyBags:
            form.add_error(None, too_many_bags())
        except NothingLeaves as error:
            form.add_error(
                None, _("Nothing of it may leave: %(why)s") % {"why": "; ".join(say_what_stays(error.left_out)) or "–"}
            )
        except (Refused, AnotherHistory) as error:
            form.add_error(None, refusal(error))
    matrix = read_matrix(dossier, viewer)
    return dossier_screen(
        request,
        dossier,
        "desk/dossiers/hand_out.html",
        _("Hand out"),
        form=form,
        large=large,
        bags=list_bags(request.user, dossier=dossier.prefix),
        handed=[
            (
                each,
                vocabulary.label("consent_purposes", each.purpose, language()),
                say_left_out(each.left_out, language()),
            )
            for each in dossier.handed_out.select_related("actor")
        ],
        things=len(matrix.evidence),
        against=len(matrix.words_against),
        unseen=chosen.unseen,
        no_finding=NO_FINDING.in_language(language()),
        status=422 if form.errors else 200,
    )


def _pack(request: DeskRequest, dossier: Dossier, over: HandOver) -> FileResponse:
    def write(place: Path) -> None:
        hand_out(dossier, place, over, viewer=viewer_of(request), actor=request.user)

    return pack_bag(_name_of_bag(dossier), write)


def _name_of_bag(dossier: Dossier) -> str:
    return f"{dossier.prefix}-{dossier.handed_out.count() + 1}"
