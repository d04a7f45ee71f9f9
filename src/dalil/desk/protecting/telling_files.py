"""What the file of a document tells, as the screens of protection say it."""

from __future__ import annotations

from functools import lru_cache

from dalil.archive import file_metadata, store
from dalil.archive.file_metadata import Particular, Tells
from dalil.archive.models import Document
from dalil.desk.pending_uploads import PendingUpload


def read_document(document: Document) -> tuple[Particular, ...]:
    """Name what the file of a document tells beside what it shows. A file that is missing or damaged tells what nobody knows."""
    if document.size > file_metadata.LARGEST:
        return file_metadata.too_large()
    try:
        return _read_kept(document.sha256, document.media_type)
    except (FileNotFoundError, store.DamagedDocument) as error:
        return (file_metadata.particular(Tells.UNREAD, "the archive", error),)


@lru_cache(maxsize=100)
def _read_kept(sha256: str, media_type: str) -> tuple[Particular, ...]:
    """Name what kept bytes tell; they never change, so the same answer serves the form and what is sent by it.

    Raises what `store.open_verified` raises.
    """
    with store.open_verified(sha256) as stream:
        data = stream.read(file_metadata.LARGEST + 1)
    return file_metadata.what_it_tells(data, media_type)


def tells_anything(pending: PendingUpload) -> bool:
    """Tell whether a file that is no document yet tells more than it shows, or could not be looked into."""
    with pending.path.open("rb") as file:
        return bool(file_metadata.what_it_tells(file.read(file_metadata.LARGEST + 1), pending.media_type))
