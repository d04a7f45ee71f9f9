"""Tasks to try the worker with."""

import time
from datetime import UTC, datetime

from django_tasks import task

from dalil.jobs.models import Slot


@task(backend="jobs")
def leave_a_trace(number: int) -> None:
    """Write a row, slowly; done again, it writes none."""
    time.sleep(0.01)
    Slot.objects.get_or_create(name=f"trace {number}", begins=datetime(2026, 1, 1, tzinfo=UTC), task="0" * 32)
    time.sleep(0.01)


@task(backend="jobs")
def fail() -> None:
    """Fail as a task does that meets what nobody thought of."""
    raise ValueError("the mast fell")
