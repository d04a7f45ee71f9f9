"""The tables of the ledger: leaves, their salts, the hashes over full subtrees, signed checkpoints, cosignatures, remarks."""

from __future__ import annotations

from typing import Any, ClassVar

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from dalil.ledger.leaf_fields import LeafFields, leaf_fields


class Leaf(models.Model):
    """One leaf. number: its place in the tree, counted from 0. noun, row_key: whose it is, by the code in `LEAF` and the primary key."""

    MAY_CHANGE: ClassVar[set[str]] = set()

    number = models.BigIntegerField(primary_key=True)
    noun = models.PositiveSmallIntegerField()
    row_key = models.BigIntegerField()
    hash = models.BinaryField()

    class Meta:
        ordering = ["number"]
        constraints: ClassVar = [models.UniqueConstraint(fields=["noun", "row_key"], name="a_row_has_one_leaf")]


class Salt(models.Model):
    """The salt of a leaf, apart from it: without it nothing can be learned from the leaf, and the tree stands as it did.

    It is deleted only by `sealing.destroy_salt`, which writes a remark about it.
    """

    number = models.BigIntegerField(primary_key=True)
    salt = models.BinaryField()


class Subtree(models.Model):
    """The hash over a full subtree of 256 ** level leaves; index: how many such stand before it."""

    MAY_CHANGE: ClassVar[set[str]] = set()

    level = models.PositiveSmallIntegerField()
    index = models.BigIntegerField()
    hash = models.BinaryField()

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["level", "index"], name="a_subtree_has_one_hash")]


class Remark(models.Model):
    """What the ledger itself has to say, in a leaf of its own: rows that were sealed late, a destroyed salt, the log of access so far.

    what: a code of `WHAT`; detail: what is needed to understand it.
    """

    MAY_CHANGE: ClassVar[set[str]] = set()
    LEAF: ClassVar[LeafFields] = leaf_fields(1, "remark", "at", "what", "detail", actor="actor_id")

    class What(models.TextChoices):
        SEALED_LATE = "sealed late", _("rows that stood in the record already were sealed")
        TAKEN_BACK = "taken back", _("a decision was taken back")
        SALT_DESTROYED = "salt destroyed", _("the salt of a leaf was destroyed")
        LOG_OF_ACCESS = "log of access", _("how far the log of access had come")
        PAGE_PUBLISHED = "page published", _("a page was published")
        BEGUN_ANEW = "begun anew", _("a log of another name was begun")

    at = models.DateTimeField(auto_now_add=True)
    what = models.CharField(max_length=40, choices=What.choices)
    actor = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    detail: Any = models.JSONField(default=dict)

    class Meta:
        ordering = ["pk"]


class SignedCheckpoint(models.Model):
    """A checkpoint as it was signed. log: the name of the log; size: how many leaves the tree had; note: the signed note."""

    MAY_CHANGE: ClassVar[set[str]] = set()

    log = models.CharField(max_length=200)
    size = models.BigIntegerField()
    at = models.DateTimeField(_("signed"), auto_now_add=True)
    note = models.TextField()

    class Meta:
        ordering = ["-pk"]
        verbose_name = _("checkpoint")
        verbose_name_plural = _("checkpoints")


class Cosigner(models.Model):
    """A partner whose cosignature is asked for. key: the line of the public key, with its name."""

    name = models.CharField(max_length=200, unique=True)
    key = models.CharField(max_length=400)
    since = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["name"]


class Cosignature(models.Model):
    """A line by which a partner says that a checkpoint continues what it saw before. seen_at: the moment that the line names."""

    MAY_CHANGE: ClassVar[set[str]] = set()

    checkpoint = models.ForeignKey(SignedCheckpoint, models.PROTECT, related_name="cosignatures")
    name = models.CharField(max_length=200)
    line = models.CharField(max_length=400)
    seen_at = models.DateTimeField()

    class Meta:
        ordering = ["pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["checkpoint", "line"], name="a_cosignature_stands_once")
        ]


class Timestamp(models.Model):
    """A token of RFC 3161 over the text of a checkpoint. authority: the address that gave it; says: the moment that it names."""

    MAY_CHANGE: ClassVar[set[str]] = set()

    checkpoint = models.ForeignKey(SignedCheckpoint, models.PROTECT, related_name="timestamps")
    authority = models.CharField(max_length=400)
    token = models.BinaryField()
    says = models.DateTimeField()

    class Meta:
        ordering = ["pk"]
