"""What one report states, as plain values: the part of it that is counted and grouped by.

Read straight from the stored JSON, without building the pydantic objects, because a projection reads millions of them. It is
the same as what `Kind.counts`, `codes`, `whens` and `wheres` give (a test holds the two side by side).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import date
from functools import cache
from typing import Any, NamedTuple

from dalil.columns.compared_values import compared_columns
from dalil.record.kind import PARTIES, PERPETRATORS, Kind, coded_facets, fields_of, kind_of, quantities_of
from dalil.record.source_identity import Pair, SourceIdentities
from dalil.values import Party, When, Where
from dalil.values.count import Count
from dalil.values.party import UNCODED, Role, role_of
from dalil.values.statement import Scope, Statement, order_of

Codes = tuple[str, ...]


class Credited(NamedTuple):
    """According to whom: the origins, the relays (the first is the one who reported it to us), and the types of the origins.

    Sources that are one stand under one code. alike: the pairs with one of these origins of which nobody knows for certain that they are two.
    """

    origins: Codes = ()
    relays: Codes = ()
    origin_types: Codes = ()
    alike: frozenset[Pair] = frozenset()

    @classmethod
    def of(
        cls, origins: Iterable[str], relays: Iterable[str], types: Iterable[str], identities: SourceIdentities
    ) -> Credited:
        """Credit sources, given by their codes, under the names that they go by. types: the types of the origins."""
        named = identities.under_one_name(origins)
        through = tuple(code for code in identities.under_one_name(relays) if code not in named)
        return cls(named, through, tuple(sorted(set(types))), identities.alike_to(named))


Point = tuple[float, float, str | None]
"""Latitude, longitude and the precision of a place that has no code."""


class Spot(NamedTuple):
    """The place as the source said it: its point, how exactly it is known, and its name. What matching compares."""

    lat: float | None = None
    lon: float | None = None
    precision: str | None = None
    name: str = ""


class FlatReport(NamedTuple):
    """What one report says, flattened.

    when: first and last day. point: where no code says where, the point, and how exactly it is known.
    facets: the codes in each coded facet of its kind, in that order. answers: how the parties it names answered,
    as codes of `attribution`. spot: the place as it was said, whether a code was found or not. listed: the list that it is a row of.
    part: the first of the reports that persons and corrections hold together with it; 0 where it is alone in its entity.
    compared: what else matching compares, in the order of `compared_columns` of its kind.
    """

    id: int
    address: str
    kind: str
    current: bool
    when: tuple[date, date] | None
    places: Codes
    point: Point | None
    facets: tuple[Codes, ...]
    statements: tuple[Statement, ...]
    credited: Credited
    answers: Codes
    spot: Spot = Spot()
    listed: str = ""
    part: int = 0
    compared: tuple[Any, ...] = ()


class Plan(NamedTuple):
    """Where the counted parts stand in the content of one kind. by_whom: whether it is also asked who of the parties did it."""

    when: str | None
    where: str | None
    facets: tuple[tuple[str, Callable[[Any], Codes]], ...]
    parties: Codes
    by_whom: bool
    quantities: Codes
    defaults: Mapping[str, Any]


@cache
def plan_of(kind: type[Kind]) -> Plan:
    """Plan where to look in the content of a kind. A field left at its default is not stored, so defaults that say something are kept."""
    fields = {field.name: field for field in fields_of(kind)}
    asked = coded_facets(kind)
    facets = tuple((field.name, CODES[field.type][field.many]) for field in asked if field.name in fields)
    places_of: dict[str, list[str]] = {}
    for name, field in fields.items():
        if place := FLATTENED.get(field.type):
            places_of.setdefault(place, []).append(name)
    defaults = {
        name: default
        for name, info in kind.model_fields.items()
        if not info.is_required() and (default := info.get_default(call_default_factory=True)) not in (None, (), "")
    }
    plain = kind.model_construct(**defaults).model_dump(mode="json", include=set(defaults)) if defaults else {}
    return Plan(
        when=next(iter(places_of.get("when", ())), None),
        where=next(iter(places_of.get("where", ())), None),
        facets=facets,
        parties=tuple(places_of.get("parties", ())),
        by_whom=any(field.name == PERPETRATORS and field.name not in fields for field in asked),
        quantities=quantities_of(kind),
        defaults=plain,
    )


def flatten(
    id: int,
    address: str,
    kind: str,
    content: Mapping[str, Any],
    credited: Credited,
    *,
    current: bool = True,
    listed: str = "",
) -> FlatReport:
    """Flatten a report from its stored content."""
    kind_class = kind_of(kind)
    plan = plan_of(kind_class)
    if plan.defaults:
        content = {**plan.defaults, **content}
    when = content.get(plan.when) if plan.when else None
    where = content.get(plan.where) if plan.where else None
    counted = kind_class.counted_content(content)
    facets = tuple(read(counted.get(name)) for name, read in plan.facets)
    if plan.by_whom:
        facets += (_perpetrators(content, kind_class.role_unsaid(content)),)
    origins, relay = frozenset(credited.origins), credited.relays[0] if credited.relays else ""
    disputed = kind_class.counts_that_contradict(content)
    return FlatReport(
        id=id,
        address=address,
        kind=kind,
        current=current,
        when=(date.fromisoformat(when["start"]), date.fromisoformat(when["end"])) if when else None,
        places=tuple(where.get("places", ())) if where else (),
        point=_point(where) if where else None,
        facets=facets,
        statements=tuple(
            _statement(name, count, origins, relay, id, name in disputed)
            for name in plan.quantities
            if (count := content.get(name)) is not None
        ),
        credited=credited,
        answers=_answers(content, plan.parties) if plan.parties else (),
        spot=Spot(where.get("lat"), where.get("lon"), where.get("precision"), where.get("name", ""))
        if where
        else Spot(),
        listed=listed,
        compared=tuple(column.read(content) for column in compared_columns(kind_class)),
    )


def _point(where: Mapping[str, Any]) -> Point | None:
    if where.get("places") or where.get("lat") is None:
        return None
    return where["lat"], where["lon"], where.get("precision")


def _statement(
    quantity: str, count: Mapping[str, Any], origins: frozenset[str], relay: str, reported: int, disputed: bool
) -> Statement:
    say = count.get
    scope = Scope(quantity, say("unit", _UNIT), say("status"), say("sex"), say("age"))
    order = order_of(say("as_of"), reported)
    return Statement(count["low"], say("high"), say("point"), count["shape"], origins, relay, order, scope, disputed)


def _answers(content: Mapping[str, Any], parties: Iterable[str]) -> Codes:
    found = []
    for name in parties:
        value = content.get(name)
        for party in value if isinstance(value, list) else [value] if value else []:
            if answer := party.get("attribution"):
                found.append(answer)
    return tuple(found)


def _perpetrators(content: Mapping[str, Any], unsaid: Role) -> Codes:
    done_by = (
        party.get("actor") or UNCODED
        for party in content.get(PARTIES) or ()
        if role_of(party.get("involvement"), unsaid, party.get("name", ""), party.get("actor")) is Role.BY_WHOM
    )
    return tuple(dict.fromkeys(done_by))


def _one(value: Any) -> Codes:
    return (value,) if value is not None else ()


def _many(value: Any) -> Codes:
    return tuple(dict.fromkeys(value)) if value else ()


def _actor(value: Any) -> Codes:
    return (value.get("actor") or UNCODED,) if value else ()


def _actors(value: Any) -> Codes:
    return tuple(dict.fromkeys(party.get("actor") or UNCODED for party in value)) if value else ()


CODES: Mapping[type[Any], tuple[Callable[[Any], Codes], Callable[[Any], Codes]]] = {
    str: (_one, _many),
    Party: (_actor, _actors),
}
"""How the codes of a facet are read from the stored content, by the type of its field: where it takes one value, and several."""

FLATTENED: Mapping[type[Any], str] = {When: "when", Where: "where", Party: "parties", Count: "quantities"}
"""The part of a plan in which the fields of a type stand. What is not here is not counted, and is not in a flat report."""

_UNIT: str = Count.model_fields["unit"].default
