"""What the gate objects to in a place: it is said more exactly than what is there may be shown (`record.place_floors`)."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from dalil.gate.objections import Objection, Remedy
from dalil.record.entities import Entity
from dalil.record.kind import Kind
from dalil.record.models import Report
from dalil.record.place_floors import list_told_beside
from dalil.values import Where
from dalil.vocabulary.gazetteer import Gazetteer, Place


def examine_places(
    claim: Kind,
    gazetteer: Gazetteer,
    beside: Iterable[Entity] = (),
    may_name: Callable[[Report], bool] = lambda report: True,
) -> tuple[Objection, ...]:
    """Object to every place in a claim that is said more exactly than its own target or function allows: a code, a name or a point.

    beside: the sites that the claim names, and the entity of its report: what their reports allow counts too, since whoever reads the
    claim learns where they are. may_name: whether what one of these reports says is there may be named to the asker.
    """
    reports = [report for entity in beside for report in entity.reports]
    named = [claim, *(each.claim for each in reports if may_name(each))]
    hidden = [each.claim for each in reports if not may_name(each)]
    found = list_told_beside([claim], named, gazetteer)
    told = {(floor, where) for _, floor, where in found}
    unnamed = [each for each in list_told_beside([claim], hidden, gazetteer) if each[1:] not in told]
    return (
        *(
            Objection(
                "place_too_exact",
                "where a target of this kind is ({target}) is said more exactly than it may be public",
                {"target": term},
                _coarser(where, floor, gazetteer),
            )
            for term, floor, where in found
        ),
        *(
            Objection(
                "place_too_exact_here",
                "where something here is, which you may not see, is said more exactly than it may be public",
                {},
                _coarser(where, floor, gazetteer),
            )
            for _, floor, where in unnamed
        ),
    )


def examine_what_is_public(claim: Kind, public: Iterable[Report], gazetteer: Gazetteer) -> tuple[Objection, ...]:
    """Object to a claim that says of what is public more exactly than it allows what it is.

    public: the reports about the same thing that readers see already.
    """
    return tuple(
        Objection(
            "place_told_beside",
            "it says what is there ({target}), and the public report {report} of it says where more exactly than may be public",
            {"target": term, "report": each.address},
            Remedy("pass_by_parting", "take that report from the public first, or say that the two are different"),
        )
        for each in public
        for term, _, _ in list_told_beside([each.claim], [claim], gazetteer)
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
