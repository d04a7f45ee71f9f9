"""The base of every kind of report, and the list of those there are.

A kind is a pydantic model that is read like a form. What the rest of Dalil needs to know of it (its fields, in words; what it
counts; what it can be grouped by) is worked out here from the annotations, once.
"""

from __future__ import annotations

import types
import typing
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Any, ClassVar

from pydantic import BaseModel, Field, ValidationInfo, field_validator, model_validator
from pydantic.fields import FieldInfo

from dalil import vocabulary
from dalil.letters import is_arabic
from dalil.record.names_in_claims import names_in
from dalil.record.sameness import Sameness
from dalil.values import Bilingual, Count, Party, PersonName, Value, When, Where
from dalil.values.base import KEPT, SEALED, Refusal
from dalil.values.codes import CodeOf
from dalil.values.doubted_names import says_doubt
from dalil.values.names_of_persons import is_no_single_person, is_unnamed
from dalil.values.outline import Rings
from dalil.values.party import UNCODED, Role, is_doubted_party, role_of
from dalil.values.size import exceed, size_of
from dalil.values.unknown_words import says_nothing

__all__ = [
    "Kind",
    "KindField",
    "UnknownKind",
    "all_kinds",
    "ask",
    "coded_facets",
    "fields_of",
    "in_unit",
    "kind_of",
    "quantities_of",
]
"""What an organisation's own kinds may import from here; listed in docs/kinds.md."""


class UnknownKind(LookupError):
    """No kind of report has this code. known: those that there are."""

    type = "unknown_kind"
    template = "there is no kind “{code}”; there are {kinds}"

    def __init__(self, code: str, known: tuple[str, ...] = ()) -> None:
        self.particulars = {"code": code, "kinds": known}
        super().__init__(self.template.format(code=code, kinds=", ".join(known)))

    def __reduce__(self) -> tuple[Any, ...]:
        return type(self), tuple(self.particulars.values())


def ask(en: str, ar: str, *, help: Bilingual | None = None, unit: str = "", default: Any = ..., **rules: Any) -> Any:
    """Declare a field of a kind, with the words by which it is asked for in both languages.

    unit: what a Count in this field counts where nothing else is said; people unless given. Further rules go to pydantic's Field.
    """
    extra: dict[str, Any] = {"x-ar": ar}
    if unit:
        extra["x-unit"] = unit
    if help:
        extra |= {"x-help-en": help.en, "x-help-ar": help.ar}
    return Field(default=default, title=en, description=help.en if help else None, json_schema_extra=extra, **rules)


