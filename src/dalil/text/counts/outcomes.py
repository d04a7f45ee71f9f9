"""What happened to those counted: where a text says it, and which of these words an amount belongs to."""

from __future__ import annotations

from collections.abc import Mapping, Sequence, Set
from dataclasses import dataclass

from dalil.text.counts.amounts import CLAUSE_ENDS
from dalil.text.counts.bare_nouns import FILLERS, PART_WORDS
from dalil.text.counts.count_words import NOUNS
from dalil.text.counts.heads import MASK, Amount
from dalil.text.counts.outcome_words import WEAK_NOUNS, told_at
from dalil.text.numbers import Token, is_number_word

FAR = 60
"""Words on either side of an amount within which what happened is looked for; a sentence is seldom longer."""
_JOINT = {"killed", "injured"}
_DOES = frozenset(
    {"killed", "kill", "kills", "wounded", "injured", "wound", "injure", "executed", "abducted", "detained", "arrested"}
)
_BE = frozenset({"was", "were", "is", "are", "been", "being", "be", "and", "who"})
_UNDER_RUBBLE = {
    ("تحت", "الانقاض"),
    ("تحت", "الركام"),
    ("under", "rubble"),
    ("under", "the", "rubble"),
    ("under", "the", "debris"),
}
_LEFT = {("left",), ("غادرت",), ("خرجت",)}
THINGS = frozenset({"home", "tent", "camp", "site"})
"""What is damaged, and not affected, as nouns of count_words name it."""


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
    if amount.quantity not in ("", "homes_destroyed", "sites", *WEAK_NOUNS) and not amount.weak:
        return amount.quantity
    start, end = _clause(tokens, amount)
    outcomes = [outcome for outcome in outcomes if outcome.quantity != "strikes" or "strike" in amount.who]
    earlier = [outcome.quantity for outcome in outcomes if start <= outcome.at < amount.first]
    told = _right_after(tokens, outcomes, amount, end, bool(earlier)) or (earlier or [""])[-1]
    return told or _told_later(tokens, outcomes, amount, end) or _told_by_noun(tokens, amount)


def _told_later(tokens: Sequence[Token], outcomes: Sequence[Outcome], amount: Amount, end: int) -> str:
    """What the clause of an amount says after it, of all of them."""
    later = next((each for each in outcomes if amount.last <= each.at < end and not _of_them(tokens, each)), None)
    return "" if later is None or _has_its_own_verb(tokens, amount.last, later.at) else later.quantity


def _has_its_own_verb(tokens: Sequence[Token], at: int, until: int) -> bool:
    """Whether something else is told of an amount, and the outcome of the next one: "dozens were *beaten* and 16 arrested"."""
    if at < until and tokens[at].key.endswith("ed") and tokens[at].key not in FILLERS:
        verb = at - 1
    else:
        verb = next((i for i in range(at, until) if tokens[i].key in ("were", "was")), until)
    other = verb + 1 < until and tokens[verb + 1].key[:1].isalpha() and tokens[verb + 1].key not in FILLERS
    return other and any(tokens[i].key[:1].isdecimal() or is_number_word(tokens[i].key) for i in range(verb + 2, until))


def _told_by_noun(tokens: Sequence[Token], amount: Amount) -> str:
    """What happened to those of whom no verb tells: what their noun says, or the place where they are. Homes stand until a verb says otherwise."""
    if {"home", "tent", "camp"} & set(amount.who):
        return ""
    piece = amount.subset and amount.first < 3  # "among them eight children", cut out of a longer text
    return amount.quantity or _by_place(tokens, amount) or ("casualties" if piece else "")


def suit_to_counted(tokens: Sequence[Token], quantity: str, amount: Amount) -> str:
    """Return what happened as it is called of those counted: people are affected, things damaged, in Arabic by one verb (تضرر).

    Returns "" where the words do not name people, homes or tents: "30 schools were damaged" is no count of people.
    """
    if quantity not in ("affected", "damaged"):
        return quantity
    if not THINGS.isdisjoint(amount.who):
        return "damaged"
    named = any(token.key in NOUNS for token in tokens[amount.first : amount.last + 1])
    return "affected" if named and quantity == "affected" else ""


