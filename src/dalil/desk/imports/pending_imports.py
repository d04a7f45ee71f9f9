"""A file that somebody put up for import: what was said of it so far, what is being done with it, and what came of that.

All of it lies in the folder of the pending upload, and is removed with it; `desk.work_folders` tells how it is worked on.
"""

from __future__ import annotations

import json
import os
import shutil
from dataclasses import asdict, dataclass, replace
from enum import StrEnum
from pathlib import Path
from typing import Any

from django.contrib.auth.models import User

from dalil.archive.protection import Level
from dalil.desk import work_folders
from dalil.desk.pending_uploads import PendingUpload, pending_folder
from dalil.intake.mapping import read_mapping
from dalil.intake.new_request import make_request
from dalil.intake.request import ImportRequest


class Task(StrEnum):
    """What can be done with a pending import."""

    DRY_RUN = "dry_run"
    IMPORT = "import"


class Stage(StrEnum):
    """How far it is."""

    UNREAD = "unread"
    WORKING = "working"
    KILLED = "killed"
    DONE = "done"


@dataclass(frozen=True)
class PendingImport:
    """What a person said of a file. groups: names. mapping: its text. suggestion: what each column was taken for, as a list of rows."""

    upload: PendingUpload
    user: int
    format: str
    level: int
    groups: tuple[str, ...] = ()
    source: str = ""
    mapping: str = ""
    sheet: str = ""
    suggestion: tuple[dict[str, Any], ...] = ()
    corrections: bool = False
    edition: bool | None = None

    @property
    def key(self) -> str:
        """What its address names it by."""
        return self.upload.key

    @property
    def has_mapping(self) -> bool:
        """Whether its format is read by a mapping."""
        return self.format == "table"

    def request(self, actor: User) -> ImportRequest:
        """The request that it has become. Raises Unreadable and Refused."""
        return make_request(
            self.upload.path,
            actor=actor,
            format=self.format,
            mapping=read_mapping(self.mapping, "the mapping") if self.has_mapping else {},
            level=Level(self.level),
            groups=self.groups,
            source=self.source,
            corrections=self.corrections,
            edition=self.edition,
            may_judge=actor.has_perm("desk.judge"),
        )


def save_pending(pending: PendingImport, **changed: Any) -> PendingImport:
    """Write down what was said; what came of an earlier task is no longer true."""
    pending = replace(pending, **changed)
    for name in ("task", "outcome", "progress"):
        (pending.upload.folder / f"{name}.json").unlink(missing_ok=True)
    write_part(pending, "request", asdict(pending))
    return pending


def find_pending(key: str, user: User) -> PendingImport | None:
    """The pending import of this person under a key; None for another person's, and for one that was given up."""
    file = pending_folder() / key / "request.json"
    found = _read(file) if file.exists() else None
    return found if found and found.user == user.pk else None


def list_pending(user: User) -> list[PendingImport]:
    """What this person put up and did not finish, the latest first."""
    latest = sorted(pending_folder().glob("*/request.json"), key=lambda file: file.stat().st_mtime, reverse=True)
    return [each for each in map(_read, latest) if each.user == user.pk]


def give_up(pending: PendingImport) -> bool:
    """Remove a pending import with its file; False where it is being worked on."""
    lock = take_lock(pending)
    if lock is None:
        return False
    shutil.rmtree(pending.upload.folder)
    os.close(lock)
    return True


def write_part(pending: PendingImport, name: str, content: Any) -> None:
    """Write one of the files of the folder anew."""
    work_folders.write_part(pending.upload.folder, name, content)


def read_part(pending: PendingImport, name: str) -> Any:
    """The content of one of the files of the folder; None where it is not there."""
    return work_folders.read_part(pending.upload.folder, name)


def stage_of(pending: PendingImport) -> Stage:
    """How far a pending import is."""
    if read_part(pending, "task") is None:
        return Stage.UNREAD
    lock = take_lock(pending)
    if lock is None:
        return Stage.WORKING
    os.close(lock)
    return Stage.DONE if read_part(pending, "outcome") is not None else Stage.KILLED


def take_lock(pending: PendingImport) -> int | None:
    """Take the lock of the folder; None where somebody has it. Closing what is returned gives it back, in each process that has it."""
    return work_folders.take_lock(pending.upload.folder)


def _read(file: Path) -> PendingImport:
    content = json.loads(file.read_text(encoding="utf-8"))
    upload, groups, suggestion = content.pop("upload"), content.pop("groups"), content.pop("suggestion")
    return PendingImport(upload=PendingUpload(**upload), groups=tuple(groups), suggestion=tuple(suggestion), **content)
