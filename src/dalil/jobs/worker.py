"""The worker: a process that queues what is due, does what waits, and gives back what dead workers left."""

from __future__ import annotations

import logging
import os
import secrets
import signal
import socket
import threading
import time
from types import FrameType

from django.db import DatabaseError, close_old_connections, connections
from django.utils import timezone
from django_tasks_db.management.commands.db_worker import Worker as TasksOfDatabase

from dalil.jobs.reaping import BEAT, SILENCE, beat, reap
from dalil.jobs.schedule import queue_due

BACKEND = "jobs"
"""The name in `settings.TASKS` under which our tasks are kept."""

PAUSE = 1.0
"""Seconds between two looks for tasks."""

logger = logging.getLogger(__name__)


def work(*, parent: int | None = None) -> None:
    """Do tasks until told to stop (SIGTERM, SIGINT), or until the process that began this one is gone.

    parent: the id of that process. A task that is being done is finished first.
    """
    worker = f"{socket.gethostname()[:24]}-{os.getpid()}-{secrets.token_hex(4)}"
    stop = threading.Event()

    def told(signum: int, frame: FrameType | None) -> None:
        stop.set()

    for each in (signal.SIGTERM, signal.SIGINT):
        signal.signal(each, told)
    beat(worker, timezone.now())
    threading.Thread(target=_stay_alive, args=(worker, stop), daemon=True).start()
    reaped = 0.0
    while not stop.is_set() and (parent is None or os.getppid() == parent):
        try:
            if time.monotonic() - reaped > SILENCE.total_seconds() / 2:
                for task in reap(timezone.now()):
                    logger.warning("the worker of %s died; the task is now %s", task.task_path, task.status)
                reaped = time.monotonic()
            queue_due(timezone.now())
            do_what_waits(worker, stop)
        except DatabaseError:
            logger.exception("the database could not be asked for tasks; it is asked again")
            close_old_connections()
        stop.wait(PAUSE)


def do_what_waits(worker: str, stop: threading.Event | None = None) -> int:
    """Do the tasks that are ready, one after the other, until none is, or until told to stop. Returns how many were done.

    A task that fails is marked so, with its error; the next one is done all the same.
    """
    done = 0
    while stop is None or not stop.is_set():
        tasks = TasksOfDatabase(
            queue_names=["*"],
            interval=0,
            batch=True,
            backend_name=BACKEND,
            startup_delay=False,
            max_tasks=1,
            worker_id=worker,
            excluded_queue_names=[],
        )
        tasks.run()
        if not tasks._run_tasks:
            break
        done += 1
    return done


def _stay_alive(worker: str, stop: threading.Event) -> None:
    """Say again and again that the worker lives, whatever long task it does."""
    while not stop.wait(BEAT.total_seconds()):
        try:
            beat(worker, timezone.now())
        except DatabaseError:
            logger.exception("the worker could not say that it is alive")
        finally:
            connections.close_all()
