"""How the record's values are said in English and Arabic: numbers with their nouns, ranges, times, places, and the title of a report.

Plain strings come out; whoever puts them on a page isolates their direction. Arabic is written with Arabic-Indic digits and the
Levantine months.
"""

from __future__ import annotations

import re
import string
from calendar import monthrange
from collections.abc import Callable
from datetime import date
from typing import Any, NamedTuple

from babel.dates import format_date

from dalil import vocabulary
from dalil.record.gazetteer_in_use import gazetteer
from dalil.record.kind import Kind, KindField, fields_of
from dalil.values import Bilingual, Count, Party, PersonName, Precision, Shape, When, Where

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
    return _as_put(
        count,
        language,
        one=lambda n, _: say_number(n, language),
        span=lambda: say_range(count.low, count.high, language),
        vague=lambda word: word,
    )


def say_quantity(count: Count, language: str, in_words: bool = False) -> str:
    """A count as its source put it, with what it counts: “more than 80 people”, «أكثر من ٨٠ شخصاً».

    in_words: small whole numbers as Arabic running text has them, «خمس مجازر».
    """
    noun = noun_of(count.unit)
    return _as_put(
        count,
        language,
        one=lambda n, oblique: say_things(n, noun, language, oblique=oblique, in_words=in_words),
        span=lambda: say_range_of(count.low, count.high, noun, language, in_words=in_words),
        vague=lambda word: f"{word} ال{noun.plural}" if language == "ar" else f"{word} of {noun.en_plural}",
    )


class Noun(NamedTuple):
    """A thing that is counted, in every form that a number may ask for."""

    en: str
    en_plural: str
    singular: str
    dual: str
    plural: str
    accusative: str

    @property
    def feminine(self) -> bool:
        return self.singular.endswith("ة")


DAYS = Noun("day", "days", "يوم", "يومان", "أيام", "يوماً")
MONTHS = Noun("month", "months", "شهر", "شهران", "أشهر", "شهراً")


def noun_of(unit: str) -> Noun:
    """The unit of a count as a noun. Raises UnknownCode for a unit that there is not."""
    term = vocabulary.term("units", unit)
    forms = (term.extra[name] for name in ("ar_dual", "ar_plural", "ar_accusative"))
    return Noun(term.en, term.extra["en_plural"], term.ar, *forms)


def say_things(n: int, noun: Noun, language: str, oblique: bool = False, in_words: bool = False) -> str:
    """A number of things: “1 family”, «عائلة واحدة»، «كيانان»، «٥ مجازر»، «٨٢ هجوماً»، «١٠٠ ضربة».

    oblique: the dual stands after a preposition. in_words: three to ten in Arabic words, which take the other gender.
    """
    if language != "ar":
        return f"{say_number(n, language)} {noun.en if n == 1 else noun.en_plural}"
    if n == 1:
        return f"{noun.singular} {'واحدة' if noun.feminine else 'واحد'}"
    if n == 2:
        return f"{noun.dual[:-2]}ين" if oblique else noun.dual
    rest = n % 100
    form = noun.plural if 3 <= rest <= 10 else noun.accusative if rest >= 11 else noun.singular
    said = _SMALL[n][not noun.feminine] if in_words and n in _SMALL else say_number(n, language)
    return f"{said} {form}"


def say_range_of(low: int, high: int | None, noun: Noun, language: str, in_words: bool = False) -> str:
    """An interval with what it counts: “at least 82 attacks”, «ما لا يقل عن ٨٢ هجوماً»; the noun agrees with the last number."""
    if high is None:
        least = say_things(low, noun, language, oblique=True, in_words=in_words)
        return f"{'ما لا يقل عن' if language == 'ar' else 'at least'} {least}"
    if low == high:
        return say_things(low, noun, language, in_words=in_words)
    last = say_things(high, noun, language, oblique=True)
    if language != "ar":
        return f"{say_number(low, language)}–{last}"
    return f"{noun.singular} أو {noun.dual}" if (low, high) == (1, 2) else f"{say_number(low, language)} إلى {last}"


def say_locator(locator: str, language: str) -> str:
    """Where words stand in a document: “lines 5-7”, «الأسطر ٥–٧»; what is not a line or a page stays as it was written."""
    found = _LOCATOR.fullmatch(locator.strip())
    if language != "ar" or not found:
        return locator
    named, first, last = _LOCATED[found[1].lower()], found[2], found[3]
    return f"{named[bool(last)]} {digits(f'{first}–{last}' if last else first, language)}"


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
    """The places by their names in the language; where the gazetteer has none of them, the name as it was said, else the point, else
    the codes."""
    known = gazetteer()
    names = [known.get(code).label(language) for code in where.places if code in known]
    if not names and where.name:
        return in_script(where.name, language)
    if not names and where.lat is not None:
        return digits(f"{where.lat:.3f}, {where.lon:.3f}", language)
    names = names or list(where.places)
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
        case Bilingual():
            return value.in_language(language)
        case PersonName():
            return in_script(value.said, language)
        case Party():
            return vocabulary.label("actors", value.actor, language) if value.actor else in_script(value.name, language)
        case bool():
            return ("نعم" if value else "لا") if language == "ar" else ("yes" if value else "no")
        case int():
            return say_number(value, language)
        case str() if field.scheme:
            return vocabulary.label(field.scheme, value, language)
    return str(value)


