"""What the desk has done later."""

from __future__ import annotations

from django_tasks import task

from dalil.desk.pending_uploads import sweep_uploads
from dalil.desk.sealed.reminders import tell_officers


@task(backend="jobs")
def sweep_pending_uploads() -> None:
    """Remove the files that were put up at the desk and that nobody came back to."""
    sweep_uploads()


@task(backend="jobs")
def tell_officers_of_reminders() -> None:
    """Tell officers how many reminders of deadlines are due."""
    tell_officers()
