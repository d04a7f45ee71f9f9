"""Models that were trained, which are kept; and what they said of pairs, which is worked out anew at any time."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from dalil.ledger.leaf_fields import leaf_fields
from dalil.record.models import Report, Reversible, Unchangeable, Verdict


class TrainedModel(Unchangeable):
    """A model as it was trained: by whom and when, with what result, on what. The latest of a kind is in force while it fits the kind.

    parameters: its weights (`model.Model.plain`). about: what it was trained on.
    """

    MAY_CHANGE: ClassVar[set[str]] = set()

    kind = models.CharField(max_length=40)
    number = models.PositiveIntegerField()
    parameters = models.JSONField()
    about = models.JSONField(default=dict)

    class Meta:
        ordering = ["-number"]
        verbose_name = _("model of matching")
        verbose_name_plural = _("models of matching")
        constraints: ClassVar = [models.UniqueConstraint(fields=["kind", "number"], name="a_model_has_a_number")]


class SecondLook(Unchangeable):
    """Somebody is unsure of a pair, and asks that another person judges it. It waits until a person other than the one who asks has judged.

    a is the report entered first. reason: what makes it hard.
    """

    MAY_CHANGE: ClassVar[set[str]] = set()

    a = models.ForeignKey(Report, models.PROTECT, related_name="+")
    b = models.ForeignKey(Report, models.PROTECT, related_name="+")

    class Meta:
        ordering = ["-pk"]
        verbose_name = _("pair that waits for a second person")
        verbose_name_plural = _("pairs that wait for a second person")
        constraints: ClassVar = [
            models.CheckConstraint(condition=models.Q(a__lt=models.F("b")), name="a_second_look_names_two_in_order")
        ]


class LikelyPair(models.Model):
    """A pair of reports that may be about one thing, as the model in force sees it. a is the report entered first.

    levels: the code of the level of each comparison of the kind, in their order; null where one of the two says nothing.
    """

    a = models.ForeignKey(Report, models.CASCADE, related_name="+")
    b = models.ForeignKey(Report, models.CASCADE, related_name="+")
    kind = models.CharField(max_length=40)
    likelihood = models.FloatField()
    levels = models.JSONField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["a", "b"], name="a_pair_is_proposed_once"),
            models.CheckConstraint(condition=models.Q(a__lt=models.F("b")), name="a_proposal_names_two_in_order"),
        ]
        indexes: ClassVar = [models.Index(fields=["kind", "likelihood"], name="matching_by_likelihood")]


class Followed(models.Model):
    """How far the proposals of a kind follow the log, and which model they are of."""

    kind = models.CharField(max_length=40, unique=True)
    number = models.BigIntegerField()
    mark = models.CharField(max_length=16)
    model = models.CharField(max_length=80)


class Pointing(Reversible):
    """A site that a report names is, or is not, the site that a report of the register tells of; by a person, or by the matcher.

    field, name: where in the report the site stands, and how it is called there. matcher: the rule that judged; empty where a person did.
    """

    LEAF: ClassVar = leaf_fields(
        *(25, "pointing", "at", "reason", "field", "name", "verdict", "matcher"),
        report="report__address",
        target="target__address",
        actor="actor_id",
    )

    report = models.ForeignKey(Report, models.PROTECT, related_name="+")
    field = models.CharField(max_length=40)
    name = models.CharField(_("as it is called"), max_length=300)
    target = models.ForeignKey(Report, models.PROTECT, related_name="+")
    verdict = models.CharField(_("verdict"), max_length=9, choices=Verdict.choices)
    matcher = models.CharField(max_length=80, blank=True)

    class Meta:
        ordering = ["-pk"]
        verbose_name = _("judgement of a named site")
        verbose_name_plural = _("judgements of named sites")
        constraints: ClassVar = [
            models.CheckConstraint(condition=~models.Q(report=models.F("target")), name="no_report_points_to_itself")
        ]


class SiteName(models.Model):
    """A name that a report of the register gives to a site, as names are compared; worked out from the report, and anew at any time.

    plain: folded, without articles; core: its consonants without the words that say what sort of site it is. Empty where the report gives no name.
    """

    report = models.ForeignKey(Report, models.CASCADE, related_name="+")
    plain = models.CharField(max_length=1000, db_index=True)
    core = models.CharField(max_length=1000, db_index=True)


class SiteNamesFollowed(models.Model):
    """How far the names of sites follow the log, and by which way of comparing names. There is one row, or none."""

    number = models.BigIntegerField()
    mark = models.CharField(max_length=16)
    way = models.CharField(max_length=80)
