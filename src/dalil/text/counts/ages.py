"""The age of one who is counted, before the noun ("a 12-year-old boy") or behind it ("his grandson, 12,", البالغ من العمر ثمانية أعوام)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from dalil.letters import fold_words, read_whole_number, without_marks
from dalil.text.numbers import Token, read_amount, tokens_of

MASK = "#"
"""The key of a number that names instead of counting, as `designations` masks it."""
_YEARS_OLD = frozenset({"year", "month", "week", "day", "years", "yr", "yrs", "y", "yo"})
_AGE_LEADS = fold_words("البالغ البالغة من العمر عمره عمرها بعمر يبلغ تبلغ وعمره وعمرها aged") | frozenset(
    {",", "(", "،"}
)
_LONGEST = 60
_ABOUT = fold_words("~ about around approx approximately circa ca c est estimated نحو حوالي تقريبا قرابة") | {
    "~",
    "≈",
    "?",
    "؟",
}
_IDLE = fold_words("old of age aged عمره عمرها العمر من ابن ابنة بنت") | {".", "in", "his", "her", "their", "the"}
_ALONE = {
    **dict.fromkeys(fold_words("سنة عام"), 1.0),
    **dict.fromkeys(fold_words("سنتان سنتين عامان عامين"), 2.0),
    **dict.fromkeys(fold_words("شهر شهران شهرين أسبوع أسبوعان أسبوعين يوم يومان يومين"), 0.0),
}
"""The years that an Arabic noun says by its form alone."""
_HALF = (("and", "a", "half"), ("نصف",), ("و", "نصف"), ("نص",), ("ونص",), ("و", "نص"))
_DECADES = {
    **dict.fromkeys(fold_words("twenties عشرينات العشرينات عشرينيات العشرينيات عشريني عشرينية عشرينيا"), 20),
    **dict.fromkeys(fold_words("thirties ثلاثينات الثلاثينات ثلاثينيات الثلاثينيات ثلاثيني ثلاثينية ثلاثينيا"), 30),
    **dict.fromkeys(fold_words("forties أربعينات الأربعينات أربعينيات الأربعينيات أربعيني أربعينية أربعينيا"), 40),
    **dict.fromkeys(fold_words("fifties خمسينات الخمسينات خمسينيات الخمسينيات خمسيني خمسينية خمسينيا"), 50),
    **dict.fromkeys(fold_words("sixties ستينات الستينات ستينيات الستينيات ستيني ستينية ستينيا"), 60),
    **dict.fromkeys(fold_words("seventies سبعينات السبعينات سبعينيات السبعينيات سبعيني سبعينية سبعينيا"), 70),
    **dict.fromkeys(fold_words("eighties ثمانينات الثمانينات ثمانينيات الثمانينيات ثمانيني ثمانينية ثمانينيا"), 80),
    **dict.fromkeys(fold_words("nineties تسعينات التسعينات تسعينيات التسعينيات تسعيني تسعينية"), 90),
}
"""From a word for a decade of life to its first year."""
_ROUND_YEARS = fold_words("العشرين الثلاثين الأربعين الخمسين الستين السبعين الثمانين التسعين")
"""في الأربعين من عمره: some forty years, since it is a round number or the fortieth year."""
_PER_YEAR = {
    **dict.fromkeys(fold_words("month months أشهر شهر شهرا شهور"), 12),
    **dict.fromkeys(fold_words("week weeks أسابيع أسبوع"), 52),
    **dict.fromkeys(fold_words("day days أيام يوم يوما"), 366),
}
"""How many of a unit a year has at most."""
_MONTHS_OLD = fold_words("أشهر شهر شهرا شهور month months week weeks أسابيع أسبوع أيام يوم يوما day days")
_YEARS = fold_words("سنوات سنة أعوام عاما عام سنين years year yrs yr y yo") | _MONTHS_OLD


def age_behind(tokens: Sequence[Token], last: int) -> str:
    """Return the age band of one whose noun ends at a place, where their age is told right behind it; "" where none is.

    >>> from dalil.text.numbers import tokens_of
    >>> age_behind(tokens_of("طفل عمره 7 سنوات"), 1), age_behind(tokens_of("رجل في الأربعين"), 1)
    ('child', '')
    """
    at = last
    while _key(tokens, at) in _AGE_LEADS:
        at += 1
    if not last < at < len(tokens):
        return ""
    number = read_amount(tokens, at)
    if number is not None:
        years, unit = number.value, _key(tokens, number.last)
        return _band(years, unit) if unit in _YEARS else ""
    digits = tokens[at].text if tokens[at].key == MASK and tokens[at].text.isdecimal() else ""
    unit = _key(tokens, at + 1)
    if not digits or (unit not in _YEARS and not _stands_apart(tokens, last, at)):
        return ""
    return _band(int(digits), unit)


class Age(NamedTuple):
    """How old somebody is, as a cell says it. years: None where only an age group is told; about: whether the source is not sure; band: the group."""

    years: int | None
    about: bool = False
    band: str = ""


def read_age(text: str) -> Age | None:
    """Read a text that is the age of one person and nothing else; None where it is anything else.

    Completed years count: 3 months are 0 years. Of a decade or a span only the group is certain, and only where all its ages have one.

    >>> read_age("18 months"), read_age("~30"), read_age("نحو 30 سنة")
    (Age(years=1, about=False, band=''), Age(years=30, about=True, band=''), Age(years=30, about=True, band=''))
    >>> read_age("30s"), read_age("8-10"), read_age("10s"), read_age("30 killed")
    (Age(years=None, about=False, band='adult'), Age(years=None, about=False, band='child'), None, None)
    """
    if len(text) > _LONGEST:
        return None
    whole = read_whole_number(text)
    if whole is not None:
        return Age(whole)
    tokens = tokens_of(without_marks(text))
    about = not _ABOUT.isdisjoint(token.key for token in tokens)
    tokens = [token for token in _without_hyphens(tokens) if token.key not in _ABOUT | _IDLE]
    if (round_year := _round_year_of(tokens)) is not None:
        return Age(round_year, True)
    tokens = [token for token in tokens if token.key != "في"]
    if (span := _span_of_ages(tokens)) is not None:
        bands = {_group(years) for years in span}
        return Age(None, about, bands.pop()) if len(bands) == 1 else None
    years = _years_of(tokens)
    return None if years is None else Age(years, about)


def _years_of(tokens: Sequence[Token]) -> int | None:
    """The completed years of a number with or without its unit; None where a text is anything else."""
    tokens = _without_half(tokens)
    if len(tokens) == 1 and tokens[0].key in _ALONE:
        return int(_ALONE[tokens[0].key])
    if [token.key for token in tokens] in (["a", "year"], ["half", "a", "year"], ["نصف", "سنه"], ["نصف", "عام"]):
        return int(tokens[0].key == "a")
    number = read_amount(tokens, 0) if tokens else None
    units = [token.key for token in tokens[number.last :]] if number else []
    if number is None or len(units) > 1 or not _YEARS.issuperset(units):
        return None
    return int(number.value / _PER_YEAR.get(units[0], 1)) if units else int(number.value)


def _round_year_of(tokens: Sequence[Token]) -> int | None:
    """The year of life that "in the fortieth" tells, which is about that age: في الأربعين; None where a text is anything else."""
    if len(tokens) != 2 or tokens[0].key != "في" or tokens[1].key not in _ROUND_YEARS:
        return None
    number = read_amount(tokens_of(tokens[1].text.removeprefix("ال")), 0)
    return int(number.value) if number else None


def _without_half(tokens: Sequence[Token]) -> Sequence[Token]:
    """An age without the half of a year that is told beside it: completed years count. "Two and a half years", سنتان ونصف."""
    keys = [token.key for token in tokens]
    for half in _HALF:
        for at in range(1, len(keys) - len(half) + 1):
            if tuple(keys[at : at + len(half)]) == half:
                return [*tokens[:at], *tokens[at + len(half) :]]
    return tokens


def _without_hyphens(tokens: Sequence[Token]) -> list[Token]:
    """The tokens of "two-year-old" without their hyphens; one between two numbers makes a span, one at an end may be a minus: both stay."""

    def joins_words(at: int) -> bool:
        sides = _key(tokens, at - 1) if at else "", _key(tokens, at + 1)
        return all(side[:1].isalnum() for side in sides) and not all(side[:1].isdecimal() for side in sides)

    return [token for at, token in enumerate(tokens) if token.key != "-" or not joins_words(at)]


def _span_of_ages(tokens: Sequence[Token]) -> tuple[int, int] | None:
    """The first and last year of a decade ("30s") or a span ("30-35"); None where a text is neither."""
    keys = [token.key for token in tokens if token.key not in _YEARS]
    if len(keys) == 1 and keys[0] in _DECADES:
        return _DECADES[keys[0]], _DECADES[keys[0]] + 9
    if len(keys) == 2 and keys[0].isdecimal() and keys[1] == "s" and int(keys[0]) % 10 == 0:
        return int(keys[0]), int(keys[0]) + 9
    if len(keys) == 3 and keys[0].isdecimal() and keys[2].isdecimal() and keys[1] in ("-", "–", "—", "to", "الي"):
        return (int(keys[0]), int(keys[2])) if int(keys[0]) < int(keys[2]) else None
    return None


def _group(years: int) -> str:
    return "child" if years < 18 else "elderly" if years >= 60 else "adult"


def _band(years: float, unit: str) -> str:
    if unit in _MONTHS_OLD or years < 1:
        return "infant"
    return "child" if years < 18 else "elderly" if years >= 60 else ""


def _stands_apart(tokens: Sequence[Token], first: int, at: int) -> bool:
    """Whether an age stands between commas or in brackets: ", 12,", "(12)"."""
    signs = (_key(tokens, first), _key(tokens, at + 1))
    return at == first + 1 and signs in ((",", ","), ("،", "،"), ("(", ")"), (",", ""))


def age_at(tokens: Sequence[Token], at: int) -> tuple[str, int]:
    """Read the age band that "12-year-old" or "12 y.o." says before a noun, and what stands after it; the age of one is no count.

    >>> from dalil.text.numbers import tokens_of
    >>> age_at(tokens_of("12-year-old boy"), 0)
    ('child', 5)
    """
    years_at = at + 1 + (_key(tokens, at + 1) == "-")
    if not _key(tokens, at).isdecimal() or len(tokens[at].key) > 3 or _key(tokens, years_at) not in _YEARS_OLD:
        return "", at
    last = _end_of_old(tokens, years_at)
    if not last:
        return "", at
    years = int(tokens[at].key) if tokens[years_at].key not in ("month", "week", "day") else 0
    return "infant" if years < 1 else "child" if years < 18 else "elderly" if years >= 60 else "", last


def _end_of_old(tokens: Sequence[Token], at: int) -> int:
    """Where "years old", "y.o.", "yo" end, which begin at a place; 0 where years do not say an age."""
    if _key(tokens, at) == "y" and [_key(tokens, at + step) for step in (1, 2)] == [".", "o"]:
        return at + 3 + (_key(tokens, at + 3) == ".")
    old = next((i + 1 for i in (at + 1, at + 2) if _key(tokens, i).startswith("old")), 0)
    return old or (at + 1 if _key(tokens, at) in ("yo", "yrs") else 0)


def _key(tokens: Sequence[Token], at: int) -> str:
    return tokens[at].key if at < len(tokens) else ""
