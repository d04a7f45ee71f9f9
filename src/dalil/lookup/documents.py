"""From an address or a title to the document of the archive that is meant."""

from __future__ import annotations

import re

from dalil.archive.models import Document
from dalil.archive.protection import Viewer
from dalil.lookup.match import Match, Reason, match_homonyms
from dalil.record.search.queries import matching

MOST_OFFERED = 12
"""How many documents are offered for words of their titles."""


def find_document(words: str, viewer: Viewer) -> Match[Document]:
    """Find the document that words mean, among those a viewer may see: the beginning of its SHA-256, or its whole title.

    An address may be followed by the title, as suggestions write it. Else the alternatives are those whose titles hold the words.
    """
    seen = Document.objects.visible_to(viewer)
    first = words.split(maxsplit=1)[0] if words.strip() else ""
    if re.fullmatch(r"[0-9a-f]{8,64}", first) and (addressed := list(seen.filter(sha256__startswith=first)[:2])):
        return Match(addressed[0], (), Reason.CODE) if len(addressed) == 1 else match_homonyms(tuple(addressed))
    if titled := list(seen.filter(title=words.strip())[:MOST_OFFERED]):
        return match_homonyms(tuple(titled))
    holding = tuple(seen.filter(matching(words, spelled=False))[:MOST_OFFERED])
    return Match(None, holding, Reason.PART if holding else Reason.NONE)


def suggest_documents(typed: str, viewer: Viewer, most: int = 20) -> list[Document]:
    """List the documents that a viewer may see whose titles hold what is being typed, also in other spellings."""
    return list(Document.objects.visible_to(viewer).filter(matching(typed, typing=True))[:most])
