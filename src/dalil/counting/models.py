"""What is kept of a figure: its question, and each edition of its answer that was published."""

from __future__ import annotations

from typing import Any, ClassVar, Self

from django.conf import settings
from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.db.models.fields.json import KT
from django.utils.translation import gettext_lazy as _

from dalil.archive.protection import Viewer
from dalil.ledger.leaf_fields import leaf_fields
from dalil.record.models import Report, Source
from dalil.values import Bilingual
from dalil.values.doubts import Doubts
from dalil.values.total import Total


class FigureQuerySet(models.QuerySet[Any]):
    """Figures, narrowed to those that a viewer may know of."""

    def visible_to(self, viewer: Viewer) -> Self:
        """Only figures that were published, and those whose question names no source and no report that this viewer may not see."""
        if viewer.everything:
            return self
        sources = Source.objects.visible_to(viewer).filter(code=OuterRef("names_source"))
        reports = Report.objects.visible_to(viewer).filter(address=OuterRef("names_report"))
        published = FigureEdition.objects.filter(figure=OuterRef("pk"))
        return self.alias(names_source=KT("question__according_to"), names_report=KT("question__entity")).filter(
            Q(Exists(published))
            | (Q(question__according_to__isnull=True) | Q(Exists(sources)))
            & (Q(question__entity__isnull=True) | Q(Exists(reports)))
        )


class Figure(models.Model):
    """A counted answer: the question it asks, under an address that can be cited. Defined and published in `figures`."""

    slug = models.SlugField(_("address"), max_length=80, unique=True)
    title_en = models.CharField(_("title in English"), max_length=300, blank=True)
    title_ar = models.CharField(_("title in Arabic"), max_length=300, blank=True)
    note_en = models.TextField(_("note in English"), blank=True)
    note_ar = models.TextField(_("note in Arabic"), blank=True)
    question: Any = models.JSONField(_("question"))
    defined_at = models.DateTimeField(_("defined"), auto_now_add=True)

    objects = FigureQuerySet.as_manager()

    class Meta:
        ordering = ["slug"]
        verbose_name = _("figure")
        verbose_name_plural = _("figures")
        constraints = [
            models.CheckConstraint(condition=~models.Q(title_en="", title_ar=""), name="a_figure_has_a_title")
        ]

    def __str__(self) -> str:
        return self.title_en or self.title_ar

    @property
    def title(self) -> Bilingual:
        return Bilingual(en=self.title_en, ar=self.title_ar)

    @property
    def note(self) -> Bilingual | None:
        return Bilingual(en=self.note_en, ar=self.note_ar) if self.note_en or self.note_ar else None

    @property
    def edition(self) -> FigureEdition | None:
        """Return the latest edition; None where the figure was never published."""
        return self.editions.first()


class FigureEdition(models.Model):
    """The answer as it was published: the record's word at that moment, kept so that a later change can be told from it.

    answer: as `Answer.as_plain` gives it. basis: for each entity its number and reports, or None where there were too many to keep.
    contents: what its page shows besides, as `EditionContents.plain` gives it; None in editions that earlier versions published.
    sequence: how far the record's log had come; for the desk, never for readers.
    """

    MAY_CHANGE: ClassVar[set[str]] = set()
    LEAF: ClassVar = leaf_fields(
        *(14, "publication"),
        *("number", "question", "answer", "basis", "contents", "sequence", "at", "reason"),
        figure="figure__slug",
        by="by_id",
    )

    figure = models.ForeignKey(Figure, models.PROTECT, related_name="editions")
    number = models.PositiveIntegerField(_("edition"))
    question: Any = models.JSONField(_("question"))
    answer: Any = models.JSONField(_("answer"))
    basis: Any = models.JSONField(_("entities behind it"), null=True)
    contents: Any = models.JSONField(_("what its page shows besides"), null=True)
    sequence = models.BigIntegerField(_("place in the log"))
    at = models.DateTimeField(_("published"), auto_now_add=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("by"))
    reason = models.TextField(_("reason for the correction"), blank=True)

    class Meta:
        ordering = ["figure", "-number"]
        verbose_name = _("edition of a figure")
        verbose_name_plural = _("editions of figures")
        constraints = [models.UniqueConstraint(fields=["figure", "number"], name="an_edition_has_its_own_number")]

    def __str__(self) -> str:
        return f"{self.figure_id}#{self.number}"

    @property
    def total(self) -> Total:
        """Return the total as it was published."""
        return Total(**self.answer["total"])

    @property
    def doubts(self) -> Doubts:
        """Return what must be known beside the total, as it was published."""
        return Doubts.of(self.total, self.answer)


class SeenAnswer(models.Model):
    """What a person last saw of the answer to a question that they keep: the desk says when it is another.

    clearance: what the person could see of the record then. version: of the columns that answered. digest: as `exports.answers.digest_of`
    gives it. told: the number and its unit, as `Total` has them.
    """

    figure = models.ForeignKey(Figure, models.CASCADE, related_name="seen_answers")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    clearance = models.CharField(max_length=200)
    version = models.CharField(max_length=200)
    digest = models.CharField(max_length=64)
    told: Any = models.JSONField()
    at = models.DateTimeField(auto_now=True)

    class Meta:
        ordering = ["-pk"]
        verbose_name = _("answer that was seen")
        verbose_name_plural = _("answers that were seen")
        constraints = [models.UniqueConstraint(fields=["figure", "person"], name="a_person_sees_an_answer_once")]
