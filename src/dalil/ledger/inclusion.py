"""The proof that something stood in the record: a leaf, opened as far as it may be, its place in the tree, and the signed checkpoint."""

from __future__ import annotations

import base64
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from dalil.ledger.checkpoints import Checkpoint, read_signed
from dalil.ledger.commitments import NotThisLeaf, OpenedField, OpenedLeaf
from dalil.ledger.merkle import ProofFails, check_inclusion, leaf_hash
from dalil.ledger.notes import NotSigned, PublicKey


class NoProof(ValueError):
    """A file is no proof, or it does not prove what it says. Its sentence says why."""


@dataclass(frozen=True, slots=True)
class InclusionProof:
    """index: the place of the leaf, counted from 0; path: the hashes beside its way to the root; note: the checkpoint."""

    leaf: OpenedLeaf
    index: int
    path: tuple[bytes, ...]
    note: str

    def check(self, key: PublicKey) -> Checkpoint:
        """Check the proof against the public key of the log, and return the checkpoint that it leads to. Raises NoProof."""
        try:
            checkpoint, _ = read_signed(self.note, key)
            self.leaf.check()
            check_inclusion(leaf_hash(self.leaf.text()), self.index, checkpoint.size, checkpoint.root, self.path)
        except (NotSigned, NotThisLeaf, ProofFails, ValueError) as error:
            raise NoProof(str(error)) from error
        return checkpoint

    def as_plain(self) -> dict[str, Any]:
        """Return the proof as plain JSON values."""
        return {
            "leaf": {
                "noun": self.leaf.noun,
                "commitments": list(self.leaf.commitments),
                "fields": [{"name": each.name, "value": each.value, "salt": each.salt} for each in self.leaf.fields],
            },
            "index": self.index,
            "path": [base64.b64encode(each).decode() for each in self.path],
            "checkpoint": self.note,
        }

    @classmethod
    def read(cls, plain: Mapping[str, Any]) -> InclusionProof:
        """Read a proof from plain JSON values. Raises NoProof where it is none."""
        try:
            leaf = plain["leaf"]
            fields = tuple(
                OpenedField(str(each["salt"]), str(each["name"]), str(each["value"])) for each in leaf["fields"]
            )
            opened = OpenedLeaf(str(leaf["noun"]), tuple(map(str, leaf["commitments"])), fields)
            path = tuple(base64.b64decode(each, validate=True) for each in plain["path"])
            return cls(opened, int(plain["index"]), path, str(plain["checkpoint"]))
        except (KeyError, TypeError, ValueError) as error:
            raise NoProof("this is no proof: a leaf, its index, its path, and a checkpoint") from error
