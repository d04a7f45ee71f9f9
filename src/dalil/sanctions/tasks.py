"""What the worker does for lists of sanctions."""

from __future__ import annotations

from django_tasks import task

from dalil.sanctions.screening_runs import screen_what_came_in as screen


@task(backend="jobs")
def screen_what_came_in() -> None:
    """Screen the people of new reports, and all people against the entries that changed."""
    screen()
