"""A file that came with a form: it is pending until it is received as a document, or given up.

Of a pending upload the bytes are kept in a folder of their own, outside of the content store, and removed after a day. The browser keeps
a signed token that only the person who sent the file can use. So an unfinished form puts no document before anybody, and answers the
same whether the archive knows the file or not.
"""

from __future__ import annotations

import mimetypes
import secrets
import shutil
import time
from collections.abc import Iterable, Sequence
from contextlib import suppress
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from django.conf import settings
from django.contrib.auth.models import Group, User
from django.core import signing
from django.utils.translation import gettext as _

from dalil.archive.models import Document
from dalil.archive.protection import Level, together
from dalil.record import actions
from dalil.record.models import Source

LONGEST = 24 * 60 * 60  # seconds for which a token is good, and after which a file is removed that nobody came back to
MOST_WAITING, MOST_BYTES_WAITING = 30, 4_000_000_000
"""Files, and bytes of them, that one account may have waiting: more than one import and a day of unfinished reports need."""
LONGEST_NAME = 200
"""Bytes of the name of a file; most file systems take 255."""


@dataclass(frozen=True)
class PendingUpload:
    """A file whose bytes are kept and which is no document yet. key: names its folder."""

    key: str
    filename: str
    media_type: str

    @property
    def folder(self) -> Path:
        """Where all is kept that belongs to it; `sweep_uploads` removes it with what lies in it."""
        return pending_folder() / self.key

    @property
    def path(self) -> Path:
        """The file itself, under its name: what a file is called says of which format it is."""
        return self.folder / "file" / self.filename

    def token(self, user: User) -> str:
        """What the form carries to the next attempt of this person."""
        return signing.dumps(asdict(self), salt=_salt(user))


def pending_folder() -> Path:
    """The folder of the home in which pending uploads are kept."""
    return Path(settings.DALIL_HOME) / "pending"


class TooMuchWaiting(Exception):
    """A person has as many files waiting as they may."""


def keep_upload(upload: Any, owner: User) -> PendingUpload:
    """Keep the bytes of a file that a person uploaded, and remove those of files that were given up. Raises TooMuchWaiting."""
    sweep_uploads()
    waiting = _waiting_of(owner)
    if len(waiting) >= MOST_WAITING or sum(waiting) + upload.size > MOST_BYTES_WAITING:
        raise TooMuchWaiting
    kind = upload.content_type or mimetypes.guess_type(upload.name)[0] or "application/octet-stream"
    pending = PendingUpload(secrets.token_urlsafe(16), _shortened(Path(upload.name).name), kind)
    pending.path.parent.mkdir(parents=True, mode=0o700)
    (pending.folder / "owner").write_text(str(owner.pk))
    with pending.path.open("xb") as file:
        for chunk in upload.chunks():
            file.write(chunk)
    return pending


def too_much_waiting() -> str:
    """The sentence for somebody who has as many files waiting as they may."""
    return _(
        "You have too many files waiting. Finish or give up some of them, or come back tomorrow: each is kept for a day."
    )


def read_token(token: str, user: User) -> PendingUpload | None:
    """Read the pending upload that a token stands for.

    None for one that is too old, another person's or made up: the file is then chosen again.
    """
    try:
        pending = PendingUpload(**signing.loads(token, salt=_salt(user), max_age=LONGEST))
    except (
        signing.BadSignature,
        TypeError,
    ):  # TypeError: a token of an earlier version, which named its file otherwise
        return None
    return pending if pending.path.is_file() else None


def receive_upload(
    pending: PendingUpload,
    *,
    actor: User,
    title: str,
    type: str,
    url: str,
    language: str,
    level: Level,
    groups: Iterable[Group],
) -> Document:
    """Make a pending upload a document of the archive; return it, or the one that it is already."""
    with pending.path.open("rb") as content:
        return actions.receive_document(
            content,
            actor=actor,
            title=title or pending.filename,
            media_type=pending.media_type,
            type=type,
            filename=pending.filename,
            url=url,
            language=language,
            level=level,
            groups=groups,
        )


def let_go(pending: PendingUpload) -> None:
    """Remove a pending upload: what came with it is in the record, so that it counts no longer among what waits."""
    shutil.rmtree(pending.folder, ignore_errors=True)


def sweep_uploads() -> None:
    """Remove the pending uploads that nobody came back to for a day, and what was left of requests that were cut off while they arrived."""
    for file in (Path(settings.DALIL_HOME) / "arriving").glob("*"):
        with suppress(FileNotFoundError):
            if time.time() - file.stat().st_mtime > LONGEST:
                shutil.rmtree(file) if file.is_dir() else file.unlink()  # a folder is a bag whose packing was cut off
    for folder in pending_folder().glob("*/"):
        with suppress(FileNotFoundError):  # another process may be sweeping too
            # Every step of an import writes into the folder anew, and so does the process that works on it.
            if time.time() - folder.stat().st_mtime > LONGEST:
                shutil.rmtree(folder)


def _waiting_of(owner: User) -> list[int]:
    """The sizes of the files that a person has waiting."""
    sizes = []
    for mark in pending_folder().glob("*/owner"):
        with suppress(FileNotFoundError):  # received or swept meanwhile
            if mark.read_text() == str(owner.pk):
                sizes.append(sum(file.stat().st_size for file in mark.parent.glob("file/*")))
    return sizes


def find_protection(
    level: Level, groups: Iterable[Group], beside: Sequence[Document | Source]
) -> tuple[Level, list[Group]]:
    """Find who may see a file that comes with a report of this level and these groups, beside this document and these sources.

    As strict as the report and the document; and restricted where anything among them is, to the groups that may see all of it.
    Raises NobodyLeft where no group may.
    """
    stricter = [each for each in beside if isinstance(each, Document) or each.level == Level.RESTRICTED]
    return together([(level, groups), *((each.level, each.groups.all()) for each in stricter)])


def _shortened(name: str) -> str:
    """A name that every file system takes, with the ending that says of which format the file is."""
    ending = Path(name).suffix[-20:]
    stem = name.removesuffix(ending).encode()[: LONGEST_NAME - len(ending.encode())].decode(errors="ignore")
    return (stem + ending) or "file"


def _salt(user: User) -> str:
    return f"dalil.desk.pending_uploads:{user.pk}"
