"""Numbers in running text: digits and words, English and Arabic.

Arabic number words are read in all cases and both spellings of hundred (مئة, مائة), joined or apart (ثلاثمئة, ثلاث مئة), with the units
before the tens (خمسة وعشرون) and the duals (مئتان, ألفان).
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from dalil.letters import fold, western_digits

_SPACED = r"(?<!\d)(?<!\d[ \u00a0\u2009\u202f])(?<!\+)(?<!\d[-/.])[1-9]\d{0,2}(?:[ \u00a0\u2009\u202f]\d{3})+(?![.,]?\d|[ \u00a0]\d)"  # 12 000
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
    1: "واحد واحدا واحده احد احدي",
    2: "اثنان اثنين اثنتان اثنتين اثنا اثني اثنتا اثنتي",
    3: "ثلاث ثلاثه", 4: "اربع اربعه", 5: "خمس خمسه", 6: "ست سته", 7: "سبع سبعه", 8: "ثمان ثمانيه ثماني ثمانيا", 9: "تسع تسعه", 10: "عشر عشره",
}  # fmt: skip
_SPOKEN_AR = {
    2: "تنين اتنين تنتين", 3: "تلات تلاته", 8: "تمان تمانيه تمن", 11: "حدعش احدعش", 12: "طنعش اطنعش تنعش", 13: "تلطعش تلتعش", 14: "اربعطعش",
    15: "خمسطعش", 16: "سطعش", 17: "سبعطعش", 18: "تمنطعش", 19: "تسعطعش",
}  # fmt: skip
"""As people say them in the Levant."""
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
    | _by_word(_SPOKEN_AR)
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
_NOT_ONE = ("اف", "ين", "ات", "فا", "نا")
"""Ends of scales that stand in the plural, the dual or the accusative, behind a number of their own."""
_AND = frozenset({"and", "و", "-"})
_NUMBER_WORDS = _SMALL.keys() | _SCALES.keys() | _DUALS.keys() | _HUNDRED.keys() | {"نصف", "ربع"}
_ROUND_WORDS = ROUND.keys() | _HALVES.keys() | _DOZENS | _ZERO | {"couple"}
SCALES = {word: value for word, value in (_SCALES | _HUNDRED).items() if value >= 100} | ROUND


_DURING = "اثناء"
"""أثناء ("during") would fold to the two of اثنا عشر."""


NUMBER_WORDS = frozenset(_NUMBER_WORDS | _ROUND_WORDS)
"""Every word that numbers are written with."""


def tokens_of(text: str) -> list[Token]:
    """Part a text into its words, numbers and signs. Positions are those of the text as given.

    >>> [token.key for token in tokens_of("مقتل ١٬٣٠٠ مدنيٍ وخمسة")]
    ['مقتل', '1300', 'مدني', 'خمسه']
    """
    plain = western_digits(text)
    found = []
    for match in _TOKEN.finditer(plain):
        raw = match[0]
        key = (
            _DURING
            if raw.endswith("ثناء")
            else fold(raw)
            if raw[0].isalpha()
            else re.sub(r"[,\s]", "", raw)
            if raw[0].isdecimal()
            else raw
        )
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
    return key in NUMBER_WORDS


def is_numeric(token: Token) -> bool:
    """Whether a number can begin with a token: with digits, or with a word that numbers are written with.

    >>> [is_numeric(token) for token in tokens_of("5 dead, ten wounded")]
    [True, False, False, True, False]
    """
    return token.key[:1].isdecimal() or token.key in NUMBER_WORDS


def digits_of(token: Token) -> float | None:
    """Return the value of a token of digits; None for another one, or for digits that are no plain number (a time, a version).

    1.300 is one thousand three hundred in a text: the things that are counted have no thousandths.

    >>> [digits_of(tokens_of(text)[0]) for text in ("1,300", "1 300", "1.300", "1.5", "1,5", "five")]
    [1300.0, 1300.0, 1300.0, 1.5, None, None]
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


@dataclass(frozen=True)
class _Word:
    """One word of a number: where it stands, whether "and" leads to it, and the token right before it (the "and" itself, where one stands alone)."""

    at: int
    token: Token
    connected: bool
    before: Token | None
    digits: float | None

    @property
    def key(self) -> str:
        return self.token.key

    @property
    def arabic(self) -> bool:
        return "\u0600" <= self.token.key[:1] <= "\u06ff"

    @property
    def follows_digits(self) -> bool:
        return self.before is not None and digits_of(self.before) is not None


