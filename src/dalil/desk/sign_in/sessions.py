"""The open sessions: when one begins, what it has proved, when it is over.

Two limits: after an hour without a request the person proves again who they are and goes on where they were; twelve hours after it
began a session is over. The settings are SESSION_IDLE and SESSION_ABSOLUTE.
"""

from __future__ import annotations

import re
from datetime import timedelta
from enum import Enum
from typing import Any

from allauth.account import signals as account_signals
from allauth.account.internal.flows.login import get_authentication_records
from allauth.mfa import signals as mfa_signals
from allauth.mfa.models import Authenticator
from django.conf import settings
from django.contrib.auth.models import User
from django.contrib.auth.signals import user_logged_in, user_logged_out
from django.contrib.sessions.backends.db import SessionStore
from django.db.models import QuerySet
from django.db.models.signals import post_save
from django.http import HttpRequest
from django.utils import timezone

from dalil.desk.sign_in.events import SignInEvent, report
from dalil.desk.sign_in.models import OneTimePassphrase, OpenSession

KEY = "open_session"
SEEN_EVERY = timedelta(minutes=1)  # a request within a minute of the last one writes nothing

DEVICES = (("iPhone", "iPhone"), ("iPad", "iPad"), ("Android", "Android"), ("Windows", "Windows"), ("Mac OS", "macOS"))
BROWSERS = (("Edg", "Edge"), ("OPR", "Opera"), ("Firefox", "Firefox"), ("Chrom", "Chrome"), ("Safari", "Safari"))


class Standing(Enum):
    """How a request stands at the door."""

    OUT = "nobody is signed in"
    LOCKED = "nothing was asked for so long that the person proves again who they are"
    ONE_TIME = "the passphrase must be changed before anything else"
    WITHOUT_FACTOR = "a second factor must be set up before anything else"
    IN = "signed in"


def standing_of(request: HttpRequest, user: Any) -> Standing:
    """Tell how the request of this user of the session stands, and put its open session on it. A session that is over is emptied."""
    request.open_session = None  # type: ignore[attr-defined]
    if not user.is_authenticated:
        return Standing.OUT
    now = timezone.now()
    row = _row_of(request)
    over = row is None or row.user_id != user.pk or row.began < now - settings.SESSION_ABSOLUTE
    if (
        row is None or over or (_lacks_factor(row) and has_factor(user))
    ):  # not asked for the factor there is: sign in anew
        _forget_row(request)
        request.session.flush()
        return Standing.OUT
    request.open_session = row  # type: ignore[attr-defined]
    if row.seen < now - settings.SESSION_IDLE:
        return Standing.LOCKED
    if row.seen < now - SEEN_EVERY:
        OpenSession.objects.filter(pk=row.pk).update(seen=now)
    if row.must_change:
        return Standing.ONE_TIME
    return Standing.WITHOUT_FACTOR if _lacks_factor(row) else Standing.IN


def _row_of(request: HttpRequest) -> OpenSession | None:
    key = request.session.get(KEY)
    return OpenSession.objects.filter(pk=key).first() if key else None


def _forget_row(request: HttpRequest) -> None:
    if row := _row_of(request):
        row.delete()


def _lacks_factor(row: OpenSession) -> bool:
    return bool(settings.SECOND_FACTOR == "required" and not row.factor)


def is_fresh(request: HttpRequest) -> bool:
    """Whether the person has proved within the last minutes who they are."""
    row = getattr(request, "open_session", None)
    return row is not None and row.proven > timezone.now() - settings.FRESH_SIGN_IN


def has_factor(user: User) -> bool:
    """Whether the account has an app or a key. Recovery codes alone are no factor."""
    return bool(Authenticator.objects.filter(user=user).exclude(type=Authenticator.Type.RECOVERY_CODES).exists())


def sessions_of(user: User) -> QuerySet[OpenSession]:
    """Return the sessions of a person that are not over, the latest first."""
    return OpenSession.objects.filter(user=user, began__gt=timezone.now() - settings.SESSION_ABSOLUTE).order_by("-seen")


def end_sessions(
    user: User, *, apart_from: OpenSession | None = None, actor: User | None = None, request: HttpRequest | None = None
) -> int:
    """End the sessions of a person, all or all but one, wherever they are. Returns how many there were."""
    ended = OpenSession.objects.filter(user=user)
    if apart_from is not None:
        ended = ended.exclude(pk=apart_from.pk)
    many, _ = ended.delete()
    if many:
        report(SignInEvent.SESSIONS_ENDED, account=user, actor=actor, request=request)
    return many


