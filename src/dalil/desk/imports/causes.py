"""Why a row failed, in the language of the screen, and only to those who may see what the cause names."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from dalil.archive.protection import Viewer
from dalil.intake.models import FailedRow
from dalil.record.models import Report, Source
from dalil.wording.refusals import say_kept

ABOUT_REPORTS = frozenset({"external_id", "corrects", "corrected_by", "withdrawn"})
"""The fields whose failed value is the address of another report, where the row would take its place."""

HIDDEN = gettext_noop("The row would change a report, or names a source, that you may not see. A steward can say more.")


def say_cause(cause: str, told: Mapping[str, Any], field: str, value: str, viewer: Viewer) -> tuple[str, bool]:
    """Say the cause of a failed row, and whether something was left out of it because this viewer may not see it.

    cause: its English words. told: template and particulars, as `causes.Cause` keeps them; nothing where it has its words alone, which
    are then said as they are.
    """
    if _names_hidden(told, field, value, viewer):
        return _(HIDDEN), True
    return say_kept(told, cause), False


def censor(row: FailedRow, viewer: Viewer) -> FailedRow:
    """A failed row for a file: in its English words, without what this viewer may not see. The row is changed and not saved."""
    if _names_hidden(row.told, row.field, row.value, viewer):
        row.cause, row.value = HIDDEN, ""
    return row


def _names_hidden(told: Mapping[str, Any], field: str, value: str, viewer: Viewer) -> bool:
    if field in ABOUT_REPORTS:
        everything = Report.objects.visible_to(Viewer.steward()).filter(address=value)
        if everything.exists() and not Report.objects.visible_to(viewer).filter(address=value).exists():
            return True
    codes = told.get("sources", ())
    if not codes:
        return False
    everywhere = Source.objects.visible_to(Viewer.steward()).filter(code__in=codes)
    return everywhere.count() > Source.objects.visible_to(viewer).filter(code__in=codes).count()
