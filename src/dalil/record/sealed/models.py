"""The tables of the sealed compartment. What stands here in clear: that there is a person, in which role, who wrote which field and when."""

from __future__ import annotations

from typing import Any, ClassVar

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from dalil.archive.models import Document
from dalil.ledger.leaf_fields import leaf_fields
from dalil.record.models import Report, Reversible, Source, Unchangeable


def _by(**more: Any) -> Any:
    return models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", **more)


class SealedPerson(models.Model):
    """That there is somebody whose identity is sealed. reference: drawn by lot; it says nothing of them. role: a code of `sealed_roles`."""

    MAY_CHANGE: ClassVar[set[str]] = set()

    reference = models.CharField(max_length=20, unique=True)
    role = models.CharField(max_length=40)
    entered_at = models.DateTimeField(auto_now_add=True)
    entered_by = _by()

    class Meta:
        ordering = ["-pk"]
        verbose_name = _("sealed person")
        verbose_name_plural = _("sealed persons")

    def __str__(self) -> str:
        return self.reference


class KeyGeneration(models.Model):
    """One key of the compartment: its number and its recipient. The newest is in force; who is removed takes an old one along."""

    MAY_CHANGE: ClassVar[set[str]] = set()

    number = models.PositiveIntegerField(unique=True)
    recipient = models.CharField(max_length=100)
    made_at = models.DateTimeField(auto_now_add=True)
    made_by = _by()
    reason = models.TextField(blank=True)


class KeyHolder(models.Model):
    """Somebody who can open the compartment, or asks to: an officer, or the recovery key, which belongs to no account.

    kept_identity: the identity under the officer's passphrase; empty where they hold it themselves.
    """

    MAY_CHANGE: ClassVar = {"admitted_at", "admitted_by", "removed_at", "removed_by", "kept_identity"}

    user = _by(null=True)
    recipient = models.CharField(max_length=100)
    kept_identity = models.BinaryField(default=b"", blank=True)
    made_at = models.DateTimeField(auto_now_add=True)
    admitted_at = models.DateTimeField(null=True)
    admitted_by = _by(null=True)
    removed_at = models.DateTimeField(null=True)
    removed_by = _by(null=True)

    class Meta:
        ordering = ["pk"]


class Passkey(models.Model):
    """A passkey that opens the key of an officer. Deleted when its owner removes it, or their key is removed.

    credential, salt: by what the browser finds it, and what it is asked. kept_identity: the identity under what it answers.
    """

    holder = models.ForeignKey(KeyHolder, models.PROTECT, related_name="passkeys")
    name = models.CharField(max_length=60)
    credential = models.BinaryField(unique=True, max_length=1023)
    salt = models.BinaryField()
    kept_identity = models.BinaryField()
    made_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["pk"]


class WrappedSecret(models.Model):
    """The secret of one generation, wrapped to one holder. Deleted when a newer generation takes its place.

    tag: by a key of that generation, over holder and recipient: nobody joins the holders by writing into the database.
    """

    generation = models.ForeignKey(KeyGeneration, models.PROTECT, related_name="wrapped")
    holder = models.ForeignKey(KeyHolder, models.PROTECT, related_name="wrapped")
    wrapped = models.BinaryField()
    tag = models.BinaryField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["generation", "holder"], name="a_secret_is_wrapped_once")]


class DataKey(models.Model):
    """A key by which fields of one person are encrypted, wrapped to the compartment. Deleted at the erasure of the person.

    made_in: the generation that it was first wrapped to; what is written after a rotation gets a fresh key.
    generation: the one it is wrapped to now. tag: by a key of that generation, over person, number and key.
    """

    person = models.ForeignKey(SealedPerson, models.PROTECT, related_name="data_keys")
    number = models.PositiveIntegerField()
    made_in = models.PositiveIntegerField()
    generation = models.PositiveIntegerField()
    wrapped = models.BinaryField()
    tag = models.BinaryField()

    class Meta:
        ordering = ["number"]
        constraints = [models.UniqueConstraint(fields=["person", "number"], name="a_data_key_has_its_number")]


class FieldVersion(models.Model):
    """One field of a person as it stood from one change to the next, encrypted."""

    MAY_CHANGE: ClassVar[set[str]] = set()

    person = models.ForeignKey(SealedPerson, models.PROTECT, related_name="versions")
    field = models.CharField(max_length=40)
    version = models.PositiveIntegerField()
    key_number = models.PositiveIntegerField()
    sealed = models.BinaryField()
    at = models.DateTimeField(auto_now_add=True)
    actor = _by()

    class Meta:
        ordering = ["field", "version"]
        constraints = [
            models.UniqueConstraint(fields=["person", "field", "version"], name="a_field_has_one_text_in_a_version")
        ]


class BlindTerm(models.Model):
    """What a person is found by without being read: the keyed digest of a folded name or of a number."""

    person = models.ForeignKey(SealedPerson, models.PROTECT, related_name="terms")
    term = models.CharField(max_length=64, db_index=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["person", "term"], name="a_person_has_a_term_once")]


