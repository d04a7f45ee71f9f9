"""What somebody has typed of a report that is not entered yet: kept for them alone, so that an ended session or a phone that slept loses nothing.

It lies in the home, in a file for each, and not in the browser, which others may use after them. It is no report: it is in no list, number,
search or backup, and nobody else can open it. It goes when the report is entered, when it is given up, and after two weeks.
"""

from __future__ import annotations

import json
import re
import secrets
import time
from collections.abc import Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from django.conf import settings
from django.contrib.auth.models import User
from django.http import QueryDict

from dalil.access.accounts import is_travelling
from dalil.archive.protection import Level

LONGEST = 14 * 24 * 60 * 60
"""So many seconds after the last letter was typed it is removed."""
MOST = 20
"""So many one person may have; the one that was left longest makes room."""
MOST_LETTERS = 400_000
"""Of a form with more than this nothing is kept."""
LEFT_OUT = frozenset(
    {"csrfmiddlewaretoken", "unfinished", "save", "again", "another", "more", "keep", "kind", "reason"}
)
"""What a form sends that nobody typed."""

_KEY = re.compile(r"[A-Za-z0-9_-]{22}")


class TooLong(Exception):
    """A form holds more than is kept of one."""


class GivenUp(Exception):
    """What a form goes on with is there no more: its report was entered, or it was given up."""


@dataclass(frozen=True)
class Unfinished:
    """What was typed of a report of a kind. typed: by field, each as a form sends it."""

    key: str
    kind: str
    typed: Mapping[str, list[str]]
    kept_at: datetime

    @property
    def first_words(self) -> str:
        """The first that tells it from others: its words, its place, its day or its document."""
        for name in ("said", "c-where", "c-where-place", "c-when", "document"):
            if words := " ".join(self.typed.get(name, ())).strip():
                return words[:120]
        return ""

    def as_sent(self) -> QueryDict:
        """What was typed, as a form sends it."""
        sent = QueryDict(mutable=True)
        for name, values in self.typed.items():
            sent.setlist(name, list(values))
        return sent


def keep_unfinished(owner: User, kind: str, sent: QueryDict, key: str = "") -> Unfinished:
    """Keep what a person has typed so far, in place of what was kept under this key; under a new one where none is given.

    Raises TooLong, and GivenUp where nothing is kept under the key any more.
    """
    _sweep()
    typed = {name: values for name, values in sent.lists() if name not in LEFT_OUT and any(values)}
    whole = json.dumps({"kind": kind, "typed": typed}, ensure_ascii=False)
    if len(whole) > MOST_LETTERS:
        raise TooLong
    if key and not (_KEY.fullmatch(key) and _path(owner, key).is_file()):
        raise GivenUp
    key = key or secrets.token_urlsafe(16)
    path = _path(owner, key)
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    beside = path.with_suffix(f".{secrets.token_hex(4)}")
    beside.touch(mode=0o600)
    beside.write_text(whole, encoding="utf-8")
    beside.replace(path)
    for old in _files(owner)[MOST:]:
        old.unlink(missing_ok=True)
    return Unfinished(key, kind, typed, datetime.now(UTC))


def list_unfinished(owner: User, kind: str = "") -> list[Unfinished]:
    """List what a person has not finished, what was typed last first; of one kind where it is given.

    Somebody who travels sees nothing that is restricted: what they meant to restrict is left out until they are back.
    """
    found = [each for path in _files(owner) if (each := _read(owner, path))]
    return [each for each in found if not kind or each.kind == kind]


def find_unfinished(owner: User, key: str) -> Unfinished | None:
    """Return what a person keeps under a key; None where it is nothing of theirs, or gone."""
    return _read(owner, _path(owner, key)) if _KEY.fullmatch(key) else None


def give_up_unfinished(owner: User, key: str) -> None:
    """Remove what a person keeps under a key: the report was entered, or they do not want it. What is not there is left alone."""
    if _KEY.fullmatch(key):
        _path(owner, key).unlink(missing_ok=True)


def _read(owner: User, path: Path) -> Unfinished | None:
    try:
        kept = json.loads(path.read_text(encoding="utf-8"))
        at = datetime.fromtimestamp(path.stat().st_mtime, UTC)
    except FileNotFoundError:  # entered or given up in another window meanwhile
        return None
    if kept["typed"].get("level") == [str(Level.RESTRICTED.value)] and is_travelling(owner):
        return None
    return Unfinished(path.stem, kept["kind"], kept["typed"], at)


def _folder() -> Path:
    return Path(settings.DALIL_HOME) / "unfinished"


def _path(owner: User, key: str) -> Path:
    return _folder() / str(owner.pk) / f"{key}.json"


def _files(owner: User) -> list[Path]:
    """The files of a person, the one that was written last first."""
    return _latest_first((_folder() / str(owner.pk)).glob("*.json"))


def _latest_first(paths: Iterable[Path]) -> list[Path]:
    dated = []
    for path in paths:
        with suppress(FileNotFoundError):  # entered or given up meanwhile
            dated.append((path.stat().st_mtime, path.name, path))
    return [path for *_, path in sorted(dated, reverse=True)]


def _sweep() -> None:
    """Remove what nobody came back to, whoever it belongs to, and what a process that was killed left half written."""
    for path in _folder().glob("*/*"):
        with suppress(FileNotFoundError):  # another process may be sweeping too
            if time.time() - path.stat().st_mtime > LONGEST:
                path.unlink()
