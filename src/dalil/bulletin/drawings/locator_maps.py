"""Where something was, on a map: as an area of the size in which it may have been, never as a point that nobody stated."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace

from django.utils.translation import gettext as say

from dalil.bulletin.drawings import map_grounds
from dalil.bulletin.drawings.drawn import Drawing, KeyLine, tabulate
from dalil.drawing.flat_map import Box
from dalil.drawing.maps import Fill, Inset, MapArea, MapName, Reach, reach_radius
from dalil.lookup.places import SETTLEMENTS
from dalil.lookup.places_by_point import NEAR_KM, area_of_point
from dalil.record.gazetteer_in_use import gazetteer
from dalil.values import Where, WherePrecision
from dalil.values.outline import Rings
from dalil.vocabulary.gazetteer import Gazetteer
from dalil.wording.numbers import say_number
from dalil.wording.where import choose_script, say_level, say_where

REACH_KM = {None: NEAR_KM, WherePrecision.EXACT: 1.0, WherePrecision.NEAR: 25.0}
"""How far from its point something may have been: near is 25 km, as UCDP codes it (where_prec 2); unstated is the extent of a town."""


@dataclass(frozen=True)
class _Spot:
    """One place of a report as it can be drawn: an area of the list of places, or a circle of true size; and what is said of it."""

    area: str | None
    reach: Reach | None
    label: str
    how: str


def draw_locator(
    wheres: Sequence[Where], *, name: str, language: str, outlines: Sequence[Rings] = (), title: str = ""
) -> Drawing | None:
    """Draw where something was, as its reports state it; None where nothing of that can be drawn.

    wheres: each different place once. Where reports differ, all are drawn. outlines: borders that reports give themselves. title: of the map, where
    it shows other places than where the thing itself was.
    """
    known = gazetteer()
    spots = [spot for where in dict.fromkeys(wheres) for spot in _spots_of(where, known, language)]
    drawable = [spot for spot in spots if spot.area or spot.reach]
    own = tuple(MapArea(rings, Fill.MARKED, say("borders as a report gives them")) for rings in dict.fromkeys(outlines))
    if not drawable and not own:
        return None
    if own:  # its own borders say more than the area or the circle that it lies in
        drawable = []
    shaded = {spot.area: map_grounds.shade(known, spot.area, Fill.MARKED, spot.label) for spot in drawable if spot.area}
    ground = map_grounds.lay_ground(known, shaded, language)
    ground = replace(ground, areas=(*ground.areas, *own))
    reaches = [spot.reach for spot in drawable if spot.reach]
    box = _box_of(known, list(shaded), reaches, own)
    names = [
        MapName(each.reach.lon, each.reach.lat, each.label, strong=True, clear=reach_radius(each.reach.km, box))
        for each in drawable
        if each.reach
    ]
    home = map_grounds.box_of_home(known)
    small = box.east - box.west < 0.6 * (home.east - home.west)
    title = title or say("Where it was, as exactly as it is known")
    svg = map_grounds.draw(
        ground,
        box,
        name=name,
        title=title,
        description=" ".join(f"{spot.label}: {spot.how}" for spot in drawable),
        language=language,
        reaches=reaches,
        names=names,
        inset=Inset(known.borders[map_grounds.HOME].rings) if small and box.meets(home) else None,
    )
    return Drawing(
        title=title,
        svg=svg,
        key=(*_key(shaded, reaches, own), *map_grounds.key_of_borders(box)),
        words=map_grounds.explain_borders(ground, box),
        table=tabulate(
            say("The places, and how exactly they are known"),
            (say("Place"), say("How exactly")),
            tuple(dict.fromkeys((spot.label, spot.how) for spot in spots)),
            language,
        ),
    )


def _spots_of(where: Where, known: Gazetteer, language: str) -> list[_Spot]:
    if where.lat is not None and where.lon is not None and where.precision in REACH_KM:
        km = REACH_KM[where.precision]
        label = choose_script(where.name, language) if where.name else say_where(where, language)
        return [_Spot(None, Reach(where.lon, where.lat, km), label, _say_reach(km, language))]
    spots = []
    for code in where.places:
        if code not in known:
            continue
        place, label = known.get(code), known.get(code).label(language)
        fine = where.precision in REACH_KM and place.level in SETTLEMENTS
        if fine and place.lat is not None and place.lon is not None:
            reach = Reach(place.lon, place.lat, max(NEAR_KM, REACH_KM[where.precision]))
            spots.append(_Spot(None, reach, label, _say_reach(reach.km, language)))
        else:
            spots.append(_in_area(code, where.precision, label, known, language))
    if not spots and where.lat is not None and where.lon is not None:
        around = area_of_point(where.lat, where.lon, gazetteer=known, precision=where.precision)
        if around is not None:
            spots.append(_in_area(around.code, where.precision, say_where(where, language), known, language))
    if not spots:
        spots.append(_Spot(None, None, say_where(where, language), say("cannot be placed on the map")))
    return spots


def _in_area(code: str, precision: WherePrecision | None, label: str, known: Gazetteer, language: str) -> _Spot:
    """What is known only to an area: the smallest around it that has a border, and no smaller than its precision."""
    path = known.path(code)
    coarsest = {
        WherePrecision.GOVERNORATE: "governorate",
        WherePrecision.VAGUE: "governorate",
        WherePrecision.COUNTRY: "country",
    }
    level = coarsest.get(precision) if precision else None
    start = next((step for step in path if known.get(step).level == level), code)
    area = known.drawn_area(start)
    if area is None:
        return _Spot(None, None, label, say("cannot be placed on the map"))
    around = known.get(area)
    words = {"area": around.label(language), "level": say_level(around.level, language)}
    if area == start:
        how = say("somewhere in the shaded area: %(area)s (%(level)s)") % words
    else:
        how = say("the list of places has no border of it; it lies in the shaded area: %(area)s (%(level)s)") % words
    return _Spot(area, None, label, how)


def _say_reach(km: float, language: str) -> str:
    return say("somewhere in the circle, %(n)s km around") % {"n": say_number(round(km), language)}


def _box_of(known: Gazetteer, areas: Sequence[str], reaches: Sequence[Reach], own: Sequence[MapArea]) -> Box:
    """The box of the areas, and of the governorates that hold the circles, so that a reader finds the way."""
    boxes = [map_grounds.box_of(known, code) for code in areas]
    boxes += [Box.around(point for ring in area.rings for point in ring) for area in own]
    for reach in reaches:
        around = known.area_at(reach.lat, reach.lon)
        code = known.at_level(around.code, "governorate") if around else None
        if code and code in known.borders:
            boxes.append(map_grounds.box_of(known, code))
        boxes.append(Box(reach.lon, reach.lat, reach.lon, reach.lat).enlarged(0, least_km=3 * reach.km))
    return map_grounds.box_around_all(boxes).enlarged(0.1, least_km=60)


def _key(shaded: Collection[str], reaches: Sequence[Reach], own: Sequence[MapArea]) -> list[KeyLine]:
    lines = []
    if own:
        lines.append(KeyLine("marked", own[0].words))
    if reaches:
        lines.append(KeyLine("reach", say("it was somewhere in the circle")))
    if shaded:
        lines.append(KeyLine("marked", say("it was somewhere in the shaded area")))
    return lines
