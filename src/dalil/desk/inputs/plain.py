"""What all boxes share, and the plain ones: a line of text, a number, a day, a tick, a code, several codes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import Enum
from typing import Any, cast

from django import forms
from pydantic import BaseModel

from dalil import vocabulary
from dalil.desk.inputs.choices import Codes, code_choices
from dalil.desk.inputs.labels import label_of
from dalil.letters import western_digits
from dalil.record.kind import Kind, KindField, fields_of


class Typed(Exception):
    """What was typed in one input cannot be read. Carries the name of the input and the sentence."""

    def __init__(self, name: str, sentence: str) -> None:
        super().__init__(sentence)
        self.name = name


@dataclass
class Box:
    """One box, for one field of a kind or of a value inside it.

    name: of its first input in the form. data: what was posted, None before anything was. before: the value as it stood.
    """

    name: str
    label: str
    help: str = ""
    required: bool = False
    language: str = "en"
    data: Mapping[str, Any] | None = None
    before: Any = None
    boxes: list[Box] = field(default_factory=list)
    more: list[Box] = field(default_factory=list)

    template = "desk/inputs/plain.html"

    def __post_init__(self) -> None:
        """Make the boxes inside this one, where it has any."""

    def inputs(self) -> dict[str, forms.Field]:
        """The Django fields of this box and of the boxes in it, by their names."""
        return {}

    def shown(self) -> dict[str, Any]:
        """What the inputs hold before anybody types."""
        return {}

    def read(self, typed: Mapping[str, Any]) -> Any:
        """What was typed, as plain content; None where nothing was. Raises Typed."""
        raise NotImplementedError

    def at(self, path: tuple[str | int, ...]) -> str:
        """The name of the input that pydantic means by a path inside this box's value."""
        return self.name

    def notes(self) -> list[str]:
        """Sentences on what `read` took names for that may mean other things too."""
        return [note for box in self.boxes for note in box.notes()]


class TextBox(Box):
    """A line of text; also a whole number or a day, which pydantic reads from text once its digits are Western."""

    def inputs(self) -> dict[str, forms.Field]:
        return {
            self.name: forms.CharField(label=self.label, help_text=self.help, required=self.required, max_length=2000)
        }

    def shown(self) -> dict[str, Any]:
        return {self.name: self.before}

    def read(self, typed: Mapping[str, Any]) -> Any:
        return typed[self.name] or None


class NumberBox(TextBox):
    """A whole or broken number, in any digits."""

    def read(self, typed: Mapping[str, Any]) -> Any:
        return western_digits(typed[self.name]).replace(",", "") or None


class DayBox(TextBox):
    """A single day, or a time."""

    def read(self, typed: Mapping[str, Any]) -> Any:
        return western_digits(typed[self.name]).strip() or None


class TickBox(Box):
    """Yes, or nothing said."""

    def inputs(self) -> dict[str, forms.Field]:
        return {self.name: forms.BooleanField(label=self.label, help_text=self.help, required=False)}

    def shown(self) -> dict[str, Any]:
        return {self.name: bool(self.before)}

    def read(self, typed: Mapping[str, Any]) -> Any:
        return typed[self.name] or None


@dataclass
class CodeBox(Box):
    """One code of a scheme, or one of an enumeration's values."""

    scheme: str = ""
    options: tuple[str, ...] = ()

    def inputs(self) -> dict[str, forms.Field]:
        options = [(value, label_of(value, self.language)) for value in self.options]
        choices = code_choices(self.scheme, self.language) if self.scheme else options
        widget = Codes(attrs={"data-search": ""} if self.scheme and len(vocabulary.terms(self.scheme)) > 20 else {})
        widget.scheme = self.scheme
        return {
            self.name: forms.ChoiceField(
                label=self.label,
                help_text=self.help,
                required=self.required,
                choices=[("", "—"), *choices],
                widget=widget,
            )
        }

    def shown(self) -> dict[str, Any]:
        return {self.name: str(self.before.value if isinstance(self.before, Enum) else self.before or "")}

    def read(self, typed: Mapping[str, Any]) -> Any:
        return typed[self.name] or None


@dataclass
class CodesBox(CodeBox):
    """Several codes of a scheme, ticked in a list that can be searched."""

    template = "desk/inputs/codes.html"

    def inputs(self) -> dict[str, forms.Field]:
        return {
            self.name: forms.MultipleChoiceField(
                label=self.label,
                help_text=self.help,
                required=self.required,
                choices=[(term.code, term.label(self.language)) for term in vocabulary.terms(self.scheme)],
                widget=forms.CheckboxSelectMultiple,
            )
        }

    def shown(self) -> dict[str, Any]:
        return {self.name: list(self.before or ())}

    def read(self, typed: Mapping[str, Any]) -> Any:
        return typed[self.name] or None


def plain_box(described: KindField, **facts: Any) -> Box:
    """The box of a field that holds one plain value."""
    if described.scheme:
        return CodeBox(**facts, scheme=described.scheme)
    if issubclass(described.type, Enum):
        return CodeBox(**facts, options=tuple(str(each.value) for each in described.type))
    return next(PLAIN_INPUTS[base] for base in described.type.__mro__ if base in PLAIN_INPUTS)(**facts)


PLAIN_INPUTS: dict[type[Any], type[Box]] = {
    bool: TickBox,
    int: NumberBox,
    float: NumberBox,
    date: DayBox,
    object: TextBox,
}
"""The input of each plain type without codes. A type that is not here is typed as a line of text."""


def plain_boxes(owner: type[BaseModel], names: tuple[str, ...], inside: Box) -> list[Box]:
    """The boxes of some plain fields of the value that a box holds."""
    described = {each.name: each for each in described_fields(owner)}
    return [
        plain_box(
            described[name],
            name=f"{inside.name}-{name}",
            label=label_of(name, inside.language, owner),
            language=inside.language,
            data=inside.data,
            before=getattr(inside.before, name) if inside.before is not None else None,
        )
        for name in names
    ]


def described_fields(model: type[BaseModel]) -> tuple[KindField, ...]:
    """The fields of any value, described as those of a kind are."""
    return fields_of(cast(type[Kind], model))


def all_inputs(boxes: list[Box]) -> dict[str, forms.Field]:
    """The inputs of several boxes, by name."""
    return {name: made for box in boxes for name, made in box.inputs().items()}


def all_shown(boxes: list[Box]) -> dict[str, Any]:
    """What the inputs of several boxes hold, by name."""
    return {name: value for box in boxes for name, value in box.shown().items()}
