"""The transaction of every write: one writer at a time, so that the log is in the order of commit."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection, transaction

from dalil.access.refused import Refused

__all__ = ["Refused", "writing"]

WRITERS_TURN = 0x64616C696C  # "dalil": the key of the advisory lock by which writers take turns on PostgreSQL


@contextmanager
def writing(*, savepoint: bool = True) -> Iterator[None]:
    """Run one transaction, in which no other writer writes.

    savepoint: whether this part of a larger transaction can fail alone. Thousands of rows within one cost SQLite twice the time.
    """
    with transaction.atomic(savepoint=savepoint):
        if connection.vendor == "postgresql":
            with connection.cursor() as cursor:
                cursor.execute("SELECT pg_advisory_xact_lock(%s)", [WRITERS_TURN])
        yield
