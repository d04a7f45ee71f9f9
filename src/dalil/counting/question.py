"""What can be asked of the record: a value that refuses what cannot be asked, is kept with a figure, and is said in both languages."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Annotated, Any, Self

from pydantic import BaseModel, BeforeValidator, ConfigDict, ValidationError, ValidationInfo, model_validator

from dalil import vocabulary
from dalil.archive.protection import Viewer
from dalil.counting.combine import Reading
from dalil.counting.grading import Grade
from dalil.counting.layout import PERIODS, PLACE_LEVELS
from dalil.letters import join_with_and
from dalil.record.gazetteer_in_use import gazetteer, is_place
from dalil.record.kind import Kind, KindField, UnknownKind, coded_facets, fields_of, kind_of, quantities_of
from dalil.record.models import Source
from dalil.text.dates import read_date
from dalil.values import When
from dalil.values.base import KEPT, Refusal
from dalil.vocabulary.gazetteer import UnknownPlace
from dalil.wording.counts import name_units
from dalil.wording.refusals import fill_template
from dalil.wording.times import say_when

ENTITIES = "entities"
REPORTS = "reports"
GAP = "gap"
"""The days between the last time something was documented and the time before it."""

GROUPINGS = (*PLACE_LEVELS, *PERIODS, "source", "grade")
"""What every kind can be grouped by, besides its own facets."""

MOST_GROUPINGS = 4


@dataclass(frozen=True)
class Fault:
    """One thing that is wrong with a question: the type of the error, its English sentence as a template, and the particulars in it.

    field: the part of the question that is wrong, by its name in `Question`; empty where no part alone is.
    `dalil.wording.refusals` says it in the language of the reader.
    """

    type: str
    template: str
    particulars: Mapping[str, Any]
    field: str = ""

    def __str__(self) -> str:
        return fill_template(self.template, self.particulars, "en")


class Unanswerable(ValueError):
    """The question cannot be asked. faults: everything that is wrong with it."""

    def __init__(self, *faults: Fault) -> None:
        self.faults = faults
        super().__init__("\n".join(f"{each.field}: {each}" if each.field else str(each) for each in faults))

    def __reduce__(self) -> tuple[Any, ...]:
        return type(self), self.faults


class Question(BaseModel):
    """How many, where, when, with what, by whom, and according to whom.

    kind: which kind of report. measure: "entities" (how many incidents), "reports", or a quantity of the kind ("killed").
    facets: codes by facet; each stands for itself and everything below it; several of one facet mean any of them.
    places: codes of the gazetteer, with everything in them. since, until: first and last day; "2018-10" is its first or last day.
    according_to: the code of a source; the answer then rests on what that source states alone. grades, reading: codes.
    unit: of the quantity; where it is left out, the one most used (people before all others).
    by: facets of the kind and GROUPINGS. entity: the address of one entity, or of any report of it.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    kind: str = "incident"
    measure: str = ENTITIES
    facets: Mapping[str, tuple[str, ...]] = {}
    places: tuple[str, ...] = ()
    since: Annotated[date | None, BeforeValidator(lambda value, info: _day(value, 0, info))] = None
    until: Annotated[date | None, BeforeValidator(lambda value, info: _day(value, 1, info))] = None
    according_to: str | None = None
    grades: tuple[Grade, ...] = ()
    reading: Reading = Reading.REPORTED_RANGE
    unit: str | None = None
    by: tuple[str, ...] = ()
    entity: str | None = None

    @classmethod
    def of(cls, plain: Mapping[str, Any], *, kept: bool = False) -> Self:
        """Make the question that plain values describe. Raises Unanswerable with a fault for each thing that is wrong.

        kept: it is read back from where it was stored.
        """
        try:
            return cls.model_validate(plain, context=KEPT if kept else None)
        except ValidationError as error:
            raise Unanswerable(*map(_fault, error.errors(include_url=False))) from None

    @model_validator(mode="after")
    def _can_be_asked(self) -> Self:
        try:
            kind = kind_of(self.kind)
        except UnknownKind as error:
            raise Refusal(error.type, error.template, {**error.particulars, "field": "kind"}) from None
        measures = (ENTITIES, REPORTS, GAP, *quantities_of(kind))
        if self.measure not in measures:
            raise Refusal(
                "unknown_measure",
                "“{measure}” is not counted in {kind}; there are {measures}",
                {"measure": self.measure, "kind": self.kind, "measures": measures, "field": "measure"},
            )
        facets = {field.name: field for field in coded_facets(kind)}
        for facet, codes in self.facets.items():
            if facet not in facets:
                raise Refusal(
                    "unknown_facet",
                    "{kind} has no facet “{facet}”; there are {facets}",
                    {"kind": self.kind, "facet": facet, "facets": tuple(facets), "field": "facets"},
                )
            for code in codes:
                _check_code(facets[facet].scheme or "", code, {"field": "facets", "facet": facet})
        for place in self.places:
            if not is_place(place):
                unknown = UnknownPlace(place)
                raise Refusal(unknown.type, unknown.template, {**unknown.particulars, "field": "places"})
        if self.since and self.until and self.until < self.since:
            raise Refusal(
                "asked_until_before_since",
                "the time ends on {until}, before it starts on {since}",
                {"until": self.until.isoformat(), "since": self.since.isoformat(), "field": "until"},
            )
        if self.unit is not None:
            _check_code("units", self.unit, {"field": "unit"})
        if self.measure == GAP and self.by:
            raise Refusal(
                "gap_not_grouped", "the gap before the last one is a single answer and is not grouped", {"field": "by"}
            )
        for grouping in self.by:
            if grouping not in facets and grouping not in GROUPINGS:
                raise Refusal(
                    "unknown_grouping",
                    "{kind} cannot be grouped by “{by}”; there are {groupings}",
                    {"kind": self.kind, "by": grouping, "groupings": (*facets, *GROUPINGS), "field": "by"},
                )
        if len(set(self.by)) < len(self.by) or len(self.by) > MOST_GROUPINGS:
            raise Refusal(
                "grouped_too_often",
                "group by at most {most} different things",
                {"most": MOST_GROUPINGS, "field": "by"},
            )
        return self

    @property
    def kind_class(self) -> type[Kind]:
        return kind_of(self.kind)

    @property
    def is_quantity(self) -> bool:
        """Tell whether numbers that reports state are counted, and not entities or reports."""
        return self.measure not in (ENTITIES, REPORTS, GAP)

    def plain(self) -> dict[str, Any]:
        """Give the question as JSON keeps it; `of` reads it back."""
        return self.model_dump(mode="json", exclude_defaults=True)

    def in_words(self, language: str, viewer: Viewer | None = None) -> str:
        """Say the question as a person would put it. A source that the viewer may not see is not named."""
        arabic = language == "ar"
        parts = [self.measure_in_words(language)]
        fields = facet_fields(self.kind_class)
        for facet, codes in self.facets.items():
            parts.append(
                join_with_and(
                    [vocabulary.label(fields[facet].scheme or "", code, language) for code in codes], language
                )
            )
        if self.places:
            here = gazetteer()
            names = [here.get(code).label(language) or here.get(code).en for code in self.places]
            parts.append(join_with_and(names, language))
        if period := self.period_in_words(language):
            parts.append(period)
        if self.according_to:
            source = Source.objects.visible_to(viewer or Viewer.public()).filter(code=self.according_to).first()
            unnamed = "مصدر غير معروض" if arabic else "a source that is not shown"
            name = source.name.in_language(language) if source else unnamed
            parts.append(f"وفقاً لـ{name}" if arabic else f"according to {name}")
        if self.grades:
            parts.append(
                join_with_and([vocabulary.label("grades", grade, language) for grade in self.grades], language)
            )
        if self.unit:
            parts.append(name_units(self.unit, language))
        if self.entity:
            parts.append(self.entity)
        if self.by:
            names = [grouping_label(self.kind_class, by, language) for by in self.by]
            names = names if arabic else [name[0].lower() + name[1:] for name in names]
            said = join_with_and(names, language)
            parts.append(said if said.startswith("by ") else f"{'بحسب' if arabic else 'by'} {said}")  # “by whom”
        return " · ".join(parts)

    def measure_in_words(self, language: str) -> str:
        """Say what is counted: “Killed, in incidents”, “Number of incidents”."""
        arabic, plural = language == "ar", self.kind_class.plural.in_language(language)
        if self.measure == ENTITIES:
            return f"العدد: {plural}" if arabic else f"Number of {plural}"
        if self.measure == REPORTS:
            return f"عدد التقارير: {plural}" if arabic else f"Number of reports of {plural}"
        if self.measure == GAP:
            return f"الأيام بين الأخيرة وما قبلها: {plural}" if arabic else f"Days between the last two {plural}"
        label = facet_fields(self.kind_class)[self.measure].label.in_language(language)
        return f"{label} ({plural})" if arabic else f"{label}, in {plural}"

    def period_in_words(self, language: str) -> str:
        """Say the period that is asked about; the empty string where none is."""
        arabic = language == "ar"
        if self.since and self.until:
            return say_when(When.span(self.since, self.until), language)
        if self.since:
            return f"{'منذ' if arabic else 'since'} {say_when(When.day(self.since), language)}"
        if self.until:
            return f"{'حتى' if arabic else 'until'} {say_when(When.day(self.until), language)}"
        return ""


