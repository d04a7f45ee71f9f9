"""The log of access: who came in, who read what is restricted, who changed what an account may do. Entries are only ever added.

Each entry carries a digest of itself and of the entry before it: an entry that is changed, left out or put between two others breaks
the chain from there on. That the last entries were cut off is seen only by who has kept a later digest; a signed ledger will keep them.

An entry is written before what it tells of is shown or done, and where it cannot be written that does not happen. So an entry may tell
of something that then failed; nothing is shown without an entry.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import groupby
from operator import itemgetter
from typing import Any

from django.contrib.auth.models import User
from django.db import connections, transaction
from django.utils import timezone
from django.utils.crypto import salted_hmac

from dalil.access.database import log_database
from dalil.access.models import AccessedThing, AccessEntry, Action

TURN = 0x616363657373  # "access": the key of the advisory lock by which writers of the log take turns on PostgreSQL
AT_ONCE = 500  # things that are added in one statement

Thing = tuple[str, str]
"""What an entry is about: a noun and an address. A report has its address, a document its digest, a source its code."""


@dataclass(frozen=True, slots=True)
class Person:
    """Who does something, and in which session. Without a name it is the keeper of the machine, by a command.

    account: the key of the account. session: a keyed digest of the key of the session.
    """

    name: str = ""
    account: int | None = None
    session: str = ""

    @classmethod
    def of(cls, user: Any, session_key: str | None = None) -> Person:
        """Return the person that an account is, in the session with this key."""
        return cls(user.get_username(), user.pk, digest_of_session(session_key))

    @classmethod
    def here(cls, user: Any) -> Person:
        """Return the person that an account is: in the session of the request at hand, where it sent that."""
        person = person_here()
        return person if person.account == user.pk else cls.of(user)


_here: ContextVar[Person | None] = ContextVar("dalil_person_here", default=None)
"""Who sent the request at hand; None outside a request."""


def person_here() -> Person:
    """Return who sent the request at hand; outside a request the keeper of the machine."""
    return _here.get() or Person()


def digest_of_session(key: str | None) -> str:
    """Return what stands in the log for a session: it tells two sessions apart and opens none. Empty without a session."""
    return keyed_digest("session", key) if key else ""


def keyed_digest(what: str, text: str) -> str:
    """Return a digest that nobody can work out, or try guesses on, without the key of this installation."""
    return salted_hmac(f"dalil.access.{what}", text, algorithm="sha256").hexdigest()[:16]


_silent: ContextVar[bool] = ContextVar("dalil_access_silent", default=False)


@contextmanager
def silently() -> Iterator[None]:
    """Let what a migration makes of the package's own roles stand without entries: nobody did it, and every home has it."""
    token = _silent.set(True)
    try:
        yield
    finally:
        _silent.reset(token)


def write(action: Action, things: Iterable[Thing] = (), *, by: Person | None = None, **detail: Any) -> None:
    """Add one entry, within the transaction at hand where the log lies in the same database.

    things: what it is about. by: who did it; who sent the request at hand where nobody is named. detail: strings, numbers and lists.
    """
    if _silent.get():
        return
    person, alias = person_here() if by is None else by, log_database()
    with transaction.atomic(using=alias, savepoint=False):
        if connections[alias].vendor == "postgresql":
            with connections[alias].cursor() as cursor:
                cursor.execute("SELECT pg_advisory_xact_lock(%s)", [TURN])
        last = AccessEntry.objects.order_by("-number").values_list("number", "digest").first() or (0, "")
        entry = AccessEntry(
            number=last[0] + 1,
            at=timezone.now(),
            who=person.name,
            account=person.account,
            session=person.session,
            action=action.value,
            detail=detail,
        )
        named = list(dict.fromkeys((noun, address[:80]) for noun, address in things))
        entry.digest = _digest(last[1], entry, named)
        entry.save(force_insert=True)
        AccessedThing.objects.bulk_create(
            [AccessedThing(entry=entry, noun=noun, address=address) for noun, address in named], batch_size=AT_ONCE
        )


@dataclass(frozen=True, slots=True)
class Chain:
    """What following the chain found. last: the number of the last entry that is whole; broken_at: the number where it breaks, or None."""

    last: int
    broken_at: int | None


def check_chain(last: int | None = None) -> Chain:
    """Follow the chain of the log from its first entry to its last; or through so many of the last entries."""
    entries = AccessEntry.objects.order_by("number")
    newest = entries.values_list("number", flat=True).last() or 0
    first = max(0, newest - last) if last is not None else 0
    before = entries.filter(number=first).values_list("digest", flat=True).first() or ""
    number = first
    for entry, things in _entries_with_things(first):
        if entry.number != number + 1 or entry.digest != _digest(before, entry, things):
            return Chain(number, number + 1)
        before, number = entry.digest, entry.number
    return Chain(number, None)


def _entries_with_things(after: int) -> Iterator[tuple[AccessEntry, Sequence[Thing]]]:
    """Every entry after one, in order, with its things; both tables are read once, side by side."""
    rows = AccessedThing.objects.filter(entry__gt=after).order_by("entry_id", "pk")
    things = groupby(rows.values_list("entry_id", "noun", "address").iterator(chunk_size=2000), key=itemgetter(0))
    number, of_it = next(things, (0, iter(())))
    for entry in AccessEntry.objects.filter(number__gt=after).order_by("number").iterator(chunk_size=2000):
        here: list[Thing] = []
        if number == entry.number:
            here = [(noun, address) for _, noun, address in of_it]
            number, of_it = next(things, (0, iter(())))
        yield entry, here


def _digest(before: str, entry: AccessEntry, things: Sequence[Thing]) -> str:
    at: datetime = entry.at
    told: Mapping[str, Any] = {
        "before": before,
        "number": entry.number,
        "at": at.astimezone(UTC).isoformat(),
        "who": entry.who,
        "account": entry.account,
        "session": entry.session,
        "action": str(entry.action),
        "detail": entry.detail,
        "things": [list(each) for each in things],
    }
    return hashlib.sha256(json.dumps(told, sort_keys=True, ensure_ascii=False).encode()).hexdigest()


def describe_account(user: User) -> dict[str, Any]:
    """Return how the detail of an entry names the account that it is about."""
    return {"of": user.get_username(), "of_account": user.pk}
