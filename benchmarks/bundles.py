"""A bundle of thousands of reports: how long it takes to write, to take in, and to refuse a second time; and how large it is.

    python benchmarks/bundles.py [--reports 10000] [--documents 500] [--kilobytes 16]

Two records in two processes, each with a home of its own on SQLite. The reports stand in turn in the documents, each of which is random bytes.
"""

from __future__ import annotations

import argparse
import io
import os
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path
from typing import Any

BUNDLE = "bundle.dalil"


def timed(words: str, many: int, work: Callable[[], Any]) -> Any:
    """Do something, print how many seconds it took and how many reports that is in a second, and return what came of it."""
    start = time.perf_counter()
    done = work()
    took = time.perf_counter() - start
    print(f"{words:44}{took:8.1f} s {many / took:10,.0f} reports/s", flush=True)
    return done


def main() -> None:
    """Have the one record write the bundle and the other take it in, in processes of their own."""
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--reports", type=int, default=10_000)
    options.add_argument("--documents", type=int, default=500)
    options.add_argument("--kilobytes", type=int, default=16)
    options.add_argument("--part", choices=["key", "send", "receive"], help=argparse.SUPPRESS)
    options.add_argument("--folder", type=Path, help=argparse.SUPPRESS)
    asked = options.parse_args()
    if asked.part:
        open_record()
        {"key": write_key, "send": send, "receive": receive}[asked.part](asked)
        return
    with tempfile.TemporaryDirectory(prefix="dalil-benchmark-") as folder:
        for home, part in (("there", "key"), ("here", "key"), ("here", "send"), ("there", "receive")):
            environment = {**os.environ, "DALIL_HOME": f"{folder}/{home}", "DJANGO_SETTINGS_MODULE": "dalil.settings"}
            environment.pop("DALIL_DATABASE_URL", None)
            subprocess.run(
                [sys.executable, __file__, *sys.argv[1:], "--part", part, "--folder", folder],
                env=environment,
                check=True,
            )


def open_record() -> None:
    """Have Django ready for the home that the environment names."""
    from dalil.cli import prepare_django

    prepare_django("")


def key_file(folder: Path, home: Path) -> Path:
    """The file that holds the public key of a home."""
    return folder / f"{home.name}.key"


def write_key(asked: argparse.Namespace) -> None:
    """Write the public key of this home for the other one."""
    from dalil.proofs.signing import public_key

    key_file(asked.folder, Path(os.environ["DALIL_HOME"])).write_text(str(public_key()))


def send(asked: argparse.Namespace) -> None:
    """Enter the reports, and write a bundle of all of them."""
    from dalil.archive.protection import Viewer
    from dalil.exchange.partners import add_partner
    from dalil.exchange.sending import make_bundle
    from dalil.record import actions
    from dalil.record.kind import kind_of
    from dalil.record.models import Report

    actor, steward = actions.system_actor(), Viewer.steward()
    whom = actions.credit_sources([actions.name_source("north-monitor", actor=actor, en="Northern Monitor")])
    papers = [
        actions.receive_document(
            io.BytesIO(os.urandom(asked.kilobytes << 10)), actor=actor, title=f"Paper {at}", media_type="x/x"
        )
        for at in range(asked.documents)
    ]
    drafts = [
        actions.Draft(
            claim=kind_of("incident").model_validate(
                {"when": str(date(2015, 1, 1) + timedelta(at % 1500)), "where": {"places": ["SY07"]}, "killed": at % 40}
            ),
            document=papers[at % len(papers)],
            attribution=whom,
            locator=f"row {at}",
        )
        for at in range(asked.reports)
    ]
    timed("entering the reports", asked.reports, lambda: actions.enter_reports(drafts, actor=actor))
    partner = add_partner(key_file(asked.folder, Path("there")).read_text())
    reports = Report.objects.visible_to(steward).order_by("pk")
    made = timed(
        "writing the bundle",
        asked.reports,
        lambda: make_bundle(asked.folder / BUNDLE, partner, reports, viewer=steward, actor=actor, purpose="internal"),
    )
    assert (made.reports, made.documents) == (asked.reports, asked.documents), made
    size = (asked.folder / BUNDLE).stat().st_size
    print(f"{made.reports:,} reports, {made.documents:,} documents, {size / 1e6:,.1f} MB; {most_memory()}", flush=True)


def receive(asked: argparse.Namespace) -> None:
    """Take the bundle in, a second time, and a third time with one byte changed; then check the whole record."""
    from dalil.archive.protection import Viewer
    from dalil.exchange.bundle_file import BundleRefused
    from dalil.exchange.partners import add_partner
    from dalil.exchange.receiving import receive_bundle
    from dalil.record import actions
    from dalil.record.models import Report
    from dalil.verification.checking import CheckRequest, verify

    actor = actions.system_actor()
    add_partner(key_file(asked.folder, Path("here")).read_text())
    content = (asked.folder / BUNDLE).read_bytes()

    def take(changed: bytes) -> Any:
        return receive_bundle(io.BytesIO(changed), actor=actor)

    def refuse() -> None:
        at = len(content) // 2
        try:
            take(content[:at] + bytes([content[at] ^ 1]) + content[at + 1 :])
        except BundleRefused:
            return
        raise AssertionError("a bundle with a changed byte was taken in")

    timed("refusing it with a changed byte", asked.reports, refuse)
    timed("taking it in", asked.reports, lambda: take(content))
    assert timed("the same again, which changes nothing", asked.reports, lambda: take(content)).again
    assert Report.objects.visible_to(Viewer.steward()).count() == asked.reports
    wrong = timed("dalil verify of what came in", asked.reports, lambda: list(verify(CheckRequest())))
    print(f"{len(wrong)} faults; {most_memory()}", flush=True)


def most_memory() -> str:
    """The most memory that this process held, in words."""
    return f"most memory {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:,.0f} MB"


if __name__ == "__main__":
    main()
