"""The Merkle tree of RFC 6962: its root, and proofs that a leaf is in it and that a later tree continues an earlier one.

A tree of millions of leaves is not held in memory. `Hashes` reads the hashes of full subtrees of 256, 65,536, … leaves from where they are
kept, and everything here is worked out from a few of these.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from typing import Protocol

FANOUT = 256
"""Leaves under one hash of the level above, as in C2SP tlog-tiles."""

EMPTY_ROOT = hashlib.sha256(b"").digest()
"""The root of the tree without leaves."""


class ProofFails(ValueError):
    """A proof does not prove what it was given for."""


class Hashes(Protocol):
    """Where the hashes of a tree are kept."""

    def read(self, level: int, start: int, stop: int) -> Sequence[bytes]:
        """Return hashes [start, stop) of a level: of leaves at level 0, of full subtrees of 256 ** level leaves above."""
        ...


class HashesInMemory:
    """The hashes of a small tree, of its leaves in their order."""

    def __init__(self, leaves: Sequence[bytes]) -> None:
        self._levels: list[list[bytes]] = [list(leaves)]
        while len(below := self._levels[-1]) >= FANOUT:
            full = len(below) // FANOUT
            self._levels.append([fold(below[at * FANOUT : (at + 1) * FANOUT]) for at in range(full)])

    def read(self, level: int, start: int, stop: int) -> Sequence[bytes]:
        return self._levels[level][start:stop]


def leaf_hash(leaf: bytes) -> bytes:
    """Return the hash of a leaf.

    >>> leaf_hash(b"").hex()[:16]
    '6e340b9cffb37a98'
    """
    return hashlib.sha256(b"\x00" + leaf).digest()


def node_hash(left: bytes, right: bytes) -> bytes:
    """Return the hash of the node over two hashes."""
    return hashlib.sha256(b"\x01" + left + right).digest()


def fold(hashes: Sequence[bytes]) -> bytes:
    """Return the hash over as many hashes of one level as a power of two."""
    sha256, row = hashlib.sha256, list(hashes)
    while len(row) > 1:
        row = [sha256(b"\x01" + row[at] + row[at + 1]).digest() for at in range(0, len(row), 2)]
    return row[0]


def root_of(hashes: Hashes, size: int) -> bytes:
    """Return the root of the tree of the first `size` leaves."""
    return _over(hashes, 0, size) if size else EMPTY_ROOT


def prove_inclusion(hashes: Hashes, index: int, size: int) -> list[bytes]:
    """Return the proof that leaf number `index`, counted from 0, is in the tree of the first `size` leaves."""
    if not 0 <= index < size:
        raise ValueError(f"leaf {index} is not among the first {size}")
    start, stop, path = 0, size, []
    while stop - start > 1:
        middle = start + _split(stop - start)
        if index < middle:
            path.append(_over(hashes, middle, stop))
            stop = middle
        else:
            path.append(_over(hashes, start, middle))
            start = middle
    return path[::-1]


def prove_consistency(hashes: Hashes, before: int, size: int) -> list[bytes]:
    """Return the proof that the tree of the first `size` leaves begins with the tree of the first `before`."""
    if not 0 <= before <= size:
        raise ValueError(f"a tree of {size} leaves does not continue one of {before}")
    if before in (0, size):
        return []
    start, stop, path, whole = 0, size, [], True
    while before != stop:
        middle = start + _split(stop - start)
        if before <= middle:
            path.append(_over(hashes, middle, stop))
            stop = middle
        else:
            path.append(_over(hashes, start, middle))
            start, whole = middle, False
    if not whole:
        path.append(_over(hashes, start, stop))
    return path[::-1]


def root_from_inclusion(leaf: bytes, index: int, size: int, proof: Sequence[bytes]) -> bytes:
    """Return the root that a proof leads to from the hash of a leaf. Raises ProofFails where it is too long or too short."""
    if not 0 <= index < size:
        raise ProofFails(f"leaf {index} is not among the first {size}")
    at, last, root = index, size - 1, leaf
    for each in proof:
        if not last:
            raise ProofFails("the proof is too long")
        if at & 1 or at == last:
            root = node_hash(each, root)
            while not at & 1 and at:
                at, last = at >> 1, last >> 1
        else:
            root = node_hash(root, each)
        at, last = at >> 1, last >> 1
    if last:
        raise ProofFails("the proof is too short")
    return root


def check_inclusion(leaf: bytes, index: int, size: int, root: bytes, proof: Sequence[bytes]) -> None:
    """Check that the leaf of this hash is number `index` in the tree of this size and root. Raises ProofFails."""
    if root_from_inclusion(leaf, index, size, proof) != root:
        raise ProofFails("the leaf is not in the tree of this root")


def check_consistency(before: int, old_root: bytes, size: int, root: bytes, proof: Sequence[bytes]) -> None:
    """Check that the tree of `size` and `root` begins with the tree of `before` and `old_root`. Raises ProofFails."""
    if before > size:
        raise ProofFails(f"the later tree has {size} leaves and the earlier one {before}")
    if before in (0, size):
        if proof or old_root != (root if before else EMPTY_ROOT):
            raise ProofFails("the two trees are not the same")
        return
    path = list(proof)
    if before & (before - 1) == 0:
        path.insert(0, old_root)
    if not path:
        raise ProofFails("the proof is too short")
    at, last = before - 1, size - 1
    while at & 1:
        at, last = at >> 1, last >> 1
    old = new = path[0]
    for each in path[1:]:
        if not last:
            raise ProofFails("the proof is too long")
        if at & 1 or at == last:
            old, new = node_hash(each, old), node_hash(each, new)
            while not at & 1 and at:
                at, last = at >> 1, last >> 1
        else:
            new = node_hash(new, each)
        at, last = at >> 1, last >> 1
    if last:
        raise ProofFails("the proof is too short")
    if old != old_root or new != root:
        raise ProofFails("the later tree does not begin with the earlier one")


def _split(count: int) -> int:
    """The largest power of two that is smaller than a number of leaves."""
    return 1 << (count - 1).bit_length() - 1


def _over(hashes: Hashes, start: int, stop: int) -> bytes:
    """The hash over leaves [start, stop), where `start` is what the tree of RFC 6962 divides at."""
    count = stop - start
    if count & (count - 1):
        middle = start + _split(count)
        return node_hash(_over(hashes, start, middle), _over(hashes, middle, stop))
    level = (count.bit_length() - 1) // 8
    each = FANOUT**level
    found = hashes.read(level, start // each, stop // each)
    if len(found) != count // each:
        raise LookupError(f"hashes of level {level} from {start // each} to {stop // each} are not kept")
    return fold(found)
