"""Numbers and intervals in words: digits, “at least 82”, “40–50”, a size in megabytes."""

from __future__ import annotations

import math

from django.utils.translation import gettext, override

from dalil.letters import LANGUAGES, language_of
from dalil.wording.grammar import grammar_of

_DIGITS = {each.code: str.maketrans("0123456789,", each.digits + each.thousands) for each in LANGUAGES}


def say_number(n: int, language: str) -> str:
    """Say a whole number with its thousands separated, in the digits of the language.

    >>> say_number(8000, "en"), say_number(8000, "ar")
    ('8,000', '٨٬٠٠٠')
    """
    return write_digits(f"{n:,}", language)


def write_digits(text: str, language: str) -> str:
    """Write the digits of a number, and what parts its thousands, as the language writes them.

    >>> write_digits("2019", "ar")
    '٢٠١٩'
    """
    return text.translate(_DIGITS[language_of(language).code])


def say_range(low: int, high: int | None, language: str) -> str:
    """Say an interval: one number where both ends meet, “at least” where there is no upper end; the smaller number first.

    A source that contradicts itself may call the smaller one its highest; that it does is said beside the number, as a doubt.

    >>> say_range(82, None, "en"), say_range(40, 50, "en"), say_range(40, 50, "ar")
    ('at least 82', '40–50', '٤٠ إلى ٥٠')
    """
    grammar = grammar_of(language)
    if high is None:
        return grammar.at_least.format(say_number(low, language))
    low, high = min(low, high), max(low, high)
    if low == high:
        return say_number(low, language)
    return f"{say_number(low, language)}{grammar.range_joiner}{say_number(high, language)}"


def say_decimal_range(low: float, high: float | None, language: str) -> str:
    """Say an interval of numbers with a fraction, “12.3–15.1”; of small ones two digits that are not nought.

    >>> say_decimal_range(12.34, 15.06, "en"), say_decimal_range(0.0416, None, "en"), say_decimal_range(4.7, 4.7, "ar")
    ('12.3–15.1', 'at least 0.042', '٤٫٧')
    """
    grammar = grammar_of(language)
    first, last = say_decimal(low, language), say_decimal(low if high is None else high, language)
    if high is None:
        return grammar.at_least.format(first)
    return first if first == last else f"{first}{grammar.range_joiner}{last}"


def say_decimal(number: float, language: str) -> str:
    """Say a number with a fraction: one place behind the point, of what is below 1 two digits that are not nought."""
    places = 1 if number >= 1 or not number else 1 - math.floor(math.log10(number))
    whole, _point, fraction = f"{number:,.{places}f}".partition(".")
    return f"{write_digits(whole, language)}{language_of(language).point}{write_digits(fraction, language)}"


def say_size(size: int, language: str) -> str:
    """Say the size of a file, given in bytes, in the unit that suits it: “1.4 MB”."""
    with override(language):
        for unit, name in ((1 << 20, gettext("MB")), (1 << 10, gettext("KB"))):
            if size >= unit:
                return f"{write_digits(f'{size / unit:.1f}', language)} {name}"
        return f"{say_number(size, language)} {gettext('bytes')}"
