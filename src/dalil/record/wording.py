"""How the record's values are said in English and Arabic: numbers, ranges, times, places, and the title of a report.

Plain strings come out; whoever puts them on a page isolates their direction. Arabic is written with Arabic-Indic digits and the
Levantine months.
"""

from __future__ import annotations

import re
import string
from datetime import date
from typing import Any

from babel.dates import format_date

from dalil import vocabulary
from dalil.record.kind import Kind, KindField, fields_of
from dalil.record.places import gazetteer
from dalil.values import Count, Party, PersonName, Precision, Shape, When, Where, Words

_ARABIC_DIGITS = str.maketrans("0123456789,", "٠١٢٣٤٥٦٧٨٩٬")
_BABEL = {"en": "en_GB", "ar": "ar_SY"}


def say_number(n: int, language: str) -> str:
    """A whole number with thousands separated, in the digits of the language."""
    return digits(f"{n:,}", language)


def digits(text: str, language: str) -> str:
    """The digits of a text as the language writes them."""
    return text.translate(_ARABIC_DIGITS) if language == "ar" else text


def say_range(low: int, high: int | None, language: str) -> str:
    """An interval: one number where both ends meet, “at least” where there is no upper end."""
    if high is None:
        return f"{'ما لا يقل عن' if language == 'ar' else 'at least'} {say_number(low, language)}"
    if low == high:
        return say_number(low, language)
    joiner = " إلى " if language == "ar" else "–"
    return f"{say_number(low, language)}{joiner}{say_number(high, language)}"


def say_count(count: Count, language: str) -> str:
    """A count as its source put it: “more than 80”, “about 8,000”, “hundreds”, with the bound kept."""
    number, arabic = count.low, language == "ar"
    match count.shape:
        case Shape.LOWER_BOUND if _said_strictly(count.said):
            return f"{'أكثر من' if arabic else 'more than'} {say_number(number - 1, language)}"
        case Shape.APPROXIMATE if count.point is not None:
            return f"{'نحو' if arabic else 'about'} {say_number(count.point, language)}"
        case Shape.UPPER_BOUND if count.high is not None and count.low == 0:
            return f"{'حتى' if arabic else 'up to'} {say_number(count.high, language)}"
        case Shape.VAGUE if number in _VAGUE:
            return _VAGUE[number][arabic]
        case Shape.CONTRADICTORY:
            stated = [each for each in (count.low, count.point, count.high) if each is not None]
            return " / ".join(say_number(each, language) for each in stated)
    return say_range(count.low, count.high, language)


def say_when(when: When, language: str) -> str:
    """A day, a month, a year or a span, no finer than it is known."""
    locale = _BABEL[language]
    match when.precision:
        case Precision.MINUTE if when.at:
            text = f"{format_date(when.start, 'd MMMM yyyy', locale)}، {when.at:%H:%M}" if language == "ar" else None
            text = text or f"{format_date(when.start, 'd MMMM yyyy', locale)}, {when.at:%H:%M}"
        case Precision.DAY | Precision.MINUTE:
            text = format_date(when.start, "d MMMM yyyy", locale)
        case Precision.MONTH if _whole_month(when):
            text = format_date(when.start, "MMMM yyyy", locale)
        case Precision.YEAR if when.start == date(when.start.year, 1, 1) and when.end == date(when.start.year, 12, 31):
            text = str(when.start.year)
        case _:
            text = _say_span(when.start, when.end, language)
    return digits(text, language)


def say_where(where: Where, language: str) -> str:
    """The places by their names in the language, or the name as it was said where none was resolved."""
    known = gazetteer()
    names = [known.get(code).label(language) for code in where.places if code in known]
    if not names:
        return where.name or digits(f"{where.lat:.3f}, {where.lon:.3f}", language)
    return (" و" if language == "ar" else " and ").join(names)


def say_value(value: Any, field: KindField, language: str) -> str:
    """Any value of a field of a kind, in words; the empty string for what was not said."""
    if value is None or value == () or value == "":
        return ""
    if isinstance(value, tuple):
        return ("، " if language == "ar" else ", ").join(say_value(each, field, language) for each in value)
    match value:
        case Count():
            return say_count(value, language)
        case When():
            return say_when(value, language)
        case Where():
            return say_where(value, language)
        case Words():
            return value.in_language(language)
        case PersonName():
            return value.said
        case Party():
            return vocabulary.label("actors", value.actor, language) if value.actor else value.name
        case bool():
            return ("نعم" if value else "لا") if language == "ar" else ("yes" if value else "no")
        case int():
            return say_number(value, language)
        case str() if field.scheme:
            return vocabulary.label(field.scheme, value, language)
    return str(value)


def title_of(telling: Kind, language: str) -> str:
    """The title of a report, by the template of its kind; what was not said leaves no gap behind."""
    fields = {field.name: field for field in fields_of(type(telling))}
    template = telling.title.in_language(language)
    said = {
        name: say_value(getattr(telling, name), fields[name], language)
        for _, name, _, _ in string.Formatter().parse(template)
        if name
    }
    text = template.format(**said)
    text = re.sub(r"(?:\s*[,،:])+\s*(?=[,،:])", "", text)  # “a, , b” and “a: , b” where a field was not said
    return text.strip(" ,،:") or telling.name.in_language(language)


_VAGUE = {10: ("dozens", "عشرات"), 12: ("dozens", "عشرات"), 100: ("hundreds", "مئات"), 1000: ("thousands", "آلاف")}


def _said_strictly(said: str) -> bool:
    return bool(
        re.search(r"\b(more than|over|upwards of|exceeding|in excess of)\b|^>|أكثر من|يزيد|فوق", said, re.IGNORECASE)
    )


def _whole_month(when: When) -> bool:
    return when.notation().count("-") == 1 and ".." not in when.notation()


def _say_span(start: date, end: date, language: str) -> str:
    locale, joiner = _BABEL[language], " – "
    if (start.year, start.month) == (end.year, end.month):
        return f"{start.day}{joiner}{format_date(end, 'd MMMM yyyy', locale)}"
    first = "d MMMM" if start.year == end.year else "d MMMM yyyy"
    return f"{format_date(start, first, locale)}{joiner}{format_date(end, 'd MMMM yyyy', locale)}"