class _Sum:
    """A number while its words are read: what whole thousands and millions add up to, and the group that still grows."""

    def __init__(self) -> None:
        self.total = self.group = 0.0
        self.smallest = self.scale = 10.0**12
        self.begun = False

    def take(self, word: _Word) -> bool:
        """Add a word to the number; False, with nothing changed, where the number ends before it."""
        taken = (
            self._take_digits(word)
            or self._take_scale(word)
            or self._take_bare_scale(word)
            or self._take_dual(word)
            or self._take_hundred(word)
            or self._take_small(word)
        )
        self.begun = self.begun or taken
        return taken

    def _close_group(self, added: float, smallest: float) -> bool:
        self.total, self.group, self.smallest = self.total + added, 0, smallest
        return True

    def _take_digits(self, word: _Word) -> bool:
        """Digits begin a number, or are its rest behind a scale: 11 ألفاً و*500*."""
        if word.digits is None:
            return False
        if self.begun:
            rest = word.connected and self.smallest >= 1_000 and word.digits < self.smallest and not self.group
            self.group = word.digits if rest else self.group
            self.smallest = 1 if rest else self.smallest
            return rest
        self.group, self.smallest = word.digits, 1
        return True

    def _take_scale(self, word: _Word) -> bool:
        """five *thousand*, خمسة *آلاف*; in Arabic a joined scale begins a summand of its own (خمسة وألف)."""
        scale = _SCALES.get(word.key)
        if scale is None or not self.group or (word.arabic and word.connected and not word.follows_digits):
            return False
        if scale >= self.scale and self.total:
            return False
        self.scale = scale
        return self._close_group(self.group * scale, scale)

    def is_of_another(self, word: _Word) -> bool:
        """Whether a scale shows that the group before it begins a number of its own: 12 ألفاً و*15 ألفاً*."""
        scale = _SCALES.get(word.key, 0)
        return bool(self.total and self.group) and scale >= max(self.scale, 1_000)

    def _take_bare_scale(self, word: _Word) -> bool:
        """An Arabic scale alone is one of it: *ألف*, مليون و*ألف*. A plural or dual needs its number before it."""
        scale = _SCALES.get(word.key)
        if scale is None or not word.arabic or (self.begun and not word.connected):
            return False
        if scale >= self.smallest or word.key.endswith(_NOT_ONE):
            return False
        return self._close_group(self.group + scale, scale)

    def _take_dual(self, word: _Word) -> bool:
        """*ألفان*, مليون و*ألفان*."""
        dual = _DUALS.get(word.key)
        if dual is None or (self.begun and not (word.connected and dual < self.smallest)):
            return False
        return self._close_group(self.group + dual, dual / 2)

    def _take_hundred(self, word: _Word) -> bool:
        """three *hundred*, twelve *hundred*, ثلاث *مئة*."""
        most = 10 if word.arabic or self.group % 10 == 0 else 100
        if word.key not in _HUNDRED or word.connected or not 1 <= self.group < most:
            return False
        self.group, self.smallest = self.group * 100, min(self.smallest, 100)
        return True

    def _take_small(self, word: _Word) -> bool:
        """A word below a thousand: the first one, one that "and" adds, or one that English and the teens put right after."""
        value = _SMALL.get(word.key)
        if value is None or (self.begun and word.follows_digits):
            return False
        if (
            self.begun
            and not self._is_teen(word, value)
            and not (self._goes_on(word, value) and self._has_room(word, value) and value < max(self.smallest, 100))
        ):
            return False
        self.group += value
        return True

    def _is_teen(self, word: _Word, value: int) -> bool:
        """خمسة *عشر*: ten right after a unit."""
        return word.arabic and value == 10 and 1 <= self.group % 100 < 10 and not word.connected

    def _goes_on(self, word: _Word, value: int) -> bool:
        """Whether the word is added to what stands before it: by "and", twenty *five*, two hundred *five*."""
        if word.connected:
            return True
        after_tens = value < 10 and self.group % 100 >= 20 and self.group % 10 == 0
        after_scale = word.before is not None and word.before.key in _SCALES | _HUNDRED
        return not word.arabic and (after_tens or after_scale)

    def _has_room(self, word: _Word, value: int) -> bool:
        """Whether the group has no digit yet where the word puts one; Arabic says the units before the tens."""
        if self.group == 0 or (self.group % 100 == 0 and value < 100):
            return True
        if word.arabic:
            return self.group % 100 < 10 and 20 <= value < 100
        return self.group % 10 == 0 and self.group % 100 >= 20 and value < 10


