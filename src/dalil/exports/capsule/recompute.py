"""Recompute the answer in this folder from its rows, with Python and DuckDB alone: pip install duckdb; python recompute.py

First each file is compared with its digest. Then each statement (total.sql, doubts.sql, lines.sql) is run, and compared with the answer.
"""

import hashlib
import json
import sys
from pathlib import Path

import duckdb

here = Path(__file__).resolve().parent
wrong = []
for line in (here / "SHA256SUMS").read_text(encoding="utf-8").splitlines():
    digest, file = line.split("  ", 1)
    if not (here / file).is_file() or hashlib.sha256((here / file).read_bytes()).hexdigest() != digest:
        wrong.append(f"{file} was changed, or is missing")

said = {} if wrong else json.loads((here / "answer.json").read_text(encoding="utf-8"))["recompute"]["results"]
duckdb.execute("SET file_search_path = '{}'".format(str(here).replace("'", "''")))
for name, published in said.items():
    found = duckdb.execute((here / f"{name}.sql").read_text(encoding="utf-8"))
    columns = [column[0] for column in found.description]
    rows = [dict(zip(columns, row, strict=True)) for row in found.fetchall()]
    if sorted(map(json.dumps, rows)) != sorted(map(json.dumps, published)):
        wrong.append(f"{name}: the answer says {published}, the rows come to {rows}")

print("\n".join(wrong) or f"Equal: {json.dumps(said['total'][0])}")
sys.exit(1 if wrong else 0)
