"""Places in words, names in the script of the reader, and where words stand in a document."""

from __future__ import annotations

import re

from dalil.record.gazetteer_in_use import gazetteer
from dalil.values import Where
from dalil.wording.grammar import grammar_of
from dalil.wording.numbers import write_digits


def say_where(where: Where, language: str) -> str:
    """The places by their names in the language; where the gazetteer has none of them, the name as it was said, else the point, else
    the codes."""
    known = gazetteer()
    names = [known.get(code).label(language) for code in where.places if code in known]
    if not names and where.name:
        return choose_script(where.name, language)
    if not names and where.lat is not None:
        return write_digits(f"{where.lat:.3f}, {where.lon:.3f}", language)
    names = names or list(where.places)
    return grammar_of(language).last_joiner.join(names)


def choose_script(name: str, language: str) -> str:
    """Choose the part of a name that was given in both scripts ("Italy / إيطاليا") that is in the reader's; any other name stays as it was given."""
    parts = [part.strip() for part in name.split(" / ")]
    arabic = [any("\u0600" <= letter <= "\u06ff" for letter in part) for part in parts]
    if sorted(arabic) != [False, True]:
        return name
    return parts[arabic.index(language == "ar")]


def say_locator(locator: str, language: str) -> str:
    """Where words stand in a document: “lines 5-7”, «الأسطر ٥–٧»; what is not a line or a page stays as it was written."""
    found = _LOCATOR.fullmatch(locator.strip())
    if language != "ar" or not found:
        return locator
    named, first, last = _LOCATED[found[1].lower()], found[2], found[3]
    return f"{named[bool(last)]} {write_digits(f'{first}–{last}' if last else first, language)}"


_LOCATOR = re.compile(r"(line|page)s?\s+(\d+)(?:\s*[-–]\s*(\d+))?", re.IGNORECASE)
_LOCATED = {"line": ("السطر", "الأسطر"), "page": ("الصفحة", "الصفحات")}
