"""A party is an actor and the part that a source says the actor had."""

from __future__ import annotations

from enum import StrEnum
from functools import lru_cache
from typing import Any, Self

from pydantic import ValidationInfo, model_validator

from dalil import vocabulary
from dalil.letters import fold
from dalil.values.base import KEPT, SEALED, Refusal, Value
from dalil.values.codes import Actor, AttributionCode, Involvement
from dalil.values.doubted_names import has_sign_of_doubt, says_contested, says_doubt
from dalil.values.unknown_words import names_no_party


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


def role_of(involvement: str | None, unsaid: Role, name: str = "", actor: str | None = None) -> Role:
    """Return what a party is by its involvement, its name and its code.

    unsaid: what it is where its part is not said. A party whose name is doubted, or that names nobody, is never the one that did it.

    >>> role_of(None, Role.BY_WHOM).value, role_of("ordered", Role.FIGHTING).value, role_of("suspected", Role.BY_WHOM).value
    ('by_whom', 'by_whom', 'other')
    >>> role_of("direct", Role.BY_WHOM, "Russia?").value
    'other'
    """
    role = unsaid if involvement is None else _ROLES.get(involvement, Role.OTHER)
    if name and role is not Role.OTHER and (is_doubted_party(name) or (actor is None and names_no_party(name))):
        return Role.OTHER
    return role


@lru_cache(maxsize=20_000)
def is_doubted_party(name: str) -> bool:
    """Say whether the name of a party says that its part is not certain: a doubt, or that it is accused, denies, or claims the deed.

    >>> is_doubted_party("Russia denied"), is_doubted_party("ISIS (claimed)"), is_doubted_party("النظام؟"), is_doubted_party("the regime")
    (True, True, True, False)
    >>> is_doubted_party("Armed clans or tribes"), is_doubted_party("clans or HTS")
    (False, True)
    """
    if has_sign_of_doubt(name):
        return True
    return (says_doubt(name) or says_contested(name)) and fold(name) not in _names_of_actors()


@lru_cache(maxsize=1)
def _names_of_actors() -> frozenset[str]:
    """The names of actors, of which some hold a word that doubts elsewhere."""
    return frozenset(fold(name) for actor in vocabulary.terms("actors") for name in actor.names())


class Party(Value):
    """An actor, the degree of involvement that the source gives it (HURIDOCS list 18), and its own answer (list 28).

    name: the actor as the source named it. It is enough where the vocabulary has no code. Where it says a doubt ("Russia?"), the party is
        suspected, whatever else is said of its part: a header or a form does not know better than the source.

    >>> Party(name="a patrol of the border guard").actor is None
    True
    """

    actor: Actor | None = None
    name: str = ""
    involvement: Involvement | None = None
    attribution: AttributionCode | None = None

    @model_validator(mode="before")
    @classmethod
    def _read_code(cls, value: Any, info: ValidationInfo) -> Any:
        said = {"actor": value} if isinstance(value, str) else value
        if (
            info.context in (KEPT, SEALED)
            or not isinstance(said, dict)
            or not isinstance(name := said.get("name"), str)
        ):
            return said
        if name and not said.get("actor") and names_no_party(name):
            raise Refusal("no_party_named", "“{name}” names no party; leave it out where it is unknown", {"name": name})
        doubted = role_of(said.get("involvement"), Role.BY_WHOM) is not Role.OTHER and is_doubted_party(name)
        return {**said, "involvement": "suspected"} if doubted else said

    @model_validator(mode="after")
    def _says_something(self) -> Self:
        if self.actor is None and not self.name:
            raise Refusal("empty_party", "a party needs a code or a name; leave it out where it is unknown")
        return self
