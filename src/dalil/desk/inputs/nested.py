"""The boxes of values made of values, of lists, and the choice of the box for a field."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from django import forms
from pydantic import BaseModel

from dalil.desk.inputs.labels import label_of
from dalil.desk.inputs.plain import Box, CodesBox, all_inputs, all_shown, described_fields, plain_box
from dalil.desk.inputs.values import CountBox, WhenBox, WhereBox, WordsBox
from dalil.record.kind import Kind, KindField
from dalil.values import Bilingual, Count, When, Where

SPARE_ROWS = 1
"""Empty rows under a list that can grow."""

MOST_ROWS = 500


@dataclass
class ModelBox(Box):
    """A value made of values: a party, a name of a person, a line of a breakdown; whatever model a kind declares."""

    model: type[BaseModel] = BaseModel

    template = "desk/inputs/group.html"

    def __post_init__(self) -> None:
        for described in described_fields(self.model):
            self.boxes.append(
                box_of(
                    described,
                    name=f"{self.name}-{described.name}",
                    language=self.language,
                    data=self.data,
                    before=getattr(self.before, described.name) if self.before is not None else None,
                    owner=self.model,
                    inside=True,
                )
            )

    def inputs(self) -> dict[str, forms.Field]:
        return all_inputs(self.boxes)

    def shown(self) -> dict[str, Any]:
        return all_shown(self.boxes)

    def read(self, typed: Mapping[str, Any]) -> Any:
        said = {
            box.name.removeprefix(f"{self.name}-"): value
            for box in self.boxes
            if (value := box.read(typed)) is not None
        }
        return said or None

    def at(self, path: tuple[str | int, ...]) -> str:
        for box in self.boxes:
            if path and box.name == f"{self.name}-{path[0]}":
                return box.at(path[1:])
        return self.boxes[0].at(())


@dataclass
class RowsBox(Box):
    """Several of one type, one under the other, with an empty row to go on."""

    described: KindField | None = None
    owner: type[BaseModel] = Kind

    template = "desk/inputs/rows.html"

    def __post_init__(self) -> None:
        assert self.described
        values = tuple(self.before or ())
        wanted = len(values) + SPARE_ROWS
        if self.data is not None:
            given = str(self.data.get(f"{self.name}-rows") or "")
            wanted = min(int(given[:9]), MOST_ROWS) if given.isdecimal() else wanted
            wanted += self.data.get("more") == self.name
        one = KindField(**{**vars(self.described), "many": False, "required": False})
        for at in range(wanted):
            box = box_of(
                one,
                name=f"{self.name}-{at}",
                language=self.language,
                data=self.data,
                before=values[at] if at < len(values) else None,
                owner=self.owner,
                inside=True,
            )
            box.label = f"{self.label} {at + 1}"
            self.boxes.append(box)

    def inputs(self) -> dict[str, forms.Field]:
        rows = forms.CharField(widget=forms.HiddenInput, required=False)
        return {f"{self.name}-rows": rows} | all_inputs(self.boxes)

    def shown(self) -> dict[str, Any]:
        return {f"{self.name}-rows": len(self.boxes)} | all_shown(self.boxes)

    def read(self, typed: Mapping[str, Any]) -> Any:
        self.filled = [box for box in self.boxes if _is_filled(box, typed)]
        return [box.read(typed) for box in self.filled] or None

    def at(self, path: tuple[str | int, ...]) -> str:
        if path and isinstance(path[0], int) and path[0] < len(self.filled):
            return self.filled[path[0]].at(path[1:])
        return self.boxes[0].at(())


def box_of(
    described: KindField,
    *,
    name: str,
    language: str,
    data: Mapping[str, Any] | None = None,
    before: Any = None,
    owner: type[BaseModel] = Kind,
    inside: bool = False,
) -> Box:
    """The box for a field of a kind, by the field's type; in order of preference, so that a new type of value needs none of its own.

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
            return CodesBox(**shared, scheme=described.scheme)
        return RowsBox(**shared, described=described, owner=owner)
    make = next(INPUTS[base] for base in described.type.__mro__ if base in INPUTS)
    return make(described, shared)


INPUTS: dict[type[Any], Callable[[KindField, dict[str, Any]], Box]] = {
    Count: lambda field, shared: CountBox(**shared),
    When: lambda field, shared: WhenBox(**shared),
    Where: lambda field, shared: WhereBox(**shared),
    Bilingual: lambda field, shared: WordsBox(**shared),
    BaseModel: lambda field, shared: ModelBox(**shared, model=field.type),
    object: lambda field, shared: plain_box(field, **shared),
}
"""The input of each type of value. A type that is not here is typed as the nearest type that it is made from."""


def _is_filled(box: Box, typed: Mapping[str, Any]) -> bool:
    """Whether somebody wrote anything in a row; a unit that stands there by itself is not writing."""
    return any(typed.get(name) for name in box.inputs() if not name.endswith("-unit"))
