"""The one reader of a phrase that should hold one count: a cell of a table, a box of a form, a column of a mapping.

A phrase is read where every word of it is understood, and refused otherwise: a word that is skipped ("five, *not* confirmed",
"7 *wounded*", "20 *TBC*") may change the number. Running text, where most words are about other things, is read by `read_counts`.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import pairwise

from pydantic import ValidationError

from dalil.letters import fold, fold_words, is_arabic, western_digits, without_marks
from dalil.text.counts.absences import NEGATIONS
from dalil.text.counts.amounts import amounts_of, plain
from dalil.text.counts.asked_quantity import check_quantity, names_people, split_field
from dalil.text.counts.count_reader import build_count, parts_marked
from dalil.text.counts.count_words import NOUNS, OUTCOME_OF
from dalil.text.counts.heads import Amount
from dalil.text.counts.outcomes import THINGS
from dalil.text.counts.phrase_words import (
    ABOUT_A_TEN,
    ALL_OF,
    BOUNDS_AFTER,
    BOUNDS_BEFORE,
    DOUBTS,
    GROUP_NAMES,
    IDLE,
    NEUTRAL,
    NOT_FIRST,
    NOT_LAST,
    SIGNS,
    VAGUE_PHRASES,
    phrase_at,
)
from dalil.text.numbers import Token, is_numeric, read_amount, tokens_of
from dalil.values.base import Refusal
from dalil.values.count import Count, NotACount

_LONGEST = 300
"""Characters of the longest phrase that is read as one count."""
_SCALES = {"k": 1_000, "mn": 1_000_000, "bn": 1_000_000_000}
_SHORT = r"(\d{1,3}(?:\.\d{1,2})?)"
_SHORT_RANGE = re.compile(rf"(?<![\d.,]){_SHORT}(\s?(?:[-–—]|to|or)\s?){_SHORT}\s?(k|mn|bn)\b", re.IGNORECASE)
_SHORT_NUMBER = re.compile(rf"(?<![\d.,]){_SHORT}\s?(k|mn|bn)\b", re.IGNORECASE)
_OF = frozenset({"of", "من", "to", "الي"})
_IN_NUMBERS = frozenset({"a", "an", "-", "–", "—", "to", "between", "from", "بين", "and", "+"})
_ONE = fold_words("واحد أحد واحدة")
"""Stands behind its noun: قتيل واحد. The و of واحد is read as "and"."""
_ONLY_ONE = fold("واحد")
_AND = frozenset({"and", "و", "&", "plus", "with", "مع"})
_OR = _AND | {"or", "أو", "او", "/"}
_AMBIGUOUS_POINT = re.compile(r"[\W\d]*\b\d{1,3}\.\d{3}\b[\W\d]*")
"""A phrase of signs and digits with a point that may part thousands or a fraction."""
_OF_THEM = fold_words("منهم منهن")


def read_count(phrase: str, expecting: str = "") -> Count:
    """Read the one count that a phrase states, in the short notation of forms or in words of either language.

    expecting: the quantity that is asked for ("killed"), or a field of it ("killed_children"); "" where any will do.
    The Count keeps the phrase as `said` where it was read from words. Its unit is set (`model_fields_set`) only where the phrase names
    what it counts, people ("30 persons") as well as families: a bare number has the unit of its field.
    Raises NotACount where the phrase is not understood for certain, and OtherQuantity where it counts something else.

    >>> read_count("between 3 and 7, 2 of them children", "killed").notation()
    '3-7'
    >>> read_count("20 فأكثر", "killed").notation()
    '20+'
    >>> read_count("five, not confirmed", "killed")
    Traceback (most recent call last):
    ...
    dalil.values.count.NotACount: “five, not confirmed” is not a count; write 82, 82+ (at least), >80, <10, ~2000 (about) or 40-50
    >>> read_count("7 wounded", "killed")
    Traceback (most recent call last):
    ...
    dalil.text.counts.asked_quantity.OtherQuantity: “7 wounded” tells how many were injured, not how many were killed
    """
    return _read(phrase, expecting)


@lru_cache(maxsize=50_000)
def _read(phrase: str, expecting: str) -> Count:
    text = without_marks(phrase)
    written = _in_full(western_digits(text))
    try:
        count = Count.parse(written)
        return count if written == western_digits(text) else count.model_copy(update={"said": text})
    except ValidationError as error:
        raise _broken_rule(error, text) from None
    except ValueError:
        if len(text) > _LONGEST or _AMBIGUOUS_POINT.fullmatch(written):
            raise NotACount(text) from None
    if fold(text) == _ONLY_ONE:  # its و is read as "and"
        return Count.exactly(1, said=text)
    words = _words_of(written)
    amount, *parts = _whole_and_parts(words, written)
    if amount is None:
        raise NotACount(text)
    check_quantity(words.tokens, amount, [part for part in parts if part], text, expecting)
    try:
        count = build_count(amount, split_field(expecting)[0], text)
    except ValidationError as error:
        raise _broken_rule(error, text) from None
    if count.unit == "person" and names_people(words.tokens, expecting):
        return count.model_copy(update={"unit": "person"})  # so it counts as said
    return count


def _broken_rule(error: ValidationError, text: str) -> ValueError:
    """The rule of Count that a phrase breaks: its bounds are out of order, or it is more than anything can be."""
    first = error.errors()[0]
    particulars = dict(first.get("ctx", {}))
    template = particulars.pop("template", None)
    return Refusal(first["type"], template, particulars) if template else NotACount(text)


def _in_full(text: str) -> str:
    """Write thousands and millions in full: 2k is 2000, 2-3k is 2000-3000."""
    text = _SHORT_RANGE.sub(_range_in_full, text)
    return _SHORT_NUMBER.sub(lambda match: _scaled(match[1], match[2]), text)


def _range_in_full(match: re.Match[str]) -> str:
    low, link, high, scale = match.groups()
    return f"{_scaled(low, scale) if float(low) < float(high) else low}{link}{_scaled(high, scale)}"


def _scaled(number: str, scale: str) -> str:
    return str(round(float(number) * _SCALES[scale.casefold()]))


@dataclass(frozen=True)
class _Words:
    """The words of a phrase without its bounds; bounds: what the bounds mean; strange: whether a bound stands where none can."""

    tokens: tuple[Token, ...]
    bounds: frozenset[str]
    complete: bool


def _words_of(text: str) -> _Words:
    """Part a phrase into its bounds and its other words. Phrases that say nothing of the number go."""
    found = tokens_of(text)
    written = tuple(token.key for token in found)
    kept: list[Token] = []
    bounds: set[str] = set()
    numbered, at = False, 0
    while at < len(found):
        tail = written[at:]
        vague = phrase_at(VAGUE_PHRASES, tail)
        if family := _family_name_at(found, at):
            at += family
        elif vague is None and (idle := phrase_at(IDLE, tail)):
            at += idle[0]
        elif vague is None and (bound := phrase_at(BOUNDS_AFTER if numbered else BOUNDS_BEFORE, tail)):
            bounds.add(bound[1])
            at += bound[0]
            at += written[at : at + 1] == (".",)  # est. 20
        else:
            last = at + (vague[0] if vague else 1)
            kept += [_never_a_year(plain(token)) for token in found[at:last]]
            numbered = numbered or vague is not None or is_numeric(kept[-1])
            at = last
    return _Words(tuple(kept), frozenset(bounds), bool(found) and _is_complete(found))


def _is_complete(tokens: Sequence[Token]) -> bool:
    """Whether a phrase is no piece of a longer one: ".5", وخمسة, "20 including", "(5)"."""
    first, last = tokens[0], tokens[-1]
    return first.key not in NOT_FIRST and last.key not in NOT_LAST and (not first.joined or first.key in _ONE)


def _family_name_at(tokens: Sequence[Token], at: int) -> int:
    """How many words name, at the end of a phrase, the family that all are of ("of the Hamdan family", من عائلة حمدان); 0 where none do."""
    keys = [token.key for token in tokens[at:]]
    if keys[:2] in (["من", "عايله"], ["من", "اسره"], ["من", "ال"]):
        names = keys[2:]
    elif keys[:1] in (["of"], ["from"]) and keys[-1:] == ["family"]:
        names = keys[1 + (keys[1] == "the") : -1]
        if not all(token.text[:1].isupper() for token in tokens[-1 - len(names) : -1]):
            return 0
    else:
        return 0
    return len(keys) if 1 <= len(names) <= 2 and all(map(_may_be_a_name, names)) else 0


def _may_be_a_name(key: str) -> bool:
    return key[:1].isalpha() and not any(key in known for known in (DOUBTS, NEUTRAL, NOUNS, OUTCOME_OF))


def _never_a_year(token: Token) -> Token:
    """2000 in a phrase of a count is no year: written 2,000 it is not taken for one."""
    return replace(token, text=f"{int(token.key):,}") if token.text.isdecimal() and len(token.key) == 4 else token


def _whole_and_parts(words: _Words, text: str) -> list[Amount | None]:
    """The one whole amount of a phrase and those that are parts of it, where all its words are understood; None alone otherwise."""
    if not words.tokens or not words.complete:
        return [None]
    lead = Token("قتل" if is_arabic(text) else "killed", 0, 0, "")  # a bare noun counts only after what happened
    tokens = [lead, *words.tokens]
    amounts = _in_brackets_marked(tokens, parts_marked(tokens, list(amounts_of(tokens, text))))
    whole = _only_whole(amounts)
    if whole is None or not all(_is_understood(tokens, at, amounts) for at in range(1, len(tokens))):
        return [None]
    if not all(_numbers_fit(tokens, amount) for amount in amounts) or _some_of_them(tokens):
        return [None]
    if _may_add_one(tokens) or any(_adds_somebody(tokens, at) for at in range(2, len(tokens))):
        return [None]
    return [_bounded_by(whole, words.bounds), *amounts[1:]]


def _some_of_them(tokens: Sequence[Token]) -> bool:
    """Whether a number may be that of some only: 12 منهم أطفال, "12 of them children"."""
    return any(
        token.key in _OF_THEM and is_numeric(before) and not is_numeric(after)
        for before, token, after in zip(tokens, tokens[1:], tokens[2:], strict=False)
    )


def _may_add_one(tokens: Sequence[Token]) -> bool:
    """Whether a second noun may count one more: 12 شهيد *وجريح* are twelve together, or twelve and one."""
    return any(
        token.joined and {_casualty(before), _casualty(token)} == {"killed", "injured"}
        for before, token in pairwise(tokens)
    )


def _adds_somebody(tokens: Sequence[Token], at: int) -> bool:
    """Whether a word names somebody beside those who were counted: "5 and others", 5 وسائق, قتيلان وواحد."""
    key = tokens[at].key
    if key in _ONE:
        return tokens[at].joined and key.startswith("و")  # وواحد; of واحد alone the و is no "and"
    joined = tokens[at].joined or tokens[at - 1].key in _AND or (key[:1] == "و" and key[1:] in NOUNS)
    noun = NOUNS.get(key) or NOUNS.get(key[1:])
    return joined and noun is not None and key not in OUTCOME_OF and key[1:] not in OUTCOME_OF


def _casualty(token: Token) -> str:
    noun = NOUNS.get(token.key)
    return noun.quantity if noun is not None and noun.number == 1 else ""


def _only_whole(amounts: Sequence[Amount]) -> Amount | None:
    """The one amount that the others are parts of; None where there are several, or a part is more than the whole."""
    if not amounts or [amount for amount in amounts if not amount.subset] != [amounts[0]]:
        return None
    whole, *parts = amounts
    return None if whole.high is not None and any(part.low > whole.high for part in parts) else whole


def _in_brackets_marked(tokens: Sequence[Token], amounts: Sequence[Amount]) -> list[Amount]:
    """Amounts with those in brackets after the whole made its parts: 1-3 (1 woman, 1-2 men)."""
    opened = next((at for at, token in enumerate(tokens) if token.key == "("), len(tokens))
    if not amounts or amounts[0].last > opened or tokens[-1].key != ")":
        return list(amounts)
    return [replace(amount, subset=amount.subset or (amount.first > opened and bool(amount.who))) for amount in amounts]


def _is_understood(tokens: Sequence[Token], at: int, amounts: Sequence[Amount]) -> bool:
    """Whether a word is part of an amount, or changes nothing about it."""
    inside = next((amount for amount in amounts if amount.first <= at < amount.last), None)
    return _fits_inside(tokens, at, inside) if inside else _fits_outside(tokens, at)


def _fits_inside(tokens: Sequence[Token], at: int, amount: Amount) -> bool:
    """Whether a word belongs to the number of an amount, or to those it counts."""
    key = tokens[at].key
    if key in NOUNS or key in OUTCOME_OF or key in NEUTRAL or key in _IN_NUMBERS or is_numeric(tokens[at]):
        return True
    if key in ("(", ")"):
        return any(_says_it_again(tokens, amount, at + step) for step in (1, -1))
    nobody = amount.low == amount.high == 0
    return (nobody and key in NEGATIONS) or _in_vague(tokens, at, amount)


def _fits_outside(tokens: Sequence[Token], at: int) -> bool:
    """Whether a word beside the amounts changes nothing about them."""
    key = tokens[at].key
    if is_numeric(tokens[at]):
        return key in _ONE and tokens[at - 1].key in NOUNS
    if key in NOUNS and key not in OUTCOME_OF:  # "children: 3" may be three of the killed or all of them
        return not (GROUP_NAMES | THINGS) & set(NOUNS[key].who) or any(token.key in ALL_OF for token in tokens[:at])
    if key in ABOUT_A_TEN or (key in _OF and at + 1 < len(tokens) and is_numeric(tokens[at + 1])):
        return False
    return key in SIGNS or key in OUTCOME_OF or key in NEUTRAL


def _in_vague(tokens: Sequence[Token], at: int, amount: Amount) -> bool:
    """Whether a word belongs to a vague one of an amount: "a number of", عدد من."""
    written = tuple(token.key for token in tokens)
    for first in range(amount.first, at + 1):
        phrase = phrase_at(VAGUE_PHRASES, written[first : amount.last])
        if phrase and first <= at < first + phrase[0]:
            return True
    return False


def _numbers_fit(tokens: Sequence[Token], amount: Amount) -> bool:
    """Whether the words of an amount hold no number beside its own ("12 of the 30 detainees")."""
    numbers, at = 0, amount.first
    while at < amount.last:
        number = read_amount(tokens, at)
        numbers += number is not None and not _says_it_again(tokens, amount, at)
        at = number.last if number else at + 1
    return numbers <= (2 if amount.shape == "range" else 1)


def _says_it_again(tokens: Sequence[Token], amount: Amount, at: int) -> bool:
    """Whether a number in brackets is the one before it, once in digits and once as a word: three *(3)*."""
    opened = at > amount.first and tokens[at - 1].key == "(" and at + 1 < len(tokens) and tokens[at + 1].key == ")"
    if not opened or amount.shape != "exact":
        return False
    before, again = read_amount(tokens, amount.first), read_amount(tokens, at)
    digits = tokens[at].key.isdecimal(), tokens[amount.first].key.isdecimal()
    return before is not None and again is not None and before.value == again.value and digits[0] != digits[1]


def _bounded_by(amount: Amount, bounds: frozenset[str]) -> Amount | None:
    """An amount with the bound that its phrase states; None where bounds contradict each other or the amount."""
    if not bounds or bounds == {amount.shape}:
        return amount
    bound, *others = bounds
    if others or (amount.low == 0 and bound in ("fewer_than", "nearly")):
        return None
    if amount.shape == "exact":
        return replace(amount, shape=bound)
    if amount.shape == "range":
        return amount if bound == "about" else None
    return amount if amount.shape == "vague" and bound in ("about", "at_least", "more_than") else None