class Kind(Value):
    """What a report of one kind says.

    Declared by a kind: `code`, its `name` and `plural` in words, its `facets` (field names to count and group by), and its `title` (a
    template over its fields). `addable` is False where adding the counts of two entities would count people twice. `announces` is True
    where a report may rightly be of a day to come, as of a law or a trial.
    `needs_consent` is True where a report is not public before a consent permits it, whatever its level.
    `of_persons` is True where a report tells of one person: a list of them is brought in as internal, and `public_profile` says what may be public.
    `changing` names the fields that may rightly differ from one time to another: reports of two times do not contradict each other in them.
    `floor_on_import` is True where a list is not brought in as public while a row tells a place more exactly than may be public.
    `lasts` is True where its time is how long it was so, from its first day, as of an office; else it is that within which it happened.
    `same_when` says how two reports of one thing agree; a kind without it is not matched. `matcher_proposes`: persons alone judge it.
    `names_persons` is False where a name may be that of a company or a body, as on a list of sanctions: else it is that of one person.
    `asked_first` names the fields that its form shows at once, where it has many; the others unfold. Empty: all.
    `part_counts` says of a count which other fields count parts of it: groups of fields, and the parts of one group exclude each other.
    """

    code: ClassVar[str]
    name: ClassVar[Bilingual]
    plural: ClassVar[Bilingual]
    facets: ClassVar[tuple[str, ...]] = ()
    title: ClassVar[Bilingual]
    addable: ClassVar[bool] = True
    announces: ClassVar[bool] = False
    needs_consent: ClassVar[bool] = False
    of_persons: ClassVar[bool] = False
    changing: ClassVar[tuple[str, ...]] = ()
    floor_on_import: ClassVar[bool] = False
    lasts: ClassVar[bool] = False
    same_when: ClassVar[tuple[Sameness, ...]] = ()
    matcher_proposes: ClassVar[bool] = False
    part_counts: ClassVar[Mapping[str, tuple[tuple[str, ...], ...]]] = {}
    names_persons: ClassVar[bool] = True
    asked_first: ClassVar[tuple[str, ...]] = ()

    @classmethod
    def __pydantic_init_subclass__(cls, **kwargs: Any) -> None:
        super().__pydantic_init_subclass__(**kwargs)
        missing = [fact for fact in ("code", "name", "plural", "title") if not hasattr(cls, fact)]
        if missing:
            raise TypeError(f"the kind {cls.__name__} does not say its {', '.join(missing)}")
        strangers = [facet for facet in cls.facets if facet not in cls.model_fields]
        if strangers:
            raise TypeError(f"the kind {cls.code} has no field {', '.join(strangers)} to count by")
        if strangers := [name for name in (*cls.changing, *cls.asked_first) if name not in cls.model_fields]:
            raise TypeError(f"the kind {cls.code} has no field {', '.join(strangers)} that changes or is asked first")
        if strangers := [each.field for each in cls.same_when if each.field not in cls.model_fields]:
            raise TypeError(f"the kind {cls.code} has no field {', '.join(strangers)} to match by")
        counts = {
            *cls.part_counts,
            *(part for groups in cls.part_counts.values() for group in groups for part in group),
        }
        if unknown := sorted(counts - cls.model_fields.keys()):
            raise TypeError(f"the kind {cls.code} has no field {', '.join(unknown)} to be a count or a part of one")
        taken = _KINDS.get(cls.code)
        if taken is not None and taken.__module__ != cls.__module__:
            raise TypeError(f"two files declare the kind {cls.code}: {taken.__module__} and {cls.__module__}")
        _KINDS[cls.code] = cls

    @classmethod
    def units(cls, said: Mapping[str, Any]) -> Mapping[str, str]:
        """Return the unit of each count whose field does not count people, given all that is said."""
        return _units_of(cls)

    @model_validator(mode="before")
    @classmethod
    def _give_units(cls, said: Any) -> Any:
        """A count that does not say what it counts gets the unit of its field; one of people is refused where people are not counted."""
        if not isinstance(said, dict):
            return said
        units = cls.units(said).items()
        given = {name: in_unit(said[name], unit, name) for name, unit in units if said.get(name) is not None}
        return {**said, **given} if given else said

    @classmethod
    def understand(cls, field: str, words: str) -> Mapping[str, Any] | None:
        """Return what words in the place of a number or a day say, by field; None where the kind knows no more of them than any reader."""
        return None

    @model_validator(mode="before")
    @classmethod
    def _read_words(cls, said: Any, info: ValidationInfo) -> Any:
        """Words in the place of a number are read as the kind understands them, at every door."""
        if not isinstance(said, dict) or info.context in (KEPT, SEALED):
            return said
        for name in [name for name in _of_type(cls, int, float) if isinstance(said.get(name), str)]:
            if told := cls.understand(name, said[name]):
                said = {**told, **{key: value for key, value in said.items() if key != name}}
        return said

    @model_validator(mode="before")
    @classmethod
    def _leave_out_unnamed(cls, said: Any, info: ValidationInfo) -> Any:
        """Words for somebody unnamed are no name. They say who it was, where the kind asks that; words for unknown say nothing."""
        if not isinstance(said, dict) or not cls.names_persons or info.context in (KEPT, SEALED):
            return said
        for name in _of_type(cls, PersonName):
            told = said.get(name)
            words = told.said if isinstance(told, PersonName) else told.get("said") if isinstance(told, dict) else told
            if isinstance(words, str) and (says_nothing(words) or is_unnamed(words)):
                said = {key: value for key, value in said.items() if key != name}
                if _DESCRIBED in cls.model_fields and not said.get(_DESCRIBED) and not says_nothing(words):
                    said[_DESCRIBED] = {"ar" if is_arabic(words) else "en": words}
        return said

    @field_validator("*")
    @classmethod
    def _what_can_be_meant(cls, said: Any, info: ValidationInfo) -> Any:
        """Every door reads what comes in as its kind. So a year that nobody means and a name that is not of one person are refused here, for all."""
        if info.context is KEPT:
            return said
        if isinstance(said, PersonName) and cls.names_persons and is_no_single_person(said.said):
            raise Refusal("no_single_person", NO_SINGLE_PERSON, {"cell": said.said})
        return said.refuse_impossible_years() if isinstance(said, When) else said

    @classmethod
    def quantity_of(cls, field: str, said: Mapping[str, Any]) -> str:
        """Return what a field of counts counts: the field's own name, unless the kind says it elsewhere."""
        return field

    def counts(self) -> Iterator[tuple[str, Count]]:
        """Yield the counts that this claim states, by field name. What it does not state is unknown and left out."""
        for field in fields_of(type(self)):
            if field.type is Count and (count := getattr(self, field.name)) is not None:
                yield field.name, count

    @classmethod
    def counts_that_contradict(cls, said: Mapping[str, Any]) -> frozenset[str]:
        """Return the fields whose counts cannot be true together: 11 children of 3 killed. Either of them may be the wrong one.

        said: what a report says, by field; its counts as values or as they are stored.
        """
        found: set[str] = set()
        for field, groups in cls.part_counts.items():
            if (whole := said.get(field)) is None:
                continue
            stored = isinstance(whole, dict)
            most = max(whole["low"], whole.get("high") or 0) if stored else max(whole.low, whole.high or 0)
            for group in groups:
                parts = {name: part for name in group if (part := said.get(name)) is not None}
                lows = [part["low"] for part in parts.values()] if stored else [part.low for part in parts.values()]
                if sum(lows) > most:  # else nothing can contradict, as of nearly all reports
                    found |= _contradicting(field, whole, parts, alone=len(group) == 1)
        return frozenset(found)

    def has_parts_above_whole(self) -> bool:
        """Tell whether a count is smaller than what counts its parts, so that one of them is wrong."""
        return bool(self.counts_that_contradict(vars(self)))

    def has_parts_below_whole(self) -> bool:
        """Tell whether parts that are said to make up a count are less than it. Only a kind with such a breakdown can have them."""
        return False

    @classmethod
    def is_fight(cls, said: Mapping[str, Any]) -> bool:
        """Tell whether what is said is a fight, whose parties are its sides and not those who did it."""
        return False

    @classmethod
    def role_unsaid(cls, said: Mapping[str, Any]) -> Role:
        """Return what the parties of a report are where no part is said: sides of a fight, and else those who did it."""
        return Role.FIGHTING if cls.is_fight(said) else Role.BY_WHOM

    def flags_of_names(self) -> tuple[str, ...]:
        """Return the flags of what the names of this claim say beside themselves: that they are not certain. A kind may add its own."""
        doubted = any(is_doubted_party(name) if of is Party else says_doubt(name) for of, name in names_in(self))
        return (DOUBTED_BY_SOURCE,) if doubted else ()

    def title_words(self) -> Mapping[str, Bilingual]:
        """Return what stands in the title for fields that are not said: a person without a name is called by what else is told."""
        return {}

    @classmethod
    def counted_content(cls, content: Mapping[str, Any]) -> Mapping[str, Any]:
        """Return a stored content as its facets are counted: with what follows from what was said, as an age group from an age."""
        return content

    def public_profile(self) -> str | None:
        """Return the profile of publication (`record.public_profiles`) that a report of a person has; None where it is of no person."""
        return None

    def parties_as(self, role: Role) -> tuple[Party, ...]:
        """Return those of its `parties` that this claim names in a role: by whom, on a side of the fighting, or otherwise."""
        unsaid = self.role_unsaid({name: getattr(self, name) for name in type(self).model_fields})
        return tuple(
            party
            for party in getattr(self, PARTIES)
            if role_of(party.involvement, unsaid, party.name, party.actor) is role
        )

    def codes(self, facet: str) -> tuple[str, ...]:
        """Return the codes that this claim has in one facet. A party has the code of its actor, or UNCODED where it is only named."""
        by_whom = facet == PERPETRATORS and facet not in type(self).model_fields
        value = self.parties_as(Role.BY_WHOM) if by_whom else getattr(self, facet)
        values = value if isinstance(value, tuple) else (value,) if value is not None else ()
        codes = (each.actor or UNCODED if isinstance(each, Party) else each for each in values)
        return tuple(code for code in codes if isinstance(code, str))

    def whens(self) -> When | None:
        """Return when it happened: the first field of that type."""
        name = _name_of_time(type(self))
        return getattr(self, name) if name else None

    def wheres(self) -> Where | None:
        """Return where it happened: the first field of that type."""
        return next((getattr(self, field.name) for field in fields_of(type(self)) if field.type is Where), None)

    def public_from(self) -> date | None:
        """Return the first day on which this claim may be public; None where any day is right. The gate and imports hold it."""
        return None

    def outlines(self) -> tuple[Rings, ...]:
        """Return the borders that this claim gives itself, for the map of its page."""
        return ()


