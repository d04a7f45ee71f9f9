"""Keeping what a machine read from the pictures of a scan: a document of its own beside it, by whose words the scan is found."""

from __future__ import annotations

import io
from collections.abc import Callable

from django.contrib.auth.models import User

from dalil.archive import store
from dalil.archive.file_metadata import LARGEST
from dalil.archive.models import MACHINE_READING, Document
from dalil.archive.protection import Level
from dalil.archive.scanned_words import CannotReadScan, as_reading, may_be_scan, read_scan, reader_of_scans
from dalil.record.actions.documents import receive_document


def read_words_of_scan(
    scan: Document, *, actor: User, tick: Callable[[int, int], None] = lambda page, pages: None
) -> Document | None:
    """Read the words of a scan from its pictures, and keep them as a document beside it. Returns that; None where there are no words.

    It is as protected as the scan, and internal where the scan is public. The custody of the scan names the program that read it.
    Raises CannotReadScan, and what `store.open_verified` raises.
    """
    tool = reader_of_scans()
    if not tool:
        raise CannotReadScan("tesseract is not installed here, or not with Arabic")
    if not may_be_scan(scan.media_type) or scan.size > LARGEST:
        raise CannotReadScan("it is no picture and no PDF, or larger than what is read here")
    with store.open_verified(scan.sha256) as stream:
        pages = read_scan(stream.read(), tick)
    if not any(pages):
        return None
    return receive_document(
        io.BytesIO(as_reading(pages, tool, scan.sha256)),
        actor=actor,
        title=scan.title,
        media_type="text/plain; charset=utf-8",
        type=MACHINE_READING,
        filename=f"{scan.address}-read.txt",
        language=scan.language,
        parent=scan,
        relation=Document.Relation.COPY,
        level=max(Level(scan.level), Level.INTERNAL),
        groups=scan.groups.all(),
        tool=tool,
    )
