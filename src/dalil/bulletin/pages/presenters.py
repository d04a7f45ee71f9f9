"""What each page hands to its template: plain values in the page's language, as the template documents them at its top."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.core.paginator import Paginator
from django.http import HttpRequest
from django.urls import reverse
from django.utils.html import strip_tags
from django.utils.safestring import SafeString, mark_safe
from wagtail.blocks import StreamValue

from dalil.bulletin.corrections.editions_on_pages import editions_on, figures_shown
from dalil.bulletin.corrections.listing import SaidCorrection, say_corrections_of
from dalil.bulletin.figures.embeds import figures_in, slugs_in
from dalil.bulletin.figures.presenters import FigureTile, present_tiles, read_figures
from dalil.bulletin.http.public_state import kept_for_site, kept_for_state
from dalil.bulletin.law.rule_counts import RuleCountLine, list_rule_counts
from dalil.bulletin.models import (
    CardPage,
    FrontPage,
    LinksPage,
    NewsIndexPage,
    StandingPage,
    StoryPage,
    ThemePage,
)
from dalil.bulletin.newsletter.subscribe_box import present_box
from dalil.bulletin.pages.body import AnsweredQuestion, CitedProvision, cite_provision, expand_body, present_chosen
from dalil.bulletin.pages.card_presenters import (
    Card,
    PageDate,
    expand_texts,
    find_dead_ways,
    find_sources,
    list_cards,
    load_first_pictures,
    present_card,
    say_page_date,
)
from dalil.bulletin.pages.first_look import present_first_look
from dalil.bulletin.pages.page_links import link_pages
from dalil.bulletin.pages.publication_lines import Publication, say_publication
from dalil.bulletin.pages.readable import readable, sections_of
from dalil.bulletin.pages.registering import language_of, presents
from dalil.bulletin.pages.sharing import SharedLink, share_page
from dalil.bulletin.pages.story_lists import (
    StoryLine,
    find_pages_about,
    find_subjects,
    link_subjects,
    present_lines,
)
from dalil.bulletin.pages.theme_incidents import ThemeIncidents, present_theme_incidents, say_theme_in_a_line
from dalil.bulletin.pictures.models import Picture
from dalil.bulletin.pictures.shown import CROPPED, SHARED, WHOLE, ShownPicture, load_pictures, present_picture
from dalil.bulletin.record.case_timeline import CaseLine, CutList, present_case
from dalil.bulletin.record.report_presenters import PUBLIC, ReportCard, TitledLink
from dalil.cases.case_list import proceedings_on

ON_THE_FRONT = 12  # cards
ON_A_PAGE = 24  # cards
MOST_CASES = 10  # of a theme
OPENING = 3  # paragraphs of the lead on the front page


@dataclass(frozen=True)
class LeadStory(PageDate):
    """The story that leads the front page, with its first paragraphs."""

    url: str
    kicker: str
    headline: str
    standfirst: str
    opening_html: SafeString
    picture: ShownPicture | None
    figures: tuple[FigureTile, ...]


@dataclass(frozen=True)
class CardOfQuestions(Card):
    """A card with the readers' questions that it answers."""

    questions: tuple[str, ...]


@dataclass(frozen=True)
class ThemeLine:
    """A theme on the front page. holds: how many incidents the record has on it; empty where it has none."""

    url: str
    title: str
    standfirst: str
    holds: str


@dataclass(frozen=True)
class LinkLine:
    """Somebody worth following."""

    url: str
    name: str
    line: str


@dataclass(frozen=True)
class TitledLinks:
    """Links under one heading."""

    title: str
    links: tuple[LinkLine, ...]


@dataclass(frozen=True)
class CardText(Card):
    """A card on its own page. about: the pages of what it is about."""

    head_picture: ShownPicture | None
    share: SharedLink
    publication: Publication
    about: tuple[TitledLink, ...]
    related: tuple[StoryLine, ...]
    body_html: SafeString
    questions: tuple[AnsweredQuestion, ...]
    figures: tuple[FigureTile, ...]
    reports: tuple[ReportCard, ...]
    corrections: tuple[SaidCorrection, ...]
    index_url: str


@dataclass(frozen=True)
class FormLink:
    """A form of card to narrow the list to."""

    label: str
    url: str
    current: bool


@dataclass(frozen=True)
class StandingText:
    """A standing page."""

    title: str
    intro: str
    body_html: SafeString
    public_key: str
    questions: tuple[AnsweredQuestion, ...]
    corrections: tuple[SaidCorrection, ...]


