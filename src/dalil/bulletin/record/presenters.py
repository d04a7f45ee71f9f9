"""How documents and sources are shown to the public, each with the reports that lead to it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.db.models import Count
from django.urls import reverse
from django.utils.timezone import localtime
from django.utils.translation import gettext as say

from dalil import vocabulary
from dalil.archive.models import Document
from dalil.bulletin.drawings.drawn import Drawing
from dalil.bulletin.drawings.incident_charts import draw_incidents
from dalil.bulletin.record import quotations
from dalil.bulletin.record.overlap_presenters import OverlapTable, present_overlap
from dalil.bulletin.record.report_presenters import (
    PUBLIC,
    ReportCard,
    TitledLink,
    link_document,
    present_reports,
)
from dalil.counting.answer import UnknownSource
from dalil.counting.question import Question
from dalil.counting.timelines import first_and_last
from dalil.letters import DOCUMENT_LANGUAGES
from dalil.record.credits import with_credits
from dalil.record.models import Report, Source
from dalil.wording.numbers import say_size
from dalil.wording.times import say_day


@dataclass(frozen=True)
class RelatedDocument(TitledLink):
    """A document that another was made from, or that was made from it. relation: how, in a word."""

    relation: str


@dataclass(frozen=True)
class DocumentPage:
    """A document for its own page, with its text where it is a short text, and the first reports read from it."""

    title: str
    media_type: str
    size: str
    language: str
    language_name: str
    received: str
    sha256: str
    source_url: str
    own_note: bool
    text: str
    download_url: str
    address: str
    parent: RelatedDocument | None
    derivatives: tuple[RelatedDocument, ...]
    reports: tuple[ReportCard, ...]


@dataclass(frozen=True)
class SourcePage:
    """A source for its own page: how often it speaks for itself, how often it passes on, and its latest reports."""

    name: str
    type: str
    as_origin: int
    as_relay: int
    reports: tuple[ReportCard, ...]
    more_url: str
    overlap: OverlapTable | None = None
    drawings: tuple[Drawing, ...] = ()


def present_document(this: Document, language: str, absolute: Any, shown: int = 50) -> DocumentPage:
    """Present a document. absolute: makes an address absolute. shown: how many of its reports."""
    visible = Document.objects.visible_to(PUBLIC)
    parent = visible.filter(pk=this.parent_id).first() if this.parent_id else None
    read = Report.objects.visible_to(PUBLIC).filter(document=this)
    return DocumentPage(
        title=this.title,
        media_type=this.media_type,
        size=say_size(this.size, language),
        language=this.language,
        language_name=say(DOCUMENT_LANGUAGES[this.language]) if this.language in DOCUMENT_LANGUAGES else this.language,
        received=say_day(localtime(this.received_at).date(), language),
        sha256=this.sha256,
        source_url=this.url,
        own_note=this.is_own_note,
        text=quotations.text_of(this),
        download_url=reverse("document-file", args=[this.address]),
        address=absolute(reverse("document", args=[this.address])),
        parent=_relate(parent, this) if parent else None,
        derivatives=tuple(_relate(each, each) for each in visible.filter(parent=this)),
        reports=present_reports(list(with_credits(read).order_by("pk")[:shown]), language),
    )


def _relate(other: Document, made: Document) -> RelatedDocument:
    """Name the other document, and how the one that was made comes from the one that was there."""
    return RelatedDocument(**vars(link_document(other)), relation=made.get_relation_display())


def present_source(this: Source, language: str, shown: int = 20, beside: str = "") -> SourcePage:
    """Present a source. shown: how many of its reports. beside: the code of the source that its numbers are compared with."""
    credited: dict[int, set[str]] = {}
    for attribution, role in this.credits.values_list("attribution", "role"):
        credited.setdefault(attribution, set()).add(role)
    told = Report.objects.visible_to(PUBLIC).filter(attribution__in=this.credits.values("attribution"))
    read = told.standing_for(PUBLIC)  # what was corrected or withdrawn is not said once more
    behind = dict(read.order_by().values_list("attribution").annotate(many=Count("pk")))
    known = vocabulary.is_code("source_types", this.type)

    def count_in_role(role: str) -> int:
        return sum(many for attribution, many in behind.items() if role in credited[attribution])

    return SourcePage(
        name=this.name.in_language(language),
        type=vocabulary.label("source_types", this.type, language) if known else "",
        as_origin=count_in_role("origin"),
        as_relay=count_in_role("relay"),
        reports=present_reports(list(with_credits(read).order_by("-pk")[:shown]), language),
        more_url=f"{reverse('record')}?source={this.code}" if sum(behind.values()) > shown else "",
        overlap=present_overlap(this, beside, language),
        drawings=_draw_incidents_of(this, language),
    )


def _draw_incidents_of(this: Source, language: str) -> tuple[Drawing, ...]:
    """Draw where and when the incidents were that a source reports; nothing where it reports none."""
    question = Question(according_to=this.code)
    try:
        moments = first_and_last(question, PUBLIC)
    except UnknownSource:  # no public report credits it
        return ()
    return draw_incidents(question, moments, PUBLIC, language) if moments.entities else ()
