"""The state of what the public sees: what names it, how it is followed, and since when it is so.

Three numbers name it. `SiteVersion` grows in the transaction of everything that changes the site itself or takes something from the
public. The last write to the record that added something the public sees is looked for by the process that follows the log. And the day:
consents end with it. Where a process follows, readers find the numbers in files of the home, and a page that is kept asks the database
for nothing: after any commit, a hidden one too, SQLite reads some of its pages anew for the next question, and the time of that would tell
of the commit. Where no process follows, each answer asks the database. A hidden write changes no number, and costs no reader a query.
"""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Callable, Hashable
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, TypeVar

from django.conf import settings
from django.core.cache import cache
from django.db import connection, transaction
from django.db.models import F
from django.http import HttpRequest
from django.utils.timezone import localdate
from filelock import FileLock

from dalil.bulletin.http import public_writes
from dalil.bulletin.models import SiteVersion
from dalil.columns.following import is_followed
from dalil.record.log import Change, Place, last_place_when_asked, stands_in_log
from dalil.record.per_request import forget

Kept = TypeVar("Kept")
Facts = TypeVar("Facts")
AT_MOST = 30
"""Seconds."""


@dataclass(frozen=True)
class SiteState:
    """How often the site itself changed, and the number in the log of the last change that took something from the public."""

    version: int
    taken_away: int


@dataclass(frozen=True)
class RecordState:
    """What the public sees of the record. number: the last write that added to it; since: when that was noticed (ISO 8601, UTC)."""

    number: int
    since: str


@dataclass(frozen=True)
class PublicState:
    """The state of everything public. firm: of what must never be shown once it has changed. record: of what may be shown a little later.

    taken_away: the number in the log of the last change that took something from the public. followed: whether a process follows the log.
    """

    firm: tuple[int, int]
    record: RecordState
    taken_away: int
    followed: bool


def public_state() -> PublicState:
    """Return the state of everything public. Where a process follows the log it costs no query, but for the moment after a change."""
    followed = is_followed()
    site = (_read_facts(_folder() / SITE, SiteState) if followed else None) or _site_in_database()
    record = (_read_facts(_folder() / STATE, RecordState) if followed else None) or advance(last_place_when_asked())
    return PublicState((site.version, localdate().toordinal()), record, site.taken_away, followed)


def kept_for_state(request: HttpRequest, named: Hashable, work_out: Callable[[], Kept]) -> Kept:
    """Return what is the same as long as the public sees the same, worked out once for each state.

    request: of a public page, which carries its state; for one that is shown at the desk it is worked out. named: what it is, by its `repr`.
    For what several pages ask alike.
    """
    state: PublicState | None = getattr(request, "public_state", None)
    if state is None:
        return work_out()
    return _keep((state.firm, state.record.number, named), work_out, None)


def kept_for_site(request: HttpRequest, named: Hashable, work_out: Callable[[], Kept]) -> Kept:
    """Return what rests on the site and on what was published alone, and not on what the record says now.

    It is worked out once, and anew when an editor publishes, when something is taken from the public, and after `AT_MOST` seconds, since
    a document or a source that becomes public may add to it. Where no process follows the log it is as new as the record. A page that
    is shown at the desk carries no state, and has it worked out.
    """
    state: PublicState | None = getattr(request, "public_state", None)
    if state is None:
        return work_out()
    record = None if state.followed else state.record.number
    return _keep((state.firm, record, request.scheme, request.get_host(), named), work_out, AT_MOST)


def _keep(named: Hashable, work_out: Callable[[], Kept], seconds: int | None) -> Kept:
    key = hashlib.sha256(repr(named).encode()).hexdigest()
    kept: Kept | None = cache.get(key)
    if kept is None:
        kept = work_out()
        cache.set(key, kept, seconds)
    return kept


