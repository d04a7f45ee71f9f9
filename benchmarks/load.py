"""Readers, people at the desk and an import at once: how long each waits, what the server takes, and whether the columns are right afterwards.

    python benchmarks/load.py [--seconds 60] [--readers 50] [--desk 20] [--database postgresql://postgres@127.0.0.1/empty]

A home with the example and 500 reports is served with `dalil serve` as it comes. The importer brings in a large public file in a process
of its own. Each reader looks at the front page, a figure, the record, an entity, a search, a count, and takes half a second to one and a half
between two pages. Each person at the desk enters a report in the form, looks at the list and counts, with two to six seconds between two
steps. Every reader has a network address of their own, by the header of a proxy. The load comes from this machine too, so the figures
are a floor.
"""

from __future__ import annotations

import argparse
import csv
import http.client
import os
import random
import signal
import socket
import subprocess
import sys
import tempfile
import threading
import time
from collections import Counter, defaultdict
from pathlib import Path
from urllib.parse import urlencode

from import_rows import COLUMNS, made_rows
from pages import PREPARE, wait_for

DALIL = Path(sys.executable).with_name("dalil")
ROWS = 200_000
AIM_SECONDS, AIM_BYTES = 1.0, 1_000_000_000
PEOPLE = """
from django.contrib.auth.models import Group, User
from django.test import Client
from dalil.archive.protection import Viewer
from dalil.record.models import Report
for n in range(%d):
    person = User.objects.create(username=f"person-{n}")
    person.groups.add(*Group.objects.filter(name__in=["contributor", "analyst"]))
    client = Client(headers={"host": "localhost"})
    client.force_login(person)
    print("session", client.cookies["sessionid"].value)
print("document", document.address)
for report in Report.objects.visible_to(Viewer.public()).order_by("?")[:40]:
    print("entity", report.address)
"""
REBUILD = """
from dalil.cli import prepare_django
prepare_django()
from dalil.archive.protection import Viewer
from dalil.columns import projection
from dalil.columns.manifest import clearances
for clearance in clearances():
    viewer = projection.viewer_of(clearance)
    followed = projection.refresh(viewer).version
    print(clearance, "equal" if projection.rebuild(viewer).version == followed else "DIFFERENT")
from dalil.record.models import Report
print(f"{Report.objects.visible_to(Viewer.steward()).count():,} reports")
"""


class Load:
    """What people do, and how long they waited for it, until the time is over."""

    def __init__(self, port: int, seconds: float) -> None:
        self.port, self.until = port, time.monotonic() + seconds
        self.waited: defaultdict[str, list[float]] = defaultdict(list)
        self.faults: Counter[str] = Counter()

    def ask(self, who: str, path: str, headers: dict[str, str], form: dict[str, str] | None = None) -> None:
        """One answer; what is no answer, or an answer of another kind than was to be expected, is a fault."""
        begun = time.perf_counter()
        try:
            connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=120)
            if form is None:
                connection.request("GET", path, headers=headers)
            else:
                sent = {**headers, "Content-Type": "application/x-www-form-urlencoded"}
                connection.request("POST", path, urlencode(form), sent)
            answer = connection.getresponse()
            answer.read()
            connection.close()
        except OSError as error:
            self.faults[f"{who}: {path.partition('?')[0]}: {type(error).__name__}"] += 1
            return
        self.waited[who].append(time.perf_counter() - begun)
        merged = (
            who == "readers" and answer.status == 302 and "/record/" in path
        )  # the matcher joined it to an earlier entity
        if answer.status != (302 if form else 200) and not merged:
            self.faults[f"{who}: {path.partition('?')[0]}: {answer.status}"] += 1

    def read(self, number: int, entities: list[str]) -> None:
        """One reader."""
        drawn = random.Random(number)
        headers = {"Host": "localhost", "X-Forwarded-For": f"192.0.2.{number}", "Accept-Encoding": "gzip"}
        fixed = [
            "/en/",
            "/ar/",
            "/en/figures/bench/",
            "/ar/figures/bench/",
            "/en/record/",
            "/ar/record/",
            "/en/feed.xml",
        ]
        fixed += ["/en/record/?q=shelling", "/api/count?measure=killed&by=month", "/api/reports?limit=20"]
        while time.monotonic() < self.until:
            one = f"/{drawn.choice(['en', 'ar'])}/record/{drawn.choice(entities)}/"
            self.ask("readers", drawn.choice([*fixed, one, one]), headers)
            time.sleep(drawn.uniform(0.5, 1.5))

    def work(self, number: int, session: str, document: str) -> None:
        """One person at the desk."""
        drawn, token = random.Random(1000 + number), "a" * 32
        headers = {"Host": "localhost", "X-Forwarded-For": f"198.51.100.{number}"}
        headers |= {"Cookie": f"sessionid={session}; csrftoken={token}"}
        time.sleep(drawn.uniform(0, 4))
        for step in range(10_000):
            form = {
                "csrfmiddlewaretoken": token,
                "document": document,
                "locator": f"person {number}, step {step}",
                "said": f"At least {step} people were killed.",
                "language": "en",
                "origins": "A monitor",
                "level": "1",
                "c-when": f"2019-{drawn.randint(1, 12):02}-{drawn.randint(1, 28):02}",
                "c-killed": f"{step}+",
            }
            for who, path, sent in (
                ("desk: entering", "/desk/record/reports/new/incident/", form),
                ("desk: the list", "/desk/record/reports/", None),
                ("desk: counting", "/desk/record/count/?measure=killed&by=month&ask=", None),
            ):
                if time.monotonic() >= self.until:
                    return
                self.ask(who, path, headers, sent)
                time.sleep(drawn.uniform(2, 6))


