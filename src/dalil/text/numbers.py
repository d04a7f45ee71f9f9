"""Numbers as they are written in running text: digits and words, English and Arabic.

Arabic number words are read in all cases and both spellings of hundred (مئة, مائة), joined or apart (ثلاثمئة, ثلاث مئة), with the units
before the tens (خمسة وعشرون) and the duals (مئتان, ألفان).
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from dalil.letters import fold, western_digits

_SPACED = r"(?<!\d)(?<!\d[ \u00a0\u2009\u202f])(?<!\+)[1-9]\d{0,2}(?:[ \u00a0\u2009\u202f]\d{3})+(?![.,]?\d|[ \u00a0]\d)"  # 12 000
_TOKEN = re.compile(_SPACED + r"|\d+(?:[,.]\d+)*|[^\W\d_]+(?:[\u064b-\u065f\u0670\u0640'’][^\W\d_]*)*|[^\w\s]|_")


@dataclass(frozen=True)
class Token:
    """A word, number or sign of a text: its folded key, its characters, and whether و ("and") is written onto it."""

    key: str
    start: int
    end: int
    text: str
    joined: bool = False


@dataclass(frozen=True)
class Number:
    """A number over tokens first to last (one past the end)."""

    value: float
    first: int
    last: int


_UNITS_AR = {
    1: "واحد واحده احد احدي",
    2: "اثنان اثنين اثنتان اثنتين اثنا اثني اثنتا اثنتي",
    3: "ثلاث ثلاثه", 4: "اربع اربعه", 5: "خمس خمسه", 6: "ست سته", 7: "سبع سبعه", 8: "ثمان ثمانيه ثماني ثمانيا", 9: "تسع تسعه", 10: "عشر عشره",
}  # fmt: skip
_TENS_AR = {
    20: "عشرون عشرين", 30: "ثلاثون ثلاثين", 40: "اربعون اربعين", 50: "خمسون خمسين", 60: "ستون ستين", 70: "سبعون سبعين",
    80: "ثمانون ثمانين", 90: "تسعون تسعين",
}  # fmt: skip
_HUNDREDS_AR = {
    100: "ميه مايه مييه", 200: "ميتان ميتين ميتا ميتي مايتان مايتين مايتا مايتي",
    300: "ثلاثميه ثلاثمايه", 400: "اربعميه اربعمايه", 500: "خمسميه خمسمايه", 600: "ستميه ستمايه", 700: "سبعميه سبعمايه",
    800: "ثمانميه ثمانمايه ثمانيميه ثمانيمايه", 900: "تسعميه تسعمايه",
}  # fmt: skip
_SCALES_AR = {1_000: "الف الفا الاف", 1_000_000: "مليون مليونا ملايين", 1_000_000_000: "مليار مليارا مليارات"}
_DUALS_AR = {
    2_000: "الفان الفين الفي الفا",
    2_000_000: "مليونان مليونين مليوني مليونا",
    2_000_000_000: "ملياران مليارين",
}
_UNITS_EN = "one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen"
_TENS_EN = "twenty thirty forty fifty sixty seventy eighty ninety"


def _by_word(table: dict[int, str]) -> dict[str, int]:
    return {fold(word): value for value, words in table.items() for word in words.split()}


_THOUSANDS = re.compile(r"\d{1,3}(?:[, \u00a0\u2009\u202f]\d{3})+(?:\.\d+)?|\d{1,3}(?:\.\d{3})+")
_SMALL = (
    _by_word(_UNITS_AR)
    | _by_word(_TENS_AR)
    | _by_word(_HUNDREDS_AR)
    | {word: value for value, word in enumerate(_UNITS_EN.split(), 1)}
    | {word: 10 * value for value, word in enumerate(_TENS_EN.split(), 2)}
    | {"fourty": 40, "ninty": 90, "الميه": 100, "المايه": 100}
)
_SCALES = (
    _by_word(_SCALES_AR)
    | {"الالف": 1_000, "المليون": 1_000_000}
    | {"thousand": 1_000, "million": 1_000_000, "billion": 1_000_000_000}
)
_DUALS = _by_word(_DUALS_AR)
_HUNDRED = {"hundred": 100, "ميه": 100, "مايه": 100}
ROUND = {"hundred": 100, "thousand": 1_000, "million": 1_000_000, "dozen": 12}
_HALVES = {"نصف": 0.5, "ربع": 0.25, "half": 0.5}
_DOZENS = frozenset({"dozen", "دزينه"})
_ZERO = frozenset({"zero", "صفر"})
LONGEST = 24
"""Tokens of the longest number that is read; one million two hundred and thirty-four thousand… in words has fewer."""
_AND = frozenset({"and", "و", "-"})
_NUMBER_WORDS = _SMALL.keys() | _SCALES.keys() | _DUALS.keys() | _HUNDRED.keys() | {"نصف", "ربع"}
_ROUND_WORDS = ROUND.keys() | _HALVES.keys() | _DOZENS | _ZERO | {"couple"}
SCALES = {word: value for word, value in (_SCALES | _HUNDRED).items() if value >= 100} | ROUND


def tokens_of(text: str) -> list[Token]:
    """The words, numbers and signs of a text. Positions are those of the text as given."""
    plain = western_digits(text)
    found = []
    for match in _TOKEN.finditer(plain):
        raw = match[0]
        key = fold(raw) if raw[0].isalpha() else re.sub(r"[,\s]", "", raw) if raw[0].isdecimal() else raw
        joined = key.startswith("و") and (key[1:] in _NUMBER_WORDS)
        if joined:
            found.append(Token(key[1:], match.start() + 1, match.end(), raw[1:], True))
        elif key:
            found.append(Token(key, match.start(), match.end(), raw, found[-1:] != [] and found[-1].key == "و"))
    return found


def is_number_word(key: str) -> bool:
    """Whether the key of a token is a word that numbers are written with.

    >>> is_number_word("dozen"), is_number_word("dead")
    (True, False)
    """
    return key in _NUMBER_WORDS or key in _ROUND_WORDS


def digits_of(token: Token) -> float | None:
    """The value of a token of digits; None for another one, or for digits that are no plain number (a time, a version).

    1,300 · 1 300 · 1.300 are all one thousand three hundred: the things that are counted have no thousandths.
    """
    if not token.key[:1].isdecimal() or len(token.key) > 15:
        return None
    if _THOUSANDS.fullmatch(token.text):
        return float(token.key if "," in token.text else token.key.replace(".", ""))
    return float(token.key) if "," not in token.text and token.key.count(".") < 2 else None


def _of_scale(tokens: Sequence[Token], at: int) -> float | None:
    """Digits before a scale may have a decimal comma and thousandths: 1,5 مليون, 1.125 million."""
    token = tokens[at]
    if at + 1 < len(tokens) and tokens[at + 1].key in _SCALES and re.fullmatch(r"\d{1,3}[.,]\d{1,3}", token.text):
        return None if re.fullmatch(r"\d+,\d{3}", token.text) else float(token.text.replace(",", "."))
    return None


def read_number(tokens: Sequence[Token], at: int) -> Number | None:
    """The longest number that begins at a token; None where none does."""
    i = at
    total = group = 0.0
    smallest = 10.0**12
    any_read = False
    while i < min(len(tokens), at + LONGEST):
        token = tokens[i]
        connected = token.joined
        if any_read and token.key in _AND and i + 1 < len(tokens):
            follower = tokens[i + 1]
            hyphen = (
                token.key == "-"
                and tokens[i].start == tokens[i - 1].end
                and follower.start == token.end
                and follower.key in _SMALL
            )
            spoken = token.key in ("و", "and") and (follower.key in _SMALL or follower.key in _SCALES)
            if not (hyphen or spoken) or (
                token.key == "and" and tokens[i - 1].key not in _HUNDRED and tokens[i - 1].key not in _SCALES
            ):
                break
            if digits_of(tokens[i - 1]) is not None:
                break
            token, connected, i = follower, True, i + 1
        arabic = "\u0600" <= token.key[:1] <= "\u06ff"
        number = digits_of(token) if any_read else _of_scale(tokens, i) or digits_of(token)
        if number is not None and not any_read:
            group, smallest = number, 1
        elif (
            token.key in _SCALES
            and any_read
            and group
            and (not arabic or not connected or digits_of(tokens[i - 1]) is not None)
        ):
            total, group, smallest = total + group * _SCALES[token.key], 0, _SCALES[token.key]
        elif (
            token.key in _SCALES
            and (arabic and (not any_read or connected))
            and _SCALES[token.key] < smallest
            and token.key[-2:] not in ("اف", "ين", "ات", "فا", "نا")
        ):
            total, group, smallest = total + group + _SCALES[token.key], 0, _SCALES[token.key]
        elif token.key in _DUALS and (not any_read or (connected and _DUALS[token.key] < smallest)):
            total, group, smallest = total + group + _DUALS[token.key], 0, _DUALS[token.key] / 2
        elif token.key in _HUNDRED and any_read and 1 <= group < 10 and not connected:
            group *= 100
            smallest = min(smallest, 100)
        elif token.key in _SMALL and not (any_read and number is None and digits_of(tokens[i - 1]) is not None):
            value = _SMALL[token.key]
            tens_after_unit = arabic and value == 10 and 1 <= group % 100 < 10 and not connected and any_read
            follows = any_read and (
                connected
                or (not arabic and value < 10 and group % 100 >= 20 and group % 10 == 0)
                or (not arabic and tokens[i - 1].key in _SCALES | _HUNDRED)
            )
            fits = (
                (group % 100 < 10 and 20 <= value < 100 and arabic)
                or (group % 100 == 0 and value < 100)
                or (group % 10 == 0 and group % 100 >= 20 and value < 10 and not arabic)
                or (group == 0)
            )
            if not any_read or tens_after_unit or (follows and fits and value < max(smallest, 100)):
                group += value
            else:
                break
        else:
            break
        any_read = True
        i += 1
    if not any_read:
        return None
    return Number(total + group, at, i)


def read_amount(tokens: Sequence[Token], at: int) -> Number | None:
    """A number, also one said in halves, hundreds or dozens: "half a million", "a hundred", "two dozen", مليون ونصف."""
    key, nxt, after = (tokens[at + step].key if at + step < len(tokens) else "" for step in range(3))
    if key in _HALVES:
        size = at + 1 + (nxt == "a")
        unit = after if nxt == "a" else nxt
        if unit in _DOZENS or unit in _SCALES:
            return Number(_HALVES[key] * (12 if unit in _DOZENS else _SCALES[unit]), at, size + 1)
        return None
    if key in ("a", "one") and nxt in ROUND:
        if nxt in _DOZENS:
            return Number(12, at, at + 2)
        inner = read_number([Token("one", 0, 0, "one"), *tokens[at + 1 : at + LONGEST]], 0)
        return Number(inner.value, at, at + inner.last) if inner else None
    if key == "a" and nxt == "couple":
        return Number(2, at, at + (3 if after == "of" else 2))
    if key in _DOZENS:
        return Number(12, at, at + 1)
    if key in _ZERO:
        return Number(0, at, at + 1)
    number = read_number(tokens, at)
    if number is None or number.last >= len(tokens):
        return number
    follower = tokens[number.last]
    if follower.key in _DOZENS:
        return Number(number.value * 12, at, number.last + 1)
    scale = _SCALES.get(tokens[number.last - 1].key, 0)
    if follower.key in _HALVES and follower.joined and scale >= 1_000:
        last = number.last + 1
        return Number(
            number.value + _HALVES[follower.key] * scale,
            at,
            last + (last < len(tokens) and tokens[last].key in _SCALES),
        )
    return number
