"""Asking again, before a packed bag is given out, whether all that is in it may still leave."""

from __future__ import annotations

import os

from dalil.archive.protection import Viewer
from dalil.desk.packing.pending_bags import BagStage, PendingBag, stage_of
from dalil.desk.work_folders import take_lock, write_part
from dalil.exports.bag.still_leaving import may_still_leave, read_held

CHANGED = "what may leave is not what it was when this was packed, so the bag was removed; pack it again to get what may leave today"


def end_if_changed(bag: PendingBag, viewer: Viewer) -> BagStage:
    """Remove a packed bag of which something may not leave any more, and write down why. Returns how far the bag is then.

    A bag lies here for a day. Meanwhile something in it may have been restricted, or a consent withdrawn.
    """
    stage = stage_of(bag)
    if stage != BagStage.DONE or may_still_leave(
        read_held(bag.file), viewer, purpose=bag.purpose, recipient=bag.recipient
    ):
        return stage
    lock = take_lock(bag.folder)
    if lock is None:  # it is being packed again already
        return BagStage.WORKING
    try:
        bag.file.unlink(missing_ok=True)
        write_part(bag.folder, "outcome", {"said": CHANGED, "template": CHANGED, "particulars": {}, "ended": True})
    finally:
        os.close(lock)
    return BagStage.FAILED
