"""A bag that is packed outside of the request that asked for it: what was asked, how far it is, and the ZIP until it is fetched or a day old.

It is for the person alone who asked for it. Its folder is worked on as `desk.work_folders` tells.
"""

from __future__ import annotations

import os
import secrets
import shutil
import time
from contextlib import suppress
from dataclasses import asdict, dataclass
from enum import StrEnum
from pathlib import Path

from django.conf import settings
from django.contrib.auth.models import User

from dalil.desk import work_folders

LONGEST = 24 * 60 * 60
"""Seconds after which a packed bag is removed."""
MOST_OF_ONE = 5
"""Bags that one person may have waiting."""


class BagStage(StrEnum):
    """How far a bag is."""

    WORKING = "working"
    STOPPED = "stopped"
    FAILED = "failed"
    DONE = "done"


class TooManyBags(Exception):
    """A person has as many packed bags waiting as they may."""


@dataclass(frozen=True, kw_only=True)
class PendingBag:
    """What was asked. name: of its file. entity: an address, or dossier: a prefix; the other is empty. terms: those of a dossier."""

    key: str
    user: int
    name: str
    recipient: str
    purpose: str
    entity: str = ""
    dossier: str = ""
    terms: str = ""

    @property
    def folder(self) -> Path:
        """Where all is kept that belongs to it."""
        return packed_folder() / self.key

    @property
    def file(self) -> Path:
        """The ZIP itself."""
        return self.folder / "bag.zip"


def packed_folder() -> Path:
    """The folder of the home in which bags are packed."""
    return Path(settings.DALIL_HOME) / "packed"


def ask_for_bag(
    owner: User, name: str, *, recipient: str, purpose: str, entity: str = "", dossier: str = "", terms: str = ""
) -> PendingBag:
    """Keep what is asked of a bag. Raises TooManyBags."""
    sweep_bags()
    if len(list_bags(owner)) >= MOST_OF_ONE:
        raise TooManyBags
    bag = PendingBag(
        key=secrets.token_urlsafe(16),
        user=owner.pk,
        name=name,
        recipient=recipient,
        purpose=purpose,
        entity=entity,
        dossier=dossier,
        terms=terms,
    )
    bag.folder.mkdir(parents=True, mode=0o700)
    work_folders.write_part(bag.folder, "request", asdict(bag))
    return bag


def find_bag(key: str, owner: User) -> PendingBag | None:
    """Find the bag that this person asked for under a key; None for another person's, and for one that was removed."""
    kept = work_folders.read_part(packed_folder() / key, "request")
    return PendingBag(**kept) if kept and kept["user"] == owner.pk else None


def list_bags(owner: User, *, entity: str = "", dossier: str = "") -> list[PendingBag]:
    """List the bags that this person asked for, the latest first; of one entity or one dossier where it is given."""
    latest = sorted(packed_folder().glob("*/request.json"), key=lambda file: file.stat().st_mtime, reverse=True)
    bags = [bag for bag in (find_bag(file.parent.name, owner) for file in latest) if bag]
    return [bag for bag in bags if entity in ("", bag.entity) and dossier in ("", bag.dossier)]


def stage_of(bag: PendingBag) -> BagStage:
    """Tell how far a bag is."""
    lock = work_folders.take_lock(bag.folder)
    if lock is None:
        return BagStage.WORKING
    os.close(lock)
    outcome = work_folders.read_part(bag.folder, "outcome")
    if outcome is None:
        return BagStage.STOPPED
    return BagStage.DONE if outcome == {} else BagStage.FAILED


def remove_bag(bag: PendingBag) -> bool:
    """Remove a bag with its ZIP; False where it is being packed."""
    lock = work_folders.take_lock(bag.folder)
    if lock is None:
        return False
    shutil.rmtree(bag.folder)
    os.close(lock)
    return True


def sweep_bags() -> None:
    """Remove the bags that were packed, or stopped, a day ago."""
    for folder in packed_folder().glob("*/"):
        with suppress(FileNotFoundError):  # another process may be sweeping too
            # How far it is was written into the folder, and the ZIP, which changes the time of neither before it is whole.
            if time.time() - folder.stat().st_mtime > LONGEST:
                shutil.rmtree(folder)
