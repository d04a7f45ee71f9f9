"""Following the ledger from its first leaf: the hashes over subtrees, every checkpoint, and copies that are kept elsewhere."""

from __future__ import annotations

from collections.abc import Generator, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from dalil.archive.store import Tick
from dalil.ledger.checkpoints import Checkpoint, NoCheckpoint, read_signed
from dalil.ledger.merkle import EMPTY_ROOT, FANOUT, fold, node_hash
from dalil.ledger.notes import Note, NotSigned, PublicKey
from dalil.ledger.tiles import HASH, Tile, tiles_of
from dalil.proofs.kept_hashes import count_leaves, read_hashes
from dalil.proofs.models import Cosigner, Leaf, SignedCheckpoint
from dalil.proofs.signing import folder_of_log, latest_in_home, public_key
from dalil.verification.faults import Finding, found


@dataclass(frozen=True, slots=True)
class KeptCheckpoint:
    """A checkpoint to compare with. where: what to call it; day: when it was signed, where that is known."""

    where: str
    note: str
    day: str = ""


def kept_checkpoints(elsewhere: Sequence[Path] = ()) -> Iterator[KeptCheckpoint]:
    """Yield the checkpoints of the database, the latest of the home, and those in files that somebody kept elsewhere."""
    log = public_key().name
    for each in SignedCheckpoint.objects.filter(log=log).order_by("size", "pk").iterator():
        yield KeptCheckpoint("the database", each.note, f"{each.at:%Y-%m-%d %H:%M}")
    if latest := latest_in_home():
        yield KeptCheckpoint("the home", latest)
    for file in elsewhere:
        yield KeptCheckpoint(str(file), file.read_text(encoding="utf-8"))


def check_tree(tick: Tick, copies: Sequence[KeptCheckpoint], tiles: Sequence[Path] = ()) -> Iterator[Finding]:
    """Follow the ledger, and compare it with every checkpoint and with tiles that were written of it.

    tiles: folders of tiles that somebody kept; those of the home are compared too.
    """
    size = count_leaves()
    read: dict[int, list[tuple[KeptCheckpoint, Checkpoint]]] = {}
    for copy in copies:
        try:
            checkpoint = yield from _read(copy, public_key())
        except (NotSigned, NoCheckpoint) as error:
            yield found("another_key", size=_size_of(copy.note), copy=copy.where, why=str(error))
            continue
        if checkpoint.size > size:
            yield found("cut_tail", size=checkpoint.size, copy=copy.where, leaves=size)
        else:
            read.setdefault(checkpoint.size, []).append((copy, checkpoint))
    walk = _Walk()
    yield from _compare_roots(read.get(0, ()), EMPTY_ROOT)
    for number, sealed in _hashes(tick):
        while walk.count < number:
            yield found("leaf_missing", leaf=walk.count)
            walk.skip()
        walk.add(sealed)
        if number % FANOUT == FANOUT - 1:
            yield from _compare_subtree(walk, number)
        if walk.count in read:
            yield from _compare_roots(read[walk.count], walk.root())
    for folder in (folder_of_log(), *tiles):
        yield from _compare_tiles(folder, size)


class _Walk:
    """The roots of a tree that grows: the hashes over the full subtrees that its leaves make so far."""

    def __init__(self) -> None:
        self.count = 0
        self.tile: list[bytes] = []
        self._peaks: list[tuple[int, bytes]] = []

    def add(self, leaf: bytes) -> None:
        self.tile = [*self.tile, leaf] if len(self.tile) < FANOUT else [leaf]
        self.count += 1
        one = (1, leaf)
        while self._peaks and self._peaks[-1][0] == one[0]:
            width, left = self._peaks.pop()
            one = (2 * width, node_hash(left, one[1]))
        self._peaks.append(one)

    def skip(self) -> None:
        self.add(bytes(HASH))

    def root(self) -> bytes:
        right = self._peaks[-1][1]
        for _, left in self._peaks[-2::-1]:
            right = node_hash(left, right)
        return right


def _hashes(tick: Tick) -> Iterator[tuple[int, bytes]]:
    """Every leaf in the order of the tree: its number and its hash."""
    leaves = Leaf.objects.order_by("number").values_list("number", "hash").iterator(chunk_size=2000)
    for number, sealed in leaves:
        yield number, bytes(sealed)
        tick(1)


def _compare_subtree(walk: _Walk, number: int) -> Iterator[Finding]:
    index = number // FANOUT
    if read_hashes(1, index, index + 1) != [fold(walk.tile)]:
        yield found("subtree_differs", first=index * FANOUT, last=number)


def _compare_roots(read: Sequence[tuple[KeptCheckpoint, Checkpoint]], root: bytes) -> Iterator[Finding]:
    for copy, checkpoint in read:
        if checkpoint.root != root:
            if copy.day:
                yield found("root_differs", size=checkpoint.size, day=copy.day)
            else:
                yield found("forked", size=checkpoint.size, copy=copy.where)


def _compare_tiles(folder: Path, size: int) -> Iterator[Finding]:
    """Name every leaf that is not the one that a folder of tiles has in its place."""
    for tile in tiles_of(size):
        if tile.level:
            return
        data = _widest(folder, tile)
        for at, own in enumerate(read_hashes(0, tile.index * FANOUT, tile.index * FANOUT + len(data) // HASH)):
            if own != data[at * HASH : (at + 1) * HASH]:
                yield found("leaf_differs", leaf=tile.index * FANOUT + at, copy=str(folder))


def _widest(folder: Path, tile: Tile) -> bytes:
    """The bytes of a tile as far as a folder has it: the whole one, or the widest part."""
    whole = folder / Tile(tile.level, tile.index).path
    if whole.exists():
        return whole.read_bytes()
    parts = sorted(whole.with_name(f"{whole.name}.p").glob("*"), key=lambda part: (len(part.name), part.name))
    return parts[-1].read_bytes() if parts else b""


def _read(copy: KeptCheckpoint, key: PublicKey) -> Generator[Finding, None, Checkpoint]:
    checkpoint, note = read_signed(copy.note, key)
    for name, line in Cosigner.objects.values_list("name", "key"):
        try:
            note.is_signed_by(PublicKey.read(line))
        except NotSigned:
            yield found("cosigner_forged", name=name, size=checkpoint.size)
    return checkpoint


def _size_of(note: str) -> int | str:
    try:
        return Checkpoint.read(Note.read(note).text).size
    except (NotSigned, NoCheckpoint):
        return "?"
