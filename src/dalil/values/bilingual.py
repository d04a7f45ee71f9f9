"""A short text in the two languages of Dalil."""

from __future__ import annotations

from typing import Any, Self

from pydantic import model_validator

from dalil.values.base import Value


class Bilingual(Value):
    """A text in English, in Arabic, or both; one of them is never shown as a translation of nothing."""

    en: str = ""
    ar: str = ""

    @model_validator(mode="before")
    @classmethod
    def _read_plain(cls, value: Any) -> Any:
        """A bare string is filed under the language of its letters."""
        if isinstance(value, str):
            return {"ar" if any("؀" <= letter <= "ۿ" for letter in value) else "en": value}
        return value

    @model_validator(mode="after")
    def _says_something(self) -> Self:
        if not self.en and not self.ar:
            raise ValueError("a text needs words in at least one language")
        return self

    def in_language(self, language: str) -> str:
        """The text in one language, or in the other where that one is missing."""
        return (self.ar or self.en) if language == "ar" else (self.en or self.ar)


Words = Bilingual
"""The name by which kinds of organisations, written before this one, import it."""
