"""`dalil move`: the whole database into another one, from SQLite to PostgreSQL or back, verified row by row."""

from __future__ import annotations

import hashlib
import os
import subprocess
import sys
from collections.abc import Sequence
from contextlib import ExitStack
from itertools import islice
from pathlib import Path
from typing import Any

import click
from django.apps import apps
from django.conf import settings
from django.core.management.color import no_style
from django.db import connection, connections, router, transaction
from django.db.models import Model
from rich.console import Console
from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn

from dalil.access.database import is_apart
from dalil.record.planner import count_anew
from dalil.settings import access_log

TARGET = "target"
"""The alias of the database that everything goes to."""

TARGET_LOG = "target_access"
"""The alias of the file that the log of access goes to, where everything goes to SQLite."""

AT_ONCE = 2_000
"""Rows that are read and written together."""

MADE_ANEW = ("wagtailsearch",)
"""Apps whose tables are worked out from others, each database in its own way."""


class NotTheSame(Exception):
    """A table is not the same on both sides. table: its name."""

    def __init__(self, table: str) -> None:
        self.table = table
        super().__init__(f"table {table} is not the same on both sides; nothing was moved")


@click.command()
@click.option(
    "--to", "url", required=True, help="Where to: postgresql://… or sqlite:///PATH. It must hold nothing yet."
)
def move(url: str) -> None:
    """Move the whole database into another one, and verify every row.

    Documents, projections and keys stay in the home as they are. The database that is moved is only read; what it holds is not deleted.
    Nobody should write while it is moved: stop the server first.
    """
    console = Console(stderr=True)
    _make_empty(url)
    target = {**connections.databases["default"], **_database(url)}
    targets = {TARGET: target, **({TARGET_LOG: access_log(target)} if url.startswith("sqlite") else {})}
    connections.databases.update(targets)
    try:
        models = _models()
        if there := _first_row_there(models):
            aside = (
                "put dalil.sqlite3 and access.sqlite3 of the home aside first"
                if TARGET_LOG in targets
                else "move into an empty database"
            )
            raise click.ClickException(f"{url} holds something already ({there}); {aside}")
        columns = BarColumn(), TextColumn("{task.description}"), TimeElapsedColumn()
        with Progress(*columns, console=console) as bar, ExitStack() as stack:
            for alias in ("default", *targets):
                stack.enter_context(transaction.atomic(using=alias))
            step = bar.add_task("Moving", total=2 * len(models))
            _clear(models)
            for model in models:
                bar.update(step, description=f"Moving {model._meta.db_table}")
                copy_rows(model)
                bar.advance(step)
            _reset_sequences(models)
            moved = 0
            for model in models:
                bar.update(step, description=f"Verifying {model._meta.db_table}")
                moved += verify(model)
                bar.advance(step)
            count_anew(connections[TARGET])
    except NotTheSame as error:
        raise click.ClickException(str(error)) from error
    finally:
        for alias in targets:
            connections[alias].close()
            del connections.databases[alias]
    _run(url, "manage", "update_index", "--verbosity", "0")
    click.echo(f"Moved and verified: {moved:,} rows of {len(models)} tables.")
    named = "leave DALIL_DATABASE_URL out" if url.startswith("sqlite") else f"set DALIL_DATABASE_URL={url}"
    click.echo(f"To use it from now on, {named}.")


def copy_rows(model: type[Model]) -> None:
    """Copy every row of a table as it is, with its keys and its moments."""
    fields = list(model._meta.local_concrete_fields)
    manager: Any = model._base_manager
    rows = manager.order_by("pk").iterator(chunk_size=AT_ONCE)
    there = _alias_there(model)
    size = connections[there].ops.bulk_batch_size(fields, range(AT_ONCE))
    while batch := list(islice(rows, min(size, AT_ONCE))):
        manager.using(there)._insert(batch, fields=fields, using=there, raw=True)


def verify(model: type[Model]) -> int:
    """Compare a table on both sides, row by row. Returns how many rows it has. Raises NotTheSame."""
    here, there = (_digest(model, alias) for alias in (router.db_for_read(model), _alias_there(model)))
    if here != there:
        raise NotTheSame(model._meta.db_table)
    return here[0]


