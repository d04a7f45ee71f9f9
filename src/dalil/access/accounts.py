"""Rooms for dangerous moments: pausing an account at once, and travelling without what is restricted."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.contrib.auth.models import User
from django.db import transaction
from django.db.models import Max, Q, QuerySet
from django.utils import timezone

from dalil.access import log
from dalil.access.models import Action, Pause, Travel
from dalil.access.refused import Refused

SIGNED_IN_AT = "dalil_signed_in_at"
"""Where a session says when it began."""


def keeps_accounts(person: User) -> bool:
    """Tell whether a person may pause accounts and end journeys: a steward, who is not travelling."""
    return person.is_active and person.has_perm("auth.change_user") and not is_travelling(person)


def pause(account: User, *, by: User | None, reason: str = "") -> None:
    """Close an account at once: all its sessions end, and it signs in nowhere until a steward opens it again.

    by: who does it: the person themself, or a steward; None for the keeper of the machine. Raises Refused for anybody else.
    """
    if by is not None and by.pk != account.pk:
        _check_steward(by)
        if account.is_superuser and not by.is_superuser:
            raise Refused("not_a_superuser", "only a superuser pauses a superuser")
    with transaction.atomic():
        account.is_active = False
        account.pause_reason = reason  # type: ignore[attr-defined]  # for the receiver that ends the sessions
        account.save(update_fields=["is_active"])


def note_closing(account: User, reason: str = "") -> None:
    """End every session of an account that is being closed; what `watch` does for an account that any door closes."""
    Pause.objects.create(user=account, by=log.person_here().name, reason=reason)
    log.write(Action.ACCOUNT_CLOSED, **log.describe_account(account), reason=reason)


def has_ended(session: Any, account: Any) -> bool:
    """Tell whether a session began before the last pause of its account. One that does not say when it began did so before it."""
    last = Pause.objects.filter(user=account.pk).aggregate(last=Max("at"))["last"]
    if last is None:
        return False
    began = session.get(SIGNED_IN_AT)
    return began is None or datetime.fromisoformat(began) <= last


def begin_travel(account: User, *, by: User, until: datetime | None = None, reason: str = "") -> Travel:
    """Let an account see nothing restricted from now on: until a moment, or until a second person lifts it. Returns the journey.

    by: the person themself, or a steward. Raises Refused for anybody else, and where the journey would be over already.
    """
    if by.pk != account.pk:
        _check_steward(by)
    if until is not None and until <= timezone.now():
        raise Refused("over_already", "the journey would be over already")
    travel = Travel.objects.create(user=account, begun_by=by.username, until=until, reason=reason)
    log.write(
        Action.TRAVEL_BEGUN,
        **log.describe_account(account),
        until=until.isoformat() if until else "",
        reason=reason,
    )
    return travel


def lift_travel(account: User, *, by: User) -> None:
    """End all journeys of an account before their time. Raises Refused for the person themself, and for who is no steward."""
    if by.pk == account.pk:
        raise Refused("own_journey", "a second person ends a journey; nobody ends their own")
    _check_steward(by)
    under_way(account).update(lifted_at=timezone.now(), lifted_by=by.username)
    account.__dict__.pop("_travelling", None)
    log.write(Action.TRAVEL_LIFTED, **log.describe_account(account))


def under_way(account: Any = None) -> QuerySet[Travel]:
    """Return the journeys that are not over: of one account, or of all."""
    open_ones = Travel.objects.filter(Q(until=None) | Q(until__gt=timezone.now()), lifted_at=None)
    return open_ones if account is None else open_ones.filter(user=account.pk)


def is_travelling(account: Any) -> bool:
    """Tell whether an account sees nothing restricted now. Asked once for each request, since each reads its account anew."""
    if "_travelling" not in account.__dict__:
        if account.pk is None:
            return False
        account.__dict__["_travelling"] = under_way(account).exists()
    return bool(account.__dict__["_travelling"])


def _check_steward(person: User) -> None:
    if not keeps_accounts(person):
        raise Refused("no_steward", "only a steward does this for somebody else")
