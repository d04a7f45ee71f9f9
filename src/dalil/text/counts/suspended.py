"""What a whole sentence holds open or takes back: asked, denied, under a condition, of nobody ("neither … nor"), or only how much a toll changed.

A number in such a sentence is no count. Where a rule here is wrong, a true number stays unread, and `find_unread` shows what happened.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from dalil.letters import fold_words
from dalil.text.counts.count_words import OUTCOME_OF
from dalil.text.numbers import Token, is_numeric, read_number

_REACH = 16
"""Words on either side of a number within which its sentence is looked at."""
_ENDS = frozenset(".;؛!?؟\n")
_QUESTION_SIGNS = frozenset("?؟")
_ASKS = fold_words("did do does was were is are has have had could can would will may might should")
"""Begin a question that is answered by yes or no."""
_OPEN = fold_words("whether هل")
_IF = fold_words("if unless إذا")
_UNREAL = fold_words("لو لولا")
_IF_TRUE = (
    {("if", said) for said in ("confirmed", "true", "verified", "proven", "correct", "accurate")}
    | {("ان", said) for said in fold_words("صح صحت تأكد تأكدت ثبت ثبتت صدقت")}
    | {("حال", said) for said in fold_words("صح صحت صحة تأكد تأكدت تأكيد ثبت ثبوت")}
)
"""Begin what holds only where something else is true: *إن صحت* الأنباء, *if confirmed*, the 8 deaths would be …"""
_BREAKS = frozenset({",", "،", "but", "لكن", "ولكن", ":"})
_IS = frozenset({"is", "are", "was", "were", "be", "proved"})
_FALSE = frozenset({"false", "untrue", "fabricated", "fake", "baseless", "unfounded", "incorrect"})
_FALSE_PAIRS = frozenset(
    {
        ("not", "true"), ("no", "truth"), ("no", "evidence"), ("غير", "صحيح"), ("غير", "صحيحه"), ("ليس", "صحيحا"), ("ليست", "صحيحه"),
        ("عار", "عن"), ("عاريه", "عن"), ("عاريه", "من"), ("لا", "اساس"), ("محض", "كذب"), ("محض", "افتراء"),
    }
)  # fmt: skip
_NOT = fold_words("not never لم ولم لن ولن")
_SIZES = fold_words("بمقدار مقدار مقداره مقدارها بزيادة زيادة بارتفاع بانخفاض قدرها قدره")
"""Lead to the number by which a toll changed: ارتفع العدد *بمقدار* 5."""
_MOVES = fold_words(
    "rose rises risen climbed increased grew fell dropped declined decreased ارتفع ارتفعت ازداد ازدادت زاد زادت انخفض انخفضت تراجع تراجعت هبط هبطت"
)
_REACHES = fold_words("لتصل ليصل لتبلغ ليبلغ")
_THAN = frozenset({"fewer", "more", "less", "higher", "lower"})
_FROM = frozenset({"from", "من"})
_TO = frozenset({"to", "الي"})
_CARRIERS = frozenset({"car", "bus", "minibus", "van", "truck", "taxi", "vehicle", "boat", "pickup"})


def is_suspended(tokens: Sequence[Token], first: int, last: int) -> bool:
    """Tell whether the sentence of the number from first to last asks, denies or only supposes it, or gives it as a change.

    >>> from dalil.text.numbers import tokens_of
    >>> is_suspended(tokens_of("could 30 people have been killed ?"), 1, 2)
    True
    >>> is_suspended(tokens_of("30 people were killed"), 0, 1)
    False
    """
    before, behind = _before(tokens, first), _behind(tokens, last)
    return (
        _is_asked(before, behind)
        or _is_supposed(before)
        or _is_called_false(before, behind)
        or _is_of_neither(before)
        or _did_not_happen(before, behind)
        or _is_a_change(before, behind)
        or _fell_from(tokens, first)
        or (before[-1:] == ["of"] and not _CARRIERS.isdisjoint(before[-2:-1]))
    )


def _before(tokens: Sequence[Token], first: int) -> list[str]:
    """The words of the sentence before a number."""
    words: list[str] = []
    for i in range(first - 1, max(first - 1 - _REACH, -1), -1):
        if tokens[i].key in _ENDS:
            break
        words.append(tokens[i].key)
    return words[::-1]


def _behind(tokens: Sequence[Token], last: int) -> list[str]:
    """The words of the sentence behind a number, with the sign that ends it."""
    words: list[str] = []
    for i in range(last, min(last + _REACH, len(tokens))):
        words.append(tokens[i].key)
        if tokens[i].key in _ENDS:
            break
    return words


def _is_asked(before: Sequence[str], behind: Sequence[str]) -> bool:
    """*Could* 30 people have been killed*?* "Why were 30 killed?" takes it that they were."""
    if not _OPEN.isdisjoint(before):
        return True
    asks = next((key for key in before if key.isalpha()), "") in _ASKS
    return asks and bool(behind) and behind[-1] in _QUESTION_SIGNS


def _is_supposed(before: Sequence[str]) -> bool:
    """Whether a condition leads to a number: *if* 30 people had died, which a comma ends; what لو or "if confirmed" begins goes on behind it."""
    if not _UNREAL.isdisjoint(before) or not _IF.isdisjoint(_from_last_break(before)):
        return True
    return any(pair in _IF_TRUE for pair in pairwise(before)) or before[:1] == ["should"]


def _is_called_false(before: Sequence[str], behind: Sequence[str]) -> bool:
    """*It is not true that* 30 died; reports that 30 died *are false*."""
    clause = _from_last_break(before)
    if any(pair in _FALSE_PAIRS for pair in pairwise(clause)):
        return True
    if any(one in _IS and other in _FALSE for one, other in pairwise(clause)):
        return True
    later = _to_first_break(behind)
    return any(
        (one in _IS and other in _FALSE) or ((one, other) in _FALSE_PAIRS and one != "no")
        for one, other in pairwise(later)
    )


def _from_last_break(words: Sequence[str]) -> Sequence[str]:
    last = max((i for i, key in enumerate(words) if key in _BREAKS), default=-1)
    return words[last + 1 :]


def _to_first_break(words: Sequence[str]) -> Sequence[str]:
    first = next((i for i, key in enumerate(words) if key in _BREAKS), len(words))
    return words[:first]


def _is_of_neither(before: Sequence[str]) -> bool:
    """Neither the driver *nor* his 3 passengers were hurt; لم يقتل السائق *ولا* ركابه الثلاثة."""
    near = before[-4:]
    if ("not", "even") in pairwise(near):
        return True  # nobody, not even the 3 guards, was hurt
    if "ولا" in near and _BREAKS.isdisjoint(near[near.index("ولا") :]):
        return any(key in ("لا", "لم", "ما", "لن") for key in before[:-1])
    return "nor" in near and "neither" in before and _BREAKS.isdisjoint(near[near.index("nor") :])


def _did_not_happen(before: Sequence[str], behind: Sequence[str]) -> bool:
    """The 3 passengers *were not killed*; *did not kill* 5; *لم يقتل* السائق. Who does not survive is dead."""
    if len(before) > 1 and before[-1] in OUTCOME_OF and before[-2] in _NOT:
        return True
    later = [key for key in behind[:5] if key not in ("been", "yet", "being")]
    return (
        len(later) > 2 and later[0] in _ASKS and later[1] in _NOT and later[2] in OUTCOME_OF and later[2] != "survive"
    )


def _is_a_change(before: Sequence[str], behind: Sequence[str]) -> bool:
    """Whether a number says how much more or less there are: *by* 5, 5 *fewer than* last month, ارتفعت 5 *لتصل إلى* 20."""
    if before and before[-1] in _SIZES:
        return True
    if len(behind) > 1 and behind[0] in _THAN and behind[1] == "than":
        return True
    moved = bool(before) and before[-1] in _MOVES
    return moved and any(
        key in _REACHES or (key == "to" and other == "reach")
        for key, other in zip(behind[:4], [*behind[1:4], ""], strict=False)
    )


def _fell_from(tokens: Sequence[Token], first: int) -> bool:
    """انخفضت الحصيلة *من 20* إلى 15: the larger number is the one before."""
    if first < 1 or tokens[first - 1].key not in _FROM or not is_numeric(tokens[first]):
        return False
    was = read_number(tokens, first)
    if was is None or was.last + 1 >= len(tokens) or tokens[was.last].key not in _TO:
        return False
    now = read_number(tokens, was.last + 1)
    return now is not None and now.value < was.value
