"""From the names and the point that a row gives to a place: the finest that is certain, what was said, and what is doubtful about it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from dalil.intake.causes import Cause
from dalil.intake.mapping import PARTS
from dalil.intake.parsed_rows import BadCell, is_unknown
from dalil.letters import Axis, read_coordinate, without_marks
from dalil.lookup.match import Match, Reason
from dalil.lookup.place_lookup import PlaceLookup, settle_point
from dalil.lookup.places import SETTLEMENTS
from dalil.lookup.places_in_words import AREAS, find_countryside, find_in_parts
from dalil.values import Where, WherePrecision
from dalil.vocabulary.gazetteer import Level, Place

Point = tuple[float, float]
AXES: tuple[Axis, ...] = ("lat", "lon")
"""The columns of a point."""

_PARTS = frozenset(PARTS[Where].names)
_DOUBTS = {
    Reason.PRESUMED: "place_presumed",
    Reason.WIDER: "place_wider",
    Reason.INSIDE: "place_around",
    Reason.ALIKE: "place_by_likeness",
    Reason.FAR: "point_far_from_place",
    Reason.ELSEWHERE: "point_outside_area",
}


def where_of_parts(
    parts: Mapping[str, tuple[str, str]], lookup: PlaceLookup, within: str
) -> tuple[Where | None, list[str]]:
    """Read a place told in one or more columns (part -> column and cell). Returns it, and the flags for what is wrong or doubtful.

    What was not found stays in the name as it was said, with everything below it: “Jabal Razih, Sadah, Yemen”. What a point says where no
    name was found is worked out after this (`settle_point`), when it is known how exactly it is stated.
    A code is the area in which the names are looked up. Raises BadCell where a name is that of a place outside of it.
    """
    flags: list[str] = []
    point = _point(parts, flags)
    name = parts["name"][1].strip() if "name" in parts else ""
    code: str | None
    coded = _coded(parts, lookup, within)
    if coded is not None:
        code, unresolved = _inside_coded(coded, parts, point, lookup, flags)
    else:
        area, unresolved = _area(parts, lookup, within, flags)
        code = area if area != (within or None) else None
        if name:
            code = _place_of_name(name, point, area, lookup, flags, lost=bool({*unresolved} & {*AREAS[:2]})) or code
        if "code" in parts and "place_unresolved" not in flags:
            flags.append("place_unresolved")
    told = unresolved if name else [part for part in AREAS if part in parts]
    said = ", ".join(filter(None, (name, *(parts[part][1].strip() for part in reversed(told)))))
    if not said and not code and not point:
        return None, flags
    lat, lon = point or (None, None)
    return Where(places=(code,) if code else (), name=said, lat=lat, lon=lon), list(dict.fromkeys(flags))


def where_of_constant(said: Any, lookup: PlaceLookup) -> tuple[Any, list[str]]:
    """Read the place that a mapping gives to every row as a cell is read: a name, or the parts of a place by their names.

    What is written as the value itself (`places: [SY07]`) stays as it is. Returns the place, and the flags of the rows that have it.
    """
    if isinstance(said, str):
        said = {"name": said}
    if not isinstance(said, dict) or not said.keys() <= _PARTS:
        return said, []
    parts = {part: (f"where: {part}", str(text)) for part, text in said.items() if text not in (None, "")}
    where, flags = where_of_parts(parts, lookup, "")
    if where is None:
        return None, flags
    where, wrong = settle_point(where, lookup)
    return where, [*flags, *wrong]


def flag_of(match: Match[Place]) -> str:
    """Return the flag of a report whose place was not found for certain: several bear the name, or none does where it was looked for."""
    return "place_ambiguous" if match.reason is Reason.HOMONYMS else "place_unresolved"


def doubts_of(match: Match[Place]) -> list[str]:
    """Return the flags of a report whose place is what a name was taken for."""
    if match.found is None:
        return [flag_of(match)]
    return [_DOUBTS[match.reason]] if match.reason in _DOUBTS else []


def area_from_point(
    lookup: PlaceLookup,
    point: Point,
    flags: list[str],
    *,
    precision: WherePrecision | None = None,
    within: str | None = None,
) -> str | None:
    """Find the area that a point lies in, and flag that it comes from the point, or that no border holds it.

    within: the area that was stated; only what lies in it is found.
    """
    area = lookup.area_of(*point, precision)
    if area is None:
        if within is None and lookup.gazetteer.is_outside_all_borders(*point):
            flags.append("point_outside_borders")
        return None
    if within is not None and within not in lookup.gazetteer.path(area.code)[:-1]:
        return None
    flags.append("place_from_point")
    return area.code


def _coded(parts: Mapping[str, tuple[str, str]], lookup: PlaceLookup, within: str) -> Place | None:
    """The place whose code the row gives; None where it gives none that is known. Raises BadCell where it lies outside of the mapping's area."""
    if "code" not in parts:
        return None
    column, cell = parts["code"]
    match = lookup.find(without_marks(cell).strip())
    if match.reason is not Reason.CODE or match.found is None:
        return None
    if within and within not in lookup.gazetteer.path(match.found.code):
        raise _contradiction(column, cell, match.found, lookup.gazetteer.get(within))
    return match.found


