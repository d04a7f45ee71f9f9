"""The home of an installation: its database brought to today's shape."""

from __future__ import annotations

import io
from pathlib import Path

import click
from django.apps import apps
from django.core.management import call_command
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.recorder import MigrationRecorder
from django.db.utils import OperationalError
from filelock import FileLock
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn


def prepare_home() -> None:
    """Create or migrate the database where that is needed; several processes may come at once, one does it.

    Raises click.ClickException where the database cannot be reached.
    """
    from django.conf import settings

    try:
        if not _waits_for_migration():
            return
        with FileLock(settings.DALIL_HOME / "prepare.lock"):
            if _waits_for_migration():
                click.echo(f"Preparing {settings.DALIL_HOME} …", err=True)
                call_command("migrate", verbosity=0, interactive=False, stdout=io.StringIO())
                _seal_what_stood_before()
    except OperationalError as error:
        raise click.ClickException(f"the database cannot be reached: {str(error).strip()}") from error


def _seal_what_stood_before() -> None:
    """Give every row that an earlier version wrote its leaf in the ledger, and say so. Where this is killed, the next write goes on."""
    from dalil.proofs.writing import seal_what_stood_before

    columns = TextColumn("Sealing the record"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn()
    with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        step = bar.add_task("", total=None)
        sealed = seal_what_stood_before(lambda rows: bar.update(step, total=rows), lambda done: bar.advance(step, done))
    if sealed:
        click.echo(f"Sealed {sealed:,} rows that stood in the record before it had a ledger.", err=True)


def _waits_for_migration() -> bool:
    """Whether the database lacks a migration. Their names are compared first: to load them all takes a tenth of a short command."""
    if _names_of_migrations() <= MigrationRecorder(connection).applied_migrations().keys():
        return False
    executor = MigrationExecutor(connection)
    return bool(executor.migration_plan(executor.loader.graph.leaf_nodes()))


def _names_of_migrations() -> set[tuple[str, str]]:
    """Every migration that lies in the folder of an app, by the app's label and its own name."""
    return {
        (app.label, file.stem)
        for app in apps.get_app_configs()
        for file in Path(app.path, "migrations").glob("[!_]*.py")
    }
