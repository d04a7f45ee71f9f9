"""What is kept of news from elsewhere: the feeds that are followed, and the items that editors look through."""

from __future__ import annotations

from datetime import datetime

from django.db import models
from django.utils.translation import gettext_lazy as _

LONGEST_ADDRESS = 1000
"""Letters of an address: one with Arabic words in it is written with six signs for each letter."""


class Feed(models.Model):
    """A feed that is followed. What the last look gave is kept with it: a failure is shown, and is never an empty feed."""

    url = models.URLField(max_length=LONGEST_ADDRESS, unique=True)
    title = models.CharField(max_length=200, blank=True)
    etag = models.CharField(max_length=300, blank=True)
    modified = models.CharField(max_length=100, blank=True)
    looked: models.DateTimeField[datetime | None, datetime | None] = models.DateTimeField(null=True)
    failures = models.PositiveIntegerField(default=0)
    """How many looks in a row failed."""
    why = models.CharField(max_length=300, blank=True)
    """Why the last look failed, in English words; empty where it did not."""
    told = models.JSONField(default=dict, blank=True)
    """The same as `wording.refusals.say_kept` says it in the language of the screen."""


class FeedItem(models.Model):
    """One thing that a feed or a person pointed to. It never publishes itself: an editor makes a card of it, or leaves it."""

    class State(models.TextChoices):
        """The codes are kept and never change."""

        NEW = "new", _("new")
        CARD = "card", _("made a card")
        LEFT = "left", _("left")

    feed = models.ForeignKey(Feed, models.SET_NULL, null=True, related_name="items")
    url = models.URLField(max_length=LONGEST_ADDRESS)
    same_as = models.CharField(max_length=LONGEST_ADDRESS, unique=True)
    """The address without what only counts visitors: an item is kept once, however often it is pointed to."""
    title = models.CharField(max_length=255)
    summary = models.CharField(max_length=400, blank=True)
    site = models.CharField(max_length=200, blank=True)
    published = models.CharField(max_length=24, blank=True)
    language = models.CharField(max_length=2, blank=True)
    picture = models.URLField(max_length=LONGEST_ADDRESS, blank=True)
    found: models.DateTimeField[datetime, datetime] = models.DateTimeField(auto_now_add=True)
    twin = models.ForeignKey("self", models.SET_NULL, null=True, blank=True, related_name="twins")
    """An earlier item that seems to tell the same: in another outlet, or in the other language."""
    state = models.CharField(max_length=4, choices=State, default=State.NEW)
    card = models.ForeignKey("wagtailcore.Page", models.SET_NULL, null=True, related_name="+")

    class Meta:
        ordering = ("-pk",)
        indexes = (models.Index(fields=["state", "-id"], name="links_item_state"),)


class CheckedLink(models.Model):
    """An address elsewhere to which a card leads, and what the last look at it gave. It is dead once several looks in a row found nothing."""

    url = models.URLField(max_length=LONGEST_ADDRESS, unique=True)
    etag = models.CharField(max_length=300, blank=True)
    modified = models.CharField(max_length=100, blank=True)
    looked: models.DateTimeField[datetime | None, datetime | None] = models.DateTimeField(null=True)
    failures = models.PositiveIntegerField(default=0)
    """How many looks in a row found nothing."""
    dead_since: models.DateTimeField[datetime | None, datetime | None] = models.DateTimeField(null=True)
    why = models.CharField(max_length=300, blank=True)
    told = models.JSONField(default=dict, blank=True)
    """As in `Feed`."""
