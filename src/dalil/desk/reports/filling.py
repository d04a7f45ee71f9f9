"""What the form of a report holds before anybody types, as far as a report says it that is there."""

from __future__ import annotations

from typing import Any

from dalil.archive.models import Document
from dalil.desk.entities.facts import list_credits
from dalil.record.models import Credit, Report, Source


def line_of(thing: Document | Source, language: str) -> str:
    """A document or a source as suggestions and choices write it; what `find_document` and `find_source` understand."""
    if isinstance(thing, Document):
        return f"{thing.address} {thing.title}"
    return thing.name.in_language(language)


def names_credited(report: Report) -> dict[str, str]:
    """Name who says so and who passed it on, as the inputs of a form hold them; that nobody is named is a tick."""
    credits = list_credits(report)
    by_role = {
        role: "; ".join(credit.source.code for credit in credits if credit.role == role) for role in Credit.Role.values
    }
    origins = by_role[Credit.Role.ORIGIN]
    return {"origins": origins, "relays": by_role[Credit.Role.RELAY], "unknown": "" if origins else "on"}


def fill_in(report: Report, language: str) -> dict[str, Any]:
    """What the form holds before anybody corrects anything."""
    return {
        "document": line_of(report.document, language),
        "locator": report.locator,
        "said": report.said,
        "language": report.language,
        "flags": report.flags,
        **names_credited(report),
    }
