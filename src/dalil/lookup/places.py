"""From the names of places in a row to codes of the gazetteer, no deeper than they are certain."""

from __future__ import annotations

import re
from dataclasses import dataclass

from dalil.letters import fold
from dalil.vocabulary.gazetteer import Gazetteer, Level

MARGIN = 0.35
"""Degrees by which a point may lie outside the box around the known points of an area before it is flagged (about 35 km)."""


@dataclass(frozen=True, slots=True)
class Found:
    """What became of a name: the code of the one place that bears it, or none, with the flag that says why."""

    code: str | None
    flag: str | None = None


class Placer:
    """Asks the gazetteer, and remembers the answers: the same names come in thousands of rows."""

    def __init__(self, known: Gazetteer) -> None:
        self.known = known
        self._found: dict[tuple[str, str | None, str | None], Found] = {}
        self._boxes: dict[str, tuple[float, float, float, float] | None] = {}

    def find(self, name: str, within: str | None = None, level: Level | None = None) -> Found:
        """The place of a name. Several of that name: the one that bears it to the letter, or the one that holds the others."""
        key = (name, within, level)
        if key not in self._found:
            self._found[key] = self._ask(name, within, level)
        return self._found[key]

    def outside(self, code: str, lat: float, lon: float) -> bool:
        """True where a point cannot lie in the place, judging by the points the gazetteer has in it."""
        if code not in self._boxes:
            self._boxes[code] = self._box(code)
        box = self._boxes[code]
        return box is not None and not (box[0] <= lat <= box[1] and box[2] <= lon <= box[3])

    def _ask(self, name: str, within: str | None, level: Level | None) -> Found:
        places = self.known.find(name, within=within, level=level)
        if not places:
            return Found(None, "place_unresolved")
        plain = _plain(name)
        places = tuple(place for place in places if plain in map(_plain, (place.en, place.ar, place.code))) or places
        top = places[0]
        if all(top.code in self.known.path(place.code) for place in places):
            return Found(top.code)
        return Found(None, "place_ambiguous")

    def _box(self, code: str) -> tuple[float, float, float, float] | None:
        points = [
            (place.lat, place.lon)
            for place in map(self.known.get, self.known.within(code))
            if place.lat is not None and place.lon is not None
        ]
        if len(points) < 2:
            return None
        lats, lons = [lat for lat, _ in points], [lon for _, lon in points]
        return min(lats) - MARGIN, max(lats) + MARGIN, min(lons) - MARGIN, max(lons) + MARGIN


_KIND_WORDS = re.compile(
    r"\b(governorate|province|district|subdistrict|sub district|town|village|city)$|^(محافظه|منطقه|ناحيه|مدينه|بلده|قريه) "
)


def _plain(name: str) -> str:
    """A folded name without the one word that says what kind of place it is."""
    return _KIND_WORDS.sub("", fold(name)).strip()
