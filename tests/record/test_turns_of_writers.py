"""Who writes much, as an import does, lets those write first who wait with a single report; but not for ever."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from django.db import connection

from dalil.proofs import turns
from dalil.proofs.writing import writing

LONG = 20.0


@contextmanager
def somebody_who_waits() -> Iterator[threading.Event]:
    """Somebody waits for their turn to write, until the event is set that this gives."""
    go, waits, done = threading.Event(), threading.Event(), threading.Event()

    def on_sqlite() -> None:
        with turns.waiting_for_turn():
            waits.set()
            go.wait(LONG)
        done.set()

    def on_postgresql() -> None:
        other = connection.copy()
        other.set_autocommit(False)
        with other.cursor() as cursor:
            waits.set()
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [turns.TURN])
        other.close()
        done.set()

    if connection.vendor == "sqlite":
        thread = threading.Thread(target=on_sqlite, daemon=True)
        thread.start()
        waits.wait(LONG)
        yield go
    else:
        holder = connection.copy()
        holder.inc_thread_sharing()
        holder.set_autocommit(False)
        with holder.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [turns.TURN])
        thread = threading.Thread(target=on_postgresql, daemon=True)
        thread.start()
        waits.wait(LONG)
        while not turns._others_wait():
            pass
        threading.Thread(target=lambda: (go.wait(LONG), holder.close()), daemon=True).start()
        yield go
    go.set()
    thread.join(LONG)
    assert done.is_set()


@pytest.mark.django_db
def test_an_import_goes_on_once_nobody_else_waits(monkeypatch):
    monkeypatch.setattr(turns, "LONGEST", LONG)
    looked: list[str] = []
    with somebody_who_waits() as go:

        def look(seconds: float) -> None:
            looked.append("somebody waits")
            if len(looked) == 3:
                go.set()

        monkeypatch.setattr(turns.time, "sleep", look)
        turns.let_others_write()
    assert len(looked) >= 3
    turns.let_others_write()


@pytest.mark.django_db
def test_an_import_does_not_wait_for_ever(monkeypatch):
    monkeypatch.setattr(turns, "LONGEST", 0.0)
    with somebody_who_waits() as go:
        turns.let_others_write()
        assert not go.is_set()
        assert turns._others_wait()


@pytest.mark.django_db
def test_who_brings_much_in_as_one_whole_does_not_wait_for_itself(monkeypatch):
    """As where a bundle is received: its import let others go first for three seconds after each portion, and none could."""

    def sleep(seconds: float) -> None:
        raise AssertionError(f"waited {seconds} seconds while having the turn")

    monkeypatch.setattr(turns.time, "sleep", sleep)
    with writing(), writing():
        turns.let_others_write()
