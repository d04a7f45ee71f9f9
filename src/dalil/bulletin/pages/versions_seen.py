"""Saying once, before a page goes out, what it and its version in the other language do not tell alike."""

from __future__ import annotations

import hashlib

from django.utils.translation import get_language, override
from django.utils.translation import gettext as say
from wagtail.models import Page

from dalil.bulletin.page_facts import SeenDifferences
from dalil.bulletin.pages.versions import differences


def unseen_differences(page: Page) -> list[str]:
    """Say what an editor has not been told yet of the published versions of this page; empty where they agree, or where it was said before.

    Whoever publishes after that, with the same differences, wants them so.
    """
    if page.pk is None:
        return []
    others = list(page.get_translations().live().select_related("locale").specific())
    found = [sentence for other in others for sentence in differences(page, other, get_language() or "en")]
    if not found:
        return []
    with override("en"):  # whichever language the screen is in, what differs is the same
        told = [sentence for other in others for sentence in differences(page, other, "en")]
    digest = hashlib.sha256("\n".join(told).encode()).hexdigest()
    if SeenDifferences.objects.filter(page_id=page.pk, digest=digest).exists():
        return []
    SeenDifferences.objects.update_or_create(page_id=page.pk, defaults={"digest": digest})
    return [*found, say("The versions of this page differ so. Publish it again where both are right.")]
