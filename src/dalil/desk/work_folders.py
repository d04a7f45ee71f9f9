"""Long work that a person at the desk began: a folder holds what was asked, how far it is and what came of it; a process of its own does it.

The process holds the lock of the folder; the system gives the lock back when the process ends, however it ends. So work without lock and
outcome was killed. No broker and no service besides `dalil serve` is needed, and the tasks of the schedule do not wait for it.
"""

from __future__ import annotations

import fcntl
import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

from django.conf import settings

OFTEN = 0.5
"""Seconds between two notes of how far something is."""


def write_part(folder: Path, name: str, content: Any) -> None:
    """Write one of the files of a folder anew, so that who reads it meanwhile reads the whole of the old or of the new one."""
    file = folder / f"{name}.json"
    fresh = file.with_suffix(f".{os.getpid()}")
    fresh.write_text(json.dumps(content, ensure_ascii=False, default=str), encoding="utf-8")
    fresh.replace(file)


def read_part(folder: Path, name: str) -> Any:
    """Read the content of one of the files of a folder; None where it is not there."""
    file = folder / f"{name}.json"
    return json.loads(file.read_text(encoding="utf-8")) if file.exists() else None


def take_lock(folder: Path) -> int | None:
    """Take the lock of a folder; None where somebody has it. Closing what is returned gives it back, in each process that has it."""
    lock = os.open(folder / "lock", os.O_CREAT | os.O_RDWR, 0o600)
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        os.close(lock)
        return None
    return lock


def start_process(begin: str, words: list[str], lock: int, *, told: bytes | None = None) -> None:
    """Start a process that does the work of a folder, and hand the lock of the folder over to it. begin: the program; words: its arguments.

    told: what it reads from its standard input, where no other process, no disk and no list of processes sees it.
    """
    started = subprocess.Popen(  # noqa: S603 - the arguments are our own
        [sys.executable, "-c", begin, *words],
        env={**os.environ, "DALIL_HOME": str(settings.DALIL_HOME), "DJANGO_SETTINGS_MODULE": "dalil.settings"},
        stdin=subprocess.DEVNULL if told is None else subprocess.PIPE,
        stdout=subprocess.DEVNULL,
        pass_fds=[lock],
        start_new_session=True,  # a signal that stops the server is none to the work
    )
    if told is not None:
        assert started.stdin
        with started.stdin as reads:
            reads.write(told)
