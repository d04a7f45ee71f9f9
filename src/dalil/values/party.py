"""A party is an actor and the part that a source says the actor had."""

from __future__ import annotations

from typing import Any, Self

from pydantic import model_validator

from dalil.values.base import Refusal, Value
from dalil.values.codes import Actor, AttributionCode, Involvement


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
