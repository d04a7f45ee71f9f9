"""What was brought in: each run of an importer over a file, the rows it could not take, and the defects found in places."""

from __future__ import annotations

from typing import Any, ClassVar, Self

from django.conf import settings
from django.contrib.auth.models import Group
from django.db import models
from django.utils.translation import gettext_lazy as _

from dalil.archive.models import Document
from dalil.archive.protection import Level, Viewer
from dalil.record.models import Report


class ImportQuerySet(models.QuerySet[Any]):
    """Imports, narrowed to the files that a viewer may see."""

    def visible_to(self, viewer: Viewer) -> Self:
        """Only imports of documents that this viewer may see; none for the public."""
        if not viewer.member:
            return self.none()
        return self.filter(document__in=Document.objects.visible_to(viewer))


class Import(models.Model):
    """One run over one file. `next_row` says where it goes on after an interruption."""

    class State(models.TextChoices):
        RUNNING = "running", _("running")
        INTERRUPTED = "interrupted", _("interrupted")
        FINISHED = "finished", _("finished")

    document = models.ForeignKey(Document, models.PROTECT, related_name="imports", verbose_name=_("file"))
    format = models.CharField(_("format"), max_length=40)
    mapping = models.JSONField(_("mapping"), default=dict, blank=True)
    source = models.CharField(_("handed to us by"), max_length=80, blank=True)
    level = models.PositiveSmallIntegerField(_("protection"), choices=Level.choices, default=Level.INTERNAL)
    groups = models.ManyToManyField(Group, blank=True, related_name="+")
    state = models.CharField(_("state"), max_length=12, choices=State.choices, default=State.RUNNING)
    next_row = models.PositiveBigIntegerField(default=0)
    rows = models.PositiveBigIntegerField(_("rows"), default=0)
    new = models.PositiveBigIntegerField(_("new"), default=0)
    repeated = models.PositiveBigIntegerField(_("repeated"), default=0)
    corrected = models.PositiveBigIntegerField(_("corrected"), default=0)
    failed = models.PositiveBigIntegerField(_("failed"), default=0)
    flags: Any = models.JSONField(_("flagged"), default=dict, blank=True)
    notes: Any = models.JSONField(_("notes"), default=list, blank=True)
    named: Any = models.JSONField(default=dict, blank=True, editable=False)
    """What notes name, by the note: lists of `report` addresses, `source` codes, `document` digests; see `notes`."""
    told: Any = models.JSONField(default=dict, blank=True, editable=False)
    """The template and the particulars of notes, as `causes.Cause` keeps them, by the note; older notes have their English words alone."""
    header: Any = models.JSONField(default=list, blank=True, editable=False)
    """The names of the file's columns, where it has any."""
    entered: Any = models.JSONField(default=list, blank=True, editable=False)
    """The ids of the reports it entered, as pairs of the first and the last; see `ownership`."""
    edition_of = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("next edition of")
    )
    rows_before: Any = models.JSONField(default=dict, blank=True, editable=False)
    """What the rows were called that stood in an earlier edition already, by their number here; see `editions`."""
    gone: Any = models.JSONField(default=list, blank=True, editable=False)
    """The addresses of the reports whose rows this edition no longer has."""
    actor = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("by"))
    started_at = models.DateTimeField(_("started"), auto_now_add=True)
    ended_at = models.DateTimeField(_("ended"), null=True, blank=True)

    objects = ImportQuerySet.as_manager()

    class Meta:
        ordering = ["-pk"]
        verbose_name = _("import")
        verbose_name_plural = _("imports")

    def __str__(self) -> str:
        return f"{self.document} ({self.format})"


class RowNote(models.Model):
    """Something about one row of an import, by the number a spreadsheet shows."""

    run = models.ForeignKey(Import, models.PROTECT, related_name="%(class)ss")
    row = models.PositiveBigIntegerField(_("row"))
    field = models.CharField(_("field"), max_length=200, blank=True)
    value = models.TextField(_("value"), blank=True)

    class Meta:
        abstract = True
        ordering = ["row", "pk"]


class FailedRow(RowNote):
    """A row that did not become a report: kept as it stood, with the cause, to be retried when that is mended."""

    MAY_CHANGE: ClassVar = {"cause", "told", "field", "value", "retried_at", "resolved_at", "report"}

    cause = models.TextField(_("cause"))
    told: Any = models.JSONField(default=dict, blank=True, editable=False)
    """The template and the particulars of the cause, as `causes.Cause` keeps them; empty where it has its English words alone."""
    raw = models.JSONField(_("the row as it stood"), default=list, blank=True)
    retried_at = models.DateTimeField(_("last tried again"), null=True, blank=True)
    resolved_at = models.DateTimeField(_("taken in"), null=True, blank=True)
    report = models.ForeignKey(
        Report, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("became")
    )

    class Meta(RowNote.Meta):
        abstract = False
        verbose_name = _("failed row")
        verbose_name_plural = _("failed rows")


class RowMending(models.Model):
    """What a person wrote in the place of some cells of a failed row. The row itself stays as it stood in the file."""

    MAY_CHANGE: ClassVar[set[str]] = set()

    failed = models.ForeignKey(FailedRow, models.PROTECT, related_name="mendings", verbose_name=_("failed row"))
    cells: Any = models.JSONField(_("cells"), default=dict)
    """What stands in each mended cell now, by its place in the row, counted from 0."""
    reason = models.TextField(_("why"))
    actor = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("by"))
    at = models.DateTimeField(_("at"), auto_now_add=True)

    class Meta:
        ordering = ["pk"]
        verbose_name = _("mending of a row")
        verbose_name_plural = _("mendings of rows")

    def __str__(self) -> str:
        return f"{self.failed.run}, {self.failed.row}"


class FlaggedRow(RowNote):
    """A row that was taken in as it stood although something is wrong with it, where its thing carries no flags itself (places)."""

    flag = models.CharField(_("flag"), max_length=40)

    class Meta(RowNote.Meta):
        abstract = False
        verbose_name = _("flagged row")
        verbose_name_plural = _("flagged rows")
