"""What stands in clear of searches: that there is one, in which state, since when, and who took which step. All words of it are sealed."""

from __future__ import annotations

from typing import Any, ClassVar

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from dalil.exchange.models import Partner
from dalil.ledger.leaf_fields import leaf_fields
from dalil.record.sealed.models import Consent, SealedPerson, Submission


def _by(**more: Any) -> Any:
    return models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", **more)


class SearchRequest(models.Model):
    """That somebody is sought. person: the sealed person whose field `search` holds who it is, what happened and who asks."""

    MAY_CHANGE: ClassVar[set[str]] = set()
    LEAF: ClassVar = leaf_fields(50, "search request", "entered_at", person="person__reference", actor="entered_by_id")

    person = models.OneToOneField(SealedPerson, models.PROTECT, related_name="search_request")
    entered_at = models.DateTimeField(auto_now_add=True)
    entered_by = _by()

    class Meta:
        ordering = ["-pk"]
        verbose_name = _("search request")
        verbose_name_plural = _("search requests")

    def __str__(self) -> str:
        return self.person.reference

    @property
    def reference(self) -> str:
        """Return the reference, which was drawn by lot and says nothing."""
        return self.person.reference


class SearchStep(models.Model):
    """A request came into a state. Its reason is a version of the sealed field `search_step`, with the number of the step.

    state: a code of `search_states`. other: the request that this one is a duplicate of. body: to whom it was referred, a code of `tracing_bodies`.
    """

    MAY_CHANGE: ClassVar[set[str]] = set()
    LEAF: ClassVar = leaf_fields(
        *(51, "step of a search"),
        *("number", "state", "at", "body"),
        person="request__person__reference",
        other="other__person__reference",
        actor="actor_id",
    )

    request = models.ForeignKey(SearchRequest, models.PROTECT, related_name="steps")
    number = models.PositiveIntegerField()
    state = models.CharField(max_length=30)
    other = models.ForeignKey(SearchRequest, models.PROTECT, null=True, related_name="duplicates")
    body = models.CharField(max_length=20, blank=True)
    at = models.DateTimeField(auto_now_add=True)
    actor = _by()

    class Meta:
        ordering = ["number"]
        constraints = [models.UniqueConstraint(fields=["request", "number"], name="a_step_of_a_search_has_its_number")]


class CandidateLook(models.Model):
    """Somebody looked at a candidate of a request. Which it was, and what they think, is a version of the sealed field `search_look`."""

    MAY_CHANGE: ClassVar[set[str]] = set()
    LEAF: ClassVar = leaf_fields(
        *(55, "look at a candidate"), *("number", "at"), person="request__person__reference", actor="actor_id"
    )

    request = models.ForeignKey(SearchRequest, models.PROTECT, related_name="looks")
    number = models.PositiveIntegerField()
    at = models.DateTimeField(auto_now_add=True)
    actor = _by()

    class Meta:
        ordering = ["number"]
        constraints = [models.UniqueConstraint(fields=["request", "number"], name="a_look_has_its_number")]


class CandidateQueue(models.Model):
    """The candidates of all requests, worked out portion by portion; shown is the last that was finished, or the first one while it is worked on.

    It can be thrown away and worked out anew; it goes with an erasure and with a change of keys. requests: how many are to be compared; done: how
    many are. people, remains: of the record, with how many. finished_at: empty while something is still to do.
    """

    generation = models.PositiveIntegerField()
    requests = models.PositiveIntegerField()
    done = models.PositiveIntegerField(default=0)
    people = models.PositiveIntegerField(default=0)
    remains = models.PositiveIntegerField(default=0)
    at = models.DateTimeField(auto_now_add=True)
    finished_at = models.DateTimeField(null=True)
    actor = _by()


class CandidatePortion(models.Model):
    """The candidates of some requests, sealed as one under a key of the compartment. last: the key of the last of these requests."""

    queue = models.ForeignKey(CandidateQueue, models.CASCADE, related_name="portions")
    number = models.PositiveIntegerField()
    requests = models.PositiveIntegerField()
    last = models.PositiveBigIntegerField()
    sealed = models.BinaryField()

    class Meta:
        ordering = ["number"]
        constraints = [models.UniqueConstraint(fields=["queue", "number"], name="a_portion_has_its_number")]


class Receipt(models.Model):
    """That somebody holds a code on paper by which they ask after a request. digest: of the code, which is kept nowhere.

    ended_at: another took its place.
    """

    MAY_CHANGE: ClassVar = {"ended_at"}
    LEAF: ClassVar = leaf_fields(52, "receipt", "digest", "at", person="request__person__reference", actor="actor_id")

    request = models.ForeignKey(SearchRequest, models.PROTECT, related_name="receipts")
    digest = models.CharField(max_length=64, unique=True)
    at = models.DateTimeField(auto_now_add=True)
    actor = _by()
    ended_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["pk"]