def read_number(tokens: Sequence[Token], at: int) -> Number | None:
    """Read the longest number that begins at a token; None where none does.

    >>> read_number(tokens_of("two thousand three hundred and forty-one dead"), 0)
    Number(value=2341.0, first=0, last=8)
    >>> read_number(tokens_of("خمسة وعشرون قتيلاً"), 0).value
    25.0
    """
    if not is_numeric(tokens[at]):
        return None
    number, i, closed = _Sum(), at, at
    while i < min(len(tokens), at + LONGEST):
        if number.begun and not _may_go_on(tokens[i].key):
            break
        word = _word_at(tokens, i, number.begun)
        if word is None or not number.take(word):
            if word and number.is_of_another(word):
                return Number(number.total, at, closed)
            break
        i = word.at + 1
        closed = closed if number.group else i
    return Number(number.total + number.group, at, i) if number.begun else None


def _may_go_on(key: str) -> bool:
    """Whether a number may go on with a word: with digits, a word of numbers, or what binds them."""
    return key in NUMBER_WORDS or key in _AND or key[:1].isdecimal()


def _word_at(tokens: Sequence[Token], at: int, begun: bool) -> _Word | None:
    """The word at a token, or behind the "and" or hyphen that stands there; None where that leads on to no number."""
    connected = tokens[at].joined
    if begun and tokens[at].key in _AND and at + 1 < len(tokens):
        if not _links(tokens, at):
            return None
        connected, at = True, at + 1
    token = tokens[at]
    digits = digits_of(token) if begun else _of_scale(tokens, at) or digits_of(token)
    return _Word(at, token, connected, tokens[at - 1] if begun else None, digits)


def _links(tokens: Sequence[Token], at: int) -> bool:
    """Whether "and" or a hyphen binds the words around it into one number: a hundred and five, twenty-five, مئة و خمسة."""
    before, link, after = tokens[at - 1 : at + 2]
    if digits_of(before) is not None:
        return False
    if link.key == "-":
        return before.end == link.start and link.end == after.start and after.key in _SMALL
    rounded = before.key in _HUNDRED or before.key in _SCALES
    if link.key == "و" and before.key in _SCALES and digits_of(after) is not None:
        return True
    return (link.key == "و" or rounded) and (after.key in _SMALL or after.key in _SCALES)


def read_amount(tokens: Sequence[Token], at: int) -> Number | None:
    """Read a number, also one said in halves, hundreds or dozens; None where none begins at a token.

    >>> [read_amount(tokens_of(text), 0).value for text in ("half a million", "a hundred", "two dozen", "مليون ونصف")]
    [500000.0, 100.0, 24.0, 1500000.0]
    """
    key = _key(tokens, at)
    if key != "a" and key not in NUMBER_WORDS and not key[:1].isdecimal():
        return None
    if key in _HALVES:
        return _half_of(tokens, at)
    if key in _DOZENS:
        return Number(12, at, at + 1)
    if key in _ZERO:
        return Number(0, at, at + 1)
    return _with_article(tokens, at) or _with_size(tokens, read_number(tokens, at))


def _half_of(tokens: Sequence[Token], at: int) -> Number | None:
    """Half a million, half a dozen, نصف مليون."""
    size = at + 1 + (_key(tokens, at + 1) == "a")
    unit = _key(tokens, size)
    whole = 12 if unit in _DOZENS else _SCALES.get(unit)
    return Number(_HALVES[tokens[at].key] * whole, at, size + 1) if whole else None


def _with_article(tokens: Sequence[Token], at: int) -> Number | None:
    """A hundred and five, a dozen, a couple of."""
    key, nxt = _key(tokens, at), _key(tokens, at + 1)
    if key == "a" and nxt == "couple":
        return Number(2, at, at + 2 + (_key(tokens, at + 2) == "of"))
    if key not in ("a", "one") or nxt not in ROUND:
        return None
    if nxt in _DOZENS:
        return Number(12, at, at + 2)
    inner = read_number([Token("one", 0, 0, "one"), *tokens[at + 1 : at + LONGEST]], 0)
    return Number(inner.value, at, at + inner.last) if inner else None


def _with_size(tokens: Sequence[Token], number: Number | None) -> Number | None:
    """A number with the dozens or the half behind it: two dozen, مليون ونصف."""
    follower = tokens[number.last] if number and number.last < len(tokens) else None
    if number is None or follower is None:
        return number
    if follower.key in _DOZENS:
        return Number(number.value * 12, number.first, number.last + 1)
    scale = _SCALES.get(tokens[number.last - 1].key, 0)
    if follower.key not in _HALVES or not follower.joined or scale < 1_000:
        return number
    last = number.last + 1 + (_key(tokens, number.last + 1) in _SCALES)
    return Number(number.value + _HALVES[follower.key] * scale, number.first, last)


def _key(tokens: Sequence[Token], at: int) -> str:
    return tokens[at].key if at < len(tokens) else ""
