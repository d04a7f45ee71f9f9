"""Who says what of one number of an entity: every report with its number, and why that counts or does not."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from dalil.columns.flat_reports import FlatReport
from dalil.counting.combine import choose_scope, latest_statements
from dalil.counting.entity_readings import flatten_reports
from dalil.record.entities import Entity
from dalil.record.models import Report, Supersession
from dalil.values import Count
from dalil.values.statement import Statement


class NumberStanding(StrEnum):
    """Whether the number of a report is in the readings, and why not."""

    COUNTS = "counts"
    LATER = "later"
    """A later number of the same origin took its place."""
    APART = "apart"
    """It is told in another unit, or of other people, than the readings are."""
    CORRECTED = "corrected"
    WITHDRAWN = "withdrawn"


@dataclass(frozen=True)
class StandingNumber:
    """What one report says of a number. taken_by: the report that took its place, where the viewer may see it."""

    report: Report
    count: Count
    standing: NumberStanding
    taken_by: Report | None = None


def list_standing_numbers(entity: Entity, quantity: str) -> list[StandingNumber]:
    """List what every report of an entity says of one quantity, the earliest entered first; nothing of a report that does not state it."""
    reports = {report.pk: report for report in entity.reports}
    later, apart = _set_aside(flatten_reports(entity), quantity)
    corrected = dict(
        Supersession.objects.filter(old__in=reports, new__in=Report.objects.visible_to(entity.viewer).values("pk"))
        .order_by("-pk")
        .values_list("old_id", "new_id")
    )
    numbers = []
    for report in entity.reports:
        count = getattr(report.claim, quantity, None)
        if not isinstance(count, Count):
            continue
        if report.withdrawn_because:
            numbers.append(StandingNumber(report, count, NumberStanding.WITHDRAWN))
        elif report.pk in corrected:
            numbers.append(StandingNumber(report, count, NumberStanding.CORRECTED, reports.get(corrected[report.pk])))
        elif report.pk in apart:
            numbers.append(StandingNumber(report, count, NumberStanding.APART))
        elif report.pk in later:
            numbers.append(StandingNumber(report, count, NumberStanding.LATER, reports.get(later[report.pk])))
        else:
            numbers.append(StandingNumber(report, count, NumberStanding.COUNTS))
    return numbers


def _set_aside(flat: list[FlatReport], quantity: str) -> tuple[dict[int, int], set[int]]:
    """The reports of which a later one of the same origin took the place, with that one; and those that count something else."""
    statements = [each for report in flat for each in report.statements if each.scope.quantity == quantity]
    if not statements:
        return {}, set()
    chosen, _aside = choose_scope(statements)
    latest = latest_statements(chosen)
    standing = {_report_of(each) for each in latest.values()}
    later = {
        _report_of(each): _report_of(latest[each.stated_by[0]]) for each in chosen if _report_of(each) not in standing
    }
    return later, {_report_of(each) for each in statements if each.scope != chosen[0].scope}


def _report_of(statement: Statement) -> int:
    return statement.order[2]
