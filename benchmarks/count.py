"""Counting: a tally by week x governorate x target, through `ask` and in other ways, over the same generated incidents.

    python benchmarks/count.py [--incidents 5000000] [--repeat 3] [--keep FOLDER] [--no-sqlite]

The incidents are laid straight into projection files, in the real layout with all its columns; the record stays empty, and the
files by voice are left out, because this question does not read them. `ask` is taken twice: to the answer in columns, with its total, and
to every row as an object with its labels in both languages. Beside it:

- a DuckDB query on the same Parquet, as one would write it, and one written for speed, in columns; and the first with its rows fetched
- the same GROUP BY in SQLite over a table of one row for each incident and target, the week already worked out: without an
  index, and with an index that covers the query
"""

from __future__ import annotations

import argparse
import os
import sqlite3
import tempfile
import time
from collections.abc import Callable
from itertools import pairwise
from pathlib import Path
from typing import Any

import duckdb
import numpy as np
import pyarrow as pa
from rich.console import Console
from rich.table import Table

GOVERNORATES = [f"SY{number:02}" for number in range(1, 15)]
FIRST_DAY, DAYS = np.datetime64("2011-03-15"), 3_200
MEASURES = ("entities", "killed")

AS_ONE_WOULD = """
SELECT date_trunc('week', when_start)::DATE AS week, governorate, target, count(*) AS entities{sums}
FROM (SELECT when_start, governorate, killed__reported_range_low AS low, killed__reported_range_high AS high,
             unnest(CASE WHEN targets__codes IS NULL THEN [NULL] ELSE string_split(targets__codes, ' ') END) AS target
      FROM read_parquet($files))
GROUP BY ALL ORDER BY ALL
"""
FOR_SPEED = """
WITH grouped AS (SELECT date_trunc('week', when_start)::DATE AS week, governorate, targets__codes, count(*) AS entities{inner}
                 FROM read_parquet($files) GROUP BY ALL)
SELECT week, governorate, target, sum(entities) AS entities{outer}
FROM (SELECT *, unnest(CASE WHEN targets__codes IS NULL THEN [NULL] ELSE string_split(targets__codes, ' ') END) AS target FROM grouped)
GROUP BY week, governorate, target ORDER BY ALL
"""
IN_SQLITE = "SELECT week, governorate, target, count(*){sums} FROM hits GROUP BY week, governorate, target"
SUMS = ", sum(low) AS low, sum(high) AS high"


def main() -> None:
    """Generate, ask in every way, and print how long each took."""
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--incidents", type=int, default=5_000_000)
    options.add_argument("--repeat", type=int, default=3)
    options.add_argument("--keep", type=Path, help="keep the generated files here and use them again")
    options.add_argument("--no-sqlite", action="store_true")
    given = options.parse_args()
    with tempfile.TemporaryDirectory(prefix="dalil-count-") as passing:
        run(given, given.keep or Path(passing))


