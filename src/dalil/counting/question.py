"""What can be asked of the record: a value that is validated in words, kept with a figure, and said in both languages."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Annotated, Any, Self

from django.utils.translation import gettext as _
from pydantic import BaseModel, BeforeValidator, ConfigDict, ValidationError, ValidationInfo, model_validator

from dalil import vocabulary
from dalil.archive.protection import Viewer
from dalil.counting.combine import Reading
from dalil.counting.grading import Grade
from dalil.counting.layout import PERIODS, PLACE_LEVELS
from dalil.record.gazetteer_in_use import gazetteer, is_place
from dalil.record.kind import Kind, KindField, UnknownKind, coded_facets, fields_of, kind_of, quantities_of
from dalil.record.models import Source
from dalil.text.dates import read_date
from dalil.values import When
from dalil.values.when import KEPT
from dalil.wording.counts import name_units
from dalil.wording.times import say_when

ENTITIES = "entities"
REPORTS = "reports"
GAP = "gap"
"""The days between the last time something was documented and the time before it."""

GROUPINGS = (*PLACE_LEVELS, *PERIODS, "source", "grade")
"""What every kind can be grouped by, besides its own facets."""

MOST_GROUPINGS = 4


class Unanswerable(ValueError):
    """The question cannot be asked; `sentences` say why, one for each thing that is wrong."""

    def __init__(self, *sentences: str) -> None:
        self.sentences = sentences
        super().__init__("\n".join(sentences))


class Question(BaseModel):
    """How many, where, when, with what, by whom, and according to whom.

    kind: which kind of report. measure: "entities" (how many incidents), "reports", or a quantity of the kind ("killed").
    facets: codes by facet; each stands for itself and everything below it; several of one facet mean any of them.
    places: codes of the gazetteer, with everything in them. since, until: first and last day; "2018-10" is its first or last day.
    according_to: the code of a source; the answer then rests on what that source tells alone. grades, reading: codes.
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
        """The question that plain values describe. Raises Unanswerable with a sentence for each thing that is wrong.

        kept: it is read back from where it was stored.
        """
        try:
            return cls.model_validate(plain, context=KEPT if kept else None)
        except ValidationError as error:
            raise Unanswerable(*(_sentence(each) for each in error.errors(include_url=False))) from None

    @model_validator(mode="after")
    def _can_be_asked(self) -> Self:
        try:
            kind = kind_of(self.kind)
        except UnknownKind as error:
            raise ValueError(str(error)) from None
        measures = (ENTITIES, REPORTS, GAP, *quantities_of(kind))
        if self.measure not in measures:
            raise ValueError(
                _("“%(measure)s” is not counted in %(kind)s; there are %(measures)s")
                % {"measure": self.measure, "kind": self.kind, "measures": ", ".join(measures)}
            )
        facets = {field.name: field for field in coded_facets(kind)}
        for facet, codes in self.facets.items():
            if facet not in facets:
                raise ValueError(
                    _("%(kind)s has no facet “%(facet)s”; there are %(facets)s")
                    % {"kind": self.kind, "facet": facet, "facets": ", ".join(facets)}
                )
            for code in codes:
                vocabulary_code(facets[facet].scheme or "", code)
        for place in self.places:
            if not is_place(place):
                raise ValueError(_("there is no place with the code “%(place)s” in the gazetteer") % {"place": place})
        if self.since and self.until and self.until < self.since:
            raise ValueError(
                _("the time ends on %(until)s, before it starts on %(since)s")
                % {"until": self.until, "since": self.since}
            )
        if self.unit is not None:
            vocabulary_code("units", self.unit)
        if self.measure == GAP and self.by:
            raise ValueError(_("the gap before the last one is a single answer and is not grouped"))
        for grouping in self.by:
            if grouping not in facets and grouping not in GROUPINGS:
                raise ValueError(
                    _("%(kind)s cannot be grouped by “%(by)s”; there are %(groupings)s")
                    % {"kind": self.kind, "by": grouping, "groupings": ", ".join((*facets, *GROUPINGS))}
                )
        if len(set(self.by)) < len(self.by) or len(self.by) > MOST_GROUPINGS:
            raise ValueError(_("group by at most %(most)s different things") % {"most": MOST_GROUPINGS})
        return self

    @property
    def kind_class(self) -> type[Kind]:
        return kind_of(self.kind)

    @property
    def is_quantity(self) -> bool:
        """Whether numbers that were told are counted, and not entities or reports."""
        return self.measure not in (ENTITIES, REPORTS, GAP)

    def plain(self) -> dict[str, Any]:
        """The question as JSON keeps it; `of` reads it back."""
        return self.model_dump(mode="json", exclude_defaults=True)

    def in_words(self, language: str, viewer: Viewer | None = None) -> str:
        """The question as a person would put it. The viewer's right decides whether a source is named or given by its code."""
        arabic = language == "ar"
        parts = [self.measure_in_words(language)]
        fields = facet_fields(self.kind_class)
        for facet, codes in self.facets.items():
            parts.append(
                _listed([vocabulary.label(fields[facet].scheme or "", code, language) for code in codes], language)
            )
        if self.places:
            here = gazetteer()
            names = [here.get(code).label(language) or here.get(code).en for code in self.places]
            parts.append(_listed(names, language))
        if period := self._period_in_words(language):
            parts.append(period)
        if self.according_to:
            source = Source.objects.visible_to(viewer or Viewer.public()).filter(code=self.according_to).first()
            name = source.name.in_language(language) if source else self.according_to
            parts.append(f"وفقاً لـ{name}" if arabic else f"according to {name}")
        if self.grades:
            parts.append(_listed([vocabulary.label("grades", grade, language) for grade in self.grades], language))
        if self.unit:
            parts.append(name_units(self.unit, language))
        if self.entity:
            parts.append(self.entity)
        if self.by:
            names = [grouping_label(self.kind_class, by, language) for by in self.by]
            names = names if arabic else [name[0].lower() + name[1:] for name in names]
            parts.append(f"{'بحسب' if arabic else 'by'} {_listed(names, language)}")
        return " · ".join(parts)

    def measure_in_words(self, language: str) -> str:
        """What is counted: “Killed, in incidents”, “Number of incidents”."""
        arabic, plural = language == "ar", self.kind_class.plural.in_language(language)
        if self.measure == ENTITIES:
            return f"العدد: {plural}" if arabic else f"Number of {plural}"
        if self.measure == REPORTS:
            return f"عدد التقارير: {plural}" if arabic else f"Number of reports of {plural}"
        if self.measure == GAP:
            return f"الأيام بين الأخيرة وما قبلها: {plural}" if arabic else f"Days between the last two {plural}"
        label = facet_fields(self.kind_class)[self.measure].label.in_language(language)
        return f"{label} ({plural})" if arabic else f"{label}, in {plural}"

    def _period_in_words(self, language: str) -> str:
        arabic = language == "ar"
        if self.since and self.until:
            return say_when(When.span(self.since, self.until), language)
        if self.since:
            return f"{'منذ' if arabic else 'since'} {say_when(When.day(self.since), language)}"
        if self.until:
            return f"{'حتى' if arabic else 'until'} {say_when(When.day(self.until), language)}"
        return ""


