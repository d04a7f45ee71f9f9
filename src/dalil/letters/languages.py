"""The languages that Dalil is read and written in: the one list of them. docs/architecture.md says what a third one takes."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True, slots=True)
class Language:
    """A language, and what is written differently in it wherever it stands.

    code: of the addresses, of the fields of the API and of the columns (`title_ar`). name: in the language itself.
    english_name: the key of its name in the translations. locale: its rules for dates and numbers, as Babel names them.
    digits: its ten digits from nought on. thousands: what parts the thousands of a number. point: what parts its fraction.
    comma: what stands between the parts of a list. and_: what stands before the last part.
    """

    code: str
    name: str
    english_name: str
    direction: Literal["ltr", "rtl"]
    locale: str
    digits: str
    thousands: str
    point: str
    comma: str
    and_: str


LANGUAGES = (
    Language("en", "English", "English", "ltr", "en_GB", "0123456789", ",", ".", ", ", " and "),
    Language("ar", "العربية", "Arabic", "rtl", "ar_SY", "٠١٢٣٤٥٦٧٨٩", "٬", "٫", "، ", " و"),
)
"""Every language, the first one before all others: it is used where a reader's own is none of these."""

LANGUAGE_CODES = tuple(language.code for language in LANGUAGES)

DOCUMENT_LANGUAGES = {
    "ar": "Arabic",
    "en": "English",
    "ku": "Kurdish",
    "tr": "Turkish",
    "fr": "French",
    "de": "German",
    "ru": "Russian",
    "fa": "Persian",
    "he": "Hebrew",
}
"""The languages that a document, or the words of a report, may be in: the keys of their names in the translations by code."""

_BY_CODE = {language.code: language for language in LANGUAGES}


def language_of(tag: str | None) -> Language:
    """Return the language that a tag of the web names ("ar-SY"), or the first of the list for any other.

    >>> language_of("ar-SY").name, language_of("fr").code, language_of(None).code
    ('العربية', 'en', 'en')
    """
    return _BY_CODE.get(tag or "") or _BY_CODE.get((tag or "").split("-")[0].lower(), LANGUAGES[0])


def join_list(parts: Iterable[str], language: str) -> str:
    """Join the parts of a list with the comma of a language.

    >>> join_list(["حلب", "إدلب"], "ar")
    'حلب، إدلب'
    """
    return language_of(language).comma.join(parts)


def join_with_and(parts: Iterable[str], language: str) -> str:
    """Join the parts of a list as a sentence does, with “and” before the last part.

    >>> join_with_and(["Hama", "Homs", "Idlib"], "en"), join_with_and(["حلب", "إدلب"], "ar")
    ('Hama, Homs and Idlib', 'حلب وإدلب')
    """
    *first, last = [*parts] or [""]
    return f"{join_list(first, language)}{language_of(language).and_}{last}" if first else last
