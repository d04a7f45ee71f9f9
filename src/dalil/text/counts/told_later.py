"""What the clause of a number says behind it, of all of them: "the 40 men whom they took *were shot*"."""

from __future__ import annotations

from collections.abc import Sequence

from dalil.letters import fold_words
from dalil.text.counts.bare_nouns import FILLERS, POSTPOSED
from dalil.text.counts.count_words import NOUNS
from dalil.text.counts.heads import Amount
from dalil.text.counts.interruptions import (
    are_accused,
    end_of_telling,
    is_active,
    is_of_a_part,
    is_only_named,
    is_whole_of_others,
)
from dalil.text.counts.outcome_places import Outcome
from dalil.text.counts.outcome_words import told_at
from dalil.text.counts.predicates import are_safe, behind_relative, come_out_alive, died_afterwards
from dalil.text.counts.relatives import PART_WORDS
from dalil.text.counts.unknown_things import is_led_by_so
from dalil.text.numbers import Token, is_numeric

DOES = frozenset(
    {"killed", "kill", "kills", "wounded", "injured", "wound", "injure", "executed", "abducted", "detained", "arrested"}
)
"""What somebody does to others, with them as its object or not."""
BE = frozenset({"was", "were", "is", "are", "been", "being", "be", "and", "who"})
"""What leads to what was done to those before it."""
_OBJECTS = frozenset({"a", "an", "the", "his", "her", "their", "its", "my", "our"})
_ONE = fold_words("one واحد واحدة")
"""Say of which family or house people are, more often than they count."""
_AMONG = fold_words("among من بين عدد عداد")
_NEAR = 4
_SOME_OF_THEM = fold_words("منهم منهن منها أحدهم أحدهما إحداهما إحداهن")


def told_later(tokens: Sequence[Token], outcomes: Sequence[Outcome], amount: Amount, end: int) -> str:
    """Return what the clause of an amount, which ends at a place, says after it, of all of them; "" where it says nothing.

    >>> from dalil.text.numbers import tokens_of
    >>> told_later(tokens_of("five men from the town were shot dead"), [Outcome(7, 8, "killed")], Amount("exact", 5, 5, 0, 2, ("male",)), 8)
    'killed'
    """
    end = next((at for at in range(amount.last, end) if tokens[at].key == "which"), end)  # which is no people
    if is_whole_of_others(tokens, amount.first):
        return ""
    main = behind_relative(tokens, amount.last, end)
    told = next((each for each in outcomes if main <= each.at < main + _NEAR), None) if main else None
    if told is not None:
        return told.quantity
    later = _next_of_all(tokens, outcomes, amount, end_of_telling(tokens, amount.last, end))
    if later is None or _tells_something_else(tokens, amount, later) or _tells_of_others(tokens, amount, later):
        return ""
    return died_afterwards(tokens, later.at, [(each.at, each.quantity) for each in outcomes]) or later.quantity


def _tells_something_else(tokens: Sequence[Token], amount: Amount, later: Outcome) -> bool:
    """Whether those of an amount are safe, or accused of what is told behind them, or it is only named."""
    if come_out_alive(tokens, later.at) or are_safe(tokens[amount.last : later.at]):
        return True
    only_named = is_only_named(tokens, later.at) and amount.quantity != "detained"
    return only_named or _is_of_the_accused(tokens, amount, later)


def _next_of_all(tokens: Sequence[Token], outcomes: Sequence[Outcome], amount: Amount, end: int) -> Outcome | None:
    """The next that is told behind an amount, as far as it is not done to others, nor to some of them only."""
    for each in outcomes:
        if _is_of_most(tokens, each.at):
            continue
        if amount.last <= each.at < end and not is_of_some(tokens, each) and not is_active(tokens[each.at].key):
            return each
    return None


def _is_of_most(tokens: Sequence[Token], at: int) -> bool:
    """Whether an outcome only says what most of them are: 27 people, *most of them displaced*, معظمهم نازحون."""
    lead = [token.key for token in tokens[max(0, at - 3) : at]]
    return lead[-1:] in (["معظمهم"], ["اغلبهم"], ["بعضهم"]) or (
        lead[1:] in (["of", "them"], ["of", "whom"]) and lead[0] in ("most", "many", "some")
    )


def _is_of_the_accused(tokens: Sequence[Token], amount: Amount, later: Outcome) -> bool:
    return tokens[later.at - 1].key not in BE and are_accused(tokens[amount.first : later.at])


