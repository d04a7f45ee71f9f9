"""Where the log of access lies: on SQLite in a file of its own, on PostgreSQL in tables of the one database.

SQLite has one writer at a time. In the file of the record, the entry of a reader would wait for an import, whose transactions follow one
another without a pause that a waiting reader would find. A file of its own has a lock of its own, which is held for a fraction
of a millisecond. PostgreSQL needs no second database for that. `benchmarks/access_log.py` measures both.
"""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.db import DEFAULT_DB_ALIAS

ALIAS = "access"
"""The alias of the database of the log, where it has one of its own."""

APART = ("accessentry", "accessedthing")
"""The models of this room that lie there."""


def log_database() -> str:
    """Return the alias of the database that the log is written to."""
    return ALIAS if ALIAS in settings.DATABASES else DEFAULT_DB_ALIAS


class LogApart:
    """Leads Django to the database of the log for its tables, and keeps all other tables out of it."""

    def db_for_read(self, model: type[Any], **hints: Any) -> str | None:
        return log_database() if is_apart(model) else None

    db_for_write = db_for_read

    def allow_migrate(self, db: str, app_label: str, model_name: str | None = None, **hints: Any) -> bool | None:
        if app_label == "access" and model_name in APART:
            return db == log_database() or db not in (DEFAULT_DB_ALIAS, ALIAS)
        return False if db == ALIAS else None


def migrate_log(using: str, verbosity: int = 1, **_: Any) -> None:
    """Bring the database of the log to today's shape before the other is; a receiver of Django's `pre_migrate`.

    It comes first, because accounts and roles that are made after a migration are written into the log.
    """
    if using == DEFAULT_DB_ALIAS and log_database() == ALIAS:
        call_command("migrate", "access", database=ALIAS, verbosity=0, interactive=False)


def is_apart(model: type[Any]) -> bool:
    """Tell whether a model belongs to the log, and so into the database of the log."""
    return model._meta.app_label == "access" and model._meta.model_name in APART
