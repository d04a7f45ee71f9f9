"""How exactly a place may be said in public, by the kind of target: the column `public_location` of the vocabulary `targets`."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from dalil import vocabulary
from dalil.gate.objections import Objection, Remedy
from dalil.letters import fold
from dalil.record.kind import Kind, fields_of
from dalil.values import Where
from dalil.vocabulary.gazetteer import Gazetteer, Place

FLOORS = {"governorate": ("governorate", "country", "outside"), "withhold": ("country", "outside")}
"""The levels of places that may be said for each code of the column; every other code (`town`) allows any place."""


def find_floor(claim: Kind) -> tuple[str, str] | None:
    """Return the target whose place is protected most in a claim, with the code of its floor; None where none is.

    A target without a floor of its own has that of the target above it.
    """
    strictest = tuple(reversed(FLOORS))
    found = [(code, floor) for code in sorted(set(_targets(claim))) if (floor := _floor_of(code)) in FLOORS]
    return min(found, key=lambda pair: strictest.index(pair[1]), default=None)


def examine_places(claim: Kind, gazetteer: Gazetteer) -> tuple[Objection, ...]:
    """Object to every place in a claim that is said more exactly than its target allows: a code, a name or a point."""
    floor = find_floor(claim)
    if floor is None:
        return ()
    target, allowed = floor
    named = vocabulary.term("targets", target)
    return tuple(
        Objection(
            "place_too_exact",
            "where a target of this kind is ({target}) is said more exactly than it may be public",
            {"target": named},
            _coarser(where, allowed, gazetteer),
        )
        for where in _places(claim)
        if _is_too_exact(where, FLOORS[allowed], gazetteer)
    )


def _is_too_exact(where: Where, levels: tuple[str, ...], gazetteer: Gazetteer) -> bool:
    known = [gazetteer.get(code) for code in where.places if code in gazetteer]
    if where.lat is not None or len(known) < len(where.places) or any(place.level not in levels for place in known):
        return True
    names = {fold(name) for place in known for name in (*place.names(), place.en, place.ar)}
    return bool(where.name) and fold(where.name) not in names


def _coarser(where: Where, allowed: str, gazetteer: Gazetteer) -> Remedy:
    """The place at the floor; where several are named, what holds them all."""
    common = gazetteer.lowest_common(code for code in where.places if code in gazetteer)
    levels = ("governorate", "country") if allowed == "governorate" else ("country",)
    codes = (gazetteer.at_level(common, level) for level in levels) if common else iter(())  # type: ignore[arg-type]
    code = next(filter(None, codes), None)
    if code is None:
        return Remedy("pass_without_place", "correct the report and leave the place out")
    place: Place = gazetteer.get(code)
    return Remedy(
        "pass_by_coarser_place",
        "correct the report: place it at {place}, without a point and without a name below it",
        {"place": place},
    )


def _floor_of(code: str) -> str:
    for each in (code, *vocabulary.broader("targets", code)):
        if floor := vocabulary.term("targets", each).extra.get("public_location"):
            return str(floor)
    return ""


def _targets(claim: Kind) -> Iterator[str]:
    for field in fields_of(type(claim)):
        for each in _several(getattr(claim, field.name)):
            code = each if field.scheme == "targets" else getattr(each, "target", None)
            if isinstance(code, str) and vocabulary.is_code("targets", code):
                yield code


def _places(claim: Kind) -> Iterator[Where]:
    for field in fields_of(type(claim)):
        yield from (each for each in _several(getattr(claim, field.name)) if isinstance(each, Where))


def _several(value: Any) -> tuple[Any, ...]:
    return value if isinstance(value, tuple) else () if value is None else (value,)
