"""Limits on guessing that hold up the one who guesses and nobody else.

What counts is the pair of account and network address: after five failures the pair waits 15 seconds, then 30, then 60, up to an
hour; a day without a failure forgets. An address that fails under many names waits too. A browser in which the account has signed
in before carries a signed cookie and has a count of its own, so that neither strangers nor neighbours behind the same address can
hold up its owner. There is no lock on the account itself: whoever knows a name could lock its owner out with it.

Attempts are counted before the passphrase is looked at, and hashing takes turns: one for strangers and one for those known, in
each process, with few waiting. So guessing leaves threads and processor to the readers.

Counts stand in the database, which all processes and machines of an installation share.
"""

from __future__ import annotations

import hashlib
import hmac
import math
import secrets
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.conf import settings
from django.core import signing
from django.db import IntegrityError, transaction
from django.db.models import F
from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from dalil.bulletin.http.client_address import client_address
from dalil.desk.sign_in.models import FailedAttempts
from dalil.letters import fold

FIRST_WAIT, LONGEST_WAIT = 15, 3600  # seconds
FORGOTTEN_AFTER = timedelta(days=1)
COOKIE, COOKIE_AGE = "dalil_device", 180 * 24 * 3600
DEVICES_IN_COOKIE = 8  # people who share one browser
WAITING = 4
"""Who may wait for a turn at hashing, strangers and known each, in one process."""
BUSY_FOR = 3


class HeldUp(Exception):
    """Too many attempts: `seconds` says when to come back."""

    def __init__(self, seconds: int) -> None:
        super().__init__(seconds)
        self.seconds = seconds


@dataclass(frozen=True)
class AttemptCount:
    """What failures are counted under, and how many are free of waiting."""

    digest: str
    free: int


def attempts_under(*parts: str, free: int) -> AttemptCount:
    """Return what is counted under these words; only a keyed digest of them is kept."""
    return AttemptCount(_digest(*parts), free)


def for_passphrase(request: HttpRequest, name: str) -> list[AttemptCount]:
    """Return what counts when somebody types a passphrase for this name."""
    name = fold(name)
    if device := known_device(request, name):
        return [attempts_under("device", device, name, free=10)]
    address = client_address(request)
    return [attempts_under("name", name, address, free=5), attempts_under("address", address, free=50)]


def for_code(request: HttpRequest, user: Any) -> list[AttemptCount]:
    """Return what counts when somebody who knows the passphrase types a code of the second factor."""
    return [attempts_under("code", str(user.pk), known_device(request, fold(user.get_username())), free=5)]


def take(buckets: list[AttemptCount]) -> None:
    """Count one attempt in each bucket, before it is known whether it succeeds. Raises HeldUp where one has to wait."""
    check(buckets)
    for each in buckets:
        _count(each)


def check(buckets: list[AttemptCount]) -> None:
    """Raises HeldUp where one has to wait. Counts and writes nothing."""
    if seconds := max(map(_seconds_to_wait, buckets)):
        raise HeldUp(seconds)


@contextmanager
def one_attempt(buckets: list[AttemptCount], *, known: bool) -> Iterator[None]:
    """A context in which a passphrase is hashed: counted, one at a time for strangers and one for those known.

    Raises HeldUp where one has to wait, or where too many wait for their turn; such an attempt writes nothing.
    """
    check(buckets)
    with _TURNS[known].one():
        take(buckets)
        yield


def give_back(buckets: list[AttemptCount]) -> None:
    """Take back the attempt that succeeded. The account's own count is forgotten, that of an address is not."""
    first, *others = (each.digest for each in buckets)
    FailedAttempts.objects.filter(bucket=first).delete()
    FailedAttempts.objects.filter(bucket__in=others, failures__gt=0).update(failures=F("failures") - 1)


def use_once(*parts: str) -> bool:
    """Tell whether these words are used for the first time, and remember them for a day, in all processes."""
    with transaction.atomic():
        _, first = FailedAttempts.objects.get_or_create(
            bucket=_digest("once", *parts), defaults={"failures": 0, "last": timezone.now()}
        )
    return first


def _seconds_to_wait(asked: AttemptCount) -> int:
    row = FailedAttempts.objects.filter(bucket=asked.digest).first()
    now = timezone.now()
    if row is None or row.failures < asked.free or row.last < now - FORGOTTEN_AFTER:
        return 0
    wait = min(LONGEST_WAIT, FIRST_WAIT * 2 ** min(row.failures - asked.free, 20))
    return max(0, math.ceil((row.last + timedelta(seconds=wait) - now).total_seconds()))


def _count(asked: AttemptCount) -> None:
    """Count one attempt; where another process counted at the same moment, look again, so that parallel guesses all count."""
    while True:
        row = FailedAttempts.objects.filter(bucket=asked.digest).first()
        now = timezone.now()
        if row is None:
            FailedAttempts.objects.filter(last__lt=now - FORGOTTEN_AFTER).delete()
            try:
                with transaction.atomic():
                    FailedAttempts.objects.create(bucket=asked.digest, failures=1, last=now)
                return
            except IntegrityError:
                continue
        failures = 1 if row.last < now - FORGOTTEN_AFTER else row.failures + 1
        same = FailedAttempts.objects.filter(bucket=asked.digest, failures=row.failures, last=row.last)
        if same.update(failures=failures, last=now):
            return
        if seconds := _seconds_to_wait(asked):
            raise HeldUp(seconds)


def known_device(request: HttpRequest, name: str) -> str:
    """Return the mark of the browser, where this name has signed in with it before; else an empty text."""
    return str(_marks(request).get(_digest("cookie", fold(name))[:16], ""))


def remember_device(request: HttpRequest, response: HttpResponse, name: str) -> None:
    """Mark the browser as one in which this name has signed in. The mark opens nothing; it only counts failures apart."""
    marks = _marks(request)
    marks.setdefault(_digest("cookie", fold(name))[:16], secrets.token_hex(8))
    marks = dict(list(marks.items())[-DEVICES_IN_COOKIE:])
    response.set_cookie(
        COOKIE,
        signing.dumps(marks, salt=COOKIE),
        max_age=COOKIE_AGE,
        path="/desk/",
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Lax",
    )


def _marks(request: HttpRequest) -> dict[str, str]:
    try:
        marks: dict[str, str] = signing.loads(request.COOKIES.get(COOKIE, ""), salt=COOKIE, max_age=COOKIE_AGE)
    except signing.BadSignature:
        return {}
    return marks


class _Turns:
    """One at a time, few waiting."""

    def __init__(self) -> None:
        self.lock, self.counting, self.waiting = threading.Lock(), threading.Lock(), 0

    @contextmanager
    def one(self) -> Iterator[None]:
        with self.counting:
            if self.waiting > WAITING:
                raise HeldUp(BUSY_FOR)
            self.waiting += 1
        try:
            with self.lock:
                yield
        finally:
            with self.counting:
                self.waiting -= 1


_TURNS = {True: _Turns(), False: _Turns()}


def _digest(*parts: str) -> str:
    key = str(settings.SECRET_KEY).encode()
    return hmac.new(key, "\0".join(("dalil.sign_in.limits", *parts)).encode(), hashlib.sha256).hexdigest()
