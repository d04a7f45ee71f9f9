"""The home of an installation: its database brought to today's shape, its translations compiled."""

from __future__ import annotations

import io
from pathlib import Path

import click
from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from django.core.management import call_command
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.db.utils import OperationalError
from filelock import FileLock

PACKAGE = Path(__file__).parents[1]


def prepare_home() -> None:
    """Create or migrate the database where that is needed; several processes may come at once, one does it.

    Raises click.ClickException where the database cannot be reached.
    """
    from django.conf import settings

    compile_translations()
    try:
        if not _waits_for_migration():
            return
        with FileLock(settings.DALIL_HOME / "prepare.lock"):
            if _waits_for_migration():
                click.echo(f"Preparing {settings.DALIL_HOME} …", err=True)
                call_command("migrate", verbosity=0, interactive=False, stdout=io.StringIO())
    except OperationalError as error:
        raise click.ClickException(f"the database cannot be reached: {str(error).strip()}") from error


def compile_translations() -> None:
    """Compile every .po of the package that is newer than its .mo; with Babel, so that gettext's tools are not needed."""
    for source in sorted(PACKAGE.glob("**/locale/*/LC_MESSAGES/*.po")):
        compiled = source.with_suffix(".mo")
        if compiled.exists() and compiled.stat().st_mtime >= source.stat().st_mtime:
            continue
        with source.open("rb") as lines:
            catalog = read_po(lines, locale=source.parts[-3])
        compiled.write_bytes(_bytes_of(catalog))


def _bytes_of(catalog: Catalog) -> bytes:
    compiled = io.BytesIO()
    write_mo(compiled, catalog)
    return compiled.getvalue()


def _waits_for_migration() -> bool:
    executor = MigrationExecutor(connection)
    return bool(executor.migration_plan(executor.loader.graph.leaf_nodes()))
