"""Who may see what. Protection is applied in the query: every read goes through `visible_to(viewer)`.

Three levels. What is restricted is seen by the members of the groups named on it, and by nobody else; the most restrictive of
a report, its document and its sources wins (see `record.models.ReportQuerySet.visible_to`).
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from typing import Any, Self

from django.contrib.auth.models import AbstractBaseUser, AnonymousUser, Group
from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils.timezone import localdate
from django.utils.translation import gettext_lazy as _

from dalil.access import log
from dalil.access.accounts import is_travelling


class Level(models.IntegerChoices):
    """How far a thing may be seen. A larger number is stricter."""

    PUBLIC = 0, _("public")
    INTERNAL = 1, _("internal")
    RESTRICTED = 2, _("restricted to groups")


@dataclass(frozen=True)
class Viewer:
    """Somebody who reads: the public, a member of the organisation, or the steward who keeps the machine.

    person: who it is, for the log of access. Two viewers who may see the same are equal, whoever they are.
    """

    member: bool = False
    groups: frozenset[int] = frozenset()
    everything: bool = False
    person: log.Person = field(default=log.Person(), compare=False, repr=False)

    @classmethod
    def public(cls) -> Self:
        return cls()

    @classmethod
    def steward(cls) -> Self:
        """Return the viewer who sees everything: the keeper of the machine, who could read the database anyway."""
        return cls(member=True, everything=True)

    @classmethod
    def of(cls, user: AbstractBaseUser | AnonymousUser) -> Self:
        """Return the viewer that a signed-in person is. Anybody else, and a closed account, is the public.

        Who travels is a member who is in no group: what is restricted is not there for them, whatever else they may do.
        """
        if not user.is_authenticated or not user.is_active:
            return cls.public()
        person = log.Person.here(user)
        if is_travelling(user):
            return cls(member=True, person=person)
        if getattr(user, "is_superuser", False):
            return replace(cls.steward(), person=person)
        groups: Any = getattr(user, "groups", None)
        return cls(
            member=True,
            groups=frozenset(groups.values_list("pk", flat=True)) if groups is not None else frozenset(),
            person=person,
        )

    @property
    def unrestricted(self) -> Self:
        """Return the same viewer without what is restricted."""
        return replace(self, groups=frozenset(), everything=False)

    @property
    def may_see_restricted(self) -> bool:
        """Tell whether anything restricted can be visible to this viewer at all."""
        return self.everything or bool(self.groups)

    @property
    def clearance(self) -> str:
        """Return the name of what this viewer may see. Two viewers share it exactly when they may see the same things; it names their projection."""
        if self.everything:
            return "all"
        if not self.member:
            return "public"
        return "-".join(["internal", *map(str, sorted(self.groups))])


class NobodyLeft(ValueError):
    """Restrictions to groups that have none in common cannot be said as one restriction."""


def together(protections: Iterable[tuple[int, Iterable[Group]]]) -> tuple[Level, list[Group]]:
    """Return the one protection (level, groups) that hides all that any of these hides.

    Raises NobodyLeft where no group may see all.
    """
    told = [(Level(level), set(groups)) for level, groups in protections]
    circles = [groups for level, groups in told if level == Level.RESTRICTED]
    if not circles:
        return max(level for level, _ in told), []
    common = set.intersection(*circles)
    if not common:
        raise NobodyLeft
    return Level.RESTRICTED, sorted(common, key=lambda group: group.pk)


class ProtectedQuerySet(models.QuerySet[Any]):
    """A query that can be narrowed to what one viewer may see."""

    def visible_to(self, viewer: Viewer) -> Self:
        """Narrow the query to what this viewer may see by the thing's own level and groups."""
        return self if viewer.everything else self.filter(own_level_allows(self.model, viewer))


def own_level_allows(model: type[models.Model], viewer: Viewer) -> Q:
    """Return the condition under which a viewer may see a row of this model, by the row's own level and groups."""
    if viewer.everything:
        return Q()
    if not viewer.member:
        return Q(level=Level.PUBLIC) & (Q(held_from=None) | Q(held_from__gt=localdate()))
    through = model._meta.get_field("groups").remote_field.through  # type: ignore[union-attr]
    key = model._meta.model_name
    shared = through.objects.filter(**{f"{key}_id": OuterRef("pk")}, group_id__in=viewer.groups)
    return Q(level__lte=Level.INTERNAL) | Q(Exists(shared), level=Level.RESTRICTED)


class Protected(models.Model):
    """A thing with a protection level of its own; internal unless somebody decides otherwise.

    held_from: from this day on the public does not see it, whatever its level, because a consent does not permit it. Kept by
    `record.sealed.consents`; it stands beside the level so that no query can forget it, and no job has to run when a consent expires.
    """

    level = models.PositiveSmallIntegerField(_("protection"), choices=Level.choices, default=Level.INTERNAL)
    groups = models.ManyToManyField(Group, verbose_name=_("groups that may see it"), blank=True, related_name="+")
    held_from = models.DateField(_("not public from"), null=True, blank=True, editable=False)

    class Meta:
        abstract = True

    @property
    def is_held(self) -> bool:
        """Tell whether a consent keeps it from the public today."""
        return self.held_from is not None and self.held_from <= localdate()


def is_allowed(thing: Protected, viewer: Viewer) -> bool:
    """Tell whether this viewer may see the thing by its own level and groups. It is `own_level_allows` for one thing that was read."""
    if viewer.everything:
        return True
    if not viewer.member:
        return thing.level == Level.PUBLIC and not thing.is_held
    return thing.level <= Level.INTERNAL or any(group.pk in viewer.groups for group in thing.groups.all())
