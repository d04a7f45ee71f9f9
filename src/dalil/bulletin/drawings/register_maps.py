"""Maps of numbers: circles at places and shades of areas, for the lines of an answer by place, governorate or district.

A number whose place is known only to an area shades that area: the point that stands for a district in the list of places is no place where
something happened. What cannot be placed is said beneath.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as say
from django.utils.translation import ngettext

from dalil.bulletin.drawings import map_grounds
from dalil.bulletin.drawings.drawn import (
    Drawing,
    KeyLine,
    list_in_a_sentence,
    name_column_of_numbers,
    say_unplaced,
    tabulate,
)
from dalil.drawing.flat_map import Box
from dalil.drawing.maps import MapCircle, MapName
from dalil.drawing.scales import radius_for, step_of, steps_for
from dalil.letters import join_with_and
from dalil.lookup.places import SETTLEMENTS
from dalil.record.gazetteer_in_use import gazetteer
from dalil.values.total import Total
from dalil.vocabulary.gazetteer import Gazetteer, Place
from dalil.wording.numbers import say_number
from dalil.wording.totals import say_ends

LARGEST = 20.0
"""The radius of the largest circle, in units of the picture."""
MOST_CIRCLES = 300
"""Of more places than this the smallest have no circle: a page of them would be heavy, and nobody could tell them apart."""
TOLD = 5
"""So many places are told to those who hear the map."""


@dataclass(frozen=True)
class PlacedNumber:
    """The number of a place. code: None where the place is unknown. label: its name, or why there is none."""

    code: str | None
    label: str
    total: Total


@dataclass(frozen=True)
class _Sorted:
    """The numbers of a map by how they can be drawn. whole: known only to an area that holds others drawn here, and so not drawn itself."""

    points: tuple[tuple[Place, PlacedNumber], ...]
    areas: Mapping[str, tuple[PlacedNumber, ...]]
    whole: tuple[PlacedNumber, ...]
    unplaced: tuple[PlacedNumber, ...]


def draw_register(
    numbers: Sequence[PlacedNumber],
    *,
    name: str,
    title: str,
    caption: str,
    language: str,
    notes: Sequence[str] = (),
    places: Sequence[str] = (),
) -> Drawing:
    """Draw numbers where they are known to be. caption: of the table. notes: what else a reader must know, such as from when it is.

    places: where all of them are, by which the map shows no more than these; without them it shows the whole country.
    """
    known = gazetteer()
    found = _sort(numbers, known)
    sums = {code: _weight_of_all(those) for code, those in found.areas.items()}
    steps = steps_for(max(sums.values(), default=1))
    shaded = {
        code: map_grounds.shade(known, code, _fill(sums[code], steps), _say_area(known, code, those, language))
        for code, those in found.areas.items()
    }
    ground = map_grounds.lay_ground(known, shaded, language)
    largest = max((_weight(number.total) for _, number in found.points), default=0)
    circles, names = _draw_points(found.points[:MOST_CIRCLES], largest, language)
    box = _box_of(known, [*found.areas], found.points, places)
    placed = [*(number for _, number in found.points), *(each for those in found.areas.values() for each in those)]
    told = [_say_line(each, language) for each in sorted(placed, key=lambda each: -_weight(each.total))]
    svg = map_grounds.draw(
        ground,
        box,
        name=name,
        title=title,
        description=list_in_a_sentence(told, TOLD, language) or say("Nothing that is known could be placed."),
        language=language,
        circles=circles,
        names=names,
    )
    return Drawing(
        title=title,
        svg=svg,
        key=_key(found, steps, largest, box, language),
        words=(*_say_doubts(found, numbers, language), *notes, *map_grounds.explain_borders(ground, box)),
        table=tabulate(
            caption,
            (say("Place"), name_column_of_numbers()),
            tuple((each.label, say_ends(each.total, language)) for each in numbers),
            language,
        ),
    )


def _sort(numbers: Iterable[PlacedNumber], known: Gazetteer) -> _Sorted:
    points: list[tuple[Place, PlacedNumber]] = []
    areas: dict[str, list[PlacedNumber]] = {}
    whole, unplaced = [], []
    for number in numbers:
        place = known.get(number.code) if number.code is not None and number.code in known else None
        if place is not None and place.level in SETTLEMENTS and place.lat is not None:
            points.append((place, number))
        elif place is not None and known.drawn_area(place.code) == map_grounds.HOME:
            whole.append(number)
        elif place is not None and (area := known.drawn_area(place.code)):
            areas.setdefault(area, []).append(number)
        else:
            unplaced.append(number)
    around = {above for code in areas for above in known.path(code)[:-1]}
    whole += [number for code in around & areas.keys() for number in areas[code]]
    finest = {code: tuple(those) for code, those in areas.items() if code not in around}
    points.sort(key=lambda each: -_weight(each[1].total))
    return _Sorted(tuple(points), finest, tuple(whole), tuple(unplaced))


def _weight(total: Total) -> int:
    """By how much a number is drawn: by its low end; by nought where it is unknown."""
    return (total.low or 0) if total.addable else 0


def _weight_of_all(numbers: Iterable[PlacedNumber]) -> int:
    return sum(_weight(number.total) for number in numbers)


def _fill(weight: int, steps: Sequence[int]) -> str:
    step = step_of(weight, steps)
    return f"step-{step}" if step else "marked"


def _say_area(known: Gazetteer, code: str, numbers: Sequence[PlacedNumber], language: str) -> str:
    lines = ". ".join(_say_line(each, language) for each in numbers[:TOLD])
    return f"{known.get(code).label(language)} ({lines})" if [each.code for each in numbers] != [code] else lines


def _say_line(number: PlacedNumber, language: str) -> str:
    return f"{number.label}: {say_ends(number.total, language)}"


def _draw_points(
    points: Sequence[tuple[Place, PlacedNumber]], largest: int, language: str
) -> tuple[list[MapCircle], list[MapName]]:
    circles, names = [], []
    for place, number in points:
        assert place.lat is not None and place.lon is not None
        weight = _weight(number.total)
        circles.append(
            MapCircle(
                place.lon,
                place.lat,
                radius_for(weight, largest, _largest_radius(largest)),
                is_open=number.total.low is None or number.total.high is None,
                words=_say_line(number, language),
            )
        )
    for place, number in sorted(points, key=lambda each: -_weight(each[1].total))[:TOLD]:
        clear = max(radius_for(_weight(number.total), largest, _largest_radius(largest)), 3.0)
        names.append(MapName(place.lon or 0.0, place.lat or 0.0, number.label, strong=True, clear=clear))
    return circles, names


def _box_of(
    known: Gazetteer, areas: Sequence[str], points: Sequence[tuple[Place, PlacedNumber]], places: Sequence[str]
) -> Box:
    """The box of what was asked for, or of the home country, and of everything beyond it that has a number."""
    around = [area for code in places if code in known and (area := known.drawn_area(code))] or [map_grounds.HOME]
    boxes = [map_grounds.box_of(known, code) for code in (*around, *areas)]
    if points:
        boxes.append(Box.around((place.lon or 0.0, place.lat or 0.0) for place, _ in points))
    return map_grounds.box_around_all(boxes).enlarged(0.03, least_km=40)


def _largest_radius(largest: int) -> float:
    """The radius of the largest circle: small numbers have small circles, so that many of them stay apart."""
    return min(LARGEST, 5 * math.sqrt(max(largest, 1)))


def _key(found: _Sorted, steps: Sequence[int], largest: int, box: Box, language: str) -> tuple[KeyLine, ...]:
    lines = []
    if found.points:
        lines.append(
            KeyLine(
                "circle",
                say("a circle's area is its number; the largest is %(n)s") % {"n": say_number(largest, language)},
            )
        )
    if any(number.total.low is None or number.total.high is None for _, number in found.points):
        lines.append(KeyLine("circle open", say("broken edge: no upper end, or the number is unknown")))
    if found.areas:
        lines += list_shades(steps, language)
    if any(not _weight_of_all(those) for those in found.areas.values()):
        lines.append(KeyLine("marked", say("something happened there; the number is unknown")))
    return (*lines, *map_grounds.key_of_borders(box))


def list_shades(steps: Sequence[int], language: str) -> list[KeyLine]:
    """Explain the shades: from which number to which each goes."""
    lines = []
    for index, least in enumerate(steps):
        most = steps[index + 1] - 1 if index + 1 < len(steps) else None
        if most == least:
            words = say_number(least, language)
        elif most is None:
            words = say("%(number)s or more") % {"number": say_number(least, language)}
        else:
            words = say("%(low)s to %(high)s") % {
                "low": say_number(least, language),
                "high": say_number(most, language),
            }
        lines.append(KeyLine(f"step-{index + 1}", words))
    return lines


def _say_doubts(found: _Sorted, numbers: Sequence[PlacedNumber], language: str) -> list[str]:
    said = []
    coarse = sum(each.total.entities for code, those in found.areas.items() for each in those if each.code != code)
    if found.points and (many := sum(each.total.entities for those in found.areas.values() for each in those)):
        coarse = many
    if coarse:
        sentence = ngettext(
            "%(n)s is known only to an area; the area is shaded, and no point stands for it.",
            "%(n)s are known only to an area; the area is shaded, and no point stands for them.",
            coarse,
        )
        said.append(sentence % {"n": say_number(coarse, language)})
    if many := sum(each.total.entities for each in found.whole):
        sentence = ngettext(
            "%(n)s is known only to a larger area, and is not drawn: %(areas)s.",
            "%(n)s are known only to a larger area, and are not drawn: %(areas)s.",
            many,
        )
        areas = join_with_and([each.label for each in found.whole], language)
        said.append(sentence % {"n": say_number(many, language), "areas": areas})
    if len(found.points) > MOST_CIRCLES:
        said.append(say("Only the largest circles are drawn: %(n)s.") % {"n": say_number(MOST_CIRCLES, language)})
    if unplaced := sum(each.total.entities for each in found.unplaced):
        said.append(say_unplaced(unplaced, language))
    if any(each.total.high is None and each.total.low is not None for each in numbers):
        said.append(say("Circles and shades go by the low end of a number; where it has no upper end, it may be more."))
    return said
