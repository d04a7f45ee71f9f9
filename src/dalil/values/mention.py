"""A thing of a register as a report names it: the words of the source, and the entry that a person or the source says is meant."""

from __future__ import annotations

from typing import Annotated, Any

from pydantic import Field, model_validator

from dalil.values.base import Value


class SiteMention(Value):
    """A site as a source names it.

    name: the words of the source, untouched. entry: the address of a report of the register, where the source itself points to the entry.
    Which site a name means is judged (`record.pointings`), and is no part of what was said.

    >>> SiteMention.model_validate("al-Nour school").entry
    ''
    """

    name: Annotated[str, Field(min_length=1, max_length=300)]
    entry: Annotated[str, Field(max_length=40)] = ""

    @model_validator(mode="before")
    @classmethod
    def _read_name(cls, value: Any) -> Any:
        return {"name": value} if isinstance(value, str) else value
