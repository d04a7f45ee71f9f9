"""How quickly pages are served, beside a static file of the same server: requests per second, p95, bytes on first load.

    python benchmarks/pages.py [--requests 2000] [--clients 8]

Serves the example front page and a figure of 500 reports from a temporary home, on loopback, with `dalil serve` as it comes
(one process). The load comes from threads of this program on the same machine, so the figures are a floor; the ratios hold.
"kept" is a page that nothing has changed since it was made; "made anew" is worked out for every request.
"""

from __future__ import annotations

import argparse
import gzip
import http.client
import os
import re
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path

REPORTS = 500
ANEW = 60  # requests for each page that is made anew
LONGEST = 60  # seconds for one measurement
FIRST_LOAD = 60_000  # bytes: the aim for the front page without images
DALIL = Path(sys.executable).with_name("dalil")

PREPARE = f"""
import io
from dalil.cli import prepare_django
prepare_django()
from dalil.archive.protection import Level
from dalil.bulletin import example
from dalil.counting.figures import define_figure, publish_edition
from dalil.counting.question import Question
from dalil.record import actions
from dalil.record.kind import kind_of
actor = actions.system_actor()
example.load(actor)
document = actions.receive_document(
    io.BytesIO(b"A monitor's register, made for this measurement."), actor=actor, title="Register", media_type="text/plain", level=Level.PUBLIC
)
monitor = actions.credit_sources([actions.name_source("bench-monitor", actor=actor, en="A monitor", ar="جهة رصد", level=Level.PUBLIC)])
incident = kind_of("incident")
actions.enter_reports(
    [
        actions.Draft(
            claim=incident.model_validate(
                {{"what": "AIR_STRIKE", "killed": f"{{n % 40}}+", "when": f"2018-{{1 + n % 12:02}}-{{1 + n % 28:02}}",
                 "where": {{"places": ["SY07"]}}}}
            ),
            document=document, attribution=monitor, said=f"Entry {{n}} of the register.", language="en", locator=f"entry {{n}}", level=Level.PUBLIC,
        )
        for n in range({REPORTS})
    ],
    actor=actor,
)
question = Question(measure="killed", according_to="bench-monitor")
figure = define_figure("bench", question, actor=actor, title_en="How many were killed?", title_ar="كم قُتل؟")
publish_edition(figure, actor=actor)
"""


@contextmanager
def serving() -> Iterator[int]:
    """A home with the example and 500 reports, served. Gives the port; leaves nothing behind."""
    with tempfile.TemporaryDirectory(prefix="dalil-bench-") as home, socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
        free.close()
        environment = {**os.environ, "DALIL_HOME": home, "DJANGO_SETTINGS_MODULE": "dalil.settings"}
        environment.pop("DALIL_DATABASE_URL", None)
        subprocess.run([sys.executable, "-W", "ignore", "-c", PREPARE], env=environment, check=True)
        server = subprocess.Popen([DALIL, "serve", "--port", str(port)], env=environment, stdout=subprocess.DEVNULL)
        try:
            wait_for(port)
            yield port
        finally:
            server.terminate()
            server.wait(20)


def wait_for(port: int) -> None:
    """Until the server answers; raises TimeoutError after a minute."""
    for _ in range(240):
        try:
            if get(http.client.HTTPConnection("127.0.0.1", port, timeout=10), "/robots.txt")[0] == 200:
                return
        except OSError:
            time.sleep(0.25)
    raise TimeoutError("the server did not answer within a minute")


def get(connection: http.client.HTTPConnection, path: str) -> tuple[int, bytes]:
    """One answer, as a browser would ask for it."""
    connection.request("GET", path, headers={"Accept-Encoding": "gzip", "Host": "localhost"})
    answer = connection.getresponse()
    return answer.status, answer.read()


def load(port: int, paths: list[str], clients: int) -> tuple[float, float]:
    """Ask for these paths from so many clients at once. Returns requests per second and the 95th percentile in milliseconds."""
    until = time.monotonic() + LONGEST

    def one(mine: list[str]) -> list[float]:
        connection, taken = http.client.HTTPConnection("127.0.0.1", port, timeout=30), []
        for path in mine:
            begun = time.perf_counter()
            status, _ = get(connection, path)
            taken.append(time.perf_counter() - begun)
            if status != 200:
                raise RuntimeError(f"{path} answered {status}")
            if time.monotonic() > until:
                break
        connection.close()
        return taken

    with ThreadPoolExecutor(clients) as pool:
        begun = time.perf_counter()
        taken = sorted(each for part in pool.map(one, [paths[n::clients] for n in range(clients)]) for each in part)
        wall = time.perf_counter() - begun
    return len(taken) / wall, 1000 * taken[int(0.95 * (len(taken) - 1))]


def first_load(port: int) -> int:
    """The bytes of the front page and of everything it loads."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
    _, page = get(connection, "/en/")
    html = gzip.decompress(page).decode()
    assets = set(re.findall(r'(?:src|href)="(/static/[^"]+)"', html))
    return len(page) + sum(len(get(connection, asset)[1]) for asset in assets)


def main() -> None:
    """Measure, and print a table."""
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--requests", type=int, default=2000)
    options.add_argument("--clients", type=int, default=8)
    asked = options.parse_args()
    many, clients = min(max(asked.requests, 50), 50_000), min(max(asked.clients, 1), 64)
    with serving() as port:
        measured = {}
        for name, paths in {
            "static file (site.css)": ["/static/bulletin/site.css"] * many,
            "front page, kept": ["/en/"] * many,
            f"figure page of {REPORTS} reports, kept": ["/en/figures/bench/"] * many,
            "front page, made anew": [f"/en/?anew={n}" for n in range(ANEW)],
            f"figure page of {REPORTS} reports, made anew": [f"/en/figures/bench/?anew={n}" for n in range(ANEW)],
        }.items():
            load(port, paths[: 4 * clients] if "kept" in name or "static" in name else ["/en/"], clients)  # warm up
            measured[name] = load(port, paths, clients)
        weight = first_load(port)
    static = measured["static file (site.css)"][0]
    print(f"{'':44}{'requests/s':>12}{'p95 ms':>10}{'of static':>11}")
    for name, (rate, p95) in measured.items():
        print(f"{name:44}{rate:>12.0f}{p95:>10.1f}{rate / static:>11.2f}")
    print(f"front page on first load: {weight / 1000:.1f} KB (aim: under {FIRST_LOAD // 1000} KB)")


if __name__ == "__main__":
    main()
