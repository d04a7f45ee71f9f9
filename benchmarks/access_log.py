"""What an entry in the log of access costs a page, alone and while an import writes.

    python benchmarks/access_log.py [--reads 200]

Reads one restricted report through the API and through the desk, in this process: with its entry and without (`log.write` replaced by
nothing), in turns. Then the same while `dalil import` brings in a large file: once with the log in a
file of its own, as Dalil has it on SQLite, and once in the file of the record. With DALIL_DATABASE_URL, which must name an empty
database that is left as it is afterwards, the log lies in the one database, as Dalil has it on PostgreSQL.
"""

from __future__ import annotations

import argparse
import csv
import os
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any
from unittest import mock

from import_rows import COLUMNS, made_rows

ROWS = 200_000  # of the file that is imported meanwhile
UNTIL_IT_WRITES = 15  # seconds that the import is given to start

DALIL = Path(sys.executable).with_name("dalil")


def measure(home: str, reads: int, one_file: bool) -> None:
    """Prepare a home, and print the times of reading in it."""
    from django.conf import settings

    settings.ALLOWED_HOSTS.append("testserver")
    settings.SECOND_FACTOR = "offered"
    if one_file:
        settings.DATABASES.pop("access", None)
    from dalil.cli import prepare_django

    prepare_django()
    import io

    from django.contrib.auth.models import Group, User
    from django.test import Client

    from dalil.access import log
    from dalil.archive.protection import Level
    from dalil.record import actions
    from dalil.record.kind import kind_of

    actions.system_actor()
    steward = User.objects.create(username="steward", is_superuser=True)
    document = actions.receive_document(io.BytesIO(b"x"), actor=steward, title="Register", media_type="text/plain")
    draft = actions.Draft(
        claim=kind_of("incident").model_validate({"when": "2018-05-01", "killed": "3"}),
        document=document,
        attribution=actions.credit_sources(),
        level=Level.RESTRICTED,
    )
    report = actions.enter_report(draft, actor=steward, groups=[Group.objects.get(name="legal officer")])
    client = Client()
    client.force_login(steward)
    pages = {"API": f"/api/reports/{report.address}", "desk": f"/desk/record/reports/{report.address}/"}

    def read(path: str, entry: bool) -> float:
        begun = time.perf_counter()
        if entry:
            status = client.get(path).status_code
        else:
            with mock.patch.object(log, "write"):
                status = client.get(path).status_code
        if status != 200:
            raise RuntimeError(f"{path} answered {status}")
        return 1000 * (time.perf_counter() - begun)

    def table(title: str, many: int) -> None:
        for name, path in pages.items():
            times: dict[bool, list[float]] = {True: [], False: []}
            for _ in range(many):
                for entry in (False, True):
                    times[entry].append(read(path, entry))
            for entry in (False, True):
                print(f"{title:38} {name:5} {'with entry' if entry else 'without':11} {say(times[entry])}")

    for path in pages.values():
        read(path, True)
    where = "one file" if one_file else "a file of its own"
    table(f"log in {where}, nobody writes", reads)
    file = Path(home) / "rows.csv"
    with file.open("w", encoding="utf-8", newline="") as out:
        csv.writer(out).writerows([COLUMNS, *made_rows(ROWS)])
    importing = subprocess.Popen([DALIL, "import", file], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        time.sleep(UNTIL_IT_WRITES)
        table(f"log in {where}, an import writes", reads // 4)
        print(f"the import was {'still running' if importing.poll() is None else 'OVER: the figures say nothing'}")
    finally:
        importing.terminate()
        importing.wait(60)


def say(times: list[float]) -> str:
    """The median, the 95th percentile and the longest of some times in milliseconds."""
    ranked: list[Any] = sorted(times)
    return f"median {statistics.median(ranked):8.1f} ms   p95 {ranked[int(0.95 * (len(ranked) - 1))]:8.1f} ms   longest {ranked[-1]:8.1f} ms"


def main() -> None:
    """Measure each way in a process and a home of its own."""
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("--reads", type=int, default=200)
    arguments.add_argument("--one-file", action="store_true", help=argparse.SUPPRESS)
    arguments.add_argument("--home", help=argparse.SUPPRESS)
    asked = arguments.parse_args()
    if asked.home:
        measure(asked.home, asked.reads, asked.one_file)
        return
    for way in ([], ["--one-file"]) if "DALIL_DATABASE_URL" not in os.environ else (["--one-file"],):
        with tempfile.TemporaryDirectory(prefix="dalil-bench-") as home:
            environment = {**os.environ, "DALIL_HOME": home, "DJANGO_SETTINGS_MODULE": "dalil.settings"}
            command = [sys.executable, "-W", "ignore", __file__, "--home", home, "--reads", str(asked.reads), *way]
            subprocess.run(command, env=environment, check=True)


if __name__ == "__main__":
    main()
