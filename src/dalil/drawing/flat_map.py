"""From degrees to places in a picture: a plate carrée that is true along its middle parallel, and lines drawn no finer than seen.

Over a country of Syria's size it is wrong by under three percent of length at the edges (the cosine of 32° beside that of 37.5°).
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache

from dalil.drawing.svg import number

KM_PER_DEGREE = 111.195

Point = tuple[float, float]
"""Longitude and latitude in degrees, or x and y in a picture."""


@dataclass(frozen=True)
class Box:
    """A part of the earth between two meridians and two parallels, in degrees."""

    west: float
    south: float
    east: float
    north: float

    @classmethod
    def around(cls, points: Iterable[Point]) -> Box:
        """Return the smallest box around points. Raises ValueError for none."""
        known = list(points)
        lons, lats = [lon for lon, _ in known], [lat for _, lat in known]
        return cls(min(lons), min(lats), max(lons), max(lats))

    def enlarged(self, share: float, least_km: float = 0.0) -> Box:
        """Return the box with a margin of a share of its sides, and at least so many kilometres from side to side."""
        middle_lon, middle_lat = (self.west + self.east) / 2, (self.south + self.north) / 2
        narrow = math.cos(math.radians(middle_lat))
        half_lat = max((self.north - self.south) * (0.5 + share), least_km / KM_PER_DEGREE / 2)
        half_lon = max((self.east - self.west) * (0.5 + share), least_km / KM_PER_DEGREE / narrow / 2)
        return Box(middle_lon - half_lon, middle_lat - half_lat, middle_lon + half_lon, middle_lat + half_lat)

    def meets(self, other: Box) -> bool:
        """Tell whether two boxes have a point in common."""
        return (
            self.west <= other.east
            and other.west <= self.east
            and self.south <= other.north
            and other.south <= self.north
        )


@dataclass(frozen=True)
class Projection:
    """From degrees to the units of a picture. scale: units in a degree of latitude; narrow: the cosine of the middle parallel."""

    box: Box
    scale: float
    narrow: float

    @classmethod
    def fitting(cls, box: Box, width: float, tallest: float) -> Projection:
        """Return the projection that shows a whole box in a picture so wide and at most so tall."""
        narrow = math.cos(math.radians((box.south + box.north) / 2))
        across, along = (box.east - box.west) * narrow, box.north - box.south
        scale = min(width / across, tallest / along)
        spare = (width / scale - across) / 2 / narrow
        return cls(Box(box.west - spare, box.south, box.east + spare, box.north), scale, narrow)

    @property
    def height(self) -> float:
        """Return how tall the picture is."""
        return (self.box.north - self.box.south) * self.scale

    def place(self, lon: float, lat: float) -> Point:
        """Return where a point of the earth stands: x from the left, y from the top."""
        return (lon - self.box.west) * self.narrow * self.scale, (self.box.north - lat) * self.scale

    def back(self, x: float, y: float) -> Point:
        """Return the point of the earth that stands at a place."""
        return self.box.west + x / self.narrow / self.scale, self.box.north - y / self.scale

    def length(self, km: float) -> float:
        """Return how long so many kilometres are in the picture."""
        return km / KM_PER_DEGREE * self.scale

    def path(self, lines: Iterable[Sequence[Point]], *, closed: bool, coarse: float = 0.7) -> str:
        """Write lines or rings as the data of a path. coarse: how far a line may run beside the true one, in units."""
        return "".join(self._one_path(tuple(line), closed, coarse) for line in lines)

    @lru_cache(maxsize=2_000)  # noqa: B019, a projection is a value of four numbers; many maps show the same borders
    def _one_path(self, line: tuple[Point, ...], closed: bool, coarse: float) -> str:
        points = [self.place(lon, lat) for lon, lat in line]
        points = simplify([*points, points[0]] if closed else points, coarse)
        if closed and len(points) < 4:
            return ""
        x, y = (round(each, 1) for each in points[0])
        steps = [f"M{number(x)} {number(y)}l"]
        for to_x, to_y in points[1:-1] if closed else points[1:]:
            across, down = round(to_x - x, 1), round(to_y - y, 1)
            steps.append(f"{number(across)} {number(down)} ")
            x, y = round(x + across, 1), round(y + down, 1)
        return "".join(steps).rstrip().replace(" -", "-") + ("z" if closed else "")


def simplify(points: Sequence[Point], tolerance: float) -> list[Point]:
    """Leave out the points of a line that the rest of it passes within a tolerance of; its ends stay (Ramer 1972, Douglas and Peucker 1973).

    >>> simplify([(0, 0), (1, 0.1), (2, 0), (2, 5)], 0.5)
    [(0, 0), (2, 0), (2, 5)]
    """
    kept = {0, len(points) - 1}
    open_parts = [(0, len(points) - 1)]
    while open_parts:
        first, last = open_parts.pop()
        far, at = tolerance, 0
        for index in range(first + 1, last):
            distance = _distance(points[index], points[first], points[last])
            if distance > far:
                far, at = distance, index
        if at:
            kept.add(at)
            open_parts += [(first, at), (at, last)]
    return [points[index] for index in sorted(kept)]


def _distance(point: Point, start: Point, end: Point) -> float:
    """The distance of a point from the side between two others."""
    across, down = end[0] - start[0], end[1] - start[1]
    length = across * across + down * down
    along = ((point[0] - start[0]) * across + (point[1] - start[1]) * down) / length if length else 0.0
    along = min(max(along, 0.0), 1.0)
    return math.hypot(point[0] - start[0] - along * across, point[1] - start[1] - along * down)


def middle_of(rings: Iterable[Sequence[Point]]) -> Point:
    """Return the centre of mass of the largest of some rings: where the name of an area stands (shoelace formula).

    >>> middle_of([[(0, 0), (2, 0), (2, 2), (0, 2)]])
    (1.0, 1.0)
    """
    best, middle = -1.0, (0.0, 0.0)
    for ring in rings:
        origin_x, origin_y = ring[0]
        twice = x = y = 0.0
        for (ax, ay), (bx, by) in zip(ring, (*ring[1:], ring[0]), strict=True):
            ax, ay, bx, by = ax - origin_x, ay - origin_y, bx - origin_x, by - origin_y
            cross = ax * by - bx * ay
            twice, x, y = twice + cross, x + (ax + bx) * cross, y + (ay + by) * cross
        if abs(twice) > best:
            best = abs(twice)
            middle = (origin_x + x / 3 / twice, origin_y + y / 3 / twice) if twice else (origin_x, origin_y)
    return middle
