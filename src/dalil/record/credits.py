"""Whom a report credits."""

from __future__ import annotations

from typing import Any

from dalil.record.models import Report, Source


def with_credits(reports: Any) -> Any:
    """Give a query of reports that reads documents, sources and withdrawals along with them, in two queries for all."""
    return (
        reports.with_withdrawals()
        .select_related("document", "attribution")
        .prefetch_related("attribution__credits__source")
    )


def credited_sources(report: Report) -> tuple[list[Source], list[Source]]:
    """Give the origins and the relays of a report, each in order."""
    credits = sorted(report.attribution.credits.all(), key=lambda credit: credit.position)
    return (
        [credit.source for credit in credits if credit.role == "origin"],
        [credit.source for credit in credits if credit.role == "relay"],
    )
