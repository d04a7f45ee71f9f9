"""Provisions of the law as lawyers cite them in each language."""

from __future__ import annotations

import re

from django import template
from django.utils.translation import get_language

from dalil.wording.numbers import write_digits

register = template.Library()

CALLED = {"IHL-R": ("Rule", "القاعدة"), "PINHEIRO": ("Principle", "المبدأ")}
ROMAN = {"I": 1, "V": 5, "X": 10}
LETTERS = dict(zip("abcdefghijk", ("أ", "ب", "ج", "د", "هـ", "و", "ز", "ح", "ط", "ي", "ك"), strict=True))


@register.filter
def article(number: str, code: str) -> str:
    """The article of a provision by its number ("8(2)(c)(i)") and its code: Article 8(2)(c)(i), المادة ٨(٢)(ج)(١)."""
    if not number:
        return ""
    english, arabic = next(
        (names for prefix, names in CALLED.items() if code.startswith(prefix)), ("Article", "المادة")
    )
    if not (get_language() or "en").startswith("ar"):
        return f"{english} {number}"
    plain = re.sub(r"\b[IVX]+\b", lambda match: str(roman(match[0])), number)
    plain = re.sub(r"\(([a-k])\)\(([ivx]+)\)", lambda match: f"({match[1]})({roman(match[2])})", plain)
    plain = re.sub(r"\(([a-k])\)", lambda match: f"({LETTERS[match[1]]})", plain)
    return f"{arabic} {write_digits(plain.replace(', ', ' و').replace(' bis', ' مكرراً'), 'ar')}"


def roman(numeral: str) -> int:
    """The number a Roman numeral stands for."""
    values = [ROMAN[letter] for letter in numeral.upper()]
    return sum(
        -value if value < following else value for value, following in zip(values, [*values[1:], 0], strict=True)
    )
