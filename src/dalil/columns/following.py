"""Following the log in the background, so that no reader waits for what somebody else wrote.

A server runs `follow_again_and_again` in one thread. It holds a lock of the home; the system gives that back when its process ends, so
another server that waits goes on where a killed one stopped. While somebody follows, answers to readers are worked out on what is laid
out already (`answering_readers`); members and commands ask for the newest state, as everybody does where nobody follows.
"""

from __future__ import annotations

import fcntl
import logging
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager, suppress
from datetime import date
from pathlib import Path
from typing import IO

from django.conf import settings
from django.db import Error, close_old_connections
from django.utils.timezone import localdate

from dalil.archive.protection import Viewer
from dalil.columns import projection
from dalil.columns.manifest import Manifest, clearances, folder_of, read_manifest
from dalil.columns.tables import fingerprint
from dalil.record.log import Place, last_place, stands_in_log

PAUSE = 0.5
"""Seconds between two looks at the log, at the least."""
OF_A_ROUND = 3.0
"""While much is written, a pause lasts three times as long as the round before it: following takes a quarter of one processor, and a
later round takes many writes together."""
LONGEST_PAUSE = 10.0
AT_LEAST_EVERY = 60.0
"""Seconds after which a round is made though nothing was written: files that were left behind are removed in it (`manifest.sweep`)."""
BELIEVED = 1.0
"""Seconds for which a process believes what it found out about whether somebody follows."""

PATIENCE = 120.0
"""Seconds for which what is done in the background waits for the process that follows, before it lays out the columns itself."""

logger = logging.getLogger(__name__)


def follow_once(done: frozenset[str] = frozenset()) -> tuple[Place, str]:
    """Bring the public's projection up to date, and one of the others that are on this machine.

    done: clearances that had their turn already. Returns the place in the log that the public's projection follows to, and the other
    clearance that was brought up to date; empty where all had their turn. So the public waits for one other projection at the most.
    """
    public = Viewer.public()
    place = projection.refresh(public).place
    other = next((each for each in clearances() if each not in done | {public.clearance}), "")
    if other:
        projection.refresh(projection.viewer_of(other))
    return place, other


def follow_again_and_again(
    publish: Callable[[Place], object],
    stop: threading.Event | None = None,
    at_each_look: Callable[[], object] = lambda: None,
) -> None:
    """Follow the log until `stop` is set; one of all processes that try does so at a time, and the next when that one ends.

    publish: told, after each round, the place that the public's projection follows to. Readers are answered from what is laid out as
    soon as the first round is done. at_each_look: what else is looked after, whether the log has grown or not.
    """
    stop = stop or threading.Event()
    with ExitStack() as locks:
        _wait_for_turn(locks, stop)
        announced, done = False, frozenset[str]()
        seen: tuple[Place, date] | None = None
        rounded = -AT_LEAST_EVERY
        while not stop.is_set():
            begun = time.monotonic()
            try:
                now = last_place(), localdate()
                if now != seen or done or begun - rounded > AT_LEAST_EVERY:
                    place, other = follow_once(done)
                    publish(place)
                    seen, done = (place, now[1]), (done | {other} if other else frozenset())
                    rounded = begun
                if not announced:
                    fcntl.flock(locks.enter_context(_open(_announcement())), fcntl.LOCK_EX)
                    announced = True
                at_each_look()
            except (Error, OSError) as error:  # the database is away, the disk is full: the next round tries again
                logger.error("the log was not followed, which is tried again: %s", error)
            close_old_connections()
            stop.wait(min(LONGEST_PAUSE, max(PAUSE, OF_A_ROUND * (time.monotonic() - begun))))


def laid_out_to(place: Place, viewer: Viewer) -> Manifest:
    """Return the projection of a viewer that follows the log to this place at least.

    While a process follows the log of this home, that one is waited for, `PATIENCE` seconds at most: under an import two processes would
    else work out the same rows at once. Where nobody follows, the projection is brought up to date here.
    """
    folder, until = folder_of(viewer.clearance), time.monotonic() + PATIENCE
    while is_followed() and time.monotonic() < until and (laid_out := read_manifest(folder)):
        if laid_out.sequence >= place.number and laid_out.layout == fingerprint() and stands_in_log(laid_out.place):
            return laid_out
        time.sleep(PAUSE)
    return projection.refresh(viewer)


def is_followed() -> bool:
    """Tell whether a process follows the log of this home. Looks at its lock at most once a second."""
    path = _announcement()
    with _looking:
        asked, found = _found.get(path, (-BELIEVED, False))
        if time.monotonic() - asked >= BELIEVED:
            found = _is_held(path)
            _found[path] = (time.monotonic(), found)
        return found


@contextmanager
def answering_readers(state: int, at_least: int) -> Iterator[None]:
    """Within it, what the public asks is answered from what is laid out, where a process follows the log.

    state: names what the public sees of the record; while it is the same, a process does not look for other files, so that a write which
    the public cannot see makes no answer slower. at_least: the number in the log of the last change that took something from the public;
    what was laid out before it is not believed.
    """
    token = projection.believed.set(projection.Believed(state, at_least) if is_followed() else None)
    try:
        yield
    finally:
        projection.believed.reset(token)


_found: dict[Path, tuple[float, bool]] = {}
_looking = threading.Lock()


def _announcement() -> Path:
    """The file that is locked while somebody follows; apart from that of the turn, because the first round comes before it."""
    return Path(settings.DALIL_HOME) / "projections" / "following.lock"


def _open(path: Path) -> IO[bytes]:
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    return path.open("ab")


def _wait_for_turn(locks: ExitStack, stop: threading.Event) -> None:
    file = locks.enter_context(_open(_announcement().with_name("follower.lock")))
    while not stop.is_set():
        with suppress(BlockingIOError):
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            return
        stop.wait(PAUSE)


def _is_held(path: Path) -> bool:
    try:
        with path.open("rb") as file:  # shared: processes that look do not take one another for the one that follows
            fcntl.flock(file, fcntl.LOCK_SH | fcntl.LOCK_NB)
    except FileNotFoundError:
        return False
    except BlockingIOError:
        return True
    return False
