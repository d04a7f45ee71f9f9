"""Zones as one viewer may know them, the properties in each, and what is due of them."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from dalil import vocabulary
from dalil.archive.protection import Viewer
from dalil.kinds.property import Property
from dalil.kinds.zone import Zone
from dalil.letters import fold, western_digits
from dalil.record.entities import Entity, entities_of
from dalil.record.models import Report
from dalil.values import When
from dalil.values.filing_clock import Deadline, FilingState, combine_facts, deadline_of, filing_state

_NUMBERS = re.compile(r"\d+")


@dataclass(frozen=True)
class PropertyDue:
    """One property, and what became of it by a day."""

    entity: Entity
    state: FilingState


@dataclass(frozen=True)
class ZoneDue:
    """One zone with its deadline and the properties that name it, those first of which something can still be done."""

    entity: Entity
    deadline: Deadline
    properties: tuple[PropertyDue, ...] = ()

    @property
    def states(self) -> Mapping[str, int]:
        """Return how many properties are in each state, in the order of the vocabulary."""
        found = Counter(each.state.state for each in self.properties)
        return {term.code: found[term.code] for term in vocabulary.terms("filing_states") if found[term.code]}


@dataclass(frozen=True)
class KnownZones:
    """Every zone that a viewer may see. unplaced: properties that name a zone which is not there, or of which there are several."""

    zones: tuple[ZoneDue, ...]
    unplaced: tuple[Entity, ...] = field(default=())


def decree_key(text: str) -> str:
    """Return by what a decree is known, however it is written: its number and year; other words as they are, folded.

    >>> decree_key("Decree No. 237 of 2018"), decree_key("٢٣٧/٢٠١٨"), decree_key("The gardens")
    ('237/2018', '237/2018', 'the gardens')
    """
    numbers = _NUMBERS.findall(western_digits(text))
    return "/".join(numbers) if len(numbers) > 1 else fold(text)


def deadline_of_zone(zone: Entity) -> Deadline:
    """Work out until when owners may file, from every day on which a standing report says that they were called upon."""
    calls: dict[tuple[date, date], When] = {}
    for report in zone.current:
        claim = report.claim
        assert isinstance(claim, Zone)
        calls |= {(each.start, each.end): each for each in claim.calls()}
    return deadline_of(list(calls.values()))


def list_zones(viewer: Viewer, today: date) -> KnownZones:
    """List the zones that a viewer may see, those that end first before the others, with what is due of the properties in them."""
    zones = _zones(viewer)
    placed, unplaced = _place(_properties(viewer), zones)
    found = [_due(zone, placed.get(zone.address, []), today) for zone in zones]
    return KnownZones(tuple(sorted(found, key=_urgency)), tuple(unplaced))


def find_zone(address: str, viewer: Viewer, today: date) -> ZoneDue | None:
    """Return the zone with an address of one of its reports; None where this viewer may see none. Reads the properties of this zone alone."""
    zones = _zones(viewer)
    zone = next((each for each in zones if any(report.address == address for report in each.reports)), None)
    if zone is None:
        return None
    placed, _ = _place(_properties(viewer, set(_keys_of(zone))), zones)
    return _due(zone, placed.get(zone.address, []), today)


def zone_of_property(entity: Entity, viewer: Viewer) -> Entity | None:
    """Return the zone that a property lies in, as a viewer may know both; None where it names none, or where it is not certain which."""
    zones = _zones(viewer)
    placed, _ = _place([entity], zones)
    return next((zone for zone in zones if zone.address in placed), None)


def due_of(entity: Entity, deadline: Deadline, today: date) -> PropertyDue:
    """Say what became of a property by a day, from all its standing reports."""
    claims = [report.claim for report in entity.current]
    facts = combine_facts([claim.filing_facts() for claim in claims if isinstance(claim, Property)])
    return PropertyDue(entity, filing_state(facts, deadline, today))


def _due(zone: Entity, properties: Sequence[Entity], today: date) -> ZoneDue:
    deadline = deadline_of_zone(zone)
    due = [due_of(each, deadline, today) for each in properties]
    return ZoneDue(zone, deadline, tuple(sorted(due, key=lambda each: WORK_FIRST.index(each.state.state))))


WORK_FIRST = (
    *("PERHAPS_MISSED", "NOT_FILED", "CANNOT_FILE", "UNKNOWN", "FILED_PERHAPS_LATE"),
    *("MISSED", "FILED_LATE", "NOT_CALLED", "FILED"),
)
"""States in the order in which somebody who helps owners looks at them."""


def _urgency(zone: ZoneDue) -> tuple[bool, date, str]:
    return zone.deadline.first is None, zone.deadline.first or date.max, zone.entity.address


def _place(properties: Sequence[Entity], zones: Sequence[Entity]) -> tuple[dict[str, list[Entity]], list[Entity]]:
    """Put each property into the one zone that it names: properties by the address of their zone, and those that belong to none for certain."""
    keys: dict[str, set[str]] = {}
    for zone in zones:
        for key in _keys_of(zone):
            keys.setdefault(key, set()).add(zone.address)
    placed: dict[str, list[Entity]] = {}
    unplaced = []
    for entity in properties:
        named = {zone for key in _zones_named(entity) for zone in keys.get(key, ())}
        if len(named) == 1:
            placed.setdefault(named.pop(), []).append(entity)
        else:
            unplaced.append(entity)
    return placed, unplaced


def _zones(viewer: Viewer) -> list[Entity]:
    standing = Report.objects.visible_to(viewer).filter(kind=Zone.code).standing_for(viewer)
    found = entities_of(standing.values_list("pk", flat=True), viewer)
    return [each for each in found if each.current]


def _properties(viewer: Viewer, keys: set[str] | None = None) -> list[Entity]:
    """The properties that name a zone; with keys, one that is known by one of these."""
    standing = Report.objects.visible_to(viewer).filter(kind=Property.code, content__zone__isnull=False)
    rows = standing.standing_for(viewer).values_list("pk", "content__zone")
    wanted = [pk for pk, named in rows.iterator() if keys is None or keys & {named.strip(), decree_key(named)}]
    return [each for each in entities_of(wanted, viewer) if each.current and _zones_named(each)]


def _keys_of(zone: Entity) -> Iterable[str]:
    yield from (report.address for report in zone.reports)
    for report in zone.current:
        claim = report.claim
        assert isinstance(claim, Zone)
        if claim.decree:
            yield decree_key(claim.decree)


def _zones_named(entity: Entity) -> set[str]:
    claims = [report.claim for report in entity.current]
    named = [claim.zone for claim in claims if isinstance(claim, Property) and claim.zone]
    return {each.strip() for each in named} | {decree_key(each) for each in named}
