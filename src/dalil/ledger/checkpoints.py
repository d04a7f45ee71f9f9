"""A checkpoint: what a log says of itself at a moment, so many leaves under this root (C2SP tlog-checkpoint). It is the text of a note."""

from __future__ import annotations

import base64
import binascii
from dataclasses import dataclass

from dalil.ledger.notes import Note, NotSigned, PublicKey

NOT_BEFORE = "not-before "
"""Begins the line with a value that nobody could know earlier: a headline, the hash of a block, a number drawn in public."""

MOST_LINES = 16


class NoCheckpoint(ValueError):
    """A text is no checkpoint."""


@dataclass(frozen=True, slots=True)
class Checkpoint:
    """origin: the name of the log; size: how many leaves it had; root: their root; further: lines beside these."""

    origin: str
    size: int
    root: bytes
    further: tuple[str, ...] = ()

    @property
    def not_before(self) -> str:
        """The value in it that nobody could know earlier; empty without one."""
        return next((line.removeprefix(NOT_BEFORE) for line in self.further if line.startswith(NOT_BEFORE)), "")

    def text(self) -> str:
        """Return the text that is signed."""
        lines = (self.origin, str(self.size), base64.b64encode(self.root).decode(), *self.further)
        return "".join(f"{line}\n" for line in lines)

    @classmethod
    def read(cls, text: str) -> Checkpoint:
        """Read the text of a note. Raises NoCheckpoint."""
        lines = text.split("\n")
        if len(lines) < 4 or lines[-1] or not all(lines[:-1]) or len(lines) > MOST_LINES:
            raise NoCheckpoint("this is no checkpoint: the name of a log, a number of leaves, a root")
        origin, size, root, *further = lines[:-1]
        try:
            read = base64.b64decode(root, validate=True)
        except binascii.Error as error:
            raise NoCheckpoint("the third line of a checkpoint is a root, in base64") from error
        if len(read) != 32 or not size.isascii() or not size.isdigit() or (size != "0" and size.startswith("0")):
            raise NoCheckpoint("this is no checkpoint: the name of a log, a number of leaves, a root")
        return cls(origin, int(size), read, tuple(further))


def read_signed(note: str, key: PublicKey) -> tuple[Checkpoint, Note]:
    """Read a checkpoint that the log of this key signed. Raises NoCheckpoint, and NotSigned where it is not signed by that log."""
    read = Note.read(note)
    checkpoint = Checkpoint.read(read.text)
    if checkpoint.origin != key.name:
        raise NotSigned(f"the checkpoint is of {checkpoint.origin}, and the key of {key.name}")
    if not read.is_signed_by(key):
        raise NotSigned(f"the checkpoint is not signed by the key of {key.name} with the number {key.number.hex()}")
    return checkpoint, read
