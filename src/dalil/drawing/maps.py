"""A map: areas, lines, circles of a number's size, circles of a true size, names where there is room, and a bar of kilometres."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum

from dalil.drawing.flat_map import Box, Point, Projection
from dalil.drawing.svg import LETTER, WIDTH, picture, tag, text_at, width_of, written

TALLEST = 440.0
"""The tallest map."""
INSET = 84.0
"""The width of the small map that shows where the large one lies."""


class Fill(StrEnum):
    """How an area is filled; each is a class of the style sheet."""

    LAND = "land"
    ABROAD = "abroad"
    MARKED = "marked"
    DISPUTED = "disputed-land"


@dataclass(frozen=True)
class MapArea:
    """An area. fill: one of `Fill`, or "step-1" and so on for shades. words: what is said of it where somebody points at it."""

    rings: Sequence[Sequence[Point]]
    fill: str
    words: str = ""


@dataclass(frozen=True)
class MapCircle:
    """A circle that stands for a number; radius in units. is_open: the number has no upper end, and the circle's edge is broken."""

    lon: float
    lat: float
    radius: float
    is_open: bool = False
    words: str = ""


@dataclass(frozen=True)
class Reach:
    """A circle of true size: something lies somewhere within so many kilometres of a point."""

    lon: float
    lat: float
    km: float


@dataclass(frozen=True)
class MapName:
    """A name on the map; it is left out where another one stands. strong: the thing that the map is about.

    clear: how far above or below its point it stands, so that a circle of that radius stays free.
    """

    lon: float
    lat: float
    words: str
    strong: bool = False
    clear: float = 0.0


@dataclass(frozen=True)
class Inset:
    """The outline of what the map is a part of, for the small map in the corner."""

    rings: Sequence[Sequence[Point]]


def draw_map(
    *,
    name: str,
    title: str,
    description: str,
    box: Box,
    rtl: bool,
    kilometres: str,
    areas: Iterable[MapArea] = (),
    disputed: Iterable[Sequence[Point]] = (),
    reaches: Iterable[Reach] = (),
    circles: Iterable[MapCircle] = (),
    names: Iterable[MapName] = (),
    inset: Inset | None = None,
) -> str:
    """Draw a map of a box. North is up in every language. disputed: lines that are not agreed, drawn broken.

    kilometres: the words at the bar of kilometres, which is `bar_length` of the box long.
    """
    projection = Projection.fitting(box, WIDTH, TALLEST)
    shown = projection.box
    seen = [area for area in areas if shown.meets(Box.around(point for ring in area.rings for point in ring))]
    marks = [tag("rect", class_="sea", width=WIDTH, height=projection.height)]
    marks += [mark for area in seen if (mark := _draw_area(area, projection))]
    if broken := projection.path(disputed, closed=False, coarse=0.4):
        marks.append(tag("path", class_="disputed", d=broken))
    marks += [_draw_reach(each, projection) for each in reaches]
    marks += [_draw_circle(each, projection) for each in sorted(circles, key=lambda each: -each.radius)]
    marks += _draw_inset(inset, projection) if inset else []
    taken = [_bar_room(projection), *([_inset_room(projection)] if inset else [])]
    marks += _draw_names(names, projection, taken)
    marks.append(_draw_bar(projection, kilometres))
    return picture(
        *marks, height=projection.height, name=name, title=title, description=description, rtl=rtl, class_="map"
    )


def _draw_area(area: MapArea, projection: Projection) -> str:
    path = projection.path(area.rings, closed=True)
    inside = (tag("title", written(area.words)),) if area.words else ()
    return tag("path", *inside, class_=area.fill, d=path) if path else ""


def _draw_reach(reach: Reach, projection: Projection) -> str:
    x, y = projection.place(reach.lon, reach.lat)
    return tag("circle", class_="reach", cx=x, cy=y, r=reach_radius(reach.km, projection.box))


def _draw_circle(circle: MapCircle, projection: Projection) -> str:
    x, y = projection.place(circle.lon, circle.lat)
    inside = (tag("title", written(circle.words)),) if circle.words else ()
    kind = "circle open" if circle.is_open else "circle"
    return tag("circle", *inside, class_=kind, cx=x, cy=y, r=max(circle.radius, 2.5))


def reach_radius(km: float, box: Box) -> float:
    """Return how large a circle of so many kilometres is on the map of a box; never so small that it could not be seen."""
    return max(Projection.fitting(box, WIDTH, TALLEST).length(km), 5.0)


Room = tuple[float, float, float, float]
"""Left, top, right, bottom."""


def _draw_names(names: Iterable[MapName], projection: Projection, taken: list[Room]) -> list[str]:
    """Names in their order, the strong ones first; each only where it fits into the picture and touches none before it."""
    marks = []
    for name in sorted(names, key=lambda each: not each.strong):
        x, y = projection.place(name.lon, name.lat)
        half = width_of(name.words) / 2
        beside = (-name.clear - 4, name.clear + LETTER) if name.clear else (0.0, -1.3 * LETTER, 1.3 * LETTER)
        for lower in beside:
            room = (x - half, y + lower - LETTER * 0.9, x + half, y + lower + LETTER * 0.35)
            inside = room[0] >= 0 and room[2] <= WIDTH and room[1] >= 0 and room[3] <= projection.height
            if inside and not any(_overlap(room, other) for other in taken):
                taken.append(room)
                marks.append(text_at(x, y + lower, name.words, class_="strong" if name.strong else "name"))
                break
    return marks


def _overlap(one: Room, other: Room) -> bool:
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]


BAR_KM = (1, 2, 5, 10, 20, 50, 100, 200, 500)
"""The lengths that the bar of kilometres may have."""


def bar_length(box: Box) -> int:
    """Return how many kilometres the bar on the map of a box stands for: the longest of `BAR_KM` that takes at most a quarter of the width."""
    projection = Projection.fitting(box, WIDTH, TALLEST)
    return max((km for km in BAR_KM if projection.length(km) <= WIDTH / 4), default=BAR_KM[0])


def _bar_room(projection: Projection) -> Room:
    return (0.0, projection.height - 2 * LETTER - 8, WIDTH / 4 + 20, projection.height)


def _draw_bar(projection: Projection, words: str) -> str:
    length = projection.length(bar_length(projection.box))
    y = projection.height - 10
    line = tag("path", class_="scale-bar", d=f"M10 {y - 4:.1f}v4h{length:.1f}v-4")
    return line + text_at(10 + length / 2, y - 7, words, class_="name")


def _inset_room(projection: Projection) -> Room:
    return (WIDTH - INSET - 8, projection.height - INSET - 8, WIDTH, projection.height)


def _draw_inset(inset: Inset, projection: Projection) -> list[str]:
    whole = Box.around(point for ring in inset.rings for point in ring)
    small = Projection.fitting(whole.enlarged(0.04), INSET, INSET)
    left, top = WIDTH - INSET - 6, projection.height - small.height - 6
    shown = projection.box
    west, north = small.place(shown.west, shown.north)
    east, south = small.place(shown.east, shown.south)
    west, east = max(west, 1.0), min(east, INSET - 1)
    north, south = max(north, 1.0), min(south, small.height - 1)
    frame = tag("rect", class_="inset", width=INSET, height=small.height)
    land = tag("path", class_="land", d=small.path(inset.rings, closed=True, coarse=0.5))
    here = tag("rect", class_="here", x=west, y=north, width=max(east - west, 3.0), height=max(south - north, 3.0))
    return [tag("g", frame, land, here, transform=f"translate({left:.1f} {top:.1f})")]
