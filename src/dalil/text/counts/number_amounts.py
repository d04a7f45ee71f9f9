"""Amounts that are one number or a word for some: "12", "a child", "dozens", "one of the 14", "20k", with what stands beside the number."""

from __future__ import annotations

from collections.abc import Sequence

from dalil.letters import fold_words
from dalil.text.counts.count_words import (
    BOUNDS,
    NOUNS,
    OUTCOME_OF,
    Noun,
    by_first_word,
    phrases,
)
from dalil.text.counts.heads import (
    Amount,
    family_of_members,
    head_at,
)
from dalil.text.counts.uncounted import counts_something, is_speaker
from dalil.text.counts.unknown_things import is_one_thing
from dalil.text.counts.vague_amounts import (
    ONE_MORE,
    VAGUE_BY_WORD,
    WORDS_OF_SOME,
    and_some_at,
    few_at,
    one_or_two_at,
    round_at,
    vague_at,
)
from dalil.text.numbers import SCALES, Number, Token, is_number_word, is_numeric, read_amount

BOUND_PHRASES = by_first_word(phrases(BOUNDS))
KNOWN_WORDS = NOUNS.keys() | OUTCOME_OF.keys() | VAGUE_BY_WORD.keys() | BOUND_PHRASES.keys()
_NO_NUMBERS = frozenset({"بضعه", "بضع", "both"})
_OF_CASES = fold_words("case cases instance instances total incidents majority")
_BODIES_OF_PEOPLE = fold_words(
    "group groups organisation organization agency network committee council union team forces force station post camp base area car vehicle "
    "bus convoy court school hospital outpost position positions town village leader swap exchange deal"
)
"""Behind a noun they are what is told of: an *activist* group, a *police* station."""
_ONLY_MEANT = frozenset({"attempted", "foiled", "failed", "planned", "threatened"})
"""Say of a deed that it was not done: 27 *attempted* murders."""
_ACTS = {"strike", "munition", "attack", "massacre", "incident"}
_THE_ONE = fold_words(
    "first second third fourth fifth last latest other this that which each every next previous new old same"
)
_BEFORE_ONE = fold_words("من في على عن إلى و أو ثم نحو سوى إلا غير فقط عدا")
_IS = frozenset({"was", "is", "were", "being", "as", "among"})


def number_amount_at(tokens: Sequence[Token], at: int, i: int, shape: str) -> Amount | None:
    """Read the amount at token i, behind the bound at token `at`: a vague word, one told in words of its own, or a number.

    >>> from dalil.text.numbers import tokens_of
    >>> number_amount_at(tokens_of("over dozens"), 0, 1, "more_than").low, number_amount_at(tokens_of("12 killed"), 0, 0, "exact").low
    (12, 12)
    """
    for read in (few_at, and_some_at, vague_at, one_or_two_at) if tokens[i].key in WORDS_OF_SOME else ():
        if (amount := read(tokens, at, i)) is not None:
            return amount
    key = tokens[i].key
    if key in _NO_NUMBERS or key in ONE_MORE:
        return None
    return _one(tokens, at, i, shape) if key in ("a", "an", "another") else _number(tokens, at, i, shape)


def _one(tokens: Sequence[Token], at: int, i: int, shape: str) -> Amount | None:
    """ "a child", "another man", "a hundred people", "a couple of hundred"."""
    if _key(tokens, i + 1) in ("hundred", "thousand", "million", "dozen", "couple"):
        number = read_amount(tokens, i)
        each, last = round_at(tokens, number.last) if number and number.value == 2 else (1, 0)
        if each > 1 and shape == "exact":
            return Amount("about", 2 * each, 2 * each, at, last)
        return _number(tokens, at, i, shape)
    if _key(tokens, i - 1) in ("was", "is") and _key(tokens, i - 2) in ("whom", "them"):
        return None
    if (family := family_of_members(tokens, i + 1)) is not None:
        return Amount(shape, family[0], family[0], at, family[1])
    head = head_at(tokens, i + 1)
    if head is None or head[0].number != 1 or _is_no_one(tokens, head[0], head[1]):
        return None
    return Amount(shape, 1, 1, at, i + 1)


def _is_no_one(tokens: Sequence[Token], noun: Noun, last: int) -> bool:
    """Whether "a" and a noun, which ends at a place, count nobody: *an activist* group, *a death* toll, an attack, "an official said"."""
    if not _BODIES_OF_PEOPLE.isdisjoint(_key(tokens, last + step) for step in (0, 1)):
        return True
    return _key(tokens, last) == "toll" or bool(set(noun.who) & _ACTS) or is_speaker(tokens, last)


