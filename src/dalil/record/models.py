"""What the record keeps: sources, reports, judgements, and the log of every write.

Entities have no table: they are what reports and judgements say, worked out for one viewer in `entities`. Rows here are
written by `actions` and by nothing else; triggers refuse any change to what was said (`immutability`).
"""

from __future__ import annotations

from datetime import date
from functools import cached_property, lru_cache
from typing import Any, ClassVar, Self, TypeVar

from django.conf import settings
from django.contrib.auth.models import User
from django.db import models
from django.db.models import Exists, OuterRef, Q, Subquery
from django.utils import timezone
from django.utils.timezone import localdate
from django.utils.translation import gettext_lazy as _

from dalil.archive.models import Document
from dalil.archive.protection import Protected, ProtectedQuerySet, Viewer, own_level_allows
from dalil.ledger.leaf_fields import leaf_fields
from dalil.proofs.taken_back import note_taken_back
from dalil.record.kind import Kind, kind_of
from dalil.values import Bilingual
from dalil.values.base import KEPT


class Source(Protected):
    """Who says something: a UN body, a monitor, a newsroom, a court, a witness."""

    MAY_CHANGE: ClassVar = {"level", "held_from", "search"}
    LEAF: ClassVar = leaf_fields(9, "source", "code", "name_en", "name_ar", "type", "from_file", "level")

    code = models.SlugField(_("code"), max_length=80, unique=True, allow_unicode=True)
    name_en = models.CharField(_("name in English"), max_length=300, blank=True)
    name_ar = models.CharField(_("name in Arabic"), max_length=300, blank=True)
    type = models.CharField(_("type"), max_length=40, blank=True)
    from_file = models.BooleanField(_("first named in a file"), default=False)
    search = models.TextField(editable=False, blank=True)

    objects = ProtectedQuerySet.as_manager()

    class Meta:
        ordering = ["code"]
        verbose_name = _("source")
        verbose_name_plural = _("sources")
        constraints = [models.CheckConstraint(condition=~Q(name_en="", name_ar=""), name="a_source_has_a_name")]

    def __str__(self) -> str:
        return self.name_en or self.name_ar

    @property
    def name(self) -> Bilingual:
        return Bilingual(en=self.name_en, ar=self.name_ar)

    @property
    def names(self) -> list[str]:
        """Return all the names that the source goes by: in English, in Arabic, and the further ones that were not taken back."""
        further = [alias.name for alias in self.aliases.all() if alias.taken_back_at is None]
        return [name for name in (self.name_en, self.name_ar, *further) if name]


class Attribution(models.Model):
    """According to whom, and through whom: the origins of a report and the chain that passed it on.

    The same chain stands behind thousands of reports, so it is kept once. `key` is the chain written out; an attribution
    without an origin is one whose source is unknown.
    """

    MAY_CHANGE: ClassVar[set[str]] = set()
    LEAF: ClassVar = leaf_fields(12, "attribution", "key")

    key = models.CharField(max_length=1000, unique=True)

    def __str__(self) -> str:
        return self.key


class Credit(models.Model):
    """One source in an attribution: an origin, or a relay in its place in the chain (0 is the one who told us)."""

    MAY_CHANGE: ClassVar[set[str]] = set()
    LEAF: ClassVar = leaf_fields(
        13, "credit", "role", "position", attribution="attribution__key", source="source__code"
    )

    class Role(models.TextChoices):
        ORIGIN = "origin", _("origin")
        RELAY = "relay", _("relay")

    attribution = models.ForeignKey(Attribution, models.PROTECT, related_name="credits")
    source = models.ForeignKey(Source, models.PROTECT, related_name="credits")
    role = models.CharField(max_length=6, choices=Role.choices)
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["attribution", "role", "position"]
        constraints = [
            models.UniqueConstraint(
                fields=["attribution", "role", "source"], name="a_source_is_credited_once_in_a_role"
            )
        ]


