"""Counts with what they count: “more than 80 people”, «أكثر من ٨٠ شخصاً», «خمس مجازر».

An Arabic noun takes one of five forms after its number; an English one takes one of two.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import NamedTuple

from dalil import vocabulary
from dalil.letters import join_list
from dalil.values import Count, Shape
from dalil.wording.grammar import grammar_of
from dalil.wording.numbers import say_number, say_range


def say_count(count: Count, language: str) -> str:
    """Say a count as its source put it: “more than 80”, “about 8,000”, “hundreds”, with the bound kept."""
    return _as_put(
        count,
        language,
        one=lambda n, _: say_number(n, language),
        span=lambda: say_range(count.low, count.high, language),
        vague=lambda word: word,
    )


def say_quantity(count: Count, language: str, in_words: bool = False) -> str:
    """Say a count as its source put it, with what it counts: “more than 80 people”, «أكثر من ٨٠ شخصاً».

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


class CountedNoun(NamedTuple):
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


DAYS = CountedNoun("day", "days", "يوم", "يومان", "أيام", "يوماً")
MONTHS = CountedNoun("month", "months", "شهر", "شهران", "أشهر", "شهراً")


def noun_of(unit: str) -> CountedNoun:
    """Return the unit of a count as a noun. Raises UnknownCode for a unit that there is not."""
    term = vocabulary.term("units", unit)
    forms = (term.extra[name] for name in ("ar_dual", "ar_plural", "ar_accusative"))
    return CountedNoun(term.en, term.extra["en_plural"], term.ar, *forms)


def say_things(n: int, noun: CountedNoun, language: str, oblique: bool = False, in_words: bool = False) -> str:
    """Say a number of things: “1 family”, «عائلة واحدة»، «كيانان»، «٥ مجازر»، «٨٢ هجوماً»، «١٠٠ ضربة».

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


def say_range_of(low: int, high: int | None, noun: CountedNoun, language: str, in_words: bool = False) -> str:
    """Say an interval with what it counts: “at least 82 attacks”, «ما لا يقل عن ٨٢ هجوماً»; the noun agrees with the last number."""
    if high is None:
        least = say_things(low, noun, language, oblique=True, in_words=in_words)
        return grammar_of(language).at_least.format(least)
    low, high = min(low, high), max(low, high)
    if low == high:
        return say_things(low, noun, language, in_words=in_words)
    last = say_things(high, noun, language, oblique=True)
    if language != "ar":
        return f"{say_number(low, language)}–{last}"
    return f"{noun.singular} أو {noun.dual}" if (low, high) == (1, 2) else f"{say_number(low, language)} إلى {last}"


def name_units(unit: str, language: str) -> str:
    """Name a unit in the plural: “families”, «عائلات». Raises UnknownCode for a unit that there is not."""
    term = vocabulary.term("units", unit)
    return term.extra.get(f"{language}_plural") or term.label(language)


def _as_put(
    count: Count,
    language: str,
    one: Callable[[int, bool], str],
    span: Callable[[], str],
    vague: Callable[[str], str],
) -> str:
    """A count in the shape its source gave it. one: says a number, after a preposition or not; span: the interval."""
    number, grammar = count.low, grammar_of(language)
    match count.shape:
        case Shape.LOWER_BOUND if _said_strictly(count.said):
            return grammar.more_than.format(one(number - 1, True))
        case Shape.APPROXIMATE if count.point is not None:
            return grammar.about.format(one(count.point, True))
        case Shape.UPPER_BOUND if count.high is not None and count.low == 0:
            return grammar.up_to.format(one(count.high, True))
        case Shape.VAGUE if number in _VAGUE[language]:
            return vague(_VAGUE[language][number])
        case Shape.CONTRADICTORY:
            named = (grammar.lowest, count.low), (grammar.best, count.point), (grammar.highest, count.high)
            stated = [(words, each) for words, each in named if each is not None]
            said = [words.format(say_number(each, language)) for words, each in stated[:-1]]
            words, last = stated[-1]
            return join_list([*said, words.format(one(last, False))], language)
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
_VAGUE = {
    "en": {10: "dozens", 12: "dozens", 100: "hundreds", 1000: "thousands"},
    "ar": {10: "عشرات", 12: "عشرات", 100: "مئات", 1000: "آلاف"},
}


def _said_strictly(said: str) -> bool:
    return bool(
        re.search(r"\b(more than|over|upwards of|exceeding|in excess of)\b|^>|أكثر من|يزيد|فوق", said, re.IGNORECASE)
    )
