"""How entities are shown to the public: in a list, and on a page of their own with everything that is told of them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.timezone import localdate
from django.utils.translation import gettext as say

from dalil import vocabulary
from dalil.bulletin.drawings.drawn import Drawing
from dalil.bulletin.drawings.locator_maps import draw_locator
from dalil.bulletin.drawings.range_charts import draw_readings
from dalil.bulletin.record.case_timeline import CaseLine, present_case_of
from dalil.bulletin.record.entity_facts import EntityFact, list_facts_of
from dalil.bulletin.record.entity_history import HistoryLine, present_history
from dalil.bulletin.record.register_presenters import RegisterPart, present_register
from dalil.bulletin.record.report_presenters import ReportCard, TitledLink, present_reports
from dalil.bulletin.record.seen_before import present_warnings
from dalil.bulletin.record.zone_deadlines import ZoneDeadline, present_zone_deadline
from dalil.counting.combine import Reading
from dalil.counting.disagreement import MOST_WAYS
from dalil.counting.entity_readings import (
    DisbelievedReports,
    QuantityReadings,
    grade_entity,
    list_readings,
)
from dalil.counting.entity_words import say_quantity_of, say_reported, title_of_entity
from dalil.counting.grade_grounds import GradeGrounds, find_grade_grounds
from dalil.counting.grading import Grade
from dalil.counting.standings import StandingNumber, list_standing_numbers
from dalil.kinds.zone import Zone
from dalil.letters import join_list
from dalil.record.credits import credited_sources
from dalil.record.entities import Entity
from dalil.record.kind import Kind, fields_of, kind_of, quantities_of
from dalil.wording.differences import say_way_out
from dalil.wording.grades import ExplainedGrade, explain_grade, explain_unknown_origin, list_grade_reasons, say_grade
from dalil.wording.range_ends import list_range_ends
from dalil.wording.standings import counts_in_title, say_beside, say_number, say_standing
from dalil.wording.times import say_day, say_when
from dalil.wording.totals import say_conflict, say_interval
from dalil.wording.where import say_where

TOLLS = 3
"""How many numbers of an entity a line of a list shows."""


@dataclass(frozen=True)
class EntityHead:
    """What an entity is, in a few words."""

    title: str
    url: str
    kind: str
    grade: str
    when: str
    where: str
    answer: str


@dataclass(frozen=True)
class EntityLine(EntityHead):
    """An entity in a list. reports: how many of it stand, neither corrected nor withdrawn. tolls: its numbers, with what is in conflict.

    as_written: whether it has the words that were searched for as they were asked for.
    """

    reports: int
    tolls: tuple[str, ...]
    as_written: bool = True


@dataclass(frozen=True)
class ReadingAnswer:
    """What one of the five readings makes of a number; the empty string where that is unknown."""

    name: str
    told: str
    chosen: bool


@dataclass(frozen=True)
class SaidNumber:
    """What one report says of a number: who, as of which day, and why it is not in the readings, where it is not.

    taken_by_url: of the report that took its place; may be empty.
    """

    sources: str
    url: str
    told: str
    as_of: str
    standing: str
    taken_by_url: str


@dataclass(frozen=True)
class QuantityTable:
    """One number of an entity in each of the five readings, and who says what of it.

    ends: who makes the ends of its range, a sentence each. beside: what is told in another unit, or of other people.
    ways_out: which reports would have to be wrong for the others to agree, a sentence for each way. drawing: what each report states.
    """

    label: str
    unit: str
    readings: tuple[ReadingAnswer, ...]
    ends: tuple[str, ...]
    beside: tuple[str, ...]
    numbers: tuple[SaidNumber, ...]
    ways_out: tuple[str, ...] = ()
    drawing: Drawing | None = None


@dataclass(frozen=True)
class SummaryLine:
    """One number of an entity with what is in conflict. beside: what is told in another unit, or of other people; empty for nothing."""

    label: str
    told: str
    beside: str


@dataclass(frozen=True)
class EntityPage:
    """An entity for its own page: what is known of it, where reports differ, who says what, and what was done to it.

    summary: its numbers; none where no report states one. counted: its kind has numbers of what happened.
    differing: on what reports differ, by its label. deadline: of a zone, until when owners may file.
    warnings: of an incident, what was seen or heard before it. case: of a step of proceedings, its case.
    """

    title: str
    kind: str
    kind_url: str
    address: str
    grade: ExplainedGrade
    grade_reasons: tuple[str, ...]
    summary: tuple[SummaryLine, ...]
    counted: bool
    differing: tuple[str, ...]
    as_known_on: str
    as_known_datetime: str
    facts: tuple[EntityFact, ...]
    counts: tuple[QuantityTable, ...]
    reports: tuple[ReportCard, ...]
    history: tuple[HistoryLine, ...]
    json_url: str
    map: Drawing | None = None
    deadline: ZoneDeadline | None = None
    warnings: tuple[TitledLink, ...] = ()
    register: RegisterPart | None = None
    case: CaseLine | None = None


def link_entity(entity: Entity, language: str) -> TitledLink:
    """Name an entity by its title, with the way to its page."""
    return TitledLink(title_of_entity(entity, language), reverse("entity", args=[entity.address]))


def present_entity_head(entity: Entity, language: str, quantity: str = "") -> EntityHead:
    """Present an entity in a few words. quantity: the number to say of it, if one is asked for."""
    claim = (entity.current or entity.reports)[-1].claim
    when, where = claim.whens(), claim.wheres()
    return EntityHead(
        title=title_of_entity(entity, language),
        url=reverse("entity", args=[entity.address]),
        kind=kind_of(entity.kind).name.in_language(language),
        grade=say_grade(grade, language) if (grade := grade_entity(entity)) else say("withdrawn"),
        when=say_when(when, language) if when else "",
        where=say_where(where, language) if where else "",
        answer=say_quantity_of(entity, quantity, language) if quantity else "",
    )


def present_entity_line(entity: Entity, language: str, *, as_written: bool = True) -> EntityLine:
    """Present an entity in a list."""
    head = present_entity_head(entity, language)
    tolls = tuple(_say_tolls(entity, language))
    return EntityLine(**vars(head), reports=len(entity.current), tolls=tolls, as_written=as_written)


def _say_tolls(entity: Entity, language: str) -> Iterator[str]:
    """Say the first numbers of an entity, “Killed: 5–7 people, in conflict”; those that stand in its title are not said again."""
    kind = kind_of(entity.kind)
    labels = {field.name: field.label for field in fields_of(kind)}
    in_title = counts_in_title(kind, language)
    for each in [each for each in list_readings(entity) if each.quantity not in in_title][:TOLLS]:
        said = {"what": labels[each.quantity].in_language(language), "told": say_reported(each, language)}
        yield say("%(what)s: %(told)s") % said


def present_entity_page(this: Entity, language: str, absolute: Any) -> EntityPage:
    """Present an entity with everything that is told of it. absolute: makes an address absolute."""
    kind = kind_of(this.kind)
    today = localdate()
    grounds, readings = find_grade_grounds(this), list_readings(this)
    facts = list_facts_of(this, kind, language)
    counts = tuple(say_readings(each, this, kind, language) for each in readings)
    in_conflict = {each.quantity for each in readings if each.readings.conflict}
    return EntityPage(
        title=title_of_entity(this, language),
        kind=kind.name.in_language(language),
        kind_url=f"{reverse('record')}?kind={this.kind}",
        address=absolute(reverse("entity", args=[this.address])),
        grade=_explain_grade_of(grounds, this, language),
        grade_reasons=_list_reasons_of(grounds, language),
        summary=tuple(_summarize(readings, kind, language)),
        counted=any(each not in kind.changing for each in quantities_of(kind)) and bool(this.current),
        differing=(
            *(count.label for each, count in zip(readings, counts, strict=True) if each.quantity in in_conflict),
            *(fact.label for fact in facts if fact.contradicting),
        ),
        as_known_on=say_day(today, language),
        as_known_datetime=today.isoformat(),
        facts=facts,
        counts=counts,
        reports=present_reports(this.reports, language, whole=True),
        history=present_history(this, language),
        json_url=reverse("api:entity", args=[this.address]),
        register=present_register(this, language),
        map=draw_locator(
            [where for each in this.current if (where := each.claim.wheres())],
            name="locator",
            language=language,
            outlines=[rings for each in this.current for rings in each.claim.outlines()],
        ),
        warnings=present_warnings(this, language),
        case=present_case_of(this, language),
        deadline=present_zone_deadline(this, this.viewer, today, language) if this.kind == Zone.code else None,
    )


def say_readings(this: QuantityReadings, entity: Entity, kind: type[Kind], language: str) -> QuantityTable:
    """Say one number of an entity in each of the five readings."""
    field = next(each for each in fields_of(kind) if each.name == this.quantity)
    rows = []
    for reading in Reading:
        said = say_interval(this.readings.in_reading(reading), this.unit, language)
        if reading is Reading.REPORTED_RANGE:
            said = say_reported(this, language)
        if reading is Reading.AGREED and this.readings.conflict:
            said = say_conflict(language)
        name = vocabulary.label("readings", reading.value, language)
        rows.append(ReadingAnswer(name, said, chosen=reading is Reading.REPORTED_RANGE))
    unit = vocabulary.label("units", this.unit, language)
    ends = list_range_ends(this.low_end, this.high_end, this.quantity, this.readings.at_most, language)
    label = field.label.in_language(language)
    return QuantityTable(
        label=label,
        unit=unit,
        readings=tuple(rows),
        ends=tuple(ends),
        beside=tuple(say_beside(scope, readings.reported, language) for scope, readings in this.beside),
        numbers=tuple(_say_standing_number(each, language) for each in list_standing_numbers(entity, this.quantity)),
        ways_out=tuple(_say_way_out(this, way, language) for way in this.ways_out[:MOST_WAYS]),
        drawing=draw_readings(this, label, name=f"readings-{this.quantity}", language=language),
    )


def _say_way_out(this: QuantityReadings, way: DisbelievedReports, language: str) -> str:
    left = sum(each.latest for each in this.stated) - len(way.reports)
    return say_way_out(way.reports, way.agreed, this.quantity, this.unit, left, language)


def _say_standing_number(this: StandingNumber, language: str) -> SaidNumber:
    origins, relays = credited_sources(this.report)
    names = [source.name.in_language(language) for source in origins or relays[:1]]
    return SaidNumber(
        sources=join_list(names, language) or say("source unknown"),
        url=reverse("report", args=[this.report.address]),
        told=say_number(this.count, language),
        as_of=say_day(this.count.as_of, language) if this.count.as_of else "",
        standing=say_standing(this.standing, language),
        taken_by_url=reverse("report", args=[this.taken_by.address]) if this.taken_by else "",
    )


def _explain_grade_of(grounds: GradeGrounds | None, this: Entity, language: str) -> ExplainedGrade:
    """Explain the grade of an entity; where no origin is known, the explanation claims none."""
    grade = grounds.grade if grounds else Grade.REPORTED
    if (grounds and grounds.origins) or grade != Grade.REPORTED:
        return explain_grade(grade, language)
    return explain_unknown_origin(len(this.current), language)


def _list_reasons_of(grounds: GradeGrounds | None, language: str) -> tuple[str, ...]:
    if not grounds:
        return ()
    origins, relays, found_by = (
        [each.name.in_language(language) for each in sources]
        for sources in (grounds.origins, grounds.relays, grounds.found_by)
    )
    reasons = list_grade_reasons(
        origins,
        several=grounds.several,
        relays=relays,
        found_by=found_by,
        accepted=grounds.accepted,
        nameless=grounds.nameless,
        language=language,
    )
    return tuple(reasons)


def _summarize(readings: Sequence[QuantityReadings], kind: type[Kind], language: str) -> Iterator[SummaryLine]:
    """Say every number of an entity as a range with what is in conflict, and apart from it what is told in another unit."""
    labels = {field.name: field.label for field in fields_of(kind)}
    for each in readings:
        beside = join_list((say_beside(scope, found.reported, language) for scope, found in each.beside), language)
        yield SummaryLine(labels[each.quantity].in_language(language), say_reported(each, language), beside)
