"""The inputs of values made of values, of lists, and the choice of the input for a field."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from pydantic import BaseModel

from dalil.desk.inputs.labels import label_of
from dalil.desk.inputs.plain import (
    CodesInput,
    Input,
    UnreadableInput,
    collect_fields,
    collect_initial,
    describe_fields,
    make_plain_input,
)
from dalil.desk.inputs.values import CountInput, WhenInput, WhereInput, WordsInput
from dalil.record.kind import Kind, KindField
from dalil.values import Bilingual, Count, When, Where

SPARE_ROWS = 1
"""Empty rows under a list that can grow."""

MOST_ROWS = 500
"""Of a form that posts more, none is made: each has a dozen inputs."""


@dataclass
class ModelInput(Input):
    """A value made of values: a party, a name of a person, a line of a breakdown; whatever model a kind declares."""

    model: type[BaseModel] = BaseModel

    template = "desk/inputs/group.html"

    def __post_init__(self) -> None:
        for described in describe_fields(self.model):
            self.inputs.append(
                make_input(
                    described,
                    name=f"{self.name}-{described.name}",
                    language=self.language,
                    data=self.data,
                    before=getattr(self.before, described.name) if self.before is not None else None,
                    owner=self.model,
                    inside=True,
                )
            )

    def fields(self) -> dict[str, forms.Field]:
        return collect_fields(self.inputs)

    def initial(self) -> dict[str, Any]:
        return collect_initial(self.inputs)

    def read(self, typed: Mapping[str, Any]) -> Any:
        said = {
            each.name.removeprefix(f"{self.name}-"): value
            for each in self.inputs
            if (value := each.read(typed)) is not None
        }
        return said or None

    def find_field(self, path: tuple[str | int, ...]) -> str:
        for each in self.inputs:
            if path and each.name == f"{self.name}-{path[0]}":
                return each.find_field(path[1:])
        return self.inputs[0].find_field(())


@dataclass
class RowsInput(Input):
    """Several of one type, one under the other, with an empty row to go on."""

    described: KindField | None = None
    owner: type[BaseModel] = Kind

    template = "desk/inputs/rows.html"
    filled: tuple[Input, ...] | list[Input] = ()

    def __post_init__(self) -> None:
        assert self.described
        values = tuple(self.before or ())
        wanted = len(values) + SPARE_ROWS
        self.too_many = False
        if self.data is not None:
            posted = self._posted_rows(self.data)
            self.too_many = posted > MOST_ROWS
            wanted = SPARE_ROWS if self.too_many else max(posted, SPARE_ROWS)
            wanted += self.data.get("more") == self.name
        one = KindField(**{**vars(self.described), "many": False, "required": False})
        for at in range(wanted):
            row = make_input(
                one,
                name=f"{self.name}-{at}",
                language=self.language,
                data=self.data,
                before=values[at] if at < len(values) else None,
                owner=self.owner,
                inside=True,
            )
            row.label = f"{self.label} {at + 1}"
            self.inputs.append(row)

    def _posted_rows(self, data: Mapping[str, Any]) -> int:
        """How many rows were posted, by the names of their inputs."""
        numbers = (
            key.removeprefix(f"{self.name}-").partition("-")[0] for key in data if key.startswith(f"{self.name}-")
        )
        return max((int(number[:9]) + 1 for number in numbers if number.isdecimal()), default=0)

    def fields(self) -> dict[str, forms.Field]:
        return collect_fields(self.inputs)

    def initial(self) -> dict[str, Any]:
        return collect_initial(self.inputs)

    def read(self, typed: Mapping[str, Any]) -> Any:
        if self.too_many:
            raise UnreadableInput(self.find_field(()), _("At most %(most)s rows in one list.") % {"most": MOST_ROWS})
        self.filled = [row for row in self.inputs if _is_filled(row, typed)]
        return [row.read(typed) for row in self.filled] or None

    def find_field(self, path: tuple[str | int, ...]) -> str:
        if path and isinstance(path[0], int) and path[0] < len(self.filled):
            return self.filled[path[0]].find_field(path[1:])
        return self.inputs[0].find_field(())


def make_input(
    described: KindField,
    *,
    name: str,
    language: str,
    data: Mapping[str, Any] | None = None,
    before: Any = None,
    owner: type[BaseModel] = Kind,
    inside: bool = False,
) -> Input:
    """Make the input for a field of a kind, by the field's type; in order of preference, so that a new type of value needs none of its own.

    inside: the field belongs to a value that may be left out as a whole, so that nothing in it is asked for on its own.
    """
    label = (
        described.label.in_language(language) if issubclass(owner, Kind) else label_of(described.name, language, owner)
    )
    shared: dict[str, Any] = {
        "name": name,
        "label": label,
        "help": described.help.in_language(language) if described.help else "",
        "required": described.required and not inside,
        "language": language,
        "data": data,
        "before": before,
    }
    if described.many:
        if described.scheme and described.type is str:
            return CodesInput(**shared, scheme=described.scheme)
        return RowsInput(**shared, described=described, owner=owner)
    make = next(INPUTS[base] for base in described.type.__mro__ if base in INPUTS)
    return make(described, shared)


INPUTS: dict[type[Any], Callable[[KindField, dict[str, Any]], Input]] = {
    Count: lambda field, shared: CountInput(**shared, unit=field.unit),
    When: lambda field, shared: WhenInput(**shared),
    Where: lambda field, shared: WhereInput(**shared),
    Bilingual: lambda field, shared: WordsInput(**shared),
    BaseModel: lambda field, shared: ModelInput(**shared, model=field.type),
    object: lambda field, shared: make_plain_input(field, **shared),
}
"""The input of each type of value. A type that is not here is typed as the nearest type that it is made from."""


def _is_filled(row: Input, typed: Mapping[str, Any]) -> bool:
    """Whether somebody wrote anything in a row; a unit that stands there by itself is not writing."""
    return any(typed.get(name) for name in row.fields() if not name.endswith("-unit"))