def run(given: argparse.Namespace, home: Path) -> None:
    """Everything in one home."""
    os.environ["DALIL_HOME"] = str(home)
    os.environ["DJANGO_SETTINGS_MODULE"] = os.environ.get("DJANGO_SETTINGS_MODULE", "dalil.settings")
    os.environ.pop("DALIL_DATABASE_URL", None)
    from dalil.cli import prepare_django

    prepare_django()
    from django.core.management import call_command

    call_command("migrate", verbosity=0)

    from dalil.archive.protection import Viewer
    from dalil.columns.manifest import folder_of
    from dalil.columns.parquet import full_paths
    from dalil.counting.answer import ask
    from dalil.counting.question import Question

    manifest = laid_out(given.incidents)
    files = full_paths(folder_of("all"), manifest.files("incident", "entities"))
    size = sum(os.path.getsize(file) for file in files) / 1e6
    print(f"{given.incidents:,} incidents, {len(files)} files, {size:,.0f} MB; the best of {given.repeat}")
    ways: list[tuple[str, str, Callable[[], Any]]] = []
    engine = duckdb.connect()
    hits = None if given.no_sqlite else sqlite_of(files, home)
    for measure in MEASURES:
        question = Question.of({"measure": measure, "by": ["week", "governorate", "targets"]})
        sums = SUMS if measure == "killed" else ""
        inner = ", sum(killed__reported_range_low) AS low, sum(killed__reported_range_high) AS high" if sums else ""
        plain, quick = AS_ONE_WOULD.format(sums=sums), FOR_SPEED.format(inner=inner, outer=sums)
        ways += [
            (measure, "ask, in columns", lambda q=question: in_columns(ask(q, Viewer.steward()))),
            (
                measure,
                "DuckDB, as one would write it",
                lambda sql=plain: engine.sql(sql, params={"files": files}).to_arrow_table(),
            ),
            (
                measure,
                "DuckDB, written for speed",
                lambda sql=quick: engine.sql(sql, params={"files": files}).to_arrow_table(),
            ),
            (measure, "ask, every row with its labels", lambda q=question: list(ask(q, Viewer.steward()).rows)),
            (measure, "DuckDB, rows fetched", lambda sql=plain: engine.execute(sql, {"files": files}).fetchall()),
        ]
        if hits:
            for name, table in (("SQLite, no index", "hits"), ("SQLite, covering index", "covered")):
                sql = IN_SQLITE.format(sums=SUMS if sums else "").replace("FROM hits", f"FROM {table}")
                ways.append((measure, name, lambda sql=sql: hits.execute(sql).fetchall()))
    table = Table("counted", "way", "seconds", "rows", "ask in columns takes", title="week x governorate x target")
    own = 0.0
    for measure, name, way in ways:
        repeat = 1 if name == "SQLite, no index" else given.repeat
        seconds, rows = best(way, repeat)
        own = seconds if name == "ask, in columns" else own
        ratio = (
            "" if name == "ask, in columns" else f"{own / seconds:.2f} x" if own > seconds else f"1/{seconds / own:.1f}"
        )
        table.add_row(
            "incidents" if measure == "entities" else measure, name, f"{seconds:.2f}", f"{len(rows):,}", ratio
        )
    Console(width=110).print(table)


def in_columns(answer: Any) -> Any:
    """An answer worked out, its lines left in columns."""
    assert answer.total.entities
    return answer.columns


def laid_out(incidents: int, clearance: str = "all") -> Any:
    """The projection of a clearance, the steward's unless it is named, with so many made-up incidents. Returns its manifest."""
    from dalil.columns.manifest import Bucket, Manifest, folder_of, read_manifest, write_manifest
    from dalil.columns.parquet import encode_table, write_file
    from dalil.columns.tables import BUCKET, fingerprint
    from dalil.counting.layout import facts_of
    from dalil.record.kind import kind_of
    from dalil.record.log import Verb, last_number

    folder = folder_of(clearance)
    folder.mkdir(parents=True, exist_ok=True)
    known = read_manifest(folder)
    if known and known.layout == fingerprint() and known.version == str(incidents):
        return known
    chance = np.random.default_rng(7)
    buckets = {}
    for start in range(1, incidents + 1, BUCKET):
        table = made(np.arange(start, min(start + BUCKET, incidents + 1)), chance)
        content, digest = encode_table(table)
        name = write_file(folder, f"incident-{start // BUCKET:05d}-entities", content)
        buckets[start // BUCKET] = Bucket(
            {"entities": name}, digest, facts_of(kind_of("incident"), {"entities": table})
        )
    manifest = Manifest(
        layout=fingerprint(),
        sequence=last_number(),
        placed=last_number(Verb.PLACED),
        version=str(incidents),
        known_at="2019-05-31T00:00:00+00:00",
        buckets={"incident": buckets},
    )
    write_manifest(folder, manifest)
    return manifest


