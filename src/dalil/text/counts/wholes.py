"""What a number is some of: "12 of the 30 detainees", "two of the injured", "400 of the town's 20,000 residents", خمسة منهم."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from dalil.letters import fold_words
from dalil.text.counts.bare_nouns import FILLERS, POSTPOSED
from dalil.text.counts.count_words import NOUNS, OUTCOME_OF, SHARES, Noun
from dalil.text.counts.heads import Amount, head_at
from dalil.text.counts.outcome_words import WEAK_NOUNS
from dalil.text.numbers import Token, read_amount

_VERBS_NEXT = frozenset({"have", "has", "had", "were", "was", "are", "died", "remain", "later"})
_MOST_OF = fold_words("معظم أغلب أغلبية غالبية أكثرية جميع بالمية")
"""Say of how many, without a number: معظم القتلى الـ30 نساء."""
_OF_OTHER_THINGS = fold_words("from in at members related brothers cousins neighbours من في بحالة إخوة")
"""Lead to what is no count: where some are from, how they are."""
_OF_THEM = fold_words("منهم منهن منها بينهم بينهن")


def _key(tokens: Sequence[Token], at: int) -> str:
    return tokens[at].key if 0 <= at < len(tokens) else ""


def some_of_them(tokens: Sequence[Token], first: int, at: int) -> tuple[tuple[str, ...], int] | None:
    """Read whom a number behind a comma or و counts of those told before: ، خمسة منهم مدنيون; None where it counts none of them.

    first, at: where the number begins and ends. Returns who they are, and where their words end.

    >>> from dalil.text.numbers import tokens_of
    >>> some_of_them(tokens_of("قتل ثمانية، خمسة منهم مدنيون"), 3, 4)
    (('civilian',), 6)
    """
    before = _key(tokens, first - 1)
    apart = (
        before in (",", "،", "الاقل")
        or NOUNS.get(before, Noun(1)).number == 3
        or (first < len(tokens) and tokens[first].joined)
    )
    if not apart or _key(tokens, at) not in _OF_THEM:
        return None
    noun = NOUNS.get(_key(tokens, at + 1))
    return (noun.who, at + 2) if noun and noun.number > 1 and not noun.quantity else ((), at + 1)


def of_those(tokens: Sequence[Token], at: int) -> tuple[Noun, int, bool] | None:
    """Find what happened before to those whom an amount is some of: "two of the injured", "twelve of those arrested".

    Returns it as `head_at` does a noun.

    >>> from dalil.text.numbers import tokens_of
    >>> of_those(tokens_of("two of the injured died"), 1)[0].quantity
    'injured'
    """
    link = 2 + (_key(tokens, at + 2) == "who")
    if _key(tokens, at) != "of" or _key(tokens, at + 1) not in ("the", "those", "them"):
        return None
    told = OUTCOME_OF.get(_key(tokens, at + link), "")
    return (Noun(3, (), told), at + link + 1, True) if told and _key(tokens, at + link) not in NOUNS else None


def of_a_share(tokens: Sequence[Token], first: int) -> bool:
    """Tell whether a number says of how many a share is told, so that the noun behind it is that of the share: نصف القتلى *الـ24* أطفال.

    >>> from dalil.text.numbers import tokens_of
    >>> of_a_share(tokens_of("نصف القتلى الـ24 أطفال"), 3)
    True
    """
    if _key(tokens, first - 1) not in ("ال", "عددهم", "عددهن"):
        return False
    return any(token.key in SHARES or token.key in _MOST_OF for token in tokens[max(0, first - 6) : first])


def out_of(tokens: Sequence[Token], at: int) -> tuple[Noun, int, bool] | None:
    """Find the noun of "12 of the 30 detainees", 12 من أصل 30 معتقلاً, where the second number says of how many; None elsewhere.

    >>> from dalil.text.numbers import tokens_of
    >>> out_of(tokens_of("12 of the 30 detainees"), 1)[0].quantity
    'detained'
    """
    for link in (
        ("of", "the"),
        ("of", "its"),
        ("of", "their"),
        ("of", "his"),
        ("of", "her"),
        ("of", "our"),
        ("out", "of"),
        ("of",),
        ("من", "اصل"),
    ):
        if tuple(token.key for token in tokens[at : at + len(link)]) == link:
            number = read_amount(tokens, at + len(link)) if at + len(link) < len(tokens) else None
            head = head_at(tokens, number.last) if number else None
            if number and head is None and (told := _told_of_so_many(tokens, number.last)):
                return Noun(3, (), told), number.last + 1, True
            if number:
                return (head[0], head[1], True) if head else (Noun(3), number.last, True)
    return _out_of_a_place(tokens, at)


def whole_told(tokens: Sequence[Token], at: int) -> tuple[int, str, int] | None:
    """Read all of whom a number counts some, where nothing that is counted is told of these: three *of the five killed* were from one family.

    at: where the number of the some ends. Returns how many all are, what happened to them, and where their words end.

    >>> from dalil.text.numbers import tokens_of
    >>> whole_told(tokens_of("three of the five killed were from one family"), 1)
    (5, 'killed', 5)
    """
    if (_key(tokens, at), _key(tokens, at + 1)) == ("of", "the") and at + 2 < len(tokens):
        number = read_amount(tokens, at + 2)
        last, named = (number.last, number.last) if number else (at, at)
        size = int(number.value) if number and number.value == int(number.value) else 0
        goes_on = _key(tokens, last + 1) in ("were", "was", "are") and _key(tokens, last + 2) in _OF_OTHER_THINGS
    else:
        named, last = at + 1, at + 2
        size = POSTPOSED.get(_key(tokens, last), 0) if _key(tokens, at) == "من" else 0
        goes_on = _key(tokens, last + 1) in _OF_OTHER_THINGS
    noun = NOUNS.get(_key(tokens, named))
    told = (noun.quantity if noun else "") or OUTCOME_OF.get(_key(tokens, named), "")
    return (size, told, last + 1) if size > 1 and goes_on and told in ("killed", "injured") else None


def is_some_of_so_many(tokens: Sequence[Token], amount: Amount) -> bool:
    """Tell whether only their whole is said to be held, and of them something that is not read: free *5 of 12 abducted pilgrims*.

    >>> from dalil.text.numbers import tokens_of
    >>> tokens = tokens_of("free 5 of 12 abducted pilgrims")
    >>> is_some_of_so_many(tokens, Amount("exact", 5, 5, 1, 4, weak=True))
    True
    """
    if not amount.weak:
        return False
    inside = [token.key for token in tokens[amount.first : amount.last] if token.key != "the"]
    whole = any(one in ("of", "اصل") and other[:1].isdecimal() for one, other in pairwise(inside))
    named = tokens[amount.last].key if amount.last < len(tokens) else ""
    behind = _key(tokens, amount.last + 1)
    described = named.endswith("ed") and behind.isalpha() and behind not in FILLERS
    said = amount.quantity or (OUTCOME_OF.get(named, "") if described else "")
    return whole and (said in WEAK_NOUNS or said == "abducted")


def _told_of_so_many(tokens: Sequence[Token], at: int) -> str:
    """What a word that stands for a noun says of those of whom some are told: three of the 9 *wounded*; "" where it is a verb."""
    told = OUTCOME_OF.get(_key(tokens, at), "")
    stands_alone = _key(tokens, at).endswith("ed") or _key(tokens, at) == "missing"
    return told if stands_alone and _key(tokens, at + 1) in _VERBS_NEXT else ""


def _out_of_a_place(tokens: Sequence[Token], at: int) -> tuple[Noun, int, bool] | None:
    """The noun of "400 of the *town's 20,000* residents"; None elsewhere."""
    if _key(tokens, at) != "of":
        return None
    for i in range(at + 1, min(at + 5, len(tokens) - 1)):
        if tokens[i].text[-2:] in ("'s", "’s"):
            number = read_amount(tokens, i + 1)
            head = head_at(tokens, number.last) if number else None
            return (head[0], head[1], True) if head else None
        if not tokens[i].key.isalpha():
            return None
    return None
