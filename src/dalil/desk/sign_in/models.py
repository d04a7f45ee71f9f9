"""What is kept of signing in: the open sessions, the failed attempts, and the passphrases that must be changed."""

from __future__ import annotations

import uuid

from django.conf import settings
from django.db import models
from django.utils import timezone


class OpenSession(models.Model):
    """One session of a person. A session of the browser without such a row is over: to end a session is to delete its row.

    The row holds no address of the network, no name of the browser beyond a coarse one, and not the key of the session's cookie.
    """

    key = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="open_sessions")
    device = models.CharField(max_length=60)
    began = models.DateTimeField(default=timezone.now, db_index=True)
    seen = models.DateTimeField(default=timezone.now)
    proven = models.DateTimeField(default=timezone.now)  # when the person last proved who they are
    factor = models.BooleanField(default=False)  # the second factor was shown in this session
    must_change = models.BooleanField(default=False)  # the passphrase it was opened with is for one time


class FailedAttempts(models.Model):
    """How often something was tried in vain, under a keyed digest: neither a name nor an address stands here."""

    bucket = models.CharField(max_length=64, primary_key=True)
    failures = models.PositiveIntegerField()
    last = models.DateTimeField(db_index=True)


class OneTimePassphrase(models.Model):
    """The passphrase of this account was made by somebody else: it opens only the form that changes it, and not for long."""

    user = models.OneToOneField(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, primary_key=True)
    until = models.DateTimeField()
