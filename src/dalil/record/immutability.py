"""What was said cannot be changed or deleted: triggers in the database, on SQLite and PostgreSQL.

They stand behind the actions, for whoever writes past them. A model is guarded if it declares `MAY_CHANGE`, the fields that a decision
about protection or a rebuild may change; the set is often empty. Laid anew after every migration, because a migration that remakes
a table drops them silently.

SQLite needs more than PostgreSQL: its INSERT OR REPLACE deletes without asking a trigger for DELETE, and a row can be renumbered by
its hidden rowid without naming a column.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby
from typing import Any

from django.apps import apps
from django.db import connections, router
from django.db.models import Model, UniqueConstraint

_REFUSE_ON_POSTGRESQL = """
CREATE OR REPLACE FUNCTION dalil_refuse() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN RAISE EXCEPTION '% of % is refused: the record is never changed, only added to', TG_OP, TG_TABLE_NAME; END $$
"""


def immutable_models() -> list[type[Model]]:
    """Return the models of which rows are only ever added."""
    return [model for model in apps.get_models() if hasattr(model, "MAY_CHANGE")]


def lay_triggers(using: str = "default", **_: Any) -> None:
    """Put the triggers in place; a receiver of Django's `post_migrate`."""
    connection = connections[using]
    existing = set(connection.introspection.table_names())
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(_REFUSE_ON_POSTGRESQL)
        for model in immutable_models():
            table = model._meta.db_table
            if table not in existing:
                continue
            for name, when in _triggers(connection.vendor, model).items():
                on_table = "" if connection.vendor == "sqlite" else f' ON "{table}"'
                cursor.execute(f'DROP TRIGGER IF EXISTS "{name}"{on_table}')
                cursor.execute(f'CREATE TRIGGER "{name}" {when} {_refusal(connection.vendor, table)}')


def missing_triggers() -> list[str]:
    """Return the names of the triggers that ought to be there and are not, each in the database of its table."""
    missing = []
    for using, models in groupby(sorted(immutable_models(), key=router.db_for_write), key=router.db_for_write):
        connection = connections[using]
        source = (
            "SELECT name FROM sqlite_master WHERE type = 'trigger'"
            if connection.vendor == "sqlite"
            else "SELECT tgname FROM pg_trigger WHERE NOT tgisinternal"
        )
        with connection.cursor() as cursor:
            cursor.execute(source)
            there = {name for (name,) in cursor.fetchall()}
        missing += [name for model in models for name in _triggers(connection.vendor, model) if name not in there]
    return missing


def _triggers(vendor: str, model: type[Model]) -> dict[str, str]:
    """The triggers of one table: name -> when it fires."""
    table, key = model._meta.db_table, f'"{model._meta.pk.column}"'
    may_change: set[str] = model.MAY_CHANGE  # type: ignore[attr-defined]
    fixed = ", ".join(f'"{field.column}"' for field in model._meta.concrete_fields if field.name not in may_change)
    triggers = {f"{table}_no_update": f'BEFORE UPDATE OF {fixed} ON "{table}"'}
    if vendor == "postgresql":
        return triggers | {f"{table}_no_delete": f'BEFORE DELETE OR TRUNCATE ON "{table}"'}
    taken = " OR ".join(
        " AND ".join(f'"{column}" = NEW."{column}"' for column in columns) for columns in _unique(model)
    )
    return triggers | {
        f"{table}_no_delete": f'BEFORE DELETE ON "{table}"',
        f"{table}_no_renumber": f'BEFORE UPDATE ON "{table}" WHEN NEW.{key} IS NOT OLD.{key}',
        f"{table}_no_replace": f'BEFORE INSERT ON "{table}" WHEN EXISTS (SELECT 1 FROM "{table}" WHERE {taken})',  # noqa: S608 (names of our own tables)
    }


def _unique(model: type[Model]) -> Iterator[list[str]]:
    """The columns, alone or together, of which no two rows have the same."""
    for field in model._meta.concrete_fields:
        if field.unique:
            yield [str(field.column)]
    for constraint in model._meta.constraints:
        if isinstance(constraint, UniqueConstraint):
            yield [str(model._meta.get_field(name).column) for name in constraint.fields]  # type: ignore[union-attr]


def _refusal(vendor: str, table: str) -> str:
    if vendor == "postgresql":
        return "EXECUTE FUNCTION dalil_refuse()"
    return (
        f"BEGIN SELECT RAISE(ABORT, 'a change of {table} is refused: the record is never changed, only added to'); END"
    )