@dataclass(frozen=True)
class ThemeText:
    """A theme on its own page: the law, and what the record holds."""

    title: str
    feed_url: str
    standfirst: str
    body_html: SafeString
    questions: tuple[AnsweredQuestion, ...]
    related: tuple[StoryLine, ...]
    figures: tuple[FigureTile, ...]
    corrections: tuple[SaidCorrection, ...]
    law: tuple[CitedProvision, ...]
    counts: tuple[RuleCountLine, ...]
    cases: tuple[CaseLine, ...]
    cases_cut: CutList
    holds: ThemeIncidents
    reports: tuple[ReportCard, ...]


@presents
def _present_front(page: FrontPage, request: HttpRequest) -> dict[str, Any]:
    language = language_of(page)
    published = kept_for_site(request, ("front page", page.pk), lambda: _present_published(page, request, language))
    return published | {
        "first": None
        if published["lead"] or published["cards"] or published["questions"]
        else present_first_look(language),
        "themes": kept_for_state(request, ("themes", page.pk), lambda: _list_themes(page, request, language)),
    }


def _list_themes(page: FrontPage, request: HttpRequest, language: str) -> list[ThemeLine]:
    return [
        ThemeLine(theme.get_url(request), theme.title, theme.standfirst, say_theme_in_a_line(theme.asks, language))
        for theme in readable(ThemePage.objects.child_of(page))
    ]


def _present_published(page: FrontPage, request: HttpRequest, language: str) -> dict[str, Any]:
    """Present what editors published on the front page: its lead, its cards, its links. None of it says what the record holds now."""
    lead = _find_lead(page)
    cards = list(list_cards(page)[:ON_THE_FRONT])
    asked = next((card for card in cards if any(block.block_type == "question" for block in card.body)), None)
    editions_on([*([lead] if lead else []), *cards])  # those of all of them at once
    shown_figures = [each for card in cards for each in figures_shown(card, slugs_in(card.summary))]
    read_figures([*(figures_shown(lead, figures_in(lead.body)) if lead else ()), *shown_figures])
    texts = [(lead, _cut_opening(lead.body)) if lead else (page, ""), *((card, card.summary) for card in cards)]
    opening, *summaries = expand_texts(texts)
    sources, dead = find_sources(cards), find_dead_ways(cards)
    pictures = load_pictures({each.picture_id for each in (*cards, lead) if each and each.picture_id}, WHOLE, CROPPED)
    shown = load_first_pictures(
        [
            present_card(card, html, request, language, sources, pictures, dead)
            for card, html in zip(cards, summaries, strict=True)
        ]
    )
    index = next((each for each in sections_of(page) if isinstance(each, NewsIndexPage)), None)
    links = readable(LinksPage.objects.child_of(page)).first()
    questions = (
        tuple(block.value["question"] for block in asked.body if block.block_type == "question") if asked else ()
    )
    return {
        "lead": _present_lead(lead, opening, request, language, pictures) if lead else None,
        "cards": [each for card, each in zip(cards, shown, strict=True) if card is not asked],
        "cards_url": index.get_url(request) if index else "",
        "questions": CardOfQuestions(**vars(shown[cards.index(asked)]), questions=questions) if asked else None,
        "links": [link for group in (_list_links(links) if links else ()) for link in group.links],
        "links_url": links.get_url(request) if links else "",
        "box": present_box(),
    }


@presents
def _present_news(page: NewsIndexPage, request: HttpRequest) -> dict[str, Any]:
    language = language_of(page)
    form = request.GET.get("form", "")
    cards = readable(CardPage.objects.child_of(page)).order_by("-dated", "path")
    used = set(cards.order_by().values_list("form", flat=True).distinct())
    if form:
        cards = cards.filter(form=form)
    sheet = Paginator(cards, ON_A_PAGE).get_page(request.GET.get("page"))
    summaries, sources = expand_texts([(card, card.summary) for card in sheet]), find_sources(sheet)
    dead = find_dead_ways(sheet)
    here = page.get_url(request)
    pictures = load_pictures({card.picture_id for card in sheet if card.picture_id}, CROPPED)
    return {
        "cards": [
            present_card(card, html, request, language, sources, pictures, dead)
            for card, html in zip(sheet, summaries, strict=True)
        ],
        "forms": [
            FormLink(str(label), f"{here}?form={code}", current=code == form)
            for code, label in CardPage.Form.choices
            if code in used
        ],
        "pages": link_pages(sheet, here, {"form": form}),
    }


