"""The words by which a document is found."""

from __future__ import annotations

from contextlib import suppress

from dalil.archive import store
from dalil.archive.models import Document
from dalil.archive.scanned_words import pages_of_reading
from dalil.record.search.index_text import indexed


def document_search_text(document: Document) -> str:
    """Return the words by which a document is found: its title and names; of what a machine read from a scan, all that it read."""
    words = [document.title, document.filename, document.url]
    if document.is_machine_reading:
        with suppress(FileNotFoundError, store.DamagedDocument), store.open_verified(document.sha256) as stream:
            words += pages_of_reading(stream.read())
    return indexed(" ".join(words))
