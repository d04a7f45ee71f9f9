"""Cards of News & Views as readers meet them: on the front page, in the list, on a page of their own and in the feed."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any
from urllib.parse import urlsplit

from django.http import HttpRequest
from django.utils.safestring import SafeString, mark_safe
from wagtail.models import Page
from wagtail.rich_text import expand_db_html

from dalil.bulletin.corrections.editions_on_pages import editions_on, write_editions_into
from dalil.bulletin.links.dead_links import find_dead_links
from dalil.bulletin.models import CardPage, Dated, FrontPage
from dalil.bulletin.pages.readable import is_readable, readable
from dalil.bulletin.pictures.models import Picture
from dalil.bulletin.pictures.shown import CROPPED, ShownPicture, present_picture
from dalil.bulletin.record.report_presenters import PUBLIC
from dalil.record.models import Source
from dalil.wording.times import say_when

BETWEEN = "\x1e"
LOADED_WITH_PAGE = 2
"""So many pictures of cards load with the front page."""


@dataclass(frozen=True)
class PageDate:
    """A date for the reader, and the same as ISO 8601 has it."""

    date: str
    datetime: str


@dataclass(frozen=True)
class Card(PageDate):
    """A card of News & Views; see bulletin/pages/card.html. source: the name of who says so; empty where it is unknown.

    elsewhere: the host to which it leads; empty where it leads to a page of ours. gone: the host of a page that is not there any more; the
    card then leads to the kept copy (is_kept), or to its own page.
    """

    url: str
    headline: str
    summary_html: SafeString
    form: str
    source: str
    picture: ShownPicture | None
    elsewhere: str
    gone: str
    is_kept: bool


def list_cards(front: FrontPage) -> Any:
    """List the cards of News & Views in the tree of this front page that everybody may read, the latest first."""
    return readable(CardPage.objects.descendant_of(front)).order_by("-dated", "path").select_related("more_page")


def find_sources(cards: Iterable[CardPage]) -> dict[str, Source]:
    """Find the sources of the record that these cards name, as far as the public may know them, by code; read at once."""
    codes = {card.source_code for card in cards if card.source_code}
    visible = Source.objects.visible_to(PUBLIC).filter(code__in=codes) if codes else ()
    return {source.code: source for source in visible}


def find_dead_ways(cards: Iterable[CardPage]) -> dict[str, str]:
    """Find those of the addresses to which these cards lead that are dead, each with its kept copy; read at once."""
    return find_dead_links(card.more_url for card in cards)


def present_card(
    card: CardPage,
    summary_html: str,
    request: HttpRequest,
    language: str,
    sources: Mapping[str, Source],
    pictures: Mapping[int, Picture],
    dead: Mapping[str, str],
) -> Card:
    """Present a card as a reader meets it. sources: those that `find_sources` gives for it; pictures: as `load_pictures` gave them.

    dead: as `find_dead_links` gives them for the addresses to which the cards lead.
    """
    more = card.more_page.localized if card.more_page_id and card.more_page else None
    more = more if more and is_readable(more) else None
    source = sources.get(card.source_code)
    here = (more.get_url(request) if more else "") or card.get_url(request)
    is_dead, leads_out = card.more_url in dead, bool(card.more_url) and more is None
    host = (urlsplit(card.more_url).hostname or "") if leads_out else ""
    return Card(
        url=(dead.get(card.more_url) or here if is_dead else card.more_url) if leads_out else here,
        elsewhere="" if is_dead else host,
        gone=host if is_dead else "",
        is_kept=bool(dead.get(card.more_url)),
        headline=card.title,
        summary_html=_unwrap(summary_html),
        form=card.get_form_display(),
        picture=present_picture(
            pictures.get(card.picture_id),
            language,
            form=CROPPED,
            sizes="(min-width: 60rem) 22rem, 92vw",
            with_document=False,
        ),
        source=card.source_text or (source.name.in_language(language) if source else ""),
        **vars(say_page_date(card, language)),
    )


def load_first_pictures(cards: Sequence[Card]) -> list[Card]:
    """Let the first pictures of some cards load with the page, whether it is scrolled or not: who prints it or keeps it whole sees no empty box.

    The others wait until they come into sight, since a page of a dozen photographs would weigh too much.
    """
    first = [card for card in cards if card.picture][:LOADED_WITH_PAGE]
    return [
        replace(card, picture=replace(card.picture, eager=True)) if card in first and card.picture else card
        for card in cards
    ]


def say_page_date(page: Dated, language: str) -> PageDate:
    """Say the date of a page, as finely as it is known."""
    when = page.when
    notation = when.notation()
    return PageDate(say_when(when, language), notation if ".." not in notation else when.start.isoformat())


def expand_texts(texts: Iterable[tuple[Page, str]]) -> list[str]:
    """Expand rich texts as readers see them, each with the page it stands on: a figure is shown as the page was published with it.

    The figures of all of them are looked up at once.
    """
    these = list(texts)
    editions_on([page for page, _ in these])
    apart = [write_editions_into(page, html.replace(BETWEEN, "")) for page, html in these]
    expanded: str = expand_db_html(BETWEEN.join(apart))
    return expanded.split(BETWEEN) if apart else []


def _unwrap(html: str) -> SafeString:
    """Take the tags of the paragraph from a summary of one paragraph, for a template that puts it into one."""
    inner = re.sub(r"</p>\s*<p\b[^>]*>", "<br>", html.strip())
    return mark_safe(re.sub(r"^<p\b[^>]*>|</p>$", "", inner))  # noqa: S308 - rich text, cleaned when it was saved
