"""What a role may do with pages and collections, and who may open a page or a collection: each change is in the log of access.

Wagtail writes the rights of a role in one statement, of which Django tells nobody; so they are compared before and after.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.contrib.auth.models import Group
from django.db.models.signals import post_save, pre_delete
from wagtail.models import (
    CollectionViewRestriction,
    GroupCollectionPermission,
    GroupPagePermission,
    PageViewRestriction,
)

from dalil.access import log
from dalil.access.models import Action
from dalil.access.watch import refuse_travellers


@contextmanager
def noting_page_rights(role: Group) -> Iterator[None]:
    """Within it a role may be given, and lose, rights on pages and collections; at its end what changed is written into the log.

    role: as the form holds it; one that is made within has a key only at the end.
    """
    before = list_page_rights(role)
    yield
    after = list_page_rights(role)
    if given := sorted(after - before):
        refuse_travellers()
        log.write(Action.RIGHTS_CHANGED, role=role.name, given=", ".join(given))
    if taken := sorted(before - after):
        refuse_travellers()
        log.write(Action.RIGHTS_CHANGED, role=role.name, taken=", ".join(taken))


def list_page_rights(role: Group) -> frozenset[str]:
    """List what a role may do with which pages and collections, each by its number: `publish_page on page 3`."""
    if role.pk is None:
        return frozenset()
    pages = GroupPagePermission.objects.filter(group=role).values_list("permission__codename", "page")
    collections = GroupCollectionPermission.objects.filter(group=role).values_list("permission__codename", "collection")
    return frozenset(
        [
            *(f"{code} on page {key}" for code, key in pages),
            *(f"{code} on collection {key}" for code, key in collections),
        ]
    )


def watch() -> None:
    """Begin to listen to who may open a page or a collection."""
    for model in (PageViewRestriction, CollectionViewRestriction):
        post_save.connect(_closed, sender=model, dispatch_uid=f"dalil.desk.closed.{model.__name__}")
        pre_delete.connect(_opened, sender=model, dispatch_uid=f"dalil.desk.opened.{model.__name__}")


def _closed(instance: Any, raw: bool = False, **_: Any) -> None:
    if not raw:
        log.write(Action.RIGHTS_CHANGED, closed=_place_of(instance), how=instance.restriction_type)


def _opened(instance: Any, **_: Any) -> None:
    log.write(Action.RIGHTS_CHANGED, opened=_place_of(instance))


def _place_of(restriction: PageViewRestriction | CollectionViewRestriction) -> str:
    if isinstance(restriction, PageViewRestriction):
        return f"page {restriction.page_id}"
    return f"collection {restriction.collection_id}"
