"""Packing a bag outside of the request that asked for it, one after the other, as long as it takes."""

from __future__ import annotations

import os
import shutil
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from django.conf import settings
from django.contrib.auth.models import User
from filelock import FileLock

from dalil.access.accounts import is_travelling
from dalil.archive.protection import Viewer
from dalil.cases.dossiers.circle import visible_dossiers
from dalil.cases.dossiers.handing_out import HandOver, hand_out
from dalil.cases.dossiers.models import Dossier
from dalil.desk.packing.packed_bags import count_what_stays, zip_bag
from dalil.desk.packing.pending_bags import PendingBag, find_bag, packed_folder
from dalil.desk.work_folders import OFTEN, start_process, take_lock, write_part
from dalil.exports.bag.bag_contents import BagRequest, NothingLeaves, Progress, UnknownEntity, write_bag
from dalil.home import is_disk_full
from dalil.proofs.signing import AnotherHistory
from dalil.record.actions import Refused

BEGIN = "import django, sys; django.setup(); from dalil.desk.packing.at_work import main; main(sys.argv[1], int(sys.argv[2]))"
"""What the process runs."""


class MayNotPack(Refused):
    """Whoever asked for a bag may not hand it out any more."""


def start(bag: PendingBag) -> bool:
    """Begin to pack a bag, also one that was stopped; False where it is being packed."""
    lock = take_lock(bag.folder)
    if lock is None:
        return False
    try:
        for name in ("outcome", "progress"):
            (bag.folder / f"{name}.json").unlink(missing_ok=True)
        if settings.WORK_IN_OWN_PROCESS:
            start_process(BEGIN, [bag.key, str(bag.user)], lock)
        else:
            pack(bag)
    finally:
        os.close(lock)
    return True


def main(key: str, user: int) -> None:
    """Pack a bag, when its turn has come: this is what the process does."""
    os.umask(0o077)
    bag = find_bag(key, User.objects.get(pk=user))
    assert bag
    write_part(bag.folder, "progress", {"waiting": True})
    with FileLock(packed_folder() / "turn.lock"):
        pack(bag)


def pack(bag: PendingBag) -> None:
    """Write a bag, put it into its ZIP, and write down what came of it: nothing where all is well, else why it could not be."""
    begun = bag.folder / "begun.zip"
    for left in bag.folder.glob("handing-out-*"):  # of an attempt that was stopped
        shutil.rmtree(left)
    write_part(bag.folder, "progress", {})
    try:
        with begun.open("wb") as into:
            zip_bag(bag.name, _writer_of(bag), into, within=bag.folder)
        begun.replace(bag.file)
    except NothingLeaves as error:
        outcome: dict[str, Any] = {"stays": count_what_stays(error.left_out)}
    except (Refused, AnotherHistory, UnknownEntity) as error:
        outcome = {
            "said": str(error),
            "template": getattr(error, "template", ""),
            "particulars": getattr(error, "particulars", {}),
        }
    except Exception as error:
        write_part(bag.folder, "outcome", {"full": True} if is_disk_full(error) else {"fault": type(error).__name__})
        raise
    else:
        outcome = {}
    finally:
        begun.unlink(missing_ok=True)
    write_part(bag.folder, "outcome", outcome)


def _writer_of(bag: PendingBag) -> Callable[[Path], object]:
    """What writes the bag into a folder. Raises MayNotPack where the person may not any more."""
    actor = User.objects.get(pk=bag.user)
    viewer, progress = Viewer.of(actor), _progress_of(bag)
    may = ("desk.dossiers",) if bag.dossier else ("desk.dossiers", "desk.publish")
    if not actor.is_active or is_travelling(actor) or not any(map(actor.has_perm, may)):
        raise MayNotPack("may_not_pack", "this account may not hand bags out")
    if not bag.dossier:
        asked = BagRequest(
            entities=(bag.entity,), viewer=viewer, actor=actor, purpose=bag.purpose, recipient=bag.recipient
        )
        return lambda place: write_bag(place, asked, progress)
    dossier: Dossier | None = visible_dossiers(viewer).filter(prefix=bag.dossier).first()
    if dossier is None:
        raise MayNotPack("may_not_pack", "this account may not hand bags out")
    over = HandOver(recipient=bag.recipient, purpose=bag.purpose, terms=bag.terms)
    return lambda place: hand_out(dossier, place, over, viewer=viewer, actor=actor, progress=progress)


def _progress_of(bag: PendingBag) -> Progress:
    """What is told of how far the bag is, written down from time to time."""
    written = 0.0

    def progress(done: int, of: int) -> None:
        nonlocal written
        if done == of or time.monotonic() - written > OFTEN:
            written = time.monotonic()
            write_part(bag.folder, "progress", {"done": done, "of": of})

    return progress
