"""What every map lies on: the land, the borders, the disputed lines, the names, and what is said of where they come from."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.utils.safestring import SafeString
from django.utils.translation import gettext as say

from dalil.bulletin.drawings.drawn import KeyLine, is_read_from_the_right, trust
from dalil.drawing.flat_map import Box, Point, middle_of
from dalil.drawing.maps import Fill, Inset, MapArea, MapCircle, MapName, Reach, bar_length, draw_map
from dalil.vocabulary.borders import load_disputed_lines, load_shipped_borders
from dalil.vocabulary.gazetteer import Gazetteer, Place
from dalil.wording.numbers import say_number

HOME = "SY"
GOLAN = "SY14-GOLAN"


@dataclass(frozen=True)
class Ground:
    """The land of a map. areas: drawn beneath everything; names: of its governorates. imported: borders of an organisation are among them."""

    areas: tuple[MapArea, ...]
    names: tuple[MapName, ...]
    disputed: tuple[Sequence[Point], ...]
    imported: bool


def lay_ground(known: Gazetteer, shaded: dict[str, MapArea], language: str) -> Ground:
    """Lay the land of a map: countries, then governorates, then what is shaded. shaded: areas that have a number or a mark, by their code."""
    countries = [place for place in known.places if place.parent is None and place.code in known.borders]
    governorates = [place for place in known.places if place.level == "governorate" and place.code in known.borders]
    areas = [_area(known, place, Fill.ABROAD if place.code != HOME else Fill.LAND) for place in countries]
    areas += [_area(known, place, Fill.LAND) for place in governorates if place.code not in shaded]
    if GOLAN in known.borders and GOLAN not in shaded:
        areas.append(_area(known, known.get(GOLAN), Fill.DISPUTED))
    ordered = sorted(shaded, key=lambda code: (len(known.path(code)), code))
    areas += [shaded[code] for code in ordered]
    shipped = load_shipped_borders()
    return Ground(
        areas=tuple(areas),
        names=tuple(_name(known, place, language) for place in governorates),
        disputed=tuple(line for each in load_disputed_lines() for line in each.lines),
        imported=any(code not in shipped for code in shaded),
    )


def shade(known: Gazetteer, code: str, fill: str, words: str) -> MapArea:
    """Shade the area of a place that has a border."""
    return MapArea(known.borders[code].rings, fill, words)


def _area(known: Gazetteer, place: Place, fill: str) -> MapArea:
    return MapArea(known.borders[place.code].rings, fill)


def _name(known: Gazetteer, place: Place, language: str) -> MapName:
    """The name of a governorate in its middle; without the words that say that it is one."""
    lon, lat = middle_of(known.borders[place.code].rings)
    return MapName(lon, lat, place.label(language))


def box_of_home(known: Gazetteer) -> Box:
    """Return the box around the country that the record is about."""
    return box_of(known, HOME)


def box_of(known: Gazetteer, code: str) -> Box:
    """Return the box around a place that has a border."""
    return Box.around(point for ring in known.borders[code].rings for point in ring)


def box_around_all(boxes: Iterable[Box]) -> Box:
    """Return the box around several."""
    return Box.around(corner for box in boxes for corner in ((box.west, box.south), (box.east, box.north)))


def draw(
    ground: Ground,
    box: Box,
    *,
    name: str,
    title: str,
    description: str,
    language: str,
    circles: Sequence[MapCircle] = (),
    reaches: Sequence[Reach] = (),
    names: Sequence[MapName] = (),
    inset: Inset | None = None,
) -> SafeString:
    """Draw a map on its ground, with its bar of kilometres in the language."""
    kilometres = say("%(n)s km") % {"n": say_number(bar_length(box), language)}
    return trust(
        draw_map(
            name=name,
            title=title,
            description=description,
            box=box,
            rtl=is_read_from_the_right(language),
            kilometres=kilometres,
            areas=ground.areas,
            disputed=ground.disputed,
            circles=circles,
            reaches=reaches,
            names=(*names, *ground.names),
            inset=inset,
        )
    )


def explain_borders(ground: Ground, box: Box) -> tuple[str, ...]:
    """Say where the borders of a map come from, and which lines of it are disputed, as far as they are in the picture."""
    said = [say("Borders: Natural Earth, 1:10 million, public domain; up to 3 km beside the true ones.")]
    if ground.imported:
        said.append(say("Areas that are shaded finer come from the list of places imported here."))
    if _shows_golan(box):
        said.append(
            say(
                "The occupied Golan has a shade of its own; Security Council resolution 497 (1981) holds its annexation by Israel null and void."
                " Broken lines are borders that Syria or Lebanon claims."
            )
        )
    return tuple(said)


def key_of_borders(box: Box) -> tuple[KeyLine, ...]:
    """Explain the signs of disputed lines, where they are in the picture."""
    if not _shows_golan(box):
        return ()
    return (KeyLine("disputed-land", say("occupied Golan")), KeyLine("disputed", say("disputed line")))


def _shows_golan(box: Box) -> bool:
    return box.meets(Box(35.55, 32.65, 35.9, 33.35))
