"""The copy of a page elsewhere that is kept when a card is made of it, since the page may be edited or gone tomorrow.

It is a capture like any other: internal until somebody makes it public. Then readers are led to it once the page is gone (`dead_links`).
"""

from __future__ import annotations

from collections.abc import Iterable

from django.contrib.auth.models import User

from dalil.archive.protection import Viewer
from dalil.bulletin.newsletter.mail import site_address
from dalil.captures.capturing import CaptureRequest, capture
from dalil.captures.models import Capture


def keep_copy(url: str, actor: User) -> Capture | None:
    """Capture a page once. Returns the capture, which says why where nothing could be kept.

    None where the actor sees a copy of it already, and where the page is one of this site.
    """
    if url.startswith(f"{site_address()}/") or Capture.objects.visible_to(Viewer.of(actor)).filter(
        url=url, document__isnull=False
    ):
        return None
    return capture(CaptureRequest(url=url, actor=actor))


def find_copies(urls: Iterable[str], viewer: Viewer) -> dict[str, Capture]:
    """Find the latest capture of each of these pages that a viewer may see, one with a document before one that failed."""
    captures = Capture.objects.visible_to(viewer).filter(url__in=set(urls)).select_related("document").order_by("pk")
    found: dict[str, Capture] = {}
    for each in captures:
        if each.document or each.url not in found or not found[each.url].document:
            found[each.url] = each
    return found