def name_device(request: HttpRequest) -> str:
    """Name the device of a request coarsely, so that its owner knows it again and nobody else learns much: "Firefox, Android"."""
    agent = request.headers.get("User-Agent", "")[:400]
    browser = next((name for mark, name in BROWSERS if mark in agent), "")
    device = next((name for mark, name in DEVICES if mark in agent), "Linux" if re.search("Linux|X11", agent) else "")
    return ", ".join(part for part in (browser, device) if part)


def follow() -> None:
    """Keep the open sessions in step with what happens from now on."""
    here = "dalil.desk.sign_in.sessions"
    user_logged_in.connect(_begin, dispatch_uid=here)
    user_logged_out.connect(_end, dispatch_uid=here)
    account_signals.authentication_step_completed.connect(_prove, dispatch_uid=here)
    account_signals.password_changed.connect(_passphrase_changed, dispatch_uid=here)
    mfa_signals.authenticator_added.connect(_factor_added, dispatch_uid=here)
    mfa_signals.authenticator_removed.connect(_factor_removed, dispatch_uid=here)
    mfa_signals.authentication_failed.connect(_factor_refused, dispatch_uid=here)
    post_save.connect(_account_saved, sender=User, dispatch_uid=here)


def _begin(sender: Any, request: HttpRequest | None, user: User, **_: Any) -> None:
    if request is None or not hasattr(request, "session"):
        return
    _forget_row(request)
    records = get_authentication_records(request, user)
    row = OpenSession.objects.create(
        user=user,
        device=name_device(request),
        factor=any(record.get("method") == "mfa" for record in records),
        must_change=OneTimePassphrase.objects.filter(user=user).exists(),
    )
    request.session[KEY] = str(row.pk)
    request.open_session = row  # type: ignore[attr-defined]
    OpenSession.objects.filter(began__lt=timezone.now() - settings.SESSION_ABSOLUTE).delete()
    SessionStore.clear_expired()
    report(SignInEvent.SIGNED_IN, account=user, request=request)


def _end(sender: Any, request: HttpRequest | None, user: User | None, **_: Any) -> None:
    if user is None or request is None:
        return
    report(SignInEvent.SIGNED_OUT, account=user, request=request)
    _forget_row(request)


def _prove(sender: Any, request: HttpRequest, user: User, method: str, **facts: Any) -> None:
    row = getattr(request, "open_session", None)
    if row is None or row.user_id != user.pk or not facts.get("reauthenticated"):
        return
    row.proven = row.seen = timezone.now()
    row.factor = row.factor or method == "mfa"
    row.save(update_fields=["proven", "seen", "factor"])
    report(SignInEvent.PROVED_AGAIN, account=user, request=request)


def _passphrase_changed(sender: Any, request: HttpRequest, user: User, **_: Any) -> None:
    OneTimePassphrase.objects.filter(user=user).delete()
    row = getattr(request, "open_session", None)
    if row is not None:
        row.must_change = False
        row.save(update_fields=["must_change"])
    report(SignInEvent.PASSPHRASE_CHANGED, account=user, request=request)
    end_sessions(user, apart_from=row, request=request)


def _factor_added(sender: Any, request: HttpRequest, user: User, authenticator: Authenticator, **_: Any) -> None:
    report(SignInEvent.FACTOR_ADDED, account=user, request=request)
    row = getattr(request, "open_session", None)
    if authenticator.type == Authenticator.Type.RECOVERY_CODES or row is None:
        return
    row.factor = True
    row.save(update_fields=["factor"])
    end_sessions(user, apart_from=row, request=request)


def _factor_removed(sender: Any, request: HttpRequest, user: User, **_: Any) -> None:
    report(SignInEvent.FACTOR_REMOVED, account=user, request=request)
    if not has_factor(user):
        OpenSession.objects.filter(user=user).update(factor=False)


def _factor_refused(sender: Any, request: HttpRequest, user: User, **_: Any) -> None:
    report(SignInEvent.FACTOR_REFUSED, account=user, request=request)


def _account_saved(sender: Any, instance: User, **_: Any) -> None:
    if not instance.is_active:
        end_sessions(instance)
