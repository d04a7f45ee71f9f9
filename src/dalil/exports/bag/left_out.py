"""What may not leave with a bag: counted by reason, with a mark for each, of which nobody learns what it is.

The mark is the SHA-256 of the number of the bag, the hash of the leaf and a key that follows from the salt of the leaf. From the mark nobody finds
the leaf, although the hashes of all leaves are public. Whoever may show the thing one day shows the key too: then everybody sees that the thing
was among those that were left out, as the ledger had it, and that no other was.
"""

from __future__ import annotations

import hashlib
import hmac
from dataclasses import dataclass

from django.db.models import Model

from dalil.proofs.models import Leaf, Salt
from dalil.proofs.sealing import fields_of_leaf

FIRST_LINE = "dalil left out v1"


@dataclass(frozen=True)
class LeftOut:
    """Something that may not leave. noun: a report or a document; reason: a code; mark: None where its leaf cannot be opened any more."""

    noun: str
    reason: str
    mark: str | None


def leave_out(row: Model, reason: str, bag: str) -> LeftOut:
    """Return what is said of something that is left out of a bag. bag: the number of the bag."""
    opened = open_mark(row, bag)
    return LeftOut(fields_of_leaf(type(row)).noun, reason, opened["mark"] if opened else None)


def open_mark(row: Model, bag: str) -> dict[str, str] | None:
    """Return what shows that something is among what was left out of a bag: the mark and its key; None where its salt was destroyed."""
    leaf = Leaf.objects.filter(noun=fields_of_leaf(type(row)).code, row_key=row.pk).first()
    if leaf is None:
        return None
    salt = Salt.objects.filter(number=leaf.number).values_list("salt", flat=True).first()
    if salt is None:
        return None
    key = hmac.new(bytes(salt), f"{FIRST_LINE}\n{bag}".encode(), "sha256").hexdigest()
    return {"bag": bag, "key": key, "mark": mark_of(bytes(leaf.hash), key, bag)}


def mark_of(sealed: bytes, key: str, bag: str) -> str:
    """Return the mark of a leaf in a bag, in hex. sealed: the hash of the leaf.

    >>> mark_of(leaf_hash(b"a leaf"), "00", "1")[:8]
    '825db50a'
    """
    return hashlib.sha256(f"{FIRST_LINE}\n{bag}\n{sealed.hex()}\n{key}\n".encode()).hexdigest()
