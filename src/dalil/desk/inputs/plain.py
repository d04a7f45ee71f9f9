"""What all inputs share, and the plain ones: a line of text, a number, a day, a tick, a code, several codes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import Enum
from typing import Any, cast

from django import forms
from django.utils.translation import gettext as _
from pydantic import BaseModel

from dalil import vocabulary
from dalil.desk.inputs.choices import Codes, code_choices
from dalil.desk.inputs.labels import label_of
from dalil.desk.inputs.lengths import Within
from dalil.letters import read_coordinate, read_decimal, read_whole_number, without_marks
from dalil.record.kind import Kind, KindField, fields_of
from dalil.text.dates import read_date
from dalil.values import When
from dalil.wording.refusals import isolated, refusal
from dalil.wording.times import say_when


class UnreadableInput(Exception):
    """What was typed in one field of an input cannot be read. Carries the name of the field and the sentence."""

    def __init__(self, name: str, sentence: str) -> None:
        super().__init__(sentence)
        self.name = name


@dataclass
class Input:
    """One input, for one field of a kind or of a value inside it.

    name: of its first field in the form. data: what was posted, None before anything was. before: the value as it stood.
    """

    name: str
    label: str
    help: str = ""
    required: bool = False
    language: str = "en"
    data: Mapping[str, Any] | None = None
    before: Any = None
    inputs: list[Input] = field(default_factory=list)
    more: list[Input] = field(default_factory=list)

    template = "desk/inputs/plain.html"

    def __post_init__(self) -> None:
        """Make the inputs inside this one, where it has any."""

    def fields(self) -> dict[str, forms.Field]:
        """Return the Django fields of this input and of the inputs in it, by their names."""
        return {}

    def initial(self) -> dict[str, Any]:
        """Return what the fields hold before anybody types, by their names."""
        return {}

    def read(self, typed: Mapping[str, Any]) -> Any:
        """What was typed, as plain content; None where nothing was. Raises UnreadableInput."""
        raise NotImplementedError

    def find_field(self, path: tuple[str | int, ...]) -> str:
        """Find the name of the field that pydantic means by a path inside this input's value."""
        return self.name

    def notes(self) -> list[str]:
        """Sentences on what `read` took names for that may mean other things too."""
        return [note for each in self.inputs for note in each.notes()]


class TextInput(Input):
    """A line of text; also a whole number, which pydantic reads from text once its digits are Western."""

    def fields(self) -> dict[str, forms.Field]:
        return {
            self.name: forms.CharField(
                label=self.label, help_text=self.help, required=self.required, validators=[Within("text")]
            )
        }

    def initial(self) -> dict[str, Any]:
        return {self.name: self.before}

    def read(self, typed: Mapping[str, Any]) -> Any:
        return typed[self.name] or None


class NumberInput(TextInput):
    """A whole or broken number, in any digits."""

    def read(self, typed: Mapping[str, Any]) -> Any:
        plain = without_marks(typed[self.name])
        number = self._number(plain)
        return (number if number is not None else plain) if plain else None

    def _number(self, plain: str) -> float | None:
        """The number of an input; a latitude or longitude may have its signs of degrees, as in a table."""
        axis = self.name.rsplit("-", 1)[-1]
        if axis == "lat":
            return read_coordinate(plain, "lat")
        if axis == "lon":
            return read_coordinate(plain, "lon")
        whole = read_whole_number(plain)
        return whole if whole is not None else read_decimal(plain)


class DateInput(Input):
    """A date in any words that `read_date` reads. What is not written as the record writes it is saved only after its reading was shown.

    The reading is shown while one types, by script. Without a script the first submit shows it, and the second one saves.
    """

    template = "desk/inputs/date.html"

    def fields(self) -> dict[str, forms.Field]:
        picked = bool(self.data and self.data.get(f"{self.name}-day"))
        return {
            self.name: forms.CharField(
                label=self.label,
                help_text=self.help,
                required=self.required and not picked,
                max_length=LONGEST_DATE,
                widget=forms.TextInput(attrs={"autocomplete": "off", "dir": "auto", "data-date": ""}),
            ),
            f"{self.name}-day": forms.CharField(
                label=_("%(what)s: choose a day") % {"what": self.label},
                required=False,
                max_length=20,
                widget=forms.DateInput(attrs={"type": "date"}),
            ),
            f"{self.name}-understood": forms.CharField(required=False, max_length=200, widget=forms.HiddenInput),
        }

    def initial(self) -> dict[str, Any]:
        return {self.name: self.before} if self.before else {}

    def understand(self, typed: Mapping[str, Any]) -> When | None:
        """Read what was typed or chosen; None where nothing was. Raises UnreadableInput, also where the reading was not shown yet."""
        phrase, picked = typed[self.name], typed[f"{self.name}-day"]
        try:
            chosen = When.parse(picked) if picked else None
            when = read_date(phrase) if phrase else chosen
        except ValueError as error:
            raise UnreadableInput(self.name, refusal(error)) from error
        if when is None or not phrase:
            return when
        if chosen and (chosen.start, chosen.end) != (when.start, when.end):
            raise UnreadableInput(
                f"{self.name}-day", _("Another date is written beside it; leave one of the two empty.")
            )
        if not is_plain(phrase, when) and typed[f"{self.name}-understood"] != reading_of(when):
            raise UnreadableInput(
                self.name,
                _("%(reading)s If that is right, save again.") % {"reading": say_reading(when, self.language)},
            )
        return when

    @property
    def reading(self) -> tuple[str, str]:
        """What the words that were posted are read as, for the program and for the reader; empty where they are no date."""
        phrase = str((self.data or {}).get(self.name) or "")
        try:
            when = read_date(phrase)
        except ValueError:
            return "", ""
        return reading_of(when), say_reading(when, self.language)


