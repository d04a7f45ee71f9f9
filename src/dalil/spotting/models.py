"""Pairs of a sighting and an incident: those that the rule proposes, which are worked out anew at any time, and what persons judged of them."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from dalil.ledger.leaf_fields import leaf_fields
from dalil.record.models import Report, Reversible, Verdict


class WarningCandidate(models.Model):
    """A sighting of an aircraft and an incident that may have followed it, by the rule (`flight_rule`); worked out anew at any time."""

    sighting = models.ForeignKey(Report, models.CASCADE, related_name="+")
    incident = models.ForeignKey(Report, models.CASCADE, related_name="+")
    rank = models.FloatField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["sighting", "incident"], name="a_warning_is_proposed_once")
        ]
        indexes: ClassVar = [models.Index(fields=["-rank"], name="warnings_by_rank")]


class WarningVerdict(Reversible):
    """A person judged whether the aircraft of a sighting is the one of an incident."""

    LEAF: ClassVar = leaf_fields(
        *(40, "judgement of a warning"),
        *("at", "reason", "verdict"),
        sighting="sighting__address",
        incident="incident__address",
        actor="actor_id",
    )

    sighting = models.ForeignKey(Report, models.PROTECT, related_name="+")
    incident = models.ForeignKey(Report, models.PROTECT, related_name="+")
    verdict = models.CharField(_("verdict"), max_length=9, choices=Verdict.choices)

    class Meta:
        ordering = ["-pk"]
        verbose_name = _("judgement of a warning")
        verbose_name_plural = _("judgements of warnings")


class WarnedUpTo(models.Model):
    """How far the proposals follow the log."""

    number = models.BigIntegerField()
    mark = models.CharField(max_length=16)
