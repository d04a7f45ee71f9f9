"""What a number is some of: "12 of the 30 detainees", "two of the injured", "400 of the town's 20,000 residents", خمسة منهم."""

from __future__ import annotations

from collections.abc import Sequence

from dalil.letters import fold_words
from dalil.text.counts.count_words import NOUNS, OUTCOME_OF, SHARES, Noun
from dalil.text.counts.heads import head_at
from dalil.text.numbers import Token, read_amount

_VERBS_NEXT = frozenset({"have", "has", "had", "were", "was", "are", "died", "remain", "later"})
_MOST_OF = fold_words("معظم أغلب أغلبية غالبية أكثرية جميع بالمية")
"""Say of how many, without a number: معظم القتلى الـ30 نساء."""
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