@lru_cache(maxsize=64)
def _chain_allows(viewer: Viewer, day: date) -> Q:
    """The condition under which a viewer may see a report with all it rests on. A page asks for it fifty times, so it is kept.

    day: today, on which it depends what a consent keeps from the public.
    """
    documents = Document.objects.visible_to(viewer).filter(pk=OuterRef("document"))
    hidden = Source.objects.exclude(pk__in=Source.objects.visible_to(viewer).values("pk"))
    behind_hidden = Credit.objects.filter(source__in=hidden).values("attribution")
    return own_level_allows(Report, viewer) & Q(Exists(documents)) & ~Q(attribution__in=behind_hidden)


class ReportQuerySet(ProtectedQuerySet):
    """Reports, narrowed by the most restrictive of a report, its document and its sources."""

    def visible_to(self, viewer: Viewer) -> Self:
        """Return only the reports of which this viewer may see every link of the chain."""
        return self if viewer.everything else self.filter(_chain_allows(viewer, localdate()))

    def uncorrected(self) -> Self:
        """Return only the reports whose place no other has taken, seen or not."""
        return self.filter(~Exists(Supersession.objects.filter(old=OuterRef("pk"))))

    def standing_for(self, viewer: Viewer) -> Self:
        """Return only the reports that stand, as far as this viewer sees: neither withdrawn, nor corrected by one that the viewer may see."""
        corrections = self.model.objects.visible_to(viewer).filter(pk=OuterRef("new"))
        corrected = Supersession.objects.filter(old=OuterRef("pk")).filter(Exists(corrections))
        return self.filter(~Exists(corrected)).not_withdrawn()

    def with_withdrawals(self) -> Self:
        """Return the same reports, each read along with why it is withdrawn (`Report.withdrawn_because`)."""
        reason = Withdrawal.objects.filter(report=OuterRef("pk")).values("reason")[:1]
        return self.annotate(_withdrawn_because=Subquery(reason))

    def not_withdrawn(self) -> Self:
        """Return only the reports that nobody has withdrawn."""
        return self.filter(~Exists(Withdrawal.objects.filter(report=OuterRef("pk"))))


class Report(Protected):
    """What one source says, in one document, about one thing. Immutable: a correction is a new report."""

    MAY_CHANGE: ClassVar = {"level", "held_from", "search"}
    LEAF: ClassVar = leaf_fields(
        *(3, "report"),
        *(
            "address",
            "digest",
            "kind",
            "content",
            "said",
            "language",
            "locator",
            "external_id",
            "flags",
            "entered_at",
            "level",
        ),
        document="document__sha256",
        attribution="attribution__key",
        entered_by="entered_by_id",
    )

    address = models.CharField(max_length=16, unique=True)
    digest = models.CharField(max_length=64)
    kind = models.CharField(_("kind"), max_length=40, db_index=True)
    content = models.JSONField(_("content"))
    said = models.TextField(_("the exact words"), blank=True)
    language = models.CharField(_("language"), max_length=12, blank=True)
    document = models.ForeignKey(Document, models.PROTECT, related_name="reports", verbose_name=_("document"))
    locator = models.CharField(_("where in the document"), max_length=200, blank=True)
    attribution = models.ForeignKey(Attribution, models.PROTECT, related_name="reports")
    external_id = models.CharField(_("identifier at the source"), max_length=200, blank=True, db_index=True)
    flags = models.JSONField(_("defects found"), default=list, blank=True)
    entered_at = models.DateTimeField(_("entered"))
    entered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("entered by")
    )
    search = models.TextField(editable=False, blank=True)

    objects = ReportQuerySet.as_manager()

    class Meta:
        ordering = ["-pk"]
        verbose_name = _("report")
        verbose_name_plural = _("reports")

    def __str__(self) -> str:
        return f"{self.kind} {self.address}"

    @cached_property
    def claim(self) -> Kind:
        """Return the content as its kind reads it; worked out once for each instance, since what was said never changes."""
        return kind_of(self.kind).model_validate(self.content, context=KEPT)

    @property
    def withdrawal(self) -> Withdrawal | None:
        """Return the withdrawal in force, where there is one; of the withdrawals that were read along with it."""
        return next((each for each in self.withdrawals.all() if each.taken_back_at is None), None)

    @property
    def withdrawn_because(self) -> str:
        """Return why it is withdrawn; empty where it is not. Costs a query where it was not read along (`with_withdrawals`)."""
        if "_withdrawn_because" in self.__dict__:
            return self.__dict__["_withdrawn_because"] or ""
        return self.withdrawal.reason if self.withdrawal else ""


