"""Looking places up for thousands of rows: one gazetteer, each distinct name and point once."""

from __future__ import annotations

from dalil.lookup.match import Match
from dalil.lookup.places import find_place
from dalil.lookup.places_by_point import area_of_point, find_place_at, find_settlement_at
from dalil.values import Where, WherePrecision
from dalil.vocabulary.gazetteer import Gazetteer, Level, Place

MARGIN = 0.35
"""Degrees by which a point may lie outside the box around the known points of an area without a border before it is flagged (35 km)."""
BESIDE_KM = 3.0
"""How far a point may lie outside of the border of an area before it is flagged: borders are drawn differently."""


class PlaceLookup:
    """Finds the places of names in one gazetteer and remembers the answers: the same names come in thousands of rows."""

    def __init__(self, gazetteer: Gazetteer) -> None:
        self.gazetteer = gazetteer
        self._matches: dict[tuple[str, str | None, str | None], Match[Place]] = {}
        self._at: dict[tuple[bool, str, float, float, str | None], Match[Place]] = {}
        self._boxes: dict[str, tuple[float, float, float, float] | None] = {}

    def find(self, name: str, within: str | None = None, level: Level | None = None) -> Match[Place]:
        """Find the place of a name, as `find_place` does, without other spellings."""
        key = (name, within, level)
        if key not in self._matches:
            self._matches[key] = find_place(
                name, gazetteer=self.gazetteer, within=within, level=level, spelled_otherwise=False
            )
        return self._matches[key]

    def find_at(
        self, name: str, lat: float, lon: float, within: str | None = None, *, settlement: bool = False
    ) -> Match[Place]:
        """Find the place of a name and a point, as `find_place_at` does; settlement: as `find_settlement_at` does."""
        key = (settlement, name, lat, lon, within)
        if key not in self._at:
            if len(self._at) > 50_000:
                self._at.clear()
            find = find_settlement_at if settlement else find_place_at
            self._at[key] = find(name, lat, lon, gazetteer=self.gazetteer, within=within)
        return self._at[key]

    def area_of(self, lat: float, lon: float, precision: WherePrecision | None = None) -> Place | None:
        """Find the area that a point lies in for certain, as `area_of_point` does."""
        return area_of_point(lat, lon, gazetteer=self.gazetteer, precision=precision)

    def lies_outside(self, code: str, lat: float, lon: float) -> bool:
        """Say whether a point cannot lie in a place, judging by its border, else by the points that the gazetteer has in the place."""
        border = self.gazetteer.borders.get(code)
        if border is not None and border.whole:
            return not border.may_hold(lat, lon, BESIDE_KM)
        if code not in self._boxes:
            self._boxes[code] = self._box(code)
        box = self._boxes[code]
        return box is not None and not (box[0] <= lat <= box[1] and box[2] <= lon <= box[3])

    def _box(self, code: str) -> tuple[float, float, float, float] | None:
        points = [
            (place.lat, place.lon)
            for place in map(self.gazetteer.get, self.gazetteer.within(code))
            if place.lat is not None and place.lon is not None
        ]
        if len(points) < 2:
            return None
        lats, lons = [lat for lat, _ in points], [lon for _, lon in points]
        return min(lats) - MARGIN, max(lats) + MARGIN, min(lons) - MARGIN, max(lons) + MARGIN


def settle_point(where: Where, lookup: PlaceLookup) -> tuple[Where, list[str]]:
    """Work out what the point of a place says: of a bare point the area that holds it, beside a code whether it can lie there.

    Returns the place and the flags for what was worked out or is doubtful. The importer and the desk let every place go through here.

    >>> from dalil.vocabulary.gazetteer import load_shipped_gazetteer
    >>> settled, flags = settle_point(Where(lat=35.93, lon=36.63), PlaceLookup(load_shipped_gazetteer()))
    >>> settled.places, flags
    (('SY07',), ['place_from_point'])
    """
    if where.lat is None or where.lon is None or where.precision is WherePrecision.OUTSIDE:
        return where, []
    if where.places:
        known = [code for code in where.places if code in lookup.gazetteer]
        outside = bool(known) and all(lookup.lies_outside(code, where.lat, where.lon) for code in known)
        return where, ["point_outside_area"] if outside else []
    area = lookup.area_of(where.lat, where.lon, where.precision)
    if area is not None:
        return where.model_copy(update={"places": (area.code,)}), ["place_from_point"]
    outside = lookup.gazetteer.is_outside_all_borders(where.lat, where.lon)
    return where, ["point_outside_borders" if outside else "point_without_area"]