NO_SINGLE_PERSON = "“{cell}” is not the name of one person: several persons, a sum or a note; give each person a row, and leave the rest out"
_DESCRIBED = "described"
"""The field that says who somebody without a name was."""


@cache
def _of_type(kind: type[Kind], *types_of: type[Any]) -> tuple[str, ...]:
    return tuple(field.name for field in fields_of(kind) if field.type in types_of and not field.many)


_KINDS: dict[str, type[Kind]] = {}


def in_unit(count: Any, unit: str, field: str = "") -> Any:
    """Give a count a unit where it names none. Raises ValueError, of that field, for a count of people where something else is counted."""
    if isinstance(count, Count):
        count = count.model_dump(exclude_unset=True)
    elif isinstance(count, (str, int)):
        count = Count.model_validate(count).model_dump()
        del count["unit"]
    if isinstance(count, dict):
        if count.get("unit") == "person" != unit:
            counted = {"unit": vocabulary.term("units", unit).extra.get("en_plural", unit), "counted": unit}
            refused = Refusal("people_not_counted", "people are not counted here, but {unit}", counted)
            raise refused.at(field, count) if field else refused
        return {**count, "unit": count.get("unit") or unit}
    return count


def _contradicting(field: str, whole: Any, parts: Mapping[str, Any], *, alone: bool) -> set[str]:
    """The fields of a whole and of the parts of it that exclude each other, where these are more than the whole for certain.

    alone: the part is the only one of its group, so it can be one of a whole of which a status is told.
    """
    of = size_of(whole)
    sizes = {name: size for name, part in parts.items() if (size := size_of(part)).unit == of.unit}
    comparable = not (of.sex or of.age) and (of.status is None or alone)
    return {field, *sizes} if sizes and comparable and exceed(of, sizes.values()) else set()


