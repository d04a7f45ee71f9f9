"""What the gate objects to in a place: it is said more exactly than what is there may be shown (`record.place_floors`)."""

from __future__ import annotations

from collections.abc import Iterable

from dalil.gate.objections import Objection, Remedy
from dalil.record.entities import Entity
from dalil.record.kind import Kind
from dalil.record.place_floors import find_floor, list_too_exact
from dalil.values import Where
from dalil.vocabulary import Term
from dalil.vocabulary.gazetteer import Gazetteer, Place


def examine_places(claim: Kind, gazetteer: Gazetteer) -> tuple[Objection, ...]:
    """Object to every place in a claim that is said more exactly than its target, or its function, allows: a code, a name or a point."""
    floor = find_floor(claim)
    return _examine_by(claim, *floor, gazetteer) if floor else ()


def examine_places_of_sites(claim: Kind, sites: Iterable[Entity], gazetteer: Gazetteer) -> tuple[Objection, ...]:
    """Object to every place in a claim that is said more exactly than the sites that the claim names allow: who reads it learns where they are."""
    floors = [floor for site in sites for report in site.reports if (floor := find_floor(report.claim))]
    return tuple(each for floor in floors for each in _examine_by(claim, *floor, gazetteer))


def _examine_by(claim: Kind, named: Term, allowed: str, gazetteer: Gazetteer) -> tuple[Objection, ...]:
    return tuple(
        Objection(
            "place_too_exact",
            "where a target of this kind is ({target}) is said more exactly than it may be public",
            {"target": named},
            _coarser(where, allowed, gazetteer),
        )
        for where in list_too_exact(claim, allowed, gazetteer)
    )


def _coarser(where: Where, allowed: str, gazetteer: Gazetteer) -> Remedy:
    """The place at the floor; where several are named, what holds them all."""
    common = gazetteer.lowest_common(code for code in where.places if code in gazetteer)
    levels = {"district": ("district", "governorate", "country"), "governorate": ("governorate", "country")}.get(
        allowed, ("country",)
    )
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
