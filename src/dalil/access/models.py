"""What this room keeps: the log of access, pauses and journeys of accounts, and what waits for a second person.

Triggers refuse every change of it but those of `MAY_CHANGE`. The log names accounts and things by their names, because it lies in a
database of its own and outlasts them.
"""

from __future__ import annotations

from typing import Any, ClassVar

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class Action(models.TextChoices):
    """What was done. The codes stand in the log and never change."""

    SIGNED_IN = "signed in", _("signed in")
    SIGN_IN_FAILED = "sign-in failed", _("failed to sign in")
    SIGNED_OUT = "signed out", _("signed out")
    FACTOR_ADDED = "factor added", _("added a second factor")
    FACTOR_REMOVED = "factor removed", _("removed a second factor")
    PASSWORD_CHANGED = "password changed", _("changed a password")
    ACCOUNT_MADE = "account made", _("made an account")
    ACCOUNT_CHANGED = "account changed", _("changed an account")
    ACCOUNT_CLOSED = "account closed", _("paused or closed an account")
    ACCOUNT_OPENED = "account opened", _("opened an account again")
    ROLE_GIVEN = "role given", _("gave a role")
    ROLE_TAKEN = "role taken", _("took a role")
    RIGHTS_CHANGED = "rights changed", _("changed what a role or a person may do")
    TRAVEL_BEGUN = "travel begun", _("began a journey")
    TRAVEL_LIFTED = "travel lifted", _("ended a journey")
    READ = "read", _("read")
    LISTED = "listed", _("saw in a list")
    COUNTED = "counted", _("asked for a count")
    DOWNLOADED = "downloaded", _("downloaded")
    EXPORTED = "exported", _("exported")
    PROPOSED = "proposed", _("proposed")
    CONFIRMED = "confirmed", _("confirmed")
    DECLINED = "declined", _("declined")
    WIDENED = "widened", _("let more people see")
    FIGURE_KEPT = "figure kept", _("kept a question as a figure")
    FIGURE_PUBLISHED = "figure published", _("published a figure")
    FIGURE_CORRECTED = "figure corrected", _("corrected a figure")
    LETTER = "letter", _("issued or stopped a letter")
    SUBSCRIBERS = "subscribers", _("looked up, exported or erased subscribers of the letter")
    SEALED = "sealed", _("opened, searched or closed the sealed compartment, or tried to")


OF_READING = (Action.READ, Action.LISTED, Action.COUNTED, Action.DOWNLOADED, Action.EXPORTED)
"""The actions that show something to somebody."""

OF_ACCOUNTS = (
    Action.SIGNED_IN,
    Action.SIGN_IN_FAILED,
    Action.SIGNED_OUT,
    Action.FACTOR_ADDED,
    Action.FACTOR_REMOVED,
    Action.PASSWORD_CHANGED,
    Action.ACCOUNT_MADE,
    Action.ACCOUNT_CHANGED,
    Action.ACCOUNT_CLOSED,
    Action.ACCOUNT_OPENED,
    Action.ROLE_GIVEN,
    Action.ROLE_TAKEN,
    Action.RIGHTS_CHANGED,
    Action.TRAVEL_BEGUN,
    Action.TRAVEL_LIFTED,
)
"""The actions that are about accounts, not about things of the record."""


class AccessEntry(models.Model):
    """One entry of the log. `digest` covers the entry, its things and the digest of the entry before it.

    number: one more than that of the entry before. who: the name of the account, empty for a command of the machine's keeper;
    account: its key. session: a keyed digest of the key of the session, never the key. detail: what else is needed to understand it.
    """

    MAY_CHANGE: ClassVar[set[str]] = set()

    number = models.BigIntegerField(_("number"), primary_key=True)
    at = models.DateTimeField(_("when"), db_index=True)
    who = models.CharField(_("who"), max_length=150, blank=True, db_index=True)
    account = models.BigIntegerField(null=True, db_index=True)
    session = models.CharField(_("session"), max_length=16, blank=True)
    action = models.CharField(_("what was done"), max_length=20, choices=Action.choices, db_index=True)
    detail: Any = models.JSONField(default=dict)
    digest = models.CharField(max_length=64)

    class Meta:
        ordering = ["-number"]


class AccessedThing(models.Model):
    """One thing that an entry is about, by its noun and its address; never by its title."""

    MAY_CHANGE: ClassVar[set[str]] = set()

    entry = models.ForeignKey(AccessEntry, models.PROTECT, related_name="things")
    noun = models.CharField(max_length=20)
    address = models.CharField(max_length=80)

    class Meta:
        ordering = ["pk"]
        indexes = [models.Index(fields=["address", "noun"], name="access_thing_by_address")]


class Pause(models.Model):
    """An account that was closed: every session that began before then has ended, also where the account is opened again."""

    MAY_CHANGE: ClassVar[set[str]] = set()

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)
    by = models.CharField(max_length=150, blank=True)
    reason = models.TextField(_("reason"), blank=True)


class Travel(models.Model):
    """A time in which an account sees nothing restricted: until a date, or until a second person lifts it."""

    MAY_CHANGE: ClassVar = {"lifted_at", "lifted_by"}

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    begun_at = models.DateTimeField(_("begun"), default=timezone.now)
    begun_by = models.CharField(max_length=150, blank=True)
    until = models.DateTimeField(_("until"), null=True, blank=True)
    reason = models.TextField(_("reason"), blank=True)
    lifted_at = models.DateTimeField(null=True, blank=True)
    lifted_by = models.CharField(max_length=150, blank=True)


class Proposal(models.Model):
    """Something that one person proposed and a second has to confirm.

    It lets more people see a restricted thing, exports some, or makes public what the gate stops. noun, address: of the thing; empty
    for an export. asked: what is to be done, in detail; for what the gate stops also the digests of the objections that the proposer
    was told. verdict: empty while it waits.
    """

    MAY_CHANGE: ClassVar = {"decided_at", "decided_by", "verdict", "used_at"}

    class Of(models.TextChoices):
        WIDENING = "widening", _("let more people see a restricted thing")
        EXPORT = "export", _("export restricted reports")
        PUBLISHING = "publishing", _("make public what the gate stops")

    class Verdict(models.TextChoices):
        CONFIRMED = "confirmed", _("confirmed")
        DECLINED = "declined", _("declined")

    of = models.CharField(_("what"), max_length=10, choices=Of.choices)
    noun = models.CharField(max_length=20, blank=True)
    address = models.CharField(max_length=80, blank=True)
    asked: Any = models.JSONField(default=dict)
    reason = models.TextField(_("reason"))
    proposer = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("who"))
    made_at = models.DateTimeField(_("proposed"), default=timezone.now)
    expires_at = models.DateTimeField(_("expires"))
    decided_at = models.DateTimeField(null=True, blank=True)
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", null=True, blank=True)
    verdict = models.CharField(max_length=10, choices=Verdict.choices, blank=True)
    used_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-pk"]
