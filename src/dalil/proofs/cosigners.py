"""The partners who cosign our checkpoints: whose lines we take, and attaching them."""

from __future__ import annotations

from datetime import UTC, datetime

from dalil.ledger.checkpoints import read_signed
from dalil.ledger.notes import COSIGNER, NotSigned, PublicKey
from dalil.proofs.models import Cosignature, Cosigner, SignedCheckpoint
from dalil.proofs.signing import folder_of_log, latest_in_home, public_key
from dalil.proofs.tile_files import CHECKPOINT, note_with_cosignatures, write_whole
from dalil.proofs.writing import writing


class UnknownCheckpoint(Exception):
    """A note is none of the checkpoints that this log signed."""


def trust(line: str) -> Cosigner:
    """Take the lines of a partner from now on. line: its public key. Raises ValueError where it is none, or no cosigner's."""
    key = PublicKey.read(line)
    if key.kind != COSIGNER:
        raise ValueError("this is the key of a log; a witness shows its own: dalil witness key")
    known = Cosigner.objects.filter(name=key.name).first()
    if known is not None and known.key != str(key):
        raise ValueError(f"{key.name} is known by another key; remove that first")
    return Cosigner.objects.get_or_create(name=key.name, defaults={"key": str(key)})[0]


def attach(text: str) -> list[Cosignature]:
    """Keep the lines of partners under a checkpoint that came back cosigned. Returns those that are new.

    Raises UnknownCheckpoint; NotSigned where our own signature is not under it, where a line is forged, and where no line is of a partner.
    """
    checkpoint, note = read_signed(text, public_key())
    ours = SignedCheckpoint.objects.filter(log=checkpoint.origin, size=checkpoint.size)
    signed = next((each for each in ours if each.note.startswith(f"{note.text}\n")), None)
    if signed is None:
        raise UnknownCheckpoint(f"this log keeps no such checkpoint of {checkpoint.size:,} leaves")
    seen = 0
    fresh = []
    with writing():
        for name, line in Cosigner.objects.values_list("name", "key"):
            key = PublicKey.read(line)
            moment = note.signed_at(key)
            if moment is None:
                continue
            seen += 1
            written = next(each for each in note.lines if each.startswith(f"— {name} "))
            cosignature, is_new = Cosignature.objects.get_or_create(
                checkpoint=signed,
                line=written,
                defaults={"name": name, "seen_at": datetime.fromtimestamp(moment, UTC)},
            )
            fresh += [cosignature] if is_new else []
    if not seen:
        raise NotSigned("no line of it is of a partner whose key is known: dalil ledger trust FILE")
    if latest_in_home().startswith(f"{note.text}\n"):
        write_whole(folder_of_log() / CHECKPOINT, note_with_cosignatures(signed).encode())
    return fresh
