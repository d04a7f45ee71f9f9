"""What the database knows of its own tables, by which it plans how to answer a query.

PostgreSQL counts anew by itself some time after much was written, where its keeper has not switched that off. Until then it takes a table of
fifty thousand reports for one of two hundred: a list of the reports of one governorate took a minute, and takes a second once it has counted.
SQLite is not told: its plans follow our indexes, and were measured so.
"""

from __future__ import annotations

from typing import Any

MANY = 1_000
"""Rows written at once from which on the database is told to count."""


def count_anew(connection: Any) -> None:
    """Let PostgreSQL count its tables anew, because much was written; a second or two. Does nothing on SQLite."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE")
