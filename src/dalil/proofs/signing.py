"""Signing the tree: what this log says of itself, kept in the database and, as the latest, in the home beside it.

The file in the home is no part of a backup: where an old database is put under it, `dalil verify` sees that leaves are gone.
"""

from __future__ import annotations

import secrets
from datetime import UTC, datetime
from pathlib import Path

from django.conf import settings
from django.contrib.auth.models import User

from dalil.access.models import AccessEntry
from dalil.home import read_key
from dalil.ledger.checkpoints import NOT_BEFORE, Checkpoint, read_signed
from dalil.ledger.merkle import root_of
from dalil.ledger.notes import Note, PrivateKey, PublicKey
from dalil.proofs.kept_hashes import KeptHashes, count_leaves
from dalil.proofs.models import Remark, SignedCheckpoint
from dalil.proofs.sealing import add_remark, count_unsealed, seal_new
from dalil.proofs.tile_files import CHECKPOINT, write_tiles
from dalil.proofs.writing import writing

KEY = "ledger-key"
"""The file of a home with the private key of its log."""

LONGEST = 500
"""Letters of a value that nobody could know earlier."""


class AnotherHistory(Exception):
    """The tree does not continue what was signed before. Its sentence says why; nothing is signed."""


class NotOneLine(ValueError):
    """A value for a checkpoint is empty, too long, or more than a line."""


def log_key() -> PrivateKey:
    """Return the key by which this log signs; it is made once, and names the log after the site or by letters that are drawn."""
    made = f"{settings.SITE.hostname or f'dalil-{secrets.token_hex(4)}.invalid'}/ledger"
    return PrivateKey.read(read_key(Path(settings.DALIL_HOME), KEY, lambda: f"{PrivateKey.make(made)}\n"))


def public_key() -> PublicKey:
    """Return the key by which others check what this log signed."""
    return log_key().public


def sign_checkpoint(not_before: str = "", *, actor: User | None = None) -> SignedCheckpoint:
    """Seal how far the log of access has come, sign the tree as it is then, and keep that. Where nothing is new, return the last checkpoint.

    not_before: a value that nobody could know earlier, such as a headline of today: the checkpoint was not signed before it was known. Raises
    NotOneLine, and AnotherHistory where the tree does not continue what the home says was signed last.
    """
    not_before = not_before.strip()
    if not_before and (len(not_before) > LONGEST or not not_before.isprintable()):
        raise NotOneLine(f"a value that nobody could know earlier is one line of at most {LONGEST} letters")
    with writing():
        _remark_log_of_access(actor)
        seal_new()
        size, key = count_leaves(), log_key()
        _refuse_another_history(size)
        last = SignedCheckpoint.objects.filter(log=key.name).first()
        if last is not None and last.size == size and not not_before:
            signed = last
        else:
            further = (f"{NOT_BEFORE}{not_before}",) if not_before else ()
            text = Checkpoint(key.name, size, root_of(KeptHashes(), size), further).text()
            signed = SignedCheckpoint.objects.create(log=key.name, size=size, note=str(Note(text, (key.sign(text),))))
    write_tiles(folder_of_log(), signed)
    return signed


def is_something_new() -> bool:
    """Tell whether anything was sealed or looked at since the last checkpoint, so that another would be signed."""
    last = SignedCheckpoint.objects.filter(log=log_key().name).first()
    return last is None or count_leaves() > last.size or count_unsealed() > 0 or _unsealed_entry() is not None


def latest_in_home() -> str:
    """Return the latest checkpoint that the home keeps beside the database; empty where there is none."""
    kept = folder_of_log() / CHECKPOINT
    return kept.read_text(encoding="utf-8") if kept.exists() else ""


def folder_of_log() -> Path:
    """Return the folder of the home that holds the tree as files; it can be served and copied as it is."""
    return Path(settings.DALIL_HOME) / "ledger"


def begin_anew(*, actor: User, reason: str) -> SignedCheckpoint:
    """Begin a log of another name and key, after a backup was put back under a later checkpoint: the old log cannot be continued.

    The new log has all leaves of the record as it is now. The old key, and what the old log said last, are kept in the home, and a remark in
    the new one names both. Raises NotOneLine without a reason.
    """
    if not reason.strip():
        raise NotOneLine("say why the log begins anew; a remark in it will say so")
    home, moment = Path(settings.DALIL_HOME), f"{datetime.now(UTC):%Y-%m-%dT%H%M%SZ}"
    before, old = latest_in_home(), log_key()
    with writing():
        add_remark(Remark.What.BEGUN_ANEW, actor=actor, reason=reason, log=str(old.public), checkpoint=before)
    name, _, number = old.name.rpartition("-")
    name = f"{name}-{int(number) + 1}" if name and number.isdigit() else f"{old.name}-2"
    (home / KEY).rename(home / f"{KEY}-until-{moment}")
    if folder_of_log().exists():
        folder_of_log().rename(home / f"ledger-until-{moment}")
    read_key(home, KEY, lambda: f"{PrivateKey.make(name)}\n")
    return sign_checkpoint(actor=actor)


def _refuse_another_history(size: int) -> None:
    """Refuse to sign a tree that does not continue what the home says was signed before. Raises AnotherHistory."""
    if not (latest := latest_in_home()):
        return
    last, _ = read_signed(latest, public_key())
    if last.size > size:
        raise AnotherHistory(
            f"the home keeps a checkpoint of {last.size:,} leaves and the database has {size:,}: an older database lies here"
        )
    if root_of(KeptHashes(), last.size) != last.root:
        raise AnotherHistory(
            f"the first {last.size:,} leaves are not those that were signed before; dalil verify names them"
        )


def _remark_log_of_access(actor: User | None) -> None:
    """Seal the digest of the last entry of the log of access, which covers all before it."""
    if (last := _unsealed_entry()) is not None:
        add_remark(Remark.What.LOG_OF_ACCESS, actor=actor, number=last[0], digest=last[1])


def _unsealed_entry() -> tuple[int, str] | None:
    """The number and the digest of the last entry of the log of access; None where a remark has them already."""
    last: tuple[int, str] | None = AccessEntry.objects.order_by("-number").values_list("number", "digest").first()
    remarks = Remark.objects.filter(what=Remark.What.LOG_OF_ACCESS).order_by("-pk")
    known = remarks.values_list("detail", flat=True).first()
    return last if last is not None and (known is None or known["number"] != last[0]) else None
