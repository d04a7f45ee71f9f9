"""Borders as GeoJSON: the outline of an area, read for certain or refused in words."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

from pydantic import GetCoreSchemaHandler
from pydantic_core import CoreSchema, core_schema

from dalil.values.base import Refusal

Rings = tuple[tuple[tuple[float, float], ...], ...]
"""Rings of points of longitude and latitude. A point is inside that an odd number of them surround."""

MOST_POINTS = 2000
"""An outline of more points is no outline of a zone; it would make every page that draws it heavy."""


def read_outline(text: str) -> Rings:
    """Read the rings of a GeoJSON Polygon or MultiPolygon, bare or in a Feature (RFC 7946).

    Raises ValueError, with a sentence, for anything else: a point, a ring that does not close, a place that is nowhere on the earth.

    >>> read_outline('{"type": "Polygon", "coordinates": [[[36, 33], [37, 33], [37, 34], [36, 33]]]}')[0][1]
    (37.0, 33.0)
    """
    try:
        shape = json.loads(text)
    except (ValueError, RecursionError) as error:  # thousands of brackets in one another are no borders either
        raise Refusal("not_geojson", "this is no GeoJSON; paste the whole of a Polygon or MultiPolygon") from error
    if isinstance(shape, dict) and shape.get("type") == "Feature":
        shape = shape.get("geometry")
    kind = shape.get("type") if isinstance(shape, dict) else None
    if kind not in ("Polygon", "MultiPolygon"):
        raise Refusal("not_an_area", "borders are a GeoJSON Polygon or MultiPolygon; a point or a line is no area")
    found = shape.get("coordinates")
    polygons = [found] if kind == "Polygon" else found
    rings = tuple(_ring(ring) for polygon in _listed(polygons) for ring in _listed(polygon))
    if sum(map(len, rings)) > MOST_POINTS:
        raise Refusal("outline_too_fine", "borders may have {most} points at the most", {"most": MOST_POINTS})
    return rings


def _listed(value: Any) -> Sequence[Any]:
    if not isinstance(value, list) or not value:
        raise Refusal("broken_outline", "these borders hold no ring of points")
    return value


def _ring(points: Any) -> tuple[tuple[float, float], ...]:
    ring = tuple(_point(each) for each in _listed(points))
    if len(ring) < 4 or ring[0] != ring[-1]:
        raise Refusal("open_ring", "a ring of these borders does not close: its last point must be its first")
    return ring


def _point(value: Any) -> tuple[float, float]:
    numbers = value if isinstance(value, list) else []
    plain = all(isinstance(each, (int, float)) and not isinstance(each, bool) for each in numbers[:2])
    if len(numbers) not in (2, 3) or not plain:
        raise Refusal("broken_point", "a point of these borders is no longitude and latitude")
    lon, lat = numbers[:2]
    if not (
        -180 <= lon <= 180 and -90 <= lat <= 90
    ):  # before they are made floats: a whole number may be too long for one
        raise Refusal("nowhere_on_earth", "a point of these borders lies nowhere on the earth; longitude comes first")
    return float(lon), float(lat)


class Outline(str):
    """GeoJSON as it was given, which was read when it was made; empty where no borders are given.

    >>> Outline.check("")
    ''
    """

    @classmethod
    def check(cls, text: str) -> Outline:
        """Make an outline of a text. Raises ValueError, as `read_outline`."""
        if text:
            read_outline(text)
        return cls(text)

    @property
    def rings(self) -> Rings:
        """Return its rings; none where it is empty."""
        return read_outline(self) if self else ()

    @classmethod
    def __get_pydantic_core_schema__(cls, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        return core_schema.no_info_after_validator_function(cls.check, core_schema.str_schema(max_length=20_000))
