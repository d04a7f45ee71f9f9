"""Opening a leaf: the proof that a row stood in the record as it is, with as many of its fields as are to be shown."""

from __future__ import annotations

from collections.abc import Collection

from django.db.models import Model

from dalil.ledger.commitments import open_leaf, plain_fields
from dalil.ledger.inclusion import InclusionProof
from dalil.ledger.merkle import prove_inclusion
from dalil.proofs.kept_hashes import KeptHashes
from dalil.proofs.models import Leaf, Salt, SignedCheckpoint
from dalil.proofs.sealed_levels import fields_as_sealed
from dalil.proofs.sealing import fields_of_leaf
from dalil.proofs.tile_files import note_with_cosignatures


class NotProven(Exception):
    """A row cannot be proven. Its sentence says why."""


class Prover:
    """Proves rows against one checkpoint; what it read of the tree is held for the next."""

    def __init__(self, signed: SignedCheckpoint) -> None:
        self.signed = signed
        self.note = note_with_cosignatures(signed)
        self._hashes = KeptHashes()

    def prove(
        self, row: Model, shown: Collection[str] | None = None, *, withheld: Collection[str] = ()
    ) -> InclusionProof:
        """Return the proof of a row. shown: the names of the fields that are shown; all but those withheld where nothing is said.

        Raises NotProven.
        """
        declared = fields_of_leaf(type(row))
        leaf = Leaf.objects.filter(noun=declared.code, row_key=row.pk).first()
        if leaf is None or leaf.number >= self.signed.size:
            raise NotProven(
                f"the {declared.noun} was sealed after this checkpoint; sign another: dalil ledger checkpoint"
            )
        salt = Salt.objects.filter(number=leaf.number).values_list("salt", flat=True).first()
        if salt is None:
            raise NotProven(f"the salt of this {declared.noun} was destroyed; what it said cannot be proven any more")
        fields = fields_as_sealed(type(row), row.pk, bytes(salt), bytes(leaf.hash))
        if fields is None:
            raise NotProven(f"the {declared.noun} is not as it was sealed; run dalil verify")
        plain = plain_fields(fields)
        names = plain.keys() - set(withheld) if shown is None else shown
        opened = open_leaf(declared.noun, plain, bytes(salt), names)
        path = prove_inclusion(self._hashes, leaf.number, self.signed.size)
        return InclusionProof(opened, leaf.number, tuple(path), self.note)
