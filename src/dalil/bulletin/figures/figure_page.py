"""The page of a figure in one edition: what was published, whole, and beside it what the record says now; as plain values for the
template."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Any

from django.http import HttpRequest
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.timezone import localtime
from django.utils.translation import gettext as say

from dalil.bulletin.corrections.pages_with_figures import list_readable_pages_with
from dalil.bulletin.drawings.drawn import Drawing
from dalil.bulletin.drawings.figure_charts import draw_figure
from dalil.bulletin.figures.presenters import (
    ExplainedReading,
    explain_reading,
    explain_reading_of,
    say_figure,
    say_figure_on_page,
)
from dalil.bulletin.figures.record_now import RecordNow, say_record_now
from dalil.bulletin.http.public_state import kept_for_site
from dalil.bulletin.record.entity_presenters import EntityHead, ReadingAnswer, present_entity_head
from dalil.bulletin.record.report_presenters import PUBLIC, ReportCard, TitledLink, present_reports, state_of_cards
from dalil.counting.answer_words import say_answer
from dalil.counting.combine import Reading
from dalil.counting.edition_contents import KeptEntity
from dalil.counting.entity_words import title_of_entity
from dalil.counting.models import FigureEdition
from dalil.counting.public_figures import PublicFigure
from dalil.counting.question import GAP
from dalil.exports.capsule.building import why_no_capsule
from dalil.record.entities import entities_of, entities_then
from dalil.record.models import Report
from dalil.values import Bilingual, Count, When
from dalil.values.doubts import Doubts
from dalil.values.total import Interval, Total
from dalil.wording.counts import name_units, say_count
from dalil.wording.doubts import list_doubts, say_doubts_briefly
from dalil.wording.gaps import say_gap
from dalil.wording.grades import (
    ExplainedGrade,
    explain_grade,
    explain_lone_origins,
    explain_unknown_origin,
    say_grade,
)
from dalil.wording.numbers import say_range, write_digits
from dalil.wording.times import say_day, say_when
from dalil.wording.totals import say_conflict, say_ends, say_interval

PER = {
    "en": {"day": "a day", "week": "a week", "month": "a month", "year": "a year"},
    "ar": {"day": "في اليوم", "week": "في الأسبوع", "month": "في الشهر", "year": "في السنة"},
}


@dataclass(frozen=True)
class FigureReading(ReadingAnswer):
    """What one reading makes of a figure, how that reading is made, and what must be known beside its number, briefly."""

    explained: str
    doubts: str


@dataclass(frozen=True)
class PartOfRest:
    """What a breakdown does not name. start, share: percentages of the bar."""

    told: str
    start: float
    share: float


@dataclass(frozen=True)
class PartOfFigure(PartOfRest):
    """One part of a breakdown. doubts: what must be known beside its number, briefly."""

    label: str
    doubts: str = ""


@dataclass(frozen=True)
class Breakdown:
    """What a figure is made of. heading: what its lines are. Where it is partial: how many are named of how many, and the rest."""

    caption: str
    heading: str
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
class EditionLine:
    """An edition in the list of all that were published. reason: why it took the place of the one before it."""

    date: str
    datetime: str
    told: str
    reason: str
    url: str
    current: bool


@dataclass(frozen=True)
class EntityBehind(EntityHead):
    """An entity that a figure counts, with its reports. hidden: its reports are no longer public."""

    reports: tuple[ReportCard, ...]
    hidden: bool = False


@dataclass(frozen=True)
class EntitiesBehind:
    """The entities of one page that a figure counts. lacking: the edition did not keep something; see `FigurePage`."""

    entities: tuple[EntityBehind, ...]
    lacking: bool


@dataclass(frozen=True)
class FigurePage:
    """The page of a figure in one edition. lacks: what the edition did not keep, in a sentence each. now: what the record says now, where
    that is something else. capsule_url: of the capsule; empty where it has none. no_capsule: why it has none."""

    question: str
    told: str
    range: str
    unit: str
    per: str
    doubts: tuple[str, ...]
    reading: ExplainedReading
    note: str
    lacks: tuple[str, ...]
    csv_url: str
    json_url: str
    capsule_url: str
    no_capsule: str
    cite: str
    address: str
    as_known_on: str
    as_known_datetime: str
    edition_note: str
    now: RecordNow | None
    history: tuple[EditionLine, ...]
    behind_html: SafeString
    grade: ExplainedGrade | None = None
    readings: tuple[FigureReading, ...] = ()
    parts: Breakdown | None = None
    drawings: tuple[Drawing, ...] = ()
    gap: GapBetween | None = None
    used_in: tuple[TitledLink, ...] = ()


def present_figure(
    this: PublicFigure, first: int, many: int, language: str, request: HttpRequest, *, numbered: bool = False
) -> FigurePage:
    """Present a figure in one edition. first, many: which of its entities are shown. numbered: it was asked for by its number."""
    slug, edition = this.figure.slug, this.edition
    if edition is None:
        raise ValueError(f"the figure {slug} was never published")
    title, note = _title_and_note(this)
    question, answer = title.in_language(language), say_figure_on_page(this, language)
    address = request.build_absolute_uri(reverse("figure-edition", args=[slug, edition.number]))
    day = localtime(edition.at).date()
    no_capsule = why_no_capsule(this)
    bounds = say_ends(this.published, language, days=this.question.measure == GAP)
    return FigurePage(
        question=question,
        told=answer,
        range=bounds if bounds not in (answer, say_figure(this, language)) and this.published.low is not None else "",
        unit=name_units(this.published.unit, language) if this.published.unit else "",
        per=_say_per(this, language),
        doubts=tuple(list_doubts(this.doubts, language)),
        reading=explain_reading_of(this.question, language),
        note=note.in_language(language) if note else "",
        lacks=tuple(_list_what_is_lacking(this)),
        csv_url=reverse("figure-csv", args=[slug]),
        json_url=reverse("figure-json", args=[slug]),
        capsule_url="" if no_capsule else reverse("figure-capsule", args=[slug, edition.number]),
        no_capsule=no_capsule,
        cite=_say_how_to_cite(this, question, answer, address, language),
        address=address,
        as_known_on=say_day(day, language),
        as_known_datetime=day.isoformat(),
        edition_note=_say_which_edition(edition, language) if numbered else "",
        now=say_record_now(this, language),
        history=_list_editions(this, language),
        behind_html=_keep_entities(this, first, many, language, request),
        grade=_explain_weakest_grade(this, language),
        readings=_say_in_each_reading(this, language),
        parts=_say_parts(this, language),
        drawings=draw_figure(this, language),
        gap=_say_gap_between(this, language),
        used_in=tuple(
            TitledLink(page.title, page.get_url(request)) for page in list_readable_pages_with(slug, language)
        ),
    )


def _title_and_note(this: PublicFigure) -> tuple[Bilingual, Bilingual | None]:
    """The title and the note as they were published; those of today where the edition kept none."""
    if this.contents:
        return this.contents.title, this.contents.note
    return this.figure.title, this.figure.note


def _list_what_is_lacking(this: PublicFigure) -> list[str]:
    """Say what the page cannot show, because the edition did not keep it."""
    if this.contents is None:
        return [
            say(
                "An earlier version of Dalil published this edition. It kept the answer, but not its readings, its parts and what was "
                "counted one by one."
            )
        ]
    return [say("This edition counts too many to keep them one by one.")] if this.contents.entities is None else []


def _say_how_to_cite(this: PublicFigure, question: str, answer: str, address: str, language: str) -> str:
    """One line to cite, with the doubts that belong to the number."""
    assert this.edition is not None
    doubts = say_doubts_briefly(this.doubts, language)
    return say("“%(question)s” %(answer)s. Dalil, edition %(number)s, %(date)s. %(address)s") % {
        "question": question,
        "answer": f"{answer} ({doubts})" if doubts else answer,
        "number": write_digits(str(this.edition.number), language),
        "date": say_day(localtime(this.edition.at).date(), language),
        "address": address,
    }


def _say_which_edition(edition: FigureEdition, language: str) -> str:
    return say("Edition %(number)s, as it was published on %(date)s.") % {
        "number": write_digits(str(edition.number), language),
        "date": say_day(localtime(edition.at).date(), language),
    }


def _say_per(this: PublicFigure, language: str) -> str:
    """Say per which time a source counts; empty where it counts a total."""
    per = getattr(this.only.claim, "per", None) if this.only else None
    return PER[language].get(per, "") if per else ""


def _keep_entities(this: PublicFigure, first: int, many: int, language: str, request: HttpRequest) -> SafeString:
    """Write the entities that the edition counts, and the reports behind each, as HTML.

    An edition says the same of them until one of the reports is hidden, corrected or translated; so long what was written is kept.
    """
    contents, edition = this.contents, this.edition
    kept = list(contents.entities or ())[first : first + many] if contents else []
    ids = [pk for each in kept for pk in edition.basis[each.address]["reports"]] if edition and edition.basis else []
    named = ("behind", edition and edition.pk, first, many, language, state_of_cards(ids, language))
    return kept_for_site(request, named, lambda: _write_entities(this, kept, language))


def _write_entities(this: PublicFigure, kept: Sequence[KeptEntity], language: str) -> SafeString:
    behind = EntitiesBehind(_present_entities(this, kept, language), bool(_list_what_is_lacking(this)))
    return render_to_string("bulletin/figures/entities_behind.html", {"behind": behind})


def _present_entities(this: PublicFigure, kept: Sequence[KeptEntity], language: str) -> tuple[EntityBehind, ...]:
    """Present some of the entities that the edition counts, with their reports, grades and numbers as they were published.

    What is no longer public is not shown, however it was published.
    """
    edition = this.edition
    if not kept or edition is None or edition.basis is None:
        return ()
    quantity = this.question.measure if this.question.is_quantity else ""
    ids = [edition.basis[each.address]["reports"] for each in kept]
    entities = entities_then(ids, edition.at, PUBLIC)
    cards = iter(present_reports([report for each in entities if each for report in each.reports], language, quantity))
    presented = []
    for each, reports, entity in zip(kept, ids, entities, strict=True):
        if entity is None:
            presented.append(EntityBehind(say("no longer public"), "", "", "", "", "", "", (), hidden=True))
            continue
        whole = len(entity.reports) == len(reports)
        head = vars(present_entity_head(entity, language, quantity if len(entity.reports) > 1 else ""))
        if whole:  # where a report is no longer public, what the others say is shown
            number = _say_kept_number(edition, each, (quantity and this.published.unit) or "", language)
            head |= {"grade": say_grade(each.grade, language), "answer": number if len(entity.reports) > 1 else ""}
        presented.append(EntityBehind(**head, reports=tuple(islice(cards, len(entity.reports)))))
    return tuple(presented)


def _say_kept_number(edition: FigureEdition, kept: KeptEntity, unit: str, language: str) -> str:
    """The number of one entity as the edition counts it, and whether the sources are in conflict over it; empty where no number is asked for."""
    if not unit:
        return ""
    number = edition.basis[kept.address]["number"]
    doubts = say_doubts_briefly(
        Doubts(Total(entities=1, conflict=int(kept.conflict), contradictory=int(kept.contradictory))), language
    )
    if number is None:
        return say_conflict(language) if kept.conflict else ""
    told = say_interval(Interval(*number), unit, language)
    return say("%(told)s, %(doubts)s") % {"told": told, "doubts": doubts} if doubts else told


def _explain_weakest_grade(this: PublicFigure, language: str) -> ExplainedGrade | None:
    """Explain the weakest grade among what is counted. Of many, “reported” holds some of one known origin and some of none."""
    weakest = this.contents.grade if this.contents else None
    if weakest is None:
        return None
    if weakest.code == "reported" and weakest.entities > 1:
        return explain_lone_origins(language)
    if weakest.code == "reported" and not weakest.origins:
        return explain_unknown_origin(weakest.reports, language)
    return explain_grade(weakest.code, language)


def _say_in_each_reading(this: PublicFigure, language: str) -> tuple[FigureReading, ...]:
    rows = []
    for code, total in (this.contents.readings if this.contents else {}).items():
        reading = Reading(code)
        chosen = reading is this.question.reading
        asked = this.question.model_copy(update={"reading": reading})
        said = (
            say_figure_on_page(this, language)
            if chosen
            else say_answer(total, asked, language, with_noun=language == "ar")
        )
        doubts = "" if chosen else say_doubts_briefly(Doubts(total), language)
        rows.append(FigureReading(**vars(explain_reading(reading, language)), told=said, chosen=chosen, doubts=doubts))
    return tuple(rows)


def _say_parts(this: PublicFigure, language: str) -> Breakdown | None:
    """Say what a figure is made of: the breakdown that its one source gives. The lines of a grouped question are drawn."""
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
        caption=say("The breakdown as the source gives it. It is partial.")
        if partial
        else say("The breakdown as the source gives it."),
        heading=say("Kind"),
        rows=tuple(rows),
        partial=partial,
        named=say_range(named.low, named.high, language),
        whole=say_count(whole, language),
        rest=rest if left else None,
    )


def _say_gap_between(this: PublicFigure, language: str) -> GapBetween | None:
    gap = this.contents.gap if this.contents else None
    if gap is None:
        return None
    ids = Report.objects.visible_to(PUBLIC).filter(address__in=[gap.before.address, gap.after.address])
    reports = dict(ids.values_list("pk", "address"))
    titles = {
        reports[report.pk]: title_of_entity(entity, language)
        for entity in entities_of(reports, PUBLIC)
        for report in entity.reports
        if report.pk in reports
    }

    def end(moment: Any) -> EndOfGap:
        return EndOfGap(
            title=titles.get(moment.address, say("no longer public")),
            url=reverse("entity", args=[moment.address]) if moment.address in titles else "",
            when=say_when(When.span(moment.start, moment.end), language),
        )

    return GapBetween(say_gap(gap, language), last=end(gap.before), first=end(gap.after))


def _list_editions(this: PublicFigure, language: str) -> tuple[EditionLine, ...]:
    """List every edition, the latest first, where there are several: what it said, and why it took the place of the one before."""
    editions = list(this.figure.editions.all())
    lines = []
    for each in editions if len(editions) > 1 else ():
        day = localtime(each.at).date()
        doubts = say_doubts_briefly(each.doubts, language)
        told = say_answer(each.total, this.question, language)
        lines.append(
            EditionLine(
                date=say_day(day, language),
                datetime=day.isoformat(),
                told=f"{told} ({doubts})" if doubts else told,
                reason=each.reason,
                url=reverse("figure-edition", args=[this.figure.slug, each.number]),
                current=this.edition is not None and each.number == this.edition.number,
            )
        )
    return tuple(lines)
