"""The text of a page as readers meet it: running text with its figures, and between it pictures, drawings, tables, quotations."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe
from wagtail.blocks import StreamValue
from wagtail.models import Page

from dalil import vocabulary
from dalil.bulletin.corrections.editions_on_pages import figures_shown
from dalil.bulletin.drawings.drawn import Drawing
from dalil.bulletin.drawings.figure_charts import draw_figure
from dalil.bulletin.figures.embeds import figures_in
from dalil.bulletin.figures.presenters import read_figures
from dalil.bulletin.pages.card_presenters import PageDate, expand_texts
from dalil.bulletin.pictures.blocks import find_public_document
from dalil.bulletin.pictures.models import Picture
from dalil.bulletin.pictures.shown import CROPPED, WHOLE, ShownPicture, load_pictures, present_picture
from dalil.bulletin.record.report_presenters import (
    PUBLIC,
    ReportCard,
    TitledLink,
    link_document,
    present_reports,
)
from dalil.record.credits import with_credits
from dalil.record.models import Report
from dalil.values import When
from dalil.wording.numbers import write_digits
from dalil.wording.times import say_when


@dataclass(frozen=True)
class AnsweredQuestion:
    """A reader's question and its answer."""

    question: str
    answer_html: SafeString


@dataclass(frozen=True)
class CitedProvision:
    """A provision of the law, and what it asks in our own words."""

    code: str
    instrument: str
    article: str
    text: str
    url: str


@dataclass(frozen=True)
class PictureGallery:
    """Pictures side by side; see bulletin/pictures/gallery.html."""

    heading: str
    pictures: tuple[ShownPicture | None, ...]


@dataclass(frozen=True)
class PictureQuote:
    """A picture beside the words of somebody; see bulletin/pictures/picture_quote.html."""

    picture: ShownPicture | None
    words: str
    who: str


@dataclass(frozen=True)
class DocumentExcerpt:
    """Words of a document; see bulletin/pictures/excerpt.html. document: None where it is not public any more; then words is empty."""

    words: str
    locator: str
    language: str
    document: TitledLink | None


@dataclass(frozen=True)
class KeptVideo:
    """A video as a still that leads to the kept file; see bulletin/pictures/video.html. media_type: of the file, for those who may not open it."""

    still: ShownPicture | None
    document: TitledLink | None
    media_type: str
    caption: str


@dataclass(frozen=True)
class TimelineMoment(PageDate):
    """A moment of a timeline and what happened then."""

    what: str


@dataclass(frozen=True)
class Timeline:
    """Moments in their order; see bulletin/pages/timeline.html."""

    heading: str
    moments: tuple[TimelineMoment, ...]


@dataclass(frozen=True)
class WordTable:
    """A table of words; see bulletin/pages/word_table.html. head: empty where the editor wrote none."""

    caption: str
    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


@dataclass(frozen=True)
class ReportQuote:
    """Words of a report with who says so; see bulletin/pages/report_quote.html. report: None where it is not public any more."""

    words: str
    report: ReportCard | None


@dataclass(frozen=True)
class ExpandedBody:
    """The text of a page as markup, and the readers' questions, which stand apart from it."""

    html: SafeString
    questions: tuple[AnsweredQuestion, ...]


@dataclass(frozen=True)
class _Ground:
    """What the blocks of one text share: its page, its language, and its pictures, loaded at once."""

    page: Page
    language: str
    pictures: Mapping[int, Picture]

    def picture(self, chosen: Picture | None, caption: str = "", **how: Any) -> ShownPicture | None:
        """Present a picture that an editor chose; None where it may not be shown, or is no more."""
        return present_picture(self.pictures.get(chosen.pk) if chosen else None, self.language, caption=caption, **how)


def expand_body(page: Page, body: StreamValue, language: str) -> ExpandedBody:
    """Expand the text of a page. What an editor chose and the public may not see any more is missing, and the page says so."""
    parts: list[str | None] = []
    stored: list[str] = []
    asked: list[Any] = []
    ground = _Ground(page, language, load_pictures(_pictures_in(body), WHOLE, CROPPED))
    read_figures(figures_shown(page, figures_in(body)))  # at once: each block then finds its own among them
    in_a_row = False
    for block in body:
        kind = block.block_type
        if kind == "question":
            asked.append(block.value)
            continue
        if kind in ("text", "figure"):
            html = block.value.source if kind == "text" else _figure_tile(block.value)
            if in_a_row:
                stored[-1] += html
            else:
                stored.append(html)
                parts.append(None)
        else:
            parts.append(_BLOCKS[kind](block.value, ground))
        in_a_row = kind in ("text", "figure")
    texts = [*((page, html) for html in stored), *((page, each["answer"].source) for each in asked)]
    expanded = iter(expand_texts(texts))
    whole = "".join(next(expanded) if part is None else part for part in parts)
    questions = tuple(AnsweredQuestion(each["question"], mark_safe(next(expanded))) for each in asked)  # noqa: S308
    return ExpandedBody(mark_safe(whole), questions)  # noqa: S308 - rich text, cleaned when it was saved, and templates of ours


