"""Words between an amount and what is told right after it that tell nothing themselves: 5 others, *including two women,* *reportedly* wounded."""

from __future__ import annotations

from collections.abc import Sequence

from dalil.letters import fold_words
from dalil.text.counts.bare_nouns import FILLERS
from dalil.text.counts.count_words import OUTCOME_OF
from dalil.text.counts.heads import head_at
from dalil.text.counts.interruptions import says_how
from dalil.text.counts.outcome_words import told_at
from dalil.text.counts.relatives import PART_WORDS
from dalil.text.numbers import Token, is_numeric, read_amount

_OF_ALL = fold_words("were was have had died drowned perished disappeared suffered sustained")
"""Verbs that tell of all in a list before them, and do nothing to others."""
_MORE = frozenset({"new", "further", "fresh", "additional", "documented", "separate"})
STATES = frozenset({"detention", "custody", "captivity", "siege", "intensive", "العنايه"})


def past_fillers(tokens: Sequence[Token], at: int, end: int) -> int:
    """Return the place behind words that only lead to what happened.

    >>> from dalil.text.numbers import tokens_of
    >>> past_fillers(tokens_of("5 were reportedly killed"), 1, 4)
    3
    """
    at += 2 * (_key(tokens, at) in ("cases", "instances") and _key(tokens, at + 1) == "of")
    while (
        at < end
        and not _loses_a_limb(tokens, at)
        and (
            tokens[at].key in FILLERS
            or says_how(tokens[at].key)
            or _leads_to_state(tokens, at)
            or _is_whose_life(tokens, at)
        )
    ):
        at += 1
    return at


def _loses_a_limb(tokens: Sequence[Token], at: int) -> bool:
    """Whether "lost" says that somebody is injured, and does not only lead to lives: his sister *lost her leg*."""
    return tokens[at].key == "lost" and told_at(tokens, at) == "injured"


def _is_whose_life(tokens: Sequence[Token], at: int) -> bool:
    """Whether "his" only leads to the life that was lost: one volunteer lost *his* life."""
    return tokens[at].key in ("his", "her", "its") and _key(tokens, at + 1) in ("life", "lives")


def _leads_to_state(tokens: Sequence[Token], at: int) -> bool:
    """Whether "in" or "under" only leads to the state in which people are: remain *in* detention, *under* siege, *did not* survive."""
    if tokens[at].key == "عدد":
        return bool(told_at(tokens, at + 1))  # ارتفع إلى 22 عدد ضحايا
    if tokens[at].key in _MORE:
        return bool(told_at(tokens, at + 1)) and tokens[at + 1].key.endswith("s")  # 418 new arrests
    if tokens[at].key == "found":
        return told_at(tokens, at + 1) in ("killed", "executed")
    if tokens[at].key in ("did", "not"):
        return "survive" in (_key(tokens, at + 1), _key(tokens, at + 2))
    return tokens[at].key in ("in", "under", "في") and _key(tokens, at + 1) in STATES


def past_list(tokens: Sequence[Token], at: int, end: int, left: bool) -> int:
    """Return the place behind a list that goes on to the verb of all in it: "19 pupils *and a teacher* were injured"; `at` where none does.

    left: whether "left" leads to the list, whose verb may be missing: left 4 fighters *and 2 civilians* dead.

    >>> from dalil.text.numbers import tokens_of
    >>> past_list(tokens_of("19 pupils and a teacher were injured"), 2, 7, False)
    5
    """
    i = at
    while (
        i + 1 < end
        and tokens[i].key in ("and", ",")
        and (tokens[i + 1].key in ("a", "an") or is_numeric(tokens[i + 1]))
    ):
        number = read_amount(tokens, i + 1)
        head = head_at(tokens, number.last if number else i + 2)
        if head is None or head[0].quantity:
            return head[1] - 1 if head and left else at
        i = head[1]
    told = _key(tokens, i) in _OF_ALL or (left and _key(tokens, i) in OUTCOME_OF)
    return i if i > at and told else at


def past_parts(tokens: Sequence[Token], at: int, end: int) -> int:
    """Return the place behind what is told between an amount and its verb: "5 others, *including two women,* were wounded".

    >>> from dalil.text.numbers import tokens_of
    >>> past_parts(tokens_of("5 others , including two women , were wounded"), 2, 9)
    7
    """
    opens = _key(tokens, at)
    if opens == "(" or (opens in (",", "،") and _key(tokens, at + 1) in PART_WORDS):
        close = ")" if opens == "(" else opens
        return next((i + 1 for i in range(at + 1, min(at + 16, end)) if tokens[i].key == close), at)
    return at


def _key(tokens: Sequence[Token], at: int) -> str:
    return tokens[at].key if 0 <= at < len(tokens) else ""
