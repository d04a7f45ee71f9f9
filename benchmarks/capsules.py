"""Capsules of a hundred figures over the events of UCDP GED, recomputed by a process that knows Python and DuckDB and nothing of Dalil.

    python benchmarks/capsules.py [--figures 100]

The file of the year 2018 is imported into a record made for the run. Each figure asks something else: every measure, reading and grouping,
with and without a governorate and a month. What is printed is how many capsules come to the published answer, and how long one takes to build
and to recompute.
"""

from __future__ import annotations

import argparse
import io
import os
import subprocess
import sys
import tempfile
import time
import zipfile
from collections.abc import Iterator
from itertools import product
from pathlib import Path
from typing import Any

from shared import shared_data

ALONE = """
import runpy, sys
class Nobody:
    def find_spec(self, name, path=None, target=None):
        if name.partition(".")[0] in ("dalil", "django", "pyarrow"):
            raise ModuleNotFoundError(name)
sys.meta_path.insert(0, Nobody())
for folder in sys.argv[1:]:
    try:
        runpy.run_path(folder + "/recompute.py", run_name="__main__")
    except SystemExit as error:
        print("exit", error.code)
"""
NARROWED: tuple[dict[str, Any], ...] = (
    {},
    {"places": ["SY02"]},
    {"since": "2018-02-01", "until": "2018-04-30"},
    {"places": ["SY12"], "since": "2018-02-10", "until": "2018-02-25"},
    {"facets": {"parties": ["SYR_GOV"]}},
)
GROUPED = ([], ["month"], ["governorate"], ["source"], ["perpetrators", "month"], ["parties"], ["grade", "week"])


def main() -> None:
    """Import, publish, build, recompute, and print."""
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--figures", type=int, default=100)
    wanted = options.parse_args().figures
    with tempfile.TemporaryDirectory() as kept:
        os.environ |= {"DALIL_HOME": kept, "DJANGO_SETTINGS_MODULE": "dalil.settings"}
        folders = list(_build(Path(kept), wanted))
        start = time.perf_counter()
        done = subprocess.run(
            [sys.executable, "-c", ALONE, *folders], capture_output=True, text=True, check=True, env={}
        )
        lines = done.stdout.splitlines()
        took = (time.perf_counter() - start) / len(folders)
        print(f"{lines.count('exit 0')} of {len(folders)} equal; recomputed in {took * 1000:.0f} ms each")
        print("\n".join(line for line in lines if line != "exit 0" and not line.startswith("Equal: ")))


def _questions() -> Iterator[dict[str, Any]]:
    for narrowed, by, (measure, reading) in product(
        NARROWED, GROUPED, (("killed", "reported_range"), ("entities", "reported_range"), ("killed", "conservative"))
    ):
        yield {"measure": measure, "reading": reading, "by": by, **narrowed}
    yield from ({"measure": "gap", **narrowed} for narrowed in NARROWED)
    yield from ({"measure": "killed", "reading": reading} for reading in ("floor", "agreed", "named"))


def _build(home: Path, wanted: int) -> Iterator[str]:
    import django

    django.setup()
    from django.core.management import call_command

    call_command("migrate", verbosity=0)
    from dalil.archive.protection import Level
    from dalil.counting.figures import define_figure, publish_edition
    from dalil.counting.public_figures import public_figures
    from dalil.counting.question import Question
    from dalil.exports.capsule.building import build_capsule
    from dalil.intake.formats import formats
    from dalil.intake.request import ImportRequest
    from dalil.intake.runs import run_import
    from dalil.record import actions

    file = next(shared_data().rglob("ucdp_ged_syria_2018.csv"))
    run = run_import(ImportRequest(file, formats()["ged"], actions.system_actor(), level=Level.PUBLIC))
    print(f"{run.new} events imported")
    took = 0.0
    asked = list(_questions())
    for number, question in enumerate(asked[:: max(1, len(asked) // wanted)][:wanted]):
        figure = define_figure(
            f"figure-{number}", Question.of(question), actor=actions.system_actor(), title_en=str(number)
        )
        publish_edition(figure, actor=actions.system_actor())
        start = time.perf_counter()
        (this,) = public_figures([figure])
        content = build_capsule(this, lambda path: f"https://record.example{path}", "en")
        took += time.perf_counter() - start
        zipfile.ZipFile(io.BytesIO(content)).extractall(home / "capsules")
        yield str(home / "capsules" / f"figure-{number}-1")
    print(f"built in {took / wanted * 1000:.0f} ms each")


if __name__ == "__main__":
    main()
