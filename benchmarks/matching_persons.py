"""How well persons on two lists are found to be one: two versions of a real list whose identifiers are hidden from the matcher.

    python benchmarks/matching_persons.py [rows of each list, 6000] [--across: the second list in Latin letters]

A row of both versions with one identifier is one person. The rows are compared by name, age and sex alone; the list has no days and no
places. Of what is proposed about one row the likeliest is taken. Beside it stands the rule that names and ages are equal when folded.
"""

from __future__ import annotations

import csv
import os
import sys
import tempfile
import time
from collections import defaultdict
from pathlib import Path
from typing import Any

os.environ.setdefault("DALIL_HOME", tempfile.mkdtemp(prefix="dalil-persons-"))
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "dalil.settings")

from shared import shared_data

LISTS = ("gaza_list_v1_20240413.csv", "gaza_list_v2_20240808.csv")


def main() -> None:
    """Print candidates, training, precision and recall."""
    import django

    from dalil.home import open_home

    open_home(Path(os.environ["DALIL_HOME"]))
    django.setup()
    numbers = [int(each) for each in sys.argv[1:] if each.isdigit()]
    compare(numbers[0] if numbers else 6000, across="--across" in sys.argv)


def compare(most: int, *, across: bool) -> None:
    """Compare so many rows of each list. across: the second in Latin letters."""
    import duckdb

    from dalil.letters import fold
    from dalil.matching.candidate_pairs import CandidateReach, find_pairs
    from dalil.matching.compared import compare_table
    from dalil.matching.scoring import score_pairs
    from dalil.matching.training import train
    from dalil.record.kind import kind_of
    from dalil.vocabulary.gazetteer import load_shipped_gazetteer

    kind = kind_of("victim")
    rows = [_read(name, most) for name in LISTS]
    con = duckdb.connect()
    con.register("listed_rows", _flat(kind, rows, across=across))
    compare_table(con, kind, "listed_rows", load_shipped_gazetteer())
    key = {(version, row["id"]): number for number, version, row in _numbered(rows)}
    truth = {(key[0, each], key[1, each]) for version, each in key if version == 0 and (1, each) in key}
    said = {number: (fold(row["name"]), row["age"]) for number, _, row in _numbered(rows)}
    changed = {(a, b) for a, b in truth if said[a] != said[b]}
    began = time.perf_counter()
    found = find_pairs(con, CandidateReach.of(kind))
    pairs = set(con.execute("select join_key_l, join_key_r from pairs").fetchall())
    print(
        f"{len(said):,} rows, {len(truth):,} persons on both lists, of whom {len(changed):,} are written otherwise or of another age;"
        f" candidates in {time.perf_counter() - began:.1f} s: {2 * found / len(said):.1f} a row,"
        f" of the persons {len(pairs & truth) / len(truth):.3f}, of those written otherwise {len(pairs & changed) / max(1, len(changed)):.3f}"
    )
    began = time.perf_counter()
    model = train(con, kind, 1)
    print(
        f"trained in {time.perf_counter() - began:.1f} s on {model.about['trained_on']:,}; by chance {model.about['chance_pairs']:,}"
    )
    for name, levels in model.shares.items():
        print("  ", name, {level: round(model.weight(name, level), 1) for level in levels})
    print(f"\n{'':28} {'precision':>10} {'recall':>8} {'recall of those written otherwise':>34}")
    for least in (0.3, 0.5, 0.7, 0.9):
        taken = _one_to_one({(each.a, each.b): each.likelihood for each in score_pairs(con, model, least=least)})
        _print(f"model, from {least}", taken, truth, changed)
    if not across:
        by_said: dict[Any, list[int]] = defaultdict(list)
        for number, what in said.items():
            by_said[what].append(number)
        split = len(rows[0])
        equal = {(a, b): 1.0 for same in by_said.values() for a in same if a <= split for b in same if b > split}
        _print("equal name and age", _one_to_one(equal), truth, changed)


def _print(title: str, taken: set[tuple[int, int]], truth: set[tuple[int, int]], changed: set[tuple[int, int]]) -> None:
    right = len(taken & truth)
    print(
        f"{title:28} {right / max(1, len(taken)):10.3f} {right / len(truth):8.3f} {len(taken & changed) / max(1, len(changed)):34.3f}"
    )


def _read(name: str, most: int) -> list[dict[str, str]]:
    with (shared_data() / "casualties" / name).open(encoding="utf-8") as file:
        rows = sorted(
            csv.DictReader(file), key=lambda row: row["id"]
        )  # the identifiers are hashes: the same persons of both
    limit = rows[most]["id"] if name == LISTS[0] and most < len(rows) else _LIMIT[0]
    _LIMIT[0] = limit
    return [row for row in rows if row["id"] < limit]


_LIMIT = ["g"]


def _numbered(rows: list[list[dict[str, str]]]) -> list[tuple[int, int, dict[str, str]]]:
    together = [(version, row) for version, each in enumerate(rows) for row in each]
    return [(number, version, row) for number, (version, row) in enumerate(together, 1)]


def _flat(kind: Any, rows: list[list[dict[str, str]]], *, across: bool) -> Any:
    from dalil.columns.flat_reports import Credited, flatten
    from dalil.columns.report_rows import REPORTS, ReportTables

    flat = []
    for number, version, row in _numbered(rows):
        name = row["en_name"] if across and version else row["name"]
        content: dict[str, Any] = {"fate": "KILLED", "sex": {"m": "male", "f": "female"}[row["sex"]]}
        content |= {"who": {"said": name}} if name.strip() not in ("?", "مجهول") else {}
        content |= {"age": int(row["age"])} if 0 < int(row["age"]) < 125 else {}
        flat.append((number, "", flatten(number, "", kind.code, content, Credited(), listed=f"version {version}")))
    return ReportTables().table_of(kind, REPORTS, flat)


def _one_to_one(scores: dict[tuple[int, int], float]) -> set[tuple[int, int]]:
    taken: set[tuple[int, int]] = set()
    left: set[int] = set()
    right: set[int] = set()
    for a, b in sorted(scores, key=lambda pair: -scores[pair]):
        if a not in left and b not in right:
            taken.add((a, b))
            left.add(a)
            right.add(b)
    return taken


if __name__ == "__main__":
    main()
