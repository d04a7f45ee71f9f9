"""Putting back files of the archive that are missing or damaged, from a second copy: a folder of backups, or the archive of another home."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from django.contrib.auth.models import User
from django.utils import timezone

from dalil.archive.custody import note_custody
from dalil.archive.models import CustodyEvent, Document
from dalil.archive.protection import Viewer
from dalil.archive.store import path_of, settle
from dalil.backup.contents import copy_verified
from dalil.proofs.writing import writing
from dalil.verification.file_check import Tick, check_files


@dataclass(frozen=True, slots=True)
class Repair:
    """What came of repairing one file. sha256: whose it is. was: `file_changed` or `file_missing`. from_file: the copy; None without a whole one."""

    sha256: str
    was: str
    from_file: Path | None


def repair_files(copy: Path, *, actor: User, tick: Tick = lambda done: None) -> Iterator[Repair]:
    """Read every file of the archive, and put back each that is missing or damaged from a copy that has the right digest.

    copy: a folder in which files lie as in an archive, or one that holds such a folder as `documents`. What was damaged stays beside it, under
    another name: it may be evidence too. Each repair is an event of custody.
    """
    for finding in list(check_files(tick)):
        sha256, whole = str(finding.facts["name"]), None
        for place in (copy / "documents" / sha256[:2] / sha256, copy / sha256[:2] / sha256):
            if place.is_file() and _put_back(place, sha256):
                whole = place
                break
        if whole is not None:
            document = Document.objects.visible_to(Viewer.steward()).get(sha256=sha256)
            with writing():
                reason = "the file was missing" if finding.type == "file_missing" else "the file was damaged"
                note_custody(
                    document, CustodyEvent.What.COPIED, actor=actor, source=str(whole), reason=reason, output=sha256
                )
        yield Repair(sha256, finding.type, whole)


def _put_back(source: Path, sha256: str) -> bool:
    """Copy a file to its place in the archive, where its bytes have the digest. Returns whether it is there."""
    place = path_of(sha256)
    arriving = place.with_name(f".arriving-{sha256}")
    try:
        if copy_verified(source, arriving) != sha256:
            return False
        arriving.chmod(0o440)
        if place.exists():
            place.rename(place.with_name(f".damaged-{sha256}-{timezone.now():%Y%m%dT%H%M%S}"))
        arriving.replace(place)
        settle(place.parent)
    finally:
        arriving.unlink(missing_ok=True)
    return True
