"""The base of all values: frozen, compared by content, and closed to fields that nobody declared."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Self

from pydantic import BaseModel, ConfigDict, ValidationError
from pydantic_core import PydanticCustomError

KEPT = {"kept": True}
"""The context of a validation that reads back what was stored. A value that was stored once is never refused to its readers."""
SEALED = {"sealed": True}
"""The context of a validation that reads a copy of a report that another record sealed.

Its words stay as they are, or its digest would be another."""


class Value(BaseModel):
    """A frozen value, which knows its own rules and refuses nonsense when it is made."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Refusal(PydanticCustomError):
    """A value breaks a rule: the type of the error, the English sentence as a template, and the particulars in it.

    Inside a validator pydantic keeps all three in its own error: `type`, and in `ctx` the particulars and the template.
    `dalil.wording.refusals` says them in the language of the reader.

    >>> str(Refusal("lowest_above_highest", "lowest {low} is more than highest {high}", {"low": 12, "high": 9}))
    'lowest 12 is more than highest 9'
    """

    def __new__(cls, type: str, template: str, particulars: Mapping[str, Any] | None = None) -> Self:
        return super().__new__(cls, type, template, {**(particulars or {}), "template": template})

    def at(self, field: str, value: Any) -> ValidationError:
        """Return the error that says this of one field: a rule that a whole model checks then stands beside its box, and names its column.

        >>> Refusal("no_such_day", "there is no such day").at("when", "31 June").errors()[0]["loc"]
        ('when',)
        """
        return ValidationError.from_exception_data(field, [{"type": self, "loc": (field,), "input": value}])

    @property
    def particulars(self) -> dict[str, Any]:
        """Return what is refused in particular, by name."""
        return {name: value for name, value in (self.context or {}).items() if name != "template"}
