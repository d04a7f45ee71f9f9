"""Full text in the database: FTS5 on SQLite, a GIN index on PostgreSQL, and the lookups that ask either: `search__finds`, `search__all_of`.

What is asked is an `Asked`: phrases of index words, any of which must be there, all groups of them together. The indexes are laid
after every migration, like the guards, and follow their tables by themselves; there is nothing to refresh after a write.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.apps import apps
from django.core.exceptions import EmptyResultSet, FullResultSet
from django.db import connections
from django.db.models import Func, Lookup, Model, TextField

ON_POSTGRESQL = "to_tsvector('simple'::regconfig, {})"


@dataclass(frozen=True)
class Phrase:
    """Words of the index, one after the other; of the last one only the beginning, where `begun`."""

    words: tuple[str, ...]
    begun: bool = False


@dataclass(frozen=True)
class TextQuery:
    """What is looked for: of each group one phrase at least. Without a group all is found, by a group without words nothing."""

    groups: tuple[frozenset[Phrase], ...]

    def __and__(self, other: TextQuery) -> TextQuery:
        return TextQuery(self.groups + other.groups)


@TextField.register_lookup
class Finds(Lookup):
    """Finds rows by their words: `search__finds=TextQuery(…)` on the text of a searched model."""

    lookup_name = "finds"
    prepare_rhs = False

    def as_sql(self, compiler: Any, connection: Any) -> Any:
        """Return a condition on the key, among those that the index gives: it is asked once, whatever else the query wants."""
        asked, model = self.rhs, self._model()
        key = f'"{model._meta.pk.column}"'
        if connection.vendor == "postgresql":
            text = ON_POSTGRESQL.format("search")
            given = f"""WITH given AS MATERIALIZED (
                SELECT {key} FROM "{model._meta.db_table}" WHERE {text} @@ to_tsquery('simple'::regconfig, %s)
            ) SELECT {key} FROM given"""  # noqa: S608 - materialized: else the text of row after row is read anew, the latest first
            query = _tsquery(asked)
        else:
            given = f'SELECT rowid FROM "{_index_of(model)}" WHERE "{_index_of(model)}" MATCH %s'  # noqa: S608
            query = _match(asked)
        return f"{compiler.quote_name_unless_alias(self.lhs.alias)}.{key} IN ({given})", [query]

    def _model(self) -> type[Model]:
        """The model whose text is asked. Raises what tells Django that everything is found, or nothing."""
        if not self.rhs.groups:
            raise FullResultSet
        if not all(any(phrase.words for phrase in group) for group in self.rhs.groups):
            raise EmptyResultSet
        model: type[Model] = self.lhs.target.model
        return model


@TextField.register_lookup
class AllOf(Finds):
    """The same as `search__finds`, for a query that has to read all that is found: to count it, or to order it by `Latest`.

    PostgreSQL then reads each row once, for the words and for all that is asked besides. A query that may stop at some of them it
    could answer by reading the text of row after row.
    """

    lookup_name = "all_of"

    def as_sql(self, compiler: Any, connection: Any) -> Any:
        """Return a condition on the text itself on PostgreSQL, as its index has it."""
        if connection.vendor != "postgresql":
            return super().as_sql(compiler, connection)
        self._model()
        text, values = compiler.compile(self.lhs)
        return f"{ON_POSTGRESQL.format(text)} @@ to_tsquery('simple'::regconfig, %s)", [*values, _tsquery(self.rhs)]


class Latest(Func):
    """Sorts what a search finds by primary key, so that PostgreSQL uses the index of words for it and not the index of keys.

    PostgreSQL would walk the keys from the last one on and test each row; for a rare word it reads the whole table so. SQLite sorts what
    its index of words gives, and needs no help.
    """

    arity = 1
    template = "%(expressions)s"

    def as_postgresql(self, compiler: Any, connection: Any, **context: Any) -> Any:
        """Write the key as a sum, an order that no index of PostgreSQL has."""
        return self.as_sql(compiler, connection, template="(%(expressions)s + 0)", **context)


def _match(asked: TextQuery) -> str:
    """In the language of FTS5; every word in quotes, so that none is an operator."""

    def said(phrase: Phrase) -> str:
        text = " ".join(phrase.words).replace('"', '""')
        return f'"{text}" *' if phrase.begun else f'"{text}"'

    return " AND ".join(f"({' OR '.join(sorted(map(said, group)))})" for group in dict.fromkeys(asked.groups))


def _tsquery(asked: TextQuery) -> str:
    """In the language of to_tsquery; every word in quotes, so that none is an operator."""

    def said(phrase: Phrase) -> str:
        quoted = ["'" + word.replace("\\", "\\\\").replace("'", "''") + "'" for word in phrase.words]
        return " <-> ".join(quoted) + (":*" if phrase.begun else "")

    return " & ".join(f"({' | '.join(sorted(map(said, group)))})" for group in dict.fromkeys(asked.groups))


def searched() -> list[type[Model]]:
    """Return the models that are found by their words: those with a column `search`."""
    return [
        model for model in apps.get_models() if any(field.name == "search" for field in model._meta.concrete_fields)
    ]


def lay_indexes(using: str = "default", **_: Any) -> None:
    """Make the indexes of words that are missing. A receiver of Django's `post_migrate`."""
    connection = connections[using]
    missing = missing_indexes(using)
    existing = set(connection.introspection.table_names())
    with connection.cursor() as cursor:
        for model in searched():
            table, index = model._meta.db_table, _index_of(model)
            if index not in missing or table not in existing:
                continue
            if connection.vendor == "postgresql":
                cursor.execute(f'CREATE INDEX "{index}" ON "{table}" USING gin ({ON_POSTGRESQL.format("search")})')
                continue
            for statement in _fts5(table, index, str(model._meta.pk.column)):
                cursor.execute(statement)


