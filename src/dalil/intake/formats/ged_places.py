"""The place of a row of UCDP GED: as deep as `where_prec` allows, and a town by its name and its point together."""

from __future__ import annotations

from dalil.intake.parsed_rows import decimal, whole_number
from dalil.intake.places_said import Point, area_from_point, doubts_of, find_area, flag_of
from dalil.lookup.match import Match
from dalil.lookup.place_lookup import PlaceLookup
from dalil.lookup.places import SETTLEMENTS
from dalil.values import Where, WherePrecision
from dalil.vocabulary.gazetteer import Level

_PRECISIONS = dict(enumerate(WherePrecision, start=1))
_LEVELS: tuple[Level, ...] = ("country", "governorate", "district")
_DEPTH: dict[WherePrecision | None, int] = {
    WherePrecision.EXACT: 3,
    WherePrecision.NEAR: 3,
    WherePrecision.DISTRICT: 3,
    WherePrecision.COUNTRY: 1,
    WherePrecision.OUTSIDE: 1,
}
"""How many of country, governorate and district are looked up for a precision; for any other two."""


def where_of_row(
    lookup: PlaceLookup, prec: str, name: str, adm_1: str, adm_2: str, country: str, latitude: str, longitude: str
) -> tuple[Where | None, tuple[str, ...]]:
    """Read the place no deeper than where_prec says: 1 a town, 2 and 3 its district, 4 and 5 the governorate, 6 the country, 7 none.

    Returns it, or None where the row says nothing of it, and the flags for what is wrong or doubtful.
    """
    flags: list[str] = []
    precision = _PRECISIONS.get(whole_number("where_prec", prec) or 0)
    if precision is None:
        flags.append("unknown_code")
    point = _point(latitude, longitude, flags)
    if not adm_1:
        flags.append("no_first_level_area")
    codes, unresolved = _areas(lookup, (country, adm_1, adm_2)[: _DEPTH.get(precision, 2)], flags)
    finest = codes[-1] if codes else None
    if precision is WherePrecision.EXACT and name:
        finest = _settlement(lookup, name, point, finest, flags)
    elif finest is None and point:
        finest = area_from_point(lookup, point, flags, precision=precision)
    if codes and point and lookup.lies_outside(codes[min(1, len(codes) - 1)], *point):
        flags.append("point_outside_area")
    said = ", ".join(dict.fromkeys(part for part in (name or (not finest and country) or "", *unresolved) if part))
    if not finest and not said and not point:
        return None, tuple(flags)
    places = () if precision is WherePrecision.OUTSIDE or not finest else (finest,)
    lat, lon = point or (None, None)
    return Where(places=places, name=said, lat=lat, lon=lon, precision=precision), tuple(dict.fromkeys(flags))


def _point(latitude: str, longitude: str, flags: list[str]) -> Point | None:
    lat, lon = decimal("latitude", latitude), decimal("longitude", longitude)
    if lat is None and lon is None:
        return None
    if lat is None or lon is None or not (-90 <= lat <= 90 and -180 <= lon <= 180):
        flags.append("point_outside_area")
        return None
    return lat, lon


def _areas(lookup: PlaceLookup, named: tuple[str, ...], flags: list[str]) -> tuple[list[str], list[str]]:
    """The codes from the country down as far as they are certain, and the names that were not found, the smallest area first."""
    codes: list[str] = []
    for depth, (name, level) in enumerate(zip(named, _LEVELS, strict=False)):
        if not name:
            break
        match = find_area(lookup, name, codes[-1] if codes else None, level)
        if match.found is None:
            flags.append(flag_of(match))
            return codes, [each for each in reversed(named[depth:]) if each]
        codes.append(match.found.code)
    return codes, []


def _settlement(lookup: PlaceLookup, name: str, point: Point | None, area: str | None, flags: list[str]) -> str | None:
    """The town, camp or quarter of a row that says it knows it; else, flagged, the smallest area that holds its point, or that is stated."""
    if point:
        match = lookup.find_at(name, *point, area, settlement=True)
    else:
        by_level = [lookup.find(name, area, level) for level in SETTLEMENTS]
        match = next((each for each in by_level if each.found), Match())
    flags += doubts_of(match)
    if match.found is not None:
        return match.found.code
    return (point and area_from_point(lookup, point, flags, within=area)) or area
