"""The transaction of every write: one writer at a time, so that the log is in the order of commit."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any

from django.db import connection, transaction

WRITERS_TURN = 0x64616C696C  # "dalil": the key of the advisory lock by which writers take turns on PostgreSQL


class Refused(Exception):
    """The record does not take this: the type of the error, the English sentence as a template, and the particulars in it."""

    def __init__(self, type: str, template: str, particulars: Mapping[str, Any] | None = None) -> None:
        self.type, self.template, self.particulars = type, template, dict(particulars or {})
        super().__init__(template.format(**self.particulars))

    def __reduce__(self) -> tuple[Any, ...]:
        return type(self), (self.type, self.template, self.particulars)


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
