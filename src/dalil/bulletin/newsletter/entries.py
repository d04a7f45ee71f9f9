"""What stands in a letter: stories, cards and corrections as readers see them on the day it is issued, frozen then.

A figure stands in it in the edition that its page shows, with its doubts. What is taken from the public later is left out of what is not
yet sent, and of the letter on the site.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.utils.html import linebreaks
from django.utils.timezone import localtime
from django.utils.translation import gettext as say
from django.utils.translation import override
from wagtail.models import Page

from dalil.bulletin.corrections.editions_on_pages import editions_on, figures_shown
from dalil.bulletin.corrections.listing import ListedCorrection, list_corrections
from dalil.bulletin.figures.embeds import figures_in
from dalil.bulletin.figures.presenters import present_tiles, read_figures
from dalil.bulletin.models import CardPage, Dated, StoryPage
from dalil.bulletin.pages.card_presenters import expand_texts, find_dead_ways, find_sources, present_card, say_page_date
from dalil.bulletin.pages.readable import readable
from dalil.letters import language_of

FIGURES = 3
"""So many figures of a story stand in a letter."""

STORY, CARD, CORRECTION = "story", "card", "correction"


@dataclass(frozen=True)
class LetterFigure:
    """A figure beside an entry: what it says, with its doubts, what was asked, and who says so."""

    url: str
    told: str
    doubts: str
    question: str
    source: str


@dataclass(frozen=True)
class LetterEntry:
    """One entry of a letter in one language. page: its number, by which it is known whether everybody may still read it; 0 for a figure's.

    key: names a correction for ever. url: without the site. label: what it is, in a word or two. text_html: rich text, as readers see it.
    source: who says so; empty where nobody is named.
    """

    kind: str
    page: int
    key: str
    url: str
    label: str
    title: str
    date: str
    text_html: str
    source: str
    figures: tuple[LetterFigure, ...] = ()


def present_entries(keys: Sequence[UUID], language: str) -> list[LetterEntry]:
    """Present stories and cards in a language as they are now, in this order; those that everybody may read there.

    keys: what the translations of a page share.
    """
    with override(language):
        pages = _pages_of(keys, language)
        editions_on(pages)
        stories = [page for page in pages if isinstance(page, StoryPage)]
        cards = [page for page in pages if isinstance(page, CardPage)]
        read_figures([each for story in stories for each in _figures_of(story)])
        entries = {story.pk: _present_story(story, language) for story in stories}
        summaries, sources = expand_texts([(card, card.summary) for card in cards]), find_sources(cards)
        dead = find_dead_ways(cards)
        for card, html in zip(cards, summaries, strict=True):
            shown = present_card(card, html, None, language, sources, {}, dead)  # type: ignore[arg-type]
            entries[card.pk] = LetterEntry(
                kind=CARD,
                page=card.pk,
                key="",
                url=shown.url,
                label=str(shown.form),
                title=card.title,
                date=shown.date,
                text_html=plain_markup(html),
                source=shown.source,
            )
        return [entries[page.pk] for page in pages]


def present_corrections(since: datetime, known: Iterable[str], language: str) -> list[LetterEntry]:
    """Present the corrections published since a moment that readers were not told of yet. known: keys of those they were told of.

    A number that was corrected on a page is told of with the page, and not a second time with its figure.
    """
    told, day = set(known), localtime(since).date()
    latest = [each for each in list_corrections(language) if each.day >= day]
    on_pages = {each.number for each in latest if each.number and not each.of_figure}
    with override(language):
        return [
            LetterEntry(
                kind=CORRECTION,
                page=0,
                key=each.key,
                url=each.url,
                label=say("Correction"),
                title=each.title,
                date=each.date,
                text_html=linebreaks(_say_correction(each), autoescape=True),
                source="",
            )
            for each in latest
            if each.key not in told and not (each.of_figure and each.number in on_pages)
        ]


def freeze(entries: Iterable[LetterEntry]) -> list[dict[str, Any]]:
    """Return entries as the database keeps them."""
    return [asdict(entry) for entry in entries]


def thaw(kept: Iterable[dict[str, Any]], language: str) -> list[LetterEntry]:
    """Return the entries that `freeze` kept, those left out that everybody may not read any more."""
    entries = [
        LetterEntry(**{**each, "figures": tuple(LetterFigure(**figure) for figure in each["figures"])}) for each in kept
    ]
    pages = [entry.page for entry in entries if entry.page]
    there = set(readable(Page.objects.filter(pk__in=pages)).values_list("pk", flat=True)) if pages else set()
    told = any(entry.kind == CORRECTION for entry in entries)
    shown = {each.key for each in list_corrections(language)} if told else set()
    return [entry for entry in entries if (entry.page in there if entry.page else entry.key in shown)]


def plain_markup(html: str) -> str:
    """Take out of a rich text what only a screen reader is told on the site, and what belongs to its style sheet.

    >>> plain_markup('<a class="fig" href="/en/f/" title="3"><bdi>3</bdi><span class="hidden"> (figure: 3)</span></a>')
    '<a class="fig" href="/en/f/"><bdi>3</bdi></a>'
    """
    without = re.sub(r'<span class="hidden">[^<]*</span>', "", html)
    return re.sub(r'(<a\b[^>]*?) title="[^"]*"', r"\1", without).strip()


def _pages_of(keys: Sequence[UUID], language: str) -> list[Dated]:
    found: dict[UUID, Dated] = {}
    for kind in (StoryPage, CardPage):
        pages = kind.objects.filter(translation_key__in=keys, locale__language_code=language)
        found.update({page.translation_key: page for page in readable(pages).select_related("locale")})
    return [found[key] for key in keys if key in found]


def _figures_of(story: StoryPage) -> list[tuple[str, int | None]]:
    return figures_shown(story, figures_in(story.body)[:FIGURES])


def _present_story(story: StoryPage, language: str) -> LetterEntry:
    names = [str(block.value) for block in story.byline if block.block_type != "anonymous"]
    return LetterEntry(
        kind=STORY,
        page=story.pk,
        key="",
        url=story.get_url() or "",
        label=story.kicker or say("Story"),
        title=story.title,
        date=say_page_date(story, language).date,
        text_html=linebreaks(story.standfirst, autoescape=True) if story.standfirst else "",
        source=language_of(language).comma.join(names),
        figures=tuple(LetterFigure(**vars(tile)) for tile in present_tiles(_figures_of(story), language)),
    )


def _say_correction(each: ListedCorrection) -> str:
    said = [each.text]
    if each.number:
        change = {"question": each.number.question, "was": each.number.was, "now": each.number.now}
        said.insert(0, say("“%(question)s” was %(was)s; it is %(now)s.") % change)
    return "\n\n".join(filter(None, said))
