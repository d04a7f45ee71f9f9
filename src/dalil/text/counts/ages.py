"""The age of one who is counted, before the noun ("a 12-year-old boy") or behind it ("his grandson, 12,", البالغ من العمر ثمانية أعوام)."""

from __future__ import annotations

from collections.abc import Sequence

from dalil.letters import fold_words
from dalil.text.numbers import Token, read_amount

MASK = "#"
"""The key of a number that names instead of counting, as `designations` masks it."""
_YEARS_OLD = frozenset({"year", "month", "week", "day", "years", "yr", "yrs", "y", "yo"})
_AGE_LEADS = fold_words("البالغ البالغة من العمر عمره عمرها بعمر يبلغ تبلغ وعمره وعمرها aged") | frozenset(
    {",", "(", "،"}
)
_MONTHS_OLD = fold_words("أشهر شهر شهرا شهور month months week weeks أسابيع أيام days")
_YEARS = fold_words("سنوات سنة أعوام عاما عام سنين years") | _MONTHS_OLD


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