class Unchangeable(models.Model):
    """A decision with its author and its moment; what undoes it is another decision."""

    MAY_CHANGE: ClassVar[set[str]] = set()

    at = models.DateTimeField(_("when"), auto_now_add=True)
    actor = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("by"))
    reason = models.TextField(_("reason"), blank=True)

    class Meta:
        abstract = True


_Decision = TypeVar("_Decision", bound="Reversible")


class InForce(models.Manager[_Decision]):
    """The decisions that were not taken back."""

    def get_queryset(self) -> models.QuerySet[_Decision]:
        return super().get_queryset().filter(taken_back_at=None)


class Reversible(Unchangeable):
    """A decision that can be taken back: once, by whom and when; the decision itself stays on the record.

    objects: those in force. everything: also those that were taken back; what related managers give.
    """

    MAY_CHANGE: ClassVar = {"taken_back_at", "taken_back_by"}

    taken_back_at = models.DateTimeField(_("taken back"), null=True, blank=True)
    taken_back_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        related_name="+",
        null=True,
        blank=True,
        verbose_name=_("taken back by"),
    )

    everything: ClassVar[models.Manager[Self]] = models.Manager()
    objects: ClassVar[InForce[Self]] = InForce()

    class Meta:
        abstract = True

    def take_back(self, actor: User) -> bool:
        """Take the decision back. Returns False where that was done already. Actions call this and write the log."""
        fresh = type(self).objects.filter(pk=self.pk)
        done = fresh.update(taken_back_at=timezone.now(), taken_back_by=actor)
        self.refresh_from_db()
        if done:
            note_taken_back(self, actor)
        return bool(done)


class Supersession(Reversible):
    """A correction: the new report takes the place of the old one, which stays.

    A report may be corrected twice: by somebody who may not see that it has been corrected already.
    """

    LEAF: ClassVar = leaf_fields(
        7, "correction", "at", "reason", old="old__address", new="new__address", actor="actor_id"
    )

    old = models.ForeignKey(Report, models.PROTECT, related_name="superseded_by")
    new = models.ForeignKey(Report, models.PROTECT, related_name="supersedes")


class Withdrawal(Reversible):
    """A report that is no longer counted, and why; it stays readable."""

    LEAF: ClassVar = leaf_fields(8, "withdrawal", "at", "reason", report="report__address", actor="actor_id")

    report = models.ForeignKey(Report, models.PROTECT, related_name="withdrawals")


class Verdict(models.TextChoices):
    """What a judgement says of two reports."""

    SAME = "same", _("the same")
    DIFFERENT = "different", _("different")


class Judgement(Unchangeable):
    """Two reports are about the same thing, or about different things, by a person or by a matcher.

    matcher: the name of the model that judged; empty where a person did. A person's judgement beats a matcher's.
    a is the report entered first.
    """

    LEAF: ClassVar = leaf_fields(
        5, "judgement", "at", "reason", "verdict", "matcher", "score", a="a__address", b="b__address", actor="actor_id"
    )

    a = models.ForeignKey(Report, models.PROTECT, related_name="+")
    b = models.ForeignKey(Report, models.PROTECT, related_name="+")
    verdict = models.CharField(_("verdict"), max_length=9, choices=Verdict.choices)
    matcher = models.CharField(max_length=80, blank=True)
    score = models.FloatField(null=True, blank=True)

    class Meta:
        ordering = ["-pk"]
        verbose_name = _("judgement")
        verbose_name_plural = _("judgements")
        constraints = [
            models.CheckConstraint(condition=Q(a__lt=models.F("b")), name="a_judgement_names_two_reports_in_order")
        ]


class Retraction(Unchangeable):
    """A judgement taken back; the judgement itself stays on the record."""

    LEAF: ClassVar = leaf_fields(
        *(6, "retraction", "at", "reason"),
        **{"a": "judgement__a__address", "b": "judgement__b__address", "actor": "actor_id"},
        **{"judged_at": "judgement__at", "verdict": "judgement__verdict"},
    )

    judgement = models.OneToOneField(Judgement, models.PROTECT, related_name="retraction")


