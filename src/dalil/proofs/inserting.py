"""Writing many rows of a table at once, past the ORM: many in one statement on SQLite, by COPY on PostgreSQL."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from django.db import connection

VARIABLES = 960
"""Values that one statement holds on SQLite; it takes 999 in every version.

Where a guard may refuse a statement, SQLite marks before it where it would go back to, and at each mark FTS5 writes out the words it
has gathered. Row by row, that takes as long as all the rest.
"""


def insert_rows(table: str, columns: Sequence[str], rows: Iterable[Sequence[Any]]) -> None:
    """Write rows into a table. table, columns: names of our own; rows: values as the database takes them."""
    named = ", ".join(f'"{column}"' for column in columns)
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            with cursor.copy(f'COPY "{table}" ({named}) FROM STDIN') as copy:
                for row in rows:
                    copy.write_row(row)
            return
        listed, together = list(rows), max(1, VARIABLES // len(columns))
        one = f"({', '.join(['%s'] * len(columns))})"
        for start in range(0, len(listed), together):
            some = listed[start : start + together]
            cursor.execute(
                f'INSERT INTO "{table}" ({named}) VALUES {", ".join([one] * len(some))}',  # noqa: S608 - names of our own
                [value for row in some for value in row],
            )
