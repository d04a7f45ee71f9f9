"""What is kept of dossiers. Rows are only added; what is taken back stays on the record."""

from __future__ import annotations

from typing import Any, ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from dalil.archive.models import Document
from dalil.counting.models import FigureEdition
from dalil.ledger.leaf_fields import leaf_fields
from dalil.record.models import Report, Reversible, Unchangeable


class Dossier(models.Model):
    """A case that is being built. prefix: its address, and what the number of each of its documents begins with; never given twice."""

    MAY_CHANGE: ClassVar[set[str]] = set()
    LEAF: ClassVar = leaf_fields(70, "dossier", "prefix", "title", "opened_at", actor="opened_by_id")

    prefix = models.CharField(_("prefix of its documents"), max_length=12, unique=True)
    title = models.CharField(_("title"), max_length=300)
    opened_at = models.DateTimeField(_("opened"), auto_now_add=True)
    opened_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("opened by")
    )

    class Meta:
        ordering = ["-pk"]
        verbose_name = _("dossier")
        verbose_name_plural = _("dossiers")

    def __str__(self) -> str:
        return f"{self.prefix} {self.title}"


class QuestionOfDossier(Unchangeable):
    """The question of a dossier as it was asked from a moment on; the last one is the question. question: of `DossierQuestion`."""

    LEAF: ClassVar = leaf_fields(
        71, "question of a dossier", "at", "reason", "question", dossier="dossier__prefix", actor="actor_id"
    )

    dossier = models.ForeignKey(Dossier, models.PROTECT, related_name="questions")
    question: Any = models.JSONField(_("question"))

    class Meta:
        ordering = ["pk"]


class Pin(Reversible):
    """A report or a document that is in a dossier, as it was when it was chosen, and why.

    version: the digest of what was said, or the SHA-256 of the bytes. entity: the address of the entity for which it was chosen. query: by what it
    was looked for; empty where it was chosen by hand.
    """

    LEAF: ClassVar = leaf_fields(
        *(72, "choice for a dossier", "at", "reason", "version", "entity", "query"),
        **{"dossier": "dossier__prefix", "report": "report__address", "document": "document__sha256"},
        actor="actor_id",
    )

    dossier = models.ForeignKey(Dossier, models.PROTECT, related_name="pins")
    report = models.ForeignKey(Report, models.PROTECT, null=True, related_name="+", verbose_name=_("report"))
    document = models.ForeignKey(Document, models.PROTECT, null=True, related_name="+", verbose_name=_("document"))
    version = models.CharField(max_length=64)
    entity = models.CharField(max_length=16, blank=True)
    query: Any = models.JSONField(default=dict)

    class Meta:
        ordering = ["pk"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(report=None, document__isnull=False) | Q(report__isnull=False, document=None),
                name="a_report_or_a_document_is_in_a_dossier",
            )
        ]


class TakenOut(Unchangeable):
    """Why something is not in a dossier any more, in `reason`. The choice itself says when, and by whom."""

    LEAF: ClassVar = leaf_fields(
        *(81, "taking out of a dossier", "at", "reason"),
        **{"dossier": "pin__dossier__prefix", "report": "pin__report__address", "document": "pin__document__sha256"},
        actor="actor_id",
    )

    pin = models.OneToOneField(Pin, models.PROTECT, related_name="taken_out")

    class Meta:
        ordering = ["-pk"]


class DossierCircle(Unchangeable):
    """Whose dossier it is from a moment on: the groups whose legal officers may open it. The last one holds; without any, all legal officers may.

    groups: primary keys of groups. Where none of them is left, nobody of a group opens it.
    """

    LEAF: ClassVar = leaf_fields(
        82, "circle of a dossier", "at", "reason", "groups", dossier="dossier__prefix", actor="actor_id"
    )

    dossier = models.ForeignKey(Dossier, models.PROTECT, related_name="circles")
    groups: Any = models.JSONField(default=list)

    class Meta:
        ordering = ["pk"]


class Stance(models.TextChoices):
    """What a thing says of an element of a crime."""

    FOR = "for", _("speaks for it")
    AGAINST = "against", _("speaks against it")


class Assessment(Reversible):
    """A legal officer says that something in a dossier speaks for or against an element of a provision, and why. It never says that one is met."""

    LEAF: ClassVar = leaf_fields(
        *(73, "assessment", "at", "reason", "provision", "element", "stance"),
        **{"dossier": "pin__dossier__prefix", "report": "pin__report__address", "document": "pin__document__sha256"},
        actor="actor_id",
    )

    pin = models.ForeignKey(Pin, models.PROTECT, related_name="assessments")
    provision = models.CharField(_("provision"), max_length=60)
    element = models.CharField(_("element"), max_length=60)
    stance = models.CharField(_("what it says"), max_length=7, choices=Stance.choices)

    class Meta:
        ordering = ["pk"]


class SecondOpinion(models.TextChoices):
    """What a second officer says of an assessment."""

    AGREES = "agrees", _("agrees")
    DISAGREES = "disagrees", _("disagrees")


class AssessmentReview(Unchangeable):
    """A second officer looked at an assessment. assessed_by: who made it, so that the database holds that these are two persons."""

    LEAF: ClassVar = leaf_fields(
        *(74, "review of an assessment", "at", "reason", "agreement"),
        **{"dossier": "assessment__pin__dossier__prefix", "provision": "assessment__provision"},
        **{"element": "assessment__element", "assessed_at": "assessment__at", "actor": "actor_id"},
    )

    assessment = models.ForeignKey(Assessment, models.PROTECT, related_name="reviews")
    assessed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    agreement = models.CharField(_("what they say"), max_length=9, choices=SecondOpinion.choices)

    class Meta:
        ordering = ["pk"]
        constraints: ClassVar = [
            models.CheckConstraint(condition=~Q(actor=F("assessed_by")), name="an_assessment_is_reviewed_by_another")
        ]


