"""The tree as files that any web server can serve (C2SP tlog-tiles): a checkpoint, and tiles of hashes. The leaves are not among them."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable
from pathlib import Path

from dalil.ledger.checkpoints import Checkpoint, NoCheckpoint
from dalil.ledger.merkle import FANOUT
from dalil.ledger.notes import Note, NotSigned
from dalil.ledger.tiles import HASH, Tile, tiles_of
from dalil.proofs.kept_hashes import read_hashes
from dalil.proofs.models import SignedCheckpoint

CHECKPOINT = "checkpoint"
"""The file, beside the tiles, with the latest checkpoint."""


def read_tile(tile: Tile) -> bytes:
    """Return the bytes of a tile; fewer where the tree is not so large yet."""
    start = tile.index * FANOUT
    return b"".join(read_hashes(tile.level, start, start + tile.width))


def write_tiles(folder: Path, signed: SignedCheckpoint, tick: Callable[[int], None] = lambda done: None) -> int:
    """Write the tree of a checkpoint into a folder, and the checkpoint last. Returns how many tiles were new."""
    written = 0
    for tile in tiles_of(signed.size, since=_size_there(folder)):
        data = read_tile(tile)
        if len(data) != tile.width * HASH:
            raise LookupError(f"{tile.path} is not kept: run dalil verify")
        write_whole(folder / tile.path, data, durably=False)
        if tile.width == FANOUT:
            shutil.rmtree((folder / tile.path).with_suffix(".p"), ignore_errors=True)
        written += 1
        tick(1)
    write_whole(folder / CHECKPOINT, note_with_cosignatures(signed).encode())
    return written


def note_with_cosignatures(signed: SignedCheckpoint) -> str:
    """Return a checkpoint with the lines of all who cosigned it."""
    return str(Note.read(signed.note).with_lines(signed.cosignatures.values_list("line", flat=True)))


def write_whole(file: Path, content: bytes, *, durably: bool = True) -> None:
    """Write a file so that it is there as a whole, or as it was. durably: see it on the disk before returning."""
    file.parent.mkdir(parents=True, exist_ok=True)
    part = file.with_name(f".{file.name}-{os.getpid()}")
    with part.open("wb") as stream:
        stream.write(content)
        if durably:
            stream.flush()
            os.fsync(stream.fileno())
    part.replace(file)


def _size_there(folder: Path) -> int:
    try:
        return Checkpoint.read(Note.read((folder / CHECKPOINT).read_text(encoding="utf-8")).text).size
    except (FileNotFoundError, NotSigned, NoCheckpoint):
        return 0
