"""Sweeping what the archive holds and no document names: what a refused form, a refused bundle or a killed process left.

A file that is older than a day is put aside, and removed after a month there: where an older database was put back, what it does not name
may be wanted still.
"""

from __future__ import annotations

import os
import time
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

from django.conf import settings

from dalil.archive.models import Document
from dalil.archive.protection import Viewer
from dalil.archive.store import path_of
from dalil.proofs.signing import folder_of_log
from dalil.proofs.writing import writing
from dalil.verification.file_check import find_unnamed_files

ASIDE = "swept"
"""The folder of the home in which files are put aside."""
LEFT_ALONE = timedelta(days=1)
KEPT_ASIDE = timedelta(days=30)


@dataclass(frozen=True)
class Swept:
    """How many files were put aside, and how many that lay there for a month were removed."""

    put_aside: int
    removed: int


def sweep_unnamed(now: float | None = None) -> Swept:
    """Put files aside that no document names, and remove those that lie aside since a month. now: seconds since 1970."""
    now = time.time() if now is None else now
    documents, aside = Path(settings.DALIL_HOME) / "documents", Path(settings.DALIL_HOME) / ASIDE
    put_aside = 0
    for found in find_unnamed_files():
        with writing():  # nobody names it meanwhile
            file = path_of(found.facts["name"])
            named = Document.objects.visible_to(Viewer.steward()).filter(sha256=file.name).exists()
            if not named and _is_older(file, now, LEFT_ALONE):
                aside.mkdir(exist_ok=True, mode=0o700)
                file.replace(aside / file.name)
                os.utime(aside / file.name, (now, now))
                put_aside += 1
    left = [*documents.glob(".arriving-*"), *documents.glob("*/.arriving-*")]
    left += [each for each in folder_of_log().rglob(".*") if each.is_file()]  # what was cut off there is written anew
    gone = [each for each in left if _is_older(each, now, LEFT_ALONE)]
    gone += [each for each in aside.glob("*") if _is_older(each, now, KEPT_ASIDE)]
    for each in gone:
        each.unlink(missing_ok=True)
    return Swept(put_aside, len(gone))


def files_aside() -> tuple[int, int]:
    """Return how many files lie aside, and their bytes."""
    sizes = [each.stat().st_size for each in (Path(settings.DALIL_HOME) / ASIDE).glob("*")]
    return len(sizes), sum(sizes)


def _is_older(file: Path, now: float, than: timedelta) -> bool:
    try:
        return file.stat().st_mtime < now - than.total_seconds()
    except FileNotFoundError:
        return False
