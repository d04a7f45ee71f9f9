"""What a search request holds: who is missing, what happened, who asks. Nobody need have done it: a person is missing whatever the cause.

Source: the definition of the IIMP (A/RES/77/301) and of the ICRC; `reference/standards.md`, section 4. A reference sample is noted as taken or
not, and where; a profile has no field.
"""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from dalil.values import PersonName, Value, When
from dalil.values.base import KEPT
from dalil.values.codes import CodeOf, Sex

Line = Annotated[str, Field(max_length=500)]
Text = Annotated[str, Field(max_length=4000)]


class HeldAt(Value):
    """Where somebody was said to be held, and when, as far as it was said."""

    place: Annotated[str, Field(min_length=1, max_length=500)]
    when: When | None = None


class SearchContent(Value):
    """Who is missing, what happened, who asks, as the family said it.

    name: with its chain, and the mother's whole name under `mother`. relation: a code of `kinships`; empty for an agent. sample_taken: None
    where nobody asked.
    """

    name: PersonName
    also_named: tuple[Line, ...] = ()
    sex: Sex | None = None
    born: When | None = None
    birth_place: Line = ""
    register_place: Line = ""
    register_number: Line = ""
    marks: Text = ""
    last_seen: When | None = None
    last_seen_place: Line = ""
    taken_by: Line = ""
    circumstances: Text = ""
    held: Annotated[tuple[HeldAt, ...], Field(max_length=50)] = ()
    companions: Annotated[tuple[Line, ...], Field(max_length=100)] = ()
    asker: Line
    relation: Annotated[str, CodeOf("kinships")] | None = None
    contact: Text = ""
    call_not: Text = ""
    sample_taken: bool | None = None
    sample_place: Line = ""

    def missing_fields(self) -> tuple[str, ...]:
        """Return the names of what would help the search most and is not known, the most helpful first.

        >>> SearchContent(name="سمير القاسم", asker="Rana").missing_fields()[:2]
        ('mother', 'born')
        """
        known = {
            "mother": self.name.mother,
            "born": self.born,
            "last_seen": self.last_seen,
            "last_seen_place": self.last_seen_place,
            "register_number": self.register_number,
            "contact": self.contact,
        }
        return tuple(name for name, value in known.items() if not value)


def write_content(content: SearchContent) -> str:
    """Return a request as the text that is sealed."""
    return content.model_dump_json(exclude_defaults=True)


def read_content(text: str) -> SearchContent:
    """Return the request that a sealed text holds."""
    return SearchContent.model_validate_json(text, context=KEPT)
