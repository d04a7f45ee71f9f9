"""Reports that quote a testimony: those of its document, or of a copy, translation or redaction of it, at the locator of a passage."""

from __future__ import annotations

from django.db.models import Q, QuerySet

from dalil.archive.protection import Viewer
from dalil.record.models import Report

PASSAGES = "passages"
"""The field of a kind that names locators to which other reports point."""


def find_quoting(report: Report, viewer: Viewer) -> QuerySet[Report]:
    """Return the reports that point to a passage of this one, as far as the viewer sees them; none where its kind has no passages."""
    seen = Report.objects.visible_to(viewer)
    locators = {passage.locator for passage in getattr(report.claim, PASSAGES, ())}
    if not locators:
        return seen.none()
    document = report.document
    family = Q(document=document) | Q(document__parent=document)
    if document.parent_id:
        family |= Q(document=document.parent_id) | Q(document__parent=document.parent_id)
    return seen.filter(family, locator__in=locators).exclude(pk=report.pk)
