"""Reading every file of the archive again, on all cores, from where the last check stopped."""

from __future__ import annotations

import hashlib
import os
import random
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from itertools import islice

from dalil.archive.models import Document
from dalil.archive.protection import Viewer
from dalil.archive.store import Tick, open_stored, store_in_use
from dalil.verification.faults import Finding, found

AT_ONCE = 256
"""Files after which the place is kept, from which a check that was stopped goes on."""


def count_bytes(after: int = 0) -> int:
    """Return how many bytes the documents with a primary key above `after` have together."""
    documents = Document.objects.visible_to(Viewer.steward())
    return sum(documents.filter(pk__gt=after).values_list("size", flat=True))


def check_files(
    tick: Tick, *, after: int = 0, keep: Callable[[int], None] = lambda key: None, sample: int | None = None
) -> Iterator[Finding]:
    """Read the files of documents again and compare their digests.

    after: the primary key of the document after which to begin. keep: is told up to which document all were read. sample: read so many,
    drawn at random, instead of all.
    """
    documents = (
        Document.objects.visible_to(Viewer.steward()).filter(pk__gt=after).order_by("pk").values_list("pk", "sha256")
    )
    if sample is not None:
        keys = list(documents.values_list("pk", flat=True))
        drawn = random.SystemRandom().sample(keys, min(sample, len(keys)))
        documents = documents.filter(pk__in=drawn)
    rows = documents.iterator(chunk_size=AT_ONCE)
    with ThreadPoolExecutor(os.cpu_count()) as threads:  # hashing gives the interpreter free
        while batch := list(islice(rows, AT_ONCE)):
            for (_, sha256), wrong in zip(
                batch, threads.map(lambda row: _what_is_wrong(row[1], tick), batch), strict=True
            ):
                if wrong:
                    yield found(wrong, name=sha256)
            keep(batch[-1][0])


def find_unnamed_files() -> Iterator[Finding]:
    """Yield the files of the archive that no document names. What is being received just now is not among them."""
    there = {each.name for each in store_in_use().list()}
    for sha256 in Document.objects.visible_to(Viewer.steward()).values_list("sha256", flat=True).iterator():
        there.discard(sha256)
    yield from (found("file_unnamed", name=sha256) for sha256 in sorted(there))


def _what_is_wrong(sha256: str, tick: Tick) -> str:
    try:
        with open_stored(sha256) as stream:
            digest = hashlib.file_digest(stream, "sha256").hexdigest()
            tick(stream.tell())
    except FileNotFoundError:
        return "file_missing"
    return "" if digest == sha256 else "file_changed"
