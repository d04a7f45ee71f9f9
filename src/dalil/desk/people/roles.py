"""The roles of an organisation: Django groups with what each may do.

Made when the database is migrated. A permission that a steward took away from a role is not given back: what is written here is
given to a role when it is made, and what is new here later is for a migration.
"""

from __future__ import annotations

from typing import Any

from django.apps import apps
from django.contrib.auth.management import create_permissions
from django.contrib.auth.models import Group, Permission
from django.db import DEFAULT_DB_ALIAS, transaction

from dalil.access import log

ROLES: dict[str, frozenset[str]] = {
    "reader": frozenset({"see", "count"}),
    "contributor": frozenset({"see", "enter", "correct"}),
    "analyst": frozenset({"see", "count", "enter", "correct", "judge", "imports"}),
    "tracing officer": frozenset({"see", "count", "enter", "correct", "judge", "protect", "open_sealed"}),
    "legal officer": frozenset(
        {"see", "count", "enter", "correct", "withdraw", "judge", "protect", "open_sealed", "judge_law", "dossiers"}
    ),
    "editor": frozenset({"see", "count", "enter", "correct", "withdraw", "publish"}),
    "steward": frozenset({"see", "count", "enter", "correct", "withdraw", "judge", "protect", "publish", "imports"}),
}
"""What each role may do at the desk, by the permissions of `models.Desk`."""

PUBLISHERS = ("editor", "steward")
"""The roles that write and publish pages."""

KEEPING_PEOPLE = ("add_user", "change_user", "view_user", "add_group", "change_group", "view_group")
"""What a steward may do with accounts and roles. An account is closed, never deleted: what it wrote keeps its name."""

WAGTAIL_EXAMPLES = ("Editors", "Moderators")
"""Groups that Wagtail makes as examples; where nobody is in them they only stand beside our roles and confuse."""


def make_roles(using: str = DEFAULT_DB_ALIAS, **_: Any) -> None:
    """Make the roles that are not there yet, with their permissions. Run after every migration."""
    from wagtail.models import Collection, Page

    from dalil.desk.pages.laying_workflow import lay_second_reading

    if using != DEFAULT_DB_ALIAS:  # the log of access has a database without accounts
        return
    for app in apps.get_app_configs():
        create_permissions(app, verbosity=0)
    with transaction.atomic(), log.silently():
        for name, abilities in ROLES.items():
            role, created = Group.objects.get_or_create(name=name)
            if not created:
                continue
            role.permissions.add(
                Permission.objects.get(codename="access_admin", content_type__app_label="wagtailadmin"),
                *Permission.objects.filter(content_type__app_label="desk", codename__in=abilities),
            )
            if name in PUBLISHERS:
                _may_publish(role, Page.get_first_root_node(), Collection.get_first_root_node())
            if name == "steward":
                role.permissions.add(
                    *Permission.objects.filter(codename__in=KEEPING_PEOPLE, content_type__app_label="auth")
                )
        Group.objects.filter(name__in=WAGTAIL_EXAMPLES, user=None).delete()
        lay_second_reading(PUBLISHERS)


def _may_publish(role: Group, pages: Any, collection: Any) -> None:
    from wagtail.models import GroupCollectionPermission, GroupPagePermission

    for codename in ("add_page", "change_page", "publish_page", "lock_page", "unlock_page"):
        permission = Permission.objects.get(content_type__app_label="wagtailcore", codename=codename)
        GroupPagePermission.objects.get_or_create(group=role, page=pages, permission=permission)
    for verb in ("add", "change", "choose"):
        permission = Permission.objects.get(content_type__app_label="wagtailimages", codename=f"{verb}_image")
        GroupCollectionPermission.objects.get_or_create(group=role, collection=collection, permission=permission)
    role.permissions.add(*Permission.objects.filter(content_type__app_label="bulletin"))
