"""Which pages everybody may read: published, and neither they nor a page above them kept for some."""

from __future__ import annotations

from typing import Any

from django.db.models import Q
from wagtail.models import Page

from dalil.bulletin.models import FrontPage, StoryPage
from dalil.record.per_request import once_per_request


def readable(pages: Any) -> Any:
    """Those of these pages that everybody may read. pages: a query of pages of any type."""
    return pages.live().filter(_open_to_everybody())


def open_to_everybody(pages: Any) -> Any:
    """Those of these pages that are kept for nobody, published or not. pages: a query of pages of any type."""
    return pages.filter(_open_to_everybody())


def is_readable(page: Page) -> bool:
    """Whether everybody may read a page."""
    return bool(readable(Page.objects.filter(pk=page.pk)).exists())


@once_per_request
def front_of(language: str) -> FrontPage | None:
    """The front page of a language, where everybody may read it."""
    front: FrontPage | None = readable(FrontPage.objects.filter(locale__language_code=language)).first()
    return front


@once_per_request
def sections_of(front: FrontPage) -> tuple[Page, ...]:
    """The pages right below a front page that everybody may read, in their order and each of its own type; stories are left out.

    What only their type has is not read along.
    """
    return tuple(readable(Page.objects.child_of(front).not_type(StoryPage)).specific(defer=True))


@once_per_request
def _open_to_everybody() -> Q:
    condition: Q = ~Page.objects.all().private_q()
    return condition
