"""What this room has done later."""

from __future__ import annotations

from django_tasks import task

from dalil.matching import match_runs, pointings


@task(backend="jobs")
def match_what_came_in() -> None:
    """Match the reports that came in since the last time."""
    match_runs.match_what_came_in()
    pointings.follow_mentions()
