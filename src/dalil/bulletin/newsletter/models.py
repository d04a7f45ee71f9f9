"""What is kept of letters: what each holds in each language, who asked for them, and to whom each went."""

from __future__ import annotations

from datetime import datetime
from typing import Any, ClassVar
from uuid import UUID

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class Letter(models.Model):
    """One letter. number: counts the letters that were issued; None for a draft. trouble: why the last batch ended early."""

    class State(models.TextChoices):
        """The codes are kept and never change."""

        DRAFT = "draft", _("draft")
        SENDING = "sending", _("being sent")
        SENT = "sent", _("sent")
        STOPPED = "stopped", _("stopped")

    number = models.PositiveIntegerField(unique=True, null=True)
    state = models.CharField(max_length=8, choices=State, default=State.DRAFT)
    made_at: models.DateTimeField[datetime, datetime] = models.DateTimeField(auto_now_add=True)
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    issued_at: models.DateTimeField[datetime | None, datetime | None] = models.DateTimeField(null=True)
    issued_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", null=True)
    trouble = models.CharField(max_length=300, blank=True)

    class Meta:
        ordering = ("-pk",)


class LetterItem(models.Model):
    """A story or a card that an editor chose for a letter. key: what its translations share; position: its place, from 1."""

    letter = models.ForeignKey(Letter, models.CASCADE, related_name="items")
    key: models.UUIDField[UUID, UUID] = models.UUIDField()
    position = models.PositiveIntegerField()

    class Meta:
        ordering = ("position",)
        constraints: ClassVar = [models.UniqueConstraint(fields=["letter", "key"], name="a_letter_has_an_item_once")]


class LetterEdition(models.Model):
    """A letter in one language: its subject, a few words of opening, and once it is issued its entries as they were then.

    entries: what `entries.freeze` gives; None while the letter is a draft, and where it has nothing in this language.
    """

    letter = models.ForeignKey(Letter, models.CASCADE, related_name="editions")
    language = models.CharField(max_length=8)
    subject = models.CharField(max_length=150, blank=True)
    opening = models.TextField(max_length=2000, blank=True)
    entries: Any = models.JSONField(null=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["letter", "language"], name="a_letter_has_one_edition_of_a_language")
        ]


class Subscriber(models.Model):
    """Somebody who asked for letters. The address stands here encrypted, and as a keyed digest by which it is found.

    reference: drawn by lot; the links in mails carry it. owed: which mail about the subscription itself is to be sent; empty for none.
    asks: how often they asked since they last confirmed. failures: letters in a row that could not be delivered.
    """

    class State(models.TextChoices):
        """The codes are kept and never change."""

        ASKED = "asked", _("asked, not confirmed")
        IN = "in", _("subscribed")
        BOUNCED = "bounced", _("cannot be reached")

    class Owed(models.TextChoices):
        """The codes are kept and never change."""

        CONFIRM = "confirm"
        SUBSCRIBED = "subscribed"
        KEPT = "kept"

    reference = models.CharField(max_length=32, unique=True)
    term = models.CharField(max_length=64, unique=True)
    sealed = models.BinaryField()
    language = models.CharField(max_length=8)
    state = models.CharField(max_length=8, choices=State, default=State.ASKED)
    owed = models.CharField(max_length=10, choices=Owed, blank=True, db_index=True)
    asked_at: models.DateTimeField[datetime, datetime] = models.DateTimeField(db_index=True)
    asks = models.PositiveIntegerField(default=0)
    confirmed_at: models.DateTimeField[datetime | None, datetime | None] = models.DateTimeField(null=True)
    failures = models.PositiveIntegerField(default=0)
    failed_at: models.DateTimeField[datetime | None, datetime | None] = models.DateTimeField(null=True)

    class Meta:
        indexes: ClassVar = [models.Index(fields=["state", "language"], name="newsletter_who_gets_what")]


class Delivery(models.Model):
    """One letter on its way to one subscriber; the constraint and `BEGUN`, written before it is sent, let it go out at most once.

    subscriber: None once they left. code: what the mail server answered, without its words, which may repeat the address.
    """

    class State(models.TextChoices):
        """The codes are kept and never change."""

        WAITING = "waiting", _("waiting")
        BEGUN = "begun", _("perhaps sent")
        SENT = "sent", _("sent")
        REFUSED = "refused", _("refused")
        LEFT = "left", _("not sent any more")

    letter = models.ForeignKey(Letter, models.CASCADE, related_name="deliveries")
    subscriber = models.ForeignKey(Subscriber, models.SET_NULL, related_name="deliveries", null=True)
    language = models.CharField(max_length=8)
    state = models.CharField(max_length=8, choices=State, default=State.WAITING)
    tries = models.PositiveIntegerField(default=0)
    not_before: models.DateTimeField[datetime | None, datetime | None] = models.DateTimeField(null=True)
    at: models.DateTimeField[datetime | None, datetime | None] = models.DateTimeField(null=True, db_index=True)
    code = models.CharField(max_length=20, blank=True)

    class Meta:
        indexes: ClassVar = [models.Index(fields=["letter", "state"], name="newsletter_what_waits")]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["letter", "subscriber"], name="a_letter_goes_to_a_subscriber_once")
        ]
