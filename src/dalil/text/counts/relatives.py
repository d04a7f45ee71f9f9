"""One person who is told by whose they are, or as one who is known: *my brother*, "a man and *his wife*", "killing *the driver* and four others"."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from dalil.letters import fold_words
from dalil.text.counts.count_words import NOUNS, OUTCOME_OF
from dalil.text.counts.heads import MASK, Amount, head_at
from dalil.text.numbers import Token, is_numeric

PART_WORDS = fold_words("including incl among whom بينهم بينهن منهم منهن فيهم بينها بينهما")
_FOUND = frozenset({"found", "recovered", "discovered", "retrieved", "pulled", "returned", "identified"})
_COUNTED_THERE = frozenset({"a", "an", "his", "her", "their", "my", "our"})
_REACH = 14
_BEFALLS = frozenset({"died", "drowned", "disappeared", "vanished", "perished"})
"""Verbs that tell something of their subject and do nothing to others."""
_WHICH_ONE = frozenset(
    {"little", "elder", "eldest", "older", "oldest", "younger", "youngest", "only", "twin", "pregnant"}
)
_HEADS_OF_LISTS = NOUNS.keys() | {"couple"}


def relative_at(tokens: Sequence[Token], at: int) -> Amount | None:
    """Read one who is told by whose they are, right after what happened or in a list: "killed my brother", "a man and his wife".

    >>> from dalil.text.numbers import tokens_of
    >>> relative_at(tokens_of("killed my brother"), 1).who
    ('male',)
    """
    if tokens[at].key not in ("his", "her", "their", "my", "our", "the") or at + 1 >= len(tokens):
        return None
    if tokens[at].key == "the":
        return _known_one_at(tokens, at)
    head = head_at(tokens, at + 1 + (tokens[at + 1].key in _WHICH_ONE))
    if head is None or head[0].number != 1 or head[0].quantity:
        return None
    told = _is_led(tokens, at) or _is_left_dead(tokens, at, head[1]) or _is_subject(tokens, at, head[1])
    return Amount("exact", 1, 1, at, head[1], head[0].who) if told else None


def _is_led(tokens: Sequence[Token], at: int) -> bool:
    """Whether what happened, company or a list leads to one who is told by whose they are."""
    before = tokens[at - 1].key if at else ""
    if before in ("and", ",") and _listed_before(tokens, at - 2) in _HEADS_OF_LISTS:
        return True
    told = before in OUTCOME_OF or before in ("lost", "took", "let", "them") or before in PART_WORDS
    return told or is_company(tokens, at - 1)


def _is_left_dead(tokens: Sequence[Token], at: int, last: int) -> bool:
    """Left his brother *dead*."""
    return at > 0 and tokens[at - 1].key == "left" and last < len(tokens) and tokens[last].key in OUTCOME_OF


def _known_one_at(tokens: Sequence[Token], at: int) -> Amount | None:
    """One who is known, where a count goes on with them: "killing *the driver* and four passengers"."""
    if tokens[at + 1].key in ("body", "corpse") and _is_found(tokens, at + 2):
        return Amount("exact", 1, 1, at, at + 2, ("body",), "bodies_found")
    head = head_at(tokens, at + 1) if at and tokens[at - 1].key in OUTCOME_OF else None
    if head is None or head[0].number != 1 or head[0].quantity or head[1] > at + 3:
        return None
    goes_on = head[1] + 1 < len(tokens) and tokens[head[1]].key == "and" and is_numeric(tokens[head[1] + 1])
    return Amount("exact", 1, 1, at, head[1], head[0].who) if goes_on else None


def _is_found(tokens: Sequence[Token], at: int) -> bool:
    """Whether a body is said to be found: *of the missing teacher was recovered*."""
    if (
        at + 1 >= len(tokens)
        or tokens[at].key != "of"
        or tokens[at + 1].key in _COUNTED_THERE
        or is_numeric(tokens[at + 1])
    ):
        return False
    for before, token in pairwise(tokens[at : at + _REACH]):
        if token.key in _FOUND:
            return before.key in ("was", "been")
        if is_numeric(token) or token.key in ".;!?":
            return False
    return False


def is_company(tokens: Sequence[Token], at: int) -> bool:
    """Tell whether the word at a place says that the next one shared what happened: disappeared *together with* his driver, اختفى زوجي *مع* سائقه.

    >>> from dalil.text.numbers import tokens_of
    >>> is_company(tokens_of("disappeared together with his driver"), 2)
    True
    """
    if at < 1:
        return False
    if tokens[at].key == "مع":
        return any(token.key in OUTCOME_OF for token in tokens[max(0, at - 5) : at])
    return tokens[at].key == "with" and tokens[at - 1].key in ("together", "along")


def _listed_before(tokens: Sequence[Token], at: int) -> str:
    """The word at a place or, past the age in brackets or commas behind it, the one before: "a woman (34) and her son"."""
    while at >= 0 and tokens[at].key in (MASK, "(", ")", ","):
        at -= 1
    return tokens[at].key if at >= 0 else ""


def _is_subject(tokens: Sequence[Token], at: int, last: int) -> bool:
    """Whether a relative begins a sentence and goes on with another one, or with what happened to them.

    "Our neighbour and his three sons were killed"; "my father died in prison"; "my brother Karim was arrested".
    """
    first = not at or tokens[at - 1].key in (".", "that", "because")
    if not first and tokens[at - 1].key not in ("and", ";", "while", "but"):
        return False
    named = last
    while named < min(last + 2, len(tokens)) and tokens[named].text[:1].isupper():
        named += 1
    behind = [token.key for token in tokens[named : named + 4]]
    return (behind[:1] == ["and"] and named == last and first) or _befell(behind)


def _befell(behind: Sequence[str]) -> bool:
    """Whether the words behind somebody begin with what happened to them."""
    if behind[:1] and behind[0] in ("was", "has", "had", "suffered", "sustained"):
        behind = [key for key in behind[1:] if key not in ("been", "also", "later")]
        return bool(behind) and behind[0] in OUTCOME_OF
    return bool(behind) and behind[0] in _BEFALLS
