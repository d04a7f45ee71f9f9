"""Amounts in running text: a number, a bound, a vague word, a dual or a bare plural, with the noun that is counted."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from dalil.letters import fold_words
from dalil.text.counts.absences import LOOSE, NEGATIONS, nobody_at, share_at
from dalil.text.counts.bare_nouns import unnumbered_amount_at
from dalil.text.counts.bounds_after import with_bound_after
from dalil.text.counts.count_words import (
    NOUNS,
    OUTCOME_OF,
    SHARES,
    Noun,
)
from dalil.text.counts.heads import (
    Amount,
    family_size,
    head_at,
    is_of_bodies,
    is_where_from,
    status_before_colon,
    units_of,
    with_groups,
    with_ranks,
)
from dalil.text.counts.number_amounts import BOUND_PHRASES, KNOWN_WORDS, number_amount_at
from dalil.text.counts.outcome_words import IN_CONTEXT
from dalil.text.counts.relatives import PART_WORDS
from dalil.text.counts.suspended import is_suspended
from dalil.text.counts.unasserted import is_unasserted, may_only_be
from dalil.text.counts.uncounted import counts_something, is_elsewhere
from dalil.text.counts.vague_amounts import (
    VAGUE_BY_WORD,
    WORDS_OF_SOME,
    is_one_more,
)
from dalil.text.counts.wholes import of_a_share, of_those, out_of, some_of_them, whole_told
from dalil.text.numbers import SCALES, Token, is_number_word, is_numeric, read_amount
from dalil.values.count import MOST

LARGEST = MOST // 10
"""No larger number is a count: bounds and halves of units stay below the most that a Count holds."""
CLAUSE_ENDS = frozenset(".;؛!?؟\n")
_RISES = fold_words(
    "rose rises risen rising climbed increased jumped grew up raised raises revised updated lifted رفع رفعت "
    "ارتفع ارتفعت ارتفاع لترتفع ترتفع ازداد زاد تزايد"
)
_EXCEEDS = fold_words("تجاوز تجاوزت تجاوزوا يتجاوز تتجاوز تخطى تخطت تخطوا exceeded surpassed topped passed")
_GOES_UP = frozenset({"went", "gone", "goes", "go", "climbed", "moved", "shot", "jumped", "crept"})
_TOLLS = fold_words("عدد حصيلة الحصيلة أعداد the number of death toll")
_ABOUT = fold_words("يقارب نحو بنحو حوالي بحوالي قرابة زهاء يناهز")
_WHOLE_WORDS = fold_words("وفر وفرت وفروا") | IN_CONTEXT
"""No و is written onto them: وفرت, "it provided"."""
_PREPOSITIONS = ("ب", "ل", "ف")
_STARTS = (
    BOUND_PHRASES.keys()
    | NOUNS.keys()
    | NEGATIONS
    | SHARES
    | WORDS_OF_SOME
    | frozenset({"a", "an", "another", "both", "his", "her", "their", "my", "our", "the"})
)
"""The words that amounts and shares begin with; the tests hold that leaving the others out loses none."""
_TO = frozenset({"-", "–", "—", "to", "الي", "or", "او"})


def plain(token: Token) -> Token:
    """Take off the و, ب, ل or ف that is written onto a word of counts; any other token comes back as it is.

    >>> from dalil.text.numbers import tokens_of
    >>> [plain(token).key for token in tokens_of("وقتلى بنحو والدة")]
    ['قتلي', 'بنحو', 'والده']
    """
    key = token.key
    if key in KNOWN_WORDS or key in _WHOLE_WORDS or len(key) < 4:
        return token
    if key[0] in "وف" and key[1:] in IN_CONTEXT:
        return replace(token, key=key[1:], joined=key[0] == "و")
    for lead, article in (("و", ""), ("ب", ""), ("ل", ""), ("وب", ""), ("ف", ""), ("لل", "ال"), ("ولل", "ال")):
        if (
            lead in _PREPOSITIONS
            and key.startswith(lead)
            and (len(key) > 4 or key == "بسته")
            and is_number_word(key[1:])
            and key[1:3] != "ال"
        ):
            return replace(token, key=key[1:])  # لأربعة, بثلاثة
        if key.startswith(lead) and (word := article + key[len(lead) :]) in KNOWN_WORDS:
            return replace(token, key=word, joined=lead.startswith("و"))
    return token


def words_of(tokens: Sequence[Token]) -> list[Token]:
    """Give the tokens of a text without the letters written onto them, as `plain`, and numbers behind "about" without their article.

    >>> from dalil.text.numbers import tokens_of
    >>> [token.key for token in words_of(tokens_of("ما يقارب الخمسين"))]
    ['ما', 'يقارب', 'خمسين']
    """
    words = [plain(token) for token in tokens]
    for before, at in zip(words, range(1, len(words)), strict=False):
        key = words[at].key
        if before.key in _ABOUT and key.startswith("ال") and is_number_word(key[2:]):
            words[at] = replace(words[at], key=key[2:])
    return words


def _at(tokens: Sequence[Token], at: int, words: Sequence[str]) -> bool:
    return at + len(words) <= len(tokens) and all(tokens[at + i].key == word for i, word in enumerate(words))


def _key(tokens: Sequence[Token], at: int) -> str:
    return tokens[at].key if 0 <= at < len(tokens) else ""


def amounts_of(tokens: Sequence[Token], text: str) -> Iterator[Amount]:
    """Find every amount that the tokens of a text state, in their order.

    >>> from dalil.text.numbers import tokens_of
    >>> text = "more than 20 people, among them 3 children"
    >>> [(amount.shape, amount.low, amount.who, amount.subset) for amount in amounts_of(tokens_of(text), text)]
    [('more_than', 20, (), False), ('exact', 3, ('child',), True)]
    """
    at = 0
    while at < len(tokens):
        if not _may_begin(tokens[at]):
            at += 1
            continue
        if (share := share_at(tokens, at)) > at and not is_one_more(tokens, at):
            at = share
            continue
        amount = nobody_at(tokens, at) or _bounded(tokens, at) or unnumbered_amount_at(tokens, at, CLAUSE_ENDS)
        if amount is None:
            at += 1
            continue
        amount = with_groups(tokens, with_bound_after(tokens, amount) if amount.low else amount)
        if 0 <= amount.low <= LARGEST >= (amount.high or 0) and _is_asserted_here(tokens, amount):
            yield _with_part(tokens, amount, text)
        at = max(amount.last, at + 1)


def _may_begin(token: Token) -> bool:
    """Whether an amount or a share can begin with a token; most words of a text cannot, and no rule is asked about them."""
    key = token.key
    return is_numeric(token) or key in _STARTS or (key[:1] == "و" and key[1:] in NEGATIONS)


def _is_asserted_here(tokens: Sequence[Token], amount: Amount) -> bool:
    """Whether a text says of an amount that it holds, for those whom it is about."""
    if amount.low and is_suspended(tokens, amount.first, amount.last):
        return False
    return not (is_elsewhere(tokens, amount) or is_unasserted(tokens, amount.first) or may_only_be(tokens, amount))


def _bounded(tokens: Sequence[Token], at: int) -> Amount | None:
    """A number, range or vague word with its bound before or after it, and the noun it counts."""
    shape, i = _bound_before(tokens, at)
    if i >= len(tokens):
        return None
    if i > at and (share := share_at(tokens, i)) > i:
        return Amount(shape, -1, None, at, share)
    amount = _between(tokens, at, i, shape == "between") if shape in ("between", "exact", "about") else None
    if amount is None:
        if shape == "between":
            return None
        amount = number_amount_at(tokens, at, i, shape)
    if amount is None:
        return None
    return _with_head(tokens, amount) if amount.low >= 0 else amount


def _bound_before(tokens: Sequence[Token], at: int) -> tuple[str, int]:
    """The bound that begins at a place and where its number stands; "exact" where none begins there."""
    for words, bound in BOUND_PHRASES.get(tokens[at].key, ()):
        if not _at(tokens, at, words) or (words == (">",) and _key(tokens, at - 1) == "-"):
            continue
        i = at + len(words)
        i += bound == "about" and _key(tokens, i) == "."
        i += _key(tokens, i) == "ال"  # قرابة الـ 50
        went = words == ("up", "to") and _key(tokens, at - 1) in _GOES_UP  # went *up to 17*
        return "exact" if went else bound, i
    return "exact", at


def _between(tokens: Sequence[Token], at: int, i: int, said: bool) -> Amount | None:
    first = read_amount(tokens, i)
    if first is None:
        return None
    second = None
    if first.last + 1 < len(tokens):
        link = tokens[first.last]
        if link.key in _TO or (said and link.key in ("and", "و")):
            second = read_amount(tokens, first.last + 1)
        elif said and link.joined:
            second = read_amount(tokens, first.last)
    if second is not None and first.value < second.value:
        scale = SCALES.get(tokens[second.last - 1].key, 1)
        low = first.value * scale if scale >= 1_000 and first.value * scale < second.value else first.value
        return _range(tokens, at, i, low, second.value, second.first, second.last)
    if said and first.last < len(tokens):
        halves = _halves(tokens, i, first.last)
        if halves:
            return _range(tokens, at, i, *halves, i, first.last)
    return None


def _range(
    tokens: Sequence[Token], at: int, first: int, low: float, high: float, second: int, last: int
) -> Amount | None:
    """From A to B; of a toll that rose from A to B, B. Ages and years and clock times are skipped."""
    if low != int(low) or high != int(high):
        return None
    if not (
        counts_something(tokens, at, first, first + 1, "range") and counts_something(tokens, at, second, last, "exact")
    ):
        return Amount("range", -1, None, at, last)
    if any(token.key in _RISES for token in tokens[max(0, at - 6) : at]) and (
        at < first or _key(tokens, at - 1) == "by"
    ):
        return Amount("exact", int(high), int(high), at, last)
    return Amount("range", int(low), int(high), at, last)


def _halves(tokens: Sequence[Token], first: int, last: int) -> tuple[int, int] | None:
    """بين عشرين وثلاثين was read as one number; its two halves."""
    number = tokens[first:last]
    for middle in range(len(number) - 1, 0, -1):
        if number[middle].joined or number[middle].key == "و":
            low = read_amount(number[:middle], 0)
            high = read_amount(number, middle + (number[middle].key == "و"))
            if low and high and low.value < high.value:
                return int(low.value), int(high.value)
    return None


def _with_head(tokens: Sequence[Token], amount: Amount) -> Amount:
    amount = _with_whom(tokens, amount)
    if amount.low == amount.high == 0 and tokens[amount.last - 1].key in LOOSE:
        amount = replace(amount, quantity="casualties")
    if is_of_bodies(tokens, amount.first):
        amount = replace(amount, who=("body", *amount.who), quantity="bodies_found", weak=False)
    for odd in (("و", "نيف"), ("ونيف",)):
        if _at(tokens, amount.last, odd):
            last = amount.last + len(odd)
            amount = replace(amount, shape="range", low=amount.low + 1, high=amount.low + 9, last=last)
    if amount.shape == "exact" and amount.low and _exceeded(tokens, amount.first):
        return replace(amount, shape="more_than")
    return with_bound_after(tokens, amount)


def _with_whom(tokens: Sequence[Token], amount: Amount) -> Amount:
    """An amount with those it counts, where the words behind it or before its colon say so."""
    joined = amount.last < len(tokens) and tokens[amount.last].joined and tokens[amount.last].key in NOUNS
    if of_a_share(tokens, amount.first) or _stands_alone(tokens, amount):
        return amount
    if amount.shape == "exact" and (whole := whole_told(tokens, amount.last)):
        return replace(amount, low=whole[0], high=whole[0], last=whole[2], quantity=whole[1])
    labels_next = _key(tokens, amount.first - 1) == ":" == _key(tokens, amount.last + 1)  # Killed: 7 *Injured:* 23
    head = (
        None
        if joined or labels_next
        else of_those(tokens, amount.last) or head_at(tokens, amount.last) or out_of(tokens, amount.last)
    )
    if head is not None:
        return _of_noun(tokens, amount, *head)
    if (some := some_of_them(tokens, amount.first, amount.last)) is not None:
        return replace(amount, who=some[0], last=some[1], subset=True)
    status = status_before_colon(tokens, amount.first, amount.last)
    return replace(amount, who=(status,)) if status else amount


def _stands_alone(tokens: Sequence[Token], amount: Amount) -> bool:
    """Whether a vague word with the article counts no noun right behind it: شيع *المئات* جثامين ستة."""
    return (
        amount.shape == "vague"
        and tokens[amount.last - 1].key.startswith("ال")
        and tokens[amount.last - 1].key in VAGUE_BY_WORD
        and _key(tokens, amount.last) != "من"
    )


def _of_noun(tokens: Sequence[Token], amount: Amount, noun: Noun, last: int, through_of: bool) -> Amount:
    """An amount with its noun; the people of one family or house with no noun, and one family as the people that it is."""
    size = family_size(tokens, last)
    if size and noun.who == ("family",) and amount.low == amount.high == 1:
        return replace(amount, low=size[0], high=size[0], last=size[1])
    if through_of and is_where_from(tokens, amount.last, noun):
        return replace(amount, last=size[1] if size else last)
    return replace(amount, last=last, who=noun.who, quantity=units_of(noun), weak=through_of)


def _exceeded(tokens: Sequence[Token], first: int) -> bool:
    """تجاوز عدد القتلى 50: the bound and its number with the toll between them; "the toll from the earthquake passed 50"."""
    if _key(tokens, first - 1) == "passed":
        return any(token.key in _TOLLS for token in tokens[max(0, first - 8) : first - 1])
    i = first - 1
    while i > first - 5 and _is_of_a_toll(_key(tokens, i)):
        i -= 1
    return i < first - 1 and _key(tokens, i) in _EXCEEDS and _key(tokens, i - 1) not in ("لم", "لا", "not")


def _is_of_a_toll(key: str) -> bool:
    """Whether a word may stand between "passed" and its number: عدد, القتلى, and what killed them (قتلى *الزلزال*)."""
    return key in _TOLLS or key in OUTCOME_OF or key in NOUNS or key.startswith("ال")


def _with_part(tokens: Sequence[Token], amount: Amount, text: str) -> Amount:
    before = [token.key for token in tokens[max(0, amount.first - 2) : amount.first]]
    inside = {token.key for token in tokens[amount.first : min(amount.last, amount.first + 12)]}
    part = (
        bool(PART_WORDS & set(before))
        or "them" in inside
        or "whom" in (*before, _key(tokens, amount.last + 1))
        or before == ["of", "which"]
        or (_key(tokens, amount.last) == "of" and _key(tokens, amount.last + 1) == "them")
        or bool(PART_WORDS & inside)
    )
    end = tokens[amount.last - 1].end
    after = text[end : end + 80]
    if after.lstrip().startswith("by"):
        after = ""
    return replace(amount, subset=amount.subset or part, who=with_ranks(amount.who, after))