@cache
def _units_of(kind: type[Kind]) -> Mapping[str, str]:
    declared = {
        name: str(info.json_schema_extra["x-unit"])
        for name, info in kind.model_fields.items()
        if isinstance(info.json_schema_extra, dict) and "x-unit" in info.json_schema_extra
    }
    return types.MappingProxyType(declared)


@dataclass(frozen=True)
class KindField:
    """One field of a kind as forms, importers and exports see it.

    type: the Python type of one value (str, int, bool, date, Count, When, Where, Party, Words, or a pydantic model).
    scheme: the vocabulary of its codes, or None. unit: what a Count in it counts where nothing else is said; empty for people.
    many: whether it takes several values.
    """

    name: str
    label: Bilingual
    help: Bilingual | None
    type: type[Any]
    scheme: str | None
    many: bool
    required: bool
    unit: str = ""

    @property
    def has_roles(self) -> bool:
        """Whether it holds parties that are told apart by their role."""
        return self.name == PARTIES and self.type is Party and self.many


@cache
def fields_of(kind: type[Kind]) -> tuple[KindField, ...]:
    """Return the fields of a kind, in the order in which they are asked."""
    return tuple(_describe(name, info) for name, info in kind.model_fields.items())


def kind_of(code: str) -> type[Kind]:
    """Return the kind with this code. Raises UnknownKind, naming those there are."""
    try:
        return _KINDS[code]
    except KeyError:
        raise UnknownKind(code, tuple(sorted(_KINDS))) from None


