"""What the worker does for sightings."""

from __future__ import annotations

from django_tasks import task

from dalil.spotting.warnings_judged import propose_warnings as propose


@task(backend="jobs")
def propose_warnings() -> None:
    """Propose which sightings came before which incidents, where the record changed."""
    propose()
