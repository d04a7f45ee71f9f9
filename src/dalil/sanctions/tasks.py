"""What the worker does for lists of sanctions."""

from __future__ import annotations

from django.utils import timezone
from django_tasks import task

from dalil.sanctions.screening_runs import screen_what_came_in as screen
from dalil.sanctions.watching import look_at_what_is_due


@task(backend="jobs")
def screen_what_came_in() -> None:
    """Screen the people of new reports, and all people against the entries that changed."""
    screen()


@task(backend="jobs")
def look_at_watched_lists() -> None:
    """Look at the watched addresses that are due, and take new versions in."""
    look_at_what_is_due(timezone.now())