def advance(last: Place) -> RecordState:
    """Look whether the public sees anything of the writes up to a place in the log, and keep what was found.

    Who follows the log calls it once the public's projection has come to that place. Where it is not known what was looked at before,
    everything counts as new, and as new now: the moment of a hidden write shows nowhere. What was looked at is kept in a file of its own,
    so that the file that readers' processes read changes with public writes only.
    """
    known, looked_at = _read_facts(_folder() / STATE, RecordState), _read_place()
    if known and looked_at == last:
        return known
    folder = _folder()
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    with FileLock(folder / "public-state.lock"):
        known, looked_at = _read_facts(_folder() / STATE, RecordState), _read_place()
        if known and looked_at and looked_at.number > last.number and stands_in_log(looked_at):
            return known
        if known is None or looked_at is None or _adds_something(looked_at, last):
            known = RecordState(last.number, datetime.now(UTC).isoformat(timespec="seconds"))
            _write(_folder() / STATE, asdict(known))
        _write(_folder() / LOOKED_AT, asdict(last))
    return known


def touch(taken_away: int = 0) -> None:
    """Note that something public pages show has changed; taken_away: the number of a change that took something from the public."""
    forget()
    grown: dict[str, Any] = {"number": F("number") + 1, **({"taken_away": taken_away} if taken_away else {})}
    with transaction.atomic():
        if not SiteVersion.objects.update(**grown):
            SiteVersion.objects.create(number=1, taken_away=taken_away)
        forget_site()


def forget_site() -> None:
    """Remove the file of the site's version: from now on the database is asked, whether the change at hand is committed or not."""
    (_folder() / SITE).unlink(missing_ok=True)


def note_site() -> None:
    """Write the site's version into its file, where the file is missing; for who follows the log.

    It is read under the lock that SQLite has for who writes. So no change of the site is under way between the reading and the
    writing, and each that begins later removes the file before it is committed (`touch`). PostgreSQL has no such lock, and answers alike
    after every commit: there the database is asked each time.
    """
    path = _folder() / SITE
    if connection.vendor != "sqlite" or path.exists():
        return
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    with transaction.atomic():
        _write(path, asdict(_site_in_database()))


def note_taken_away(change: Change, **_: Any) -> None:
    """Note a change that takes something from the public, in its own transaction; a receiver of `log.change_written`."""
    if public_writes.takes_away(change):
        touch(change.number)


STATE, LOOKED_AT, SITE = "public-state.json", "public-looked-at.json", "site-version.json"
_known: dict[Path, tuple[tuple[int, int, int], Any]] = {}


def _folder() -> Path:
    return Path(settings.DALIL_HOME) / "projections"


def _adds_something(looked_at: Place, last: Place) -> bool:
    return not stands_in_log(looked_at) or public_writes.any_between(looked_at.number, last.number)


def _site_in_database() -> SiteState:
    return SiteState(*(SiteVersion.objects.values_list("number", "taken_away").first() or (0, 0)))


def _read_facts(path: Path, of: type[Facts]) -> Facts | None:
    """What was kept in a file; None where nothing was, or it cannot be read. The file is read only where it has changed."""
    try:
        stat = path.stat()
    except FileNotFoundError:
        return None
    key = (stat.st_ino, stat.st_mtime_ns, stat.st_size)
    kept = _known.get(path)
    if kept is None or kept[0] != key:
        try:
            kept = key, of(**json.loads(path.read_text()))
        except (FileNotFoundError, ValueError, TypeError):
            return None
        _known[path] = kept
    facts: Facts = kept[1]
    return facts


def _read_place() -> Place | None:
    try:
        return Place(**json.loads((_folder() / LOOKED_AT).read_text()))
    except (FileNotFoundError, ValueError, TypeError):
        return None


def _write(path: Path, facts: dict[str, Any]) -> None:
    """Replace a file in one step."""
    fresh = path.with_suffix(".fresh")
    fresh.write_text(json.dumps(facts))
    os.replace(fresh, path)