class SourceAlias(Reversible):
    """A further name of a source, in any script: a shorter form, another spelling, a slip that keeps coming."""

    LEAF: ClassVar = leaf_fields(
        10, "name of a source", "at", "reason", "name", source="source__code", actor="actor_id"
    )

    source = models.ForeignKey(Source, models.PROTECT, related_name="aliases")
    name = models.CharField(_("name"), max_length=300)

    class Meta:
        ordering = ["pk"]
        verbose_name = _("further name of a source")
        verbose_name_plural = _("further names of sources")


class SourceJudgement(Reversible):
    """Two sources are one, or two, by a person; or may be one, because their names are spelled alike, by the matcher.

    kept: under whose name both stand where they are one. matcher: empty where a person judged.
    """

    LEAF: ClassVar = leaf_fields(
        *(11, "judgement of sources", "at", "reason", "verdict", "matcher"),
        **{"kept": "kept__code", "other": "other__code", "actor": "actor_id"},
    )

    kept = models.ForeignKey(Source, models.PROTECT, related_name="+")
    other = models.ForeignKey(Source, models.PROTECT, related_name="+")
    verdict = models.CharField(_("verdict"), max_length=9, choices=Verdict.choices)
    matcher = models.CharField(max_length=80, blank=True)

    class Meta:
        ordering = ["pk"]
        verbose_name = _("judgement of two sources")
        verbose_name_plural = _("judgements of two sources")
        constraints = [
            models.CheckConstraint(condition=~Q(kept=models.F("other")), name="a_source_is_not_judged_beside_itself")
        ]


class Place(models.Model):
    """A place that was imported, or a shipped one that gained something since; `places.gazetteer` reads both."""

    code = models.CharField(_("code"), max_length=40, unique=True)
    level = models.CharField(_("level"), max_length=20)
    parent = models.CharField(_("lies in"), max_length=40, blank=True)
    name_en = models.CharField(_("name in English"), max_length=200, blank=True)
    name_ar = models.CharField(_("name in Arabic"), max_length=200, blank=True)
    aliases = models.JSONField(_("other names"), default=list, blank=True)
    lat = models.FloatField(null=True, blank=True)
    lon = models.FloatField(null=True, blank=True)
    border = models.TextField(_("border"), blank=True)
    origin = models.CharField(_("where the entry comes from"), max_length=200, blank=True)

    class Meta:
        ordering = ["code"]
        verbose_name = _("place")
        verbose_name_plural = _("places")


class Population(models.Model):
    """How many people lived in a place in a year, as one list says; a later row of the same list takes the place of an earlier one.

    said_by: who says it, in the words of the list, or the code of the source that handed it over; may be empty. origin: the name of the file.
    """

    MAY_CHANGE: ClassVar[set[str]] = set()

    place = models.CharField(_("place"), max_length=40, db_index=True)
    year = models.PositiveSmallIntegerField(_("year"))
    people = models.PositiveBigIntegerField(_("people"))
    said_by = models.CharField(_("who says it"), max_length=200, blank=True)
    origin = models.CharField(_("where the entry comes from"), max_length=200, blank=True)

    class Meta:
        ordering = ["pk"]
        verbose_name = _("population")
        verbose_name_plural = _("populations")


class Word(models.Model):
    """A word, or a name of several words, that somewhere in the record is found by; a projection, to which rows are only added.

    Nobody is ever shown these: they also come from what few may see.
    """

    text = models.CharField(max_length=200, unique=True)

    def __str__(self) -> str:
        return self.text


class LogEntry(models.Model):
    """One write to the record, in the order of commit. Projections follow it; nothing in it is ever changed.

    verb: what was done; subjects: the ids it was done to; detail: what else is needed to understand it.
    """

    MAY_CHANGE: ClassVar[set[str]] = set()
    LEAF: ClassVar = leaf_fields(2, "change", "at", "verb", "subjects", "detail", noun="model", actor="actor_id")

    at = models.DateTimeField(auto_now_add=True)
    actor = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    verb = models.CharField(max_length=40, db_index=True)
    model = models.CharField(max_length=40)
    subjects = models.JSONField(default=list)
    detail: Any = models.JSONField(default=dict)

    class Meta:
        ordering = ["pk"]
