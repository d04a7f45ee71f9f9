"""The log of reading the compartment. One function writes it, so that it can be joined to the log of all reads."""

from __future__ import annotations

from collections.abc import Iterable
from enum import StrEnum
from hashlib import sha256

from django.contrib.auth.models import User

from dalil.record.sealed.models import SealedPerson, SealedRead


class What(StrEnum):
    """What was done. The codes stand in the log and never change."""

    OPENED = "opened"
    FAILED = "failed"
    CLOSED = "closed"
    SEARCHED = "searched"
    READ = "read"
    READ_EARLIER = "read_earlier"
    ROTATED = "rotated"


def log_sealed_read(
    what: What, *, actor: User | None, person: SealedPerson | None = None, session: str = "", fields: Iterable[str] = ()
) -> None:
    """Note that somebody opened the compartment, tried to, or read in it. Never what was read, nor what was searched for.

    person: whose fields were shown. session: the session's key, of which only a digest is kept. fields: the names of those shown.
    """
    SealedRead.objects.create(
        actor=actor, what=what.value, person=person, session=digest_of(session), fields=sorted(fields)
    )


def digest_of(session: str) -> str:
    """Return what stands for a session in a table: its key would let whoever reads the table into the session."""
    return sha256(session.encode()).hexdigest() if session else ""
