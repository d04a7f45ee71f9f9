"""Who may open a dossier: all legal officers, or those of some groups. Whoever may not is told of no such dossier."""

from __future__ import annotations

from collections.abc import Collection

from django.contrib.auth.models import Group, User
from django.db.models import QuerySet

from dalil.archive.protection import Viewer
from dalil.cases.dossiers.models import Dossier, DossierCircle
from dalil.record.actions.transaction import Refused, writing
from dalil.record.lengths import check_lengths
from dalil.record.log import Subject, Verb, append_change


def visible_dossiers(viewer: Viewer) -> QuerySet[Dossier]:
    """Narrow the dossiers to those that a viewer may know of, as far as groups go; whether somebody works on dossiers at all says their role."""
    if viewer.everything:
        return Dossier.objects.all()
    closed = [key for key, groups in _circles().items() if groups and not viewer.groups.intersection(groups)]
    return Dossier.objects.exclude(pk__in=closed)


def groups_of(dossier: Dossier) -> tuple[int, ...]:
    """Return the primary keys of the groups whose officers may open a dossier; empty where all legal officers may."""
    last = dossier.circles.order_by("-pk").values_list("groups", flat=True).first()
    return tuple(last or ())


def draw_circle(dossier: Dossier, groups: Collection[Group], *, viewer: Viewer, actor: User, reason: str) -> None:
    """Let only the legal officers of some groups open a dossier; all of them where no group is named. What held before stays on the record.

    Raises Refused without a reason, where nothing changes, and where whoever does it could not open it any more.
    """
    check_lengths(reason=reason)
    if not reason.strip():
        raise Refused("circle_without_reason", "say why other officers may open it now")
    keys = sorted(each.pk for each in groups)
    if keys and not viewer.everything and not viewer.groups.intersection(keys):
        raise Refused("circle_without_oneself", "you belong to none of these groups and could not open it any more")
    with writing():
        if keys == list(groups_of(dossier)):
            raise Refused("same_circle", "these officers may open it already")
        DossierCircle.objects.create(dossier=dossier, groups=keys, actor=actor, reason=reason)
        append_change(Verb.DEFINED, Subject.DOSSIER, [dossier.prefix], actor=actor, groups=keys, what="circle")


def _circles() -> dict[int, list[int]]:
    """The groups that hold for each dossier, by its primary key."""
    return dict(DossierCircle.objects.order_by("pk").values_list("dossier", "groups"))
