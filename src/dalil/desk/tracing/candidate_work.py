"""Working the candidates of all requests out beside the desk, while their officer has the compartment open.

A process of its own does it, so that no screen waits. The secret of the compartment is handed to it through a pipe: it stands in its memory and
nowhere else. It stops where the officer closes the compartment; what is sealed until then stays, and is gone on with.
"""

from __future__ import annotations

import json
import os
import sys
from pathlib import Path
from typing import Any

from django.conf import settings
from django.contrib.auth.models import User

from dalil.desk.work_folders import read_part, start_process, take_lock, write_part
from dalil.jobs.giving_way import give_way
from dalil.record.actions import Refused
from dalil.record.sealed import openings
from dalil.record.sealed.open_compartment import OpenCompartment
from dalil.tracing.candidate_runs import begin_queue, work_on_queue
from dalil.tracing.models import CandidateQueue
from dalil.wording.refusals import say_kept

BEGIN = "import django; django.setup(); from dalil.desk.tracing.candidate_work import main; main()"
"""What the process runs."""


def start(opened: OpenCompartment, *, actor: User, session: str) -> bool:
    """Begin to work the candidates out, or go on with it; False where somebody's are being worked out. Raises Refused where keys were changed."""
    folder = _folder()
    lock = take_lock(folder)
    if lock is None:
        return False
    try:
        (folder / "outcome.json").unlink(missing_ok=True)
        queue = begin_queue(opened, actor=actor)
        if settings.WORK_IN_OWN_PROCESS:
            told = {"queue": queue.pk, "actor": actor.pk, "session": session, "generation": opened.generation}
            start_process(BEGIN, [], lock, told=json.dumps({**told, "secret": opened.secret}).encode())
        else:
            _work(opened, queue, actor, session)
    finally:
        os.close(lock)
    return True


def main() -> None:
    """Work the candidates out: this is what the process does."""
    os.umask(0o077)
    give_way()
    told: dict[str, Any] = json.loads(sys.stdin.buffer.read())
    queue = CandidateQueue.objects.filter(pk=told["queue"]).first()
    if queue is not None:
        opened = OpenCompartment(told["generation"], told["secret"])
        _work(opened, queue, User.objects.get(pk=told["actor"]), told["session"])


def is_at_work() -> bool:
    """Tell whether candidates are being worked out now."""
    lock = take_lock(_folder())
    if lock is not None:
        os.close(lock)
    return lock is None


def why_stopped() -> str:
    """Say why working them out was refused, in the language of the screen; empty where it was not."""
    outcome = read_part(_folder(), "outcome")
    return say_kept(outcome, outcome["said"]) if outcome else ""


def _work(opened: OpenCompartment, queue: CandidateQueue, actor: User, session: str) -> None:
    """Work on the list as long as the session has the compartment open, and write down why it was refused, where it was."""

    def may_go_on() -> bool:
        now = User.objects.get(pk=actor.pk)
        return now.has_perm("desk.open_sealed") and openings.is_open(user=now, session=session)

    try:
        work_on_queue(opened, queue, actor=actor, session=session, may_go_on=may_go_on)
    except Refused as error:
        said = {"said": str(error), "template": error.template, "particulars": error.particulars}
        write_part(_folder(), "outcome", said)


def _folder() -> Path:
    folder = Path(settings.DALIL_HOME) / "candidates"
    folder.mkdir(mode=0o700, exist_ok=True)
    return folder
