"""What Django tells of accounts goes into the log, whichever door it came through.

It is also here that who travels is refused every change of other accounts, of roles and of rights: they could make themself a second
account that sees what they do not see. Only `QuerySet.update` passes by these receivers; the desk's bulk actions do not use it
(`desk/people/accounts.py`).
"""

from __future__ import annotations

from typing import Any

from django.contrib.auth.models import Group, Permission, User
from django.contrib.auth.signals import user_logged_in, user_logged_out, user_login_failed
from django.core.exceptions import PermissionDenied
from django.db.models.signals import m2m_changed, post_save, pre_delete, pre_save
from django.utils import timezone

from dalil.access import log
from dalil.access.accounts import SIGNED_IN_AT, is_travelling, note_closing
from dalil.access.models import Action

WATCHED = ("username", "password", "is_active", "is_superuser")
"""The fields of an account of which a change is written into the log."""

GIVEN = {"post_add": True, "pre_remove": False, "pre_clear": False}
"""What Django says of a connection between rows that is made or taken away; it is made before, and taken away after."""


def watch() -> None:
    """Begin to listen."""
    for signal, receiver, sender in (
        (user_logged_in, signed_in, None),
        (user_logged_out, signed_out, None),
        (user_login_failed, sign_in_failed, None),
        (pre_save, before_account, User),
        (post_save, after_account, User),
        (pre_delete, before_deletion, User),
        (pre_delete, before_deletion, Group),
        (m2m_changed, roles_changed, User.groups.through),
        (m2m_changed, rights_changed, User.user_permissions.through),
        (m2m_changed, rights_changed, Group.permissions.through),
    ):
        signal.connect(receiver, sender=sender, dispatch_uid=f"dalil.access.{receiver.__name__}")


def signed_in(request: Any, user: User, **_: Any) -> None:
    """Note a sign-in, and in the session when it began."""
    session = request.session
    session[SIGNED_IN_AT] = timezone.now().isoformat()
    if not session.session_key:
        session.create()
    log.write(Action.SIGNED_IN, by=log.Person.of(user, session.session_key))


def signed_out(request: Any, user: User | None, **_: Any) -> None:
    """Note a sign-out, where there was somebody who could."""
    if user is not None:
        log.write(Action.SIGNED_OUT, by=log.Person.of(user, request.session.session_key))


def sign_in_failed(credentials: dict[str, Any], **_: Any) -> None:
    """Note a sign-in that failed. A name that no account has is kept as a keyed digest only: people type passphrases there."""
    typed = str(next((credentials[key] for key in ("username", "login", "email") if credentials.get(key)), ""))
    account = User.objects.filter(username=typed[:150]).first()
    if account:
        log.write(Action.SIGN_IN_FAILED, by=log.Person(account.username, account.pk))
    else:
        log.write(Action.SIGN_IN_FAILED, by=log.Person(), typed=log.keyed_digest("typed", typed))


def before_account(instance: User, raw: bool = False, update_fields: Any = None, **_: Any) -> None:
    """Refuse a travelling person who changes another's account; remember what is there before a change."""
    if raw or (update_fields is not None and not set(WATCHED) & set(update_fields)):
        return
    if log.person_here().account != instance.pk or instance.pk is None:
        refuse_travellers()
    fields = [name for name in WATCHED if update_fields is None or name in update_fields]
    before = User.objects.filter(pk=instance.pk).values(*fields).first() if instance.pk else None
    instance.__dict__["_before"] = before or {}


def after_account(instance: User, created: bool, raw: bool = False, **_: Any) -> None:
    """Note a new account, and what was changed of an old one. One that is closed loses its sessions."""
    before = instance.__dict__.pop("_before", {})
    if raw:
        return
    told = log.describe_account(instance)
    if created:
        log.write(Action.ACCOUNT_MADE, **told, superuser=instance.is_superuser)
        return
    changed = {name: getattr(instance, name) for name, value in before.items() if getattr(instance, name) != value}
    if "password" in changed:
        log.write(Action.PASSWORD_CHANGED, **told)
    if "username" in changed:
        log.write(Action.ACCOUNT_CHANGED, **told, before=before["username"])
    if "is_superuser" in changed:
        log.write(Action.RIGHTS_CHANGED, **told, superuser=instance.is_superuser)
    if changed.get("is_active") is False:
        note_closing(instance, instance.__dict__.pop("pause_reason", ""))
    elif changed.get("is_active"):
        log.write(Action.ACCOUNT_OPENED, **told)


def before_deletion(instance: User | Group, **_: Any) -> None:
    """Note that an account or a role is deleted."""
    refuse_travellers()
    if isinstance(instance, User):
        log.write(Action.ACCOUNT_CHANGED, **log.describe_account(instance), deleted=True)
    else:
        log.write(Action.RIGHTS_CHANGED, role=instance.name, deleted=True)


def roles_changed(
    instance: User | Group, action: str, reverse: bool, model: Any, pk_set: set[int] | None, **_: Any
) -> None:
    """Note the roles that accounts are given or lose: written from the account, or from the role."""
    if (given := GIVEN.get(action)) is None or (pk_set is not None and not pk_set):
        return
    refuse_travellers()
    did = Action.ROLE_GIVEN if given else Action.ROLE_TAKEN
    if isinstance(instance, Group):
        users = model.objects.filter(pk__in=pk_set) if pk_set is not None else instance.user_set.all()
        for user in users:
            log.write(did, **log.describe_account(user), roles=[instance.name])
        return
    roles = Group.objects.filter(pk__in=pk_set) if pk_set is not None else instance.groups.all()
    if names := sorted(roles.values_list("name", flat=True)):
        log.write(did, **log.describe_account(instance), roles=names)


def rights_changed(instance: Any, action: str, model: Any, pk_set: set[int] | None, **_: Any) -> None:
    """Note the permissions that a role or a person is given or loses."""
    if (given := GIVEN.get(action)) is None or (pk_set is not None and not pk_set):
        return
    refuse_travellers()
    changed: dict[str, Any] = {"given" if given else "taken": "all"}
    if pk_set is not None and issubclass(model, Permission):
        named = Permission.objects.filter(pk__in=pk_set).values_list("content_type__app_label", "codename")
        changed = {"given" if given else "taken": ", ".join(sorted(f"{app}.{name}" for app, name in named))}
    of: dict[str, Any] = log.describe_account(instance) if isinstance(instance, User) else {"role": str(instance)}
    log.write(Action.RIGHTS_CHANGED, **of, **changed)


def refuse_travellers() -> None:
    """Refuse a change of accounts or rights where the person who sent the request travels. Raises PermissionDenied."""
    account = log.person_here().account
    if account is not None and is_travelling(User(pk=account)):
        raise PermissionDenied("who travels changes no account, no role and no right")
