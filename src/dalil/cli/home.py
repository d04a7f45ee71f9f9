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
    except OperationalError as error:
        raise click.ClickException(f"the database cannot be reached: {str(error).strip()}") from error


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
