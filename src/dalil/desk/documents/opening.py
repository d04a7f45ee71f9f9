"""Opening one document at the desk, by its address."""

from __future__ import annotations

from django.http import Http404
from django.shortcuts import get_object_or_404

from dalil.access.models import Action
from dalil.archive.models import Document
from dalil.desk.screens import DeskRequest, viewer_of
from dalil.record.reading import open_for_reading

SHORTEST = 20  # letters of an address; fewer could mean several documents


def document_at(request: DeskRequest, address: str, action: Action = Action.READ) -> Document:
    """The document whose SHA-256 begins like this, where the person at the screen may see it. Raises Http404.

    action: what the log of access says of it, where it is restricted.
    """
    if len(address) < SHORTEST:
        raise Http404("the address of a document is longer")
    viewer = viewer_of(request)
    found: Document = get_object_or_404(
        Document.objects.visible_to(viewer).prefetch_related("groups"), sha256__startswith=address
    )
    return open_for_reading(found, viewer, action)