def _inside_coded(
    coded: Place,
    parts: Mapping[str, tuple[str, str]],
    point: Point | None,
    lookup: PlaceLookup,
    flags: list[str],
) -> tuple[str, list[str]]:
    """The finest place that the names of a row give inside the place of its code, and the areas that are not found there.

    A name that is wider than the code says nothing new. Where the code is that of a town, a name that nothing bears is another spelling of
    it, or a quarter. Raises BadCell where a name is that of a place elsewhere.
    """
    code, unresolved = coded.code, list[str]()
    for level in AREAS:
        if level not in parts:
            continue
        inside = find_area(lookup, parts[level][1], code, level)
        if inside.found is not None:
            code = inside.found.code
        elif not _is_around(find_area(lookup, parts[level][1], None, level), coded, parts[level], lookup):
            flags.append("place_unresolved")
            unresolved.append(level)
    if "name" in parts and (name := parts["name"][1].strip()):
        match = _match_of_name(name, point, code, lookup)
        if match.found is not None:
            flags += doubts_of(match)
            return match.found.code, unresolved
        around = _is_around(_match_of_name(name, None, None, lookup), lookup.gazetteer.get(code), parts["name"], lookup)
        if not around and coded.level not in SETTLEMENTS:
            flags.append(flag_of(match))
    return code, unresolved


def _is_around(match: Match[Place], coded: Place, told: tuple[str, str], lookup: PlaceLookup) -> bool:
    """Whether a name that is not found inside of a place may be that of an area around it. Raises BadCell where it is one elsewhere."""
    path = lookup.gazetteer.path(coded.code)
    if any(each.code in path for each in match.candidates):
        return True
    if match.found is not None and match.reason in (Reason.NAME, Reason.NESTED, Reason.CODE):
        raise _contradiction(*told, match.found, coded)
    return False


def _contradiction(column: str, cell: str, place: Place, coded: Place) -> BadCell:
    return BadCell(
        column,
        cell,
        Cause(
            "“{cell}” ({place}) does not lie in {area}, which the row says by a code; mend the code or the name",
            cell=cell,
            place=place.code,
            area=coded.code,
        ),
    )


def _area(
    parts: Mapping[str, tuple[str, str]], lookup: PlaceLookup, within: str, flags: list[str]
) -> tuple[str | None, list[str]]:
    """The smallest of the stated areas that is found, and the parts that are not, with those below them."""
    area: str | None = within or None
    unresolved: list[str] = []
    for level in AREAS:
        if level not in parts:
            continue
        if not unresolved:
            match = find_area(lookup, parts[level][1], area, level)
            if match.found is not None:
                area = match.found.code
                if match.reason is Reason.INSIDE and "name" not in parts:
                    flags.append("place_around")
                continue
            flags.append(flag_of(match))
        unresolved.append(level)
    return area, unresolved


def find_area(lookup: PlaceLookup, name: str, within: str | None, level: Level) -> Match[Place]:
    """Find the area of a level that a column states. A district that is younger than the gazetteer is a sub-district in it."""
    match = lookup.find(name, within, level)
    if match.found is None and level != "country":
        other = lookup.find(name, within)
        if other.found is not None and other.reason in (Reason.NAME, Reason.NESTED) and other.found.level in AREAS:
            return other
    if match.found is None and level == "governorate":
        rural = find_countryside(lookup, name, within)
        return rural if rural.found is not None else match
    return match


def _place_of_name(
    name: str, point: Point | None, area: str | None, lookup: PlaceLookup, flags: list[str], *, lost: bool
) -> str | None:
    """The place of a name in the area that is known; lost: its country or governorate was not found, so only a point can tell."""
    if lost and not point:
        return None
    match = _match_of_name(name, point, area, lookup)
    flags += doubts_of(match)
    if match.found is not None:
        return match.found.code
    return area_from_point(lookup, point, flags, within=area) if point and area else None


def _degrees(column: str, cell: str, axis: Axis) -> float | None:
    """The degrees of a cell; None where it says that they are not known. Raises BadCell."""
    if is_unknown(cell):
        return None
    degrees = read_coordinate(cell, axis)
    if degrees is None:
        cause = (
            Cause("“{cell}” is not a latitude; write it as 35.8641 or 35° 51.85' N", cell=cell)
            if axis == "lat"
            else Cause("“{cell}” is not a longitude; write it as 36.8125 or 36° 48.75' E", cell=cell)
        )
        raise BadCell(column, cell, cause)
    return degrees


def _match_of_name(name: str, point: Point | None, area: str | None, lookup: PlaceLookup) -> Match[Place]:
    """What a name means in an area, also where it names areas around the place, or a countryside."""
    match = lookup.find_at(name, *point, area) if point else lookup.find(name, area)
    if match.reason in (Reason.NONE, Reason.ELSEWHERE):
        for find in (find_in_parts, find_countryside):
            more = find(lookup, name, area)
            match = match if more.reason is Reason.NONE else more
    return match


def _point(parts: Mapping[str, tuple[str, str]], flags: list[str]) -> Point | None:
    """The point of the columns of latitude and longitude; half a point and what is none on the earth are left out and flagged."""
    lat, lon = (_degrees(*parts[part], part) if part in parts else None for part in AXES)
    if lat is None and lon is None:
        return None
    if lat is None or lon is None:
        flags.append("point_half")
        return None
    if not (-90 <= lat <= 90 and -180 <= lon <= 180):
        flags.append("point_impossible")
        return None
    return lat, lon