def _digest(model: type[Model], alias: str) -> tuple[int, str]:
    """How many rows a table has, and a digest over all of them in the order of their keys."""
    fields = model._meta.local_concrete_fields
    rows = model._base_manager.using(alias).order_by("pk").values_list(*(field.attname for field in fields))
    digest, count = hashlib.sha256(), 0
    for row in rows.iterator(chunk_size=AT_ONCE):
        digest.update(
            repr([_plain(field.get_prep_value(value)) for field, value in zip(fields, row, strict=True)]).encode(
                "utf-8", "surrogatepass"
            )
        )
        count += 1
    return count, digest.hexdigest()


def _plain(value: Any) -> Any:
    """A value as both databases give it: moments in UTC, dictionaries in the order of their keys, bytes as bytes."""
    if hasattr(value, "isoformat"):
        return value.isoformat()
    if isinstance(value, dict):
        return sorted((key, _plain(each)) for key, each in value.items())
    if isinstance(value, list):
        return [_plain(each) for each in value]
    return bytes(value) if isinstance(value, memoryview) else value


def _models() -> list[type[Model]]:
    """Every table that is moved, those of connections between rows too."""
    return [
        model
        for model in apps.get_models(include_auto_created=True)
        if model._meta.managed and not model._meta.proxy and model._meta.app_label not in MADE_ANEW
    ]


def _first_row_there(models: Sequence[type[Model]]) -> str:
    """The name of a table of the target that holds what no migration put there; empty where there is none."""
    guarded = [model for model in models if hasattr(model, "MAY_CHANGE") or model._meta.label == "auth.User"]
    return next(
        (model._meta.db_table for model in guarded if model._base_manager.using(_alias_there(model)).exists()), ""
    )


def _alias_there(model: type[Model]) -> str:
    """The alias of the database that a table goes to: on SQLite the log of access lies in a file of its own."""
    return TARGET_LOG if TARGET_LOG in connections.databases and is_apart(model) else TARGET


def _clear(models: Sequence[type[Model]]) -> None:
    """Take out what migrations put into the target: roles, permissions, the first pages. Nothing that is guarded is among it."""
    target = connections[TARGET]
    with target.cursor() as cursor:
        if target.vendor == "sqlite":
            cursor.execute("PRAGMA defer_foreign_keys = ON")
        for model in models:
            if not hasattr(model, "MAY_CHANGE"):
                cursor.execute(f"DELETE FROM {target.ops.quote_name(model._meta.db_table)}")  # noqa: S608 (names of our own tables)


def _reset_sequences(models: Sequence[type[Model]]) -> None:
    target = connections[TARGET]
    with target.cursor() as cursor:
        for statement in target.ops.sequence_reset_sql(no_style(), list(models)):
            cursor.execute(statement)


def _make_empty(url: str) -> None:
    """Bring the target to today's shape, in a process of its own that takes it for its database."""
    if (
        url.startswith("sqlite:///")
        and Path(url.removeprefix("sqlite:///")) != Path(settings.DALIL_HOME) / "dalil.sqlite3"
    ):
        raise click.ClickException(
            f"SQLite lies in the home: --to sqlite:///{Path(settings.DALIL_HOME) / 'dalil.sqlite3'}"
        )
    if not url.startswith(("sqlite:///", "postgresql://", "postgres://")):
        raise click.ClickException(f"“{url}” is no database; write postgresql://… or sqlite:///PATH")
    if _is_this_one(url):
        raise click.ClickException("that is the database that is to be moved")
    _run(url, "status")


def _is_this_one(url: str) -> bool:
    here, there = connection.settings_dict, _database(url)
    return all(str(here.get(part) or "") == str(there.get(part) or "") for part in ("ENGINE", "NAME", "HOST", "PORT"))


def _database(url: str) -> dict[str, Any]:
    from dalil.settings import database

    return database("" if url.startswith("sqlite") else url)


def _run(url: str, *words: str) -> None:
    """Run a command of `dalil` on the target. Raises click.ClickException with what it said where it fails."""
    environment = {name: value for name, value in os.environ.items() if name != "DALIL_DATABASE_URL"}
    environment["DALIL_HOME"] = str(settings.DALIL_HOME)
    if not url.startswith("sqlite"):
        environment["DALIL_DATABASE_URL"] = url
    command = [sys.executable, "-c", "from dalil.cli import main; main()", *words]
    done = subprocess.run(command, env=environment, capture_output=True, text=True)  # noqa: S603 (our own command)
    if done.returncode:
        raise click.ClickException(
            f"the target cannot be used: {(done.stderr or done.stdout).strip().splitlines()[-1]}"
        )
