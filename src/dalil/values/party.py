"""Who did it, according to whom: an actor and what its part is said to be."""

from __future__ import annotations

from typing import Any, Self

from pydantic import model_validator

from dalil.values.base import Value
from dalil.values.codes import Actor, AttributionCode, Involvement


class Party(Value):
    """An actor, the degree of involvement the source gives it (HURIDOCS list 18) and its own answer (list 28).

    name: the actor as the source named it; enough where the vocabulary has no code.
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
            raise ValueError("a party needs a code or a name; leave it out where it is unknown")
        return self
