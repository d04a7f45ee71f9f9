"""Whole numbers written in digits, as tables and forms have them."""

from __future__ import annotations

import re

from dalil.letters.folding import western_digits

_SPACE = "[ \u00a0\u2009\u202f]"
WHOLE_NUMBER = (
    rf"(?:\d{{1,3}}(?:,\d{{3}})+(?:\.0{{0,2}})?|\d{{1,3}}(?:،\d{{3}})+|\d{{1,3}}(?:{_SPACE}\d{{3}})+"
    r"|\d{1,3}(?:\.\d{3}){2,}|\d+(?:\.0{0,2})?)"
)
"""The pattern of one whole number. A point before three digits (1.300, 1.000) is left out: it may part thousands or a fraction."""
_WHOLE_NUMBER = re.compile(WHOLE_NUMBER)
_MARKS = re.compile("[\u00ad\u061c\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]")
_AT_THE_ENDS = " \t\r\n\v\f\x1c\x1d\x1e\x1f\x85\u00a0\u1680\u2028\u2029\u202f\u205f\u3000" + "".join(
    map(chr, (0xAD, 0x61C, *range(0x2000, 0x2010), *range(0x202A, 0x202F), *range(0x2060, 0x206A), 0xFEFF))
)
_DECIMAL = re.compile(r"[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d{1,2})?")
_MINUS = str.maketrans({"\u2212": "-", "\ufe63": "-", "\uff0d": "-"})
LONGEST_NUMBER = 20
"""Characters of the longest number that is read; no count, year or identifier has as many digits."""


def without_marks(text: str) -> str:
    """Take invisible marks of direction and joining, and space at both ends, out of a text.

    >>> without_marks("\\u200f82 ")
    '82'
    """
    return (text if text.isascii() else _MARKS.sub("", text)).strip()


def strip_marks(text: str) -> str:
    """Take space and invisible marks off both ends of a text. Inside a name they may join letters, so there they stay.

    >>> strip_marks("\\u200f Idlib\\u200e"), len(strip_marks("می\\u200cروم"))
    ('Idlib', 6)
    """
    return text.strip() if text.isascii() else text.strip(_AT_THE_ENDS)


def read_decimal(text: str) -> float | None:
    """Read a number with or without a fraction that a text consists of; None where the text is anything else.

    A minus sign is a minus, of whichever letters. A comma may part a fraction or thousands, so it is not read.

    >>> read_decimal("35.9"), read_decimal("\\u221235.9"), read_decimal("\\u200f٣٥٫٩"), read_decimal("35,9"), read_decimal("35_9")
    (35.9, -35.9, 35.9, None, None)
    """
    plain = text.strip() if text.isascii() else without_marks(western_digits(text)).translate(_MINUS)
    return float(plain) if len(plain) <= 40 and _DECIMAL.fullmatch(plain) else None


def read_whole_number(text: str) -> int | None:
    """Read a whole number that a text consists of; None where the text is anything else.

    Thousands may be parted by commas, spaces or points, and a fraction of nought may follow.
    A comma or a point that could part thousands as well as a fraction is not read.

    >>> read_whole_number("1,300"), read_whole_number("١٬٣٠٠"), read_whole_number("12.0"), read_whole_number("1.300.000")
    (1300, 1300, 12, 1300000)
    >>> [read_whole_number(text) for text in ("3,0", "1.300", "2.5", "-5", "five")]
    [None, None, None, None, None]
    """
    if text.isascii() and text.isdecimal():
        return int(text) if len(text) <= LONGEST_NUMBER else None
    plain = without_marks(western_digits(text))
    return digits_value(plain) if len(plain) <= LONGEST_NUMBER and _WHOLE_NUMBER.fullmatch(plain) else None


def digits_value(written: str) -> int:
    """Return the value of a text that WHOLE_NUMBER matches.

    >>> digits_value("1,300.0"), digits_value("12 000")
    (1300, 12000)
    """
    whole = re.sub(r"\.0{0,2}$", "", written)
    return int(re.sub(r"\D", "", whole))
