"""All that a role gives: permissions, rights over pages and collections, and the sight of what is restricted to it.

One place compares them, so that no screen lets anybody give more than they have.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.contrib.auth.models import Group, Permission, User
from django.db.models import ManyToManyRel
from wagtail.models import GroupCollectionPermission, GroupPagePermission

from dalil.bulletin.second_reading import SecondReading

Within = frozenset[tuple[str, int]]
"""Rights over parts of a tree: the path of a page or collection, and the permission that holds for it and all below it."""


@dataclass(frozen=True)
class Rights:
    """What an account or a role may do and see.

    permissions: primary keys. pages, collections: see `Within`. circles: the groups to which something is restricted.
    """

    permissions: frozenset[int] = frozenset()
    pages: Within = frozenset()
    collections: Within = frozenset()
    circles: frozenset[int] = frozenset()

    def __le__(self, other: Rights) -> bool:
        """Tell whether the other may do and see all that this may."""
        return (
            self.permissions <= other.permissions
            and self.circles <= other.circles
            and all(_is_within(right, other.pages) for right in self.pages)
            and all(_is_within(right, other.collections) for right in self.collections)
        )

    def __or__(self, other: Rights) -> Rights:
        return Rights(
            self.permissions | other.permissions,
            self.pages | other.pages,
            self.collections | other.collections,
            self.circles | other.circles,
        )


def rights_of_roles(roles: Iterable[Group]) -> Rights:
    """Return all that these roles give together."""
    keys = [role.pk for role in roles]
    pages = GroupPagePermission.objects.filter(group__in=keys).values_list("page__path", "permission")
    collections = GroupCollectionPermission.objects.filter(group__in=keys).values_list("collection__path", "permission")
    return Rights(
        frozenset(Permission.objects.filter(group__in=keys).values_list("pk", flat=True)),
        frozenset(pages),
        frozenset(collections),
        frozenset(keys) & circles_in_use(),
    )


def rights_of(account: User) -> Rights:
    """Return all that an account may do by its roles and by itself. A superuser may more than this says."""
    own = frozenset(account.user_permissions.values_list("pk", flat=True))
    return rights_of_roles(account.groups.all()) | Rights(own)


def circles_in_use() -> frozenset[int]:
    """Find the groups that something is restricted to: whoever is put into one of them sees it."""
    links: list[Any] = [each for each in Group._meta.get_fields(include_hidden=True) if isinstance(each, ManyToManyRel)]
    return frozenset(
        key
        for link in links
        if link.related_model not in (User, SecondReading)  # who reads pages a second time is shown nothing by it
        for key in link.through.objects.values_list("group", flat=True).distinct()
    )


def _is_within(right: tuple[str, int], rights: Within) -> bool:
    path, permission = right
    return any(permission == other and path.startswith(above) for above, other in rights)
