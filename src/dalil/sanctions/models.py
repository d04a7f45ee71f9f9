"""The versions of lists that were taken in: which file was taken for which list and which day, by whom."""

from __future__ import annotations

from typing import Any, ClassVar, Self

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from dalil.archive.models import Document
from dalil.archive.protection import Level, Viewer
from dalil.ledger.leaf_fields import leaf_fields
from dalil.record.models import Report, Reversible, Unchangeable, Verdict


class VersionQuerySet(models.QuerySet[Any]):
    """Versions of lists, narrowed to the files that a viewer may see."""

    def visible_to(self, viewer: Viewer) -> Self:
        """Return only the versions whose file this viewer may see."""
        return self.filter(document__in=Document.objects.visible_to(viewer))


class ListVersion(Unchangeable):
    """One version of a list: the file that was taken for it, its day, and what came of comparing it with the version before.

    number: its place among the versions of its list, from 1. dated: the day of which the file is. listed, amended, delisted, unchanged: how many
    entries; of a first version all are unchanged, since nobody knows when they came. renumbered: numbers of entries as the file has them, with
    the numbers under which they were known before. not_carried: fields of the file that no claim carries, with how often. accepted: why a
    version was taken that is much smaller than the one before; empty where it is not.
    """

    MAY_CHANGE: ClassVar[set[str]] = set()
    LEAF: ClassVar = leaf_fields(
        *(16, "version of a list"),
        *("at", "reason", "sanctions_list", "number", "format", "dated"),
        *("entries", "listed", "amended", "delisted", "unchanged", "renumbered", "not_carried", "accepted"),
        document="document__sha256",
        actor="actor_id",
    )

    sanctions_list = models.CharField(_("list"), max_length=40)
    number = models.PositiveIntegerField(_("version"))
    document = models.ForeignKey(Document, models.PROTECT, related_name="+", verbose_name=_("file"))
    companions = models.ManyToManyField(
        Document, blank=True, related_name="+", verbose_name=_("further files of the set")
    )
    format = models.CharField(_("format"), max_length=40)
    dated = models.DateField(_("of the day"))
    entries = models.PositiveIntegerField(_("entries"))
    listed = models.PositiveIntegerField(_("put on"))
    amended = models.PositiveIntegerField(_("amended"))
    delisted = models.PositiveIntegerField(_("taken off"))
    unchanged = models.PositiveIntegerField(_("unchanged"))
    renumbered: Any = models.JSONField(default=dict, blank=True)
    not_carried: Any = models.JSONField(_("not carried"), default=dict, blank=True)
    accepted = models.TextField(_("why it was taken although it is much smaller"), blank=True)

    objects = VersionQuerySet.as_manager()

    class Meta:
        ordering = ["sanctions_list", "-number"]
        verbose_name = _("version of a list")
        verbose_name_plural = _("versions of lists")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["sanctions_list", "number"], name="a_version_has_a_number_in_its_list"),
        ]

    def __str__(self) -> str:
        return f"{self.sanctions_list} {self.dated}"

    @property
    def mark(self) -> str:
        """Return what stands before the numbers of its entries in the identifiers of their reports."""
        return mark_of(self.sanctions_list, self.number)


def mark_of(sanctions_list: str, number: int) -> str:
    """Return what stands before the numbers of the entries of one version in the identifiers of their reports.

    >>> mark_of("un_sc", 3)
    'sanctions/un_sc/3'
    """
    return f"{PREFIX}{sanctions_list}/{number}"


PREFIX = "sanctions/"
"""The identifiers of the reports that versions of lists made begin so."""


class ScreeningCandidate(models.Model):
    """A report's person and an entry of a list that may be one, as the names, dates and places tell; worked out anew at any time.

    report: the one that names the person; step: the last report of the entry. weight: in bits, of all reasons. reasons: about, level, weight.
    """

    report = models.ForeignKey(Report, models.CASCADE, related_name="+")
    step = models.ForeignKey(Report, models.CASCADE, related_name="+")
    sanctions_list = models.CharField(max_length=40)
    entry = models.CharField(max_length=200)
    name = models.CharField(max_length=500)
    listed_name = models.CharField(max_length=500)
    weight = models.FloatField()
    reasons: Any = models.JSONField(default=list)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["report", "sanctions_list", "entry"], name="a_person_and_an_entry_are_one_candidate"
            )
        ]
        indexes: ClassVar = [models.Index(fields=["-weight"], name="screening_by_weight")]


class ScreeningVerdict(Reversible):
    """A person judged whether the person of a report is the one of an entry. The entry is named by its list and number, through all versions."""

    LEAF: ClassVar = leaf_fields(
        *(21, "judgement of a screening"),
        *("at", "reason", "sanctions_list", "entry", "verdict"),
        report="report__address",
        actor="actor_id",
    )

    report = models.ForeignKey(Report, models.PROTECT, related_name="+")
    sanctions_list = models.CharField(_("list"), max_length=40)
    entry = models.CharField(_("number"), max_length=200)
    verdict = models.CharField(_("verdict"), max_length=9, choices=Verdict.choices)

    class Meta:
        ordering = ["-pk"]
        verbose_name = _("judgement of a screening")
        verbose_name_plural = _("judgements of screenings")


class ScreenedUpTo(models.Model):
    """How far the candidates follow the log."""

    number = models.BigIntegerField()
    mark = models.CharField(max_length=16)


class ListSubscription(models.Model):
    """Somebody at the desk who is told by mail when a list changes.

    told: the number of the last version of which they know: that was there when they asked, or of which a mail began to go out.
    """

    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    sanctions_list = models.CharField(_("list"), max_length=40)
    told = models.PositiveIntegerField(default=0)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["person", "sanctions_list"], name="a_person_asks_once_for_a_list")
        ]


class WatchedAddress(models.Model):
    """An address or a folder at which versions of a list appear. What the last look gave is kept with it: a failure is shown, never an empty list.

    actor: in whose name versions are taken in, at which level. failures: how many looks in a row failed; why, told: the last failure, in English and
    as `wording.refusals.say_kept` says it in the language of the screen.
    """

    address = models.CharField(_("address"), max_length=500, unique=True)
    sanctions_list = models.CharField(_("list"), max_length=40, blank=True)
    level = models.PositiveSmallIntegerField(_("protection"), choices=Level.choices, default=Level.INTERNAL)
    actor = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("by"))
    etag = models.CharField(max_length=300, blank=True)
    modified = models.CharField(max_length=100, blank=True)
    looked = models.DateTimeField(_("last looked at"), null=True)
    failures = models.PositiveIntegerField(default=0)
    why = models.CharField(max_length=500, blank=True)
    told: Any = models.JSONField(default=dict, blank=True)
    last = models.ForeignKey(ListVersion, models.SET_NULL, null=True, related_name="+")

    class Meta:
        ordering = ["address"]
        verbose_name = _("watched address")
        verbose_name_plural = _("watched addresses")
