"""The levels of places in words, in each language."""

from __future__ import annotations

from dalil.letters import LANGUAGE_CODES, language_of
from dalil.vocabulary.gazetteer import Level

_LEVELS: dict[Level, tuple[str, str]] = {
    "country": ("country", "دولة"),
    "governorate": ("governorate", "محافظة"),
    "district": ("district", "منطقة"),
    "subdistrict": ("sub-district", "ناحية"),
    "town": ("town", "مدينة أو بلدة"),
    "neighbourhood": ("neighbourhood", "حي"),
    "camp": ("camp", "مخيم"),
    "area": ("area without borders", "رقعة بلا حدود معلومة"),
    "outside": ("outside of the country", "خارج البلاد"),
}


def say_level(level: Level, language: str) -> str:
    """Say the level of a place in a language.

    >>> say_level("subdistrict", "en"), say_level("subdistrict", "ar")
    ('sub-district', 'ناحية')
    """
    return _LEVELS[level][LANGUAGE_CODES.index(language_of(language).code)]
