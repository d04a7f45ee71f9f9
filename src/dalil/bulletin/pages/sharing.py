"""What other sites show of a link to a page: Open Graph (ogp.me)."""

from __future__ import annotations

from dataclasses import dataclass

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.html import strip_tags
from django.utils.translation import get_language
from django.views.decorators.http import require_safe
from wagtail.models import Page

from dalil.bulletin.pages.readable import front_of, readable
from dalil.bulletin.pictures.models import Picture
from dalil.bulletin.pictures.shown import SHARED, present_picture
from dalil.drawing.share_cards import draw_title_card
from dalil.letters import language_of

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
    request: HttpRequest, page: Page, description: str, picture: Picture | None, language: str
) -> SharedLink:
    """Share a page with the picture at its head, else with one that is drawn of its title. picture: as `load_pictures` gave it."""
    shown = present_picture(picture, language, form=SHARED, with_document=False)
    text = " ".join(description.split())
    drawn = request.build_absolute_uri(reverse("page-share", args=[page.pk]))
    return SharedLink(
        title=page.title,
        description=text if len(text) <= LONGEST else f"{text[:LONGEST].rsplit(' ', 1)[0]}…",
        picture=request.build_absolute_uri(shown.url) if shown else drawn,
        alt=shown.alt if shown else page.title,
    )


def first_words_of(page: Page) -> str:
    """Return the words that stand beneath the title of a page: its first lines, of a front page what the site is."""
    said = (str(getattr(page, name, "") or "") for name in ("standfirst", "tagline", "intro", "summary"))
    return " ".join(strip_tags(next(filter(None, said), "")).split())


@require_safe
def page_picture(request: HttpRequest, key: int) -> HttpResponse:
    """What other sites show of a link to a page without a picture of its own: its title and first words, drawn."""
    language = get_language() or "en"
    page = readable(Page.objects.filter(pk=key, depth__gt=1, locale__language_code=language)).specific().first()
    if page is None:
        raise Http404
    return draw_title(page.title, first_words_of(page), language)


def draw_title(title: str, words: str, language: str) -> HttpResponse:
    """Give out a picture of a title and its first words."""
    front = front_of(language)
    site = front.title if front else settings.WAGTAIL_SITE_NAME
    png = draw_title_card(title, words, site, rtl=language_of(language).direction == "rtl")
    return HttpResponse(png, content_type="image/png")
