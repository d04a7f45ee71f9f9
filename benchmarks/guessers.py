"""How long a search takes while sixteen guess passphrases, against how long it takes while nobody does.

    python benchmarks/guessers.py [--searches 60] [--guessers 16]

The example is loaded into a new home and served by one process, as `dalil serve` does. Two kinds of guessers: all behind one address at
one account, whom the limits hold up; and each guess under another name from another address, as a network of hired machines tries, whom
only the turns at hashing hold up. Every guesser sends the next guess as soon as it has an answer. What is printed: the median time of a
search in each case, the ratio to that without guessers, and how many guesses were looked at and how many refused unread.
The bar of the doors is a ratio of two. The guessers run on the same machine and take their share of it, which the ratio includes.
"""

from __future__ import annotations

import argparse
import http.client
import multiprocessing
import os
import random
import re
import socket
import statistics
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlencode

DALIL = Path(sys.executable).with_name("dalil")
WORDS = ("hospital", "market", "school", "قصف", "مشفى", "Idleb", "barrel bomb", "chlorine", "حلب", "camp")


def guess(port: int, hired: bool, until: Any, told: Any) -> None:
    """Guess until told to stop; tell how often each status came back."""
    chance, seen = random.Random(os.getpid()), Counter()
    link = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
    link.request("GET", "/desk/login/")
    answer = link.getresponse()
    cookie = answer.headers["Set-Cookie"].split(";")[0]
    token = re.search(rb'csrfmiddlewaretoken" value="(\w+)"', answer.read())[1].decode()
    while not until.is_set():
        name = f"name{chance.randrange(10**9)}" if hired else "edith"
        address = f"10.{chance.randrange(256)}.{chance.randrange(256)}.{chance.randrange(256)}" if hired else "10.0.0.1"
        body = urlencode({"login": name, "password": f"guess{chance.random()}", "csrfmiddlewaretoken": token})
        headers = {"Content-Type": "application/x-www-form-urlencoded", "Cookie": cookie, "X-Forwarded-For": address}
        try:
            link.request("POST", "/desk/login/", body, headers)
            answer = link.getresponse()
            answer.read()
            seen[answer.status] += 1
        except (http.client.HTTPException, OSError) as error:
            seen[type(error).__name__] += 1
            link.close()
    told.put(seen)


@contextmanager
def guessing(port: int, many: int, hired: bool) -> Iterator[Counter[Any]]:
    """Guessers at work; afterwards what they were answered."""
    until, told, seen = multiprocessing.Event(), multiprocessing.Queue(), Counter()
    crowd = [multiprocessing.Process(target=guess, args=(port, hired, until, told)) for _ in range(many)]
    for each in crowd:
        each.start()
    time.sleep(3)
    try:
        yield seen
    finally:
        until.set()
        for _ in crowd:
            seen.update(told.get(timeout=90))
        for each in crowd:
            each.join()


def search(port: int, many: int) -> list[float]:
    """The milliseconds of so many searches, one after the other, each worked out anew."""
    link, times = http.client.HTTPConnection("127.0.0.1", port, timeout=120), []
    for number in range(many):
        began = time.perf_counter()
        # with a cookie, as a person of the desk has one, no answer comes from the kept pages
        link.request("GET", f"/en/record/?q={quote(WORDS[number % len(WORDS)])}", headers={"Cookie": "any=one"})
        answer = link.getresponse()
        answer.read()
        assert answer.status == 200, answer.status
        times.append((time.perf_counter() - began) * 1000)
    return times


@contextmanager
def served(home: Path) -> Iterator[int]:
    """The example in a home, served."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    environment = {**os.environ, "DALIL_HOME": str(home), "DALIL_PROXIES": "1"}
    environment.pop("DALIL_DATABASE_URL", None)
    server = subprocess.Popen(
        [DALIL, "demo", "--port", str(port)], env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    try:
        for _ in range(1200):
            try:
                socket.create_connection(("127.0.0.1", port), 1).close()
                break
            except OSError:
                time.sleep(0.5)
        yield port
    finally:
        server.terminate()
        server.wait(30)


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--searches", type=int, default=60)
    options.add_argument("--guessers", type=int, default=16)
    asked = options.parse_args()
    with tempfile.TemporaryDirectory(prefix="dalil-guessers-") as home, served(Path(home)) as port:
        search(port, len(WORDS) * 2)
        alone = statistics.median(search(port, asked.searches))
        print(f"nobody guesses: {alone:.1f} ms")
        for what, hired in (("one address, one name", False), ("hired machines", True)):
            with guessing(port, asked.guessers, hired) as seen:
                beside = statistics.median(search(port, asked.searches))
            answers = ", ".join(f"{status}: {times}" for status, times in sorted(seen.items(), key=str))
            print(f"{asked.guessers} guessers, {what}: {beside:.1f} ms, ratio {beside / alone:.2f} ({answers})")


if __name__ == "__main__":
    main()
