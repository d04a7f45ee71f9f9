"""How exactly a place may be said in public, by what is there: the column `public_location` of `targets`, `site_functions` and `sightings`.

Pure. The gate objects by it (`gate.place_floor`), and an import of a register is refused by it before its file is kept as public.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from pydantic import BaseModel

from dalil import vocabulary
from dalil.letters import fold
from dalil.record.kind import Kind, fields_of
from dalil.values import Bilingual, Count, Party, PersonName, When, Where
from dalil.vocabulary import Term
from dalil.vocabulary.gazetteer import Gazetteer

FLOORS = {
    "district": ("district", "governorate", "country", "outside"),
    "governorate": ("governorate", "country", "outside"),
    "withhold": ("country", "outside"),
}
"""The levels of places that may be said for each code of the column; every other code (`town`) allows any place."""

SCHEMES = ("targets", "site_functions", "sightings")
"""The vocabularies with that column."""


_WHOLE = (Bilingual, Count, Party, PersonName, When)
"""Values that hold neither a place nor a term with a floor."""


def find_floor(claim: Kind) -> tuple[Term, str] | None:
    """Return the term whose place is protected most in a claim, with the code of its floor; None where none is.

    A term without a floor of its own has that of the term above it.
    """
    strictest = tuple(reversed(FLOORS))
    terms = sorted(set(_terms_in(claim)))
    found = [(pair, floor) for pair in terms if (floor := floor_of(*pair)) in FLOORS]
    if not found:
        return None
    (scheme, code), floor = min(found, key=lambda each: strictest.index(each[1]))
    return vocabulary.term(scheme, code), floor


def floor_of(scheme: str, code: str) -> str:
    """Return the code of the floor of a term, its own or that of the nearest term above it; empty where none has one."""
    for each in (code, *vocabulary.broader(scheme, code)):
        if floor := vocabulary.term(scheme, each).extra.get("public_location"):
            return str(floor)
    return ""


def list_too_exact(claim: Kind, floor: str, gazetteer: Gazetteer) -> list[Where]:
    """List the places in a claim that are said more exactly than a floor allows: by a code, a name or a point."""
    return [where for where in _places_in(claim) if _is_too_exact(where, FLOORS[floor], gazetteer)]


def list_told_beside(claims: Iterable[Kind], by: Iterable[Kind], gazetteer: Gazetteer) -> list[tuple[Term, str, Where]]:
    """List the places in some claims that are said more exactly than what others say of the same thing allows, each with the term and its floor.

    Whoever reads both learns of what only the others say it is where it is.
    """
    floors = dict.fromkeys(found for each in by if (found := find_floor(each)))
    told = tuple(claims)
    return [
        (term, floor, where)
        for term, floor in floors
        for claim in told
        for where in list_too_exact(claim, floor, gazetteer)
    ]


def _is_too_exact(where: Where, levels: tuple[str, ...], gazetteer: Gazetteer) -> bool:
    known = [gazetteer.get(code) for code in where.places if code in gazetteer]
    if where.lat is not None or len(known) < len(where.places) or any(place.level not in levels for place in known):
        return True
    names = {fold(name) for place in known for name in (*place.names(), place.en, place.ar)}
    return bool(where.name) and fold(where.name) not in names


def _terms_in(value: BaseModel) -> Iterator[tuple[str, str]]:
    """The scheme and the code of everything in a claim that may have a floor, also inside of the values that it is made of."""
    for field in fields_of(type(value)):
        for each in _several(getattr(value, field.name)):
            if isinstance(each, str) and field.scheme in SCHEMES:
                yield field.scheme, each
            elif isinstance(each, BaseModel) and not isinstance(each, _WHOLE):
                yield from _terms_in(each)


def _places_in(value: BaseModel) -> Iterator[Where]:
    for field in fields_of(type(value)):
        for each in _several(getattr(value, field.name)):
            if isinstance(each, Where):
                yield each
            elif isinstance(each, BaseModel) and not isinstance(each, _WHOLE):
                yield from _places_in(each)


def _several(value: Any) -> tuple[Any, ...]:
    return value if isinstance(value, tuple) else () if value is None else (value,)
