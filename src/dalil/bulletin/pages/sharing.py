"""What other sites show of a link to a page: Open Graph (ogp.me)."""

from __future__ import annotations

from dataclasses import dataclass

from django.http import HttpRequest

from dalil.bulletin.pictures.models import Picture
from dalil.bulletin.pictures.shown import SHARED, present_picture

LONGEST = 200


@dataclass(frozen=True)
class SharedLink:
    """A link as other sites show it; see bulletin/pages/share.html. picture: its absolute address; empty where the page has none."""

    title: str
    description: str
    picture: str
    alt: str
    kind: str = "article"


def share_page(
    request: HttpRequest, title: str, description: str, picture: Picture | None, language: str
) -> SharedLink:
    """Share a page with the picture at its head. picture: as `load_pictures` gave it."""
    shown = present_picture(picture, language, form=SHARED, with_document=False)
    text = " ".join(description.split())
    return SharedLink(
        title=title,
        description=text if len(text) <= LONGEST else f"{text[:LONGEST].rsplit(' ', 1)[0]}…",
        picture=request.build_absolute_uri(shown.url) if shown else "",
        alt=shown.alt if shown else "",
    )