def _tells_of_others(tokens: Sequence[Token], amount: Amount, later: Outcome) -> bool:
    """Whether an outcome behind an amount is told of others: it has a number of its own, is done to the next one, or begins anew."""
    if _has_its_own_number(tokens, later.at) or _has_its_own_verb(tokens, amount.last, later.at):
        return True
    if done_to_the_next(tokens, later) or _begins_anew(tokens[later.at]) or is_of_a_part(tokens, amount.last, later.at):
        return True
    if _is_of_an_included_part(tokens, amount.last, later.at) or _is_of_the_next_number(tokens, amount, later.at):
        return True
    named = amount.who or amount.quantity or tokens[amount.last - 1].key in NOUNS
    return not named and _told_of_the_next(tokens, amount.last, later.at)


def _is_of_the_next_number(tokens: Sequence[Token], amount: Amount, later: int) -> bool:
    """Whether what happened stands right behind another number, in a clause of its own: 30 people are left, *three died*."""
    return later - 1 > amount.last and is_numeric(tokens[later - 1]) and tokens[later - 2].key in (",", "،", ";")


def _is_of_an_included_part(tokens: Sequence[Token], at: int, later: int) -> bool:
    """Whether only a part is told of: 450 people left, *including 90 wounded*."""
    if not is_numeric(tokens[later - 1]):
        return False
    return any(token.key in PART_WORDS for token in tokens[max(at, later - 4) : later])


def _begins_anew(token: Token) -> bool:
    """Whether an Arabic outcome that و is written onto tells of others: وإصابة, وقتل, but not وقتلوا."""
    if is_led_by_so(token):
        return True
    return token.joined and not token.key.isascii() and not token.key.endswith(("وا", "ن", "تا"))


def _has_its_own_number(tokens: Sequence[Token], at: int) -> bool:
    """Whether an outcome is a noun that a number of its own counts, so that it says nothing of others: "four *deaths*"; أهالي *الشهداء*."""
    if tokens[at - 1].key in ("their", "his", "her"):
        return True  # on *their detained* colleague
    if tokens[at].key not in NOUNS:
        return False
    if tokens[at].key.startswith("ال") or tokens[at - 1].key == "the":
        return _AMONG.isdisjoint(token.key for token in tokens[at - 2 : at])
    counted_behind = _key(tokens, at + 1) == "of" and at + 2 < len(tokens) and is_numeric(tokens[at + 2])
    return counted_behind or any(is_numeric(token) for token in tokens[max(0, at - 2) : at])


def done_to_the_next(tokens: Sequence[Token], outcome: Outcome) -> bool:
    """Tell whether what happened is what an amount did to the next one: "200 men entered the town and *took away* eleven girls".

    >>> from dalil.text.numbers import tokens_of
    >>> done_to_the_next(tokens_of("200 men came and killed eleven girls"), Outcome(4, 5, "killed"))
    True
    """
    after = outcome.last + (_key(tokens, outcome.last) == "away")
    if tokens[outcome.at].key in DOES and _key(tokens, after) in _OBJECTS:
        return tokens[outcome.at - 1].key not in BE - {"and"}  # the raid *killed a guard*
    if _key(tokens, after) in POSTPOSED:  # قُتل الأربعة الآخرون
        return True
    if after >= len(tokens) or not is_numeric(tokens[after]) or tokens[after].joined:
        return False
    return not any(told_at(tokens, i) for i in range(after + 1, min(after + 3, len(tokens))))  # 4 killed 4 wounded


def _told_of_the_next(tokens: Sequence[Token], at: int, until: int) -> bool:
    """Whether another number, with which the one before makes no list, stands between it and what happened: "*18 towns* were hit and 4 died"."""
    other = next((i for i in range(at, until) if is_numeric(tokens[i]) and tokens[i].key not in _ONE), None)
    return other is not None and other - at > 2


def _has_its_own_verb(tokens: Sequence[Token], at: int, until: int) -> bool:
    """Whether something else is told of an amount, and the outcome of the next one: "dozens were *beaten* and 16 arrested"."""
    if at < until and tokens[at].key.endswith("ed") and tokens[at].key not in FILLERS:
        verb = at - 1
    else:
        verb = next((i for i in range(at, until) if tokens[i].key in ("were", "was")), until)
    other = verb + 1 < until and tokens[verb + 1].key[:1].isalpha() and tokens[verb + 1].key not in FILLERS | {"among"}
    return other and any(is_numeric(tokens[i]) for i in range(verb + 2, until))


def is_of_some(tokens: Sequence[Token], outcome: Outcome) -> bool:
    """Tell whether only some of those told before are meant: خمسة أولاد *استشهد منهم* اثنان.

    >>> from dalil.text.numbers import tokens_of
    >>> is_of_some(tokens_of("خمسة أولاد استشهد منهم اثنان"), Outcome(2, 3, "killed"))
    True
    """
    some = _key(tokens, outcome.last) in _SOME_OF_THEM
    return some and not tokens[outcome.at].key.endswith(("وا", "ن"))


def _key(tokens: Sequence[Token], at: int) -> str:
    return tokens[at].key if at < len(tokens) else ""
