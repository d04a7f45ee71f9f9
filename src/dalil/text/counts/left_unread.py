"""What a text may tell of people and was not read for certain, so that nothing is missed in silence.

`read_counts` refuses what it does not understand. Here stands where it did: a number of people of whom it is not clear what happened,
words saying that something happened to somebody whom no count beside them counts, and persons beside such words whom none counts.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence, Set
from dataclasses import dataclass
from itertools import accumulate
from typing import Literal

from dalil.letters import fold_words
from dalil.text.counts.bare_nouns import FILLERS
from dalil.text.counts.count_reader import Clauses, Counted, read_clauses
from dalil.text.counts.count_words import NOUNS, POSSESSED
from dalil.text.counts.heads import Amount
from dalil.text.counts.outcome_places import Outcome
from dalil.text.counts.relatives import PART_WORDS
from dalil.text.counts.signs import fits, sign_of
from dalil.text.counts.unknown_things import is_of_unknown_things
from dalil.text.numbers import Token, is_numeric

Reason = Literal["number", "outcome", "person", "count"]
_SENTENCE_ENDS = frozenset(".!?؟\n")
_OF_PEOPLE = frozenset(
    {
        "killed", "injured", "casualties", "missing", "detained", "disappeared", "abducted", "in_custody", "released",
        "died_in_custody", "executed", "recruited", "displaced", "returned", "evacuated", "besieged", "bodies_found", "convicted",
    }
)  # fmt: skip
_THINGS = {"home", "tent", "camp", "strike", "munition", "attack", "massacre", "incident", "body"}
_OF_A_TOLL = fold_words("toll wounds بجراحها بجراحه بجراحهم متأثر بإصابته بإصابتها حصيلة الحصيلة")
"""Say how people died or lead to a number; by themselves they tell of nobody."""
_WHOSE = frozenset({"the", "my", "his", "her", "our", "their", "its"})
_NOT_ONE = fold_words("other person جدنا")
"""Name nobody known; وجدنا is "we found"."""
_HIMSELF = frozenset({"himself", "herself", "themselves"})
_REACH = 60
"""Tokens on either side of a number within which what happened is looked for."""
_FAR_BEHIND, _FAR_BEFORE = 2, 4
"""Words between a number and what happened beyond which it is not certain that both are of the same people."""
_NEAR = 4
"""Words between what happened and a person to whom it may have happened."""
_ELSEWHERE = fold_words(
    "in at near from by on of to for said told where while when after before because since against "
    "في من على إلى قرب عند عن بعد قبل خلال أثناء حسب وفق قال قالت أمام لدى باتجاه مع . ؛ : ! ?"
) | frozenset(".;؛:!?؟,،\n")
"""Between what happened and a person they lead elsewhere: killed *near* the teacher's house."""
_ALIKE = (
    frozenset({"killed", "died_in_custody", "executed", "casualties", "bodies_found"}),
    frozenset({"injured", "casualties"}),
    frozenset({"detained", "in_custody"}),
    frozenset({"missing", "disappeared"}),
)
"""What may be said of the same people in two words: 3 bodies of those killed."""


@dataclass(frozen=True)
class Unread:
    """A piece of a text that was not read for certain, from start to end.

    reason: what is not clear.
    "number": what happened to those counted; "outcome": to how many something happened;
    "person": whether somebody beside what happened, whom no count counts, is one of them ("killed *the mayor* and two of his guards");
    "count": whether a count is of them, since it was read and what happened stands far from its number.
    """

    reason: Reason
    start: int
    end: int


def find_unread(text: str) -> tuple[Unread, ...]:
    """Find what a text may tell of people and `read_counts` does not give, in the order of the text.

    >>> text = "120 workers stayed; Samer was killed"
    >>> [(one.reason, text[one.start : one.end]) for one in find_unread(text)]
    [('number', '120 workers'), ('outcome', 'killed')]
    >>> find_unread("5 killed")
    ()
    """
    read = _Indexed(read_clauses(text))
    found = sorted([*_numbers(read), *_outcomes(read), *_persons(read), *_far_counts(read)], key=lambda one: one.start)
    return tuple(found or _signs(read))


