"""What happens at sign-in, said in one place: whoever keeps a log connects to `happened`."""

from __future__ import annotations

from enum import StrEnum
from typing import Any

from django.dispatch import Signal
from django.http import HttpRequest

happened = Signal()
"""Sent with `event`, `account` (or None), `name` (as it was typed, where there is no account), `actor` (who did it, or None for the
person themselves and for commands), `session` (the key of the open session, or "") and `request` (or None)."""


class SignInEvent(StrEnum):
    """What can happen."""

    SIGNED_IN = "signed-in"
    REFUSED = "refused"  # what is held up unread tells nothing here: a guesser would fill the log
    PROVED_AGAIN = "proved-again"
    SIGNED_OUT = "signed-out"
    SESSIONS_ENDED = "sessions-ended"
    PASSPHRASE_CHANGED = "passphrase-changed"  # noqa: S105
    ONE_TIME_PASSPHRASE = "one-time-passphrase"  # noqa: S105
    FACTOR_ADDED = "factor-added"
    FACTOR_REMOVED = "factor-removed"
    FACTOR_REFUSED = "factor-refused"
    FACTORS_TAKEN_OFF = "factors-taken-off"


def report(
    event: SignInEvent,
    *,
    account: Any = None,
    name: str = "",
    actor: Any = None,
    request: HttpRequest | None = None,
) -> None:
    """Tell whoever listens that something happened. A listener that fails stops the act: what cannot be logged is not done."""
    session = getattr(request, "open_session", None)
    happened.send(
        sender=None,
        event=event,
        account=account,
        name=name,
        actor=actor,
        session=str(session.pk) if session else "",
        request=request,
    )
