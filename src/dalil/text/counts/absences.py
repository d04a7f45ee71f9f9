"""What looks like an amount of people and is none, or is nobody: "no casualties" is zero, "a third of the dead" is no count.

That no casualties *were reported* is a zero, as the field reads it; that no *reports* of casualties are at hand says nothing.
"""

from __future__ import annotations

from collections.abc import Sequence

from dalil.letters import fold_words
from dalil.text.counts.count_words import NOUNS, OUTCOME_OF, SHARES
from dalil.text.counts.heads import Amount
from dalil.text.numbers import SCALES, Token, digits_of, read_number

NEGATIONS = fold_words("no without nobody لا دون بدون لم ما not")
_NO_NEGATION = fold_words(
    "less fewer more longer later يقل تقل يزيد يزال تزال زال زالت يزالون يتجاوز تتجاوز يتعدى تتعدى doubt only"
)
_ANYONE = fold_words("one nobody أحد")
_HEARSAY = fold_words(
    "report reports reporting information news word details clear whether if أنباء معلومات تقارير ورود ترد يعرف"
)
_LOOSE = fold_words("ضحايا إصابات casualties")
_AFTER_SHARE = fold_words("of in the them all out every their was were are is a من في")


def nobody_at(tokens: Sequence[Token], at: int) -> Amount | None:
    """Zero ("no casualties", "دون وقوع إصابات", لم يقتل أحد); an amount below zero where nothing is known."""
    key = tokens[at].key
    key = key[1:] if key[:1] == "و" else key
    if key not in NEGATIONS or at + 1 >= len(tokens) or tokens[at + 1].key in _NO_NEGATION:
        return None
    unsure, needs_any, verb = False, key in ("not", "ما"), None
    for i in range(at, min(at + 9, len(tokens))):
        key = tokens[i].key
        if digits_of(tokens[i]) is not None or key in ".;؛!?؟,،\n":
            return None
        unsure = unsure or key in _HEARSAY
        needs_any = needs_any and key not in ("any", "anyone", "single", "احد")
        if key == "خساير" and i + 1 < len(tokens) and tokens[i + 1].key == "بشريه":
            return Amount("exact", 0, 0, at, i + 2, quantity="casualties")
        noun = NOUNS.get(key)
        if key in _ANYONE and verb is not None:
            return Amount("exact", 0, 0, at, i + 1, quantity=OUTCOME_OF[tokens[verb].key])
        if key in OUTCOME_OF and i > at and verb is None:
            verb = i
        if needs_any:
            continue
        if key in _ANYONE or (noun and not noun.quantity and i > at):
            later = next((j for j in range(i + 1, min(i + 5, len(tokens))) if tokens[j].key in OUTCOME_OF), None)
            if later is not None:
                return Amount(
                    "exact", -unsure, 0, at, later + 1, noun.who if noun else (), OUTCOME_OF[tokens[later].key]
                )
        if noun and noun.quantity and i > at and noun.number == 3:
            return Amount("exact", -unsure, 0, at, i + 1, quantity="casualties" if key in _LOOSE else noun.quantity)
    return None


def share_at(tokens: Sequence[Token], at: int) -> int:
    """Where a share of something ends ("two-thirds of the homes", "one in five", ثلث القتلى, "30 %"); `at` where there is none."""
    i = at
    number = read_number(tokens, i) if tokens[i].key not in SHARES and tokens[i].key != "a" else None
    i = number.last if number else i + (tokens[i].key == "a")
    key = tokens[i].key if i < len(tokens) else ""
    if number and key == "-":
        i, key = i + 1, tokens[i + 1].key if i + 1 < len(tokens) else ""
    if key in ("per", "في", "ب") and i + 1 < len(tokens) and tokens[i + 1].key in ("cent", "الميه", "المايه"):
        i += 2
    elif key in SHARES and not _is_number(tokens, i):
        i += 1
    elif number and _out_of(tokens, i):
        i += 1 + (key == "out") + (tokens[i + 1].key == "every")
        other = read_number(tokens, i)
        if other is None:
            return at
        i = other.last
    else:
        return at
    limit = i + 6
    while i < min(limit, len(tokens)) and (
        tokens[i].key in _AFTER_SHARE or (tokens[i].key in NOUNS and not tokens[i].joined)
    ):
        i += 1
    return i


def _is_number(tokens: Sequence[Token], at: int) -> bool:
    """نصف مليون, "half a dozen", "half a million" are numbers, and so is the half of مليون ونصف."""
    after = [token.key for token in tokens[at + 1 : at + 3]]
    return tokens[at].joined or any(
        key in SCALES or key in ("دزينه", "dozen") for key in after[: 1 + (after[:1] == ["a"])]
    )


def _out_of(tokens: Sequence[Token], at: int) -> bool:
    """ "one in five", "8 out of 10": a small number right after."""
    words = [token.key for token in tokens[at : at + 3]]
    start = at + 2 if words[:2] == ["out", "of"] else at + 2 if words[:2] == ["in", "every"] else at + 1
    if (
        words[:1] not in (["in"], ["out"])
        or start >= len(tokens)
        or digits_of(tokens[start]) not in (None, 3, 4, 5, 10, 100)
    ):
        return False
    return digits_of(tokens[start]) is not None or tokens[start].key in ("three", "four", "five", "ten", "hundred")
