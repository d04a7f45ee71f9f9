"""Putting back files of the archive that are missing or damaged, from a second copy: a folder of backups, or another archive; and making one."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from django.contrib.auth.models import User

from dalil.archive.custody import note_custody
from dalil.archive.folder_store import FOLDER
from dalil.archive.models import CustodyEvent, Document
from dalil.archive.protection import Viewer
from dalil.archive.store import DamagedDocument, Tick, keep_as, open_stored, put_back, store_at
from dalil.archive.store_interface import Store
from dalil.proofs.writing import writing
from dalil.verification.file_check import check_files


@dataclass(frozen=True, slots=True)
class Repair:
    """What came of repairing one file.

    sha256: whose it is. was: `file_changed` or `file_missing`. source: where the copy lay; empty without a whole one.
    """

    sha256: str
    was: str
    source: str


@dataclass(frozen=True, slots=True)
class Copying:
    """What came of copying an archive.

    copied: how many files were copied. there: how many the copy had. left: those that are missing or damaged here.
    """

    copied: int
    there: int
    left: tuple[str, ...]


def repair_files(copy: str, *, actor: User, tick: Tick = lambda done: None) -> Iterator[Repair]:
    """Read every file of the archive, and put back each that is missing or damaged from a copy that has the right digest.

    copy: a folder in which files lie as in an archive, or one that holds such a folder as `documents`; or the address of a store of objects.
    What was damaged stays beside it, under another name: it may be evidence too. Each repair is an event of custody. Raises ValueError where
    the address is none, and StoreUnreachable.
    """
    copies = [store_at(copy)]
    if (within := Path(copy) / FOLDER).is_dir():
        copies.insert(0, store_at(str(within)))
    for finding in list(check_files(tick)):
        sha256 = str(finding.facts["name"])
        source = next((each.where for each in copies if _put_back(each, sha256)), "")
        if source:
            reason = "the file was missing" if finding.type == "file_missing" else "the file was damaged"
            _note(sha256, actor, source=source, reason=reason, output=sha256)
        yield Repair(sha256, finding.type, source)


def copy_archive(to: str, *, actor: User, tick: Tick = lambda done: None) -> Copying:
    """Copy every document to another store, which keeps what it has. to: a folder, or the address of a store of objects.

    Each copy is an event of custody. Raises ValueError where the address is none, StoreUnreachable, OSError.
    """
    target = store_at(to)
    documents = Document.objects.visible_to(Viewer.steward()).order_by("pk")
    digests = list(documents.values_list("sha256", flat=True))
    wanted, left = target.find_missing(digests), []
    for sha256 in (each for each in digests if each in wanted):
        try:
            with open_stored(sha256) as stream:
                keep_as(sha256, stream, into=target, tick=tick)
        except (FileNotFoundError, DamagedDocument):
            left.append(sha256)
        else:
            _note(sha256, actor, to=target.where, output=sha256)
    return Copying(len(wanted) - len(left), len(digests) - len(wanted), tuple(left))


def _put_back(copy: Store, sha256: str) -> bool:
    """Copy a file to its place in the archive, where its bytes have the digest. Returns whether it is there."""
    try:
        with copy.open(sha256) as stream:
            put_back(sha256, stream)
    except (FileNotFoundError, DamagedDocument):
        return False
    return True


def _note(sha256: str, actor: User, **detail: str) -> None:
    document = Document.objects.visible_to(Viewer.steward()).get(sha256=sha256)
    with writing():
        note_custody(document, CustodyEvent.What.COPIED, actor=actor, **detail)
