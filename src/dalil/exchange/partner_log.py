"""Whether the log of a partner continues what it showed before: the proof is in each bundle, and the receiver remembers the last checkpoint."""

from __future__ import annotations

import base64
import json
import zipfile
from pathlib import Path
from typing import Any

from django.conf import settings

from dalil.archive import store
from dalil.exchange.bundle_file import CHECKPOINT, CONSISTENCY, MANIFEST, SIGNATURE, BundleRefused, OpenedBundle
from dalil.exchange.models import Partner, ReceivedBundle, SentBundle
from dalil.ledger.checkpoints import Checkpoint
from dalil.ledger.merkle import Hashes, ProofFails, check_consistency, prove_consistency
from dalil.proofs.evidence import keep_evidence

EVIDENCE = "evidence"
"""The folder of the home with what logs of partners signed that do not continue what they showed."""

MOST_PROOFS = 500
"""Earlier checkpoints from which a bundle leads on: the receiver may have missed some bundles."""


def prove_continuation(partner: Partner, hashes: Hashes, size: int) -> dict[str, Any]:
    """Return the proofs that the log continues each checkpoint that a partner was sent, by its number of leaves."""
    sizes = SentBundle.objects.filter(partner=partner, size__gt=0).order_by("-size").values_list("size", flat=True)
    return {
        str(before): [base64.b64encode(each).decode() for each in prove_consistency(hashes, before, size)]
        for before in sizes.distinct()[:MOST_PROOFS]
        if before <= size
    }


def check_continues(checkpoint: Checkpoint, partner: Partner, folder: Path, opened: OpenedBundle) -> None:
    """Refuse a bundle whose ledger does not continue what the partner showed before, and keep both checkpoints as evidence. Raises BundleRefused.

    folder: holds the parts of the bundle.
    """
    last = ReceivedBundle.objects.filter(partner=partner).select_related("document").last()
    if last is None or not (why := _why_not_continued(checkpoint, last, folder)):
        return
    kept = keep_evidence(
        Path(settings.DALIL_HOME) / EVIDENCE,
        {
            "received-before": _checkpoint_of(last),
            "refused": (folder / CHECKPOINT).read_bytes(),
            "public-key": f"{partner.key}\n".encode(),
            "why": f"{why}\n".encode(),
            MANIFEST: opened.raw,
            SIGNATURE: opened.signature,
            CONSISTENCY: (folder / CONSISTENCY).read_bytes(),
        },
    )
    raise BundleRefused(f"the ledger of {partner.name} {why}. Both checkpoints are kept in {kept}")


def _why_not_continued(checkpoint: Checkpoint, last: ReceivedBundle, folder: Path) -> str:
    if checkpoint.size < last.size:
        return f"had {last.size:,} leaves and now shows {checkpoint.size:,}: it was rolled back"
    if checkpoint.size == last.size:
        return "" if checkpoint.root.hex() == last.root else f"shows two roots over {last.size:,} leaves: it was forked"
    try:
        told = json.loads((folder / CONSISTENCY).read_text(encoding="utf-8"))
        proof = [base64.b64decode(each, validate=True) for each in told[str(last.size)]]
    except KeyError:
        return f"does not show that its {checkpoint.size:,} leaves begin with the {last.size:,} that it had"
    except (ValueError, TypeError, AttributeError, RecursionError) as error:
        raise BundleRefused("the proof that its ledger continues cannot be read") from error
    try:
        check_consistency(last.size, bytes.fromhex(last.root), checkpoint.size, checkpoint.root, proof)
    except ProofFails:
        return f"was forked: its {checkpoint.size:,} leaves do not begin with the {last.size:,} that it had"
    return ""


def _checkpoint_of(bundle: ReceivedBundle) -> bytes:
    """The checkpoint of an earlier bundle as it was signed; nothing where the file that kept it is damaged or missing."""
    try:
        with store.open_verified(bundle.document.sha256) as stream, zipfile.ZipFile(stream) as kept:
            return kept.read(CHECKPOINT)
    except (OSError, store.DamagedDocument, KeyError, zipfile.BadZipFile):
        return b""  # its root stands in the record; why it was refused is said all the same
