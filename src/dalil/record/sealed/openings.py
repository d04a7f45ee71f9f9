"""The compartment open in one session, across the processes of the server.

The secret is kept in a table under a random key that only a cookie of the browser holds: neither the disk nor the cookie opens it alone.
It closes after idle time, at the latest after `LONGEST`, at sign-out, and for everybody when the keys change.
"""

from __future__ import annotations

from base64 import urlsafe_b64decode, urlsafe_b64encode
from datetime import timedelta
from hashlib import sha256
from typing import Any

from django.conf import settings
from django.contrib.auth.models import User
from django.utils import timezone

from dalil.access.accounts import is_travelling
from dalil.record.actions.transaction import Refused
from dalil.record.sealed.envelope import KEY_SIZE, NotAuthentic, decrypt_bytes, encrypt_bytes, make_key
from dalil.record.sealed.models import Opening
from dalil.record.sealed.open_compartment import OpenCompartment, check_current
from dalil.record.sealed.reads import What, digest_of, log_sealed_read

LONGEST = timedelta(hours=4)
"""However busy a session is, it opens the compartment again after so long."""

USED_AGAIN_AFTER = timedelta(seconds=30)
"""How often the time of the last use is written at most."""


def idle_time() -> timedelta:
    """Return after how long without use the compartment closes."""
    return timedelta(minutes=settings.DALIL_SEALED_MINUTES)


def keep_open(opened: OpenCompartment, *, user: User, session: str) -> str:
    """Keep the compartment open for one session. Returns what its cookie holds; nothing of it is kept here.

    session: the key of the session. What the person had open in it before is closed, and what is over is swept away.
    """
    _sweep()
    Opening.objects.filter(user=user, session=digest_of(session)).delete()
    key = make_key()
    now = timezone.now()
    Opening.objects.create(
        handle=_handle(key),
        user=user,
        session=digest_of(session),
        generation=opened.generation,
        sealed=encrypt_bytes(key, opened.secret.encode(), place=_place(user, session, opened.generation)),
        opened_at=now,
        used_at=now,
    )
    return urlsafe_b64encode(key).decode()


def find_open(cookie: str, *, user: User, session: str) -> OpenCompartment | None:
    """Return the compartment as this session has it open; None where it is closed."""
    try:
        key = urlsafe_b64decode(cookie.encode())
    except ValueError:
        return None
    if len(key) != KEY_SIZE or not session or not user.is_active or is_travelling(user):
        return None
    kept = Opening.objects.filter(handle=_handle(key), user=user, session=digest_of(session)).first()
    if kept is None or _is_over(kept):
        return None
    try:
        secret = decrypt_bytes(key, bytes(kept.sealed), place=_place(user, session, kept.generation)).decode()
    except NotAuthentic:
        return None
    opened = OpenCompartment(kept.generation, secret)
    try:
        check_current(opened)
    except Refused:
        return None
    if timezone.now() - kept.used_at > USED_AGAIN_AFTER:
        Opening.objects.filter(pk=kept.pk).update(used_at=timezone.now())
    return opened


def is_open(*, user: User, session: str) -> bool:
    """Tell whether a session has the compartment open, without opening it; asking is no use of it."""
    kept = Opening.objects.filter(user=user, session=digest_of(session)).first()
    return kept is not None and not _is_over(kept) and user.is_active and not is_travelling(user)


def close(*, user: User, session: str) -> None:
    """Close the compartment in one session."""
    closed, _ = Opening.objects.filter(user=user, session=digest_of(session)).delete()
    if closed:
        log_sealed_read(What.CLOSED, actor=user, session=session)


def close_everywhere(user: User) -> None:
    """Close the compartment in all sessions of one account, as when the account is paused."""
    Opening.objects.filter(user=user).delete()


def close_at_sign_out(request: Any, user: User | None, **_: Any) -> None:
    """Close the compartment when its session ends; a receiver of Django's `user_logged_out`."""
    if user is not None and request is not None and request.session.session_key:
        close(user=user, session=request.session.session_key)


def _is_over(kept: Opening) -> bool:
    now = timezone.now()
    return now - kept.used_at > idle_time() or now - kept.opened_at > LONGEST


def _sweep() -> None:
    now = timezone.now()
    Opening.objects.filter(used_at__lt=now - idle_time()).delete()
    Opening.objects.filter(opened_at__lt=now - LONGEST).delete()


def _handle(key: bytes) -> str:
    return sha256(b"dalil sealed: handle" + key).hexdigest()


def _place(user: User, session: str, generation: int) -> tuple[str, ...]:
    return "opening", str(user.pk), digest_of(session), str(generation)
