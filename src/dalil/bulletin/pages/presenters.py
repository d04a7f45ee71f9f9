"""What each page hands to its template: plain values in the page's language, as the template documents them at its top."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, get_type_hints

from django.conf import settings
from django.core.paginator import Paginator
from django.http import HttpRequest
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe
from wagtail.blocks import StreamValue
from wagtail.models import Page

from dalil import vocabulary
from dalil.archive.models import Document
from dalil.bulletin.corrections.editions_on_pages import editions_on, figures_shown
from dalil.bulletin.corrections.listing import SaidCorrection, say_corrections_of
from dalil.bulletin.drawings.drawn import Drawing
from dalil.bulletin.drawings.figure_charts import draw_figures_on_a_map
from dalil.bulletin.figures.embeds import figures_in, slugs_in
from dalil.bulletin.figures.presenters import FigureTile, name_sources_of, present_tiles, read_figures
from dalil.bulletin.models import (
    CardPage,
    FrontPage,
    LinksPage,
    NewsIndexPage,
    StoryPage,
    ThemePage,
)
from dalil.bulletin.pages.card_presenters import (
    Card,
    PageDate,
    expand_texts,
    find_sources,
    list_cards,
    present_card,
    say_page_date,
)
from dalil.bulletin.pages.contexts import context_of
from dalil.bulletin.pages.frame import frame_page
from dalil.bulletin.pages.page_links import link_pages
from dalil.bulletin.pages.readable import readable, sections_of
from dalil.bulletin.pages.theme_incidents import ThemeIncidents, present_theme_incidents, say_theme_in_a_line
from dalil.bulletin.record.report_presenters import (
    PUBLIC,
    NamedSource,
    ReportCard,
    TitledLink,
    link_document,
    present_reports,
)
from dalil.record.credits import with_credits
from dalil.record.models import Report
from dalil.wording.numbers import write_digits

ON_THE_FRONT = 12  # cards
ON_A_PAGE = 24  # cards
OPENING = 3  # paragraphs of the lead on the front page


@dataclass(frozen=True)
class LeadStory(PageDate):
    """The story that leads the front page, with its first paragraphs."""

    url: str
    kicker: str
    headline: str
    standfirst: str
    opening_html: SafeString
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
class AnsweredQuestion:
    """A reader's question and its answer."""

    question: str
    answer_html: SafeString


@dataclass(frozen=True)
class StoryText(PageDate):
    """A story on its own page."""

    kicker: str
    headline: str
    standfirst: str
    body_html: SafeString
    figures: tuple[FigureTile, ...]
    unknown_html: tuple[str, ...]
    corrections: tuple[SaidCorrection, ...]
    sources: tuple[NamedSource, ...]
    document: TitledLink | None
    map: Drawing | None = None


@dataclass(frozen=True)
class CardText(Card):
    """A card on its own page."""

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
class CitedProvision:
    """A provision of the law, and what it asks in our own words."""

    code: str
    instrument: str
    article: str
    text: str


@dataclass(frozen=True)
class ThemeText:
    """A theme on its own page: the law, and what the record holds."""

    title: str
    standfirst: str
    body_html: SafeString
    figures: tuple[FigureTile, ...]
    corrections: tuple[SaidCorrection, ...]
    law: tuple[CitedProvision, ...]
    holds: ThemeIncidents
    reports: tuple[ReportCard, ...]


def translations(page: Page, request: HttpRequest) -> dict[str, str]:
    """The path of a page in each language in which everybody may read it."""
    found = list(readable(page.get_translations(inclusive=True)).select_related("locale"))
    for itself in (each for each in found if each.pk == page.pk):
        page.locale = itself.locale  # else it is asked for once more
    return {each.locale.language_code: each.get_url(request) for each in found if each.get_url(request)}


def language_of(page: Page) -> str:
    """The language a page is written in."""
    code = page.locale.language_code
    return code if code in dict(settings.LANGUAGES) else settings.LANGUAGE_CODE


def _presents(present: Callable[[Any, HttpRequest], dict[str, Any]]) -> None:
    """Register what presents one type of page, the type of its first argument, with the frame around every page."""

    def whole(page: Any, request: HttpRequest) -> dict[str, Any]:
        front = page if isinstance(page, FrontPage) else None
        return frame_page(request, translations(page, request), front) | present(page, request)

    context_of.register(get_type_hints(present)["page"], whole)


@_presents
def _present_front(page: FrontPage, request: HttpRequest) -> dict[str, Any]:
    language = language_of(page)
    lead = _find_lead(page)
    cards = list(list_cards(page)[:ON_THE_FRONT])
    asked = next((card for card in cards if any(block.block_type == "question" for block in card.body)), None)
    editions_on([*([lead] if lead else []), *cards])  # those of all of them at once
    shown_figures = [each for card in cards for each in figures_shown(card, slugs_in(card.summary))]
    read_figures([*(figures_shown(lead, figures_in(lead.body)) if lead else ()), *shown_figures])
    texts = [(lead, _cut_opening(lead.body)) if lead else (page, ""), *((card, card.summary) for card in cards)]
    opening, *summaries = expand_texts(texts)
    sources = find_sources(cards)
    shown = [present_card(card, html, request, language, sources) for card, html in zip(cards, summaries, strict=True)]
    sections = sections_of(page)
    index = next((each for each in sections if isinstance(each, NewsIndexPage)), None)
    links = next((each for each in sections if isinstance(each, LinksPage)), None)
    questions = (
        tuple(block.value["question"] for block in asked.body if block.block_type == "question") if asked else ()
    )
    return {
        "lead": _present_lead(lead, opening, request, language) if lead else None,
        "cards": [each for card, each in zip(cards, shown, strict=True) if card is not asked],
        "cards_url": index.get_url(request) if index else "",
        "questions": CardOfQuestions(**vars(shown[cards.index(asked)]), questions=questions) if asked else None,
        "themes": [
            ThemeLine(theme.get_url(request), theme.title, theme.standfirst, say_theme_in_a_line(theme.asks, language))
            for theme in sections
            if isinstance(theme, ThemePage)
        ],
        "links": [link for group in (_list_links(links) if links else ()) for link in group.links],
        "links_url": links.get_url(request) if links else "",
    }


