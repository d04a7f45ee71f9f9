"""Nouns that count by their form alone: a dual, a singular after its verb, a plural without a number."""

from __future__ import annotations

import re
from collections.abc import Sequence

from dalil.letters import fold, fold_words
from dalil.text.counts.count_words import NOUNS, OUTCOME_OF, POSSESSED, SOUND_PLURALS, Noun
from dalil.text.counts.heads import Amount, family_size, head_at, units_of
from dalil.text.dates import MONTHS, YEAR_WORDS
from dalil.text.numbers import Token, digits_of, read_amount

PART_WORDS = fold_words("including incl among whom بينهم بينهن منهم منهن فيهم بينها بينهما")
FILLERS = fold_words(
    "have has been were was are is be being remain remained still also may reportedly forcibly people persons others "
    "lost their civilians who that were of them had all feared believed thought presumed reported قد كانوا"
)
_ONLY_AFTER_NUMBER = fold_words("إصابة مصاب فرد")
_UNITS = ["ثلاثة", "أربعة", "خمسة", "ستة", "سبعة", "ثمانية", "تسعة", "عشرة"]
_POSTPOSED = {fold("ال" + word): number for number, word in enumerate(_UNITS, 3)}
_CASUALTIES = {"killed", "injured"}


def bare_at(tokens: Sequence[Token], at: int, clause_ends: frozenset[str]) -> Amount | None:
    """The amount that a noun is by its own form; None where it says none."""
    token = tokens[at]
    noun = NOUNS.get(token.key)
    if noun is None:
        return _whose_one(tokens, at)
    if token.key[0] <= "\u0600":
        return _english(tokens, at, noun, clause_ends) or _whose_one(tokens, at)
    before = tokens[at - 1].key if at else ""
    listed = token.joined and at > 0 and before in NOUNS
    led = before in OUTCOME_OF or listed or before in ("سقوط", "وقوع", "حدوث") or before in PART_WORDS
    if before in ("بين", "عدد", "حصيله", "اعداد") or (
        listed and tokens[at - 2 : at - 1] and tokens[at - 2].key == "بين"
    ):
        return None
    if token.key.startswith("ال") and before and not (noun.number == 1 and before in OUTCOME_OF and not noun.quantity):
        return None
    if token.key in POSSESSED and not led:
        return None
    pair = listed and noun.quantity in _CASUALTIES and noun.number < 3 and before not in POSSESSED
    if listed and not pair and not _goes_on(tokens, at):
        return None
    head = head_at(tokens, at)
    who, last = (head[0].who, head[1]) if head else (noun.who, at + 1)
    quantity = units_of(Noun(noun.number, who, noun.quantity))
    many = _POSTPOSED.get(tokens[last].key) if last < len(tokens) else None
    if many and noun.number == 3 and led:
        return Amount("exact", many, many, at, last + 1, who, quantity)
    if noun.number == 2:
        return _dual(tokens, at, led, who, quantity, last)
    if noun.number == 1 and token.key not in _ONLY_AFTER_NUMBER:
        return _singular(tokens, at, led, who, quantity, last)
    if noun.number == 3 and (led or quantity in _CASUALTIES) and not _counted_next(tokens, last):
        other = NOUNS.get(tokens[last].key) if last < len(tokens) and tokens[last].joined else None
        if other and {quantity, other.quantity} == _CASUALTIES and other.number == 3:
            head = head_at(tokens, last)
            who, last = (head[0].who, head[1]) if head else (who, last + 1)
        return Amount("vague", 3, None, at, last, who, quantity)
    return None


def _dual(tokens: Sequence[Token], at: int, led: bool, who: tuple[str, ...], quantity: str, last: int) -> Amount | None:
    token = tokens[at]
    if token.key not in SOUND_PLURALS:
        more = read_amount(tokens, last + 1) if last + 1 < len(tokens) and tokens[last].key == "او" else None
        if more and more.value == int(more.value) > 2 and (led or quantity):  # قتيلان أو ثلاثة
            return Amount("range", 2, int(more.value), at, more.last, who, quantity)
        return Amount("exact", 2, 2, at, last, who, quantity) if led or quantity else None
    if at + 1 < len(tokens) and tokens[at + 1].key in ("اثنين", "اثنان"):
        return Amount("exact", 2, 2, at, at + 2, who, quantity)
    if not led:
        return None
    vowelled = re.search("\u064e[\u0651]?ي|\u0651\u064eي|\u064e\u0651ي", token.text)
    return Amount("exact" if vowelled else "vague", 2, 2 if vowelled else None, at, last, who, quantity)