def facet_fields(kind: type[Kind]) -> dict[str, KindField]:
    """Return the fields of a kind by name, and the facets that stand in no field."""
    return {field.name: field for field in (*coded_facets(kind), *fields_of(kind))}


def groupings_of(kind: type[Kind]) -> tuple[str, ...]:
    """Return everything that a kind can be grouped by."""
    return (*(field.name for field in coded_facets(kind)), *GROUPINGS)


def grouping_label(kind: type[Kind], grouping: str, language: str) -> str:
    """Return what a grouping is called in a language."""
    if grouping in GROUPING_NAMES:
        return GROUPING_NAMES[grouping][language == "ar"]
    return facet_fields(kind)[grouping].label.in_language(language)


def _check_code(scheme: str, code: str, where: Mapping[str, str]) -> None:
    """Refuse a code that its scheme does not have, with the codes that look most like it."""
    try:
        vocabulary.term(scheme, code)
    except vocabulary.UnknownCode as error:
        raise Refusal(error.type, error.template, {**error.particulars, **where}) from None


GROUPING_NAMES = {
    "country": ("Country", "البلد"),
    "governorate": ("Governorate", "المحافظة"),
    "district": ("District", "المنطقة"),
    "place": ("Place", "المكان"),
    "day": ("Day", "اليوم"),
    "week": ("Week", "الأسبوع"),
    "month": ("Month", "الشهر"),
    "year": ("Year", "السنة"),
    "source": ("Source", "المصدر"),
    "grade": ("Grade", "الدرجة"),
}


def _day(value: Any, end: int, info: ValidationInfo) -> Any:
    """A period stands for its first or its last day."""
    if not isinstance(value, str):
        return value
    when = When.parse(value) if info.context is KEPT else read_date(value).refuse_impossible_years()
    return when.end if end else when.start


def _fault(error: Any) -> Fault:
    """Read one of pydantic's errors as a fault. What pydantic itself refuses gets a sentence that names the value."""
    field, particulars = next(map(str, error["loc"]), ""), dict(error.get("ctx", {}))
    if template := particulars.pop("template", None):
        return Fault(error["type"], template, particulars, particulars.pop("field", field))
    value = str(error.get("input"))[:80]
    if error["type"] == "extra_forbidden":
        return Fault("unknown_part", "a question has no part called “{part}”", {"part": field}, field)
    if error["type"] == "enum":
        codes = tuple(re.findall(r"'([^']*)'", particulars["expected"]))
        return Fault("not_listed", "“{value}” is none of these: {codes}", {"value": value, "codes": codes}, field)
    return Fault("unreadable_part", "“{value}” cannot stand in the part {part}", {"value": value, "part": field}, field)