@presents
def _present_card(page: CardPage, request: HttpRequest) -> dict[str, Any]:
    language = language_of(page)
    (summary,) = expand_texts([(page, page.summary)])
    body = expand_body(page, page.body, language)
    corrections, about = say_corrections_of(page, language), find_subjects(page)
    heads = load_pictures([page.picture_id] if page.picture_id else [], WHOLE, CROPPED, SHARED)
    return {
        "card": CardText(
            **vars(present_card(page, summary, request, language, find_sources([page]), heads, find_dead_ways([page]))),
            head_picture=present_picture(heads.get(page.picture_id), language, eager=True),
            share=share_page(request, page, strip_tags(summary), heads.get(page.picture_id), language),
            publication=say_publication(page, corrections, language),
            about=link_subjects(about, request, language),
            related=present_lines(find_pages_about(about, language, without=page.pk), request, language),
            body_html=body.html,
            questions=body.questions,
            figures=present_tiles(figures_shown(page, figures_in(page.body, page.summary)), language),
            reports=present_chosen(page.reports, language),
            corrections=corrections,
            index_url=page.get_parent().get_url(request),
        )
    }


@presents
def _present_theme(page: ThemePage, request: HttpRequest) -> dict[str, Any]:
    language = language_of(page)
    body = expand_body(page, page.body, language)
    about = [("themes", str(page.translation_key))]
    cited = [block.value["code"] for block in page.law]
    cases = proceedings_on(cited, PUBLIC, MOST_CASES)
    return {
        "theme": ThemeText(
            title=page.title,
            feed_url=reverse("about-feed", args=["themes", str(page.translation_key)]),
            standfirst=page.standfirst,
            body_html=body.html,
            questions=body.questions,
            related=present_lines(find_pages_about(about, language), request, language),
            figures=present_tiles(figures_shown(page, figures_in(page.body)), language),
            corrections=say_corrections_of(page, language),
            law=tuple(cite_provision(block.value, language) for block in page.law),
            counts=list_rule_counts(cited, language),
            cases=tuple(present_case(each, language) for each in cases),
            cases_cut=CutList.of(cases),
            holds=present_theme_incidents(page.asks, language),
            reports=present_chosen(page.reports, language),
        )
    }


@presents
def _present_standing(page: StandingPage, request: HttpRequest) -> dict[str, Any]:
    language = language_of(page)
    body = expand_body(page, page.body, language)
    return {
        "page": StandingText(
            title=page.title,
            intro=page.intro,
            body_html=body.html,
            public_key=page.public_key,
            questions=body.questions,
            corrections=say_corrections_of(page, language),
        )
    }


@presents
def _present_links(page: LinksPage, request: HttpRequest) -> dict[str, Any]:
    return {"intro": page.intro, "groups": _list_links(page)}


def _list_links(page: LinksPage) -> list[TitledLinks]:
    return [
        TitledLinks(
            block.value["title"],
            tuple(LinkLine(link["url"], link["name"], link["line"]) for link in block.value["links"]),
        )
        for block in page.groups
    ]


def _find_lead(page: FrontPage) -> StoryPage | None:
    chosen: StoryPage | None = readable(StoryPage.objects.filter(pk=page.lead_id)).first() if page.lead_id else None
    if chosen:
        return chosen
    latest: StoryPage | None = (
        readable(StoryPage.objects.child_of(page)).order_by("-dated", "-first_published_at").first()
    )
    return latest


def _present_lead(
    lead: StoryPage, opening: str, request: HttpRequest, language: str, pictures: Mapping[int, Picture]
) -> LeadStory:
    return LeadStory(
        url=lead.get_url(request),
        kicker=lead.kicker,
        headline=lead.title,
        standfirst=lead.standfirst,
        opening_html=mark_safe(opening),  # noqa: S308
        picture=present_picture(pictures.get(lead.picture_id), language, eager=True),
        figures=present_tiles(figures_shown(lead, figures_in(lead.body)), language),
        **vars(say_page_date(lead, language)),
    )


def _cut_opening(body: StreamValue) -> str:
    """Cut the first paragraphs of a text, before its first subheading, as stored."""
    for block in body:
        if block.block_type == "text":
            before = re.split(r"<h[23]", block.value.source, maxsplit=1)[0]
            return "".join(re.findall(r"<p\b.*?</p>", before, re.DOTALL)[:OPENING])
    return ""
