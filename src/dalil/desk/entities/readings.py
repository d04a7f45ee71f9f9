"""What the tellings of one entity come to: the five readings of every quantity, and the grade."""

from __future__ import annotations

from dataclasses import dataclass

from dalil import vocabulary
from dalil.archive.protection import Viewer
from dalil.counting.answer import ask
from dalil.counting.combine import Readings, combine, widest
from dalil.counting.question import Question
from dalil.desk.entities.facts import credits_of
from dalil.record.entities import Entity
from dalil.record.kind import fields_of, kind_of, quantities_of
from dalil.record.models import Credit, Report
from dalil.values.statement import Statement
from dalil.values.total import Interval
from dalil.wording.numbers import say_range

CODES = ("reported_range", "floor", "agreed", "named", "conservative")


@dataclass(frozen=True)
class Reckoned:
    """One quantity of an entity in its five readings, in words; the empty string where a reading is unknown.

    conflict: the origins exclude each other. aside: some tell it in another unit or of other people, and were set aside.
    """

    label: str
    unit: str
    readings: tuple[str, ...]
    conflict: bool
    contradictory: bool
    aside: bool


def reading_names(language: str) -> list[tuple[str, str]]:
    """The five readings: what each is called, and how it is worked out."""
    terms = [vocabulary.term("readings", code) for code in CODES]
    key = f"explained_{language}"
    return [(term.label(language), term.extra.get(key, "")) for term in terms]


def readings_of(entity: Entity, language: str) -> list[Reckoned]:
    """Every quantity that a current report of the entity states."""
    kind = kind_of(entity.kind)
    labels = {field.name: field.label.in_language(language) for field in fields_of(kind)}
    found = []
    for quantity in quantities_of(kind):
        claims = [
            Statement.of(
                count, origins=origins_of(report), relay=relay_of(report), reported=report.pk, quantity=quantity
            )
            for report in entity.current
            if (count := getattr(report.claim, quantity)) is not None
        ]
        if claims:
            alike, aside = widest(claims)
            unit = vocabulary.term("units", alike[0].scope.unit)
            plural = unit.extra.get(f"{language}_plural") or unit.label(language)
            found.append(_reckoned(labels[quantity], plural, combine(alike), aside, language))
    return found


def grade_of(entity: Entity, viewer: Viewer) -> str:
    """The code of the entity's grade, as the counts have it; the empty string where nothing of it is counted any more."""
    found = ask(Question(kind=entity.kind, entity=entity.address), viewer).entities(limit=1)
    return found[0].grade if found else ""


def origins_of(report: Report) -> list[str]:
    """The codes of the sources whose word a report is."""
    return [credit.source.code for credit in credits_of(report) if credit.role == Credit.Role.ORIGIN]


def relay_of(report: Report) -> str:
    """The code of the one who passed it on to us; empty where nobody did."""
    relays = [credit for credit in credits_of(report) if credit.role == Credit.Role.RELAY]
    return min(relays, key=lambda credit: credit.position).source.code if relays else ""


def _reckoned(label: str, unit: str, readings: Readings, aside: bool, language: str) -> Reckoned:
    intervals = (readings.reported, readings.floor, readings.agreed, readings.named, readings.conservative)
    said = tuple(_say(interval, language) for interval in intervals)
    return Reckoned(label, unit, said, readings.conflict, readings.contradictory, aside)


def _say(interval: Interval | None, language: str) -> str:
    return say_range(interval.low, interval.high, language) if interval else ""
