"""The account that writes when no person is named."""

from __future__ import annotations

from django.contrib.auth.models import User

SYSTEM = "dalil"


def system_actor() -> User:
    """Return the account in whose name commands write when nobody is named. It is made once; nobody can sign in as it."""
    actor, created = User.objects.get_or_create(username=SYSTEM, defaults={"is_active": False})
    if created:
        actor.set_unusable_password()
        actor.save(update_fields=["password"])
    return actor
