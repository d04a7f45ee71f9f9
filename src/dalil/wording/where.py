"""Places and their levels in words, names in the script of the reader, and where words stand in a document."""

from __future__ import annotations

import re

from dalil.letters import LANGUAGE_CODES, join_list, join_with_and, language_of
from dalil.record.gazetteer_in_use import gazetteer
from dalil.values import Where
from dalil.vocabulary.gazetteer import Level, Place
from dalil.wording.numbers import write_digits


def say_where(where: Where, language: str) -> str:
    """Say the places by their names in the language; where the gazetteer has none of them, the name as it was said, else the point, else
    the codes."""
    known = gazetteer()
    names = [known.get(code).label(language) for code in where.places if code in known]
    if not names and where.name:
        return choose_script(where.name, language)
    if not names and where.lat is not None:
        return join_list([write_digits(f"{each:.3f}", language) for each in (where.lat, where.lon)], language)
    return join_with_and(names or where.places, language)


def say_level(level: Level, language: str) -> str:
    """Say the level of a place in a language.

    >>> say_level("subdistrict", "en"), say_level("subdistrict", "ar")
    ('sub-district', 'ناحية')
    """
    return _LEVELS[level][LANGUAGE_CODES.index(language_of(language).code)]


def name_place(place: Place, language: str) -> str:
    """Name a place by its code, its name and its level: “SY07 (Idlib, governorate)”."""
    label = place.label(language) or place.en or place.ar
    return f"{place.code} ({join_list([label, say_level(place.level, language)], language)})"


def choose_script(name: str, language: str) -> str:
    """Choose the part of a name that was given in both scripts ("Italy / إيطاليا") that is in the reader's; any other name stays as it was given."""
    parts = [part.strip() for part in name.split(" / ")]
    arabic = [any("\u0600" <= letter <= "\u06ff" for letter in part) for part in parts]
    if sorted(arabic) != [False, True]:
        return name
    return parts[arabic.index(language == "ar")]


def say_locator(locator: str, language: str) -> str:
    """Say where words stand in a document: “lines 5-7”, «الأسطر ٥–٧»; what is not a line, a page or a row stays as it was written."""
    found = _LOCATOR.fullmatch(locator.strip())
    if language != "ar" or not found:
        return locator
    named, first, last = _LOCATED[found[1].lower()], found[2], found[3]
    return f"{named[bool(last)]} {write_digits(f'{first}–{last}' if last else first, language)}"


_LOCATOR = re.compile(r"(line|page|row)s?\s+(\d+)(?:\s*[-–]\s*(\d+))?", re.IGNORECASE)
_LOCATED = {"line": ("السطر", "الأسطر"), "page": ("الصفحة", "الصفحات"), "row": ("الصف", "الصفوف")}
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
