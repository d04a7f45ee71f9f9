"""The whole check: files, rows, tree, checkpoints, the log of access, the guards; what a check of yesterday read is not read again today."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings

from dalil.access.log import check_chain
from dalil.access.models import AccessEntry
from dalil.archive.store import Tick
from dalil.proofs.kept_hashes import count_leaves
from dalil.proofs.models import Remark, Timestamp
from dalil.proofs.tile_files import write_whole
from dalil.proofs.timestamps import can_check, check_stamp
from dalil.record.immutability import missing_triggers
from dalil.verification.faults import Finding, found
from dalil.verification.file_check import check_files, count_bytes, find_unnamed_files
from dalil.verification.row_check import check_names_in_log, check_rows, check_sample
from dalil.verification.tree_check import check_tree, kept_checkpoints

PLACE = "verified-up-to"
"""The file of a home that says up to which document a check that was stopped had read."""

BYTES_OF_A_LEAF = 100_000
"""As how many bytes of a file a leaf counts in the progress: it takes about as long."""


@dataclass(frozen=True)
class CheckRequest:
    """What is to be checked. checkpoints, tiles: files and folders that somebody kept elsewhere; sample: how many of each instead of all."""

    checkpoints: Sequence[Path] = ()
    tiles: Sequence[Path] = ()
    sample: int | None = None
    resume: bool = False


def verify(asked: CheckRequest, tick: Tick = lambda done: None) -> Iterator[Finding]:
    """Check what is asked, and yield what is wrong. tick: is told how many bytes, or what counts as many, were done since it was told last."""
    after = _place() if asked.resume and asked.sample is None else 0
    yield from (found("guard_missing", name=name) for name in missing_triggers())

    def leaves(done: int) -> None:
        tick(done * BYTES_OF_A_LEAF)

    if asked.sample is None:
        yield from check_rows(leaves)
        yield from check_names_in_log()
    else:
        yield from check_sample(asked.sample, leaves)
    yield from check_tree(leaves, list(kept_checkpoints(asked.checkpoints)), asked.tiles)
    yield from _check_stamps(asked.sample)
    yield from _check_log_of_access()
    keep = _keep_place if asked.sample is None else (lambda key: None)
    yield from check_files(tick, after=after, keep=keep, sample=asked.sample)
    if asked.sample is None:
        yield from find_unnamed_files()
        _keep_place(0)


def size_of_check(asked: CheckRequest) -> int:
    """Return how much a check does, in what `verify` tells its tick; of a sample, about."""
    if asked.sample is not None:
        return (asked.sample + count_leaves()) * BYTES_OF_A_LEAF
    return 2 * count_leaves() * BYTES_OF_A_LEAF + count_bytes(_place() if asked.resume else 0)


def _check_stamps(latest: int | None) -> Iterator[Finding]:
    """Check the time stamps over checkpoints again. latest: only so many of them."""
    stamps = Timestamp.objects.select_related("checkpoint").order_by("-pk")[:latest]
    if stamps and not can_check():
        yield found("stamps_unchecked", count=len(stamps))
        return
    for each in stamps:
        if not check_stamp(each):
            yield found("stamp_forged", authority=each.authority, size=each.checkpoint.size)


def _check_log_of_access() -> Iterator[Finding]:
    """Follow the chain of the log of access, and compare it with the entries that the ledger has sealed."""
    if (broken := check_chain().broken_at) is not None:
        yield found("access_broken", entry=broken)
    for detail in Remark.objects.filter(what=Remark.What.LOG_OF_ACCESS).values_list("detail", flat=True):
        there = AccessEntry.objects.filter(number=detail["number"]).values_list("digest", flat=True).first()
        if there != detail["digest"]:
            yield found("access_differs", entry=detail["number"])


def _place() -> int:
    kept = Path(settings.DALIL_HOME) / PLACE
    return int(json.loads(kept.read_text(encoding="utf-8"))["document"]) if kept.exists() else 0


def _keep_place(key: int) -> None:
    write_whole(Path(settings.DALIL_HOME) / PLACE, json.dumps({"document": key}).encode())
