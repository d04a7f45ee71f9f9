"""The ledger: `dalil import` with sealing beside the same without, and the proof for one leaf of many.

    python benchmarks/ledger.py [--rows 50000] [--leaves 10000000] [--rounds 3]

Both imports run in turns, and the fastest of each counts, once by the clock and once by the time of the processor, which says more where
others use the machine. For the proof a tree of random hashes is written into a database of its own, as
sealing writes it; each proof is made by somebody who has read nothing of the tree yet, and checked.
"""

from __future__ import annotations

import argparse
import os
import random
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

WITHOUT = """
import dalil.cli as cli
prepare = cli.prepare_django
def prepare_without_sealing(command=""):
    prepare(command)
    import dalil.proofs.writing as writing
    writing.seal_new = lambda: 0
cli.prepare_django = prepare_without_sealing
cli.main()
"""
WITH = "from dalil.cli import main; main()"

AT_ONCE = 256_000


def import_once(file: Path, home: Path, program: str) -> tuple[float, float]:
    """Seconds on the clock and of the processor of `dalil import` into an empty record on SQLite."""
    environment = {**os.environ, "DALIL_HOME": str(home)}
    environment.pop("DALIL_DATABASE_URL", None)
    run = [sys.executable, "-c", program]
    subprocess.run([*run, "status"], env=environment, check=True, capture_output=True)
    start, used = time.perf_counter(), processor_of_children()
    subprocess.run([*run, "import", str(file), "--level", "public"], env=environment, check=True, capture_output=True)
    return time.perf_counter() - start, processor_of_children() - used


def processor_of_children() -> float:
    """Seconds that the processors worked for processes that this one began and that have ended."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def measure_imports(rows: int, rounds: int) -> None:
    """Import the same rows with and without sealing, and print both and their ratio."""
    import csv

    from import_rows import COLUMNS, made_rows

    with tempfile.TemporaryDirectory(prefix="dalil-benchmark-") as name:
        file = Path(name) / "ged.csv"
        with file.open("w", encoding="utf-8", newline="") as lines:
            writer = csv.writer(lines)
            writer.writerow(COLUMNS)
            writer.writerows(made_rows(rows))
        taken: dict[str, list[tuple[float, float]]] = {WITH: [], WITHOUT: []}
        for turn in range(rounds):
            for program in taken:
                taken[program].append(
                    import_once(file, Path(name) / f"home-{turn}-{len(taken[program])}-{program == WITH}", program)
                )
    for at, measure in enumerate(("by the clock", "by the processor")):
        sealed, plain = (min(each[at] for each in taken[program]) for program in (WITH, WITHOUT))
        print(
            f"import of {rows:,} rows {measure}: {rows / plain:,.0f} rows/s without sealing, {rows / sealed:,.0f} with: "
            f"{plain / sealed:.2f} times as fast"
        )


def measure_proofs(leaves: int) -> None:
    """Write a tree of so many leaves, and print how long one proof takes."""
    with tempfile.TemporaryDirectory(prefix="dalil-benchmark-") as home:
        os.environ["DALIL_HOME"], os.environ["DJANGO_SETTINGS_MODULE"] = home, "dalil.settings"
        os.environ.pop("DALIL_DATABASE_URL", None)
        import django

        django.setup()
        from django.core.management import call_command
        from django.db import connection, transaction

        from dalil.ledger.merkle import check_inclusion, prove_inclusion, root_of
        from dalil.proofs import sealing
        from dalil.proofs.inserting import insert_rows
        from dalil.proofs.kept_hashes import KeptHashes

        call_command("migrate", verbosity=0, interactive=False)
        start = time.perf_counter()
        for first in range(0, leaves, AT_ONCE):
            many = min(AT_ONCE, leaves - first)
            drawn = os.urandom(32 * many)
            hashes = [drawn[at : at + 32] for at in range(0, len(drawn), 32)]
            with transaction.atomic():
                insert_rows(
                    "proofs_leaf",
                    ("number", "noun", "row_key", "hash"),
                    ((first + at, 3, first + at + 1, each) for at, each in enumerate(hashes)),
                )
                sealing._add_subtrees(0, first, hashes)
        print(f"a tree of {leaves:,} leaves was written in {time.perf_counter() - start:.0f} s")
        root, taken, worked = root_of(KeptHashes(), leaves), [], time.process_time()
        for index in random.Random(7).sample(range(leaves), 200):
            start = time.perf_counter()
            proof = prove_inclusion(KeptHashes(), index, leaves)
            taken.append((time.perf_counter() - start) * 1000)
            (leaf,) = KeptHashes().read(0, index, index + 1)
            check_inclusion(leaf, index, leaves, root, proof)
        worked = (time.process_time() - worked) / len(taken) * 1000
        connection.close()
    print(
        f"the proof for one of {leaves:,} leaves: {statistics.median(taken):.1f} ms in the middle, "
        f"{sorted(taken)[-10]:.1f} ms for 95 of 100, {max(taken):.1f} ms the slowest; {worked:.1f} ms of the processor with its check"
    )


def main() -> None:
    """Run both."""
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--rows", type=int, default=50_000)
    options.add_argument("--rounds", type=int, default=3)
    options.add_argument("--leaves", type=int, default=10_000_000)
    asked = options.parse_args()
    if asked.rows:
        measure_imports(asked.rows, asked.rounds)
    if asked.leaves:
        measure_proofs(asked.leaves)


if __name__ == "__main__":
    main()
