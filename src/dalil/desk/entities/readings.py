"""The readings of an entity's numbers, in words for the desk."""

from __future__ import annotations

from dataclasses import dataclass

from dalil import vocabulary
from dalil.counting.combine import Reading
from dalil.counting.entity_readings import list_readings
from dalil.record.entities import Entity
from dalil.record.kind import fields_of, kind_of
from dalil.values.total import Interval
from dalil.wording.counts import name_units
from dalil.wording.numbers import say_range
from dalil.wording.range_ends import list_range_ends


@dataclass(frozen=True)
class SaidReadings:
    """One quantity of an entity in its five readings, in words; the empty string where a reading is unknown.

    conflict: the origins exclude each other. aside: some state it in another unit or of other people, and were set aside.
    ends: who makes the low end and the high end of the reported range, a sentence each.
    """

    label: str
    unit: str
    readings: tuple[str, ...]
    conflict: bool
    contradictory: bool
    aside: bool
    ends: tuple[str, ...]


def name_readings(language: str) -> list[tuple[str, str]]:
    """Name the five readings: what each is called, and how it is worked out."""
    terms = [vocabulary.term("readings", reading.value) for reading in Reading]
    key = f"explained_{language}"
    return [(term.label(language), term.extra.get(key, "")) for term in terms]


def say_readings(entity: Entity, language: str) -> list[SaidReadings]:
    """Say every quantity that a current report of the entity states, in each of the five readings."""
    labels = {field.name: field.label.in_language(language) for field in fields_of(kind_of(entity.kind))}
    return [
        SaidReadings(
            label=labels[each.quantity],
            unit=name_units(each.unit, language),
            readings=tuple(_say_interval(each.readings.in_reading(reading), language) for reading in Reading),
            conflict=each.readings.conflict,
            contradictory=each.readings.contradictory,
            aside=each.set_aside,
            ends=tuple(list_range_ends(each.low_end, each.high_end, each.quantity, each.readings.at_most, language)),
        )
        for each in list_readings(entity)
    ]


def _say_interval(interval: Interval | None, language: str) -> str:
    return say_range(interval.low, interval.high, language) if interval else ""
