"""What was said cannot be changed or deleted: triggers in the database, on SQLite and PostgreSQL.

They stand behind the doors, for whoever writes past them. Laid anew after every migration, because a migration that remakes a
table drops them silently.
"""

from __future__ import annotations

from typing import Any

from django.apps import apps
from django.db import connections

MAY_CHANGE = {
    "archive.Document": {"level", "search"},
    "record.Report": {"level", "search"},
    "record.Attribution": set(),
    "record.Credit": set(),
    "record.Supersession": set(),
    "record.Withdrawal": set(),
    "record.Judgement": set(),
    "record.Retraction": set(),
    "record.LogEntry": set(),
}
"""The guarded models, and the columns that a decision about protection or a rebuild may change."""

_REFUSE_ON_POSTGRESQL = """
CREATE OR REPLACE FUNCTION dalil_refuse() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN RAISE EXCEPTION '% of % is refused: the record is never changed, only added to', TG_OP, TG_TABLE_NAME; END $$
"""


def lay_guards(using: str = "default", **_: Any) -> None:
    """Put the triggers in place; a receiver of Django's `post_migrate`."""
    connection = connections[using]
    existing = set(connection.introspection.table_names())
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(_REFUSE_ON_POSTGRESQL)
        for label, may_change in MAY_CHANGE.items():
            model = apps.get_model(label)
            table = model._meta.db_table
            if table not in existing:
                continue
            fixed = ", ".join(
                f'"{field.column}"' for field in model._meta.concrete_fields if field.name not in may_change
            )
            for statement in _statements(connection.vendor, table, fixed):
                cursor.execute(statement)


def missing_guards(using: str = "default") -> list[str]:
    """The triggers that ought to be there and are not, by name."""
    connection = connections[using]
    source = (
        "SELECT name FROM sqlite_master WHERE type = 'trigger'"
        if connection.vendor == "sqlite"
        else "SELECT tgname FROM pg_trigger WHERE NOT tgisinternal"
    )
    with connection.cursor() as cursor:
        cursor.execute(source)
        there = {name for (name,) in cursor.fetchall()}
    expected = [
        f"{apps.get_model(label)._meta.db_table}_no_{act}" for label in MAY_CHANGE for act in ("update", "delete")
    ]
    return [name for name in expected if name not in there]


def _statements(vendor: str, table: str, fixed: str) -> list[str]:
    if vendor == "sqlite":
        refusal = f"SELECT RAISE(ABORT, 'a change of {table} is refused: the record is never changed, only added to')"
        return [
            f'DROP TRIGGER IF EXISTS "{table}_no_update"',
            f'CREATE TRIGGER "{table}_no_update" BEFORE UPDATE OF {fixed} ON "{table}" BEGIN {refusal}; END',
            f'DROP TRIGGER IF EXISTS "{table}_no_delete"',
            f'CREATE TRIGGER "{table}_no_delete" BEFORE DELETE ON "{table}" BEGIN {refusal}; END',
        ]
    return [
        f'DROP TRIGGER IF EXISTS "{table}_no_update" ON "{table}"',
        f'CREATE TRIGGER "{table}_no_update" BEFORE UPDATE OF {fixed} ON "{table}" EXECUTE FUNCTION dalil_refuse()',
        f'DROP TRIGGER IF EXISTS "{table}_no_delete" ON "{table}"',
        f'CREATE TRIGGER "{table}_no_delete" BEFORE DELETE OR TRUNCATE ON "{table}" EXECUTE FUNCTION dalil_refuse()',
    ]
