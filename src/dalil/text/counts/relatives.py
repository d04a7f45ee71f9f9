"""One person who is told by whose they are, or as one who is known: *my brother*, "a man and *his wife*", "killing *the driver* and four others"."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from dalil.letters import fold_words
from dalil.text.counts.ages import MASK
from dalil.text.counts.count_words import NOUNS, OUTCOME_OF
from dalil.text.counts.heads import Amount, head_at
from dalil.text.counts.outcome_words import LIMBS
from dalil.text.numbers import Token, is_numeric

PART_WORDS = fold_words("including incl among whom بينهم بينهن منهم منهن فيهم بينها بينهما ضمنهم ضمنهن ضمنها")
_FOUND = frozenset({"found", "recovered", "discovered", "retrieved", "pulled", "returned", "identified"})
_COUNTED_THERE = frozenset({"a", "an", "his", "her", "their", "my", "our"})
_REACH = 14
_SENTENCE_ENDS = frozenset(".!?:;\n")
_BEFALLS = frozenset({"died", "drowned", "disappeared", "vanished", "perished"})
"""Verbs that tell something of their subject and do nothing to others."""
_WHICH_ONE = frozenset(
    {"little", "elder", "eldest", "older", "oldest", "younger", "youngest", "only", "twin", "pregnant"}
)
_DECADES = frozenset(
    {"teens", "twenties", "thirties", "forties", "fifties", "sixties", "seventies", "eighties", "nineties"}
)
_HEADS_OF_LISTS = NOUNS.keys() | {"couple"}


def relative_at(tokens: Sequence[Token], at: int) -> Amount | None:
    """Read one who is told by whose they are, right after what happened or in a list: "killed my brother", "a man and his wife".

    >>> from dalil.text.numbers import tokens_of
    >>> relative_at(tokens_of("killed my brother"), 1).who
    ('male',)
    """
    if _is_named_by_job(tokens, at):
        return Amount("exact", 1, 1, at, at + 1, NOUNS[tokens[at].key].who)
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
    if before == "and" and _one_named_before(tokens, at - 2):
        return True
    told = before in OUTCOME_OF or before in ("lost", "took", "let", "them") or before in PART_WORDS
    return told or is_company(tokens, at - 1)


def _one_named_before(tokens: Sequence[Token], at: int) -> bool:
    """Whether one who is only named, to whom something was done, ends at a place: killed *Samer Halabi (41)* and his daughter."""
    last = at
    while at >= 0 and (tokens[at].text[:1].isupper() or tokens[at].key in (MASK, "(", ")", ",")):
        at -= 1
    return 0 <= at < last and tokens[at].key in OUTCOME_OF


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
    goes_on = head[1] + 1 < len(tokens) and tokens[head[1]].key == "and" and _adds_others(tokens[head[1] + 1])
    return Amount("exact", 1, 1, at, head[1], head[0].who) if goes_on else None


def _adds_others(token: Token) -> bool:
    """Whether a word behind "and" counts others or says what happened to them: the driver and *four* passengers, the chief and *wounding* two."""
    return is_numeric(token) or (token.key in OUTCOME_OF and token.key.endswith("ing"))


def _is_named_by_job(tokens: Sequence[Token], at: int) -> bool:
    """Whether one who is named with what they do begins a sentence that says what befell them: *Volunteer Adnan* was killed."""
    noun = NOUNS.get(tokens[at].key)
    if noun is None or noun.number != 1 or noun.quantity or not tokens[at].text[:1].isupper():
        return False
    if at and tokens[at - 1].key not in _SENTENCE_ENDS:
        return False
    last = at + 1
    while last < min(at + 4, len(tokens)) and tokens[last].text[:1].isupper():
        last += 1
    return last > at + 1 and _befell([token.key for token in tokens[last : last + 4]])


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
    if at >= 2 and tokens[at].key in _DECADES and tokens[at - 2].key == "in":
        at -= 3  # a man *in his fifties* and his son
    while at >= 0 and tokens[at].key in (MASK, "(", ")", ","):
        at -= 1
    return tokens[at].key if at >= 0 else ""


def _is_subject(tokens: Sequence[Token], at: int, last: int) -> bool:
    """Whether a relative begins a sentence and goes on with another one, or with what happened to them.

    "Our neighbour and his three sons were killed"; "my father died in prison"; "my brother Karim was arrested".
    """
    first = not at or tokens[at - 1].key in (".", "that", "because")
    if not first and tokens[at - 1].key not in ("and", ";", ",", "while", "but"):
        return False
    named = last
    while named < min(last + 2, len(tokens)) and tokens[named].text[:1].isupper():
        named += 1
    behind = [token.key for token in tokens[named : named + 4]]
    return (
        (behind[:1] == ["and"] and named == last and first)
        or _befell(behind)
        or (first and _befell_later(tokens, last))
    )


def _befell_later(tokens: Sequence[Token], last: int) -> bool:
    """Whether a relative is told of first in another way: my grandfather refused to leave *and was killed*."""
    for at in range(last, min(last + _REACH, len(tokens))):
        if tokens[at].key == "and":
            return _befell([token.key for token in tokens[at + 1 : at + 5]])
        if tokens[at].key in NOUNS or is_numeric(tokens[at]) or not tokens[at].key.isalpha():
            return False
    return False


def _befell(behind: Sequence[str]) -> bool:
    """Whether the words behind somebody begin with what happened to them."""
    if behind[:1] == ["lost"] and not LIMBS.isdisjoint(behind):
        return True
    if behind[:1] and behind[0] in ("is", "was", "remains") and behind[1:3] == ["in", "intensive"]:
        return True
    if behind[:1] and behind[0] in ("was", "has", "had", "suffered", "sustained"):
        behind = [key for key in behind[1:] if key not in ("been", "also", "later")]
        return bool(behind) and behind[0] in OUTCOME_OF
    return bool(behind) and behind[0] in _BEFALLS
