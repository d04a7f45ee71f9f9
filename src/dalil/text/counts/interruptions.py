"""Where what happened ends, because something else is told before the next number: killed the guard of a school *where* 300 pupils study."""

from __future__ import annotations

from collections.abc import Sequence

from dalil.letters import fold_words
from dalil.text.counts.bare_nouns import FILLERS
from dalil.text.counts.count_words import NOUNS, OUTCOME_OF
from dalil.text.counts.heads import Amount
from dalil.text.numbers import Token, is_number_word

_TELLS_ANEW = fold_words(
    "where whose whom which "
    "led leads made makes gave given gives fell left leaves went came sent sends brought drove took visited moved asks paid sold bought "
    "التي الذي الذين اللواتي حيث تضم يضم يدرس تدرس ترك تركت هتف هتفوا دفع دفعت نقل نقلت زار زارت باع بيع منح شارك شاركت"
)
_COMES_TO = fold_words(
    "reached reaching risen rose climbed jumped increased exceeded surpassed estimated revised updated swollen stands stood include included includes including "
    "recorded targeted totalled totaled "
    "بلغ بلغت يبلغ تبلغ وصل وصلت وصلوا يصل تصل ليصل لتصل ارتفع ارتفعت صار صارت صاروا أصبح أصبحت تجاوز تجاوزت طال طالت شمل شملت استهدف استهدفت أسفرت خلفت "
    "أدت كانت كانوا"
)
"""Lead from what happened to its number: the number of the dead who … *reached* 19."""


def interrupted(tokens: Sequence[Token], last: int, amount: Amount) -> bool:
    """Tell whether something else is told between what happened, which ends at a place, and an amount.

    Of the words in between only those are asked that say so for certain: a relative, or a verb that is no outcome.

    >>> from dalil.text.numbers import tokens_of
    >>> tokens = tokens_of("killed the guard of a school where 300 pupils study")
    >>> interrupted(tokens, 1, Amount("exact", 300, 300, 7, 9))
    True
    """
    between = tokens[last : amount.first]
    comes = max((at for at, token in enumerate(between) if token.key in _COMES_TO), default=-1)
    return any(_tells_anew(token) for token in between[comes + 1 :])


def _tells_anew(token: Token) -> bool:
    key = token.key
    if key in _TELLS_ANEW:
        return True
    if key in OUTCOME_OF or key in NOUNS or key in FILLERS or is_number_word(key):
        return False
    if key.isascii():
        return key.endswith("ed") and len(key) > 4
    return len(key) > 3 and (key.endswith("وا") or (key.endswith("ت") and not key.endswith("ات")))
