"""A dossier with thousands of documents as a bag: how long it takes, how large it is, and whether public programs alone find it whole.

    python benchmarks/dossier_bag.py [--documents 5000] [--kilobytes 16]

Each document has one report, and each report speaks for or against an element. The bag is checked with sha256sum, bagit.py, openssl, ssh-keygen
and the program that lies in it; nothing of Dalil is used for that. Beside the time on the clock stands that of the processor, since other work of
the machine does not count in that.
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

PROVISION = "RS-8-2-e-iv"


def timed(words: str, work: Callable[[], Any]) -> Any:
    """Do something and print how many seconds it took."""
    start, processor = time.perf_counter(), time.process_time()
    done = work()
    print(f"{words:48}{time.perf_counter() - start:10.1f} s{time.process_time() - processor:10.1f} s of the processor")
    return done


def main() -> None:
    """Make a home with a dossier, hand it out, and check the bag from outside."""
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--documents", type=int, default=5000)
    options.add_argument("--kilobytes", type=int, default=16)
    asked = options.parse_args()
    with tempfile.TemporaryDirectory(prefix="dalil-benchmark-") as folder:
        os.environ["DALIL_HOME"], os.environ["DJANGO_SETTINGS_MODULE"] = f"{folder}/home", "dalil.settings"
        os.environ.pop("DALIL_DATABASE_URL", None)
        bag = make_bag(Path(folder), asked.documents, asked.kilobytes)
        check(bag)


def make_bag(folder: Path, many: int, kilobytes: int) -> Path:
    """Fill a home with documents and reports, choose all of them for a dossier, and hand it out. Returns the bag."""
    from django.conf import settings

    from dalil.home import open_home

    Path(os.environ["DALIL_HOME"]).mkdir()
    open_home(settings.DALIL_HOME)
    import django

    django.setup()
    from django.core.management import call_command

    call_command("migrate", verbosity=0, interactive=False)
    from django.contrib.auth.models import User

    from dalil.archive.protection import Viewer
    from dalil.cases.dossiers.assessing import assess
    from dalil.cases.dossiers.gaps import find_gaps
    from dalil.cases.dossiers.handing_out import HandOver, hand_out
    from dalil.cases.dossiers.keeping import choose_reports, open_dossier
    from dalil.cases.dossiers.matrix import read_matrix
    from dalil.cases.dossiers.models import Pin, Stance
    from dalil.cases.dossiers.question import DossierQuestion, find_ground
    from dalil.record import actions
    from dalil.record.kind import kind_of
    from dalil.record.models import Report

    officer, viewer = User.objects.create(username="layla"), Viewer(member=True)
    sources = [
        actions.credit_sources([actions.name_source(f"monitor-{at}", actor=officer, en=f"Monitor {at}")])
        for at in range(20)
    ]

    def fill() -> None:
        for start in range(0, many, 100):
            with actions.writing():
                for at in range(start, min(start + 100, many)):
                    enter(at)

    def enter(at: int) -> None:
        paper = actions.receive_document(
            io.BytesIO(os.urandom(kilobytes << 10)),
            actor=officer,
            title=f"Paper {at}",
            media_type="application/octet-stream",
            type="video",
        )
        told = {"when": str(date(2019, 1, 1) + timedelta(at % 365)), "where": {"places": ["SY07"]}, "killed": 1}
        claim = kind_of("incident").model_validate(told)
        draft = actions.Draft(claim=claim, document=paper, attribution=sources[at % 20], locator="1")
        actions.enter_report(draft, actor=officer)

    timed(f"{many:,} documents with a report each", fill)
    question = DossierQuestion(provisions=(PROVISION,), conflict="NIAC", when="2019")
    dossier = open_dossier("LARGE", "A large dossier", question, actor=officer)
    reports = list(Report.objects.visible_to(viewer).order_by("pk"))
    timed("choosing and numbering them", lambda: choose_reports(dossier, reports, actor=officer, reason="a test"))
    elements = [each.code for each in find_ground(PROVISION).elements]

    def weigh() -> None:
        with actions.writing():
            for at, pin in enumerate(Pin.objects.filter(dossier=dossier).select_related("dossier")):
                stance = Stance.AGAINST if at % 10 == 0 else Stance.FOR
                assess(pin, PROVISION, elements[at % len(elements)], stance, actor=officer, reason="a test")

    timed("saying what each speaks for", weigh)
    matrix = timed("the matrix", lambda: read_matrix(dossier, viewer))
    timed("what is missing", lambda: find_gaps(matrix))
    over = HandOver(recipient="Example Court", purpose="icc", terms="a test")
    handed, made = timed("the bag", lambda: hand_out(dossier, folder / "bag", over, viewer=viewer, actor=officer))
    size = sum(each.stat().st_size for each in made.place.rglob("*") if each.is_file())
    print(
        f"{handed.reports:,} reports, {handed.documents:,} documents, {handed.against_in:,} against; {size / 1e6:,.0f} MB"
    )
    print(f"most memory: {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:,.0f} MB")
    return made.place


def check(bag: Path) -> None:
    """Check the bag with public programs."""
    signer = (bag / "seal/allowed_signers").read_text().split()[0]
    for command in (
        ["sha256sum", "--quiet", "--strict", "-c", "manifest-sha256.txt"],
        ["sha256sum", "--quiet", "--strict", "-c", "tagmanifest-sha256.txt"],
        [sys.executable, "-m", "bagit", "--quiet", "--validate", str(bag)],
        [sys.executable, "check_proofs.py"],
        ["openssl", "pkeyutl", "-verify", "-pubin", "-inkey", "seal/log-key.pem", "-rawin",
         "-in", "tagmanifest-sha256.txt", "-sigfile", "seal/tagmanifest-sha256.sig"],
        ["ssh-keygen", "-Y", "verify", "-f", "seal/allowed_signers", "-I", signer, "-n", "dalil-bag",
         "-s", "seal/tagmanifest-sha256.sshsig"],
    ):  # fmt: skip
        done = timed(
            " ".join(command)[:46],
            lambda command=command: subprocess.run(
                command, cwd=bag, capture_output=True, text=True, stdin=(bag / "tagmanifest-sha256.txt").open()
            ),
        )
        print(f"    {'whole' if done.returncode == 0 else 'BROKEN'}: {(done.stdout + done.stderr).strip()[:200]}")


if __name__ == "__main__":
    main()
