"""The facts about a document. Its bytes are in the store, under its SHA-256."""

from __future__ import annotations

from typing import Any, ClassVar

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from dalil.archive.protection import Protected, ProtectedQuerySet
from dalil.ledger.leaf_fields import leaf_fields

OWN_NOTE = "own_note"
"""The code, in the scheme `document_types`, of a note that we wrote ourselves."""
MACHINE_READING = "machine_reading"
"""The code of words that a machine read from the pictures of a scan; its parent is the scan."""


class Document(Protected):
    """The thing itself as it was found: a page, a PDF, a video, a spreadsheet, a form.

    Never changed after it is received (a trigger guards every column but its protection). A copy, a translation or a
    redaction is another document that names its parent.

    type: a code of the scheme `document_types`; empty where nobody said.
    """

    MAY_CHANGE: ClassVar = {"level", "held_from", "search"}
    LEAF: ClassVar = leaf_fields(
        *(4, "document"),
        *(
            "sha256",
            "size",
            "media_type",
            "type",
            "title",
            "filename",
            "url",
            "language",
            "received_at",
            "relation",
            "level",
        ),
        parent="parent__sha256",
    )

    class Relation(models.TextChoices):
        COPY = "copy", _("copy")
        TRANSLATION = "translation", _("translation")
        REDACTION = "redaction", _("redaction")

    sha256 = models.CharField(max_length=64, unique=True)
    size = models.PositiveBigIntegerField(_("size in bytes"))
    media_type = models.CharField(_("media type"), max_length=100)
    type = models.CharField(_("what kind of document it is"), max_length=40, blank=True, default="")
    title = models.CharField(_("title"), max_length=500)
    filename = models.CharField(_("file name as found"), max_length=500, blank=True)
    url = models.URLField(_("address where it was found"), max_length=2000, blank=True)
    language = models.CharField(_("language"), max_length=12, blank=True)
    received_at = models.DateTimeField(_("received"), auto_now_add=True)
    parent = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="derivatives")
    relation = models.CharField(_("what it is to its parent"), max_length=12, choices=Relation.choices, blank=True)
    search = models.TextField(editable=False, blank=True)

    objects = ProtectedQuerySet.as_manager()

    class Meta:
        ordering = ["-received_at", "-pk"]
        verbose_name = _("document")
        verbose_name_plural = _("documents")
        constraints = [
            models.CheckConstraint(
                condition=models.Q(parent=None, relation="")
                | (models.Q(parent__isnull=False) & ~models.Q(relation="")),
                name="a_derivative_says_what_it_is",
            )
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def is_own_note(self) -> bool:
        """Tell whether it is a note of our own, so that its words are ours and quote nobody."""
        return self.type == OWN_NOTE

    @property
    def is_machine_reading(self) -> bool:
        """Tell whether it is what a machine read from the pictures of a scan: to be searched, and its numbers not to be used without them."""
        return self.type == MACHINE_READING

    @property
    def address(self) -> str:
        """Return the short public address of the document."""
        return self.sha256[:20]


class CustodyEvent(models.Model):
    """Something that was done with a document. Rows are only added, and each has a leaf in the ledger.

    at: the moment; offset: by how many minutes the clocks of the place were before UTC. tool: the program and its version. host: the machine.
    detail: digests of what went in and came out, an address, a reason.
    """

    MAY_CHANGE: ClassVar[set[str]] = set()
    LEAF: ClassVar = leaf_fields(
        *(20, "custody"),
        *("what", "at", "offset", "tool", "host", "detail"),
        document="document__sha256",
        actor="actor_id",
    )

    class What(models.TextChoices):
        COLLECTED = "collected", _("collected")
        RECEIVED = "received", _("received")
        HASHED = "hashed", _("hashed")
        COPIED = "copied", _("copied")
        DERIVED = "derived", _("derived")
        REDACTED = "redacted", _("redacted")
        EXPORTED = "exported", _("exported")
        PUBLISHED = "published", _("published")
        CHANGED_ELSEWHERE = "changed elsewhere", _("changed where it was found")

    document = models.ForeignKey(Document, models.PROTECT, related_name="custody", verbose_name=_("document"))
    what = models.CharField(_("what was done"), max_length=20, choices=What.choices)
    at = models.DateTimeField(_("when"))
    offset = models.SmallIntegerField(_("minutes before UTC"))
    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name=_("by")
    )
    tool = models.CharField(_("with which program"), max_length=200)
    host = models.CharField(_("on which machine"), max_length=200, blank=True)
    detail: Any = models.JSONField(default=dict)

    class Meta:
        ordering = ["pk"]
        verbose_name = _("event of custody")
        verbose_name_plural = _("events of custody")
