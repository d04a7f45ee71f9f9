"""What each page hands to its template: plain values in the page's language, as the template documents them at its top."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any, get_type_hints

from django.conf import settings
from django.core.paginator import Paginator
from django.http import HttpRequest
from django.urls import reverse
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe
from wagtail.blocks import StreamValue
from wagtail.models import Page
from wagtail.rich_text import expand_db_html

from dalil import vocabulary
from dalil.archive.models import Document
from dalil.bulletin.figures import presenters as figures
from dalil.bulletin.figures.embeds import figures_in
from dalil.bulletin.models import (
    CardPage,
    Dated,
    FrontPage,
    LinksPage,
    NewsIndexPage,
    StoryPage,
    ThemePage,
)
from dalil.bulletin.pages import theme_incidents as holdings
from dalil.bulletin.pages.contexts import context_of
from dalil.bulletin.pages.frame import around as frame_of
from dalil.bulletin.pages.readable import is_readable, readable, sections_of
from dalil.bulletin.record import presenters as shown
from dalil.record.credits import with_credits
from dalil.record.models import Report, Source
from dalil.wording.numbers import write_digits
from dalil.wording.times import say_when

ON_THE_FRONT = 12  # cards
ON_A_PAGE = 24  # cards
OPENING = 3  # paragraphs of the lead on the front page
BETWEEN = "\x1e"


def translations(page: Page, request: HttpRequest) -> dict[str, str]:
    """The path of a page in each language in which everybody may read it."""
    return {
        each.locale.language_code: each.get_url(request)
        for each in readable(page.get_translations(inclusive=True)).select_related("locale")
        if each.get_url(request)
    }


def language_of(page: Page) -> str:
    """The language a page is written in."""
    code = page.locale.language_code
    return code if code in dict(settings.LANGUAGES) else settings.LANGUAGE_CODE


def _presents(present: Callable[[Any, HttpRequest], dict[str, Any]]) -> None:
    """Register what presents one type of page, the type of its first argument, with the frame around every page."""

    def whole(page: Any, request: HttpRequest) -> dict[str, Any]:
        front = page if isinstance(page, FrontPage) else None
        return frame_of(request, translations(page, request), front) | present(page, request)

    context_of.register(get_type_hints(present)["page"], whole)


@_presents
def _front(page: FrontPage, request: HttpRequest) -> dict[str, Any]:
    language = language_of(page)
    lead = _lead_of(page)
    cards = list(cards_of(page)[:ON_THE_FRONT])
    asked = next((card for card in cards if any(block.block_type == "question" for block in card.body)), None)
    figures.by_slug([*figures_in(lead.body if lead else (), *(card.summary for card in cards))])  # all of them at once
    opening, *summaries = expand([_opening(lead.body) if lead else "", *(card.summary for card in cards)])
    sources = sources_of(cards)
    shown_cards = [card_of(card, html, request, language, sources) for card, html in zip(cards, summaries, strict=True)]
    sections = sections_of(page)
    index = next((each for each in sections if isinstance(each, NewsIndexPage)), None)
    links = next((each for each in sections if isinstance(each, LinksPage)), None)
    return {
        "lead": _lead(lead, opening, request, language) if lead else None,
        "cards": [each for card, each in zip(cards, shown_cards, strict=True) if card is not asked],
        "cards_url": index.get_url(request) if index else "",
        "questions": {
            **shown_cards[cards.index(asked)],
            "questions": [block.value["question"] for block in asked.body if block.block_type == "question"],
        }
        if asked
        else None,
        "themes": [
            {
                "url": theme.get_url(request),
                "title": theme.title,
                "standfirst": theme.standfirst,
                "holds": holdings.in_a_line(theme.asks, language),
            }
            for theme in sections
            if isinstance(theme, ThemePage)
        ],
        "links": [link for block in (links.groups if links else ()) for link in block.value["links"]],
        "links_url": links.get_url(request) if links else "",
    }


@_presents
def _story(page: StoryPage, request: HttpRequest) -> dict[str, Any]:
    language = language_of(page)
    slugs = figures_in(page.body)
    document = Document.objects.visible_to(shown.PUBLIC).filter(sha256__startswith=page.document or "-").first()
    return {
        "story": {
            "kicker": page.kicker,
            "headline": page.title,
            "standfirst": page.standfirst,
            **_date(page, language),
            **_body(page.body),
            "figures": figures.tiles(slugs, language),
            "unknown_html": [escape(block.value) for block in page.unknown],
            "corrections": _corrections(page, language),
            "sources": figures.sources(slugs, language),
            "document": {"title": document.title, "url": reverse("document", args=[document.address])}
            if document
            else None,
            "reports": _reports(page.reports, language),
        }
    }


@_presents
def _news(page: NewsIndexPage, request: HttpRequest) -> dict[str, Any]:
    language = language_of(page)
    form = request.GET.get("form", "")
    cards = readable(CardPage.objects.child_of(page)).order_by("-dated", "path")
    used = set(cards.order_by().values_list("form", flat=True).distinct())
    if form:
        cards = cards.filter(form=form)
    sheet = Paginator(cards, ON_A_PAGE).get_page(request.GET.get("page"))
    summaries, sources = expand([card.summary for card in sheet]), sources_of(sheet)
    here = page.get_url(request)
    return {
        "cards": [card_of(card, html, request, language, sources) for card, html in zip(sheet, summaries, strict=True)],
        "forms": [
            {"label": label, "url": f"{here}?form={code}", "current": code == form}
            for code, label in CardPage.Form.choices
            if code in used
        ],
        "pages": pages(sheet, here, {"form": form}),
    }


@_presents
def _card(page: CardPage, request: HttpRequest) -> dict[str, Any]:
    language = language_of(page)
    slugs = figures_in(page.body, page.summary)
    return {
        "card": {
            **card_of(page, expand([page.summary])[0], request, language, sources_of([page])),
            **_body(page.body),
            "figures": figures.tiles(slugs, language),
            "reports": _reports(page.reports, language),
            "corrections": _corrections(page, language),
            "index_url": page.get_parent().get_url(request),
        }
    }


@_presents
def _theme(page: ThemePage, request: HttpRequest) -> dict[str, Any]:
    language = language_of(page)
    return {
        "theme": {
            "title": page.title,
            "standfirst": page.standfirst,
            **_body(page.body),
            "figures": figures.tiles(figures_in(page.body), language),
            "law": [_provision(block.value, language) for block in page.law],
            "holds": holdings.of(page.asks, language),
            "reports": _reports(page.reports, language),
        }
    }


@_presents
def _links(page: LinksPage, request: HttpRequest) -> dict[str, Any]:
    return {"intro": page.intro, "groups": [block.value for block in page.groups]}


def cards_of(front: FrontPage) -> Any:
    """The cards of News & Views in the tree of this front page that everybody may read, the latest first."""
    return readable(CardPage.objects.descendant_of(front)).order_by("-dated", "path").select_related("more_page")


def sources_of(cards: Iterable[CardPage]) -> dict[str, Source]:
    """The sources of the record that these cards name, as far as the public may know them, by code; read at once."""
    codes = {card.source_code for card in cards if card.source_code}
    visible = Source.objects.visible_to(shown.PUBLIC).filter(code__in=codes) if codes else ()
    return {source.code: source for source in visible}


def card_of(
    card: CardPage, summary_html: str, request: HttpRequest, language: str, sources: Mapping[str, Source]
) -> dict[str, Any]:
    """A card as a reader meets it. sources: those that `sources_of` gives for it."""
    more = card.more_page.localized if card.more_page_id and card.more_page else None
    more = more if more and is_readable(more) else None
    source = sources.get(card.source_code)
    name = card.source_text or (source.name.in_language(language) if source else "")
    return {
        "url": (more.get_url(request) if more else "") or card.more_url or card.get_url(request),
        "headline": card.title,
        "summary_html": mark_safe(_unwrapped(summary_html)),  # noqa: S308 - rich text, cleaned when it was saved
        "form": card.get_form_display(),
        "source": {"name": name} if name else None,
        **_date(card, language),
    }


def expand(htmls: Iterable[str]) -> list[str]:
    """Rich texts as readers see them; the figures of all of them are looked up at once."""
    apart = [html.replace(BETWEEN, "") for html in htmls]
    expanded: str = expand_db_html(BETWEEN.join(apart))
    return expanded.split(BETWEEN) if apart else []


def pages(sheet: Any, here: str, stays: dict[str, str]) -> dict[str, Any]:
    """The links to the neighbouring pages of a list; `stays` are the parameters that go along."""

    def at(number: int) -> str:
        return f"{here}?{query({**stays, 'page': str(number)})}"

    return {
        "number": sheet.number,
        "of": sheet.paginator.num_pages,
        "previous_url": at(sheet.previous_page_number()) if sheet.has_previous() else "",
        "next_url": at(sheet.next_page_number()) if sheet.has_next() else "",
    }


def query(parameters: dict[str, str]) -> str:
    """A query string of the parameters that say something."""
    from urllib.parse import urlencode

    return urlencode({name: value for name, value in parameters.items() if value})


def _lead_of(page: FrontPage) -> StoryPage | None:
    chosen: StoryPage | None = readable(StoryPage.objects.filter(pk=page.lead_id)).first() if page.lead_id else None
    if chosen:
        return chosen
    latest: StoryPage | None = (
        readable(StoryPage.objects.child_of(page)).order_by("-dated", "-first_published_at").first()
    )
    return latest


def _lead(lead: StoryPage, opening: str, request: HttpRequest, language: str) -> dict[str, Any]:
    return {
        "url": lead.get_url(request),
        "kicker": lead.kicker,
        "headline": lead.title,
        "standfirst": lead.standfirst,
        "opening_html": mark_safe(opening),  # noqa: S308
        **_date(lead, language),
        "figures": figures.tiles(figures_in(lead.body), language),
    }


def _opening(body: StreamValue) -> str:
    """The first paragraphs of a text, before its first subheading, as stored."""
    for block in body:
        if block.block_type == "text":
            before = re.split(r"<h[23]", block.value.source, maxsplit=1)[0]
            return "".join(re.findall(r"<p\b.*?</p>", before, re.DOTALL)[:OPENING])
    return ""


def _body(body: StreamValue) -> dict[str, Any]:
    """The running text with its figures, and the questions apart from it."""
    stored, questions = [], []
    for block in body:
        if block.block_type == "text":
            stored.append(block.value.source)
        elif block.block_type == "figure":
            stored.append(f'<embed embedtype="figure" form="tile" slug="{escape(block.value)}"/>')
        else:
            questions.append(block.value)
    text, *answers = expand(["".join(stored), *(each["answer"].source for each in questions)])
    return {
        "body_html": mark_safe(text),  # noqa: S308
        "questions": [
            {"question": each["question"], "answer_html": mark_safe(answer)}  # noqa: S308
            for each, answer in zip(questions, answers, strict=True)
        ],
    }


def _unwrapped(html: str) -> SafeString:
    """A summary of one paragraph without the tags of the paragraph, for a template that puts it into one."""
    inner = re.sub(r"</p>\s*<p\b[^>]*>", "<br>", html.strip())
    return mark_safe(re.sub(r"^<p\b[^>]*>|</p>$", "", inner))  # noqa: S308


def _date(page: Dated, language: str) -> dict[str, str]:
    when = page.when
    notation = when.notation()
    return {"date": say_when(when, language), "datetime": notation if ".." not in notation else when.start.isoformat()}


def _corrections(page: Dated, language: str) -> list[dict[str, str]]:
    return [
        {
            "date": shown.say_date(block.value["date"], language),
            "datetime": block.value["date"].isoformat(),
            "text": block.value["text"],
        }
        for block in page.corrections
    ]


def _reports(chosen: StreamValue, language: str) -> list[dict[str, Any]]:
    addresses = [block.value for block in chosen]
    if not addresses:
        return []
    found = with_credits(Report.objects.visible_to(shown.PUBLIC).filter(address__in=addresses))
    by_address = {each.address: each for each in found}
    ordered: Sequence[Report] = [by_address[address] for address in addresses if address in by_address]
    return shown.reports(ordered, language)


def _provision(value: Any, language: str) -> dict[str, str]:
    term = vocabulary.term("provisions", value["code"])
    return {
        "code": term.code,
        "title": term.label(language),
        "instrument": write_digits(term.extra.get("instrument_ar" if language == "ar" else "instrument", ""), language),
        "article": term.extra.get("article", ""),
        "text": value["text"],
    }