class DocumentNumber(models.Model):
    """The number of a document in a dossier: given once and never to another. pages: None where they cannot be counted."""

    MAY_CHANGE: ClassVar[set[str]] = set()
    LEAF: ClassVar = leaf_fields(
        *(75, "number of a document", "number", "pages", "at"),
        dossier="dossier__prefix",
        document="document__sha256",
        actor="actor_id",
    )

    dossier = models.ForeignKey(Dossier, models.PROTECT, related_name="numbers")
    document = models.ForeignKey(Document, models.PROTECT, related_name="+")
    number = models.PositiveIntegerField()
    pages = models.PositiveIntegerField(null=True)
    at = models.DateTimeField(auto_now_add=True)
    actor = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")

    class Meta:
        ordering = ["number"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["dossier", "number"], name="a_number_of_a_dossier_is_given_once"),
            models.UniqueConstraint(fields=["dossier", "document"], name="a_document_has_one_number_in_a_dossier"),
        ]


class Errand(Unchangeable):
    """Something to be done for a dossier; a request to a partner where `partner` says who is asked. `reason` holds what is to be done.

    document_type: the kind of document that is asked for, a code of `document_types`. about: the days that it is about, as they were typed.
    """

    LEAF: ClassVar = leaf_fields(
        *(76, "errand of a dossier", "at", "reason", "partner", "provision", "element", "document_type"),
        *("about", "place", "due"),
        **{"dossier": "dossier__prefix", "given_to": "given_to_id", "actor": "actor_id"},
    )

    dossier = models.ForeignKey(Dossier, models.PROTECT, related_name="errands")
    given_to = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name=_("who does it")
    )
    partner = models.CharField(_("partner who is asked"), max_length=300, blank=True)
    provision = models.CharField(max_length=60, blank=True)
    element = models.CharField(max_length=60, blank=True)
    document_type = models.CharField(_("kind of document"), max_length=40, blank=True)
    place = models.CharField(_("from where"), max_length=300, blank=True)
    about = models.CharField(_("for which day"), max_length=100, blank=True)
    due = models.DateField(_("until when"), null=True)

    class Meta:
        ordering = ["pk"]


class ErrandOutcome(models.TextChoices):
    """What became of an errand."""

    DONE = "done", _("done")
    REFUSED = "refused", _("refused, or nothing is there")
    GIVEN_UP = "given up", _("given up")


class ErrandEnd(Unchangeable):
    """How an errand ended, once. `reason` says it in words."""

    LEAF: ClassVar = leaf_fields(
        *(77, "end of an errand", "at", "reason", "outcome"),
        dossier="errand__dossier__prefix",
        asked_at="errand__at",
        actor="actor_id",
    )

    errand = models.OneToOneField(Errand, models.PROTECT, related_name="end")
    outcome = models.CharField(_("what became of it"), max_length=8, choices=ErrandOutcome.choices)


class PrivilegedNote(Unchangeable):
    """What a legal officer writes down for the officers alone, in `reason`. It is in no export, no bag and no bundle; a backup holds it."""

    LEAF: ClassVar = leaf_fields(78, "privileged note", "at", "reason", dossier="dossier__prefix", actor="actor_id")

    dossier = models.ForeignKey(Dossier, models.PROTECT, related_name="notes")

    class Meta:
        ordering = ["-pk"]


class FrozenFigure(Reversible):
    """A figure in a dossier as one of its editions says it; the record may say otherwise by now."""

    LEAF: ClassVar = leaf_fields(
        *(79, "figure of a dossier", "at", "reason"),
        dossier="dossier__prefix",
        figure="edition__figure__slug",
        edition="edition__number",
        actor="actor_id",
    )

    dossier = models.ForeignKey(Dossier, models.PROTECT, related_name="figures")
    edition = models.ForeignKey(FigureEdition, models.PROTECT, related_name="+")

    class Meta:
        ordering = ["pk"]


class HandedOut(Unchangeable):
    """A dossier left as a bag: to whom, for which purpose, and under which terms (`reason`).

    bag, manifest: the number of the bag and the SHA-256 of its tag manifest. left_out: what did not leave, by noun and reason, counted.
    against: how many assessments that speak against an element are in it, and how many are not.
    """

    LEAF: ClassVar = leaf_fields(
        *(80, "bag of a dossier", "at", "reason", "bag", "manifest", "recipient", "purpose"),
        *("reports", "documents", "left_out", "against_in", "against_out"),
        dossier="dossier__prefix",
        actor="actor_id",
    )

    dossier = models.ForeignKey(Dossier, models.PROTECT, related_name="handed_out")
    bag = models.CharField(max_length=32, unique=True)
    manifest = models.CharField(max_length=64)
    recipient = models.CharField(_("recipient"), max_length=300)
    purpose = models.CharField(_("purpose"), max_length=40)
    reports = models.PositiveIntegerField()
    documents = models.PositiveIntegerField()
    left_out: Any = models.JSONField(default=list)
    against_in = models.PositiveIntegerField()
    against_out = models.PositiveIntegerField()

    class Meta:
        ordering = ["-pk"]
