"""Reminders of deadlines, for owners and relatives who asked. Who they are stands in the sealed compartment."""

from __future__ import annotations

from typing import Any, ClassVar

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from dalil.record.models import Report
from dalil.record.sealed.models import SealedPerson


def _by(**more: Any) -> Any:
    return models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", **more)


class Reminder(models.Model):
    """That a sealed person asked to be reminded of the deadline of a property, so many days before it.

    begun_at: committed before the mail goes out; one that stays begun without `outcome` is never sent again, since it may have left.
    outcome: a code of `bulletin.newsletter.sending.MailOutcome`, or "reached" where the person was told otherwise.
    ended_at: nobody wants it any more.
    """

    MAY_CHANGE: ClassVar = {"begun_at", "begun_by", "outcome", "ended_at", "ended_by"}

    person = models.ForeignKey(SealedPerson, models.PROTECT, related_name="reminders")
    report = models.ForeignKey(Report, models.PROTECT, related_name="+")
    days_before = models.PositiveSmallIntegerField(_("days before"))
    language = models.CharField(_("language"), max_length=10)
    asked_at = models.DateTimeField(auto_now_add=True)
    asked_by = _by()
    begun_at = models.DateTimeField(null=True)
    begun_by = _by(null=True)
    outcome = models.CharField(max_length=40, blank=True)
    ended_at = models.DateTimeField(null=True)
    ended_by = _by(null=True)

    class Meta:
        ordering = ["pk"]
        verbose_name = _("reminder of a deadline")
        verbose_name_plural = _("reminders of deadlines")
