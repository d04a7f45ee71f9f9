"""The partners with whom bundles are exchanged, and what was sent to them and received from them."""

from __future__ import annotations

from typing import Any, ClassVar

from django.conf import settings
from django.db import models

from dalil.archive.models import Document
from dalil.intake.models import Import
from dalil.ledger.leaf_fields import leaf_fields
from dalil.record.sealed.models import Consent


class Partner(models.Model):
    """Another record. name, key: those of its log, by which it signs. since: when its key was taken."""

    name = models.CharField(max_length=200, unique=True)
    key = models.CharField(max_length=400)
    since = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name


class SentBundle(models.Model):
    """A bundle that was made for a partner. number: its place among those; digest: of its manifest.

    size: how many leaves the ledger had in it, 0 where it was made by an earlier version; reports: the ids that went, as ranges.
    """

    MAY_CHANGE: ClassVar[set[str]] = set()
    LEAF: ClassVar = leaf_fields(
        *(23, "sent bundle"), *("number", "digest", "at", "purpose"), partner="partner__name", actor="actor_id"
    )

    partner = models.ForeignKey(Partner, models.PROTECT, related_name="sent")
    number = models.PositiveIntegerField()
    digest = models.CharField(max_length=64)
    purpose = models.CharField(max_length=40)
    size = models.BigIntegerField(default=0)
    reports: Any = models.JSONField(default=list)
    at = models.DateTimeField(auto_now_add=True)
    actor = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")

    class Meta:
        ordering = ["pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["partner", "number"], name="a_sent_bundle_has_its_number")
        ]


class ReceivedBundle(models.Model):
    """A bundle that came from a partner and was taken in. digest: of its manifest; size: how many leaves the log of the partner had.

    document: what was signed, without the documents that came along; run: the import by which its reports came in.
    """

    MAY_CHANGE: ClassVar[set[str]] = set()
    LEAF: ClassVar = leaf_fields(
        *(22, "received bundle"),
        *("number", "digest", "version", "size", "at"),
        partner="partner__name",
        document="document__sha256",
        actor="actor_id",
    )

    partner = models.ForeignKey(Partner, models.PROTECT, related_name="received")
    number = models.PositiveIntegerField()
    digest = models.CharField(max_length=64)
    version = models.PositiveIntegerField()
    size = models.BigIntegerField()
    root = models.CharField(max_length=64)
    document = models.ForeignKey(Document, models.PROTECT, related_name="+")
    run = models.ForeignKey(Import, models.PROTECT, related_name="bundles")
    at = models.DateTimeField(auto_now_add=True)
    actor = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")

    class Meta:
        ordering = ["pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["partner", "number"], name="a_received_bundle_has_its_number")
        ]


class ReceivedConsent(models.Model):
    """A consent that a partner holds, and the one here that says the same. reference: what the partner calls it."""

    MAY_CHANGE: ClassVar[set[str]] = set()

    partner = models.ForeignKey(Partner, models.PROTECT, related_name="consents")
    reference = models.CharField(max_length=40)
    consent = models.OneToOneField(Consent, models.PROTECT, related_name="received_as")

    class Meta:
        ordering = ["pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["partner", "reference"], name="a_consent_is_received_once")
        ]
