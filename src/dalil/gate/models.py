"""What was overridden at the gate: by whom, of what, and why. Rows are only added."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from dalil.ledger.leaf_fields import leaf_fields
from dalil.record.models import Unchangeable


class Override(Unchangeable):
    """One person's word that a thing becomes public all the same. Two persons' words on the same objections let it through.

    noun, name: as the log names the thing. objections: the digests of those that the person was told; the word is about no others.
    types: their types, to be read.
    """

    MAY_CHANGE: ClassVar[set[str]] = set()
    LEAF: ClassVar = leaf_fields(
        15, "override", "at", "reason", "noun", "name", "objections", "types", actor="actor_id"
    )

    noun = models.CharField(max_length=40)
    name = models.CharField(max_length=120)
    objections = models.JSONField(default=list)
    types = models.JSONField(default=list)

    class Meta:
        ordering = ["pk"]
        verbose_name = _("override at the gate")
        verbose_name_plural = _("overrides at the gate")
        indexes: ClassVar = [models.Index(fields=["noun", "name"], name="gate_override_of")]
