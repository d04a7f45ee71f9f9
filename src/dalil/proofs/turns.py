"""Whose turn it is to write: one writer at a time, and who writes much lets those go first who write little.

SQLite gives its lock to whoever happens to look when it is free, PostgreSQL in the order of asking; so beside an import, somebody who enters one
report would wait for many portions, or each for a whole one. Here every writer says that it waits, and an import asks before its next portion.
"""

from __future__ import annotations

import fcntl
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import local
from typing import IO

from django.conf import settings
from django.db import connection

TURN = 0x64616C696C  # "dalil": the key of the advisory lock by which writers take turns on PostgreSQL
LONGEST = 3.0
"""Seconds that others go first: an import goes on, however many others write."""
LOOK = 0.01
"""Seconds between two looks whether others are done. SQLite's own writers look every tenth of a second."""

_OTHERS_WAIT = (
    "SELECT EXISTS (SELECT FROM pg_locks WHERE locktype = 'advisory' AND objid = %s AND classid = %s AND NOT granted)"
)


_of_this_thread = local()


@contextmanager
def waiting_for_turn() -> Iterator[None]:
    """Say, while within it, that somebody of this home waits for their turn or has it. On PostgreSQL the server itself knows."""
    _of_this_thread.takes_turn = True
    try:
        if connection.vendor != "sqlite":
            yield
            return
        with _file() as file:
            fcntl.flock(file, fcntl.LOCK_SH)
            yield
    finally:
        _of_this_thread.takes_turn = False


def take_turn() -> None:
    """Wait within a transaction until no other writer writes. SQLite does so as the transaction begins."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [TURN])


def let_others_write() -> None:
    """Return as soon as nobody else waits to write, or after `LONGEST` seconds.

    Who has the turn returns at once: they would wait for those who wait for them, as where a bundle is received as a whole.
    """
    if getattr(_of_this_thread, "takes_turn", False):
        return
    until = time.monotonic() + LONGEST
    while _others_wait() and time.monotonic() < until:
        time.sleep(LOOK)


def _others_wait() -> bool:
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute(_OTHERS_WAIT, [TURN & 0xFFFFFFFF, TURN >> 32])
            return bool(cursor.fetchone()[0])
    with _file() as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return True
        return False


def _file() -> IO[bytes]:
    path = Path(settings.DALIL_HOME) / "writers.lock"
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    return path.open("ab")
