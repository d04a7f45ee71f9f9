"""A document is found by its address or its title; words of titles are offered."""

from __future__ import annotations

import io

from dalil.archive.protection import Level, Viewer
from dalil.lookup.documents import find_document, suggest_documents
from dalil.lookup.match import Reason
from dalil.record.actions import receive_document


def test_a_document_is_found_by_its_address_alone_or_with_its_title_and_by_its_title(document) -> None:
    viewer = Viewer.steward()
    for words in (document.sha256[:12], f"{document.sha256[:12]} Bulletin", document.title):
        assert find_document(words, viewer).found == document


def test_of_two_of_one_title_none_is_guessed_and_words_of_a_title_are_offered(document, alice) -> None:
    other = receive_document(io.BytesIO(b"another"), actor=alice, title="Bulletin", media_type="text/plain")
    third = receive_document(io.BytesIO(b"third"), actor=alice, title="Field notes", media_type="text/plain")
    viewer = Viewer.steward()
    assert find_document("Bulletin", viewer).reason is Reason.HOMONYMS
    assert set(find_document("Bulletin", viewer).alternatives) == {document, other}
    match = find_document("notes", viewer)
    assert (match.found, match.alternatives, match.reason) == (None, (third,), Reason.PART)
    assert find_document("nothing of the kind", viewer).candidates == ()


def test_a_hidden_document_is_neither_found_nor_offered(alice) -> None:
    hidden = receive_document(
        io.BytesIO(b"hidden"), actor=alice, title="Hidden list", media_type="text/plain", level=Level.INTERNAL
    )
    for words in (hidden.sha256[:12], "Hidden list", "list"):
        assert find_document(words, Viewer.public()).candidates == ()
    assert suggest_documents("Hidden", Viewer.public()) == []
    assert suggest_documents("Hidden", Viewer.steward()) == [hidden]
