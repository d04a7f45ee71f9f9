"""Amounts that no plain number states: vague words (dozens, عشرات), بضعة, نيف, and the one or two that are told by words of their own."""

from __future__ import annotations

from collections.abc import Sequence

from dalil.letters import fold, fold_words
from dalil.text.counts.count_words import FEW, NOUNS, OUTCOME_OF, VAGUE, by_first_word
from dalil.text.counts.heads import Amount, head_at
from dalil.text.numbers import SCALES, Token, is_numeric, read_amount

VAGUE_BY_WORD = by_first_word(
    [
        (tuple(fold(words).split()), low)
        for words, low in sorted(VAGUE.items(), key=lambda entry: -len(entry[0].split()))
    ]
)
ONE_MORE = fold_words("another ثالث ثالثة رابع رابعة آخر أخرى")
_ONE_OF = fold_words("أحدهم أحدهما إحداهما إحداهن إحداهم")
_TWO_CASES = fold_words("حالتا حالتي حالتان حالتين")
_GOES_ON = frozenset({"was", "is", "died", "later", "remains", "has", "had", "man", "woman", "person", "child"})
WORDS_OF_SOME = VAGUE_BY_WORD.keys() | ONE_MORE | _ONE_OF | _TWO_CASES | fold_words("بضعة بضع نيف أحد both a")
"""The first words of the amounts that are read here."""
_OR_EVEN = fold_words("if or possibly perhaps maybe أو ربما وربما بل إن")


def _at(tokens: Sequence[Token], at: int, words: Sequence[str]) -> bool:
    return at + len(words) <= len(tokens) and all(tokens[at + i].key == word for i, word in enumerate(words))


def _key(tokens: Sequence[Token], at: int) -> str:
    return tokens[at].key if 0 <= at < len(tokens) else ""


def few_at(tokens: Sequence[Token], at: int, i: int) -> Amount | None:
    """Read a few behind the bound at token `at`: بضعة عشر is 13 to 19, بضع مئات is 300 to 999; None where token i says no few.

    >>> from dalil.text.numbers import tokens_of
    >>> amount = few_at(tokens_of("بضع مئات"), 0, 0)
    >>> amount.low, amount.high
    (300, 999)
    """
    if tokens[i].key not in ("بضعه", "بضع"):
        return None
    if _key(tokens, i + 1) in ("عشر", "عشره"):
        return Amount("range", 13, 19, at, i + 2)
    each, last = round_at(tokens, i + 1)
    return Amount("range", 3 * each, 10 * each - 1, at, i + 1 if each == 1 else last)


def and_some_at(tokens: Sequence[Token], at: int, i: int) -> Amount | None:
    """Read a number "and some" behind the bound at token `at`: نيف وعشرون is 21 to 29; None where token i says none."""
    if tokens[i].key != "نيف" or i + 2 >= len(tokens):
        return None
    number = read_amount(tokens, i + 2 if tokens[i + 1].key == "و" else i + 1)
    return Amount("range", int(number.value) + 1, int(number.value) + 9, at, number.last) if number else None


def vague_at(tokens: Sequence[Token], at: int, i: int) -> Amount | None:
    """Read a vague word behind the bound at token `at`: dozens, several hundred, عشرات, عدد من; None where token i begins none.

    >>> from dalil.text.numbers import tokens_of
    >>> vague_at(tokens_of("several hundred people"), 0, 0).low
    200
    """
    if _key(tokens, i - 1) == "how":
        return None
    if tokens[i].key == "many" and _key(tokens, i - 1) == "as":  # twice as many
        return Amount("vague", -1, None, at, i + 1)
    if tokens[i].key in ("many", "several") and _key(tokens, i + 1) == "of" and _key(tokens, i + 2) in ("whom", "them"):
        return Amount("vague", -1, None, at, i + 3)
    for words, low in VAGUE_BY_WORD.get(tokens[i].key, ()):
        if _at(tokens, i, words):
            return _vague(tokens, at, i + len(words), low, bool(FEW & set(words)))
    return None


def one_or_two_at(tokens: Sequence[Token], at: int, i: int) -> Amount | None:
    """Read one or two that are told without a number, at token i: مقتل آخر, حالتا وفاة, أحدهم, أحد المدنيين, both men; None where none are."""
    key, after = tokens[i].key, _key(tokens, i + 1)
    if key in ONE_MORE and _is_told(tokens, i - 1) and _is_alone(tokens, i):
        return Amount("exact", 1, 1, at, i + 1)
    if is_one_more(tokens, i):
        return Amount("exact", 1, 1, at, i + 2)  # and *a third* was injured
    if key in _TWO_CASES and after in OUTCOME_OF:
        return Amount("exact", 2, 2, at, i + 1)
    if key in _ONE_OF:
        return Amount("exact", 1, 1, at, i + 1, subset=True)
    if key == "احد":
        return Amount("exact", 1, 1, at, i + 1) if after.startswith("ال") and after in NOUNS else None
    head = head_at(tokens, i + 1) if key == "both" else None
    return Amount("exact", 2, 2, at, i + 1) if head and head[0].number == 3 else None


def _is_told(tokens: Sequence[Token], at: int) -> bool:
    """Whether a word says what happened to one more: مقتل *آخر*; ثلاث *جثث* أخرى are three."""
    counted = NOUNS.get(_key(tokens, at))
    return _key(tokens, at) in OUTCOME_OF and not (counted and counted.number > 1)


def _is_alone(tokens: Sequence[Token], at: int) -> bool:
    """Whether "another" counts no noun and no number behind it."""
    return tokens[at].key != "another" or (head_at(tokens, at + 1) is None and not _goes_on_with_number(tokens, at + 1))


def is_one_more(tokens: Sequence[Token], at: int) -> bool:
    """Tell whether "a third" at a place is one more and no share: "two were killed and *a third* was injured".

    >>> from dalil.text.numbers import tokens_of
    >>> is_one_more(tokens_of("a third was injured"), 0), is_one_more(tokens_of("a third of the homes"), 0)
    (True, False)
    """
    return tokens[at].key == "a" and _key(tokens, at + 1) in ("third", "fourth") and _key(tokens, at + 2) in _GOES_ON


def _goes_on_with_number(tokens: Sequence[Token], at: int) -> bool:
    return at < len(tokens) and (is_numeric(tokens[at]) or tokens[at].key in VAGUE_BY_WORD)


def _vague(tokens: Sequence[Token], at: int, last: int, low: int, few: bool) -> Amount:
    """Dozens; of round units (several hundred, عدة آلاف) at least two; "hundreds if not thousands" is its lower word."""
    each, end = round_at(tokens, last) if few else (1, last)
    if each > 1:
        return Amount("vague", 2 * each, None, at, end)
    links = [token.key for token in tokens[last : last + 5]]
    for size in range(1, 5):
        words = links[:size]
        if _OR_EVEN & set(words) and _key(tokens, last + size) in VAGUE_BY_WORD and NOUNS.keys().isdisjoint(words):
            return Amount("vague", low, None, at, last + size + 1)
    return Amount("vague", low, None, at, last)


def round_at(tokens: Sequence[Token], at: int) -> tuple[int, int]:
    """Read a round unit that is counted itself ("hundred thousand", مئات, آلاف) and where it ends; 1 where there is none."""
    for words, low in VAGUE_BY_WORD.get(_key(tokens, at), ()):
        if low >= 10 and _at(tokens, at, words):
            return low, at + len(words)
    each, i = 1, at
    while i < at + 3 and (size := SCALES.get(_key(tokens, i))) and not tokens[i].joined:
        each, i = each * size, i + 1
    return each, i