def _is_joint_of(outcome: Outcome, amount: Amount) -> bool:
    """Whether "killed and wounded" stands in an amount or right after it."""
    return outcome.quantity == "casualties" and amount.first <= outcome.at <= amount.last + 1


def told_right_after(tokens: Sequence[Token], outcomes: Sequence[Outcome], amount: Amount) -> str:
    """Return what the words right after an amount say happened ("30 were wounded"); "" where they say nothing.

    >>> from dalil.text.counts.amounts import amounts_of
    >>> from dalil.text.numbers import tokens_of
    >>> tokens = tokens_of("30 were wounded")
    >>> [told_right_after(tokens, outcomes_of(tokens, []), amount) for amount in amounts_of(tokens, "30 were wounded")]
    ['injured']
    """
    return _right_after(tokens, outcomes, amount, _clause(tokens, amount)[1], led=False)


def is_doer(tokens: Sequence[Token], outcomes: Sequence[Outcome], amount: Amount, starts: Mapping[int, Amount]) -> bool:
    """Whether an amount of unknown things does what happens to the next one: "*two drones* killed five".

    starts: the amounts by their first token.

    >>> from dalil.text.counts.amounts import amounts_of
    >>> from dalil.text.numbers import tokens_of
    >>> text = "two quadcopters killed five people"
    >>> tokens = tokens_of(text)
    >>> amounts = list(amounts_of(tokens, text))
    >>> outcomes, starts = outcomes_of(tokens, amounts), {amount.first: amount for amount in amounts}
    >>> [is_doer(tokens, outcomes, amount, starts) for amount in amounts]
    [True, False]
    """
    verb = next((outcome for outcome in outcomes if outcome.at >= amount.last), None)
    armed = bool(amount.who) and set(amount.who) <= {"combatant", "male"}
    if (amount.who and not armed) or amount.quantity or amount.subset or verb is None:
        return False
    if not amount.last + (not armed) <= verb.at <= amount.last + 5:
        return False
    between = [token.key for token in tokens[amount.last : verb.at]]
    if not all(_is_plain_latin(key) for key in between) or tokens[verb.at].key not in _DOES:
        return False
    done = starts.get(verb.last)
    return done is not None and not told_right_after(tokens, outcomes, done)


def _is_plain_latin(key: str) -> bool:
    return key == MASK or key == "-" or (key.isascii() and key.isalpha() and key not in _BE and key not in FILLERS)


def _by_place(tokens: Sequence[Token], amount: Amount) -> str:
    """What only the place says of people for whom nothing else is told: under the rubble they are missing; families that left are displaced."""
    after = tuple(token.key for token in tokens[amount.last : amount.last + 3])
    if after[:2] in _UNDER_RUBBLE or after in _UNDER_RUBBLE:
        return "missing"
    return "displaced" if "family" in amount.who and after[:1] in _LEFT else ""


def _right_after(tokens: Sequence[Token], outcomes: Sequence[Outcome], amount: Amount, end: int, led: bool) -> str:
    """What happened as the words right after an amount say it ("5 people were killed"); an Arabic verb there begins anew where one led already."""
    at = _past_parts(tokens, amount.last, end)
    while at < end and tokens[at].key in FILLERS:
        at += 1
    between = at < end and tokens[at].key == "بين"
    after = next((outcome for outcome in outcomes if outcome.at == at + between), None)
    if after is None:
        return ""
    arabic = tokens[after.at].key[0] > "\u0600"
    begins_anew = arabic and (tokens[after.at].joined or (led and not between) or _of_them(tokens, after))
    return "" if begins_anew else after.quantity


def _of_them(tokens: Sequence[Token], outcome: Outcome) -> bool:
    """Whether only some of those told before are meant: خمسة أولاد *استشهد منهم* اثنان."""
    some = _key(tokens, outcome.last) in ("منهم", "منهن")
    return some and not tokens[outcome.at].key.endswith(("وا", "ن"))


def _past_parts(tokens: Sequence[Token], at: int, end: int) -> int:
    """The place behind what is told between an amount and its verb: "5 others, *including two women,* were wounded"."""
    opens = _key(tokens, at)
    if opens == "(" or (opens in (",", "،") and _key(tokens, at + 1) in PART_WORDS):
        close = ")" if opens == "(" else opens
        return next((i + 1 for i in range(at + 1, min(at + 16, end)) if tokens[i].key == close), at)
    return at


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
