"""The accounts that write when no person does."""

from __future__ import annotations

from django.contrib.auth.models import User

SYSTEM = "dalil"
MATCHER = "dalil-matcher"


def system_actor() -> User:
    """Return the account in whose name commands write when nobody is named. It is made once; nobody can sign in as it."""
    return machine_account(SYSTEM)


def matcher_actor() -> User:
    """Return the account in whose name the matcher of this record judges, and no other. It is made once; nobody can sign in as it."""
    return machine_account(MATCHER)


def machine_account(username: str) -> User:
    """Return an account in whose name a program or another record writes. It is made once; nobody can sign in as it."""
    actor, created = User.objects.get_or_create(username=username, defaults={"is_active": False})
    if created:
        actor.set_unusable_password()
        actor.save(update_fields=["password"])
    return actor