@_presents
def _present_story(page: StoryPage, request: HttpRequest) -> dict[str, Any]:
    language = language_of(page)
    figures = figures_shown(page, figures_in(page.body))
    document = Document.objects.visible_to(PUBLIC).filter(sha256__startswith=page.document or "-").first()
    body_html, _questions = _expand_body(page, page.body)
    return {
        "story": StoryText(
            kicker=page.kicker,
            headline=page.title,
            standfirst=page.standfirst,
            body_html=body_html,
            figures=present_tiles(figures, language),
            unknown_html=tuple(escape(block.value) for block in page.unknown),
            corrections=say_corrections_of(page, language),
            sources=name_sources_of(figures, language),
            document=link_document(document) if document else None,
            map=draw_figures_on_a_map(list(read_figures(figures).values()), language),
            **vars(say_page_date(page, language)),
        )
    }


@_presents
def _present_news(page: NewsIndexPage, request: HttpRequest) -> dict[str, Any]:
    language = language_of(page)
    form = request.GET.get("form", "")
    cards = readable(CardPage.objects.child_of(page)).order_by("-dated", "path")
    used = set(cards.order_by().values_list("form", flat=True).distinct())
    if form:
        cards = cards.filter(form=form)
    sheet = Paginator(cards, ON_A_PAGE).get_page(request.GET.get("page"))
    summaries, sources = expand_texts([(card, card.summary) for card in sheet]), find_sources(sheet)
    here = page.get_url(request)
    return {
        "cards": [
            present_card(card, html, request, language, sources) for card, html in zip(sheet, summaries, strict=True)
        ],
        "forms": [
            FormLink(str(label), f"{here}?form={code}", current=code == form)
            for code, label in CardPage.Form.choices
            if code in used
        ],
        "pages": link_pages(sheet, here, {"form": form}),
    }


@_presents
def _present_card(page: CardPage, request: HttpRequest) -> dict[str, Any]:
    language = language_of(page)
    (summary,) = expand_texts([(page, page.summary)])
    body_html, questions = _expand_body(page, page.body)
    return {
        "card": CardText(
            **vars(present_card(page, summary, request, language, find_sources([page]))),
            body_html=body_html,
            questions=questions,
            figures=present_tiles(figures_shown(page, figures_in(page.body, page.summary)), language),
            reports=_present_chosen(page.reports, language),
            corrections=say_corrections_of(page, language),
            index_url=page.get_parent().get_url(request),
        )
    }


@_presents
def _present_theme(page: ThemePage, request: HttpRequest) -> dict[str, Any]:
    language = language_of(page)
    body_html, _questions = _expand_body(page, page.body)
    return {
        "theme": ThemeText(
            title=page.title,
            standfirst=page.standfirst,
            body_html=body_html,
            figures=present_tiles(figures_shown(page, figures_in(page.body)), language),
            corrections=say_corrections_of(page, language),
            law=tuple(_cite_provision(block.value, language) for block in page.law),
            holds=present_theme_incidents(page.asks, language),
            reports=_present_chosen(page.reports, language),
        )
    }


@_presents
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


def _present_lead(lead: StoryPage, opening: str, request: HttpRequest, language: str) -> LeadStory:
    return LeadStory(
        url=lead.get_url(request),
        kicker=lead.kicker,
        headline=lead.title,
        standfirst=lead.standfirst,
        opening_html=mark_safe(opening),  # noqa: S308
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


def _expand_body(page: Page, body: StreamValue) -> tuple[SafeString, tuple[AnsweredQuestion, ...]]:
    """Expand the running text with its figures, and the questions apart from it."""
    stored, questions = [], []
    for block in body:
        if block.block_type == "text":
            stored.append(block.value.source)
        elif block.block_type == "figure":
            stored.append(f'<embed embedtype="figure" form="tile" slug="{escape(block.value)}"/>')
        else:
            questions.append(block.value)
    text, *answers = expand_texts([(page, "".join(stored)), *((page, each["answer"].source) for each in questions)])
    answered = tuple(
        AnsweredQuestion(each["question"], mark_safe(answer))  # noqa: S308
        for each, answer in zip(questions, answers, strict=True)
    )
    return mark_safe(text), answered  # noqa: S308


def _present_chosen(chosen: StreamValue, language: str) -> tuple[ReportCard, ...]:
    """Present the reports that an editor chose, in their order, as far as the public may see them."""
    addresses = [block.value for block in chosen]
    if not addresses:
        return ()
    found = with_credits(Report.objects.visible_to(PUBLIC).filter(address__in=addresses))
    by_address = {each.address: each for each in found}
    ordered: Sequence[Report] = [by_address[address] for address in addresses if address in by_address]
    return present_reports(ordered, language)


def _cite_provision(value: Any, language: str) -> CitedProvision:
    term = vocabulary.term("provisions", value["code"])
    instrument = term.extra.get("instrument_ar" if language == "ar" else "instrument", "")
    return CitedProvision(
        code=term.code,
        instrument=write_digits(instrument, language),
        article=term.extra.get("article", ""),
        text=value["text"],
    )
