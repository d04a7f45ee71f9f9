"""A border is the outline of an area: it says whether a point lies in the area, or may.

Borders are kept as text, rings of whole ten-thousandths of a degree (about 11 metres), so that they stand in a table and in the database
alike. The shipped ones are drawn from Natural Earth (public domain) by `tools/draw_borders.py`. They are coarse, so a point near one may
lie on either side of it.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache, cached_property

from dalil.vocabulary.terms import read_rows

UNIT = 10_000
"""Steps of a border in one degree."""
KM_PER_DEGREE = 111.195
COARSE_KM = 3.0
"""How far a shipped border may run beside the true one: of 5,250 places of OCHA, 17 lie on the wrong side by more than this."""

Ring = tuple[tuple[float, float], ...]


@dataclass(frozen=True)
class Border:
    """The outline of an area. A point is in it that an odd number of its rings surround, so holes and islands are rings as well.

    text: the rings, as `write_rings` writes them. whole: False where only a part of the area is drawn, so that a point outside of it
    may lie in the area all the same. coarse_km: how far it may run beside the true border.

    >>> square = Border(write_rings([[(36.0, 35.0), (37.0, 35.0), (37.0, 36.0), (36.0, 36.0)]]))
    >>> square.surrounds(35.5, 36.5), square.surrounds(35.5, 38.0)
    (True, False)
    """

    text: str
    whole: bool = True
    coarse_km: float = 0.0

    @cached_property
    def rings(self) -> tuple[Ring, ...]:
        """Return the rings as points of longitude and latitude."""
        return read_rings(self.text)

    @cached_property
    def _box(self) -> tuple[float, float, float, float]:
        points = [point for ring in self.rings for point in ring]
        return (
            min(lat for _, lat in points),
            max(lat for _, lat in points),
            min(lon for lon, _ in points),
            max(lon for lon, _ in points),
        )

    def surrounds(self, lat: float, lon: float) -> bool:
        """Say whether a point lies inside of the outline as it is drawn (the even-odd rule; Shimrat 1962)."""
        south, north, west, east = self._box
        if not (south <= lat <= north and west <= lon <= east):
            return False
        odd = False
        for ring in self.rings:
            x, y = ring[-1]
            for next_x, next_y in ring:
                if (y > lat) != (next_y > lat) and lon < (next_x - x) * (lat - y) / (next_y - y) + x:
                    odd = not odd
                x, y = next_x, next_y
        return odd

    def may_hold(self, lat: float, lon: float, within_km: float = 0.0) -> bool:
        """Say whether a point may lie in the area: it is surrounded, or as near as the true border may run, or as `within_km` allows."""
        return self.surrounds(lat, lon) or self._is_near(lat, lon, max(self.coarse_km, within_km))

    def _is_near(self, lat: float, lon: float, km: float) -> bool:
        if not km:
            return False
        narrow = math.cos(math.radians(lat))
        reach = km / KM_PER_DEGREE
        south, north, west, east = self._box
        if not (south - reach <= lat <= north + reach and west - reach / narrow <= lon <= east + reach / narrow):
            return False
        return any(
            _distance_to_side((x - lon) * narrow, y - lat, (next_x - lon) * narrow, next_y - lat) < reach
            for ring in self.rings
            for (x, y), (next_x, next_y) in zip((ring[-1], *ring), ring, strict=False)
        )


def _distance_to_side(x: float, y: float, next_x: float, next_y: float) -> float:
    """The distance from the origin to the side between two points."""
    along_x, along_y = next_x - x, next_y - y
    length = along_x * along_x + along_y * along_y
    share = 0.0 if not length else max(0.0, min(1.0, -(x * along_x + y * along_y) / length))
    return math.hypot(x + share * along_x, y + share * along_y)


def write_rings(rings: Iterable[Sequence[Sequence[float]]]) -> str:
    """Write rings of longitude and latitude as text: each a first point, then the steps from point to point.

    Raises ValueError for a ring of fewer than three points, and for what is no point on the earth.

    >>> write_rings([[(36.0, 35.0), (37.0, 35.0), (37.0, 36.0), (36.0, 35.0)]])
    '360000 350000 10000 0 0 10000'
    """
    written = []
    for ring in rings:
        points = [(round(lon * UNIT), round(lat * UNIT)) for lon, lat, *_ in ring]
        if len(points) > 1 and points[0] == points[-1]:
            points.pop()
        if len(points) < 3:
            raise ValueError("a ring of a border has at least three points")
        if not all(abs(lon) <= 180 * UNIT and abs(lat) <= 90 * UNIT for lon, lat in points):
            raise ValueError("this border leaves the earth: its points are longitude and latitude in degrees")
        written.append(_write_steps(points))
    return ";".join(written)


def write_lines(lines: Iterable[Sequence[Sequence[float]]]) -> str:
    """Write lines as `write_rings` writes rings, but open: the last point of a line is not joined to its first.

    >>> write_lines([[(36.0, 35.0), (37.0, 35.0)]])
    '360000 350000 10000 0'
    """
    return ";".join(_write_steps([(round(lon * UNIT), round(lat * UNIT)) for lon, lat, *_ in line]) for line in lines)


def _write_steps(points: Sequence[tuple[int, int]]) -> str:
    return " ".join(
        f"{lon - before_lon} {lat - before_lat}"
        for (before_lon, before_lat), (lon, lat) in zip([(0, 0), *points], points, strict=False)
    )


def read_rings(text: str) -> tuple[Ring, ...]:
    """Read rings or lines as `write_rings` and `write_lines` write them: points of longitude and latitude in degrees.

    >>> read_rings("360000 350000 10000 0 0 10000")
    (((36.0, 35.0), (37.0, 35.0), (37.0, 36.0)),)
    """
    rings = []
    for ring in text.split(";"):
        numbers = iter(map(int, ring.split()))
        lon = lat = 0
        points = []
        for east, north in zip(numbers, numbers, strict=True):
            lon, lat = lon + east, lat + north
            points.append((lon / UNIT, lat / UNIT))
        rings.append(tuple(points))
    return tuple(rings)


@cache
def load_shipped_borders() -> dict[str, Border]:
    """Load the borders that come with Dalil, by the code of the place: Syria, its governorates, and what is drawn of its neighbours.

    >>> load_shipped_borders()["SY"].surrounds(34.73, 36.71)
    True
    """
    return {row["code"]: Border(row["rings"], row["whole"] == "yes", COARSE_KM) for row in read_rows("borders")}


@dataclass(frozen=True)
class DisputedLine:
    """A line that somebody claims as a border and others do not accept. en, ar: whose claim it is."""

    code: str
    en: str
    ar: str
    lines: tuple[Ring, ...]


@cache
def load_disputed_lines() -> tuple[DisputedLine, ...]:
    """Load the disputed lines that Natural Earth draws around Syria.

    >>> [line.code for line in load_disputed_lines()]
    ['claim-LB', 'claim-SY']
    """
    return tuple(
        DisputedLine(row["code"], row["en"], row["ar"], read_rings(row["lines"])) for row in read_rows("disputed_lines")
    )
