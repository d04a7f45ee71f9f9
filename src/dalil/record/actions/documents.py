"""Receiving documents."""

from __future__ import annotations

import io
import mimetypes
from collections.abc import Iterable
from typing import BinaryIO

from django.contrib.auth.models import Group, User

from dalil import vocabulary
from dalil.archive import file_metadata, store
from dalil.archive.custody import note_custody
from dalil.archive.models import CustodyEvent, Document
from dalil.archive.protection import Level
from dalil.record.actions.transaction import writing
from dalil.record.lengths import check_lengths
from dalil.record.log import Subject, Verb, append_change
from dalil.record.search.document_words import document_search_text
from dalil.record.search.words import note_words
from dalil.text.compounds import find_words_to_spell

What = CustodyEvent.What


def receive_document(
    content: BinaryIO,
    *,
    actor: User,
    title: str,
    media_type: str,
    type: str = "",
    filename: str = "",
    url: str = "",
    language: str = "",
    parent: Document | None = None,
    relation: str = "",
    level: Level = Level.INTERNAL,
    groups: Iterable[Group] = (),
    tool: str = "",
) -> Document:
    """Keep a document and say what it is. Returns it.

    The same bytes received again are the same document; its title, its type and its protection stay as they were.
    type: a code of `document_types`, or empty. tool: the program that made it of its parent, where that was another than Dalil.
    Raises UnknownCode for another type, and TextTooLong.
    """
    if type:
        vocabulary.term("document_types", type)
    check_lengths(title=title, filename=filename, url=url)
    kept = store.keep(content)
    sha256 = kept.sha256
    with writing():
        if known := Document.objects.filter(sha256=sha256).first():
            return known
        document = Document(
            sha256=sha256,
            size=kept.size,
            media_type=media_type[:100],
            type=type,
            title=title,
            filename=filename,
            url=url,
            language=language,
            parent=parent,
            relation=relation,
            level=level,
        )
        document.search = document_search_text(document)
        document.save(force_insert=True)
        note_words(find_words_to_spell([document.search]))
        document.groups.set(groups)
        _begin_custody(document, kept, actor, tool)
        append_change(Verb.RECEIVED, Subject.DOCUMENT, [sha256], actor=actor)
        return document


def _begin_custody(document: Document, kept: store.Kept, actor: User, tool: str) -> None:
    """Write that a document was received and hashed; and that it was made of another, into the custody of that one."""
    note_custody(document, What.RECEIVED, actor=actor, url=document.url, filename=document.filename)
    note_custody(document, What.HASHED, actor=actor, sha256=kept.sha256, sha512=kept.sha512, size=kept.size)
    if document.parent is not None:
        what = What.REDACTED if document.relation == Document.Relation.REDACTION else What.DERIVED
        note_custody(document.parent, what, actor=actor, tool=tool, relation=document.relation, output=kept.sha256)


def clean_document(original: Document, *, actor: User, title: str) -> Document:
    """Make a copy of a document that shows the same and tells nothing more; a redaction, which names the original. Returns it.

    The copy is as protected as the original, and internal where the original is public: who may publish decides about it by itself.
    Its file name is new, since the old one tells too. Raises CannotClean, and what `store.open_verified` raises.
    """
    if original.size > file_metadata.LARGEST:
        raise file_metadata.CannotClean(*file_metadata.too_large())
    with store.open_verified(original.sha256) as stream:
        cleaned, ending = file_metadata.make_cleaned(stream.read())
    return receive_document(
        io.BytesIO(cleaned),
        actor=actor,
        title=title,
        media_type=mimetypes.guess_type(f"copy{ending}")[0] or "application/octet-stream",
        type=original.type,
        filename=f"{original.address}-cleaned{ending}",
        language=original.language,
        parent=original,
        relation=Document.Relation.REDACTION,
        level=max(Level(original.level), Level.INTERNAL),
        groups=original.groups.all(),
    )