def missing_indexes(using: str = "default") -> list[str]:
    """Return the names of the indexes of words, and of the triggers that keep them, that ought to be there and are not."""
    connection = connections[using]
    names = "SELECT name FROM sqlite_master" if connection.vendor == "sqlite" else "SELECT indexname FROM pg_indexes"
    with connection.cursor() as cursor:
        cursor.execute(names)
        there = {name for (name,) in cursor.fetchall()}
    triggers = ("_added", "_changed", "_gone") if connection.vendor == "sqlite" else ()
    return [
        index
        for index in map(_index_of, searched())
        if not there.issuperset([index, *(index + trigger for trigger in triggers)])
    ]


def _index_of(model: type[Model]) -> str:
    return f"{model._meta.db_table}_words"


def _fts5(table: str, index: str, key: str) -> list[str]:
    """The statements that make the index of a table on SQLite, and fill it. The text stays in the table alone."""
    put = f'INSERT INTO "{index}" (rowid, search) VALUES (new."{key}", new.search);'  # noqa: S608
    take = f"""INSERT INTO "{index}" ("{index}", rowid, search) VALUES ('delete', old."{key}", old.search);"""  # noqa: S608
    triggers = {"added": ("INSERT", put), "changed": ("UPDATE OF search", take + put), "gone": ("DELETE", take)}
    return [
        f"""CREATE VIRTUAL TABLE IF NOT EXISTS "{index}" USING fts5
            (search, content="{table}", content_rowid="{key}", tokenize="unicode61 remove_diacritics 0", columnsize=0)""",
        *(f'DROP TRIGGER IF EXISTS "{index}_{name}"' for name in triggers),
        *(
            f'CREATE TRIGGER "{index}_{name}" AFTER {event} ON "{table}" BEGIN {then} END'
            for name, (event, then) in triggers.items()
        ),
        f"""INSERT INTO "{index}" ("{index}") VALUES ('rebuild')""",  # noqa: S608
    ]