class FamilyForm(models.Model):
    """A search request that a family filled in itself, sealed as a submission, until an officer enters it as a request.

    receipt: the digest of the code that was shown. draft: the digest of what the telephone drew for this form, by which a form that is
    sent again is known; empty without it.
    """

    MAY_CHANGE: ClassVar = {"request"}
    LEAF: ClassVar = leaf_fields(
        *(54, "form of a family", "receipt"), reference="submission__reference", at="submission__received_at"
    )

    submission = models.OneToOneField(Submission, models.PROTECT, related_name="family_form")
    receipt = models.CharField(max_length=64, unique=True)
    draft = models.CharField(max_length=64, blank=True, db_index=True)
    request = models.OneToOneField(SearchRequest, models.PROTECT, null=True, related_name="family_form")

    class Meta:
        ordering = ["-pk"]

    def __str__(self) -> str:
        return self.submission.reference


class SearchFinding(models.Model):
    """That somebody proposed a finding, and what a second person decided. What was found is a version of the sealed field `search_finding`.

    consent: by which the report behind it is kept from the public, where it was not public before.
    """

    class Decision(models.TextChoices):
        CONFIRMED = "confirmed", _("confirmed")
        REJECTED = "rejected", _("rejected")

    MAY_CHANGE: ClassVar = {"decision", "decided_at", "decided_by"}

    request = models.ForeignKey(SearchRequest, models.PROTECT, related_name="findings")
    number = models.PositiveIntegerField()
    consent = models.ForeignKey(Consent, models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField(auto_now_add=True)
    actor = _by()
    decision = models.CharField(max_length=9, choices=Decision.choices, blank=True)
    decided_at = models.DateTimeField(null=True)
    decided_by = _by(null=True)

    class Meta:
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(fields=["request", "number"], name="a_finding_has_its_number"),
            models.CheckConstraint(
                condition=models.Q(decided_by=None) | ~models.Q(decided_by=models.F("actor")),
                name="a_finding_is_decided_by_a_second_person",
            ),
        ]


class Telling(models.Model):
    """The family was told of a finding. Who, how, when and with what support is a version of the sealed field `search_telling`."""

    MAY_CHANGE: ClassVar[set[str]] = set()
    LEAF: ClassVar = leaf_fields(
        *(53, "telling of a family"),
        "at",
        person="finding__request__person__reference",
        finding="finding__number",
        actor="actor_id",
    )

    finding = models.ForeignKey(SearchFinding, models.PROTECT, related_name="tellings")
    at = models.DateTimeField(auto_now_add=True)
    actor = _by()

    class Meta:
        ordering = ["pk"]


class SearchCall(models.Model):
    """That somebody calls the family of a request until a day."""

    MAY_CHANGE: ClassVar = {"done_at", "done_by"}
    LEAF: ClassVar = leaf_fields(
        *(64, "call to a family"), *("due_on", "at"), person="request__person__reference", actor="actor_id"
    )

    request = models.ForeignKey(SearchRequest, models.PROTECT, related_name="calls")
    due_on = models.DateField()
    at = models.DateTimeField(auto_now_add=True)
    actor = _by()
    done_at = models.DateTimeField(null=True)
    done_by = _by(null=True)

    class Meta:
        ordering = ["due_on", "pk"]


class ListedSearch(models.Model):
    """That a family wants its search on the public list, proposed by one officer and put up by another.

    shows: whose name stands there. name: as it is public; empty until it is put up, and again once it is taken down. relation, year: of whoever
    is sought, a code of `kinships` and the year of the last sight. reference: by which the public names it; it says nothing of the request.
    """

    class Shows(models.TextChoices):
        ASKER = "asker", _("who asks")
        MISSING = "missing", _("who is missing")

    MAY_CHANGE: ClassVar = {"name", "relation", "year", "put_up_at", "put_up_by", "taken_down_at"}
    LEAF: ClassVar = leaf_fields(
        *(65, "search on the public list"),
        *("reference", "shows", "at"),
        person="request__person__reference",
        consent="consent__reference",
        actor="actor_id",
    )

    request = models.ForeignKey(SearchRequest, models.PROTECT, related_name="listings")
    consent = models.ForeignKey(Consent, models.PROTECT, related_name="+")
    reference = models.CharField(max_length=20, unique=True)
    shows = models.CharField(max_length=7, choices=Shows.choices)
    name = models.CharField(max_length=500, blank=True)
    relation = models.CharField(max_length=40, blank=True)
    year = models.PositiveIntegerField(null=True)
    at = models.DateTimeField(auto_now_add=True)
    actor = _by()
    put_up_at = models.DateTimeField(null=True)
    put_up_by = _by(null=True)
    taken_down_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["request"], condition=models.Q(taken_down_at=None), name="a_search_is_on_the_list_once"
            ),
            models.CheckConstraint(
                condition=models.Q(put_up_by=None) | ~models.Q(put_up_by=models.F("actor")),
                name="a_search_is_put_up_by_a_second_person",
            ),
            models.CheckConstraint(
                condition=models.Q(name="") | models.Q(put_up_at__isnull=False, taken_down_at=None),
                name="a_name_stands_only_while_it_is_up",
            ),
        ]

    def __str__(self) -> str:
        return self.reference


