"""A short text in the languages of Dalil."""

from __future__ import annotations

from typing import Any, Self

from pydantic import model_validator

from dalil.letters import LANGUAGE_CODES, language_of
from dalil.values.base import Refusal, Value


class Bilingual(Value):
    """A text in English, in Arabic, or in both; at least one of them has words. It has a field for each of LANGUAGE_CODES.

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
        if not any(getattr(self, code) for code in LANGUAGE_CODES):
            raise Refusal("text_without_words", "a text needs words in at least one language")
        return self

    def in_language(self, language: str) -> str:
        """Return the text in one language, or in the first language that has words where that one is missing.

        >>> Bilingual(en="school").in_language("ar")
        'school'
        """
        wanted: str = getattr(self, language_of(language).code)
        return wanted or next(filter(None, (getattr(self, code) for code in LANGUAGE_CODES)), "")


Words = Bilingual
"""The earlier name, by which organisations' own kinds import it."""
