"""The words a report rests on, as a reader of one language meets them: quoted, or told to be a note of our own."""

from __future__ import annotations

import logging
import re
from collections.abc import Iterable

from django.db.models import Max

from dalil.archive import store
from dalil.archive.models import Document
from dalil.archive.protection import Viewer
from dalil.archive.store_interface import StoreUnreachable
from dalil.record.models import Report

TEXT_SHOWN = 200_000  # bytes of a document that a page shows; a longer one is downloaded
log = logging.getLogger(__name__)
LINES = re.compile(r"lines? (\d+)(?:-(\d+))?")


def translations(documents: Iterable[int], language: str) -> dict[int, Document]:
    """The public translations of these documents into a language, by the document they were made from."""
    made = Document.objects.visible_to(Viewer.public()).filter(
        parent__in=documents, relation=Document.Relation.TRANSLATION, language=language
    )
    return {each.parent_id: each for each in made.order_by("-pk") if each.parent_id}


def latest_translation(language: str) -> int | None:
    """Return the key of the public translation into a language that came last; None where there is none."""
    made = Document.objects.visible_to(Viewer.public()).filter(
        relation=Document.Relation.TRANSLATION, language=language
    )
    latest: int | None = made.aggregate(latest=Max("pk"))["latest"]
    return latest


def words_in(translation: Document, this: Report) -> str:
    """The lines of a translation that stand where the words of a report stand in its document; empty where that is not certain.

    It is certain where both are texts of equally many lines, and the lines that the report names are its words and nothing else.
    """
    named = LINES.fullmatch(this.locator.strip())
    if named is None or not (is_short_text(this.document) and is_short_text(translation)):
        return ""
    try:
        lines, translated = (text_of(each).splitlines() for each in (this.document, translation))
    except (
        FileNotFoundError,
        store.DamagedDocument,
        StoreUnreachable,
    ) as error:  # the report still has its own words
        log.warning("the translation of %s is not shown: %s", this.document.address, error)
        return ""
    first, last = int(named[1]), int(named[2] or named[1])
    if len(lines) != len(translated) or "\n".join(lines[first - 1 : last]).strip() != this.said.strip():
        return ""
    return "\n".join(translated[first - 1 : last]).strip()


def in_language(this: Document, language: str) -> Document:
    """The translation of a document into the reader's language, where the public may read one; else the document."""
    return this if this.language == language else translations([this.pk], language).get(this.pk, this)


def text_of(this: Document) -> str:
    """The text of a short text; empty for anything else."""
    if not is_short_text(this):
        return ""
    with store.open_verified(this.sha256) as stream:
        return stream.read().decode("utf-8", errors="replace")


def is_short_text(this: Document) -> bool:
    """Whether a document is a text that a page can show."""
    return this.media_type.startswith("text/plain") and this.size <= TEXT_SHOWN
