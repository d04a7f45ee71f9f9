"""`dalil worker`: do what waits. `dalil serve` begins one by itself."""

from __future__ import annotations

import click
from django.utils import timezone

from dalil.jobs.reaping import reap
from dalil.jobs.schedule import queue_due
from dalil.jobs.worker import do_what_waits, work


@click.command()
@click.option("--once", is_flag=True, help="Do what is due and what waits, then end; for a machine's own schedule.")
@click.option("--parent", type=int, hidden=True, help="End when this process is no longer the parent.")
def worker(once: bool, parent: int | None) -> None:
    """Do what waits: publish pages on time, sweep, send. dalil serve begins one by itself; it may be stopped at any time."""
    if not once:
        work(parent=parent)
        return
    reap(timezone.now())
    queue_due(timezone.now())
    click.echo(f"Done: {do_what_waits('once')}")