def memory_of(process: int) -> list[int]:
    """The memory of a process and of each that it started, in bytes; what several share is counted once (PSS)."""
    found, waiting = [], [process]
    while waiting:
        each = waiting.pop()
        try:
            rollup = Path(f"/proc/{each}/smaps_rollup").read_text()
            for task in Path(f"/proc/{each}/task").iterdir():
                waiting += map(int, (task / "children").read_text().split())
        except (FileNotFoundError, ProcessLookupError):
            continue
        found.append(next(1024 * int(line.split()[1]) for line in rollup.splitlines() if line.startswith("Pss:")))
    return found


def run(asked: argparse.Namespace, home: str) -> None:
    """Prepare, serve, load, and print what came of it."""
    environment = {**os.environ, "DALIL_HOME": home, "DJANGO_SETTINGS_MODULE": "dalil.settings"}
    environment |= {"DALIL_SECOND_FACTOR": "offered", "DALIL_PROXIES": "1"}
    environment.pop("DALIL_DATABASE_URL", None)
    if asked.database:
        environment["DALIL_DATABASE_URL"] = asked.database
    python = [sys.executable, "-W", "ignore", "-c"]
    made = subprocess.run(
        [*python, PREPARE + PEOPLE % asked.desk], env=environment, check=True, capture_output=True, text=True
    )
    told: defaultdict[str, list[str]] = defaultdict(list)
    for line in made.stdout.splitlines():
        name, _, value = line.partition(" ")
        told[name].append(value)
    file = Path(home) / "rows.csv"
    with file.open("w", encoding="utf-8", newline="") as out:
        csv.writer(out).writerows([COLUMNS, *made_rows(ROWS)])
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    server = subprocess.Popen([DALIL, "serve", "--port", str(port)], env=environment, stdout=subprocess.DEVNULL)
    importing = None
    try:
        wait_for(port)
        importing = subprocess.Popen(
            [DALIL, "import", str(file), "--level", "public"], env=environment, stdout=subprocess.DEVNULL
        )
        time.sleep(asked.before)
        load = Load(port, asked.seconds)
        people = [threading.Thread(target=load.read, args=(n, told["entity"])) for n in range(asked.readers)]
        people += [
            threading.Thread(target=load.work, args=(n, told["session"][n], told["document"][0]))
            for n in range(asked.desk)
        ]
        for each in people:
            each.start()
        most: list[int] = []
        while time.monotonic() < load.until:
            most = max(most, memory_of(server.pid), key=sum)
            time.sleep(1)
        for each in people:
            each.join()
        still = importing.poll() is None
    finally:
        if importing:
            importing.send_signal(signal.SIGINT)  # its helpers end with it
            try:
                importing.wait(60)
            except subprocess.TimeoutExpired:  # a shell that runs this in its background has SIGINT ignored
                importing.kill()
        server.terminate()
        server.wait(60)
    print(f"{'who waits':20}{'answers':>9}{'median s':>10}{'p95 s':>8}{'longest':>9}")
    for who, waited in sorted(load.waited.items()):
        ranked = sorted(waited)
        print(
            f"{who:20}{len(ranked):>9}{ranked[len(ranked) // 2]:>10.3f}{ranked[int(0.95 * (len(ranked) - 1))]:>8.3f}{ranked[-1]:>9.3f}"
        )
    print(f"faults: {sum(load.faults.values())} {dict(load.faults.most_common(8)) or ''}")
    apart = " + ".join(f"{each / 1e6:.0f}" for each in most)
    print(f"memory of the server: {sum(most) / 1e6:.0f} MB ({apart}; aim: under {AIM_BYTES / 1e6:.0f})")
    print(f"the import was {'still running' if still else 'OVER: the figures say less'}", flush=True)
    print(subprocess.run([*python, REBUILD], env=environment, check=True, capture_output=True, text=True).stdout)


def main() -> None:
    """Run it in a home of its own."""
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--seconds", type=float, default=60)
    options.add_argument("--before", type=float, default=15, help="seconds that the import runs before the load")
    options.add_argument("--readers", type=int, default=50)
    options.add_argument("--desk", type=int, default=20)
    options.add_argument("--database", default="")
    with tempfile.TemporaryDirectory(prefix="dalil-bench-") as home:
        run(options.parse_args(), home)


if __name__ == "__main__":
    main()
