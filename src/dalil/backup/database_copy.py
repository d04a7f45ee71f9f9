"""The database of a backup: copied as it was at one moment while others write, and put back.

SQLite's own backup gives a whole database in one file, with what stands in the log beside it. PostgreSQL is dumped by `pg_dump`, from a
snapshot that also says how many rows there are. Both programs of PostgreSQL have to be of the server's version or newer.
"""

from __future__ import annotations

import os
import sqlite3
import subprocess
from collections.abc import Iterable
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.apps import apps
from django.conf import settings
from django.db import connection, connections, transaction
from django.db.migrations.recorder import MigrationRecorder
from django.db.models import Model

from dalil.archive.models import Document

DUMP = "dalil.pgdump"
"""The file of a database of PostgreSQL in a backup."""

NAMED = f"SELECT sha256 FROM {Document._meta.db_table}"  # noqa: S608 (a name of our own)
"""Asks for the digest of every document, whoever may see it."""


class DatabaseNotCopied(Exception):
    """A database cannot be copied or put back. Its sentence says why."""


@dataclass(frozen=True)
class DatabaseCopy:
    """What a copy of the database holds: its files, the rows of each table, its migrations, the digests of its documents."""

    files: list[str]
    rows: dict[str, int]
    migrations: list[str]
    documents: list[str]


def copy_database(folder: Path) -> DatabaseCopy:
    """Copy the database of this installation into a folder, as it was at one moment. Raises DatabaseNotCopied."""
    return _copy_sqlite(folder) if connection.vendor == "sqlite" else _dump_postgresql(folder)


def database_is_empty() -> bool:
    """Whether nothing stands in the database of this installation yet, not even tables."""
    if connection.vendor == "sqlite":
        files = (Path(settings.DATABASES[alias]["NAME"]) for alias in settings.DATABASES)
        return not any(file.exists() and file.stat().st_size for file in files)
    return not connection.introspection.table_names()


def put_back_database(folder: Path, rows: dict[str, int]) -> None:
    """Make the empty database of this installation what a backup holds. rows: how many each table must have then.

    Raises DatabaseNotCopied; nothing stands in the database then.
    """
    if connection.vendor == "sqlite":
        for alias in reversed(list(settings.DATABASES)):  # the record last: a home that has it is whole
            place = Path(settings.DATABASES[alias]["NAME"])
            _put_back_file(folder / place.name, place)
        return
    arguments = ["--no-owner", "--no-privileges", "--single-transaction", "--exit-on-error", "--dbname"]
    _run("pg_restore", *arguments, str(connection.settings_dict["NAME"]), str(folder / DUMP))
    there = _count_rows(rows)
    if there != rows:
        other = next(table for table in rows if there.get(table) != rows[table])
        raise DatabaseNotCopied(
            f"table {other} has {there.get(other)} rows and the backup {rows[other]}: begin with an empty database again"
        )


def _copy_sqlite(folder: Path) -> DatabaseCopy:
    files = []
    for alias in settings.DATABASES:
        place = Path(settings.DATABASES[alias]["NAME"])
        with (
            closing(sqlite3.connect(f"file:{place}?mode=ro", uri=True)) as source,
            closing(sqlite3.connect(folder / place.name)) as copy,
        ):
            source.backup(copy, pages=-1)  # in one step: as it is at one moment
            copy.execute("PRAGMA journal_mode=DELETE")
            if (told := copy.execute("PRAGMA quick_check(1)").fetchone()[0]) != "ok":
                raise DatabaseNotCopied(f"{place} is damaged: {told}")
        files.append(place.name)
    with closing(sqlite3.connect(f"file:{folder / files[0]}?mode=ro", uri=True)) as copy:
        there = {name for (name,) in copy.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}
        rows = {
            table: copy.execute(f'SELECT count(*) FROM "{table}"').fetchone()[0]  # noqa: S608 (names of our own tables)
            for table in _tables()
            if table in there
        }
        migrations = [f"{app}.{name}" for app, name in copy.execute("SELECT app, name FROM django_migrations")]
        documents = [digest for (digest,) in copy.execute(NAMED)]
    return DatabaseCopy(files, rows, sorted(migrations), documents)


def _dump_postgresql(folder: Path) -> DatabaseCopy:
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY")
        cursor.execute("SELECT pg_export_snapshot()")
        (snapshot,) = cursor.fetchone()
        arguments = ["--format=custom", "--no-owner", "--no-privileges", f"--snapshot={snapshot}"]
        _run("pg_dump", *arguments, f"--file={folder / DUMP}", "--dbname", str(connection.settings_dict["NAME"]))
        cursor.execute(NAMED)
        documents = [digest for (digest,) in cursor.fetchall()]
        return DatabaseCopy(
            files=[DUMP],
            rows=_count_rows(_tables()),
            migrations=sorted(f"{app}.{name}" for app, name in MigrationRecorder(connection).applied_migrations()),
            documents=documents,
        )


def _put_back_file(source: Path, place: Path) -> None:
    part = place.with_name(f".part-{place.name}")
    try:
        with (
            closing(sqlite3.connect(f"file:{source}?mode=ro&immutable=1", uri=True)) as kept,
            closing(sqlite3.connect(part)) as copy,
        ):
            kept.backup(copy)
        part.replace(place)
    except sqlite3.Error as error:
        raise DatabaseNotCopied(f"{source} cannot be put back: {error}") from error
    finally:
        part.unlink(missing_ok=True)


def _tables() -> list[str]:
    """Every table of this version, those of connections between rows too, except what is apart on SQLite."""
    models: list[type[Model]] = [
        model for model in apps.get_models(include_auto_created=True) if model._meta.managed and not model._meta.proxy
    ]
    return sorted({model._meta.db_table for model in models})


def _count_rows(tables: Iterable[str]) -> dict[str, int]:
    there = set(connection.introspection.table_names())
    with connection.cursor() as cursor:
        counted = {}
        for table in tables:
            if table in there:
                cursor.execute(f"SELECT count(*) FROM {connection.ops.quote_name(table)}")  # noqa: S608
                counted[table] = cursor.fetchone()[0]
    return counted


def _run(program: str, *arguments: str) -> None:
    """Run a program of PostgreSQL on this database. Raises DatabaseNotCopied with what it said."""
    try:
        done = subprocess.run([program, *arguments], env=_environment(), capture_output=True, text=True)  # noqa: S603
    except FileNotFoundError as error:
        raise DatabaseNotCopied(f"{program} is not installed; it comes with PostgreSQL's client programs") from error
    if done.returncode:
        raise DatabaseNotCopied(f"{program}: {(done.stderr.strip().splitlines() or ['it failed'])[-1]}")


def _environment() -> dict[str, str]:
    """How the programs of PostgreSQL reach this database: by the environment, where no other user of the machine reads a password."""
    there: dict[str, Any] = connections["default"].settings_dict
    options: dict[str, Any] = there.get("OPTIONS") or {}
    told = {
        "PGHOST": there.get("HOST"),
        "PGPORT": there.get("PORT"),
        "PGUSER": there.get("USER"),
        "PGPASSWORD": there.get("PASSWORD"),
        "PGSSLMODE": options.get("sslmode"),
        "PGSSLROOTCERT": options.get("sslrootcert"),
    }
    return {**os.environ, **{name: str(value) for name, value in told.items() if value}}
