"""An entity in words: its title and its numbers, which take no side where its reports differ."""

from __future__ import annotations

from dalil.counting.entity_readings import QuantityReadings, read_quantity
from dalil.record.entities import Entity
from dalil.record.kind import kind_of, quantities_of
from dalil.wording.claims import title_of
from dalil.wording.counts import say_quantity
from dalil.wording.numbers import say_range
from dalil.wording.standings import counts_in_title, say_range_with_doubts
from dalil.wording.totals import say_interval


def title_of_entity(entity: Entity, language: str) -> str:
    """Return the title of an entity: that of its latest report that still stands.

    A number in it is that of all of them: “Removed from a list: 5–7, in conflict”.
    """
    claim = (entity.current or entity.reports)[-1].claim
    said = {}
    for name in counts_in_title(kind_of(entity.kind), language) if len(entity.current) > 1 else ():
        found = read_quantity(entity, name) if name in quantities_of(kind_of(entity.kind)) else None
        if found and found.only is None and (reported := found.readings.reported):
            told = say_range(reported.low, reported.high, language)
            said[name] = say_range_with_doubts(
                told, language, conflict=found.readings.conflict, contradictory=found.readings.contradictory
            )
    return title_of(claim, language, said)


def say_quantity_of(entity: Entity, quantity: str, language: str) -> str:
    """Say one number of an entity: as its source put it where one report states it, else as a range with what is in conflict.

    The empty string where nobody states it.
    """
    found = read_quantity(entity, quantity)
    return say_reported(found, language) if found else ""


def say_reported(found: QuantityReadings, language: str) -> str:
    """Say the reported range of a number, or the number as its one source put it; and what its sources do not agree on."""
    readings = found.readings
    told = say_quantity(found.only, language) if found.only else say_interval(readings.reported, found.unit, language)
    return say_range_with_doubts(
        told, language, conflict=readings.conflict, contradictory=readings.contradictory and not found.only
    )