class Erasure(models.Model):
    """That the keys of a person were destroyed, by whom and why; nobody reads any of their fields again."""

    MAY_CHANGE: ClassVar[set[str]] = set()
    LEAF: ClassVar = leaf_fields(19, "erasure", "at", "reason", person="person__reference", actor="actor_id")

    person = models.OneToOneField(SealedPerson, models.PROTECT, related_name="erasure")
    at = models.DateTimeField(auto_now_add=True)
    actor = _by()
    reason = models.TextField()


class Opening(models.Model):
    """The compartment, open in one session: its secret under a key that only a cookie of the browser holds."""

    handle = models.CharField(max_length=64, unique=True)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    session = models.CharField(max_length=64)
    generation = models.PositiveIntegerField()
    sealed = models.BinaryField()
    opened_at = models.DateTimeField()
    used_at = models.DateTimeField()


class SealedRead(models.Model):
    """One reading of the compartment, one opening, one attempt that failed. what: a code of `reads.What`. fields: which were shown."""

    MAY_CHANGE: ClassVar[set[str]] = set()

    at = models.DateTimeField(auto_now_add=True)
    actor = _by(null=True)
    what = models.CharField(max_length=20)
    person = models.ForeignKey(SealedPerson, models.PROTECT, null=True, related_name="reads")
    session = models.CharField(max_length=64, blank=True)
    fields = models.JSONField(default=list)

    class Meta:
        ordering = ["-pk"]


class Submission(models.Model):
    """Something that a reader submitted, sealed to the compartment (`generation`). Empty once it is erased; that it came stays.

    reference: drawn by lot, told to whoever submitted it. about: what was asked of the reader.
    """

    class About(models.TextChoices):
        INFORMATION = "", _("information")
        SEARCH = "search", _("a search request")
        OPENED = "opened", _("what a partner told of somebody whom both know")

    MAY_CHANGE: ClassVar = {
        *("generation", "sealed", "done_at", "done_by"),
        *("erased_at", "erased_by", "erased_because"),
    }

    reference = models.CharField(max_length=20, unique=True)
    about = models.CharField(max_length=10, choices=About.choices, blank=True)
    received_at = models.DateTimeField(db_index=True)
    generation = models.PositiveIntegerField()
    sealed = models.BinaryField()
    done_at = models.DateTimeField(null=True)
    done_by = _by(null=True)
    erased_at = models.DateTimeField(null=True)
    erased_by = _by(null=True)
    erased_because = models.TextField(blank=True)

    class Meta:
        ordering = ["-pk"]

    def __str__(self) -> str:
        return self.reference


class Consent(models.Model):
    """That a sealed person was asked. What they consented to, and whether it still holds, say its acts. guardian: who consented for them."""

    MAY_CHANGE: ClassVar[set[str]] = set()

    reference = models.CharField(max_length=20, unique=True)
    person = models.ForeignKey(SealedPerson, models.PROTECT, related_name="consents")
    guardian = models.ForeignKey(SealedPerson, models.PROTECT, null=True, related_name="+")

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return self.reference


class ConsentAct(Unchangeable):
    """A consent was given, changed or withdrawn. terms: the content of `ConsentTerms`. on_day: since when it holds."""

    class Verb(models.TextChoices):
        GIVEN = "given", _("given")
        CHANGED = "changed", _("changed")
        WITHDRAWN = "withdrawn", _("withdrawn")

    LEAF: ClassVar = leaf_fields(
        *(17, "act of consent"),
        *("at", "reason", "verb", "terms", "on_day"),
        consent="consent__reference",
        actor="actor_id",
    )

    consent = models.ForeignKey(Consent, models.PROTECT, related_name="acts")
    verb = models.CharField(max_length=9, choices=Verb.choices)
    terms = models.JSONField(default=dict)
    on_day = models.DateField()

    class Meta:
        ordering = ["pk"]


class ConsentCover(Reversible):
    """What a consent covers: one report, one document with all that stands in it, or one source with all it says."""

    LEAF: ClassVar = leaf_fields(
        *(18, "cover of a consent"),
        *("at", "reason"),
        consent="consent__reference",
        report="report__address",
        document="document__sha256",
        source="source__code",
        actor="actor_id",
    )

    consent = models.ForeignKey(Consent, models.PROTECT, related_name="covers")
    report = models.ForeignKey(Report, models.PROTECT, null=True, related_name="consent_covers")
    document = models.ForeignKey(Document, models.PROTECT, null=True, related_name="consent_covers")
    source = models.ForeignKey(Source, models.PROTECT, null=True, related_name="consent_covers")

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(report__isnull=False, document=None, source=None)
                | models.Q(report=None, document__isnull=False, source=None)
                | models.Q(report=None, document=None, source__isnull=False),
                name="a_cover_is_of_one_thing",
            )
        ]

    @property
    def thing(self) -> Report | Document | Source:
        """Return what is covered."""
        return self.report or self.document or self.source  # type: ignore[return-value]


class Disclosure(models.Model):
    """Something that consents cover left the house: how, for what, to whom, by whom. reports: those of it that consents cover."""

    MAY_CHANGE: ClassVar[set[str]] = set()

    at = models.DateTimeField(auto_now_add=True)
    actor = _by()
    how = models.CharField(max_length=20)
    purpose = models.CharField(max_length=40)
    recipient = models.CharField(max_length=300, blank=True)
    reports = models.ManyToManyField(Report, related_name="disclosures")

    class Meta:
        ordering = ["-pk"]