def facet_fields(kind: type[Kind]) -> dict[str, KindField]:
    """The fields of a kind by name."""
    return {field.name: field for field in fields_of(kind)}


def groupings_of(kind: type[Kind]) -> tuple[str, ...]:
    """Everything that a kind can be grouped by."""
    return (*(field.name for field in coded_facets(kind)), *GROUPINGS)


def grouping_label(kind: type[Kind], grouping: str, language: str) -> str:
    """What a grouping is called in a language."""
    if grouping in GROUPING_NAMES:
        return GROUPING_NAMES[grouping][language == "ar"]
    return facet_fields(kind)[grouping].label.in_language(language)


def vocabulary_code(scheme: str, code: str) -> str:
    """The code, if its scheme has it. Raises ValueError with the codes that look most like it."""
    try:
        return vocabulary.term(scheme, code).code
    except vocabulary.UnknownCode as error:
        raise ValueError(str(error)) from None


GROUPING_NAMES = {
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


def _listed(names: Sequence[str], language: str) -> str:
    joiner, last = ("، ", " و") if language == "ar" else (", ", " and ")
    return names[0] if len(names) == 1 else joiner.join(names[:-1]) + last + names[-1]


def _sentence(error: Any) -> str:
    where = ".".join(str(part) for part in error["loc"])
    text = str(error["ctx"]["error"]) if error["type"] == "value_error" else str(error["msg"])
    return f"{where}: {text}" if where else text
