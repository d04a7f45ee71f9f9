"""Exploring: a map, a series and a cross table as the public page answers them, beside the same by hand in DuckDB and in PostgreSQL.

    python benchmarks/explore.py [--incidents 5000000] [--repeat 3] [--keep FOLDER] [--postgresql postgresql://postgres@127.0.0.1/test]

The incidents are those of `benchmarks/count.py`, laid out for the public; the record stays empty. The answer holds the lines with
their labels in both languages, the total and every doubt; the whole page has the form, the drawing, and a table with a link in every cell as
well, made anew each time. DuckDB by hand reads
the same Parquet and gives rows of numbers alone, no total, no label and no doubt. PostgreSQL has a table of one row for each incident, with an
index that covers each of the three questions, and does the same as DuckDB by hand.
"""

from __future__ import annotations

import argparse
import os
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import duckdb
from count import best, laid_out
from rich.console import Console
from rich.table import Table

SUMS = "count(*), count(low), sum(low), sum(high), count(high)"
ROWS = (
    "(SELECT governorate, when_start, targets__codes AS targets, killed__reported_range_low AS low,"
    " killed__reported_range_high AS high FROM read_parquet($files))"
)
CODES = "unnest(CASE WHEN targets IS NULL THEN [NULL] ELSE string_split(targets, ' ') END)"
QUESTIONS: dict[str, tuple[str, list[str], str, str]] = {
    "map": (
        "map",
        ["governorate"],
        f"SELECT governorate, {SUMS} FROM {ROWS} GROUP BY 1",
        f"SELECT governorate, {SUMS} FROM hits GROUP BY 1",
    ),
    "series": (
        "series",
        ["month"],
        f"SELECT date_trunc('month', when_start)::DATE, {SUMS} FROM {ROWS} GROUP BY 1",
        f"SELECT date_trunc('month', when_start)::DATE, {SUMS} FROM hits GROUP BY 1",
    ),
    "cross table": (
        "table",
        ["governorate", "targets"],
        f"SELECT governorate, target, {SUMS} FROM (SELECT *, {CODES} AS target FROM {ROWS}) GROUP BY 1, 2",
        f"SELECT governorate, target, {SUMS} FROM (SELECT governorate, low, high, unnest(targets) AS target FROM hits) AS each GROUP BY 1, 2",
    ),
}


def main() -> None:
    """Generate, ask in every way, and print how long each took."""
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--incidents", type=int, default=5_000_000)
    options.add_argument("--repeat", type=int, default=3)
    options.add_argument("--keep", type=Path, help="keep the generated files here and use them again")
    options.add_argument("--postgresql", help="a database in which a table is made for the run and dropped after it")
    given = options.parse_args()
    with tempfile.TemporaryDirectory(prefix="dalil-explore-") as passing:
        run(given, given.keep or Path(passing))


def run(given: argparse.Namespace, home: Path) -> None:
    """Everything in one home."""
    os.environ |= {"DALIL_HOME": str(home), "DJANGO_SETTINGS_MODULE": "dalil.settings"}
    os.environ.pop("DALIL_DATABASE_URL", None)
    from dalil.cli import prepare_django

    prepare_django()
    from django.core.cache import caches
    from django.core.management import call_command
    from django.test import Client

    call_command("migrate", verbosity=0)
    from dalil.archive.protection import Viewer
    from dalil.bulletin.explore.answered import explore_url
    from dalil.columns.manifest import folder_of
    from dalil.columns.parquet import full_paths
    from dalil.counting.answer import ask
    from dalil.counting.question import Question

    clearance = Viewer.public().clearance
    files = full_paths(folder_of(clearance), laid_out(given.incidents, clearance).files("incident", "entities"))
    engine = duckdb.connect()
    hits = _fill_postgresql(given.postgresql, files) if given.postgresql else None

    reader = Client(headers={"host": "localhost"})

    def explore(question: Question, way: str) -> int:
        caches["pages"].clear()
        page = reader.get(explore_url(question, way))
        assert page.status_code == 200
        return len(page.content)

    def answer(question: Question) -> int:
        found = ask(question, Viewer.public())
        assert found.doubts.total.low
        return len(list(found.rows))

    table = Table(
        "answer",
        "way",
        "seconds",
        "the answer takes",
        title=f"{given.incidents:,} incidents; the best of {given.repeat}",
    )
    for name, (way, by, in_duckdb, in_postgresql) in QUESTIONS.items():
        question = Question.of({"measure": "killed", "by": by})
        ways: list[tuple[str, Callable[[], Any]]] = [
            ("the answer: lines, total, doubts", lambda question=question: answer(question)),
            ("the whole page", lambda question=question, way=way: explore(question, way)),
            ("DuckDB by hand", lambda sql=in_duckdb: engine.execute(sql, {"files": files}).fetchall()),
        ]
        if hits:
            ways.append(("PostgreSQL, covering index", lambda sql=in_postgresql: hits.execute(sql).fetchall()))
        own = 0.0
        for said, do in ways:
            seconds, found = best(do, given.repeat)
            own = own or seconds
            assert found
            table.add_row(name, said, f"{seconds:.3f}", "" if own == seconds else f"{own / seconds:.2f} x")
    Console(width=100).print(table)
    if hits:
        hits.execute("DROP TABLE hits")
        hits.close()


def _fill_postgresql(url: str, files: list[str]) -> Any:
    """A connection to PostgreSQL with the same incidents in a table of their own, analysed, with an index for each question."""
    import psycopg

    hits = psycopg.connect(url, autocommit=True)
    hits.execute("DROP TABLE IF EXISTS hits")
    hits.execute("CREATE UNLOGGED TABLE hits (governorate text, when_start date, targets text[], low int, high int)")
    source = duckdb.connect().execute(f"SELECT * FROM {ROWS}", {"files": files})
    with hits.cursor().copy("COPY hits FROM STDIN") as copy:
        while batch := source.fetchmany(100_000):
            for governorate, day, targets, low, high in batch:
                copy.write_row((governorate, day, [None] if targets is None else targets.split(), low, high))
    hits.execute("CREATE INDEX ON hits (governorate) INCLUDE (low, high)")
    hits.execute("CREATE INDEX ON hits (when_start) INCLUDE (low, high)")
    hits.execute("VACUUM ANALYZE hits")
    return hits


if __name__ == "__main__":
    main()
