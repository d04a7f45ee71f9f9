"""Where a text says what happened: each word that says so, and "killed and wounded" as one."""

from __future__ import annotations

from collections.abc import Mapping, Sequence, Set
from dataclasses import dataclass

from dalil.text.counts.count_words import NOUNS
from dalil.text.counts.heads import Amount
from dalil.text.counts.outcome_words import other_told_at, told_at
from dalil.text.numbers import Token

NOTHING = "-"
"""Stands for what is told of people and is nothing that is counted, so that those beside it are not taken for others of whom something is told."""
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
        quantity = told_at(tokens, at)
        if not quantity:
            if end := other_told_at(tokens, at):
                outcomes.append(Outcome(at, end, NOTHING))
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
    if link is None or {quantity, told_at(tokens, link)} != _JOINT:
        return None
    verb = tokens[at].key not in NOUNS and not tokens[at].key.isascii()
    if verb and tokens[at].key.endswith(("ا", "وا")) and not tokens[link].key.endswith("ا"):
        return None  # طفلين قتلا وأصيب ثالث
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


def without_nobody(outcomes: Sequence[Outcome], amounts: Sequence[Amount]) -> list[Outcome]:
    """Leave out the outcomes that are told of nobody: the deaths of "no deaths, but 12 people …" lead to no other number.

    >>> without_nobody([Outcome(1, 2, "killed")], [Amount("exact", 0, 0, 0, 2, quantity="killed")])
    []
    """
    nobody = {at for amount in amounts if amount.low == amount.high == 0 for at in range(amount.first, amount.last)}
    return [outcome for outcome in outcomes if outcome.at not in nobody or outcome.quantity == "casualties"]
