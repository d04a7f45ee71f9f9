"""The ledger, for those who keep the machine: how many leaves, what was signed and cosigned, with whom bundles are exchanged."""

from __future__ import annotations

from django.http import HttpResponse
from django.utils.translation import gettext as _

from dalil.access import accounts
from dalil.desk.screens import DeskRequest, may, refused, screen
from dalil.exchange.models import Partner
from dalil.proofs.kept_hashes import count_leaves
from dalil.proofs.models import Cosigner, SignedCheckpoint
from dalil.proofs.sealing import count_unsealed
from dalil.proofs.signing import public_key

LATEST = 20
"""Checkpoints that are shown."""


@may("see")
def proof(request: DeskRequest) -> HttpResponse:
    """How far the ledger was signed, and by whom."""
    if not accounts.keeps_accounts(request.user):
        return refused(request)
    return screen(
        request,
        "desk/proof/proof.html",
        _("The ledger"),
        icon="lock",
        key=str(public_key()),
        leaves=count_leaves(),
        unsealed=count_unsealed(),
        checkpoints=list(SignedCheckpoint.objects.prefetch_related("cosignatures", "timestamps")[:LATEST]),
        cosigners=list(Cosigner.objects.all()),
        partners=list(Partner.objects.all()),
    )