def _singular(
    tokens: Sequence[Token], at: int, led: bool, who: tuple[str, ...], quantity: str, last: int
) -> Amount | None:
    definite_next = last < len(tokens) and tokens[last].key.startswith("ال")
    size = family_size(tokens, last) if who == ("family",) else None
    if size and led:
        return Amount("exact", size[0], size[0], at, size[1])
    if led and not (quantity and definite_next):
        return Amount("exact", 1, 1, at, last, who, quantity)
    own = quantity in _CASUALTIES or (quantity == "bodies_found" and last > at + 1)
    return Amount("exact", 1, 1, at, last, who, quantity) if own and not definite_next else None


def _goes_on(tokens: Sequence[Token], at: int) -> bool:
    """Whether a joined noun goes on with a list that began right after an outcome: مقتل سيدة وطفلها."""
    i = at - 1
    while i >= 0 and tokens[i].key in NOUNS and tokens[i].key not in OUTCOME_OF and at - i < 6:
        i -= 1
    return i >= 0 and (tokens[i].key in OUTCOME_OF or tokens[i].key in PART_WORDS or digits_of(tokens[i]) is not None)


def _counted_next(tokens: Sequence[Token], at: int) -> bool:
    """Whether a number or a dual follows, whose noun this one only leads to: جثامين 4 أطفال, جثث طفلين."""
    if at >= len(tokens) or tokens[at].joined:
        return False
    return read_amount(tokens, at) is not None


def _english(tokens: Sequence[Token], at: int, noun: Noun, clause_ends: frozenset[str]) -> Amount | None:
    """A bare plural counts where it is what was killed, at the head of its clause: "people were killed", "dead and wounded"."""
    if noun.number != 3 or not _begins(tokens, at, clause_ends):
        return None
    if tokens[at].key == "dead" and [token.key for token in tokens[at + 1 : at + 3]] == ["and", "wounded"]:
        return Amount("vague", 2, None, at, at + 3, quantity="casualties")
    i = at + 1
    while i < min(len(tokens), at + 4) and tokens[i].key in FILLERS:
        i += 1
    if i == at + 1 or i >= len(tokens) or tokens[i].key not in OUTCOME_OF:
        return None
    head = head_at(tokens, at)
    return Amount("vague", 2, None, at, head[1] if head else at + 1, noun.who)


def _begins(tokens: Sequence[Token], at: int, clause_ends: frozenset[str]) -> bool:
    """Whether the head of a clause stands here: first of all, or after a comma, or after the year ("In 2019 civilians were killed")."""
    if at == 0 or tokens[at - 1].key in clause_ends or tokens[at - 1].key in (",", "that"):
        return True
    year = digits_of(tokens[at - 1])
    return (
        year is not None
        and 1900 <= year <= 2100
        and at > 1
        and (tokens[at - 2].key in YEAR_WORDS or (tokens[at - 2].key,) in MONTHS)
    )


def _whose_one(tokens: Sequence[Token], at: int) -> Amount | None:
    """One who is told by whose they are, right after what happened or in a list: "killed my brother", "a man and his wife"."""
    if tokens[at].key not in ("his", "her", "their", "my", "our") or at == 0 or at + 1 >= len(tokens):
        return None
    before = tokens[at - 1].key
    listed = before == "and" and at > 1 and tokens[at - 2].key in NOUNS
    noun = NOUNS.get(tokens[at + 1].key)
    if (
        noun is None
        or noun.number != 1
        or noun.quantity
        or not noun.who
        or not (before in OUTCOME_OF or before == "lost" or listed)
    ):
        return None
    return Amount("exact", 1, 1, at, at + 2, noun.who)
