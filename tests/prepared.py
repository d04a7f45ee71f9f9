"""The database of the tests, migrated once and copied from then on; and the example, loaded once and copied from then on.

To migrate an empty database takes as long as a hundred tests. The first process that needs it does so and keeps what came of it:
on SQLite as a file in pytest's cache, on PostgreSQL as a database from which others are made. It is made anew when anything changes
that a migration, or what runs after every migration, is made of.
"""

from __future__ import annotations

import hashlib
import json
import shutil
import sqlite3
import tempfile
from collections.abc import Callable, Iterable, Iterator
from contextlib import closing, contextmanager
from datetime import date
from importlib.metadata import version
from pathlib import Path
from typing import Any
from unittest import mock

from django.conf import settings
from django.core import management
from django.db import connection, connections
from filelock import FileLock

SOURCE = Path(__file__).parents[1] / "src" / "dalil"
MADE_OF = (
    "**/migrations/*.py",
    "**/models.py",
    "**/apps.py",
    "settings.py",
    "access/**/*.py",
    "archive/**/*.py",
    "record/**/*.py",
    "desk/people/roles.py",
    "bulletin/pages/first_pages.py",
    "vocabulary/data/*.csv",
)
"""The files of the package on which a migrated database depends."""

KEPT = 5
"""Databases that PostgreSQL keeps for copying: several checkouts may use one server."""


NAMES = {"default": "dalil.sqlite3", "access": "access.sqlite3"}
"""The files of a home on SQLite, by the alias of the database that each holds."""


def migrated_file(folder: Path, alias: str = "default") -> Path:
    """Where a migrated database of SQLite is kept."""
    return folder / f"{fingerprint('sqlite')}-{NAMES[alias]}"


def migrate_home(home: Path, folder: Path) -> None:
    """Give an empty home its migrated database, so that the first command that is run in it need not migrate.

    folder: as `migrated_by_copying` has it.
    """
    home.mkdir(parents=True, exist_ok=True)
    for alias, name in NAMES.items():
        shutil.copy(migrated_file(folder, alias), home / name)


def fingerprint(vendor: str, made_of: Iterable[str] = MADE_OF) -> str:
    """A name for the database that migrations give today: another where one of their files, Django or Wagtail is another.

    made_of: the files on which it depends, where that is more.
    """
    digest = hashlib.sha256(f"{vendor} {version('django')} {version('wagtail')}".encode())
    for file in sorted({file for pattern in made_of for file in SOURCE.glob(pattern)}):
        digest.update(f"{file.relative_to(SOURCE)} {hashlib.sha256(file.read_bytes()).hexdigest()}\n".encode())
    return digest.hexdigest()[:16]


def home_with_example(folder: Path, load: Callable[[], dict[str, int]]) -> tuple[Path, dict[str, int]]:
    """A home in which the example stands, and what loading it brought: made once for a state of the package and a day, to be copied.

    folder: as `migrated_by_copying` has it. load: loads the example into the empty database of the tests, on SQLite, and its files
    into the home that the settings name; called by the one process that makes the home. The database is as migrated afterwards.
    """
    assert not connection.in_atomic_block, "the example is loaded before a test begins, not within its transaction"
    kept = folder / f"example-{date.today()}-{fingerprint('sqlite', ['**/*.py', '**/*.yaml', '**/*.csv'])}"
    with FileLock(folder / "dalil-example.lock"):
        if not kept.exists():
            for old in folder.glob("example-*"):
                shutil.rmtree(old)
            part = folder / "part-of-example"
            shutil.rmtree(part, ignore_errors=True)
            part.mkdir()
            with settings_of_home(part):
                brought = load()
            for alias, name in NAMES.items():
                _keep(alias, part / name)
                _fill(alias, migrated_file(folder, alias))
            (part / BROUGHT).write_text(json.dumps(brought), encoding="utf-8")
            part.rename(kept)
    return kept, json.loads((kept / BROUGHT).read_text(encoding="utf-8"))


BROUGHT = "brought.json"
"""The file beside a home with the example that says what loading it brought."""


