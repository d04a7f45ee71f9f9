"""The hashes of the tree, read from the database a tile at a time."""

from __future__ import annotations

from collections.abc import Sequence

from django.db import connection

from dalil.ledger.merkle import FANOUT
from dalil.proofs.models import Leaf

TILES = 1000
"""Tiles that are held at once."""


class KeptHashes:
    """The tree of this record, for as long as one question takes: what was read is held."""

    def __init__(self) -> None:
        self._tiles: dict[tuple[int, int], list[bytes]] = {}

    def read(self, level: int, start: int, stop: int) -> Sequence[bytes]:
        """Return hashes [start, stop) of a level, which lie in one tile."""
        tile = start // FANOUT
        held = self._tiles.get((level, tile))
        if held is None or len(held) < stop - tile * FANOUT:
            held = read_hashes(level, tile * FANOUT, (tile + 1) * FANOUT)
            if len(self._tiles) >= TILES:
                self._tiles.clear()
            self._tiles[level, tile] = held
        return held[start - tile * FANOUT : stop - tile * FANOUT]


_OF_LEAVES = "SELECT hash FROM proofs_leaf WHERE number >= %s AND number < %s ORDER BY number"
_OF_SUBTREES = 'SELECT hash FROM proofs_subtree WHERE level = %s AND "index" >= %s AND "index" < %s ORDER BY "index"'


def read_hashes(level: int, start: int, stop: int) -> list[bytes]:
    """Return those of the hashes [start, stop) of a level that are kept, in their order."""
    with connection.cursor() as cursor:
        if level == 0:
            cursor.execute(_OF_LEAVES, [start, stop])
        else:
            cursor.execute(_OF_SUBTREES, [level, start, stop])
        return [bytes(each) for (each,) in cursor.fetchall()]


def count_leaves() -> int:
    """Return how many leaves the tree has. Costs one query."""
    last = Leaf.objects.order_by("-number").values_list("number", flat=True).first()
    return 0 if last is None else last + 1
