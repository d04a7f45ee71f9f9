"""Where the places of reports lie, looked up in one gazetteer, each of them once."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import cache, lru_cache
from typing import NamedTuple

from dalil.columns.flat_reports import Codes, FlatReport, Point
from dalil.lookup.places_by_point import ABROAD, area_of_point
from dalil.values import WherePrecision
from dalil.vocabulary.gazetteer import Gazetteer, UnknownPlace


class Surroundings(NamedTuple):
    """Where a place lies: its path upward, and the country, governorate and district it is known to be in."""

    path: Codes
    country: str | None
    governorate: str | None
    district: str | None


class Places:
    """Looks places up in one gazetteer, each of them once."""

    def __init__(self, gazetteer: Gazetteer) -> None:
        self._gazetteer = gazetteer
        self.around: Callable[[str], Surroundings] = cache(self._around)
        self.common: Callable[[Codes], str | None] = cache(self._common)
        self.of_point: Callable[[Point], Codes] = lru_cache(maxsize=50_000)(self._of_point)

    def _around(self, code: str) -> Surroundings:
        try:
            path = self._gazetteer.path(code)[::-1]
        except UnknownPlace:  # a code of another gazetteer is kept, and lies in nothing we know
            return Surroundings((code,), None, None, None)
        level = {self._gazetteer.get(step).level: step for step in path}
        country = level.get("country") or level.get("outside")
        return Surroundings(path, country, level.get("governorate"), level.get("district"))

    def countries(self, codes_of_each: Iterable[Codes]) -> str | None:
        """Find the countries of places that no place holds together: their codes, joined by a space; None where one of them is not known."""
        found = {self.around(code).country for codes in codes_of_each for code in codes}
        return None if None in found or not found else " ".join(sorted(filter(None, found)))

    def codes_of(self, report: FlatReport) -> Codes:
        """The places of a report; of one that has a point and no code, the area that the borders put the point in."""
        return report.places or (self.of_point(report.point) if report.point else ())

    def _of_point(self, point: Point) -> Codes:
        lat, lon, said = point
        area = area_of_point(
            lat, lon, gazetteer=self._gazetteer, precision=WherePrecision(said) if said is not None else None
        )
        if area is not None:
            return (area.code,)
        return (ABROAD,) if ABROAD in self._gazetteer and self._gazetteer.is_outside_all_borders(lat, lon) else ()

    def _common(self, codes: Codes) -> str | None:
        """The smallest place that holds all of them."""
        shared = self.around(codes[0]).path
        for code in codes[1:]:
            path = set(self.around(code).path)
            shared = tuple(step for step in shared if step in path)
        return shared[0] if shared else None

    def finest(self, codes_of_each: Iterable[Codes]) -> str | None:
        """Find where an entity is known to be: the finest place stated, where all others hold it; else the smallest that holds all."""
        stated = sorted(
            {place for codes in codes_of_each if codes and (place := self.common(tuple(sorted(set(codes)))))}
        )
        if len(stated) < 2:
            return stated[0] if stated else None
        finest = max(stated, key=lambda code: len(self.around(code).path))
        return finest if set(stated) <= set(self.around(finest).path) else self.common(tuple(stated))