def _number(tokens: Sequence[Token], at: int, i: int, shape: str) -> Amount | None:
    number = read_amount(tokens, i)
    if number is None or _stands_for_someone(tokens, i, number):
        return None
    if tokens[i].key == "one" and is_one_thing(tokens, number.last):
        return None  # shared *one room*
    if number.value == 1 and _key(tokens, i - 1) in _THE_ONE:  # the second one; every one of the 14
        return None
    if (amount := _by_its_company(tokens, at, number, shape)) is not None:
        return amount
    value, last = _scaled_by_letter(tokens, number)
    if value != int(value) or not counts_something(tokens, at, number.first, last, shape):
        return None
    if _key(tokens, last) == "(" and _key(tokens, last + 2) == ")":  # 12 (twelve)
        again = read_amount(tokens, last + 1)
        last += 3 * bool(again and again.value == value)
    if (thing := _thing_of(tokens, last)) > last:
        return Amount(shape, -1, None, at, thing)
    return Amount(shape, int(value), int(value), at, last)


def _stands_for_someone(tokens: Sequence[Token], at: int, number: Number) -> bool:
    """Whether واحد and أحد are no number: قتيل *واحد*, لا *أحد*, *أحد* 43 طالباً. In الغارة أحد عشر شخصاً it is a part of eleven."""
    if number.value != 1:
        return False
    before = _key(tokens, at - 1)
    if tokens[at].key == "احد":
        among = number.last < len(tokens) and is_numeric(tokens[number.last])
        ends = not _key(tokens, number.last).startswith("ال") and _key(tokens, number.last) not in NOUNS
        return before in NOUNS or before in ("لا", "لم") or among or ends
    named = before in NOUNS or (before.isalpha() and before not in OUTCOME_OF and not is_number_word(before))
    return tokens[at].key in ("واحد", "واحدا", "واحده") and named and before not in _BEFORE_ONE


def _by_its_company(tokens: Sequence[Token], at: int, number: Number, shape: str) -> Amount | None:
    """The amount that the words beside a number make of it: a family of so many, "one of" others, (2M, 3F); None where they make none."""
    if (family := family_of_members(tokens, number.first)) is not None:
        return Amount(shape, family[0], family[0], at, family[1])
    if number.value == 1:
        others = _one_of_things(tokens, number.last) or _one_among(tokens, number.first, number.last)
        return Amount(shape, -1, None, at, others) if others else None
    sex = _sex_by_letter(tokens, number.first, number.last)
    return Amount(shape, int(number.value), int(number.value), at, number.last + 1, (sex,)) if sex else None


def _scaled_by_letter(tokens: Sequence[Token], number: Number) -> tuple[float, int]:
    """A number with the letter that is written onto it, and where it ends: 1.2m people, 20k people."""
    short, last = _key(tokens, number.last), number.last
    if (
        short not in ("m", "mn", "k", "bn")
        or tokens[last].start != tokens[last - 1].end
        or _key(tokens, last + 1) not in NOUNS
    ):
        return number.value, last
    return number.value * {"k": 1_000, "bn": 1_000_000_000}.get(short, 1_000_000), last + 1


def _sex_by_letter(tokens: Sequence[Token], first: int, last: int) -> str:
    """What the letter on a number in a list in brackets says: (2M, 3F)."""
    sex = {"m": "male", "f": "female"}.get(_key(tokens, last), "")
    listed = _key(tokens, first - 1) in ("(", ",", "/", "+") and _key(tokens, last + 1) in (")", ",", "/", "+")
    return sex if listed and tokens[last].start == tokens[last - 1].end else ""


def _one_among(tokens: Sequence[Token], at: int, last: int) -> int:
    """Where the "one of" ends in "he was *one of* 43 students who vanished", where the many are counted; 0 elsewhere."""
    if _key(tokens, at - 1) not in _IS or _key(tokens, last) != "of":
        return 0
    many = last + 1 + (_key(tokens, last + 1) == "the")
    return many if many < len(tokens) and read_amount(tokens, many) else 0


def _one_of_things(tokens: Sequence[Token], last: int) -> int:
    """Where "one of the heaviest attacks" ends, which counts no attacks; 0 elsewhere."""
    head = head_at(tokens, last) if _key(tokens, last) == "of" else None
    return head[1] if head and head[2] and _ACTS & set(head[0].who) else 0


def _thing_of(tokens: Sequence[Token], at: int) -> int:
    """Where an unknown thing that a number counts ends, with what it is of: 3 *generations of one* family, 12 *tons of* shells; `at` for none."""
    key = _key(tokens, at)
    if key in _ONLY_MEANT and _key(tokens, at + 1) in NOUNS:
        return at + 2
    known = key in KNOWN_WORDS or key in _OF_CASES or key in SCALES or not key.isalpha() or not key.isascii()
    if known or not key.endswith("s") or _key(tokens, at + 1) != "of":
        return at
    number = read_amount(tokens, at + 2) if at + 2 < len(tokens) else None
    return number.last if number else at + 2


def _key(tokens: Sequence[Token], at: int) -> str:
    return tokens[at].key if 0 <= at < len(tokens) else ""
