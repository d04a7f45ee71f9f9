"""What is told of a number in a predicate of its own: "640 families *are still sheltering*", "two workers kidnapped in May *were freed*"."""

from __future__ import annotations

from collections.abc import Sequence

from dalil.letters import fold_words
from dalil.text.counts.bare_nouns import FILLERS
from dalil.text.counts.count_words import NOUNS, OUTCOME_OF
from dalil.text.counts.heads import Amount
from dalil.text.counts.relatives import PART_WORDS
from dalil.text.numbers import Token, is_numeric

_ADVERBS = frozenset(
    {"more", "others", "still", "also", "now", "currently", "already", "since", "then", "later", "only", "all"}
)
_FINITE = fold_words(
    "are were is was have had has remain remained stay stayed chose live lived need needed face faced survived escaped managed "
    "continue continued want wanted refused decided stood gathered attended work worked study studied depend depended "
    "surrendered defected deserted recovered withdrew retreated "
    "fell went came took ran sat lay hid made gave saw heard told said spent slept kept began grew got knew"
)
_BROUGHT = frozenset(
    {"referred", "transferred", "sent", "moved", "discharged", "admitted", "treated", "rescued", "identified"}
)
_OF_ONE = frozenset({"was", "is", "has"})
_BE = frozenset({"are", "were", "is", "was", "been", "have", "had", "has"})
_REACH = 5
_LINKS = frozenset(
    {"and", "but", "while", "whereas", ";", ",", ".", "who", "which", "that", "when", "where", "after", "before", "as"}
)
_SAFE = frozenset({"alive", "rescued", "unharmed", "unhurt", "safe", "survived"})
_LOSSES = frozenset({"wounded", "injured", "killed"})
_DECLARED = frozenset({"confirmed", "declared", "pronounced", "reported", "found"})
_TAKEN = frozenset({"abducted", "detained", "missing", "disappeared"})
_DEAD = frozenset({"killed", "executed", "died_in_custody"})
_LATER = frozenset({"later", "then", "found", "subsequently", "were", "was", "shot", "being"})
_FARTHEST = 14
"""Words between a participle and the verb of its sentence."""
_ENDS = frozenset(".;:!?\n")


def has_its_own_predicate(tokens: Sequence[Token], amount: Amount) -> bool:
    """Tell whether a verb of its own stands right behind an amount and tells something else than what is counted.

    >>> from dalil.text.numbers import tokens_of
    >>> tokens = tokens_of("3118 people returned and 640 families are sheltering in schools")
    >>> has_its_own_predicate(tokens, Amount("exact", 640, 640, 4, 6, ("family",)))
    True
    """
    if _is_done_otherwise(tokens, amount):
        return True
    at = amount.last + 2 * (_keys(tokens, amount.last, 2) in (["of", "us"], ["of", "them"]))
    while at < len(tokens) and tokens[at].key in _ADVERBS:
        at += 1
    if at >= len(tokens) or tokens[at].key not in _FINITE or amount.subset:
        return False
    if tokens[at].key == "recovered":
        return True  # 12 recovered
    if amount.low > 1 and tokens[at].key in _OF_ONE:
        return False  # the execution of five men *was* filmed
    if _tells_what_is_counted(tokens[at : at + _REACH]):
        return False
    verb = tokens[at + 1] if at + 1 < len(tokens) else tokens[at]
    return tokens[at].key not in _BE or not (verb.key in NOUNS or is_numeric(verb))


def _is_done_otherwise(tokens: Sequence[Token], amount: Amount) -> bool:
    """Whether something else was done to a bare number: 3 dead, *2 referred* to Turkey."""
    if amount.who or amount.quantity or amount.subset or amount.last >= len(tokens):
        return False
    key = tokens[amount.last].key
    return key in _BROUGHT and amount.last - amount.first == 1


def _keys(tokens: Sequence[Token], at: int, size: int) -> list[str]:
    return [token.key for token in tokens[at : at + size]]


