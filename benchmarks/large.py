"""How quickly readers are answered from a large record: the dear pages and answers, each made anew, and the export.

    python benchmarks/large.py --home FOLDER [--reports 100000] [--database postgresql://postgres@127.0.0.1/large]

Fills the home once, by the importer, with generated rows in the shape of GED (`import_rows.py`), and uses it as it is where it is filled already.
The answers are taken in this process, past the network: what a page costs, without its way. "anew" is with no kept page; "after a write" is the first
answer after one more public report was entered, in a process that follows the log itself.
"""

from __future__ import annotations

import argparse
import csv
import os
import subprocess
import sys
import time
from pathlib import Path

from import_rows import COLUMNS, made_rows

IMPORT = "from dalil.cli import main; main()"
MEASURE = """
import sys, time
from dalil.cli import prepare_django
prepare_django()
from django.core.cache import cache, caches
from django.test import Client
from dalil.archive.protection import Level, Viewer
from dalil.record import actions
from dalil.record.models import Credit, Report, Source
from dalil.record.kind import kind_of
from django.conf import settings
from django.db.models import Count
settings.DEAR_ANSWERS_LIMITED = False
client = Client(headers={"host": "localhost"})
public = Report.objects.visible_to(Viewer.public())
print(f"{public.count():,} public reports")
source = Source.objects.visible_to(Viewer.public()).annotate(n=Count("credits__attribution__reports")).order_by("-n").first()
report = public.order_by("-pk").first()
paths = {
    "public page of the largest source": f"/en/sources/{source.code}/",
    "/api/reports?limit=500": "/api/reports?limit=500",
    "/api/reports?limit=500 of that source": f"/api/reports?limit=500&source={source.code}",
    "/api/reports?limit=500&place=SY02": "/api/reports?limit=500&place=SY02",
    "list of the record": "/en/record/",
    "list of the record, page 200": "/en/record/?page=200",
    "list of the record, of that source": f"/en/record/?source={source.code}",
    "search for a common word": "/en/record/?q=shelling",
    "/api/entities?limit=100": "/api/entities?limit=100",
    "/api/count?by=month": "/api/count?measure=killed&by=month",
    "/api/documents": "/api/documents",
    "/api/sources": "/api/sources",
    "a document's page": f"/en/documents/{report.document.address}/",
    "a report's page": f"/en/reports/{report.address}/",
}
def seconds(path):
    caches["pages"].clear(); cache.clear()
    begun = time.perf_counter()
    answer = client.get(path)
    content = answer.content
    assert answer.status_code == 200, (path, answer.status_code)
    return time.perf_counter() - begun, len(content)
client.get("/en/record/")
for name, path in paths.items():
    seconds(path)
    taken, size = min(seconds(path) for _ in range(2))
    print(f"{name:44}{taken:8.3f} s{size / 1000:10.0f} kB", flush=True)
def write(n):
    draft = actions.Draft(claim=kind_of("incident").model_validate({"when": "2019-05-01", "killed": "3"}), document=report.document,
        attribution=report.attribution, locator=f"more {time.time_ns()}", level=Level.PUBLIC)
    actions.enter_report(draft, actor=actions.system_actor())
for name in ("list of the record", "public page of the largest source", "/api/count?by=month"):
    write(name)
    begun = time.perf_counter(); client.get(paths[name]).content
    print(f"{name + ', after a write':44}{time.perf_counter() - begun:8.3f} s", flush=True)
for name, path in {"/api/reports.jsonl, written": "/api/reports.jsonl", "/api/reports.jsonl, after a write": "/api/reports.jsonl",
                   "/api/reports.jsonl?kind=incident": "/api/reports.jsonl?kind=incident"}.items():
    if "after" in name:
        write(name)
    begun, lines, size = time.perf_counter(), 0, 0
    for part in client.get(path).streaming_content:
        lines += part.count(b"\\n"); size += len(part)
    taken = time.perf_counter() - begun
    print(f"{name:44}{taken:8.3f} s{size / 1000:10.0f} kB{lines / taken:12,.0f} lines/s", flush=True)
"""


def main() -> None:
    """Fill the home where it is empty, and measure."""
    asked = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    asked.add_argument("--home", type=Path, required=True)
    asked.add_argument("--reports", type=int, default=100_000)
    asked.add_argument("--database", default="")
    given = asked.parse_args()
    environment = in_home(given.home, dict(os.environ), given.database)
    fill(given.home, given.reports, environment)
    subprocess.run([sys.executable, "-W", "ignore", "-c", MEASURE], env=environment, check=True)


def in_home(home: Path, environment: dict[str, str], database: str = "") -> dict[str, str]:
    """Return the environment of a process that works in a home, on SQLite where no database is given."""
    inside = {**environment, "DALIL_HOME": str(home), "DJANGO_SETTINGS_MODULE": "dalil.settings"}
    inside.pop("DALIL_DATABASE_URL", None)
    return inside | ({"DALIL_DATABASE_URL": database} if database else {})


def fill(home: Path, reports: int, environment: dict[str, str]) -> None:
    """Fill a home with so many generated reports by the importer; one that is filled is left as it is."""
    filled = home / "large.csv"
    if filled.exists():
        return
    home.mkdir(parents=True, exist_ok=True)
    part = filled.with_suffix(".part.csv")
    with part.open("w", encoding="utf-8", newline="") as file:
        lines = csv.writer(file)
        lines.writerow(COLUMNS)
        lines.writerows(made_rows(reports))
    begun = time.perf_counter()
    command = [sys.executable, "-c", IMPORT, "import", str(part), "--level", "public"]
    subprocess.run(command, env=environment, check=True, stdout=subprocess.DEVNULL)
    part.rename(filled)
    print(f"filled in {time.perf_counter() - begun:.0f} s")


if __name__ == "__main__":
    main()
