"""The page of a figure, and that of one of its editions: what is said there, as plain values for the template."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import islice
from typing import Any

from django.db.models import TextField
from django.db.models.functions import Cast
from django.http import HttpRequest
from django.urls import reverse
from django.utils.timezone import localtime
from django.utils.translation import gettext as say

from dalil.bulletin.drawings.drawn import Drawing
from dalil.bulletin.drawings.figure_charts import draw_figure
from dalil.bulletin.figures.presenters import (
    ExplainedReading,
    explain_reading,
    explain_reading_of,
    say_figure,
    say_published,
)
from dalil.bulletin.models import CardPage, StoryPage, ThemePage
from dalil.bulletin.pages.readable import readable
from dalil.bulletin.record.entity_presenters import (
    EntityHead,
    ReadingAnswer,
    entity_title,
    present_entity_head,
)
from dalil.bulletin.record.report_presenters import PUBLIC, ReportCard, TitledLink, present_reports
from dalil.counting.answer import ask
from dalil.counting.combine import Reading
from dalil.counting.models import FigureEdition
from dalil.counting.public_figures import PublicFigure
from dalil.counting.question import GAP, Question
from dalil.counting.timelines import first_and_last
from dalil.record.entities import Entity, entities_of
from dalil.record.models import Report
from dalil.values import Count, When
from dalil.values.total import Total
from dalil.wording.changes import list_changed_parts
from dalil.wording.counts import name_units, say_count
from dalil.wording.gaps import say_gap
from dalil.wording.grades import ExplainedGrade, explain_grade, explain_lone_origins, explain_unknown_origin
from dalil.wording.numbers import say_range, write_digits
from dalil.wording.times import say_day, say_when
from dalil.wording.totals import say_conflict, say_ends, say_total

WEAKEST = ("disproved", "contested", "reported", "corroborated", "verified", "confirmed")
PER = {
    "en": {"day": "a day", "week": "a week", "month": "a month", "year": "a year"},
    "ar": {"day": "في اليوم", "week": "في الأسبوع", "month": "في الشهر", "year": "في السنة"},
}


@dataclass(frozen=True)
class FigureReading(ReadingAnswer):
    """What one reading makes of a figure, and how that reading is made."""

    explained: str


@dataclass(frozen=True)
class PartOfRest:
    """What a breakdown does not name. start, share: percentages of the bar."""

    told: str
    start: float
    share: float


@dataclass(frozen=True)
class PartOfFigure(PartOfRest):
    """One part of a breakdown."""

    label: str


@dataclass(frozen=True)
class Breakdown:
    """What a figure is made of. Where it is partial: how many are named of how many, and the rest."""

    rows: tuple[PartOfFigure, ...]
    partial: bool = False
    named: str = ""
    whole: str = ""
    rest: PartOfRest | None = None


@dataclass(frozen=True)
class EndOfGap(TitledLink):
    """An entity at one end of a time between reports, and when it was."""

    when: str


@dataclass(frozen=True)
class GapBetween:
    """A time between two reports: the last before it and the first after it."""

    told: str
    last: EndOfGap
    first: EndOfGap


@dataclass(frozen=True)
class SaidChange:
    """Where the record says something else than was published: both, since when, and what changed."""

    published: str
    now: str
    what: str
    date: str
    datetime: str
    text: str


@dataclass(frozen=True)
class EditionLine:
    """An edition in the list of earlier answers."""

    date: str
    datetime: str
    told: str


@dataclass(frozen=True)
class EntityBehind(EntityHead):
    """An entity that a figure counts, with its reports."""

    reports: tuple[ReportCard, ...]


@dataclass(frozen=True)
class FigurePage:
    """The page of a figure, or of one of its editions; that says nothing of the record of today."""

    question: str
    told: str
    range: str
    unit: str
    per: str
    reading: ExplainedReading
    note: str
    csv_url: str
    json_url: str
    cite: str
    address: str
    as_known_on: str
    as_known_datetime: str
    changed: SaidChange | None
    history: tuple[EditionLine, ...]
    entities: tuple[EntityBehind, ...]
    grade: ExplainedGrade | None = None
    readings: tuple[FigureReading, ...] = ()
    parts: Breakdown | None = None
    drawings: tuple[Drawing, ...] = ()
    gap: GapBetween | None = None
    used_in: tuple[TitledLink, ...] = ()


def present_figure(this: PublicFigure, entities: Sequence[Entity], language: str, request: HttpRequest) -> FigurePage:
    """Present a figure as the record has it today, beside what was published. entities: those that the page shows."""
    day = localtime(this.answer.known_at).date() if this.answer else None
    page = _present_published(
        this,
        language,
        request,
        as_known_on=say_day(day, language) if day else "",
        as_known_datetime=day.isoformat() if day else "",
        history=list(this.figure.editions.all())[1:],
        entities=entities,
    )
    return replace(
        page,
        grade=_explain_weakest_grade(this, language),
        readings=_say_in_each_reading(this, language),
        parts=_say_parts(this, language),
        drawings=draw_figure(this, language),
        gap=_say_gap_between(this, language),
        used_in=_list_pages_with(this.figure.slug, language, request),
    )


def present_edition(
    this: PublicFigure, edition: FigureEdition, entities: Sequence[Entity], language: str, request: HttpRequest
) -> FigurePage:
    """Present one edition as it was published. this: the figure as that edition has it. entities: those that it counted."""
    day = localtime(edition.at).date()
    page = _present_published(
        this,
        language,
        request,
        as_known_on=say_day(day, language),
        as_known_datetime=day.isoformat(),
        history=[each for each in this.figure.editions.all() if each.number != edition.number],
        entities=entities,
    )
    note = say("Edition %(number)s, as it was published on %(date)s.") % {
        "number": write_digits(str(edition.number), language),
        "date": page.as_known_on,
    }
    return replace(page, note=note)


def _present_published(
    this: PublicFigure,
    language: str,
    request: HttpRequest,
    *,
    as_known_on: str,
    as_known_datetime: str,
    history: Sequence[FigureEdition],
    entities: Sequence[Entity],
) -> FigurePage:
    """Present what the page of a figure and that of an edition have in common."""
    slug, edition = this.figure.slug, this.edition
    question, answer = this.figure.title.in_language(language), _say_answer(this, language)
    cited = reverse("figure-edition", args=[slug, edition.number]) if edition else reverse("figure", args=[slug])
    address = request.build_absolute_uri(cited)
    day = say_day(localtime(edition.at).date(), language) if edition else ""
    bounds = say_ends(this.published, language, days=this.question.measure == GAP)
    note = this.figure.note
    return FigurePage(
        question=question,
        told=answer,
        range=bounds if bounds not in (answer, say_figure(this, language)) else "",
        unit=name_units(this.published.unit, language) if this.published.unit else "",
        per=_say_per(this, language),
        reading=explain_reading_of(this.question, language),
        note=note.in_language(language) if note else "",
        csv_url=reverse("figure-csv", args=[slug]),
        json_url=reverse("figure-json", args=[slug]),
        cite=say("“%(question)s” %(answer)s. Dalil, edition %(number)s, %(date)s. %(address)s")
        % {
            "question": question,
            "answer": answer,
            "number": write_digits(str(edition.number if edition else 1), language),
            "date": day,
            "address": address,
        },
        address=address,
        as_known_on=as_known_on,
        as_known_datetime=as_known_datetime,
        changed=_say_change(this, language),
        history=tuple(_say_edition(this, each, language) for each in history),
        entities=_present_entities(entities, this.question, language),
    )


def _say_answer(this: PublicFigure, language: str) -> str:
    """The answer on a page; in Arabic with its noun, since one and two are no numbers there."""
    return say_figure(this, language, with_noun=language == "ar")


def _say_per(this: PublicFigure, language: str) -> str:
    """Say per which time a source counts; empty where it counts a total."""
    per = getattr(this.only.claim, "per", None) if this.only else None
    return PER[language].get(per, "") if per else ""


def _present_entities(these: Sequence[Entity], question: Question, language: str) -> tuple[EntityBehind, ...]:
    quantity = question.measure if question.is_quantity else ""
    cards = iter(present_reports([report for each in these for report in each.reports], language, quantity))
    return tuple(
        EntityBehind(
            **vars(present_entity_head(each, language, quantity if len(each.reports) > 1 else "")),
            reports=tuple(islice(cards, len(each.reports))),
        )
        for each in these
    )


def _explain_weakest_grade(this: PublicFigure, language: str) -> ExplainedGrade | None:
    """Explain the weakest grade among what is counted. Of many, “reported” holds some of one known origin and some of none."""
    if this.answer is None or not this.total.entities:
        return None
    by_grade = ask(this.question.model_copy(update={"by": ("grade",), "measure": "entities"}), PUBLIC)
    weakest = min((row.keys[0] for row in by_grade.rows if row.keys[0]), key=WEAKEST.index)
    found = this.answer.entities(2) if weakest == "reported" else []
    if len(found) > 1:
        return explain_lone_origins(language)
    if found and not found[0].n_origins:
        return explain_unknown_origin(found[0].n_reports, language)
    return explain_grade(weakest, language)


def _say_in_each_reading(this: PublicFigure, language: str) -> tuple[FigureReading, ...]:
    if this.answer is None or not this.question.is_quantity:
        return ()
    rows = []
    for reading in Reading:
        chosen = reading is this.question.reading
        answer = ask(this.question.model_copy(update={"reading": reading, "by": ()}), PUBLIC)
        total = answer.total
        said = say_total(total, language, with_noun=language == "ar")
        if chosen and not this.has_changed:
            said = _say_answer(this, language)
        elif reading is Reading.AGREED and total.low is None and total.conflict:
            said = say_conflict(language)
        rows.append(FigureReading(**vars(explain_reading(reading, language)), told=said, chosen=chosen))
    return tuple(rows)


def _say_parts(this: PublicFigure, language: str) -> Breakdown | None:
    """Say what a figure is made of: the breakdown that its source gives."""
    claim = this.only.claim if this.only else None
    parts = getattr(claim, "parts", ())
    whole = getattr(claim, this.question.measure, None) if claim else None
    if not parts or not isinstance(whole, Count) or claim is None:
        return None
    named = claim.parts_total()  # type: ignore[attr-defined]
    full = max(whole.high or whole.low, named.low, 1)
    start, rows = 0.0, []
    for part in parts:
        share = 100 * part.count.low / full
        rows.append(PartOfFigure(say_count(part.count, language), start, share, part.what.in_language(language)))
        start += share
    partial = not claim.parts_complete or claim.has_parts_below_whole()  # type: ignore[attr-defined]
    left = partial and not claim.has_parts_above_whole()
    low, high = (
        max(0, whole.low - (named.high or whole.low)),
        None if whole.high is None else max(0, whole.high - named.low),
    )
    rest = PartOfRest(say_ends(Total(low=low, high=high), language), start, max(0.0, 100 - start))
    return Breakdown(
        rows=tuple(rows),
        partial=partial,
        named=say_range(named.low, named.high, language),
        whole=say_count(whole, language),
        rest=rest if left else None,
    )


def _say_gap_between(this: PublicFigure, language: str) -> GapBetween | None:
    gap = first_and_last(this.question, PUBLIC).gap if this.question.measure == GAP and this.answer else None
    if gap is None:
        return None
    ids = Report.objects.visible_to(PUBLIC).filter(address__in=[gap.before.address, gap.after.address])
    known = {each.address: each for each in entities_of(ids.values_list("pk", flat=True), PUBLIC)}

    def end(moment: Any) -> EndOfGap:
        return EndOfGap(
            title=entity_title(known[moment.address], language),
            url=reverse("entity", args=[moment.address]),
            when=say_when(When.span(moment.start, moment.end), language),
        )

    return GapBetween(say_gap(gap, language), last=end(gap.before), first=end(gap.after))


def _say_change(this: PublicFigure, language: str) -> SaidChange | None:
    """Say where the record says something else than was published; None where it does not."""
    if this.edition is None or this.answer is None or not this.has_changed:
        return None
    day = localtime(this.answer.known_at).date()
    return SaidChange(
        published=say_published(this, language),
        now=say_total(this.total, language, days=this.question.measure == GAP),
        what=list_changed_parts(this.changed_parts, language),
        date=say_day(day, language),
        datetime=day.isoformat(),
        text=this.edition.reason,
    )


def _say_edition(this: PublicFigure, edition: FigureEdition, language: str) -> EditionLine:
    day = localtime(edition.at).date()
    told = say_total(edition.total, language, days=this.question.measure == GAP)
    return EditionLine(say_day(day, language), day.isoformat(), told)


def _list_pages_with(slug: str, language: str, request: HttpRequest) -> tuple[TitledLink, ...]:
    """List the pages of this language that everybody may read and whose text shows the figure."""
    found: list[TitledLink] = []
    for kind in (StoryPage, CardPage, ThemePage):
        in_language = kind.objects.filter(locale__language_code=language)
        live = readable(in_language).annotate(stored=Cast("body", TextField()))
        in_body = live.filter(stored__contains=f'slug=\\"{slug}\\"') | live.filter(
            stored__contains=f'"value": "{slug}"'
        )
        if kind is CardPage:
            in_body = in_body | live.filter(summary__contains=f'slug="{slug}"')
        found += [TitledLink(page.title, page.get_url(request)) for page in in_body.distinct()]
    return tuple(found)
