"""What the gate answers: objections, each with what would pass."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from enum import IntEnum
from hashlib import sha256
from typing import Any

from dalil.record.actions.transaction import Refused
from dalil.wording.refusals import fill_template


class Weight(IntEnum):
    """What an objection does. A larger number is stricter."""

    NOTE = 0
    """It is said and stops nothing: nothing leaves by it."""
    STOPS = 1
    """It stops, unless two persons decide otherwise."""
    FIRM = 2
    """It stops, whoever decides."""


@dataclass(frozen=True)
class Remedy:
    """What would pass: a type, an English sentence as a template, and the particulars in it, as `Refused` has them."""

    type: str
    template: str
    particulars: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Objection:
    """One thing that stands against publication: a type, an English sentence as a template, the particulars in it, and what would pass.

    about: by what two persons know it as the same, where it is said to them in different words.
    """

    type: str
    template: str
    particulars: Mapping[str, Any]
    passes: Remedy
    weight: Weight = Weight.STOPS
    about: str = ""

    @property
    def key(self) -> str:
        """Return a digest by which it is known again, whoever is told of it."""
        told = self.about or json.dumps([self.type, self.particulars], default=str, sort_keys=True)
        return sha256(told.encode()).hexdigest()[:32]

    def __str__(self) -> str:
        said = (fill_template(each.template, each.particulars, "en") for each in (self, self.passes))
        return " ".join(f"{sentence[:1].upper()}{sentence[1:]}." for sentence in said)


class Stopped(Refused):
    """The gate does not let a thing become public. faults: the objections, which `wording.refusals.refusal` says one in a line."""

    def __init__(self, objections: Iterable[Objection]) -> None:
        self.faults = tuple(objections)
        super().__init__("stopped_at_the_gate", "{objections}", {"objections": "\n".join(map(str, self.faults))})

    def __reduce__(self) -> tuple[Any, ...]:
        return type(self), (self.faults,)


def stopping(objections: Iterable[Objection]) -> tuple[Objection, ...]:
    """Return those that stop, without those that only say something."""
    return tuple(each for each in objections if each.weight > Weight.NOTE)


def keys_of(objections: Iterable[Objection]) -> tuple[str, ...]:
    """Return a digest of each objection. Who overrides, overrides what these name and nothing that comes after."""
    return tuple(sorted({each.key for each in objections}))
