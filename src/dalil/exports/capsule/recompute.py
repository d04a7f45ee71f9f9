"""Recompute the answer in this folder from the rows in it. It takes Python and DuckDB alone: pip install duckdb; python recompute.py"""

# ruff: noqa: S608  (every name put into a statement stands in answer.json, whose digest was compared before)
from __future__ import annotations

import hashlib
import json
import sys
from pathlib import Path
from typing import Any

import duckdb

HERE = Path(__file__).resolve().parent
SUMS = """SELECT {keys} count(*) AS entities, count(lo) AS known, sum(lo)::BIGINT AS low, sum(hi)::BIGINT AS high, count(hi) AS highs,
  sum(pt)::BIGINT AS point, count(pt) AS points, sum(st)::BIGINT AS stated, count(*) FILTER (mine AND conflict) AS conflict,
  count(*) FILTER (mine AND contradictory) AS contradictory, count(*) FILTER (other OR unit <> $unit) AS other,
  count(*) FILTER (mine AND at_most) AS at_most
FROM (SELECT *, unit IS NOT DISTINCT FROM $unit AS mine, CASE WHEN mine THEN low END AS lo, CASE WHEN mine THEN high END AS hi,
  CASE WHEN mine THEN point END AS pt, CASE WHEN mine THEN stated END AS st FROM {rows} WHERE counted) GROUP BY ALL"""
GAP = """WITH dated AS (SELECT *, max(last_day) OVER w AS before_end, max(first_day) OVER w AS begun
  FROM {rows} WHERE counted AND first_day IS NOT NULL WINDOW w AS (ORDER BY position ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING))
SELECT count(*), arg_max(greatest(0, first_day - before_end), position),
  arg_max(greatest(last_day - begun, before_end - first_day), position) FROM dated"""


def total(sums: dict[str, Any], said: dict[str, Any]) -> dict[str, Any]:
    """Make a total of sums: no number where none is known or where numbers would count people twice, no end where one is open."""
    n = dict(sums)
    known, highs, points = n.pop("known"), n.pop("highs"), n.pop("points")
    n["addable"] = said["addable"] or known == 1 or n["entities"] <= 1
    add, zero = known > 0 and n["addable"], 0 if said["none_is_zero"] else None
    for name, whole in (("low", True), ("high", highs == known), ("point", points == known), ("stated", True)):
        n[name] = n[name] if add and whole else zero if known == 0 and n["entities"] == 0 else None
    return n | {"open": known - highs, "unknown": n["entities"] - known}


def rows_of(sql: str, unit: str | None) -> list[dict[str, Any]]:
    """Run a query; a dictionary for each row."""
    found = duckdb.execute(sql, {"unit": unit}) if "$unit" in sql else duckdb.execute(sql)
    names = [column[0] for column in found.description]
    return [dict(zip(names, row, strict=True)) for row in found.fetchall()]


def recompute(said: dict[str, Any]) -> dict[str, Any]:
    """Work out of the rows all that the answer says and the rows allow."""
    rows, lines = (
        f"""'{str(HERE / name).replace("'", "''")}'""" for name in ("rows.parquet", said.get("lines_from", ""))
    )
    if said["measure"] == "gap":
        ((many, low, high),) = duckdb.execute(GAP.format(rows=rows)).fetchall()
        low, high = (low, high) if many > 1 else (None, None)
        whole = {"entities": many, "low": low, "high": high, "point": low if low == high else None, "stated": high}
    else:
        whole = total(rows_of(SUMS.format(keys="", rows=rows), said["unit"])[0], said)
    found: dict[str, Any] = {"total": {name: whole[name] for name in said["total"]}}
    for doubt in said["doubts"]:
        ((many,),) = duckdb.execute(f"SELECT count(*) FILTER ({doubt}) FROM {rows}").fetchall()
        found.setdefault("doubts", {})[doubt] = many
    if said["lines"] is not None:
        for by in said["several"]:
            each = f"unnest(CASE WHEN by_{by} IS NULL THEN [NULL] ELSE string_split(by_{by}, ' ') END) AS by_{by}"
            lines = f"(SELECT * REPLACE ({each}) FROM {lines} WHERE counted)"
        keys = [f"by_{by}" for by in said["by"]]
        sums = rows_of(SUMS.format(keys=", ".join(keys) + ",", rows=lines), said["unit"])
        found["lines"] = [[[each.pop(key) for key in keys], total(each, said)] for each in sums]
    return found


def main() -> int:
    """Compare the digests of the files, then the answer with what the rows come to. Exit 1 where something differs, and name it."""
    wrong = []
    for line in (HERE / "SHA256SUMS").read_text(encoding="utf-8").splitlines():
        digest, name = line.split("  ", 1)
        file = HERE / name
        if not file.is_file() or hashlib.sha256(file.read_bytes()).hexdigest() != digest:
            wrong.append(f"{name} was changed, or is missing")
    said = json.loads((HERE / "answer.json").read_text(encoding="utf-8")) if not wrong else {}
    found = recompute(said["recompute"]) if said else {}
    for name, value in found.items():
        if name == "lines":
            listed = {
                json.dumps(keys): {each: number[each] for each in said["recompute"]["total"]} for keys, number in value
            }
            wrong += [] if listed == {json.dumps(k): t for k, t in said["recompute"]["lines"]} else ["the lines differ"]
        elif value != said["recompute"][name]:
            wrong.append(f"{name}: the answer says {said['recompute'][name]}, the rows come to {value}")
    print("\n".join(wrong) or f"Equal: {json.dumps(found['total'])}")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
