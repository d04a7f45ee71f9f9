"""Full text in the database: FTS5 on SQLite, a GIN index on PostgreSQL, and the lookups that ask either: `search__finds`, `search__all_of`.

What is asked is a `TextQuery`: phrases of index words, any of which must be there, all groups of them together. The indexes are laid
after every migration, like the guards, and follow their tables by themselves; there is nothing to refresh after a write.

A query for what is public is answered from the words of what is public: else a word that stands in a thousand hidden reports took
as much longer as a thousand rows that are looked up and left out, and the time told how many there are. FTS5 has the level of a row as
a column beside its words, whose list it meets with theirs; PostgreSQL has a second index, of the public rows.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.apps import apps
from django.core.exceptions import EmptyResultSet, FullResultSet
from django.db import connections
from django.db.models import Func, Lookup, Model, TextField
from django.db.models.expressions import Col
from django.db.models.lookups import Exact
from django.db.models.sql.where import AND, WhereNode

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
        public = _has_levels(model) and _asks_for_public(compiler.query.where, self.lhs)
        key = f'"{model._meta.pk.column}"'
        if connection.vendor == "postgresql":
            text = ON_POSTGRESQL.format("search")
            given = f"""WITH given AS MATERIALIZED (
                SELECT {key} FROM "{model._meta.db_table}"
                WHERE {text} @@ to_tsquery('simple'::regconfig, %s){" AND level = 0" if public else ""}
            ) SELECT {key} FROM given"""  # noqa: S608 - materialized: else the text of row after row is read anew, the latest first
            query = _tsquery(asked)
        else:
            given = f'SELECT rowid FROM "{_index_of(model)}" WHERE "{_index_of(model)}" MATCH %s'  # noqa: S608
            query = _match(asked, public)
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


def _has_levels(model: type[Model]) -> bool:
    """Whether the rows of a model are protected, each by its own level."""
    return any(field.name == "level" for field in model._meta.concrete_fields)


def _asks_for_public(where: Any, text: Any) -> bool:
    """Whether a query wants only public rows of the table whose text it searches: its level is 0 in each of its conditions."""
    if isinstance(where, Exact):
        lhs = where.lhs
        return where.rhs == 0 and isinstance(lhs, Col) and lhs.alias == text.alias and lhs.target.name == "level"
    if not isinstance(where, WhereNode) or where.negated or where.connector != AND:
        return False
    return any(_asks_for_public(child, text) for child in where.children)


def _match(asked: TextQuery, public: bool) -> str:
    """In the language of FTS5; every word in quotes, so that none is an operator, and looked for in the text alone."""

    def said(phrase: Phrase) -> str:
        text = " ".join(phrase.words).replace('"', '""')
        return f'"{text}" *' if phrase.begun else f'"{text}"'

    groups = " AND ".join(f"({' OR '.join(sorted(map(said, group)))})" for group in dict.fromkeys(asked.groups))
    return f'search : ({groups}) AND level : "0"' if public else f"search : ({groups})"


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
                of_words = f'ON "{table}" USING gin ({ON_POSTGRESQL.format("search")})'
                cursor.execute(f'CREATE INDEX IF NOT EXISTS "{index}" {of_words}')
                if _has_levels(model):
                    cursor.execute(f'CREATE INDEX IF NOT EXISTS "{index}_public" {of_words} WHERE level = 0')
                continue
            for statement in _fts5(model, index):
                cursor.execute(statement)


def missing_indexes(using: str = "default") -> list[str]:
    """Return the names of the indexes of words, and of the triggers that keep them, that ought to be there and are not."""
    connection = connections[using]
    sqlite = connection.vendor == "sqlite"
    laid = "SELECT name, sql FROM sqlite_master" if sqlite else "SELECT indexname, indexdef FROM pg_indexes"
    with connection.cursor() as cursor:
        cursor.execute(laid)
        there = dict(cursor.fetchall())
    return [
        _index_of(model)
        for model in searched()
        if not there.keys() >= {_index_of(model) + ending for ending in _parts_of(model, sqlite)}
        or (sqlite and _columns(model, "") not in there[_index_of(model)])
    ]


def _parts_of(model: type[Model], sqlite: bool) -> tuple[str, ...]:
    """The endings of the names of what makes up an index: its triggers on SQLite, the index of public rows on PostgreSQL."""
    if sqlite:
        return ("", "_added", "_changed", "_gone")
    return ("", "_public") if _has_levels(model) else ("",)


def _columns(model: type[Model], of: str) -> str:
    """The columns of an index on SQLite, of the row before or after a change where it says so."""
    return f"{of}search, {of}level" if _has_levels(model) else f"{of}search"


def _index_of(model: type[Model]) -> str:
    return f"{model._meta.db_table}_words"


def _fts5(model: type[Model], index: str) -> list[str]:
    """The statements that make the index of a table on SQLite, and fill it. The text stays in the table alone."""
    table, key, columns = model._meta.db_table, model._meta.pk.column, _columns(model, "")
    put = f'INSERT INTO "{index}" (rowid, {columns}) VALUES (new."{key}", {_columns(model, "new.")});'  # noqa: S608
    gone = f"""('delete', old."{key}", {_columns(model, "old.")})"""
    take = f'INSERT INTO "{index}" ("{index}", rowid, {columns}) VALUES {gone};'  # noqa: S608
    triggers = {"added": ("INSERT", put), "changed": (f"UPDATE OF {columns}", take + put), "gone": ("DELETE", take)}
    return [
        f'DROP TABLE IF EXISTS "{index}"',
        f"""CREATE VIRTUAL TABLE "{index}" USING fts5
            ({columns}, content="{table}", content_rowid="{key}", tokenize="unicode61 remove_diacritics 0", columnsize=0)""",
        *(f'DROP TRIGGER IF EXISTS "{index}_{name}"' for name in triggers),
        *(
            f'CREATE TRIGGER "{index}_{name}" AFTER {event} ON "{table}" BEGIN {then} END'
            for name, (event, then) in triggers.items()
        ),
        f"""INSERT INTO "{index}" ("{index}") VALUES ('rebuild')""",  # noqa: S608
    ]
