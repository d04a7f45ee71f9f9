"""A party is an actor and the part that a source says the actor had."""

from __future__ import annotations

from enum import StrEnum
from typing import Any, Self

from pydantic import model_validator

from dalil.values.base import Refusal, Value
from dalil.values.codes import Actor, AttributionCode, Involvement


class Role(StrEnum):
    """What being named as a party comes to."""

    BY_WHOM = "by_whom"
    """The source says that it did it, ordered or planned it, or helped."""
    FIGHTING = "fighting"
    """It is a side of a fight. That says nothing of who killed whom."""
    OTHER = "other"
    """It is named otherwise: suspected, present, or its part is not known."""


UNCODED = "UNCODED"
"""Stands beside the codes of actors for a party that is named and has no code: it was stated, so it is not “not stated”."""

_ROLES = {
    **dict.fromkeys(("direct", "carried_out", "ordered", "planned", "passive_accomplice"), Role.BY_WHOM),
    "party_to_fighting": Role.FIGHTING,
}


def role_of(involvement: str | None, in_fight: bool) -> Role:
    """Return what a party is by its involvement. in_fight: what is reported is a fight, whose parties are its sides where no more is said.

    >>> role_of(None, False).value, role_of(None, True).value, role_of("ordered", True).value, role_of("suspected", False).value
    ('by_whom', 'fighting', 'by_whom', 'other')
    """
    if involvement is None:
        return Role.FIGHTING if in_fight else Role.BY_WHOM
    return _ROLES.get(involvement, Role.OTHER)


class Party(Value):
    """An actor, the degree of involvement that the source gives it (HURIDOCS list 18), and its own answer (list 28).

    name: the actor as the source named it. It is enough where the vocabulary has no code.

    >>> Party(name="a patrol of the border guard").actor is None
    True
    """

    actor: Actor | None = None
    name: str = ""
    involvement: Involvement | None = None
    attribution: AttributionCode | None = None

    @model_validator(mode="before")
    @classmethod
    def _read_code(cls, value: Any) -> Any:
        return {"actor": value} if isinstance(value, str) else value

    @model_validator(mode="after")
    def _says_something(self) -> Self:
        if self.actor is None and not self.name:
            raise Refusal("empty_party", "a party needs a code or a name; leave it out where it is unknown")
        return self
