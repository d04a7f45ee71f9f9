"""Relatives in Arabic who share what happened to the one before them: ماتت عمتي *هي وبناتها*, مقتل قيادي في فصيل *ومرافقه*."""

from __future__ import annotations

from collections.abc import Sequence

from dalil.letters import fold_words
from dalil.text.counts.ages import MASK
from dalil.text.counts.count_words import NOUNS, OUTCOME_OF, POSSESSED, Noun
from dalil.text.counts.doers import doer_before
from dalil.text.counts.relatives import PART_WORDS
from dalil.text.numbers import Token

_NAME = 10
_AROUND_NAMES = fold_words("في من على إلى عن ب بعد قبل قرب جراء إثر نتيجة بسبب خلال أثناء مع أن التي الذي")
"""Between what happened and a name they tell something else."""
_SHE_AND = fold_words("هي هو هم")
_HEADS = frozenset(".:؛!؟\n")
_ACTS = {"strike", "munition", "attack", "massacre", "incident"}


def shares_with_another(tokens: Sequence[Token], at: int, noun: Noun) -> bool:
    """Tell whether the relative at a place shares what happened to one who stands some words before.

    >>> from dalil.text.numbers import tokens_of
    >>> from dalil.text.counts.amounts import words_of
    >>> words = words_of(tokens_of("استشهد أبو عمر وطفلاه"))
    >>> shares_with_another(words, 3, NOUNS[words[3].key])
    True
    """
    return _shares_with_one(tokens, at, noun) or _is_with_her(tokens, at) or _goes_with_one_named(tokens, at, noun)


def _is_with_her(tokens: Sequence[Token], at: int) -> bool:
    """Whether relatives share what happened to the one before: ماتت عمتي *هي وبناتها*; خالي *وزوجته* استشهدوا."""
    if not tokens[at].joined or not at or tokens[at].key not in POSSESSED:
        return False
    if tokens[at - 1].key in _SHE_AND:
        return any(token.key in OUTCOME_OF for token in tokens[max(0, at - 6) : at])
    first = tokens[at - 1].key in POSSESSED and (at == 1 or tokens[at - 2].key in _HEADS)
    return first and at + 1 < len(tokens) and is_verb(tokens, at + 1)


def is_verb(tokens: Sequence[Token], at: int) -> bool:
    """Tell whether the word at a place is a verb that says what happened: قتل, not قتيل.

    >>> from dalil.text.numbers import tokens_of
    >>> is_verb(tokens_of("أخي استشهد"), 1), is_verb(tokens_of("أخي قتيل"), 1)
    (True, False)
    """
    return tokens[at].key in OUTCOME_OF and tokens[at].key not in NOUNS and not tokens[at].joined


def follows_one_of(tokens: Sequence[Token], at: int) -> bool:
    """Tell whether a relative goes on behind one person and a word that says of what: إمام المسجد *وابنه*.

    >>> from dalil.text.numbers import tokens_of
    >>> follows_one_of(tokens_of("إمام المسجد ابنه"), 2)
    True
    """
    one = NOUNS.get(tokens[at - 2].key) if at > 1 and tokens[at].key in POSSESSED else None
    return one is not None and one.number == 1 and not tokens[at - 1].joined and tokens[at - 1].key[:1].isalpha()


def _shares_with_one(tokens: Sequence[Token], at: int, noun: Noun) -> bool:
    """Whether a relative or two go on behind one person of whom more is told: مقتل قيادي في فصيل محلي *ومرافقه*, ضابط برتبة نقيب *وعنصرين*."""
    if (
        not tokens[at].joined
        or noun.quantity
        or not (noun.number == 2 or (tokens[at].key in POSSESSED and noun.number == 1))
    ):
        return False
    for i in range(at - 1, max(at - 8, 0), -1):
        if not tokens[i].key.isalpha() or tokens[i].joined or tokens[i].key in PART_WORDS:
            return False
        one = NOUNS.get(tokens[i].key)
        if one is not None and one.number == 1 and (tokens[i - 1].key in OUTCOME_OF or doer_before(tokens, i)):
            return not _ACTS & set(one.who) and at - i > 1
    return False


def _goes_with_one_named(tokens: Sequence[Token], at: int, noun: Noun) -> bool:
    """Whether a relative goes on behind one who is only named: استشهاد عبد الرحيم (41 عاماً) *وابنته*."""
    if not tokens[at].joined or tokens[at].key not in POSSESSED or noun.number > 2:
        return False
    for i in range(at - 1, max(at - _NAME, -1), -1):
        key = tokens[i].key
        if key in OUTCOME_OF:
            return i < at - 1 and not tokens[i].joined and OUTCOME_OF[key] not in ("homes_destroyed", "munitions")
        if key in NOUNS or key in _AROUND_NAMES or tokens[i].joined or not (key.isalnum() or key in ("(", ")", MASK)):
            return False
    return False
