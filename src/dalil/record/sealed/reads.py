"""The log of reading the compartment, and its entry in the log of access, where all reads stand together. One function writes both.

The compartment's own log holds what it asks itself: how often somebody tried in vain, and who read whom.
"""

from __future__ import annotations

from collections.abc import Iterable
from enum import StrEnum
from hashlib import sha256

from django.contrib.auth.models import User

from dalil.access import log
from dalil.access.models import Action
from dalil.record.sealed.models import SealedPerson, SealedRead

NOUN = "sealed"
"""How the log of access calls a sealed person; its address there is the reference, which says nothing."""


class What(StrEnum):
    """What was done. The codes stand in the log and never change."""

    OPENED = "opened"
    FAILED = "failed"
    CLOSED = "closed"
    SEARCHED = "searched"
    READ = "read"
    READ_EARLIER = "read_earlier"
    ROTATED = "rotated"
    READ_SUBMISSION = "read_submission"


def log_sealed_read(
    what: What, *, actor: User | None, person: SealedPerson | None = None, session: str = "", fields: Iterable[str] = ()
) -> None:
    """Note that somebody opened the compartment, tried to, or read in it. Never what was read, nor what was searched for.

    person: whose fields were shown. session: the session's key, of which only a digest is kept. fields: the names of those shown.
    """
    shown = sorted(fields)
    SealedRead.objects.create(actor=actor, what=what.value, person=person, session=digest_of(session), fields=shown)
    did = Action.READ if what in (What.READ, What.READ_EARLIER, What.READ_SUBMISSION) else Action.SEALED
    things = [(NOUN, person.reference)] if person is not None else []
    by = log.Person.here(actor) if actor is not None else log.person_here()
    log.write(did, things, by=by, what=what.value, fields=shown)


def digest_of(session: str) -> str:
    """Return what stands for a session in a table: its key would let whoever reads the table into the session."""
    return sha256(session.encode()).hexdigest() if session else ""
