"""Tasks of workers that died are given to another one; three deaths end a task."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import transaction
from django_tasks.base import TaskResultStatus
from django_tasks_db.models import DBTaskResult

from dalil.jobs.models import Worker

BEAT = timedelta(seconds=5)
"""How often a worker says that it is alive."""

SILENCE = timedelta(seconds=30)
"""After so long without a word a worker is dead."""

MOST_WORKERS = 3
"""So many workers may die over one task. It may be what kills them."""

KEPT = timedelta(days=30)
"""For so long what was done is kept, and workers that were seen."""


class WorkersDied(RuntimeError):
    """The workers of a task died while they did it, so it was given up."""


def beat(worker: str, now: datetime) -> None:
    """Say that a worker is alive."""
    Worker.objects.update_or_create(id=worker, defaults={"seen": now})


def reap(now: datetime) -> list[DBTaskResult]:
    """Give back the tasks that dead workers had taken, and end those that several died over. Returns both, as they are then.

    Every task is written so that it may be begun anew after it was cut off anywhere.
    """
    alive = set(Worker.objects.filter(seen__gte=now - SILENCE).values_list("id", flat=True))
    reaped = []
    for left in DBTaskResult.objects.running():
        if left.worker_ids and left.worker_ids[-1] in alive:
            continue
        with transaction.atomic():
            task = DBTaskResult.objects.select_for_update().get(pk=left.pk)
            if task.status != TaskResultStatus.RUNNING or task.worker_ids != left.worker_ids:
                continue
            if len(task.worker_ids) >= MOST_WORKERS:
                task.set_failed(WorkersDied(f"{len(task.worker_ids)} workers died over this task"))
            else:
                task.status = TaskResultStatus.READY
                task.save(update_fields=["status"])
        reaped.append(task)
    return reaped


def forget(now: datetime) -> None:
    """Remove tasks that ended long ago, with their slots, and workers that were not seen for as long."""
    from dalil.jobs.models import Slot

    DBTaskResult.objects.finished().filter(finished_at__lt=now - KEPT).delete()
    Slot.objects.filter(begins__lt=now - KEPT).delete()
    Worker.objects.filter(seen__lt=now - KEPT).delete()
