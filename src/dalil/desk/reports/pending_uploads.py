"""A file that came with a form: it is pending while errors in the form are mended, and received once the report can be entered.

Of a pending upload the bytes are kept, in the content store, where nothing leads to them. The browser keeps a signed token that
only the person who sent the file can use. So an unfinished form puts no document before anybody, and answers the same whether the
archive knows the file or not.
"""

from __future__ import annotations

import mimetypes
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from django.contrib.auth.models import Group, User
from django.core import signing

from dalil.archive import store
from dalil.archive.models import Document
from dalil.archive.protection import Level, together
from dalil.record import actions
from dalil.record.models import Source

LONGEST = 24 * 60 * 60  # seconds for which a token is good


@dataclass(frozen=True)
class PendingUpload:
    """A file whose bytes are kept and which is no document yet."""

    sha256: str
    filename: str
    media_type: str

    def token(self, user: User) -> str:
        """What the form carries to the next attempt of this person."""
        return signing.dumps(asdict(self), salt=_salt(user))


def keep_upload(upload: Any) -> PendingUpload:
    """Keep the bytes of an uploaded file."""
    sha256, _size = store.keep(upload)
    kind = upload.content_type or mimetypes.guess_type(upload.name)[0] or "application/octet-stream"
    return PendingUpload(sha256, upload.name, kind)


def read_token(token: str, user: User) -> PendingUpload | None:
    """Read the pending upload that a token stands for; None for one that is too old, another person's or made up: the file is then chosen again."""
    try:
        return PendingUpload(**signing.loads(token, salt=_salt(user), max_age=LONGEST))
    except signing.BadSignature:
        return None


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
    with store.open_verified(pending.sha256) as content:
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


def find_protection(
    level: Level, groups: Iterable[Group], beside: Sequence[Document | Source]
) -> tuple[Level, list[Group]]:
    """Find who may see a file that comes with a report of this level and these groups, beside this document and these sources.

    As strict as the report and the document; and restricted where anything among them is, to the groups that may see all of it.
    Raises NobodyLeft where no group may.
    """
    stricter = [each for each in beside if isinstance(each, Document) or each.level == Level.RESTRICTED]
    return together([(level, groups), *((each.level, each.groups.all()) for each in stricter)])


def _salt(user: User) -> str:
    return f"dalil.desk.reports.pending_uploads:{user.pk}"
