"""Numbers of things that no list of nouns knows: "two *medical centres*", ثلاث *مسيرات*. What happens to others in a text does not happen to them.

They count as people only where an outcome stands right beside them: "killed three *beekeepers*", "three beekeepers were killed".
"""

from __future__ import annotations

from collections.abc import Sequence, Set

from dalil.letters import fold_words
from dalil.text.counts.ages import MASK
from dalil.text.counts.bare_nouns import FILLERS
from dalil.text.counts.count_words import NOUNS, OUTCOME_OF
from dalil.text.counts.heads import Amount
from dalil.text.counts.relatives import PART_WORDS
from dalil.text.numbers import Token, is_numeric

_STOPS = fold_words(
    "in at on by and or but to of from for with near after before since during across per as when while because if that which who whom whose the "
    "a an this these his her its their is are was were has have had do does did not than then so there where within inside outside along around "
    "over under between among including always perhaps us news hours today yesterday overnight"
)
_PARTICLES = fold_words(
    "في من على إلى عن مع بعد قبل بين جراء إثر نتيجة خلال منذ أثناء حتى عند ضمن داخل خارج قرب بسبب عبر حول دون أو ثم كما مما ما هو هم هي "
    "كان كانت كانوا قد لم لا أي كل على أمس اليوم يوم فقط تقريبا حسب وفق وفقا غرب شرق شمال جنوب ومن وفي وعلى وإلى وعن ذلك هذا هذه"
)
_WRITTEN_ON = ("ب", "ل", "و", "ف", "ك", "ال")
"""What begins an Arabic word that is not the thing a number counts: a preposition, a conjunction, the article."""
_OF = fold_words("على عن في من إلى بعد قبل حول ضد")
_MORE = frozenset({"other", "more", "additional", "different"})
_PLACED = fold_words("between in on near along across behind under over from by بين في على عند قرب خلف تحت فوق")
_BETWEEN = 3
"""Words that may stand between a number of such things and what happened to them."""


def is_of_unknown_things(tokens: Sequence[Token], amount: Amount) -> bool:
    """Whether a number counts a thing that is no known noun, rather than standing alone.

    >>> from dalil.text.numbers import tokens_of
    >>> [is_of_unknown_things(tokens_of(text), Amount("exact", 7, 7, 0, 1)) for text in ("7 mass influxes", "7 in Homs", "7 غرف", "7 في حمص")]
    [True, False, True, False]
    """
    if amount.who or amount.quantity or amount.subset:
        return False
    if any(token.key in NOUNS for token in tokens[amount.first : amount.last]):
        return False
    for at in range(amount.last, min(amount.last + 4, len(tokens))):
        token = tokens[at]
        if token.key in _MORE:
            continue
        if not token.key[:1].isalpha() or token.joined or _says_something(token.key):
            return False
        if not token.key.isascii():
            return not token.text.startswith(_WRITTEN_ON)
        if token.key.endswith("s") and len(token.key) > 3 and not token.key.endswith("ss"):
            return token.text[-2:] not in ("'s", "’s")
    return False


def is_one_thing(tokens: Sequence[Token], at: int) -> bool:
    """Tell whether the word behind "one" is a thing that is no known noun: twenty of us shared one *room*.

    >>> from dalil.text.numbers import tokens_of
    >>> is_one_thing(tokens_of("shared one room"), 2), is_one_thing(tokens_of("one died"), 1), is_one_thing(tokens_of("one civilian"), 1)
    (True, False, False)
    """
    key = tokens[at].key if at < len(tokens) else ""
    behind = tokens[at + 1].key if at + 1 < len(tokens) else ""
    ends = not behind[:1].isalpha() or behind in _STOPS or OUTCOME_OF.get(behind) in ("homes_destroyed", "damaged")
    return (
        ends and key.isascii() and key.isalpha() and not _says_something(key) and not key.endswith(("ed", "ing", "ly"))
    )


def _says_something(key: str) -> bool:
    return key == MASK or any(key in words for words in (_STOPS, _PARTICLES, FILLERS, PART_WORDS, NOUNS, OUTCOME_OF))


def is_led_by_so(token: Token) -> bool:
    """Tell whether the ف of what came of something is written onto a word: فأصابت.

    >>> from dalil.text.counts.amounts import words_of
    >>> from dalil.text.numbers import tokens_of
    >>> [is_led_by_so(token) for token in words_of(tokens_of("فقتلوا فقد"))]
    [True, False]
    """
    return token.text[:1] == "ف" != token.key[:1]


def _begins_anew(outcome: Token, between: Set[str]) -> bool:
    """Whether an outcome behind a number tells of others: 11 checkpoints *and* arrested, 11 شاهداً *على* مقتل الرهبان."""
    if outcome.key.isascii():
        return "and" in between
    return outcome.joined or is_led_by_so(outcome) or not _OF.isdisjoint(between)


def _is_seized_on(tokens: Sequence[Token], at: int) -> bool:
    """Whether على belongs to the verb: القبض *على* 45 مطلوباً."""
    return "قبض" in tokens[at].key and at + 1 < len(tokens) and tokens[at + 1].key == "علي"


def stands_beside(tokens: Sequence[Token], amount: Amount, at: int) -> bool:
    """Whether the outcome at a place stands right beside a number of unknown things, or beside the list that this number goes on with.

    >>> from dalil.text.numbers import tokens_of
    >>> tokens = tokens_of("killed three beekeepers of two villages")
    >>> stands_beside(tokens, Amount("exact", 3, 3, 1, 2), 0), stands_beside(tokens, Amount("exact", 2, 2, 4, 5), 0)
    (True, False)
    """
    if at >= amount.last:
        between = [token for token in tokens[amount.last : at] if token.key not in FILLERS]
        near = len(between) <= _BETWEEN and not any(is_numeric(token) for token in between)
        return near and not _begins_anew(tokens[at], {token.key for token in between})
    between = list(tokens[at + 1 + _is_seized_on(tokens, at) : amount.first])
    if any(token.key in _PLACED for token in between):
        return False  # trapped *between* the two front lines
    if len(between) < _BETWEEN and not any(is_numeric(token) for token in between):
        return True
    listed = tokens[amount.first].joined or tokens[amount.first - 1].key in ("and", ",", "،", "و")
    return listed and len(between) <= 2 * _BETWEEN
