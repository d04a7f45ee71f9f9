"""Sweeping what the archive holds and no document names: what a refused form, a refused bundle or a killed process left.

A file that is older than a day is put aside, and removed after a month there: where an older database was put back, what it does not name
may be wanted still.
"""

from __future__ import annotations

import time
from dataclasses import dataclass
from datetime import timedelta

from dalil.archive.models import Document
from dalil.archive.protection import Viewer
from dalil.archive.store import store_in_use
from dalil.proofs.signing import folder_of_log
from dalil.proofs.writing import writing
from dalil.verification.file_check import find_unnamed_files

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
    fresh_from, aside_from = now - LEFT_ALONE.total_seconds(), now - KEPT_ASIDE.total_seconds()
    store = store_in_use()
    old = {each.name for each in store.list() if each.changed < fresh_from}
    put_aside = 0
    for sha256 in (str(found.facts["name"]) for found in find_unnamed_files()):
        if sha256 not in old:
            continue
        store.copy_aside(sha256)
        with writing():  # nobody names it meanwhile
            named = Document.objects.visible_to(Viewer.steward()).filter(sha256=sha256).exists()
            put_aside += not named and store.put_aside(sha256, before=fresh_from, now=now)
    removed = store.remove_old(half=fresh_from, aside=aside_from)
    for each in folder_of_log().rglob(".*"):  # what was cut off there is written anew
        if each.is_file() and each.stat().st_mtime < fresh_from:
            each.unlink(missing_ok=True)
            removed += 1
    return Swept(put_aside, removed)


def files_aside() -> tuple[int, int]:
    """Return how many files lie aside, and their bytes."""
    sizes = [each.size for each in store_in_use().list_aside()]
    return len(sizes), sum(sizes)
