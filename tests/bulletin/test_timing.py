"""How long a public answer takes tells nothing of what is hidden: measured on a running server, so by hand.

    DALIL_TIMING=200 pytest tests/bulletin/test_timing.py -s -n 0

In every run, `test_followed_pages.py` holds that the queries are equal. Here the times of two classes are compared, so many pairs in an order
drawn by lot: after a hidden write and after none, what is hidden and what is missing. Whoever is to tell the classes apart would find a p of
the Mann-Whitney test under .01.
"""

import http.client
import os
import random
import socket
import subprocess
import sys
import time
from math import erfc, sqrt
from pathlib import Path

import pytest

PAIRS = int(os.environ.get("DALIL_TIMING") or 0)
REPORTS = 300
PREPARE = """
import io, sys
from dalil.cli import prepare_django
prepare_django()
from dalil.archive.protection import Level
from dalil.bulletin import example
from dalil.counting.figures import define_figure, publish_edition
from dalil.counting.question import Question
from dalil.record import actions
from dalil.record.kind import kind_of
actor = actions.system_actor()
document = actions.receive_document(
    io.BytesIO(b"A register."), actor=actor, title="Register", media_type="text/plain", level=Level.PUBLIC
)
monitor = actions.credit_sources([actions.name_source("monitor", actor=actor, en="A monitor", level=Level.PUBLIC)])
drawn = iter(range(1_000_000))
def draft(level):
    n = next(drawn)
    claim = kind_of("incident").model_validate({"when": f"2018-{1 + n % 12:02}-{1 + n % 28:02}", "killed": f"{n % 40}+"})
    return actions.Draft(claim=claim, document=document, attribution=monitor, locator=f"entry {n}", level=level)
"""
FILL = f"""
example.load(actor)
actions.enter_reports([draft(Level.PUBLIC) for _ in range({REPORTS})], actor=actor)
publish_edition(define_figure("killed", Question(measure="killed"), actor=actor, title_en="Killed?"), actor=actor)
hidden = actions.enter_report(draft(Level.INTERNAL), actor=actor)
print(hidden.address)
"""
WRITE = """
print("ready", flush=True)
from django.db import transaction
for line in sys.stdin:
    with transaction.atomic():  # as much work, and as long, in both classes: only one of them leaves something behind
        actions.enter_report(draft(Level.INTERNAL), actor=actor)
        if line != "write\\n":
            transaction.set_rollback(True)
    print("done", flush=True)
"""

pytestmark = pytest.mark.skipif(not PAIRS, reason="measures times: by hand, DALIL_TIMING=200")


def mann_whitney(a: list[float], b: list[float]) -> float:
    """The two-sided p of the Mann-Whitney test, by the normal approximation with the correction for ties."""
    both = sorted([(each, 0) for each in a] + [(each, 1) for each in b])
    ranks, ties, at = 0.0, 0.0, 0
    while at < len(both):
        end = at
        while end < len(both) and both[end][0] == both[at][0]:
            end += 1
        same = end - at
        ties += same**3 - same
        ranks += sum((at + 1 + end) / 2 for _, of in both[at:end] if of == 0)
        at = end
    n, m = len(a), len(b)
    deviation = sqrt(n * m / 12 * (n + m + 1 - ties / ((n + m) * (n + m - 1))))
    return erfc(abs(ranks - n * (n + 1) / 2 - n * m / 2) / deviation / sqrt(2))


@pytest.fixture(scope="module")
def served(tmp_path_factory, migrate_home):
    """A served home: its port, the address of a hidden report, and what has a hidden report written or not."""
    home = tmp_path_factory.mktemp("timing")
    migrate_home(home)
    environment = {**os.environ, "DALIL_HOME": str(home)}
    environment.pop("DALIL_DATABASE_URL", None)
    run = [sys.executable, "-W", "ignore", "-c"]
    filled = subprocess.run([*run, PREPARE + FILL], env=environment, check=True, capture_output=True, text=True)
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    server = subprocess.Popen(
        [Path(sys.executable).with_name("dalil"), "serve", "--port", str(port)],
        env=environment,
        stdout=subprocess.DEVNULL,
    )
    pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "text": True}
    writer = subprocess.Popen([*run, PREPARE + WRITE], env=environment, **pipes)

    def write(what: str) -> None:
        writer.stdin.write(f"{what}\n")
        writer.stdin.flush()
        writer.stdout.readline()

    try:
        writer.stdout.readline()
        for _ in range(240):
            try:
                if seconds_of(port, "/robots.txt"):
                    break
            except OSError:
                time.sleep(0.25)
        time.sleep(3)  # the first round of following
        yield port, filled.stdout.split()[-1], write
    finally:
        writer.stdin.close()
        writer.wait(20)
        server.terminate()
        server.wait(20)


def seconds_of(port: int, path: str) -> float:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
    connection.connect()
    begun = time.perf_counter()
    connection.request("GET", path, headers={"Host": "localhost"})
    connection.getresponse().read()
    taken = time.perf_counter() - begun
    connection.close()
    return taken


def measure(classes, take):
    """Times in two classes, in an order drawn by lot."""
    drawn = random.Random(11)
    order = [each for _ in range(PAIRS) for each in drawn.sample(classes, 2)]
    taken = {each: [] for each in classes}
    for each in order:
        taken[each].append(take(each))
    return taken


def judge(name, taken):
    (one, a), (other, b) = taken.items()
    p = mann_whitney(a, b)
    middles = [1000 * sorted(each)[len(each) // 2] for each in (a, b)]
    print(f"\n{name}: {one} {middles[0]:.2f} ms, {other} {middles[1]:.2f} ms, p {p:.3f}")
    return p


@pytest.mark.parametrize("wait", [0.0, 0.4, 1.2])
@pytest.mark.parametrize("path", ["/en/record/", "/en/", "/en/record/?anew=1"])
def test_a_hidden_write_and_none(served, path, wait):
    port, _, write = served
    seconds_of(port, path)

    def take(what):
        write(what)
        time.sleep(wait)
        return seconds_of(port, path)

    assert judge(f"{path} {wait} s later", measure(["write", "nothing"], take)) > 0.01


@pytest.mark.parametrize("page", ["/en/reports/{}/", "/api/entities/{}"])
def test_what_is_hidden_and_what_is_missing(served, page):
    port, hidden, _ = served
    taken = measure([hidden, "0" * len(hidden)], lambda address: seconds_of(port, page.format(address)))
    assert judge(page, taken) > 0.01


def test_the_test_tells_apart_what_differs():
    drawn = random.Random(3)
    a, b = ([drawn.gauss(middle, 1) for _ in range(200)] for middle in (0, 0.5))
    assert mann_whitney(a, b) < 0.01 < mann_whitney(a, [each + 0.001 for each in a])
    assert mann_whitney([1.0] * 5, [1.0] * 5 + [2.0]) > 0.01
