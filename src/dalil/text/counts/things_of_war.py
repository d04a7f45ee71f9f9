"""What was not done with things that a number counts: shells that were seized or cleared were not fired, houses partly destroyed are damaged."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from dalil.letters import fold_words
from dalil.text.counts.count_words import NOUNS
from dalil.text.counts.heads import CALIBRES, Amount
from dalil.text.numbers import Token, is_numeric

_LAID_HOLD_OF = fold_words(
    "seized seizing seize confiscated confiscating found finding removed removing cleared clearing defused defusing discovered uncovered dismantled "
    "neutralised neutralized smuggled smuggling recovered stored "
    "ضبط ضبطت ضبطوا صادر صادرت صادروا مصادرة إزالة أزال أزالت أزالوا إتلاف أتلف أتلفت أتلفوا تفكيك فكك فككت فككوا اغتنام اغتنم اغتنمت اغتنموا "
    "العثور عثر عثرت عثروا تهريب الاستيلاء استولى استولت على"
)
"""What is done to weapons that nobody fired: they *seized* 40 rockets, *تفكيك* 3 قنابل."""
_UNEXPLODED = frozenset({"unexploded", "undetonated"})
_NOT_EXPLODED = {("غير", "منفجره"), ("لم", "تنفجر"), ("غير", "المنفجره")}
_BETWEEN = fold_words("and at least about some over more than nearly و عن نحو أكثر من") | {",", "،"} | CALIBRES
_FARTHEST = 10
_PARTLY = fold_words("partially partly جزئيا جزئي")
_NEAR = 4


def were_not_fired(tokens: Sequence[Token], amount: Amount) -> bool:
    """Tell whether the shells or bombs of an amount were seized, found or cleared, so that they are none that were used.

    >>> from dalil.text.numbers import tokens_of
    >>> were_not_fired(tokens_of("seized 40 rockets and 12 shells"), Amount("exact", 12, 12, 4, 6, ("munition",)))
    True
    >>> were_not_fired(tokens_of("fired 40 rockets"), Amount("exact", 40, 40, 1, 3, ("munition",)))
    False
    """
    said = {token.key for token in tokens[amount.first : amount.last]}
    behind = [token.key for token in tokens[amount.last : amount.last + 3]]
    if said & _UNEXPLODED or any(pair in _NOT_EXPLODED for pair in pairwise(behind)):
        return True
    for token in reversed(tokens[max(0, amount.first - _FARTHEST) : amount.first]):
        if token.key in _LAID_HOLD_OF:
            return True
        counted = token.key in NOUNS or token.text.endswith(("اً", "ًا"))  # 14 لغماً و3 قنابل
        if not (counted or is_numeric(token) or token.key in _BETWEEN or token.key.startswith("ال")):
            return False
    return False


def is_only_in_part(tokens: Sequence[Token], amount: Amount) -> bool:
    """Tell whether homes were destroyed in part, which is damage: 30 منزلاً *جزئياً*, "*partially* destroyed 40 houses".

    >>> from dalil.text.numbers import tokens_of
    >>> is_only_in_part(tokens_of("40 houses were partly destroyed"), Amount("exact", 40, 40, 0, 2, ("home",)))
    True
    """
    if any(token.key in _PARTLY for token in tokens[max(0, amount.first - 2) : amount.first]):
        return True
    for token in tokens[amount.last : amount.last + _NEAR]:
        if is_numeric(token) or token.joined or not token.key.isalpha():
            return False
        if token.key in _PARTLY:
            return True
    return False
