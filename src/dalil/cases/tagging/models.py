"""What a legal officer judged: whether a provision may concern what a report tells of, and in which kind of conflict it happened."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from dalil.ledger.leaf_fields import leaf_fields
from dalil.record.models import Report, Reversible, Verdict


class TagAnswer(models.TextChoices):
    """What a legal officer says of a provision that is to be examined."""

    ACCEPTED = "accepted", _("may concern it")
    REFUSED = "refused", _("does not concern it")


class TagVerdict(Reversible):
    """A legal officer judged whether a provision may concern what a report tells of; it holds for the entity of the report.

    rules: the rules that proposed it when it was judged; none where the officer named the provision.
    """

    LEAF: ClassVar = leaf_fields(
        *(60, "judgement of law"),
        *("at", "reason", "provision", "answer", "rules"),
        report="report__address",
        actor="actor_id",
    )

    report = models.ForeignKey(Report, models.PROTECT, related_name="+")
    provision = models.CharField(_("provision"), max_length=40, db_index=True)
    answer = models.CharField(_("answer"), max_length=8, choices=TagAnswer.choices)
    rules = models.JSONField(default=list)

    class Meta:
        ordering = ["-pk"]
        verbose_name = _("judgement of law")
        verbose_name_plural = _("judgements of law")

    @property
    def verdict(self) -> str:
        """Return the answer as every judgement is told that travels: the provision may concern it, or does not."""
        return Verdict.SAME if self.answer == TagAnswer.ACCEPTED else Verdict.DIFFERENT


class ConflictVerdict(Reversible):
    """A legal officer judged in which kind of conflict something happened; it holds for the entity of the report."""

    LEAF: ClassVar = leaf_fields(
        *(61, "judgement of a conflict"),
        *("at", "reason", "conflict"),
        report="report__address",
        actor="actor_id",
    )

    report = models.ForeignKey(Report, models.PROTECT, related_name="+")
    conflict = models.CharField(_("kind of conflict"), max_length=5)

    class Meta:
        ordering = ["-pk"]
        verbose_name = _("judgement of a conflict")
        verbose_name_plural = _("judgements of conflicts")

    @property
    def verdict(self) -> str:
        """Return how it is told where it travels: it says of which kind the conflict is, never of which it is not."""
        return Verdict.SAME