def made(ids: np.ndarray, chance: np.random.Generator) -> pa.Table:
    """Made-up incidents with these ids: every column of the layout, the ones that are told filled."""
    from dalil import vocabulary
    from dalil.counting.layout import column, facet_column, schema_of, within_column
    from dalil.record.kind import kind_of

    many = len(ids)
    schema = schema_of(kind_of("incident"))
    addresses = np.char.mod("%016x", chance.integers(0, 2**62, many))
    days = FIRST_DAY + chance.integers(0, DAYS, many)
    weights = 1 / np.arange(1, len(GOVERNORATES) + 1)
    governorate = chance.choice(GOVERNORATES, many, p=weights / weights.sum())
    district = np.char.add(governorate, np.char.mod("%02d", chance.integers(0, 6, many)))
    lows = chance.geometric(0.3, many) - 1
    highs = lows + chance.integers(0, 4, many)
    one = pa.array(np.arange(many + 1, dtype=np.int32))
    filled: dict[str, Any] = {
        "founding": ids,
        "address": addresses,
        "reports": pa.ListArray.from_arrays(one, pa.array(ids)),
        "addresses": pa.ListArray.from_arrays(one, pa.array(addresses)),
        "n_reports": np.ones(many, np.int32),
        "n_origins": np.ones(many, np.int32),
        "grade": np.full(many, "reported"),
        "when_start": days.astype("datetime64[D]"),
        "when_end": days.astype("datetime64[D]"),
        "when_latest": days.astype("datetime64[D]"),
        "when_known": np.zeros(many, np.int8),
        "place_path": pa.ListArray.from_arrays(
            pa.array(np.arange(0, 3 * many + 1, 3, dtype=np.int32)),
            pa.array(np.stack([district, governorate, np.full(many, "SY")], axis=1).ravel()),
        ),
        "place": district,
        "governorate": governorate,
        "district": district,
        "origins": pa.ListArray.from_arrays(one, pa.array(chance.choice(["north", "south", "east"], many))),
    }
    for facet, scheme, most in (("targets", "targets", 24), ("weapons", "weapons", 16), ("what", "acts", 12)):
        codes = [term.code for term in vocabulary.terms(scheme)][:most]
        choices = [None, *codes, *(" ".join(sorted(pair)) for pair in pairwise(codes))]
        within = [[] if each is None else each.split() for each in choices]
        picked = pa.array(chance.integers(0, len(choices), many))
        filled[facet_column(facet)] = pa.array(choices, pa.string()).take(picked)
        filled[within_column(facet)] = pa.array(within, pa.list_(pa.string())).take(picked)
    for part, values in {
        "reported_range_low": lows,
        "reported_range_high": highs,
        "reported_range_point": (lows + highs) // 2,
        "stated": highs,
        "agreed_low": lows,
        "agreed_high": highs,
        "agreed_point": (lows + highs) // 2,
        "conservative_low": lows,
        "conflict": np.zeros(many, bool),
        "contradictory": np.zeros(many, bool),
        "other": np.zeros(many, bool),
        "unit": np.full(many, "person"),
    }.items():
        filled[column("killed", part)] = values
    arrays = [
        pa.nulls(many, field.type)
        if field.name not in filled
        else filled[field.name].cast(field.type)
        if isinstance(filled[field.name], pa.Array)
        else pa.array(filled[field.name]).cast(field.type)
        for field in schema
    ]
    return pa.Table.from_arrays(arrays, schema=schema)


def sqlite_of(files: list[str], home: Path) -> sqlite3.Connection:
    """The same incidents in SQLite, one row for each incident and target, in one table without and one with a covering index."""
    path = home / "hits.sqlite3"
    there = path.exists()
    hits = sqlite3.connect(path)
    hits.execute("PRAGMA cache_size=-512000")
    if there:
        return hits
    hits.execute("CREATE TABLE hits (week INTEGER, governorate TEXT, target TEXT, low INTEGER, high INTEGER)")
    source = duckdb.connect().execute(
        "SELECT date_diff('day', DATE '1970-01-01', date_trunc('week', when_start)::DATE), governorate, target, low, high FROM"
        " (SELECT when_start, governorate, killed__reported_range_low AS low, killed__reported_range_high AS high,"
        " unnest(CASE WHEN targets__codes IS NULL THEN [NULL] ELSE string_split(targets__codes, ' ') END) AS target"
        " FROM read_parquet($files))",
        {"files": files},
    )
    while batch := source.fetchmany(100_000):
        hits.executemany("INSERT INTO hits VALUES (?, ?, ?, ?, ?)", batch)
    hits.execute("CREATE TABLE covered AS SELECT * FROM hits")
    hits.execute("CREATE INDEX covering ON covered (week, governorate, target, low, high)")
    hits.commit()
    return hits


def best(way: Callable[[], Any], repeat: int) -> tuple[float, Any]:
    """The shortest of several runs, in seconds, and what the last one gave."""
    shortest, given = float("inf"), None
    for _ in range(repeat):
        start = time.perf_counter()
        given = way()
        shortest = min(shortest, time.perf_counter() - start)
    return shortest, given


if __name__ == "__main__":
    main()