LONGEST_DATE = 120
"""Letters of the longest date that is read."""


def is_plain(phrase: str, when: When) -> bool:
    """Whether a date is written as the record itself writes it, so that nothing was interpreted."""
    try:
        return When.parse(phrase) == when
    except ValueError:
        return False


def reading_of(when: When) -> str:
    """What a form holds of a reading that was shown."""
    return f"{when.notation()} {when.zone}".strip()


def say_reading(when: When, language: str) -> str:
    """Say how a date was understood."""
    return _("Understood as %(when)s.") % {"when": isolated(say_when(when, language))}


class DayInput(DateInput):
    """A single day."""

    def read(self, typed: Mapping[str, Any]) -> Any:
        when = self.understand(typed)
        if when and when.start != when.end:
            raise UnreadableInput(self.name, _("Write one day, as in 2019-04-26."))
        return str(when.start) if when else None


class TickInput(Input):
    """Yes, or nothing said."""

    def fields(self) -> dict[str, forms.Field]:
        return {self.name: forms.BooleanField(label=self.label, help_text=self.help, required=False)}

    def initial(self) -> dict[str, Any]:
        return {self.name: bool(self.before)}

    def read(self, typed: Mapping[str, Any]) -> Any:
        return typed[self.name] or None


@dataclass
class CodeInput(Input):
    """One code of a scheme, or one of an enumeration's values."""

    scheme: str = ""
    options: tuple[str, ...] = ()

    def fields(self) -> dict[str, forms.Field]:
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

    def initial(self) -> dict[str, Any]:
        return {self.name: str(self.before.value if isinstance(self.before, Enum) else self.before or "")}

    def read(self, typed: Mapping[str, Any]) -> Any:
        return typed[self.name] or None


@dataclass
class CodesInput(CodeInput):
    """Several codes of a scheme, ticked in a list that can be searched."""

    template = "desk/inputs/codes.html"

    def fields(self) -> dict[str, forms.Field]:
        return {
            self.name: forms.MultipleChoiceField(
                label=self.label,
                help_text=self.help,
                required=self.required,
                choices=[(term.code, term.label(self.language)) for term in vocabulary.terms(self.scheme)],
                widget=forms.CheckboxSelectMultiple,
            )
        }

    def initial(self) -> dict[str, Any]:
        return {self.name: list(self.before or ())}

    def read(self, typed: Mapping[str, Any]) -> Any:
        return typed[self.name] or None


def make_plain_input(described: KindField, **facts: Any) -> Input:
    """Make the input of a field that holds one plain value."""
    if described.scheme:
        return CodeInput(**facts, scheme=described.scheme)
    if issubclass(described.type, Enum):
        return CodeInput(**facts, options=tuple(str(each.value) for each in described.type))
    return next(PLAIN_INPUTS[base] for base in described.type.__mro__ if base in PLAIN_INPUTS)(**facts)


PLAIN_INPUTS: dict[type[Any], type[Input]] = {
    bool: TickInput,
    int: NumberInput,
    float: NumberInput,
    date: DayInput,
    object: TextInput,
}
"""The input of each plain type without codes. A type that is not here is typed as a line of text."""


def make_plain_inputs(owner: type[BaseModel], names: tuple[str, ...], inside: Input) -> list[Input]:
    """Make the inputs of some plain fields of the value that an input holds."""
    described = {each.name: each for each in describe_fields(owner)}
    return [
        make_plain_input(
            described[name],
            name=f"{inside.name}-{name}",
            label=label_of(name, inside.language, owner),
            language=inside.language,
            data=inside.data,
            before=getattr(inside.before, name) if inside.before is not None else None,
        )
        for name in names
    ]


def describe_fields(model: type[BaseModel]) -> tuple[KindField, ...]:
    """Describe the fields of any value as those of a kind are."""
    return fields_of(cast(type[Kind], model))


def collect_fields(inputs: list[Input]) -> dict[str, forms.Field]:
    """Collect the Django fields of several inputs, by name."""
    return {name: made for each in inputs for name, made in each.fields().items()}


def collect_initial(inputs: list[Input]) -> dict[str, Any]:
    """Collect what the fields of several inputs hold before anybody types, by name."""
    return {name: value for each in inputs for name, value in each.initial().items()}
