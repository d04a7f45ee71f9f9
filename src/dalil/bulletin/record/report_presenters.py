"""How reports are shown to the public: plain values for the templates, in one language.

Everything here is read as the public may know it, also while somebody who knows more is signed in.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Exists, OuterRef
from django.urls import reverse
from django.utils.timezone import localtime

from dalil import vocabulary
from dalil.archive.models import Document
from dalil.archive.protection import Viewer
from dalil.bulletin.record import quotations
from dalil.record.credits import credited_sources
from dalil.record.kind import fields_of
from dalil.record.models import Report, Source, Supersession
from dalil.values import Bilingual, Count, When
from dalil.wording.claims import ANSWERS, ROLES, say_answers, say_fact, say_parties_as, title_of
from dalil.wording.counts import say_quantity
from dalil.wording.numbers import write_digits
from dalil.wording.times import say_day
from dalil.wording.where import choose_script, say_locator

PUBLIC = Viewer.public()


@dataclass(frozen=True)
class TitledLink:
    """A thing by its title, with the way to its page."""

    title: str
    url: str


@dataclass(frozen=True)
class NamedSource:
    """A source by its name, with the way to its page."""

    name: str
    url: str


@dataclass(frozen=True)
class ExplainedFlag:
    """A defect found in a report, in words."""

    label: str
    explained: str


@dataclass(frozen=True)
class SaidField:
    """What a report says in one field, and the words of its source for it."""

    label: str
    text: str
    said: str


@dataclass(frozen=True)
class ReportCard:
    """A report as a reader meets it; see bulletin/record/report_card.html. states: what it says in each field, where that is asked for."""

    url: str
    title: str
    origins: tuple[NamedSource, ...]
    relays: tuple[NamedSource, ...]
    said: str
    said_language: str
    own_note: bool
    translated: bool
    summary: str
    document: TitledLink
    locator: str
    answer: str
    flags: tuple[ExplainedFlag, ...]
    withdrawn: str
    superseded_by_url: str
    states: tuple[SaidField, ...]


@dataclass(frozen=True)
class ReportPage(ReportCard):
    """A report with everything it says, for its own page."""

    address: str
    digest: str
    entered: str
    content: tuple[SaidField, ...]
    entity: TitledLink
    supersedes_url: str
    json_url: str


def present_reports(
    these: Sequence[Report], language: str, quantity: str = "", *, whole: bool = False
) -> tuple[ReportCard, ...]:
    """Present reports as a reader meets them. quantity: the number to say of each, if one is asked for. whole: with all that each states."""
    seen = Exists(Report.objects.visible_to(PUBLIC).filter(pk=OuterRef("new")))
    corrections = Supersession.objects.filter(seen, old__in=[each.pk for each in these])
    corrected = dict(corrections.values_list("old", "new__address"))
    translated = quotations.translations({each.document_id for each in these}, language)
    return tuple(
        _present_report(each, language, quantity, corrected.get(each.pk), translated.get(each.document_id), whole)
        for each in these
    )


def state_of_cards(ids: Sequence[int], language: str) -> tuple[Any, ...]:
    """Return what can change of the cards of these reports while none of them is hidden: which are corrected, what is translated."""
    seen = Exists(Report.objects.visible_to(PUBLIC).filter(pk=OuterRef("new")))
    corrections = Supersession.objects.filter(seen, old__in=ids).order_by("pk").values_list("pk", flat=True)
    return (*corrections, quotations.latest_translation(language))


def _present_report(
    this: Report, language: str, quantity: str, corrected_by: str | None, translation: Document | None, whole: bool
) -> ReportCard:
    """Present one report: who says so, through whom, in which words. translation: of its document, for this reader."""
    origins, relays = credited_sources(this)
    said = quotations.words_in(translation, this) if translation and this.language != language else ""
    count = getattr(this.claim, quantity, None) if quantity else None
    return ReportCard(
        url=reverse("report", args=[this.address]),
        title=title_of(this.claim, language),
        origins=tuple(name_source(source, language) for source in origins),
        relays=tuple(name_source(source, language) for source in relays),
        said=said or this.said,
        said_language=language if said else this.language,
        own_note=this.document.is_own_note,
        translated=bool(said),
        summary="" if said else _say_description(this, language),
        document=link_document(translation if said and translation else this.document),
        locator=say_locator(this.locator, language),
        answer=say_quantity(count, language) if isinstance(count, Count) else "",
        flags=tuple(_explain_flag(code, language) for code in this.flags),
        withdrawn=this.withdrawn_because,
        superseded_by_url=reverse("report", args=[corrected_by]) if corrected_by else "",
        states=tuple(_say_fields(this, language)) if whole else (),
    )


def present_report_page(this: Report, entity: TitledLink, language: str, absolute: Any) -> ReportPage:
    """Present a report with everything it says. entity: what it is about. absolute: makes an address absolute."""
    earlier = Supersession.objects.filter(new=this, old__in=Report.objects.visible_to(PUBLIC)).first()
    (card,) = present_reports([this], language)
    return ReportPage(
        **vars(card),
        address=absolute(reverse("report", args=[this.address])),
        digest=this.digest,
        entered=say_day(localtime(this.entered_at).date(), language),
        content=tuple(_say_fields(this, language)),
        entity=entity,
        supersedes_url=reverse("report", args=[earlier.old.address]) if earlier else "",
        json_url=reverse("api:report", args=[this.address]),
    )


def _say_fields(this: Report, language: str) -> list[SaidField]:
    said = []
    for field in fields_of(type(this.claim)):
        if field.has_roles:
            parties = ((label, say_parties_as(this.claim, role, field, language)) for role, label in ROLES.items())
            said += [SaidField(label.in_language(language), text, "") for label, text in parties if text]
            if answers := say_answers(getattr(this.claim, field.name), language):
                said.append(SaidField(ANSWERS.in_language(language), answers, ""))
            continue
        value = getattr(this.claim, field.name)
        text = say_fact(value, field, language)
        if text:
            words = getattr(value, "said", "") if isinstance(value, (Count, When)) else getattr(value, "name", "")
            words = choose_script(words, language)
            said.append(SaidField(field.label.in_language(language), text, words if words != text else ""))
    return said


def _say_description(this: Report, language: str) -> str:
    """Say what the report describes in the reader's language, where its exact words are in another."""
    described = getattr(this.claim, "description", None)
    return (
        getattr(described, language, "")
        if isinstance(described, Bilingual) and this.language not in ("", language)
        else ""
    )


def _explain_flag(code: str, language: str) -> ExplainedFlag:
    term = vocabulary.term("flags", code)
    return ExplainedFlag(term.label(language), write_digits(term.extra.get(f"sentence_{language}", ""), language))


def name_source(source: Source, language: str) -> NamedSource:
    """Name a source in a language, with the way to its page."""
    return NamedSource(source.name.in_language(language), reverse("source", args=[source.code]))


def link_document(this: Document) -> TitledLink:
    """Name a document by its title, with the way to its page."""
    return TitledLink(this.title, reverse("document", args=[this.address]))
