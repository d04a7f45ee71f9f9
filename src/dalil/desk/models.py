"""What may be done at the desk, as permissions that roles hold. No table: the desk keeps nothing of its own."""

from __future__ import annotations

from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _


class NoTable:
    """Tells Django that the model below has no table, so that a dump of the database does not look for it."""

    def allow_migrate(self, db: str, app_label: str, model_name: str | None = None, **hints: Any) -> bool | None:
        return False if (app_label, model_name) == ("desk", "desk") else None


class Desk(models.Model):
    """Carries the permissions of the desk."""

    class Meta:
        managed = False
        default_permissions = ()
        permissions = [
            ("see", _("Read the record at the desk")),
            ("count", _("Ask for counts and see figures")),
            ("enter", _("Enter reports, documents and sources")),
            ("correct", _("Correct a report by a new one")),
            ("withdraw", _("Withdraw a report")),
            ("judge", _("Judge two reports the same or different, and undo it")),
            ("protect", _("Decide who may see a thing")),
            ("publish", _("Make things public, define and publish figures")),
            ("imports", _("See imports and the rows that failed")),
            ("dossiers", _("Work on dossiers of cases")),
            ("open_sealed", _("Open the sealed compartment, once admitted")),
            ("judge_law", _("Judge which law may concern what is reported")),
        ]
