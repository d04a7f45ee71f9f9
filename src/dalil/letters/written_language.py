"""The language in which a text is written, by its letters alone."""

from __future__ import annotations

from dalil.letters.folding import is_arabic


def guess_language(text: str) -> str:
    """Return the language in which most letters of a text are written: ar, en for Latin letters, or nothing.

    >>> guess_language("قصف مشفى في إدلب"), guess_language("A hospital was hit"), guess_language("2019")
    ('ar', 'en', '')
    """
    letters = [letter for letter in text if letter.isalpha()]
    arabic = sum(map(is_arabic, letters))
    latin = sum(letter.isascii() for letter in letters)
    if arabic == latin:
        return ""
    return "ar" if arabic > latin else "en"