def all_kinds() -> Mapping[str, type[Kind]]:
    """Return every kind there is, by code."""
    return types.MappingProxyType(_KINDS)


@cache
def quantities_of(kind: type[Kind]) -> tuple[str, ...]:
    """Return the names of the fields of a kind that are counts."""
    return tuple(field.name for field in fields_of(kind) if field.type is Count and not field.many)


@cache
def _name_of_time(kind: type[Kind]) -> str | None:
    """The name of the field that says when; every row that is imported asks."""
    return next((field.name for field in fields_of(kind) if field.type is When), None)


DOUBTED_BY_SOURCE = "doubted_by_source"
PARTIES = "parties"
"""The field of those who took part in what happened. Parties in fields of other names (an owner) have no role in it."""
PERPETRATORS = "perpetrators"
"""The facet of those of the parties by whom it was done. It stands in no field: it is worked out from the part that each party had."""


@cache
def coded_facets(kind: type[Kind]) -> tuple[KindField, ...]:
    """Return the facets of a kind that are codes, or parties by the code of their actor; PERPETRATORS last, where it has PARTIES."""
    fields = tuple(field for field in fields_of(kind) if field.name in kind.facets and field.scheme)
    if PERPETRATORS in kind.model_fields or not any(field.has_roles for field in fields):
        return fields
    label = Bilingual(en="By whom", ar="من الفاعل")
    return (*fields, KindField(PERPETRATORS, label, None, Party, "actors", many=True, required=False))


def _describe(name: str, info: FieldInfo) -> KindField:
    annotation, many, scheme = _unwrap(info.annotation, info.metadata)
    if annotation is Party:
        scheme = "actors"
    extra = info.json_schema_extra if isinstance(info.json_schema_extra, dict) else {}
    label = Bilingual(en=info.title or name.replace("_", " ").capitalize(), ar=str(extra.get("x-ar", "")))
    help_en, help_ar = str(extra.get("x-help-en", "")), str(extra.get("x-help-ar", ""))
    return KindField(
        name=name,
        label=label,
        help=Bilingual(en=help_en, ar=help_ar) if help_en or help_ar else None,
        type=annotation,
        scheme=scheme,
        many=many,
        required=info.is_required(),
        unit=str(extra.get("x-unit", "")),
    )


def _unwrap(annotation: Any, metadata: typing.Sequence[Any] = ()) -> tuple[type[Any], bool, str | None]:
    """The bare type inside optionals, tuples and Annotated; whether it is repeated; and its scheme of codes."""
    scheme = next((each.scheme for each in metadata if isinstance(each, CodeOf)), None)
    origin, arguments = typing.get_origin(annotation), typing.get_args(annotation)
    if origin is typing.Annotated:
        inner, many, deeper = _unwrap(arguments[0], arguments[1:])
        return inner, many, scheme or deeper
    if origin in (typing.Union, types.UnionType):
        present = [argument for argument in arguments if argument is not type(None)]
        inner, many, deeper = _unwrap(present[0])
        return inner, many, scheme or deeper
    if origin is tuple:
        inner, _, deeper = _unwrap(arguments[0])
        return inner, True, scheme or deeper
    if not isinstance(annotation, type) or not issubclass(annotation, (str, int, float, bool, date, BaseModel)):
        raise TypeError(f"a field of a kind cannot be {annotation!r}")
    return annotation, False, scheme
