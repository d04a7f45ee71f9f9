"""The words that dates begin with. Most words of a text are none of them, and no rule is asked about those."""

from __future__ import annotations

from dalil.letters import fold_words
from dalil.text.dates.calendar_words import (
    MONTHS,
    NEXT,
    ORDINALS,
    PAST,
    PORTIONS,
    ROUND_ORDINALS,
    SEASONS,
    THIRDS,
    THIS,
    WEEKDAYS,
    WHICH,
    YEAR_WORDS,
)
from dalil.text.dates.clock import LEADS
from dalil.text.dates.relative_days import DAY_STARTS, PERIODS
from dalil.text.numbers import NUMBER_WORDS

_STARTS = (
    {words[0] for words in MONTHS}
    | DAY_STARTS
    | PERIODS.keys()
    | NUMBER_WORDS
    | LEADS
    | ORDINALS.keys()
    | ROUND_ORDINALS.keys()
    | WEEKDAYS.keys()
    | YEAR_WORDS
    | PAST
    | THIS
    | NEXT
    | WHICH.keys()
    | PORTIONS.keys()
    | frozenset().union(*THIRDS)
    | {article + season for season in SEASONS for article in ("", "ال")}
    | fold_words("the ال الـ شهر بشهر month from between بين ما قبل a an coming")
)
"""The first words of all rules of `date_reader`; the tests hold that leaving the others out loses no date."""


def may_begin(key: str) -> bool:
    """Return whether a date or its time of day can begin with a word.

    key: the key of the word's token.

    >>> may_begin("april"), may_begin("26"), may_begin("shelling")
    (True, True, False)
    """
    if key[:1].isdecimal() or key in _STARTS:
        return True
    return key[:1] == "و" and key[1:] in _STARTS
