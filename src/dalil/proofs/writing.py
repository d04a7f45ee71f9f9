"""The transaction of every write: one writer at a time, so that the log is in the order of commit; what it wrote is sealed before it ends."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager, nullcontext
from threading import local

from django.db import transaction

from dalil.proofs.models import Remark
from dalil.proofs.sealing import add_remark, count_unsealed, seal_new
from dalil.proofs.turns import take_turn, waiting_for_turn

SEALED_TOGETHER = 20_000  # rows of an earlier version that are sealed in one transaction

_within = local()


@contextmanager
def writing(*, savepoint: bool = True) -> Iterator[None]:
    """Run one transaction, in which no other writer writes. What it wrote is sealed in the ledger before the outermost one ends.

    savepoint: whether this part of a larger transaction can fail alone. Thousands of rows within one cost SQLite twice the time.
    """
    depth = getattr(_within, "depth", 0)
    with nullcontext() if depth else waiting_for_turn(), transaction.atomic(savepoint=savepoint):
        take_turn()
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
        take_turn()
        waiting = count_unsealed()
        if not waiting:
            return 0
        add_remark(Remark.What.SEALED_LATE, rows=waiting)
    begin(waiting + 1)
    done = 0
    while True:
        with transaction.atomic():
            take_turn()
            sealed = seal_new(most=SEALED_TOGETHER, tick=tick)
        if not sealed:
            return done
        done += sealed
