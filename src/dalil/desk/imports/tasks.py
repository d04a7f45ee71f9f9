"""The dry run and the import of a pending import, outside of the request that asks for them.

A process of its own does them, as long as they take: no broker and no service besides `dalil serve`. It holds the lock of the pending
import, which it is given by the process that starts it, so that nobody else begins the same meanwhile. Of several large files one is
worked on at a time. A process that is killed leaves what came in until then; the same request goes on after the last batch.
"""

from __future__ import annotations

import os
import time
from collections.abc import Callable
from dataclasses import asdict, replace
from typing import Any

from django.conf import settings
from django.contrib.auth.models import User
from filelock import FileLock

from dalil.archive.models import Document
from dalil.archive.protection import Viewer
from dalil.columns.following import is_followed
from dalil.desk.imports.pending_imports import (
    PendingImport,
    Task,
    find_pending,
    read_part,
    take_lock,
    write_part,
)
from dalil.desk.pending_uploads import pending_folder
from dalil.desk.work_folders import OFTEN, start_process
from dalil.intake import runs
from dalil.intake.editions import LooksLikeAnEdition
from dalil.intake.formats import Unreadable
from dalil.intake.formats.uncoded import Uncoded, without_code
from dalil.intake.notes import list_notes
from dalil.intake.parsed_rows import RowError
from dalil.intake.preview import PreviewedRow, preview_rows
from dalil.record.actions import Refused

PREVIEWED = 10
"""Rows of which a preview shows what they become."""
LISTED = 200
"""Failed rows that a preview lists; it says how many more there are."""
SMALL = 100_000
"""Bytes of a file up to which its dry run is waited for; starting a process takes as long."""
NEEDED = ("desk.imports", "desk.enter", "desk.correct")
"""The permissions that bringing in takes: reports are entered, and take the place of others."""


def start(pending: PendingImport, task: Task) -> bool:
    """Begin a task; False where one goes on already. A small dry run is over when this returns."""
    lock = take_lock(pending)
    if lock is None:
        return False
    try:
        for name in ("outcome", "progress"):
            (pending.upload.folder / f"{name}.json").unlink(missing_ok=True)
        write_part(pending, "task", task)
        small = task == Task.DRY_RUN and pending.upload.path.stat().st_size <= SMALL
        if small or not settings.WORK_IN_OWN_PROCESS:
            work(pending)
        else:
            start_process(BEGIN, [pending.key, str(pending.user)], lock)
    finally:
        os.close(lock)
    return True


BEGIN = (
    "import django, sys; django.setup(); from dalil.desk.imports.tasks import main; main(sys.argv[1], int(sys.argv[2]))"
)
"""What the process runs. Not `-m`: the processes that help with reading would import this module, and Django's models with it."""


def main(key: str, user: int) -> None:
    """What the process does: the task of the pending import, when its turn has come."""
    os.umask(0o077)
    pending = find_pending(key, User.objects.get(pk=user))
    assert pending
    write_part(pending, "progress", {"waiting": True})
    with FileLock(pending_folder() / "turn.lock"):
        write_part(pending, "progress", {})
        work(pending)


def work(pending: PendingImport) -> None:
    """Do the task of a pending import and write down what came of it."""
    actor = User.objects.get(pk=pending.user)
    task = Task(read_part(pending, "task"))
    try:
        if not actor.is_active or not actor.has_perms(NEEDED):
            raise Refused("may_not_import", "this account may not bring files in")
        outcome = _dry_run(pending, actor) if task == Task.DRY_RUN else _import(pending, actor)
    except (Unreadable, Refused) as error:
        outcome = {"refused": _refusal(error, Viewer.of(actor))}
    write_part(pending, "outcome", outcome)


def _import(pending: PendingImport, actor: User) -> dict[str, Any]:
    request = replace(pending.request(actor), beside_others=is_followed())
    run = runs.run_import(request, progress=_progress_of(pending))
    pending.upload.path.unlink()  # it is in the archive now
    return {"run": run.pk}


def _dry_run(pending: PendingImport, actor: User) -> dict[str, Any]:
    viewer, request = Viewer.of(actor), pending.request(actor)
    header, rows = preview_rows(request, viewer, most=PREVIEWED)
    outcome: dict[str, Any] = {"header": header, "rows": [_row(each) for each in rows]}
    try:
        run, errors = runs.dry_run(request, progress=_progress_of(pending))
    except (Unreadable, Refused) as error:
        return {**outcome, "refused": _refusal(error, viewer)}
    notes, kept_back = list_notes(run, viewer)
    uncoded = without_code(request.path, request.mapping) if pending.has_mapping else []
    return {
        **outcome,
        "sums": {name: getattr(run, name) for name in ("rows", "new", "repeated", "corrected", "failed")},
        "flags": run.flags,
        "notes": [{"said": str(each), "told": each.told} for each in notes],
        "kept_back": kept_back,
        "errors": [_failure(each) for each in errors[:LISTED]],
        "errors_left": max(0, len(errors) - LISTED),
        "uncoded": [_uncoded(each) for each in uncoded],
    }


def _row(each: PreviewedRow) -> dict[str, Any]:
    return {**asdict(each), "failures": [_failure(error) for error in each.failures]}


def _failure(error: RowError) -> dict[str, Any]:
    return {**asdict(error), "cause": str(error.cause), "told": getattr(error.cause, "told", {})}


def _uncoded(each: Uncoded) -> dict[str, Any]:
    return {
        "column": each.column,
        "scheme": each.scheme,
        "kept": each.kept,
        "values": len(each.values),
        "cells": each.values.total(),
        "examples": [cell[:50] for cell, _ in each.values.most_common(3)],
    }


def _refusal(error: Unreadable | Refused, viewer: Viewer) -> dict[str, Any]:
    """Why the file as a whole was refused, as the screen says it. What the viewer may not see is not named."""
    if isinstance(error, LooksLikeAnEdition):
        before = error.before.document
        seen = Document.objects.visible_to(viewer).filter(pk=before.pk).exists()
        if not seen:
            return {"edition": {"hidden": True}}
        day = str(error.before.started_at.date())
        return {
            "edition": {
                "same": error.same,
                "rows": error.rows,
                "file": before.filename or before.title,
                "day": day,
            }
        }
    if isinstance(error, Refused):
        documents = Document.objects.visible_to(viewer)
        hidden = "address" in error.particulars and not documents.filter(
            sha256__startswith=error.particulars["address"]
        )
        if error.type == "kept_at_another_level" and hidden:
            error = Refused("protection_refused", "this file cannot be brought in with this protection; ask a steward")
        return {"said": str(error), "template": error.template, "particulars": error.particulars}
    return {"said": str(error), **error.told}


def _progress_of(pending: PendingImport) -> Callable[[int, float], None]:
    """What is told of how far the task is, written down from time to time."""
    written = 0.0

    def progress(rows: int, part: float) -> None:
        nonlocal written
        if time.monotonic() - written > OFTEN:
            written = time.monotonic()
            write_part(pending, "progress", {"rows": rows, "part": part})

    return progress
