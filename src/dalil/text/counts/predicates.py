"""What is told of a number in a predicate of its own: "3,118 returned and 640 families *are still sheltering*", "two workers kidnapped in May *were freed*"."""

from __future__ import annotations

from collections.abc import Sequence

from dalil.text.counts.bare_nouns import FILLERS, PART_WORDS
from dalil.text.counts.count_words import NOUNS, OUTCOME_OF
from dalil.text.counts.heads import Amount
from dalil.text.numbers import Token, is_numeric

_ADVERBS = frozenset({"still", "also", "now", "currently", "already", "since", "then", "later", "only", "all"})
_FINITE = frozenset(
    [
        "are",
        "were",
        "is",
        "was",
        "have",
        "had",
        "has",
        "remain",
        "remained",
        "stay",
        "stayed",
        "chose",
        "live",
        "lived",
        "need",
        "needed",
        "face",
        "faced",
        "survived",
        "escaped",
        "managed",
        "continue",
        "continued",
        "want",
        "wanted",
        "refused",
        "decided",
        "stood",
        "gathered",
        "attended",
        "work",
        "worked",
        "study",
        "studied",
        "depend",
        "depended",
    ]
)
_BE = frozenset({"are", "were", "is", "was", "been", "have", "had", "has"})
_REACH = 5
_LINKS = frozenset(
    {"and", "but", "while", "whereas", ";", ",", ".", "who", "which", "that", "when", "where", "after", "before", "as"}
)
_ENDS = frozenset(".;:!?\n")


def has_its_own_predicate(tokens: Sequence[Token], amount: Amount) -> bool:
    """Tell whether a verb of its own stands right behind an amount and tells something else than what is counted.

    >>> from dalil.text.numbers import tokens_of
    >>> tokens = tokens_of("3118 people returned and 640 families are sheltering in schools")
    >>> has_its_own_predicate(tokens, Amount("exact", 640, 640, 4, 6, ("family",)))
    True
    """
    at = amount.last
    while at < len(tokens) and tokens[at].key in _ADVERBS:
        at += 1
    if at >= len(tokens) or tokens[at].key not in _FINITE or amount.subset:
        return False
    for token in tokens[at : at + _REACH]:
        if token.key in OUTCOME_OF or token.key in PART_WORDS or token.key in ("among", "found"):
            return False
        if token.key in _ENDS or is_numeric(token):
            break
    verb = tokens[at + 1].key if at + 1 < len(tokens) else ""
    return tokens[at].key not in _BE or not (verb in NOUNS or is_numeric(tokens[min(at + 1, len(tokens) - 1)]))


def finite_after_participle(
    tokens: Sequence[Token], amount: Amount, at: int, outcomes: Sequence[tuple[int, str]]
) -> str:
    """Return what the finite verb says of those whom a participle at a place only describes: "two workers *kidnapped* in May *were freed*".

    outcomes: where a text says what happened, and what. Returns "" where the participle itself tells it.

    >>> from dalil.text.numbers import tokens_of
    >>> tokens = tokens_of("two workers kidnapped in May were freed")
    >>> finite_after_participle(tokens, Amount("exact", 2, 2, 0, 2), 2, [(2, "abducted"), (6, "released")])
    'released'
    """
    if (
        at != amount.last
        or not tokens[at].key.endswith(("ed", "en"))
        or tokens[at].key in ("wounded", "injured", "killed")
    ):
        return ""
    for place, quantity in outcomes:
        if place <= at:
            continue
        between = [token.key for token in tokens[at + 1 : place]]
        if (
            place - at > 14
            or not _LINKS.isdisjoint(between)
            or any(is_numeric(token) for token in tokens[at + 1 : place])
        ):
            return ""
        verb = [key for key in between if key not in FILLERS or key in _BE]
        return quantity if verb and verb[-1] in _BE else ""
    return ""
