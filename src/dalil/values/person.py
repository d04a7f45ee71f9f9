"""A person's name as it was said, with the parts that are known."""

from __future__ import annotations

import unicodedata
from typing import Annotated, Any

from pydantic import Field, model_validator

from dalil.values.base import Value


class PersonName(Value):
    """A person's name.

    said: the name as the source wrote it, untouched.
    given, father, grandfather, family, mother: the parts of an Arabic name chain, where the source told them apart.

    >>> PersonName.model_validate("سمير القاسم").script
    'arab'
    """

    said: Annotated[str, Field(min_length=1)]
    given: str = ""
    father: str = ""
    grandfather: str = ""
    family: str = ""
    mother: str = ""

    @model_validator(mode="before")
    @classmethod
    def _read_plain(cls, value: Any) -> Any:
        return {"said": value} if isinstance(value, str) else value

    @property
    def script(self) -> str:
        """Return the script of the first letter of the name: "arab", "latn" or "other"."""
        for letter in self.said:
            if letter.isalpha():
                block = unicodedata.name(letter, "")
                return "arab" if block.startswith("ARABIC") else "latn" if block.startswith("LATIN") else "other"
        return "other"
