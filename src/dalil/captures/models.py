"""The captures of pages, those that failed too, and the pages that are looked at again."""

from __future__ import annotations

from typing import Any, ClassVar, Self

from django.conf import settings
from django.contrib.auth.models import Group
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from dalil.archive.models import Document
from dalil.archive.protection import Level, Viewer
from dalil.ledger.leaf_fields import leaf_fields


class PageWatch(models.Model):
    """A page that is captured again and again. every: days between; next_at: when it is due; ended_at: since when nobody looks any more."""

    url = models.URLField(_("address"), max_length=2000)
    every = models.PositiveSmallIntegerField(_("every so many days"))
    level = models.PositiveSmallIntegerField(_("protection"), choices=Level.choices, default=Level.INTERNAL)
    groups = models.ManyToManyField(Group, blank=True, related_name="+")
    actor = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("by"))
    since = models.DateTimeField(auto_now_add=True)
    next_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["pk"]


class CaptureQuerySet(models.QuerySet[Any]):
    """Captures, narrowed to those of which a viewer may see the document, or the address where there is none."""

    def visible_to(self, viewer: Viewer) -> Self:
        """Return only the captures that this viewer may see; none for the public."""
        if not viewer.member:
            return self.none()
        kept = Q(document__in=Document.objects.visible_to(viewer))
        restricted = Q() if viewer.everything else Q(level__lt=Level.RESTRICTED) | Q(actor=viewer.person.account)
        return self.filter(kept | (Q(document=None) & restricted))


class Capture(models.Model):
    """One attempt to capture a page. Rows are only added, and each has a leaf in the ledger.

    document: the WARC; text: what can be read of it, a document of its own. Both are empty where nothing was captured: then told says why, as
    `causes` keep it, and why in English. status: what the machine answered. same_as: an earlier capture that says the same, so that no other
    document was kept. change: what became of the page since the capture before: a code of `CHANGES`, and difference, in words.
    """

    MAY_CHANGE: ClassVar[set[str]] = set()
    LEAF: ClassVar = leaf_fields(
        *(24, "capture"),
        *("url", "at", "final_url", "status", "why", "change", "difference", "level"),
        document="document__sha256",
        text="text__sha256",
        actor="actor_id",
    )

    class Change(models.TextChoices):
        EDITED = "edited", _("edited")
        DELETED = "deleted", _("deleted")
        BACK = "back", _("there again")

    url = models.URLField(_("address"), max_length=2000)
    at = models.DateTimeField(_("when"))
    actor = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("by"))
    level = models.PositiveSmallIntegerField(_("protection"), choices=Level.choices, default=Level.INTERNAL)
    final_url = models.URLField(max_length=2000, blank=True)
    status = models.PositiveSmallIntegerField(null=True)
    title = models.CharField(_("title"), max_length=500, blank=True)
    document = models.ForeignKey(Document, models.PROTECT, null=True, related_name="captures")
    text = models.ForeignKey(Document, models.PROTECT, null=True, related_name="+")
    why = models.CharField(max_length=500, blank=True)
    told: Any = models.JSONField(default=dict, blank=True)
    same_as = models.ForeignKey("self", models.PROTECT, null=True, related_name="+")
    watch = models.ForeignKey(PageWatch, models.PROTECT, null=True, related_name="captures")
    change = models.CharField(max_length=10, choices=Change.choices, blank=True)
    difference: Any = models.JSONField(default=dict, blank=True)

    objects = CaptureQuerySet.as_manager()

    class Meta:
        ordering = ["-pk"]
        verbose_name = _("captured page")
        verbose_name_plural = _("captured pages")

    @property
    def document_language(self) -> str:
        """Return the language of the page; empty where it is not known."""
        return self.document.language if self.document else ""
