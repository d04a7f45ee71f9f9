"""Opening a leaf: the proof that a row stood in the record as it is, with as many of its fields as are to be shown."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from itertools import groupby, islice

from django.db.models import Model

from dalil.ledger.commitments import open_leaf, plain_fields
from dalil.ledger.inclusion import InclusionProof
from dalil.ledger.merkle import prove_inclusion
from dalil.proofs.kept_hashes import KeptHashes
from dalil.proofs.models import Leaf, Salt, SignedCheckpoint
from dalil.proofs.sealed_levels import match_leaf
from dalil.proofs.sealing import fields_of_leaf, read_rows_of
from dalil.proofs.tile_files import note_with_cosignatures

AT_ONCE = 500
"""Rows that are read together."""


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
        [(_, proven)] = self.prove_each([row], shown, withheld=withheld)
        if isinstance(proven, NotProven):
            raise proven
        return proven

    def prove_each(
        self, rows: Iterable[Model], shown: Collection[str] | None = None, *, withheld: Collection[str] = ()
    ) -> Iterator[tuple[Model, InclusionProof | NotProven]]:
        """Yield rows, in their order, each with its proof, or with why it cannot be proven. Rows of one table that follow each other are read
        together: a bag proves tens of thousands of them. shown, withheld: as `prove` takes them."""
        for model, group in groupby(rows, key=type):
            while portion := list(islice(group, AT_ONCE)):
                yield from self._prove_portion(model, portion, shown, withheld)

    def _prove_portion(
        self, model: type[Model], portion: Collection[Model], shown: Collection[str] | None, withheld: Collection[str]
    ) -> Iterator[tuple[Model, InclusionProof | NotProven]]:
        declared, keys = fields_of_leaf(model), [row.pk for row in portion]
        leaves = {each.row_key: each for each in Leaf.objects.filter(noun=declared.code, row_key__in=keys)}
        numbers = [each.number for each in leaves.values()]
        salts = dict(Salt.objects.filter(number__in=numbers).values_list("number", "salt"))
        kept = {row[0]: row for row in read_rows_of(model, keys)}
        for row in portion:
            leaf = leaves.get(row.pk)
            if leaf is None or leaf.number >= self.signed.size:
                yield (
                    row,
                    NotProven(
                        f"the {declared.noun} was sealed after this checkpoint; sign another: dalil ledger checkpoint"
                    ),
                )
            elif (salt := salts.get(leaf.number)) is None:
                yield (
                    row,
                    NotProven(
                        f"the salt of this {declared.noun} was destroyed; what it said cannot be proven any more"
                    ),
                )
            elif (fields := match_leaf(model, kept.get(row.pk), bytes(salt), bytes(leaf.hash))) is None:
                yield row, NotProven(f"the {declared.noun} is not as it was sealed; run dalil verify")
            else:
                plain = plain_fields(fields)
                names = plain.keys() - set(withheld) if shown is None else shown
                opened = open_leaf(declared.noun, plain, bytes(salt), names)
                path = prove_inclusion(self._hashes, leaf.number, self.signed.size)
                yield row, InclusionProof(opened, leaf.number, tuple(path), self.note)
