"""How fast reports leave the record as lines, beside the version before (its `/api/reports.jsonl`).

    python benchmarks/export_lines.py [--reports 20000] [--before PATH_TO_SRC]

Makes a record of generated incidents in a home of its own and reads the whole export through the API, as a member's client does. With
--before the same record is read by the code in that folder as well, in the same run.
"""

from __future__ import annotations

import argparse
import os
import random
import subprocess
import sys
import tempfile
from pathlib import Path

READ = """
import time
from dalil.cli import prepare_django
prepare_django()
from django.test import Client
client, best = Client(headers={"host": "localhost"}), 0.0
for _ in range(3):
    started = time.perf_counter()
    lines = sum(part.count(b"\\n") for part in client.get("/api/reports.jsonl").streaming_content)
    best = max(best, lines / (time.perf_counter() - started))
print(f"{lines:,} lines, {best:,.0f} lines/s")
"""


def table(many: int) -> str:
    """A table of generated incidents with forty sources."""
    rng = random.Random(1)
    lines = ["ref,day,killed,who,text"]
    lines += [
        f"{number},2019-{rng.randint(1, 12):02}-{rng.randint(1, 28):02},{rng.choice(['3', '82+', '~40', '5-9', ''])},"
        f"monitor-{rng.randint(1, 40)},قُتل عدد من الأشخاص في الموقع {number}"
        for number in range(many)
    ]
    return "\n".join(lines) + "\n"


def main() -> None:
    """Make the record, and read it by each version."""
    asked = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    asked.add_argument("--reports", type=int, default=20_000)
    asked.add_argument("--before", type=Path, help="the folder src of another version")
    given = asked.parse_args()
    here = Path(__file__).parents[1] / "src"
    with tempfile.TemporaryDirectory(prefix="dalil-bench-") as folder:
        env = {**os.environ, "DALIL_HOME": f"{folder}/home", "DJANGO_SETTINGS_MODULE": "dalil.settings"}
        env.pop("DALIL_DATABASE_URL", None)
        Path(folder, "table.csv").write_text(table(given.reports), encoding="utf-8")
        Path(folder, "map.yaml").write_text(
            "kind: incident\ncolumns:\n  ref: {external_id: true}\n  day: {field: when}\n  killed: {field: killed}\n"
            "  who: {origin: true}\n  text: {said: true}\n",
            encoding="utf-8",
        )
        versions = [("before", given.before)] if given.before else []
        make = [
            sys.executable,
            "-c",
            "from dalil.cli import main; main()",
            "import",
            "table.csv",
            "--mapping",
            "map.yaml",
        ]
        first = versions[0][1] if versions else here  # the older version makes the record, the newer one upgrades it
        subprocess.run([*make, "--level", "public"], cwd=folder, env={**env, "PYTHONPATH": str(first)}, check=True)
        for name, source in [*versions, ("now", here)]:
            done = subprocess.run(
                [sys.executable, "-c", READ],
                cwd=folder,
                env={**env, "PYTHONPATH": str(source)},
                check=True,
                capture_output=True,
                text=True,
            )
            print(f"{name}: {done.stdout.strip().splitlines()[-1]}")


if __name__ == "__main__":
    main()
