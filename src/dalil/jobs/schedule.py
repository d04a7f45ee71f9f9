"""The schedule: which jobs come again and again, and queueing those whose turn it is.

The jobs stand in `settings.SCHEDULE`, so that a room below need not know who will do what. Time is cut into turns of the job's length,
counted from 1970; a turn is queued once, whichever worker comes first, and a turn that passed while nobody worked is left out.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from django.conf import settings
from django.db import IntegrityError, transaction
from django.utils.functional import Promise
from django.utils.module_loading import import_string
from django_tasks_db.models import DBTaskResult

from dalil.jobs.models import Slot


@dataclass(frozen=True)
class Job:
    """A job of the schedule: its name, the path of its task, how long a turn is, and what it does in words."""

    name: str
    task: str
    every: timedelta
    says: str | Promise


@dataclass(frozen=True)
class LastTurn:
    """A job, its last turn that was queued and the task of it, or None where there was none or it is no longer kept."""

    job: Job
    begins: datetime | None
    result: DBTaskResult | None


def jobs() -> list[Job]:
    """Return the jobs of the schedule, in its order."""
    return [Job(name, *facts) for name, facts in settings.SCHEDULE.items()]


def turn_at(job: Job, now: datetime) -> datetime:
    """Return when the turn began in which `now` lies.

    >>> turn_at(Job("sweep", "", timedelta(hours=1), ""), datetime(2026, 5, 2, 14, 20, tzinfo=UTC))
    datetime.datetime(2026, 5, 2, 14, 0, tzinfo=datetime.timezone.utc)
    """
    length = job.every.total_seconds()
    return datetime.fromtimestamp(now.timestamp() // length * length, UTC)


def queue_due(now: datetime) -> list[str]:
    """Queue every job whose turn at this moment was not queued yet. Returns their names."""
    return [job.name for job in jobs() if _queue(job, turn_at(job, now))]


def last_turns() -> Iterator[LastTurn]:
    """Yield for each job of the schedule its last turn."""
    for job in jobs():
        slot = Slot.objects.filter(name=job.name).order_by("-begins").first()
        result = DBTaskResult.objects.filter(pk=slot.task).first() if slot else None
        yield LastTurn(job, slot.begins if slot else None, result)


def _queue(job: Job, begins: datetime) -> bool:
    if Slot.objects.filter(name=job.name, begins=begins).exists():
        return False
    try:
        with transaction.atomic():
            task = import_string(job.task).enqueue()
            Slot.objects.create(name=job.name, begins=begins, task=task.id)
    except IntegrityError:  # another worker was faster; what was queued here is gone with the transaction
        return False
    return True
