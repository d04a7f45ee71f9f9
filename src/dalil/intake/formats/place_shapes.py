"""The shapes of GeoJSON: the point of a place, and the border of an area with a point that surely lies in it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from dalil.intake.causes import Cause
from dalil.intake.parsed_rows import BadCell
from dalil.vocabulary.borders import read_rings, write_rings

Point = tuple[float, float]


def point_of_shape(geometry: Any) -> Point | None:
    """Return latitude and longitude of a Point, or of the first of a MultiPoint; None for every other shape."""
    if not isinstance(geometry, dict) or geometry.get("type") not in ("Point", "MultiPoint"):
        return None
    point = geometry.get("coordinates")
    while isinstance(point, list) and point and isinstance(point[0], list):
        point = point[0]
    return (point[1], point[0]) if isinstance(point, list) and len(point) >= 2 else None


def border_of_shape(geometry: Any) -> tuple[str, Point | None]:
    """Return the border of a Polygon or MultiPolygon as `write_rings` writes it, and a point in it; nothing for every other shape.

    Raises BadCell for a shape whose rings are no rings of points on the earth.
    """
    if not isinstance(geometry, dict) or geometry.get("type") not in ("Polygon", "MultiPolygon"):
        return "", None
    try:
        polygons = [geometry["coordinates"]] if geometry["type"] == "Polygon" else geometry["coordinates"]
        rings = [(ring, _thinned(ring)) for polygon in polygons for ring in polygon]
        # an islet that shrinks to a point or a line in the steps of a border holds nothing
        text = write_rings(thin for ring, thin in rings if len(thin) > 3 or len(ring) < 4)
    except (KeyError, TypeError, ValueError, OverflowError) as error:
        raise BadCell("geometry", str(geometry)[:200], Cause("this is no border of an area")) from error
    if not text:
        raise BadCell("geometry", str(geometry)[:200], Cause("this is no border of an area: it has no ring"))
    return text, _inner_point(text)


def _thinned(ring: Sequence[Sequence[float]]) -> list[tuple[float, float]]:
    """A ring without points that fall on the point before them in the steps of a border."""
    points: list[tuple[float, float]] = []
    for lon, lat, *_ in ring:
        rounded = (round(float(lon), 4), round(float(lat), 4))
        if not points or rounded != points[-1]:
            points.append(rounded)
    return points


def _inner_point(text: str) -> Point:
    """The middle of the longest stretch of the area along the parallel through the middle of its largest ring."""
    rings = read_rings(text)
    largest = max(rings, key=lambda ring: _span(lon for lon, _ in ring) * _span(lat for _, lat in ring))
    lats = [lat for _, lat in largest]
    middle = (min(lats) + max(lats)) / 2
    crossings = sorted(
        x + (middle - y) * (next_x - x) / (next_y - y)
        for ring in rings
        for (x, y), (next_x, next_y) in zip((ring[-1], *ring), ring, strict=False)
        if (y > middle) != (next_y > middle)
    )
    west, east = max(zip(crossings[::2], crossings[1::2], strict=False), key=lambda pair: pair[1] - pair[0])
    return round(middle, 5), round((west + east) / 2, 5)


def _span(numbers: Iterator[float]) -> float:
    held = list(numbers)
    return max(held) - min(held)