def cite_provision(value: Any, language: str) -> CitedProvision:
    """Cite a provision of the law as an editor chose it."""
    term = vocabulary.term("provisions", value["code"])
    instrument = term.extra.get("instrument_ar" if language == "ar" else "instrument", "")
    return CitedProvision(
        code=term.code,
        instrument=write_digits(instrument, language),
        article=term.extra.get("article", ""),
        text=value["text"],
        url=reverse("provision", args=[term.code]),
    )


def say_date_of(notation: str, language: str) -> PageDate:
    """Say a date that is kept in the short form, and the same as ISO 8601 has it."""
    when = When.parse(notation)
    return PageDate(say_when(when, language), when.start.isoformat() if ".." in notation else when.notation())


def present_chosen(chosen: StreamValue, language: str) -> tuple[ReportCard, ...]:
    """Present the reports that an editor chose, in their order, as far as the public may see them."""
    addresses = [block.value for block in chosen]
    if not addresses:
        return ()
    found = with_credits(Report.objects.visible_to(PUBLIC).filter(address__in=addresses))
    by_address = {each.address: each for each in found}
    ordered: Sequence[Report] = [by_address[address] for address in addresses if address in by_address]
    return present_reports(ordered, language)


def _figure_tile(slug: str) -> str:
    return f'<embed embedtype="figure" form="tile" slug="{escape(slug)}"/>'


def _pictures_in(body: StreamValue) -> set[int]:
    """The pictures of a text, by key."""
    chosen: list[Any] = []
    for block in body:
        match block.block_type:
            case "picture" | "picture_quote":
                chosen.append(block.value["picture"])
            case "video":
                chosen.append(block.value["still"])
            case "gallery":
                chosen += [each["picture"] for each in block.value["pictures"]]
    return {each.pk for each in chosen if each is not None}


def _picture(value: Any, ground: _Ground) -> str:
    picture = ground.picture(value["picture"], value["caption"])
    return render_to_string("bulletin/pictures/picture.html", {"picture": picture})


def _gallery(value: Any, ground: _Ground) -> str:
    shown = tuple(
        ground.picture(each["picture"], each["caption"], form=CROPPED, sizes="(min-width: 60rem) 22rem, 50vw")
        for each in value["pictures"]
    )
    return render_to_string("bulletin/pictures/gallery.html", {"gallery": PictureGallery(value["heading"], shown)})


def _picture_quote(value: Any, ground: _Ground) -> str:
    shown = PictureQuote(ground.picture(value["picture"]), value["words"], value["who"])
    return render_to_string("bulletin/pictures/picture_quote.html", {"quote": shown})


def _excerpt(value: Any, ground: _Ground) -> str:
    document = find_public_document(value["document"])
    shown = DocumentExcerpt(
        words=value["words"] if document else "",
        locator=value["locator"],
        language=document.language if document else "",
        document=link_document(document) if document else None,
    )
    return render_to_string("bulletin/pictures/excerpt.html", {"excerpt": shown})


def _video(value: Any, ground: _Ground) -> str:
    document = find_public_document(value["document"])
    shown = KeptVideo(
        still=ground.picture(value["still"]),
        document=link_document(document) if document else None,
        media_type=document.media_type if document else "",
        caption=value["caption"],
    )
    return render_to_string("bulletin/pictures/video.html", {"video": shown})


def _drawing(slug: str, ground: _Ground) -> str:
    drawn: list[Drawing] = []
    for shown in read_figures(figures_shown(ground.page, [slug])).values():
        drawn += draw_figure(shown, ground.language, within=f"{slug}-")
    if not drawn:
        return str(expand_texts([(ground.page, _figure_tile(slug))])[0])
    return "".join(render_to_string("bulletin/drawings/drawing.html", {"drawing": each}) for each in drawn)


def _timeline(value: Any, ground: _Ground) -> str:
    entries = sorted(value["entries"], key=lambda each: When.parse(each["when"]).start)
    moments = tuple(
        TimelineMoment(**vars(say_date_of(each["when"], ground.language)), what=each["what"]) for each in entries
    )
    return render_to_string("bulletin/pages/timeline.html", {"timeline": Timeline(value["heading"], moments)})


def _table(value: Any, ground: _Ground) -> str:
    table = value["table"]
    head = tuple(column["heading"] for column in table.columns) if table else ()
    rows = tuple(tuple(str(cell.value) for cell in row) for row in table.rows) if table else ()
    shown = WordTable(value["caption"], head if any(head) else (), rows)
    return render_to_string("bulletin/pages/word_table.html", {"table": shown})


def _report_quote(value: Any, ground: _Ground) -> str:
    found = list(with_credits(Report.objects.visible_to(PUBLIC).filter(address=value["report"])))
    report = next(iter(present_reports(found, ground.language)), None)
    words = (value["words"] or found[0].said) if found else ""
    return render_to_string("bulletin/pages/report_quote.html", {"quote": ReportQuote(words, report)})


def _law(value: Any, ground: _Ground) -> str:
    return render_to_string("bulletin/pages/provision.html", {"provision": cite_provision(value, ground.language)})


_BLOCKS: Mapping[str, Callable[[Any, _Ground], str]] = {
    "picture": _picture,
    "gallery": _gallery,
    "picture_quote": _picture_quote,
    "excerpt": _excerpt,
    "video": _video,
    "drawing": _drawing,
    "timeline": _timeline,
    "table": _table,
    "report_quote": _report_quote,
    "law": _law,
}
"""What renders each block of a text, by its name in `bulletin/blocks.py`."""
