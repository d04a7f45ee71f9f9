"""What happened to those counted: where a text says it, and which of these words an amount belongs to."""

from __future__ import annotations

from collections.abc import Mapping, Sequence, Set
from dataclasses import dataclass

from dalil.text.counts.amounts import CLAUSE_ENDS
from dalil.text.counts.bare_nouns import FILLERS
from dalil.text.counts.count_words import NOUNS, OUTCOME_OF
from dalil.text.counts.heads import Amount
from dalil.text.numbers import Token

FAR = 60
"""Words on either side of an amount within which what happened is looked for; a sentence is seldom longer."""
WEAK_NOUNS = frozenset({"missing", "detained", "disappeared", "displaced"})
"""What nouns say of people who may be told of for another reason: detainees are killed, the displaced are wounded."""
_TAKES_LIVES = frozenset(
    {"lost", "lose", "losing", "claimed", "claiming", "claims", "cost", "costing", "took", "taking"}
)
_JOINT = {"killed", "injured"}


@dataclass(frozen=True)
class Outcome:
    """What one place of a text says happened, over tokens at to last (one past the end)."""

    at: int
    last: int
    quantity: str


def outcomes_of(tokens: Sequence[Token], amounts: Sequence[Amount]) -> list[Outcome]:
    """Find where a text says what happened. "Killed and wounded" with no number between is one joint outcome.

    >>> from dalil.text.numbers import tokens_of
    >>> [(one.at, one.quantity) for one in outcomes_of(tokens_of("12 were killed and wounded, 3 arrested"), [])]
    [(2, 'casualties'), (7, 'detained')]
    """
    starts = {amount.first: amount for amount in amounts}
    ends = {amount.last for amount in amounts if amount.last > amount.first + 1 and amount.shape != "vague"}
    outcomes: list[Outcome] = []
    at = 0
    while at < len(tokens):
        quantity = _told_at(tokens, at)
        if not quantity:
            at += 1
            continue
        last = _end_of_joint(tokens, at, quantity, starts, ends)
        outcomes.append(Outcome(at, last, "casualties") if last else Outcome(at, at + 1, quantity))
        at = outcomes[-1].last
    return outcomes


def _end_of_joint(
    tokens: Sequence[Token], at: int, quantity: str, starts: Mapping[int, Amount], ends: Set[int]
) -> int | None:
    """Where "killed and wounded" ends; None where no such two stand, or each is told of its own people.

    starts: the amounts by their first token; ends: where amounts of two tokens and more end.
    """
    link = _after_link(tokens, at + 1)
    if link is None or {quantity, _told_at(tokens, link)} != _JOINT:
        return None
    own = starts.get(link)
    if own and own.low > 0 and own.shape == "exact":
        return None
    separate = at + 1 in ends and link + 1 in starts  # ارتقاء 4 شهداء وإصابة 20
    return None if separate else link + 1


def _after_link(tokens: Sequence[Token], at: int) -> int | None:
    """The place of the word that "and" or "or" leads to; None where none stands there."""
    if at >= len(tokens):
        return None
    if tokens[at].key in ("and", "or", "و", "او"):
        return at + 1
    return at if tokens[at].joined else None


def _told_at(tokens: Sequence[Token], at: int) -> str:
    """What one word says happened; lives count where they are lost or claimed."""
    key = tokens[at].key if at < len(tokens) else ""
    if key == "lives":
        return "killed" if _are_taken(tokens, at) else ""
    if key == "lost" and _key(tokens, at + 1) in ("his", "her", "their", "my", "our"):
        return "killed" if _key(tokens, at + 2) in NOUNS else ""
    noun = NOUNS.get(key)
    return OUTCOME_OF.get(key) or (noun.quantity if noun and noun.quantity in _JOINT else "")


def _are_taken(tokens: Sequence[Token], at: int) -> bool:
    near = {token.key for token in tokens[max(0, at - 4) : at]}
    return bool(near & _TAKES_LIVES) or (at > 0 and tokens[at - 1].key[:1].isdecimal())


def what_happened(tokens: Sequence[Token], outcomes: Sequence[Outcome], amount: Amount) -> str:
    """Choose what happened to those of an amount from the outcomes near it.

    The amount's own noun goes first, then the words right after it, then those before it, then those later in its clause.
    Returns the code of a quantity, or "" where nothing is said.

    >>> from dalil.text.counts.amounts import amounts_of
    >>> from dalil.text.numbers import tokens_of
    >>> tokens = tokens_of("shelling killed 12 people and 3 were injured")
    >>> amounts = list(amounts_of(tokens, "shelling killed 12 people and 3 were injured"))
    >>> [what_happened(tokens, outcomes_of(tokens, amounts), amount) for amount in amounts]
    ['killed', 'injured']
    """
    if any(_is_joint_of(outcome, amount) for outcome in outcomes):
        return "casualties"
    if amount.quantity and amount.quantity not in WEAK_NOUNS and not amount.weak:
        return amount.quantity
    start, end = _clause(tokens, amount)
    earlier = [outcome.quantity for outcome in outcomes if start <= outcome.at < amount.first]
    if after := _right_after(tokens, outcomes, amount, end, bool(earlier)):
        return after
    if earlier:
        return earlier[-1]
    later = next((outcome.quantity for outcome in outcomes if amount.last <= outcome.at < end), "")
    return later or amount.quantity or ("casualties" if amount.subset else "")


def _is_joint_of(outcome: Outcome, amount: Amount) -> bool:
    """Whether "killed and wounded" stands in an amount or right after it."""
    return outcome.quantity == "casualties" and amount.first <= outcome.at <= amount.last + 1


def _right_after(tokens: Sequence[Token], outcomes: Sequence[Outcome], amount: Amount, end: int, led: bool) -> str:
    """What happened as the words right after an amount say it ("5 people were killed"); an Arabic verb there begins anew where one led already."""
    at = amount.last
    while at < end and tokens[at].key in FILLERS:
        at += 1
    between = at < end and tokens[at].key == "بين"
    after = next((outcome for outcome in outcomes if outcome.at == at + between), None)
    if after is None:
        return ""
    arabic = tokens[after.at].key[0] > "\u0600"
    begins_anew = arabic and (tokens[after.at].joined or (led and not between))
    return "" if begins_anew else after.quantity


def _clause(tokens: Sequence[Token], amount: Amount) -> tuple[int, int]:
    """Where the clause of an amount begins and ends."""
    start, end = amount.first, amount.last
    while start > max(0, amount.first - FAR) and tokens[start - 1].key not in CLAUSE_ENDS:
        start -= 1
    while end < min(len(tokens), amount.last + FAR) and tokens[end].key not in CLAUSE_ENDS:
        end += 1
    return start, end


def _key(tokens: Sequence[Token], at: int) -> str:
    return tokens[at].key if at < len(tokens) else ""
