"""How a tree is laid out as files: C2SP tlog-tiles, with tiles of 256 hashes.

Only tiles of hashes are written. The leaves themselves are not: they hold commitments, and are given out one by one with a proof.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from dalil.ledger.merkle import FANOUT

HASH = 32
"""Bytes of a hash."""


@dataclass(frozen=True, slots=True)
class Tile:
    """One tile: hashes [256 · index, 256 · index + width) of a level."""

    level: int
    index: int
    width: int = FANOUT

    @property
    def path(self) -> str:
        """Where the tile lies.

        >>> Tile(0, 1234067).path, Tile(1, 0, 5).path
        ('tile/0/x001/x234/067', 'tile/1/000.p/5')
        """
        groups = [self.index % 1000]
        rest = self.index // 1000
        while rest:
            groups.append(rest % 1000)
            rest //= 1000
        named = "/".join([*(f"x{group:03}" for group in groups[:0:-1]), f"{groups[0]:03}"])
        return f"tile/{self.level}/{named}{'' if self.width == FANOUT else f'.p/{self.width}'}"


def tiles_of(size: int, *, since: int = 0) -> Iterator[Tile]:
    """Yield the tiles of a tree of `size` leaves that a tree of `since` leaves does not have."""
    level, many, before = 0, size, since
    while many:
        for index in range(before // FANOUT, many // FANOUT):
            yield Tile(level, index)
        if many % FANOUT and (many != before):
            yield Tile(level, many // FANOUT, many % FANOUT)
        level, many, before = level + 1, many // FANOUT, before // FANOUT


def read_tile_path(path: str) -> Tile | None:
    """Return the tile that a path names; None where it names none.

    >>> read_tile_path("tile/0/x001/x234/067"), read_tile_path("tile/1/000.p/5"), read_tile_path("tile/0/1")
    (Tile(level=0, index=1234067, width=256), Tile(level=1, index=0, width=5), None)
    """
    parts = path.split("/")
    if len(parts) < 3 or parts[0] != "tile":
        return None
    width = FANOUT
    if parts[-2].endswith(".p"):
        if not _is_number(parts[-1]):
            return None
        width, parts = int(parts[-1]), [*parts[:-2], parts[-2].removesuffix(".p")]
    groups = [*(each.removeprefix("x") for each in parts[2:-1] if each.startswith("x")), parts[-1]]
    if not _is_number(parts[1]) or not all(len(each) == 3 and _is_number(each) for each in groups):
        return None
    tile = Tile(int(parts[1]), int("".join(groups)), width)
    return tile if tile.path == path and 0 < width <= FANOUT and tile.level < 8 else None


def _is_number(text: str) -> bool:
    return text.isascii() and text.isdigit() and len(text) < 10


class TilesElsewhere:
    """The tree of a log as its tiles give it. fetch: returns the bytes of a path; size: how many leaves the tree has."""

    def __init__(self, fetch: Callable[[str], bytes], size: int) -> None:
        self._fetch, self._size = fetch, size
        self._read: dict[tuple[int, int], bytes] = {}

    def read(self, level: int, start: int, stop: int) -> Sequence[bytes]:
        """Return hashes [start, stop) of a level, which lie in one tile. Raises LookupError where the tile is not of its size."""
        index = start // FANOUT
        if (level, index) not in self._read:
            tile = Tile(level, index, min(FANOUT, self._size // FANOUT**level - index * FANOUT))
            data = self._fetch(tile.path)
            if len(data) != tile.width * HASH:
                raise LookupError(f"{tile.path} holds {len(data)} bytes and not {tile.width * HASH}")
            self._read[level, index] = data
        data, first = self._read[level, index], index * FANOUT
        return [data[at * HASH : (at + 1) * HASH] for at in range(start - first, stop - first)]
