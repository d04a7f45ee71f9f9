"""A short text in the two languages of Dalil."""

from __future__ import annotations

from typing import Any, Self

from pydantic import model_validator

from dalil.values.base import Value


class Bilingual(Value):
    """A text in English, in Arabic, or in both; at least one of them has words.

    >>> Bilingual.model_validate("مدرسة")
    Bilingual(en='', ar='مدرسة')
    """

    en: str = ""
    ar: str = ""

    @model_validator(mode="before")
    @classmethod
    def _read_plain(cls, value: Any) -> Any:
        """Put a bare string under the language of its letters."""
        if isinstance(value, str):
            return {"ar" if any("؀" <= letter <= "ۿ" for letter in value) else "en": value}
        return value

    @model_validator(mode="after")
    def _says_something(self) -> Self:
        if not self.en and not self.ar:
            raise ValueError("a text needs words in at least one language")
        return self

    def in_language(self, language: str) -> str:
        """Return the text in one language, or in the other where that one is missing.

        >>> Bilingual(en="school").in_language("ar")
        'school'
        """
        return (self.ar or self.en) if language == "ar" else (self.en or self.ar)


Words = Bilingual
"""The earlier name, by which organisations' own kinds import it."""