def _tells_what_is_counted(predicate: Sequence[Token]) -> bool:
    """Whether a predicate says what happened, or of whom some are told."""
    for token in predicate:
        if token.key in OUTCOME_OF or token.key in PART_WORDS or token.key in ("among", "found"):
            return True
        if token.key in _ENDS or is_numeric(token):
            return False
    return False


def is_of_a_place(tokens: Sequence[Token], at: int) -> bool:
    """Tell whether what happened was done to what "it" names: killed in the camp since *it was besieged*.

    >>> from dalil.text.numbers import tokens_of
    >>> is_of_a_place(tokens_of("killed since it was besieged"), 4)
    True
    """
    return at > 1 and tokens[at - 1].key in _OF_ONE and tokens[at - 2].key == "it"


def behind_relative(tokens: Sequence[Token], at: int, end: int) -> int:
    """Return where the predicate begins behind a clause with "who" between commas at a place: ", who went missing, *were* found dead"; 0 for none.

    >>> from dalil.text.numbers import tokens_of
    >>> behind_relative(tokens_of("two men , who went missing , were found dead"), 2, 10)
    7
    """
    if [token.key for token in tokens[at : at + 2]] != [",", "who"]:
        return 0
    close = next((i for i in range(at + 2, min(end, at + 16)) if tokens[i].key == ","), end)
    return close + 1 if close + 1 < end and tokens[close + 1].key in _BE else 0


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
    described = at == amount.last or (amount.last < len(tokens) and tokens[amount.last].key == "who")
    if not described or not tokens[at].key.endswith(("ed", "en")) or tokens[at].key in _LOSSES:
        return ""
    later = next(((place, quantity) for place, quantity in outcomes if place > at), None)
    if later is None or later[0] - at > _FARTHEST:
        return ""
    return later[1] if _ends_with_be(tokens[at + 1 : later[0]]) else ""


def died_afterwards(tokens: Sequence[Token], at: int, outcomes: Sequence[tuple[int, str]]) -> str:
    """Return how those died later of whom a word at a place says that they were taken: were *kidnapped* from their post and found *executed*.

    outcomes: where a text says what happened, and what. Returns "" where the text does not say so of the same people.

    >>> from dalil.text.numbers import tokens_of
    >>> died_afterwards(tokens_of("eight men were kidnapped and found executed"), 3, [(3, "abducted"), (6, "executed")])
    'executed'
    """
    told = dict(outcomes)
    later = min((place for place in told if place > at), default=0)
    if told.get(at) not in _TAKEN or told.get(later) not in _DEAD or later - at > _FARTHEST:
        return ""
    link = later - 1
    while link > at and tokens[link].key in _LATER:
        link -= 1
    between = tokens[at + 1 : link]
    same = not any(token.key in _LINKS or token.key in _ENDS or is_numeric(token) for token in between)
    return told[later] if link > at and tokens[link].key == "and" and same else ""


def come_out_alive(tokens: Sequence[Token], at: int) -> bool:
    """Tell whether those of whom a word tells are said to be safe: miners *trapped* since Friday have been brought out alive.

    >>> from dalil.text.numbers import tokens_of
    >>> come_out_alive(tokens_of("miners trapped since Friday were rescued"), 1)
    True
    """
    for token in tokens[at + 1 : at + _FARTHEST]:
        if token.key in _ENDS or is_numeric(token):
            return False
        if token.key in _SAFE:
            return True
    return False


def are_safe(between: Sequence[Token]) -> bool:
    """Tell whether the words behind a number say that those are safe, so that what follows is told of others: pulled out *alive*.

    >>> from dalil.text.numbers import tokens_of
    >>> are_safe(tokens_of("was pulled out alive , both his parents were"))
    True
    """
    return any(token.key in _SAFE for token in between)


def _ends_with_be(between: Sequence[Token]) -> bool:
    """Whether the words up to what happened are one clause that ends with "were" or the like."""
    if any(token.key in _LINKS or is_numeric(token) for token in between):
        return False
    verb = [token.key for token in between if token.key not in FILLERS or token.key in _BE]
    if verb and verb[-1] in _DECLARED:
        verb.pop()  # was *confirmed* dead
    return bool(verb) and verb[-1] in _BE