class BlindExchange(models.Model):
    """That we look with a partner for people whom both know, without showing names. identity: drawn by who began.

    kept: our secret number and which point is whose, sealed to the compartment (`generation`); emptied when the exchange ends.
    partner_key: to which we seal what we open for the partner. last: the digest of the partner's last step.
    """

    MAY_CHANGE: ClassVar = {"step", "kept", "generation", "partner_key", "last"}
    LEAF: ClassVar = leaf_fields(
        66, "blind exchange", "identity", "began_here", "at", partner="partner__name", actor="actor_id"
    )

    partner = models.ForeignKey(Partner, models.PROTECT, related_name="blind_exchanges")
    identity = models.CharField(max_length=32)
    began_here = models.BooleanField()
    step = models.PositiveIntegerField()
    kept = models.BinaryField()
    generation = models.PositiveIntegerField()
    partner_key = models.CharField(max_length=100, blank=True)
    last = models.CharField(max_length=64, blank=True)
    at = models.DateTimeField(auto_now_add=True)
    actor = _by()

    class Meta:
        ordering = ["-pk"]
        constraints = [models.UniqueConstraint(fields=["partner", "identity"], name="a_blind_exchange_is_one")]

    def __str__(self) -> str:
        return self.identity


class BlindStep(models.Model):
    """A step of a blind exchange that was sent or came: how many people stood behind how many points. digest: of its manifest."""

    MAY_CHANGE: ClassVar[set[str]] = set()
    LEAF: ClassVar = leaf_fields(
        *(67, "step of a blind exchange"),
        *("step", "sent", "people", "points", "digest", "at"),
        exchange="exchange__identity",
        actor="actor_id",
    )

    exchange = models.ForeignKey(BlindExchange, models.PROTECT, related_name="steps")
    step = models.PositiveIntegerField()
    sent = models.BooleanField()
    people = models.PositiveIntegerField()
    points = models.PositiveIntegerField()
    digest = models.CharField(max_length=64)
    at = models.DateTimeField(auto_now_add=True)
    actor = _by()

    class Meta:
        ordering = ["pk"]


class BlindHit(models.Model):
    """That the partner knows somebody who may be one of ours: a request or a report, by reference. bits: of the rarest key they share.

    ours, theirs: the numbers of the points that met, in the order of each side, by which both mean the same hit.
    """

    MAY_CHANGE: ClassVar[set[str]] = set()
    LEAF: ClassVar = leaf_fields(
        *(62, "hit of a blind exchange"), *("item", "at"), exchange="exchange__identity", actor="actor_id"
    )

    exchange = models.ForeignKey(BlindExchange, models.PROTECT, related_name="hits")
    item = models.CharField(max_length=40)
    bits = models.FloatField()
    ours = models.JSONField()
    theirs = models.JSONField()
    at = models.DateTimeField(auto_now_add=True)
    actor = _by()

    class Meta:
        ordering = ["-bits", "pk"]
        constraints = [models.UniqueConstraint(fields=["exchange", "item"], name="a_hit_of_a_blind_exchange_is_one")]


class BlindOpening(models.Model):
    """That who stands behind a hit was told to the partner (`sent`), or by it. words: what the partner told, sealed as a submission."""

    MAY_CHANGE: ClassVar[set[str]] = set()
    LEAF: ClassVar = leaf_fields(
        *(63, "opened hit of a blind exchange"),
        *("sent", "digest", "at"),
        item="hit__item",
        exchange="hit__exchange__identity",
        actor="actor_id",
    )

    hit = models.ForeignKey(BlindHit, models.PROTECT, related_name="openings")
    sent = models.BooleanField()
    digest = models.CharField(max_length=64)
    words = models.ForeignKey(Submission, models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField(auto_now_add=True)
    actor = _by()

    class Meta:
        ordering = ["pk"]