class _Indexed:
    """What was read of a text, so laid out that each question looks at the few tokens around a place and never at the whole text."""

    def __init__(self, read: Clauses) -> None:
        self.tokens, self.amounts = read.tokens, read.amounts
        by_start = {read.tokens[amount.first].start: amount for amount in read.amounts}
        self.counts = read.counts
        self.counted = [by_start[one.start] for one in read.counts]
        self.firsts = [amount.first for amount in self.counted]
        self.happened = [outcome for outcome in read.outcomes if outcome.quantity in _OF_PEOPLE]
        self.places = [outcome.at for outcome in self.happened]
        self.outcome_tokens = {at for outcome in read.outcomes for at in range(outcome.at, outcome.last)}
        self.in_amounts = {at for amount in read.amounts for at in range(amount.first, amount.last)}
        self.covered = {at for amount in self.counted for at in range(amount.first, amount.last)}
        self.sentences = list(accumulate(token.key in _SENTENCE_ENDS for token in read.tokens))
        self.quantities: dict[int, set[str]] = {}
        for amount, one in zip(self.counted, self.counts, strict=True):
            self.quantities.setdefault(self.sentences[amount.first], set()).add(one.quantity)

    def outcomes_near(self, first: int, last: int, reach: int) -> list[Outcome]:
        """What happened to people within so many tokens of those from first to last."""
        return self.happened[bisect_left(self.places, first - reach) : bisect_left(self.places, last + reach)]

    def beside(self, outcome: Outcome) -> list[Counted]:
        """The counts that an outcome may belong to: the one it stands in, the last before and the first after it in its sentence."""
        next_one = bisect_right(self.firsts, outcome.at)
        near = [place for place in (next_one - 2, next_one - 1, next_one) if 0 <= place < len(self.counts)]
        if next_one and self.counted[next_one - 1].last <= outcome.at:
            near = [place for place in near if place >= next_one - 1]
        same = self.sentences[outcome.at]
        return [self.counts[place] for place in near if self.sentences[self.counted[place].first] == same]


def _numbers(read: _Indexed) -> Iterator[Unread]:
    """The amounts of people that became no count."""
    for amount in read.amounts:
        first, last = read.tokens[amount.first], read.tokens[amount.last - 1]
        if amount.low > 0 and amount.first not in read.covered and _may_be_people(read.tokens, amount):
            yield Unread("number", first.start, last.end)


def _may_be_people(tokens: Sequence[Token], amount: Amount) -> bool:
    return not _THINGS & set(amount.who) and not is_of_unknown_things(tokens, amount)


def _outcomes(read: _Indexed) -> Iterator[Unread]:
    """What happened to people whom no count beside it counts."""
    for outcome in read.happened:
        if read.tokens[outcome.at].key in _OF_A_TOLL or any(_fits(outcome, one) for one in read.beside(outcome)):
            continue
        yield Unread("outcome", read.tokens[outcome.at].start, read.tokens[outcome.last - 1].end)


def _far_counts(read: _Indexed) -> Iterator[Unread]:
    """The counts whose words stand far from every word that says what happened to them."""
    for amount, one in zip(read.counted, read.counts, strict=True):
        if one.part_of is not None or amount.quantity == one.quantity or one.quantity not in _OF_PEOPLE:
            continue
        near = read.outcomes_near(amount.first, amount.last, _REACH)
        told = [outcome for outcome in near if _fits(outcome, one)]
        if told and not any(_is_close(read, outcome, amount) for outcome in told):
            yield Unread("count", one.start, one.end)


def _is_close(read: _Indexed, outcome: Outcome, amount: Amount) -> bool:
    """Whether what happened is told in an amount, right behind it, or not far before it."""
    behind = sum(_tells_more(read, at) for at in range(amount.last, outcome.at))
    before = sum(_tells_more(read, at) for at in range(outcome.last, amount.first))
    return behind <= _FAR_BEHIND and before <= _FAR_BEFORE


def _tells_more(read: _Indexed, at: int) -> bool:
    """Whether a word between a number and what happened may tell of something else: no number, no sign, and not "were" or "including"."""
    key = read.tokens[at].key
    return at not in read.in_amounts and key[:1].isalpha() and key not in FILLERS and key not in PART_WORDS


