"""DuckDB in this process: the one engine that reads the files of every projection."""

from __future__ import annotations

import os
import re
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any

import duckdb
import pyarrow as pa


def query(sql: str, parameters: dict[str, Any], **tables: pa.Table) -> duckdb.DuckDBPyConnection:
    """Run a query in this process's DuckDB, on a cursor of its own: threads do not share one. tables: further ones, by name."""
    return _cursor(tables).execute(sql, parameters)


def query_table(sql: str, parameters: dict[str, Any], **tables: pa.Table) -> pa.Table:
    """Run a query as `query` does, and return the result as a table."""
    return _cursor(tables).sql(sql, params=parameters).to_arrow_table()


def used_in(sql: str, parameters: Mapping[str, Any]) -> dict[str, Any]:
    """Return those of some parameters that a statement names; the engine refuses others.

    >>> used_in("SELECT $one", {"one": 1, "other": 2})
    {'one': 1}
    """
    return {name: value for name, value in parameters.items() if re.search(rf"\${name}\b", sql)}


@contextmanager
def own_engine() -> Iterator[duckdb.DuckDBPyConnection]:
    """Give a DuckDB of one thread and in memory, in which the caller may make tables and views; what it made is gone afterwards.

    To begin one takes as long as to compare a few hundred reports, so the one that was given back last is taken again.
    """
    process = os.getpid()
    with _opening:
        idle = _idle.setdefault(process, [])
        mine = idle.pop() if idle else duckdb.connect(":memory:", config={"threads": 1})
    yield mine  # one in which a statement failed is not given back
    for of_what, name in mine.execute(_MADE).fetchall():
        mine.execute(f'drop {of_what} if exists "{name}"')
    with _opening:
        idle.append(mine)


_MADE = "select 'view', view_name from duckdb_views() where not internal union all select 'table', table_name from duckdb_tables()"
_idle: dict[int, list[duckdb.DuckDBPyConnection]] = {}
_engines: dict[int, duckdb.DuckDBPyConnection] = {}
"""By process. One inherited by fork is neither used nor closed: its threads stayed behind, and closing waits for them."""
_opening = threading.Lock()


def _cursor(tables: dict[str, pa.Table]) -> duckdb.DuckDBPyConnection:
    process = os.getpid()
    with _opening:
        if process not in _engines:
            _engines[process] = duckdb.connect(":memory:")
        cursor = _engines[process].cursor()
    for name, table in tables.items():
        cursor.register(name, table)
    return cursor
