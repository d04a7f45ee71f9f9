"""The readings and the grade of one entity, worked out from its reports: for the page, the desk and the API.

An answer (`ask`) reads the same from the columns. Both flatten a report by `flatten` and combine by `combine`; a test holds them together.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from dalil.columns.flat_reports import Credited, FlatReport, flatten
from dalil.counting.combine import Readings, choose_scope, combine, ends_of, latest_statements
from dalil.counting.disagreement import smallest_ways_out
from dalil.counting.entity_rows import alike_among, grade_reports
from dalil.counting.grading import Grade
from dalil.record.credits import credited_sources
from dalil.record.entities import Entity
from dalil.record.kind import kind_of, quantities_of
from dalil.record.models import Report
from dalil.record.source_identity import read_identities
from dalil.values import Count
from dalil.values.statement import Scope, Statement
from dalil.values.total import Interval


@dataclass(frozen=True)
class StatedNumber:
    """What one current report states of a quantity. latest: no later statement of all its origins took its place."""

    report: Report
    statement: Statement
    latest: bool


@dataclass(frozen=True)
class DisbelievedReports:
    """The reports that would have to be wrong for the others to agree, and what these then allow."""

    reports: tuple[Report, ...]
    agreed: Interval


@dataclass(frozen=True)
class QuantityReadings:
    """One quantity of an entity in its five readings.

    only: the count itself, where a single current report states it. set_aside: some reports count in another unit or other people;
    their counts are in no reading, and each scope of them is combined for itself in `beside`. low_end, high_end: the reports that make
    the ends of the reported range, where several differ. stated: what each report states, in the order of the reports.
    ways_out: the smallest sets of reports without which the others agree.
    """

    quantity: str
    unit: str
    readings: Readings
    set_aside: bool
    only: Count | None = None
    beside: tuple[tuple[Scope, Readings], ...] = ()
    low_end: tuple[Report, ...] = ()
    high_end: tuple[Report, ...] = ()
    stated: tuple[StatedNumber, ...] = ()
    ways_out: tuple[DisbelievedReports, ...] = ()


def list_readings(entity: Entity) -> list[QuantityReadings]:
    """Combine what the current reports of an entity state: one item for each quantity that any of them states."""
    reports = flatten_reports(entity)
    found = (_combine_quantity(entity, reports, quantity) for quantity in quantities_of(kind_of(entity.kind)))
    return [each for each in found if each]


def read_quantity(entity: Entity, quantity: str) -> QuantityReadings | None:
    """Combine what the current reports of an entity state of one quantity. Returns None where none of them states it."""
    return _combine_quantity(entity, flatten_reports(entity), quantity)


def grade_entity(entity: Entity) -> Grade | None:
    """Grade an entity by its current reports. Returns None where all of them were withdrawn."""
    return grade_reports(flatten_reports(entity)) if entity.current else None


def _combine_quantity(entity: Entity, reports: Sequence[FlatReport], quantity: str) -> QuantityReadings | None:
    statements = [each for report in reports for each in report.statements if each.scope.quantity == quantity]
    if not statements:
        return None
    chosen, set_aside = choose_scope(statements)
    only = None
    if len(statements) == 1:
        counts = (getattr(report.claim, quantity, None) for report in entity.current)
        only = next(count for count in counts if isinstance(count, Count))
    alike = alike_among(reports)
    others = dict.fromkeys(each.scope for each in statements if each.scope != chosen[0].scope)
    found = QuantityReadings(
        quantity,
        chosen[0].scope.unit,
        combine(chosen, alike=alike),
        set_aside,
        only,
        tuple((scope, combine([each for each in statements if each.scope == scope], alike=alike)) for scope in others),
    )
    if len(chosen) == 1:
        return found
    reports_of = {report.pk: report for report in entity.current}
    latest = set(latest_statements(chosen).values())
    found = replace(
        found,
        stated=tuple(StatedNumber(reports_of[each.order[2]], each, each in latest) for each in chosen),
        ways_out=tuple(
            DisbelievedReports(tuple(reports_of[each.order[2]] for each in way.disbelieved), way.agreed)
            for way in smallest_ways_out(chosen)
        ),
    )
    if found.readings.reported and found.readings.reported.low == found.readings.reported.high:
        return found
    low_end, high_end = (tuple(reports_of[each.order[2]] for each in end) for end in ends_of(chosen))
    return replace(found, low_end=low_end, high_end=high_end)


def flatten_reports(entity: Entity) -> list[FlatReport]:
    """Flatten the current reports of an entity, as counting takes them."""
    identities = read_identities(entity.viewer)
    flat = []
    for report in entity.current:
        origins, relays = credited_sources(report)
        credited = Credited.of(
            (source.code for source in origins),
            (source.code for source in relays),
            (source.type for source in origins),
            identities,
        )
        flat.append(flatten(report.pk, report.address, report.kind, report.content, credited))
    return flat