def _signs(read: _Indexed) -> Iterator[Unread]:
    """Words whose stem tells of harm to people, where no count of their sentence is of it: forms and words that no list knows."""
    for at, token in enumerate(read.tokens):
        group = sign_of(token.key) if at not in read.outcome_tokens and at not in read.covered else ""
        if not group or token.key in _OF_A_TOLL:
            continue
        if not any(fits(group, quantity) for quantity in read.quantities.get(read.sentences[at], ())):
            yield Unread("outcome", token.start, token.end)


def _persons(read: _Indexed) -> Iterator[Unread]:
    """The persons beside what happened whom no count counts."""
    yield from _sharers(read)
    for at, token in enumerate(read.tokens):
        if at in read.covered or not _is_one(read.tokens, at):
            continue
        if any(_is_beside(read.tokens, outcome, at) for outcome in read.outcomes_near(at, at + 1, 2 * _NEAR)):
            yield Unread("person", token.start, token.end)


def _sharers(read: _Indexed) -> Iterator[Unread]:
    """Those who share what happened with a count that "and" adds to them: "killed *the mayor* and two of his guards"."""
    tokens = read.tokens
    led = {outcome.last for outcome in read.happened} - {one.last for one in read.counted}
    for amount in (one for one in read.counted if _is_added(tokens, one)):
        last = amount.first - (not tokens[amount.first].joined)
        first = _before_and(tokens, last, led)
        told = first in led or (_is_at_head(tokens, first) and _befalls(read, amount))
        if told and _may_name(tokens[first:last]) and read.covered.isdisjoint(range(first, last)):
            yield Unread("person", tokens[first].start, tokens[last - 1].end)


def _is_added(tokens: Sequence[Token], amount: Amount) -> bool:
    """Whether "and" adds an amount to what stands before it."""
    return not amount.subset and (tokens[amount.first].joined or tokens[amount.first - 1].key in ("and", "و"))


def _before_and(tokens: Sequence[Token], last: int, led: Set[int]) -> int:
    """Where the words before "and" begin that may be people: behind what happened, or at the head of a sentence."""
    first = last
    while first > max(0, last - _NEAR - 1) and first not in led and tokens[first - 1].key not in _ELSEWHERE:
        first -= 1
    return first


def _is_at_head(tokens: Sequence[Token], first: int) -> bool:
    return first == 0 or tokens[first - 1].key in _SENTENCE_ENDS


def _may_name(words: Sequence[Token]) -> bool:
    """Whether words, if there are any, may name somebody: no number, no noun that says what happened, and not "himself" alone."""
    if not words or words[0].key in _HIMSELF or words[0].key == "و":
        return False
    return words[0].key[:1].isalpha() and not any(
        is_numeric(word) or (word.key in NOUNS and NOUNS[word.key].quantity) for word in words
    )


def _befalls(read: _Indexed, amount: Amount) -> bool:
    """Whether what happened is told right behind an amount."""
    near = read.outcomes_near(amount.last, amount.last, _NEAR + 1)
    return any(amount.last <= outcome.at <= amount.last + _NEAR for outcome in near)


def _is_one(tokens: Sequence[Token], at: int) -> bool:
    """Whether a word names one person who is known: *the mayor*, my *father*, العروس, أختي."""
    key = tokens[at].key
    noun = NOUNS.get(key)
    if noun is None or noun.number != 1 or noun.quantity or _THINGS & set(noun.who) or "family" in noun.who:
        return False
    if not key.isascii():
        return key in POSSESSED or (key.startswith("ال") and not (at and tokens[at - 1].key.startswith("ال")))
    before = [one.key for one in tokens[max(0, at - 3) : at]]
    return not _WHOSE.isdisjoint(before) and (
        at + 1 >= len(tokens) or tokens[at + 1].key not in ("said", "says", "told")
    )


def _is_beside(tokens: Sequence[Token], outcome: Outcome, at: int) -> bool:
    """Whether a person stands near what happened, with nothing between that ends a sentence or leads elsewhere."""
    first, last = (outcome.last, at) if outcome.at < at else (at + 1, outcome.at)
    between = [token.key for token in tokens[first:last]]
    return len(between) <= _NEAR and _ELSEWHERE.isdisjoint(between)


def _fits(outcome: Outcome, counted: Counted) -> bool:
    pair = {outcome.quantity, counted.quantity}
    return len(pair) == 1 or any(pair <= alike for alike in _ALIKE)
