"""The base of all values: frozen, compared by content, and closed to fields that nobody declared."""

from __future__ import annotations

from pydantic import BaseModel, ConfigDict


class Value(BaseModel):
    """A frozen value, which knows its own rules and refuses nonsense when it is made."""

    model_config = ConfigDict(frozen=True, extra="forbid")