@contextmanager
def database_of(home: Path, folder: Path) -> Iterator[None]:
    """Within it, the database of the tests, on SQLite, is that of a home; afterwards it is as migrated again."""
    for alias, name in NAMES.items():
        _fill(alias, home / name)
    try:
        yield
    finally:
        for alias in NAMES:
            _fill(alias, migrated_file(folder, alias))


def files_of(kept: Path, home: Path) -> None:
    """Copy into a home what the example wrote beside the database."""
    shutil.copytree(kept, home, dirs_exist_ok=True, ignore=shutil.ignore_patterns(*NAMES.values(), BROUGHT))


@contextmanager
def settings_of_home(home: Path) -> Iterator[None]:
    usual = settings.DALIL_HOME, settings.MEDIA_ROOT
    settings.DALIL_HOME, settings.MEDIA_ROOT = home, home / "media"
    try:
        yield
    finally:
        settings.DALIL_HOME, settings.MEDIA_ROOT = usual


def _keep(alias: str, kept: Path) -> None:
    """Write the database of the tests into a file."""
    part = kept.with_suffix(".part")
    part.unlink(missing_ok=True)
    with closing(sqlite3.connect(part)) as file:
        connections[alias].connection.backup(file)
    part.replace(kept)


def _fill(alias: str, kept: Path) -> None:
    """Make the database of the tests what stands in a file."""
    connections[alias].ensure_connection()
    with closing(sqlite3.connect(kept)) as file:
        file.backup(connections[alias].connection)


@contextmanager
def migrated_by_copying(folder: Path) -> Iterator[None]:
    """Within it, a database that is set up for tests is a copy of the migrated one; the first time it is migrated and kept.

    folder: where what is kept lies, and the lock by which of several processes one migrates.
    """
    on_sqlite = connection.vendor == "sqlite"
    with FileLock((folder if on_sqlite else Path(tempfile.gettempdir())) / "dalil-prepared.lock"):
        copy = _on_sqlite(folder) if on_sqlite else _on_postgresql()
    run = management.call_command

    def command(name: Any, *arguments: Any, **options: Any) -> Any:
        return copy(options.get("database", "default")) if name == "migrate" else run(name, *arguments, **options)

    with mock.patch.object(management, "call_command", command):
        yield


def _on_sqlite(folder: Path) -> Callable[[str], None]:
    folder.mkdir(parents=True, exist_ok=True)
    if not all(migrated_file(folder, alias).exists() for alias in NAMES):
        for old in folder.glob("*.sqlite3"):
            old.unlink()
        names = {alias: connections[alias].settings_dict["NAME"] for alias in NAMES}
        for alias in NAMES:
            connections[alias].close()
            connections[alias].settings_dict["NAME"] = ":memory:"
        management.call_command("migrate", verbosity=0, interactive=False)
        for alias in NAMES:
            _keep(alias, migrated_file(folder, alias))
            connections[alias].connection.close()
            connections[alias].connection = None
            connections[alias].settings_dict["NAME"] = names[alias]
    return lambda alias: _fill(alias, migrated_file(folder, alias))


def _on_postgresql() -> Callable[[str], None]:
    template = f"dalil_prepared_{fingerprint('postgresql')}"
    with connection.cursor() as cursor:
        cursor.execute("SELECT datname FROM pg_database WHERE datname LIKE 'dalil_prepared_%' ORDER BY oid")
        there = [name for (name,) in cursor.fetchall()]
        if template not in there:
            for old in [*there[:-KEPT], f"{template}_part"]:
                cursor.execute(f'DROP DATABASE IF EXISTS "{old}" WITH (FORCE)')
            cursor.execute(f'CREATE DATABASE "{template}_part"')
    if template not in there:
        name = connection.settings_dict["NAME"]
        connection.close()
        connection.settings_dict["NAME"] = f"{template}_part"
        management.call_command("migrate", verbosity=0, interactive=False)
        connection.close()
        connection.settings_dict["NAME"] = name
        with connection.cursor() as cursor:
            cursor.execute(f'ALTER DATABASE "{template}_part" RENAME TO "{template}"')
    connection.close()
    connection.settings_dict["TEST"]["TEMPLATE"] = template
    return lambda alias: None
