"""What is done for the archive by itself."""

from __future__ import annotations

from django_tasks import task

from dalil.verification.sweeping import sweep_unnamed


@task(backend="jobs")
def sweep_archive() -> None:
    """Put aside what the archive holds and no document names."""
    sweep_unnamed()
