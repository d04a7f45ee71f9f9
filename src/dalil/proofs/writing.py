"""The transaction of every write: one writer at a time, so that the log is in the order of commit; what it wrote is sealed before it ends."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from threading import local

from django.db import connection, transaction

from dalil.proofs.models import Remark
from dalil.proofs.sealing import add_remark, count_unsealed, seal_new

WRITERS_TURN = 0x64616C696C  # "dalil": the key of the advisory lock by which writers take turns on PostgreSQL
SEALED_TOGETHER = 20_000  # rows of an earlier version that are sealed in one transaction

_within = local()


@contextmanager
def writing(*, savepoint: bool = True) -> Iterator[None]:
    """Run one transaction, in which no other writer writes. What it wrote is sealed in the ledger before the outermost one ends.

    savepoint: whether this part of a larger transaction can fail alone. Thousands of rows within one cost SQLite twice the time.
    """
    with transaction.atomic(savepoint=savepoint):
        _take_turn()
        depth = getattr(_within, "depth", 0)
        _within.depth = depth + 1
        try:
            yield
        finally:
            _within.depth = depth
        if not depth:
            seal_new()


def seal_what_stood_before(begin: Callable[[int], None], tick: Callable[[int], None]) -> int:
    """Seal the rows of a home that an earlier version wrote, many in one transaction. Returns how many; 0 where all are sealed.

    begin: is told how many there are; tick: how many were sealed since it was told last. A remark in the ledger says that these rows were
    sealed late: that they were as they are before this moment, it does not prove.
    """
    with transaction.atomic():
        _take_turn()
        waiting = count_unsealed()
        if not waiting:
            return 0
        add_remark(Remark.What.SEALED_LATE, rows=waiting)
    begin(waiting + 1)
    done = 0
    while True:
        with transaction.atomic():
            _take_turn()
            sealed = seal_new(most=SEALED_TOGETHER, tick=tick)
        if not sealed:
            return done
        done += sealed


def _take_turn() -> None:
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [WRITERS_TURN])
