"""One process at a time goes on with an import, and an import that only says that it runs was killed.

The system gives a lock back when the process that holds it ends, however it ends.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from django.conf import settings
from filelock import FileLock, Timeout

from dalil.intake.models import Import
from dalil.record.actions import Refused

PATIENCE = 2.0
"""Seconds that an import waits for a process that has just ended, or for somebody who looks whether one goes on."""


@contextmanager
def only_process_for(run: Import) -> Iterator[None]:
    """Hold the lock of an import while it writes. Raises actions.Refused where another process goes on with it already."""
    lock = _lock_of(run)
    try:
        lock.acquire(timeout=PATIENCE)
    except Timeout:
        raise Refused("being_imported", "this file is being brought in already; wait until that is done") from None
    try:
        yield
    finally:
        lock.release()


def state_of(run: Import) -> Import.State:
    """The state of an import; one that says it runs while no process goes on with it was interrupted."""
    if run.state != Import.State.RUNNING:
        return Import.State(run.state)
    lock = _lock_of(run)
    try:
        lock.acquire(timeout=0)
    except Timeout:
        return Import.State.RUNNING
    lock.release()
    return Import.State.INTERRUPTED


def _lock_of(run: Import) -> FileLock:
    folder = Path(settings.DALIL_HOME) / "imports"
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    return FileLock(folder / f"{run.pk}.lock")
