"""Bounds that are told after a number: "15 or more", على الأقل, "50-odd people"."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from dalil.text.counts.count_words import AFTER, NOUNS, OUTCOME_OF, Noun, by_first_word, phrases
from dalil.text.counts.heads import Amount, head_at, units_of
from dalil.text.numbers import Token, is_numeric

_AFTER = by_first_word(phrases(AFTER))


def with_bound_after(tokens: Sequence[Token], amount: Amount) -> Amount:
    """Give an amount the bound that is told after its number; it comes back as it is where none is told.

    >>> from dalil.text.numbers import tokens_of
    >>> with_bound_after(tokens_of("15 or more"), Amount("exact", 15, 15, 0, 1)).shape
    'at_least'
    """
    if amount.shape != "exact":
        return amount
    if (odd := _odd(tokens, amount)) is not None:
        return odd
    start = amount.last + (amount.low == 1 and amount.last < len(tokens) and tokens[amount.last].key == "واحد")
    for i in range(start, min(start + 3, len(tokens))):
        for words, bound in _AFTER.get(tokens[i].key, ()):
            own = i == start and words[0] == "علي"  # عشرة مدنيين على الأقل أربعة منهم أطفال
            if tuple(token.key for token in tokens[i : i + len(words)]) == words and (
                own or not _leads_on(tokens, i + len(words))
            ):
                return _with_late_head(tokens, replace(amount, shape=bound, last=i + len(words)))
        if not tokens[i].key[:1].isalpha() or tokens[i].key in OUTCOME_OF or tokens[i].joined:
            break
    return amount


def _leads_on(tokens: Sequence[Token], at: int) -> bool:
    """Whether a bound is that of the next number: 5 dead + 3 wounded, "1312 people including at least 388 children"."""
    return at < len(tokens) and is_numeric(tokens[at])


def _odd(tokens: Sequence[Token], amount: Amount) -> Amount | None:
    """ "50-odd people" is 51 to 59."""
    if amount.low % 10:
        return None
    for i in range(amount.first + 1, min(amount.last + 2, len(tokens))):
        if tokens[i].key == "odd":
            head = head_at(tokens, i + 1) if i >= amount.last else None
            noun = head[0] if head else Noun(1, amount.who, amount.quantity)
            ranged = replace(amount, shape="range", low=amount.low + 1, high=amount.low + 9)
            return replace(
                ranged, last=head[1] if head else max(amount.last, i + 1), who=noun.who, quantity=units_of(noun)
            )
    return None


def _with_late_head(tokens: Sequence[Token], amount: Amount) -> Amount:
    """An amount with the noun behind its bound, where none stands before: "15 or more people"."""
    joined = amount.last < len(tokens) and tokens[amount.last].joined
    named = any(token.key in NOUNS for token in tokens[amount.first : amount.last])
    head = head_at(tokens, amount.last) if not (joined or named or amount.who or amount.quantity) else None
    return replace(amount, last=head[1], who=head[0].who, quantity=units_of(head[0])) if head else amount
