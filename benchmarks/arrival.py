"""How soon somebody who enters a report is told which reports that are there look like it, before it is saved (`matching/arrival.py`).

    python benchmarks/arrival.py --home FOLDER [--reports 300000] [--asked 200]

Fills the home once, by the importer, with the generated rows of `large.py`, and uses it as it is where it is filled already. What is asked is a
report that is there, told by somebody else: its day and place, and a number that is one higher. The columns are laid out before; the first question
is not counted, since it reads the gazetteer. The answers are taken in this process: what is added to a submit, without its way.
The time of the processor does not count what other programs of the machine do meanwhile.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
from pathlib import Path

from large import fill, in_home

MEASURE = """
import random, sys, time
from dalil.cli import prepare_django
prepare_django()
from dalil.archive.protection import Viewer
from dalil.columns.projection import refresh
from dalil.matching.arrival import find_alike
from dalil.record.models import Report
from dalil.values import Count
viewer = Viewer.steward()
begun = time.perf_counter()
refresh(viewer)
everything = Report.objects.visible_to(viewer).filter(kind="incident").order_by("pk")
first, last = everything.values_list("pk", flat=True).first(), everything.values_list("pk", flat=True).last()
print(f"{everything.count():,} reports; laid out in {time.perf_counter() - begun:.1f} s", flush=True)
chance = random.Random(29)
def drawn():
    while True:
        report = everything.filter(pk__gte=chance.randint(first, last)).first()
        if report is not None and report.claim.killed is not None:
            killed = Count.exactly(report.claim.killed.low + 1)
            return report.claim.model_copy(update={"killed": killed})
find_alike(drawn(), viewer)
taken, worked, found = [], [], 0
for _ in range(int(sys.argv[1])):
    claim = drawn()
    begun = time.perf_counter(), time.process_time()
    found += bool(find_alike(claim, viewer))
    taken.append(time.perf_counter() - begun[0])
    worked.append(time.process_time() - begun[1])
print(f"{len(taken)} asked, {found} with an answer")
for name, each in (("by the clock", sorted(taken)), ("of the processor", sorted(worked))):
    at = lambda share: each[min(len(each) - 1, int(share * len(each)))]
    print(f"{name}: p50 {at(.5):.3f} s, p95 {at(.95):.3f} s, slowest {each[-1]:.3f} s")
"""


def main() -> None:
    """Fill the home where it is empty, and measure."""
    asked = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    asked.add_argument("--home", type=Path, required=True)
    asked.add_argument("--reports", type=int, default=300_000)
    asked.add_argument("--asked", type=int, default=200)
    given = asked.parse_args()
    environment = in_home(given.home, dict(os.environ))
    fill(given.home, given.reports, environment)
    subprocess.run([sys.executable, "-W", "ignore", "-c", MEASURE, str(given.asked)], env=environment, check=True)


if __name__ == "__main__":
    main()
