"""The tasks of this room itself."""

from __future__ import annotations

from django.core.management import call_command
from django.utils import timezone
from django_tasks import task

from dalil.jobs import reaping


@task(backend="jobs")
def forget_what_was_done() -> None:
    """Remove tasks that ended long ago, and sessions that are over."""
    reaping.forget(timezone.now())
    call_command("clearsessions", verbosity=0)