def in_script(name: str, language: str) -> str:
    """A name that was given in both scripts ("Italy / إيطاليا") in the reader's; any other name as it was given."""
    parts = [part.strip() for part in name.split(" / ")]
    arabic = [any("\u0600" <= letter <= "\u06ff" for letter in part) for part in parts]
    if sorted(arabic) != [False, True]:
        return name
    return parts[arabic.index(language == "ar")]


def title_of(claim: Kind, language: str) -> str:
    """The title of a report, by the template of its kind; what was not said leaves no gap behind."""
    fields = {field.name: field for field in fields_of(type(claim))}
    template = claim.title.in_language(language)
    said = {
        name: say_value(getattr(claim, name), fields[name], language)
        for _, name, _, _ in string.Formatter().parse(template)
        if name
    }
    said |= _on_what(claim, language)
    text = template.format(**said)
    text = re.sub(r"(?:\s*[,،:])+\s*(?=[,،:])", "", text)  # “a, , b” and “a: , b” where a field was not said
    text = text.strip(" ,،:") or claim.name.in_language(language)
    return text[:1].upper() + text[1:]


def _on_what(claim: Kind, language: str) -> dict[str, str]:
    """What was counted together with what it fell on, where the quantity falls on something: “attacks on schools”."""
    what, targets = getattr(claim, "what", ""), getattr(claim, "targets", ())
    if not targets or not vocabulary.is_code("quantities", what):
        return {}
    quantity = vocabulary.term("quantities", what)
    on = quantity.extra.get(f"on_{language}")
    if not on:
        return {}
    names = [vocabulary.term("targets", code).extra[f"{language}_plural"] for code in targets]
    listed = " و".join(names) if language == "ar" else " and ".join(filter(None, (", ".join(names[:-1]), names[-1])))
    return {"what": f"{quantity.label(language)} {on} {listed}"}


def _as_put(
    count: Count,
    language: str,
    one: Callable[[int, bool], str],
    span: Callable[[], str],
    vague: Callable[[str], str],
) -> str:
    """A count in the shape its source gave it. one: says a number, after a preposition or not; span: the interval."""
    number, arabic = count.low, language == "ar"
    match count.shape:
        case Shape.LOWER_BOUND if _said_strictly(count.said):
            return f"{'أكثر من' if arabic else 'more than'} {one(number - 1, True)}"
        case Shape.APPROXIMATE if count.point is not None:
            return f"{'نحو' if arabic else 'about'} {one(count.point, True)}"
        case Shape.UPPER_BOUND if count.high is not None and count.low == 0:
            return f"{'حتى' if arabic else 'up to'} {one(count.high, True)}"
        case Shape.VAGUE if number in _VAGUE:
            return vague(_VAGUE[number][arabic])
        case Shape.CONTRADICTORY:
            stated = [each for each in (count.low, count.point, count.high) if each is not None]
            return " / ".join([*(say_number(each, language) for each in stated[:-1]), one(stated[-1], False)])
    return span()


_SMALL = {
    3: ("ثلاث", "ثلاثة"),
    4: ("أربع", "أربعة"),
    5: ("خمس", "خمسة"),
    6: ("ست", "ستة"),
    7: ("سبع", "سبعة"),
    8: ("ثماني", "ثمانية"),
    9: ("تسع", "تسعة"),
    10: ("عشر", "عشرة"),
}
"""Before a feminine noun, before a masculine one."""
_LOCATOR = re.compile(r"(line|page)s?\s+(\d+)(?:\s*[-–]\s*(\d+))?", re.IGNORECASE)
_LOCATED = {"line": ("السطر", "الأسطر"), "page": ("الصفحة", "الصفحات")}
_VAGUE = {10: ("dozens", "عشرات"), 12: ("dozens", "عشرات"), 100: ("hundreds", "مئات"), 1000: ("thousands", "آلاف")}


def _said_strictly(said: str) -> bool:
    return bool(
        re.search(r"\b(more than|over|upwards of|exceeding|in excess of)\b|^>|أكثر من|يزيد|فوق", said, re.IGNORECASE)
    )


def _whole_month(when: When) -> bool:
    return when.notation().count("-") == 1 and ".." not in when.notation()


def _say_span(start: date, end: date, language: str) -> str:
    locale, joiner = _BABEL[language], " – "
    if (
        start.day == 1 and end.day == monthrange(end.year, end.month)[1]
    ):  # whole months, or whole years: no day was told
        if (start.month, end.month) == (1, 12):
            return str(start.year) if start.year == end.year else f"{start.year}{joiner}{end.year}"
        last = format_date(end, "LLLL yyyy", locale)
        if (start.year, start.month) == (end.year, end.month):
            return last
        return f"{format_date(start, 'LLLL' if start.year == end.year else 'LLLL yyyy', locale)}{joiner}{last}"
    if (start.year, start.month) == (end.year, end.month):
        return f"{start.day}{joiner}{format_date(end, 'd MMMM yyyy', locale)}"
    first = "d MMMM" if start.year == end.year else "d MMMM yyyy"
    return f"{format_date(start, first, locale)}{joiner}{format_date(end, 'd MMMM yyyy', locale)}"
